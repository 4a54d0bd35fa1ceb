"""The decision diff: each planted edit is told as the smallest answers whose outcome it changes, and nothing else."""

import random
import shutil
import subprocess
from pathlib import Path

import pytest

from bot.cli import main
from dialogs.diff import LESS, MORE, OUTCOMES, SAME, Diff, diff
from dialogs.explore import relevant, walk
from dialogs.net import cast
from dialogs.pair import pair, values_of
from dialogs.prove import base
from dialogs.reworded import LINES, QUESTIONS, RULES, SOURCES, WORDS
from dialogs.witness import search
from knowledge.build import knowledge
from knowledge.condition import Leaf, every
from knowledge.load import DATA
from knowledge.models import RANK, Knowledge, Profile, family_of
from knowledge.residual import given

ROOT = Path(__file__).parent.parent
PROFILES: tuple[Profile, ...] = ("calibrated", "strict")
EMERGENCY, TODAY, DOCTOR, CAUTIONS = (f"rules/{name}.yaml" for name in (
    "1-emergency", "2-same-day", "3-doctor", "4-cautions"))
SCREEN = "questions/2-screen.yaml"
STORY = "questions/3-story.yaml"
NIGHT = '    - {id: night, say: "It wakes me even when I lie still", rows: [RF-CA]}\n'
LEG = '"One calf or leg newly swollen, warm, red or sore to touch": yes'
SWEATS = """- id: RF-CA.sweats
  tier: D3
  when: {sweats: "yes"}
  unsure: D4
  trigger: "Night sweats"
  reason: "Sweats at night should be checked."
  tell: "night sweats"
  source: [memory]
  certainty: memory
  verified: false
"""


Edit = tuple[str, str, str]  # file, old text, new text


def copy(to: Path, *edits: Edit) -> Path:
    """The content with some places edited."""
    shutil.copytree(DATA, to, ignore=shutil.ignore_patterns("fonts", "cases", "clients"))
    for file, old, new in edits:
        text = (to / file).read_text(encoding="utf-8")
        assert old in text, f"the planted edit of {file} no longer fits the content"
        (to / file).write_text(text.replace(old, new, 1), encoding="utf-8")
    return to


def compared(data: Path, sets: int = 150) -> Diff:
    old, new = ({p: knowledge(p, folder) for p in PROFILES} for folder in (DATA, data))
    return diff(old, new, sets, random.Random(1).random)


DVT = (TODAY, "- id: RF-DVT\n  tier: D2", "- id: RF-DVT\n  tier: D4")
PLANTED: list[tuple[str, list[Edit], dict[str, tuple[str, ...]]]] = [
    ("a tier lowered", [DVT], {LESS: (f'{LEG}\nwas "Same day" (D2), now "Doctor soon" (D3) [RF-DVT]',)}),
    ("a new red flag line", [
        (SCREEN, "    - {id: weight,",
         '    - {id: sweats, say: "I sweat at night", rows: [RF-CA]}\n    - {id: weight,'),
        (DOCTOR, "- id: RF-CA.weight\n", SWEATS + "- id: RF-CA.weight\n"),
    ], {MORE: (
        '"I sweat at night" (new): yes\nwas "Massage is an option" (D6 or D7), now "Doctor soon" (D3) '
        "[RF-CA.sweats, row RF-CA]",
        '"I sweat at night" (new): not sure\nwas "Massage is an option" (D6 or D7), now "Doctor alongside" (D4) '
        "[RF-CA.sweats, row RF-CA]",
    )}),
    ("an answer taken away", [
        (SCREEN, '    - {id: little, say: "A little blood in pee or poo"}\n', ""),
        (DOCTOR, "{blood_kind: [little, after_periods", "{blood_kind: [after_periods"),
    ], {MORE: (
        '"Blood in pee or poo, tar-black poo, vomiting blood, or bleeding after periods ended": yes or not sure\n'
        'and What fits best?: "A little blood in pee or poo" (no longer offered: read as not sure, or else as the '
        'mildest)\nwas "Doctor soon" (D3), now "Same day" (D2) [RF-GIB]',
    )}),
    ("only the strict profile", [(DOCTOR, "- id: RF-RAD.strict\n  tier: D3", "- id: RF-RAD.strict\n  tier: D4")],
     {LESS: ('"Cough or sneeze": yes\nwas "Doctor soon" (D3), now "Doctor alongside" (D4) '
             "[RF-RAD.strict, row RF-RAD] (only in the profile strict)",)}),
    ("massage need not wait", [(CAUTIONS, "- id: MC-12\n  tier: D4\n  wait: true", "- id: MC-12\n  tier: D4")],
     {SAME: ('"Heart attack or stroke in the last 3 months, or blood pressure out of control": yes\nless careful: '
             'was "Doctor first, then massage" (D4), now "Doctor alongside" (D4) [MC-12]',)}),
    ("another kind of emergency", [
        (EMERGENCY, "- id: RF-GU-M\n  tier: D1\n  kind: department", "- id: RF-GU-M\n  tier: D1\n  kind: ambulance"),
    ], {SAME: ('"Sudden pain or swelling in a testicle": yes\nwas the emergency kind department, now ambulance '
               "[RF-GU-M]",)}),
    ("a technique set free", [("techniques.yaml", "      - {joints: [unsure, \"yes\"]}\n", "")],
     {SAME: ('"Very bendy joints, or arthritis of the spine": yes or not sure\n'
             "technique T1 (Side-lying leg glide) is no longer held back [T1]",)}),
    ("a doctor's check that counts less", [
        (TODAY, 'tell: "sickle cell disease, pain like a crisis"\n  checked: D4',
         'tell: "sickle cell disease, pain like a crisis"\n  checked: D3'),
    ], {MORE: tuple(
        '"Sickle cell disease": yes or not sure\nand Is this pain like a sickle cell crisis?: "Not sure" or "Yes"\n'
        f"and has a doctor looked at RF-SICKLE since?: {said}, now \"Doctor soon\" (D3) [RF-SICKLE]" for said in (
            '"Yes. It is no worse since"\nwas "Doctor first, then massage" (D4)',
            '"Yes. It is no worse since, and they said massage is fine"\nwas "Doctor alongside" (D4)')
    )}),
    ("a danger word unheard", [("heard.yaml", '"kill myself", ', "")],
     {LESS: ('Typed "kill myself": is no longer heard as a danger [RF-MH]',)}),
]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """All of them at once."""
    return copy(tmp_path_factory.mktemp("planted") / "data", *(edit for _, edits, _ in PLANTED for edit in edits))


@pytest.fixture(scope="module")
def planted(folder: Path) -> Diff:
    return compared(folder)


@pytest.mark.parametrize(("name", "edits", "want"), PLANTED, ids=[row[0] for row in PLANTED])
def test_a_planted_edit_is_told_as_its_smallest_answers(
    planted: Diff, name: str, edits: list[Edit], want: dict[str, tuple[str, ...]]
) -> None:
    for heading, entries in want.items():
        assert set(entries) <= set(planted.sections[heading])


def test_nothing_else_is_told_of_the_planted_edits(planted: Diff) -> None:
    for heading in OUTCOMES:
        want = [entry for *_, told in PLANTED for entry in told.get(heading, ())]
        assert sorted(planted.sections[heading]) == sorted(want) and planted.counts[heading] == len(want)
    assert "all as told above" in planted.totals[1], "the net caught what the search had missed"


def test_each_set_changes_as_it_says_and_no_answer_less_does(folder: Path) -> None:
    both = pair(knowledge(), knowledge("calibrated", folder))
    found = search(both)
    assert len(found) > 8
    for one in found:
        first = {f: next(v for v in values_of(f, both.old, both.new) if v in vs) for f, vs in one.answers.items()}
        assert set(one.changes) <= set(both.changes(*both.judge(first)))
        for fact in first:
            less = {f: v for f, v in first.items() if f != fact}
            assert not set(one.changes) <= set(both.changes(*both.judge(less)))


TEXTS: list[tuple[str, list[Edit], str, str]] = [
    ("a question", [(SCREEN, "How did the pain start?", "How did it begin?")], WORDS,
     'Question "How did it begin?" [onset], question: "How did the pain start?" -> "How did it begin?"'),
    ("a phone number", [("countries.yaml", 'number: "988"', 'number: "989"')], LINES,
     "United States, crisis: number 988 -> 989"),
    ("a reason", [(TODAY, "This can be a blood clot.", "This may be a clot.")], WORDS,
     'Rule RF-DVT, reason: "This can be a blood clot. Massage could move it." -> '
     '"This may be a clot. Massage could move it."'),
    ("verified", [(TODAY, "verified: false", "verified: true")], SOURCES, "Rule RF-INF, verified: no -> yes"),
    ("the place of a line", [(SCREEN, NIGHT, ""), (STORY, "    - {id: also_other,", NIGHT + "    - {id: also_other,")],
     QUESTIONS, 'Line "It wakes me even when I lie still" [night] stands on the card "Also", '
                'before on "Weight, lump, night, change"'),
    ("a rule that others cover", [(TODAY, "- id: MC-16\n  tier: D2", "- id: MC-16\n  tier: D3")], RULES,
     "Rule MC-16: tier D2 -> D3 (no outcome changes by it: other rules say as much)"),
]


def test_changed_texts_are_told_and_no_outcome(tmp_path: Path) -> None:
    found = compared(copy(tmp_path / "data", *(edit for _, edits, *_ in TEXTS for edit in edits)))
    want: dict[str, list[str]] = {}
    for *_, part, text in TEXTS:
        want.setdefault(part, []).append(text)
    assert {heading: sorted(told) for heading, told in found.sections.items() if told} == {
        part: sorted(texts) for part, texts in want.items()}


def test_fewer_of_many_signs_are_told_as_any_of_them(tmp_path: Path) -> None:
    data = copy(tmp_path / "data", (DOCTOR, "    at_least: 3", "    at_least: 2"))
    strict = knowledge("strict")
    found = diff({"calibrated": knowledge(), "strict": strict}, {"calibrated": knowledge("calibrated", data),
                 "strict": strict}, 300, random.Random(1).random)
    (entry,) = found.sections[MORE]
    assert entry.startswith('was "Massage is an option" (D6 or D7), now "Doctor alongside" (D4) [RF-AXSPA] (only')
    assert 'Age: "35 to 44"' in entry and entry.count("yes to any 2 of: ") == 2
    assert entry.count('"Moving helps, resting does not"') == found.counts[MORE] - 4  # four need none of the lines
    assert found.sections[RULES] == ("Rule RF-AXSPA acts on at least 2 of 9, before on at least 3 of 9",)
    assert "added above" not in found.totals[1]


def test_points_of_the_fit_are_shown_by_an_example(tmp_path: Path) -> None:
    edit = ("fit.yaml", "  - id: buttock\n    points: 1", "  - id: buttock\n    points: 3")
    found = compared(copy(tmp_path / "data", edit), 400)
    (entry,) = found.sections[SAME]
    assert entry.startswith('Worst spot: "Left buttock" or "Right buttock"\nSI points: was "does not fit", now')
    assert found.sections[RULES] == ("SI point buttock: points 1 -> 3",)


def with_tier(k: Knowledge, id: str, tier: str) -> Knowledge:
    return k.with_rules(tuple(r.model_copy(update={"tier": tier}) if r.id == id else r for r in k.rules))


def test_the_search_agrees_with_the_walk_over_every_conversation() -> None:
    """A rule's tier falls by one. Where the walk over its facts, all others quiet, finds a way on which no other
    rule is as urgent, the search tells one; and if not, none."""
    k = knowledge()
    side = pair(k, k).old
    order, quiet = list(side.asks), side.facts({})
    lower = {"D2": "D3", "D3": "D4"}
    told = []
    for rule in [r for r in k.rules if r.tier in lower and r.id == family_of(r)][::3]:
        goal = base(rule, k)
        assert not isinstance(goal, bool)
        near = relevant(order, [goal])
        far = [(fact, value) for fact, value in quiet.items() if fact not in {ask.fact for ask in near}]
        masks = [base(r, k) for r in k.rules if RANK[r.tier] <= RANK[rule.tier] and r.id != rule.id]
        for fact, value in far:
            masks = [given(mask, fact, value) for mask in masks]
        ends = walk(near, [goal, *{mask for mask in masks if mask is not False}]).ends
        found = search(pair(k, with_tier(k, rule.id, lower[rule.tier])))
        told.append(any(c.way < 0 for one in found for c in one.changes))
        assert told[-1] == any(end[0] is True and True not in end[1:] for end in ends), rule.id
    assert True in told and False in told


def test_the_net_finds_nothing_under_the_search_on_random_edits() -> None:
    rng = random.Random(20260115)
    k = knowledge("strict")
    rules = [r for r in k.rules if r.id == family_of(r) and r.row != "RF-AXSPA"]  # its many sets take long
    for _ in range(8):
        new = k
        for rule in rng.sample(rules, 2):
            new = with_tier(new, rule.id, rng.choice(["D2", "D3", "D4", "D5"]))
        both = pair(k, new)
        assert cast(both, search(both), 150, rng.random).unexplained == []


def test_the_net_adds_what_the_search_can_not_see() -> None:
    """A rule on plain "no"s is refused by the proof: it hides every other from the search, which looks at quiet
    answers. The net still shows what changes where one of these lines is ticked."""
    k = knowledge()
    leg = next(r for r in k.rules if r.id == "RF-DVT")
    lines = [line.id for card in ("where_else", "worse") for line in k.by_id[card].lines]
    none = every(*(Leaf(line, frozenset(["no"])) for line in lines))
    old = k.with_rules((*k.rules, leg.model_copy(update={"id": "X", "row": "X", "when": none})))
    both = pair(old, with_tier(old, "RF-DVT", "D3"))
    assert search(both) == []
    caught = cast(both, [], 400, random.Random(1).random).unexplained
    assert caught
    for one in caught:
        assert one.rules == ("RF-DVT",) and "swollen_leg" in one.answers and len(one.answers) == 2
        assert set(one.answers) & set(lines)


def test_nothing_changed(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    data = copy(tmp_path / "data", (SCREEN, "# Warning signs", "# The warning signs"))
    assert main(["diff", str(DATA), str(data), "--random", "20"]) == 0
    assert capsys.readouterr().out.startswith("no change: ")


def test_git_revisions_and_what_is_not_committed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    data = copy(tmp_path / "knowledge" / "data")
    monkeypatch.chdir(tmp_path)

    def git(*arguments: str) -> None:
        subprocess.run(["git", "-c", "user.name=A", "-c", "user.email=a@b.c", *arguments], check=True,
                       capture_output=True)

    def edit(old: str, new: str) -> None:
        text = (data / TODAY).read_text(encoding="utf-8")
        (data / TODAY).write_text(text.replace(old, new, 1), encoding="utf-8")

    git("init", "-q")
    git("add", "-A")
    git("commit", "-qm", "one")
    edit(DVT[1], DVT[2])
    git("commit", "-qam", "two")
    assert main(["diff", "HEAD~1", "HEAD", "--random", "20"]) == 1
    plain = capsys.readouterr().out
    assert f'- {LEG}\n  was "Same day" (D2), now "Doctor soon" (D3) [RF-DVT]\n' in plain
    assert f"{LESS} (1)\n" in plain and "Signature: ...." in plain
    edit("unsure: D3", "unsure: D4")
    assert main(["diff", "HEAD", ".", "--random", "20", "--markdown"]) == 1
    page = capsys.readouterr().out
    assert page.startswith("#### Decision diff, content ") and f"##### {LESS} (1)\n\n- " in page


@pytest.mark.parametrize(("named", "says"), [
    ("nowhere", "neither a content folder nor a git revision"),
    ("{tmp}", "a folder without content"),
    ("{broken}", "stands here twice"),
])
def test_what_can_not_be_read_is_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], named: str, says: str
) -> None:
    broken = copy(tmp_path / "data", (EMERGENCY, "  kind: department\n", "  kind: department\n  kind: ambulance\n"))
    assert main(["diff", str(DATA), named.format(tmp=tmp_path, broken=broken)]) == 2
    told = capsys.readouterr()
    assert says in told.err and not told.out


def test_the_change_log_names_the_content_of_today() -> None:
    clinical = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8").split("### Clinical content")
    assert knowledge().version in "".join(clinical[1:]), "add the output of `si-screen diff OLD . --markdown` to it"
