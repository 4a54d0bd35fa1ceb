"""The shape of the house: layers, file sizes, the machine's table."""

import ast
from pathlib import Path

import pytest

from dialogs.flow import ASKING, ENDS, FLOW, TRANSITIONS, emergency
from knowledge.check_lists import MADE, run_on
from knowledge.load import DATA

ROOT = Path(__file__).parent.parent
FILES = [p for room in ("knowledge", "dialogs", "bot", "tools", "tests") for p in sorted((ROOT / room).rglob("*.py"))]
MAY = {"knowledge": {"knowledge"}, "dialogs": {"knowledge", "dialogs"}, "bot": {"knowledge", "dialogs", "bot"}}
ONLY = {"transitions": {"dialogs/flow.py"}, "yaml": {"knowledge/load.py"}}


def imports(path: Path) -> set[str]:
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            found |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found.add(node.module.split(".")[0])
    return found


@pytest.mark.parametrize("path", FILES, ids=lambda p: str(p.relative_to(ROOT)))
def test_imports_point_downward_and_files_stay_small(path: Path) -> None:
    name = path.relative_to(ROOT).as_posix()
    room = name.split("/")[0]
    used = imports(path)
    if room in MAY:
        assert used & set(MAY) <= MAY[room]
        for library, places in ONLY.items():
            assert library not in used or name in places, f"only {places} may know {library}"
        assert "telegram" not in used or name.startswith("bot/telegram")
    if room in ("knowledge", "dialogs"):
        assert not used & {"logging", "random", "time", "asyncio", "sqlite3", "socket", "os"} - (
            {"random"} if name == "dialogs/judge.py" else set())
    most = 300 if name == "tools/verify.py" else 250  # the verifier stands alone: it may import nothing of ours
    assert len(path.read_text().splitlines()) <= most, "what second thing has this file become?"


def test_emergency_is_the_first_row_of_every_asking_state() -> None:
    assert TRANSITIONS[0] == (ASKING, "emergency", (emergency,))
    for state in ASKING:
        rows = FLOW.events["answer"].transitions[state]
        assert rows[0].dest == "emergency"
        assert [c.func for c in rows[0].conditions] == [emergency]
        assert rows[-1].dest is None, "a state without a fitting row would stick"


def test_ends_have_no_way_out_of_their_own() -> None:
    for state in ENDS:
        assert state not in FLOW.events["answer"].transitions or not FLOW.events["answer"].transitions[state]


def test_each_line_of_a_list_of_typed_words_ends_with_a_comma() -> None:
    """Else two phrases are one, and neither is heard (`si-screen check` says the same)."""
    lists = [file for file in sorted((DATA / "lexicon").rglob("*.yaml")) if file.name != MADE]
    assert [complaint for file in lists for complaint in run_on(file)] == []
