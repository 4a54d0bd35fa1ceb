"""Malformed content is refused at load with file, line, what, why and how to mend it;
the lints notice what they are for (each is shown a fault planted for it)."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from knowledge.build import knowledge
from knowledge.check import check
from knowledge.load import DATA, KnowledgeError
from knowledge.models import Profile

SCREEN, EMERGENCY = "questions/2-screen.yaml", "rules/1-emergency.yaml"
STORY = "questions/3-story.yaml"
NEVER_UNSURE = """- id: sneezes
  kind: choice
  ask: Do you sneeze?
  why: It may hurt.
  source: [nhs-back]
  rows: [RF-RAD]
  options:
    - {id: "no", say: "No"}
    - {id: "yes", say: "Yes"}

"""


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    shutil.copytree(DATA, tmp_path / "data")
    return tmp_path / "data"


def edit(copy: Path, file: str, old: str, new: str) -> None:
    text = (copy / file).read_text()
    assert old in text
    (copy / file).write_text(text.replace(old, new, 1))


MILD = """- id: RF-DVT.mild
  tier: D5
  when: {swollen_leg: unsure}
  trigger: "Not sure of a swollen leg"
  caution: "No deep work on the calf."
  note: "Light work away from the leg."
  source: [memory]
  certainty: memory
  verified: false
"""
BROKEN: list[tuple[str, str, str, str, str]] = [
    ("a fact nobody asks", EMERGENCY, "{cold_leg: \"yes\"}", "{cold_lge: \"yes\"}", "did you mean 'cold_leg'?"),
    ("a value that does not exist", EMERGENCY, "{hip_kind: fall}", "{hip_kind: fell}", "has no answer fell"),
    ("a key twice", EMERGENCY, "  kind: department\n", "  kind: department\n  kind: ambulance\n", "stands here twice"),
    ("broken YAML", SCREEN, "  kind: signs\n", "  kind: signs: x\n", "is not YAML"),
    ("an id twice", SCREEN, "- id: signs_now", "- id: signs_nerve", "is taken by"),
    ("an unknown field", SCREEN, "  kind: signs\n", "  kind: signs\n  colour: red\n", "colour"),
    ("not a condition", EMERGENCY, "when: {cold_leg: \"yes\"}", "when: [cold_leg]", "is not a condition"),
    ("an unknown source", EMERGENCY, "source: [gponline]", "source: [gp-online]", "which is not listed"),
    ("an unknown tier", EMERGENCY, "  tier: D1\n", "  tier: D9\n", "tier"),
    ("a gate that looks ahead", SCREEN, "when: {onset: accident}", "when: {spot: midline}", "asked later"),
    ("a source twice", "sources.yaml", "- {id: memory,", "- {id: article,", "is taken by sources.yaml:"),
    ("an answer twice", SCREEN, "- {id: band,", "- {id: blisters,", "is taken by questions/2-screen.yaml:"),
    ("a line of another card again", SCREEN, "{id: night,", "{id: rash,", "'rash' is taken by"),
    ("a misspelt field", EMERGENCY, "  trigger:", "  triger:", "did you mean 'trigger'?"),
    ("a line without an id", SCREEN, "{id: night, say:", "{say:", "has no id"),
    ("half a question after not sure", SCREEN, '        no: "No, the same as a month ago"\n', "", "is not whole"),
    ("a count in words", "rules/3-doctor.yaml", "at_least: 3", "at_least: three", "is not a condition"),
    ("a split of no line", SCREEN, "splits: urine", "splits: urin", "did you mean 'urine'?"),
    ("presumed, but no answer", SCREEN, "presume: waves", "presume: wave", "did you mean 'waves'?"),
    ("curly quotes", EMERGENCY, '{cold_leg: "yes"}', "{cold_leg: “yes”}", "begins with a curly quote"),
    ("a text cut at a #", "rules/2-same-day.yaml", 'reason: "This can be a blood clot. Massage could move it."',
     "reason: This can be a clot #1 cause. Massage could move it.", "'This can be a clot' ends before a #"),
    ("a text cut at a # in brackets", SCREEN, 'say: "Pee leaks out"\n', "say: Pee leaks #out\n",
     "'Pee leaks' ends before a #"),
    ("a tab", EMERGENCY, "  tier: D1", "\ttier: D1", "put spaces"),
    ("a caution without a place", "rules/2-same-day.yaml", "- id: RF-DVT\n", MILD + "- id: RF-DVT\n",
     "'RF-DVT.mild' has a `note`, and its row RF-DVT has no place among `cautions` of handover.yaml"),
    ("an empty list of sources", "rules/2-same-day.yaml", "source: [nice-ng158, second-reading]", "source: []",
     "'RF-DVT' has no source"),
    ("a question without a source", SCREEN, "  source: [girft-2023, ces-cards, norfolk]\n", "",
     "'signs_nerve' has no source"),
    ("a number in no band", STORY, "from: 50, to: 54", "from: 50, to: 52", "the numbers 53 to 54 are in no band"),
    ("a number in two bands", STORY, "from: 55, to: 60", "from: 54, to: 60", "54 stands in two bands ('a55')"),
    ("a band turned round", STORY, "from: 50, to: 54", "from: 54, to: 50", "goes from 54 to 50"),
    ("a band beyond max", STORY, "from: 65, to: 110", "from: 65, to: 11000000000", "goes up to 11000000000"),
    ("a huge number", STORY, "  max: 110", "  max: 11000000000", "are no range"),
    ("a band without an end", STORY, "from: 50, to: 54", "from: 50", "'a50' has no `from` or no `to`"),
    ("the last numbers in no band", STORY, "  max: 110", "  max: 120", "the numbers 111 to 120 are in no band"),
    ("a label with other numbers", STORY, '"61 to 64"', '"61 to 69"',
     '\'a61\' reads "61 to 69" and has the numbers from 61 to 64'),
    ("a label of another last band", STORY, '"65 or over"', '"70 or over"', "'a65' reads \"70 or over\""),
    ("a rule without a source", EMERGENCY, "  source: [oscestop, second-reading]\n", "", "source"),
]


@pytest.mark.parametrize(("name", "file", "old", "new", "what"), BROKEN, ids=[row[0] for row in BROKEN])
def test_a_fault_is_refused_with_its_place(
    copy: Path, name: str, file: str, old: str, new: str, what: str
) -> None:
    edit(copy, file, old, new)
    with pytest.raises(KnowledgeError) as fault:
        knowledge("calibrated", copy)
    told = str(fault.value)
    assert what in told
    assert "why it matters:" in told and "how to mend it:" in told
    assert Path(file).name in fault.value.place and fault.value.place.rsplit(":", 1)[1].isdigit()


@pytest.mark.parametrize("gone", [True, False], ids=["gone", "emptied"])
@pytest.mark.parametrize("file", [EMERGENCY, "rules/4-cautions.yaml", "questions/4-pattern.yaml"])
def test_a_file_without_rules_or_questions_is_named(copy: Path, file: str, gone: bool) -> None:
    (copy / file).unlink() if gone else (copy / file).write_text("# nothing\n")
    with pytest.raises(KnowledgeError, match=f"^{file}: holds nothing, or is gone"):
        knowledge("calibrated", copy)


def test_what_a_rule_lacks_is_told_once(copy: Path) -> None:
    """RF-DVT has four forms: "not sure" and "a doctor has checked"."""
    edit(copy, "rules/2-same-day.yaml", '  tell: "one leg is newly swollen, warm or sore"\n', "")
    (complaint,) = check(knowledge("calibrated", copy))
    assert "'RF-DVT' sends to a doctor and has no `tell`: say why" in complaint


def test_a_missing_file_is_told(copy: Path) -> None:
    (copy / "countries.yaml").unlink()
    with pytest.raises(KnowledgeError, match="put the file back"):
        knowledge("calibrated", copy)


PLANTED: list[tuple[str, str, Callable[[str], str], str]] = [
    ("six lines", SCREEN, lambda t: t.replace(
        "  more:\n    id: ces_older",
        "    - {id: ces_more, say: \"More\", rows: [RF-CES-1]}\n  more:\n    id: ces_older"),
     "nobody reads more than 5"),
    ("a negative question", SCREEN, lambda t: t.replace("How did the pain start?", "Don't you know how it started?"),
     "asks in the negative"),
    ("a line that is a question", SCREEN, lambda t: t.replace('"Pee leaks out"', '"Do you leak pee?"'),
     "is a question"),
    ("no way to say not sure", STORY, lambda t: t.replace("- id: onset_age\n", NEVER_UNSURE + "- id: onset_age\n"),
     "'sneezes' has no 'Not sure'"),
    ("a joined line without its gravest reading", SCREEN, lambda t: t.replace("  presume: waves\n", ""),
     "needs `presume`"),
    ("an emergency without a kind", EMERGENCY, lambda t: t.replace("  kind: ambulance\n", "", 1), "without a kind"),
    ("a row without its rule", EMERGENCY, lambda t: t.replace("- id: RF-VASC-1\n", "- id: RF-VASC-9\n"),
     "RF-VASC-1 has no rule"),
    ("a misspelt row of a line", SCREEN, lambda t: t.replace("rows: [RF-DVT]", "rows: [RF-DTV]"),
     "'swollen_leg' names the row 'RF-DTV', which rows.yaml does not list: did you mean 'RF-DVT'?"),
    ("a misspelt row of a rule", "rules/2-same-day.yaml", lambda t: t.replace("- id: RF-DVT", "- id: RF-DTV"),
     "names the row 'RF-DTV'"),
    ("not sure forgotten", "rules/2-same-day.yaml", lambda t: t.replace(
        'when: {swollen_leg: "yes"}\n  unsure: D3\n', 'when: {swollen_leg: "yes"}\n'),
     "'RF-DVT' leaves 'not sure' of 'swollen_leg' without a doctor"),
    ("one hard sentence", SCREEN, lambda t: t.replace(
        "A kidney can hurt in the back.", "Renal pathology is potentially symptomatic."), "grade"),
    ("a doctor-first rule on a late answer", EMERGENCY, lambda t: t.replace(
        "{cold_leg: \"yes\"}", "{any: [{cold_leg: \"yes\"}, {feel_numb: \"yes\"}]}"), "asked after the story"),
    ("hard words", SCREEN, lambda t: t.replace(
        '"Blood always needs a look. How much tells how fast."',
        '"Gastrointestinal haemorrhage necessitates immediate investigation. It is a manifestation of '
        'pathology. Quantification determines urgency."'), "grade"),
    ("a word that promises", SCREEN, lambda t: t.replace("A kidney can hurt in the back.", "Your back is safe."),
     "says 'safe'"),
    *((f"never said: {said}", "rules/2-same-day.yaml", lambda t, said=said: t.replace(
        "This can be a blood clot. Massage could move it.", said), f"says '{word}': '{said}': this is never said")
      for said, word in (
        ("You have a blood clot.", "you have a blood clot"), ("Your weight is why it hurts.", "your weight"),
        ("You are fine. Have it seen.", "you are fine"), ("This is harmless. Have it seen.", "harmless"),
        ("There is nothing to worry about here.", "nothing to worry"))),
    ("a line that promises", SCREEN, lambda t: t.replace("Pee leaks out", "My back is safe"),
     " ces_leak: says 'safe': 'My back is safe': this is never said to a client"),
    ("a number alone was changed", "countries.yaml", lambda t: t.replace('number: "988"', 'number: "989"', 1),
     "countries.yaml: US, crisis has the number '989' and says \"988"),
    ("the words alone were changed", "countries.yaml", lambda t: t.replace('say: "988', 'say: "9881', 1),
     "countries.yaml: US, crisis has the number '988' and says \"9881"),
    ("words in place of a number", "countries.yaml", lambda t: t.replace('number: "988"', 'number: "call 988"', 1),
     "can't be dialled"),
    ("a number that is only said", "countries.yaml", lambda t: t.replace('number: "988"', "number: null", 1),
     "and has no number"),
    ("an answer that no rule names", STORY, lambda t: t.replace(
        '    - {id: early, say:', '    - {id: ivf, say: "IVF"}\n    - {id: early, say:', 1),
     "no rule names the answer 'ivf' of 'pregnancy', so whoever taps it is told what the quietest answer is told"),
    ("a title that nobody reads", "dispositions.yaml", lambda t: t.replace('title: "{action}"', 'title: "Go now."'),
     "the `title` of D1 is never read"),
    ("strict milder than calibrated", "rules/3-doctor.yaml", lambda t: t.replace("  strict: D3\n", "  strict: D5\n"),
     "is never milder"),
    ("more certain than its sources", "rules/2-same-day.yaml", lambda t: t.replace(
        "source: [nice-ng158, second-reading]", "source: [memory]"),
     "'RF-DVT' has `certainty: source`, which its sources do not bear (memory is 'memory'): write memory or judgement"),
    ("surer than memory", "rules/4-cautions.yaml", lambda t: t.replace("certainty: memory", "certainty: sure", 1),
     "has `certainty: sure`, which its sources do not bear"),
    ("a source that is worth less than was thought", "sources.yaml", lambda t: t.replace(
        "two-level Wells items, seen in excerpt\", certainty: source", "not seen\", certainty: memory"),
     "'RF-DVT' has `certainty: source`, which"),
    ("a line nobody uses", SCREEN, lambda t: t.replace(
        "{id: persist,", "{id: sneeze, say: \"Sneezing\", rows: [RF-PERSIST]}\n    - {id: persist,"),
     "nothing uses 'sneeze'"),
]


@pytest.mark.parametrize(("name", "file", "change", "what"), PLANTED, ids=[row[0] for row in PLANTED])
def test_each_lint_catches_its_planted_fault(
    copy: Path, name: str, file: str, change: Callable[[str], str], what: str
) -> None:
    text = (copy / file).read_text()
    changed = change(text)
    assert changed != text
    (copy / file).write_text(changed)
    complaints = "\n".join(check(knowledge("calibrated", copy)) if "strict" not in name else _strict(copy))
    assert what in complaints


def _strict(copy: Path) -> list[str]:
    return check(knowledge("calibrated", copy))


@pytest.mark.parametrize("profile", ["calibrated", "strict"])
def test_the_shipped_content_has_no_complaint(profile: Profile) -> None:
    assert check(knowledge(profile)) == []


def test_every_country_has_an_emergency_line_and_says_unverified() -> None:
    k = knowledge()
    assert len(k.countries) > 60
    for country in k.countries.values():
        assert country.emergency.number and country.emergency.say
        lines = [country.emergency, country.advice, country.crisis, country.abuse, country.poison, *country.also]
        assert not any(line.verified for line in lines if line)
