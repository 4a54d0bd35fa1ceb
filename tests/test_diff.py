"""The decision diff: each planted edit is told as the smallest answers whose outcome it changes, and nothing else."""

import random
import subprocess
from pathlib import Path

import pytest

from bot.cli import main
from dialogs.compare.diff import LESS, MORE, OUTCOMES, SAME, Diff, diff
from dialogs.compare.reworded import RULES
from knowledge.build import knowledge
from knowledge.load import DATA
from knowledge.models import Profile
from tests.planted import DOCTOR, DVT, EMERGENCY, LEG, PLANTED, SCREEN, STORY, TEXTS, TODAY, Edit, copy

ROOT = Path(__file__).parent.parent
PROFILES: tuple[Profile, ...] = ("calibrated", "strict")


def compared(data: Path, sets: int = 150) -> Diff:
    old, new = ({p: knowledge(p, folder) for p in PROFILES} for folder in (DATA, data))
    return diff(old, new, sets, random.Random(1).random)


@pytest.fixture(scope="module")
def planted(tmp_path_factory: pytest.TempPathFactory) -> Diff:
    """All of them at once."""
    there = tmp_path_factory.mktemp("planted") / "data"
    return compared(copy(there, *(edit for _, edits, _ in PLANTED for edit in edits)))


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
    gentler, plain = found.sections[MORE]  # with the pain in the buttock massage was offered with other words
    assert plain.startswith('was "Massage is an option" (D6 or D7), now "Doctor alongside" (D4) [RF-AXSPA] (only')
    assert "gains the caution RF-AXSPA" in gentler
    entry = gentler + plain
    assert 'Age: "35 to 44"' in entry and entry.count("yes to any 2 of: ") == 2
    assert entry.count('"Moving helps, resting does not"') == found.counts[MORE] - 4  # four need none of the lines
    assert found.sections[RULES] == ("Rule RF-AXSPA acts on at least 2 of 9, before on at least 3 of 9",)
    assert "added above" not in found.totals[1]


def test_a_moved_bound_is_told_as_whom_it_concerns(tmp_path: Path) -> None:
    """"65 or over" is asked as "70 or over"; in both contents the rules name the same band."""
    found = compared(copy(tmp_path / "data",
                          (STORY, '"61 to 64", from: 61, to: 64', '"61 to 69", from: 61, to: 69'),
                          (STORY, '"65 or over", from: 65', '"70 or over", from: 70')))
    less = found.sections[LESS]
    assert all('Age: "65 to 69"' in entry for entry in less) and found.sections[MORE] == ()
    assert any(entry.endswith('was "Same day" (D2), now "Massage is an option" (D6 or D7) [RF-FRAC-OP]')
               and '"All at once, no clear cause"' in entry for entry in less)
    assert 'Question "Age" [age], answer [a65]: from 65 -> 70' in found.sections[RULES]
    assert "all as told above" in found.totals[1]


def test_a_new_band_that_no_rule_names_is_told(tmp_path: Path) -> None:
    found = compared(copy(tmp_path / "data", (
        STORY, '    - {id: strong, say: "7 to 10", from: 7',
        '    - {id: high, say: "7", from: 7, to: 7}\n    - {id: strong, say: "8 to 10", from: 8')))
    assert ('How bad, 0 to 10: "7"\nand Can you still do anything?: "No. I can\'t do anything and nothing helps"\n'
            'was "Same day" (D2), now "Massage is an option" (D6 or D7) [RF-SEVERE]') in found.sections[LESS]
    assert found.sections[MORE] == found.sections[SAME] == ()


def test_points_of_the_fit_are_shown_by_an_example(tmp_path: Path) -> None:
    edit = ("fit.yaml", "  - id: buttock\n    points: 1", "  - id: buttock\n    points: 3")
    found = compared(copy(tmp_path / "data", edit), 400)
    (entry,) = found.sections[SAME]
    assert entry.startswith('Worst spot: "Left buttock" or "Right buttock"\nSI points: was "does not fit", now')
    assert found.sections[RULES] == ("SI point buttock: points 1 -> 3",)


def test_nothing_changed(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    data = copy(tmp_path / "data", (SCREEN, "# Warning signs", "# The warning signs"))
    assert main(["diff", str(DATA), str(data), "--random", "20"]) == 0
    assert capsys.readouterr().out.startswith("no change: ")


def test_what_is_asked_around_a_visit_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    data = copy(tmp_path / "data", ("checkins.yaml", "weeks: 4", "weeks: 6"))
    assert main(["diff", str(DATA), str(data), "--random", "20"]) == 1
    assert "- around a visit: checkins.yaml\n" in capsys.readouterr().out


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
