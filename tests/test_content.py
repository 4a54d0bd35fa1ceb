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


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    shutil.copytree(DATA, tmp_path / "data")
    return tmp_path / "data"


def edit(copy: Path, file: str, old: str, new: str) -> None:
    text = (copy / file).read_text()
    assert old in text
    (copy / file).write_text(text.replace(old, new, 1))


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
    ("a tab", EMERGENCY, "  tier: D1", "\ttier: D1", "put spaces"),
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
    ("no way to say not sure", SCREEN, lambda t: t.replace(
        '    - {id: unsure, say: "Not sure"}\n    - {id: sudden', "    - {id: sudden"), "no 'Not sure'"),
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
    ("strict milder than calibrated", "rules/3-doctor.yaml", lambda t: t.replace("  strict: D3\n", "  strict: D5\n"),
     "is never milder"),
    ("a line nobody uses", SCREEN, lambda t: t.replace(
        "{id: persist,", "{id: sneeze, say: \"Sneezing\", rows: [RF-PERSIST]}\n    - {id: persist,").replace(
        "    - {id: night, say: \"It wakes me even when I lie still\", rows: [RF-CA]}\n", ""), "nothing uses 'sneeze'"),
]


@pytest.mark.parametrize(("name", "file", "change", "what"), PLANTED, ids=[row[0] for row in PLANTED])
def test_each_lint_catches_its_planted_fault(
    copy: Path, name: str, file: str, change: Callable[[str], str], what: str
) -> None:
    text = (copy / file).read_text()
    changed = change(text)
    assert changed != text
    (copy / file).write_text(changed)
    if "sneeze" in changed and file == SCREEN:
        for rules in (copy / "rules").glob("*.yaml"):
            rules.write_text(rules.read_text().replace('{night: "yes"}', '{constant: "yes"}'))
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
