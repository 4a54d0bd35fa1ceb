"""The documents are true of the code, as far as a test can tell."""

import re
import shutil
from pathlib import Path

import pytest

from bot.settings import Settings
from dialogs.case_check import told
from dialogs.cases import Known, cases
from dialogs.house import Clinic, House
from dialogs.judge import faults
from dialogs.words import words
from knowledge.build import knowledge
from knowledge.catalog import languages
from knowledge.check import check
from knowledge.load import DATA, KnowledgeError
from knowledge.models import Profile
from tools.docs import made

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
DOCS = [ROOT / "README.md", ROOT / "CHANGELOG.md", *sorted((ROOT / "docs").rglob("*.md"))]
MACHINE = re.compile(r"(?<!\w)/(?:work|tmp|home|root|Users)\b|\bpypi\b|--index-url")
MISTAKE = re.compile(r"<!-- mistake: (\S+) \| (.+?) \| (.+?) -->\n```\n(.*?)\n```", re.DOTALL)
MISTAKES = MISTAKE.findall((ROOT / "docs" / "authoring.md").read_text(encoding="utf-8"))


def test_the_languages_that_programs_can_ask_for_are_named() -> None:
    rows = (ROOT / "docs/machine-interface.md").read_text("utf-8").splitlines()
    row = next(row for row in rows if "| `--lang` |" in row)
    assert all(f"`{lang}`" in row for lang in ("en", *languages()))


def test_what_is_made_from_the_code_is_up_to_date(known: dict[Profile, Known]) -> None:
    stale = [path.name for path, text in made(known["calibrated"]).items() if path.read_text(encoding="utf-8") != text]
    assert stale == [], "run `make docs`"


def test_the_readme_names_six_files_that_tell_the_story() -> None:
    story = README.split("## Six files that tell the whole story")[1].split("\n## ")[0]
    named = re.findall(r"^\d\. \[([\w/.-]+)\]", story, re.MULTILINE)
    assert len(named) == 6
    assert [name for name in named if not (ROOT / name).is_file()] == []


@pytest.mark.parametrize("path", DOCS, ids=lambda p: p.name)
def test_a_document_names_only_what_exists(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    assert set(re.findall(r"(?:^|`)make ([a-z-]+)", text, re.MULTILINE)) - targets == set()
    links = re.findall(r"\]\(([^)#]+)\)|src=\"([^\"]+)\"", text)
    inside = [link for pair in links for link in pair if link and "://" not in link]
    assert [link for link in inside if not (path.parent / link).exists()] == []
    assert MACHINE.findall(text) == []


def test_every_setting_is_in_the_readme() -> None:
    names = {f"SI_SCREEN_{name.upper()}" for name in Settings.model_fields if name != "bot_token"} | {"BOT_TOKEN"}
    assert set(re.findall(r"^\| `([A-Z_]+)`", README, re.MULTILINE)) == names


def test_every_decision_has_its_three_parts() -> None:
    records = sorted((ROOT / "docs" / "decisions").glob("*.md"))
    assert [record.name[:4] for record in records] == [f"{n:04d}" for n in range(1, len(records) + 1)]
    for record in records:
        parts = re.findall(r"^\*\*(\w+)\.\*\*", record.read_text(encoding="utf-8"), re.MULTILINE)
        assert parts == ["Context", "Decision", "Consequence"], record.name


@pytest.mark.parametrize(("file", "right", "wrong", "shown"), MISTAKES)
def test_a_mistake_is_told_as_the_document_shows_it(
    file: str, right: str, wrong: str, shown: str, tmp_path: Path
) -> None:
    data = tmp_path / "data"
    shutil.copytree(DATA, data)
    text = (data / file).read_text(encoding="utf-8")
    right, wrong = (part.replace("\\n", "\n") for part in (right, wrong))
    assert right in text, "the example of the document is no longer in the content"
    (data / file).write_text(text.replace(right, wrong, 1), encoding="utf-8")
    found = "\n".join(complaints(data, shown))
    for line in shown.splitlines():
        if not line.startswith("si-screen: ") and not line.endswith(": see above"):
            assert plain(line) in plain(found)


def complaints(data: Path, shown: str) -> list[str]:
    """What is said of this content: by the loader, else by the lints, else by the cases shown."""
    try:
        k = knowledge("calibrated", data)
    except KnowledgeError as fault:
        return [str(fault)]
    house = House({"calibrated": k, "strict": k}, {"en": words("en")}, {"": Clinic(profile="calibrated")})
    named = [case for case in cases(data) if f"'{case.name}'" in shown]
    said: dict[Profile, Known] = {"calibrated": {}}
    return check(k) or told(faults(named, {"calibrated": house}, said), k)


def plain(text: str) -> str:
    """Without line numbers, which move with every edit."""
    return re.sub(r"(\.yaml):\d+", r"\1", text)


def test_there_are_four_mistakes() -> None:
    assert len(MISTAKES) == 4
