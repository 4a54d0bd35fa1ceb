"""Golden chats, as prose: reviewed by people, replayed with save and load between turns.

`make golden` writes them anew; read the difference before committing it.
"""

import io
import json
from pathlib import Path
from typing import Any

import pytest

from bot.jsonl import event, result
from bot.terminal import machine
from dialogs.cases import NOW
from dialogs.events import Open
from dialogs.house import House
from dialogs.session import Session
from dialogs.step import step
from tests.chatfile import CHATS, Said, play, said


class Core:
    """`step` itself, with the session saved and loaded between turns."""

    def __init__(self, house: House) -> None:
        self.house = house
        self.stored = Session(id="golden").model_dump_json()

    def send(self, raw: dict[str, Any]) -> Said:
        session = Session.model_validate_json(self.stored)
        done = step(session, event(raw), self.house, NOW)
        self.stored = done.session.model_dump_json()
        return said(result(done))


class Terminal:
    """`si-screen chat --json --session FILE`, one run a turn: everything is in the file."""

    def __init__(self, house: House, path: Path) -> None:
        self.house, self.path = house, path

    def send(self, raw: dict[str, Any]) -> Said:
        out = io.StringIO()
        machine(self.house, [json.dumps(raw)], out, lambda: NOW, Open(), self.path)
        found = json.loads(out.getvalue())
        assert "error" not in found
        return said(found)


@pytest.mark.parametrize("path", CHATS, ids=lambda p: p.stem)
def test_golden_chat(path: Path, house: House, pytestconfig: pytest.Config) -> None:
    told = play(path, Core(house))
    if pytestconfig.getoption("--golden-update"):
        path.write_text(told)
    assert told == path.read_text(), "if this change is meant: make golden, and read the difference"


@pytest.mark.parametrize("path", CHATS, ids=lambda p: p.stem)
def test_golden_chat_in_the_terminal(path: Path, house: House, tmp_path: Path) -> None:
    assert play(path, Terminal(house, tmp_path / "chat.json")) == path.read_text()


def test_there_are_about_a_dozen() -> None:
    assert len(CHATS) >= 12
