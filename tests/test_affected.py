"""A rule was wrong: whose advice would be more urgent now. Real chats in a real store, then the command as typed
on a copy of the project whose content was corrected."""

import json
import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from bot.cli import main
from bot.clinic.files import house as build_house
from bot.host import Host
from bot.jsonl import result
from bot.records.store import Store
from dialogs.cases import Case, cases, play, quiet
from dialogs.events import Change, Event, Open, Restart, Tap
from dialogs.facts import open_lines
from dialogs.flow import Place, locate
from dialogs.house import Clinic, House
from dialogs.judge import answers_of
from dialogs.replay import again, last_told
from dialogs.step import Step
from knowledge.build import knowledge

ROOT = Path(__file__).parent.parent
OLD, NEW = datetime(2026, 3, 1, 9, tzinfo=UTC), datetime(2026, 4, 1, 9, 30, tzinfo=UTC)
ASPIRIN = {"thinners": "yes", "thinner_kind": "aspirin"}
URGENT = ("rules/4-cautions.yaml", "id: MC-04.aspirin\n  tier: D5", "id: MC-04.aspirin\n  tier: D3\n  tell: \"x\"")


def render(done: Step) -> list[dict[str, Any]]:
    return [result(done)]


class Clients:
    """People who chat with a real host."""

    def __init__(self, path: Path) -> None:
        self.now, self.turns = NEW, 0
        self.host = Host(build_house(ROOT / "clinics", Clinic()), Store(path), clock=lambda: self.now)

    def do(self, key: str, event: Event) -> None:
        self.turns += 1
        self.host.turn(key, str(self.turns), event, render)

    def place(self, key: str) -> Place:
        session = self.host.store.load(key)
        assert session is not None
        return locate(session, self.host.house.knowledge_for(session))

    def answer(self, key: str, given: dict[str, str], until: str = "") -> None:
        """Answer what is asked, up to this question or to the end."""
        while (question := self.place(key).question) is not None and question.id != until:
            if not question.checklist:
                self.do(key, Tap((given.get(question.id) or quiet(question),)))
                continue
            lines = [line.id for line in open_lines(question, self.place(key).facts)]
            self.do(key, Tap(tuple(line for line in lines if given.get(line) == "yes") or ("none",)))

    def screen(self, key: str, given: dict[str, str], clinic: str = "", until: str = "") -> str:
        """A chat from its opening; the short code it is known by."""
        self.do(key, Open(clinic, "en", "US"))
        self.answer(key, given, until)
        session = self.host.store.load(key)
        assert session is not None
        return session.id[:8]


@pytest.fixture(scope="module")
def clients(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Clients, dict[str, str]]]:
    """Their store, still open, and their codes by name."""
    found = Clients(tmp_path_factory.mktemp("var") / "si-screen.db")
    codes = {
        "aspirin": found.screen("web:secrettoken", ASPIRIN),
        "telegram": found.screen("tg:4711", ASPIRIN, clinic="demo"),
        "nothing": found.screen("web:nothing", {}),
        "unfinished": found.screen("web:unfinished", ASPIRIN, until="review"),
        "emergency": found.screen("web:emergency", {"ces_pee": "yes"}),
        "corrected": found.screen("web:corrected", ASPIRIN),
        "two": found.screen("web:two", ASPIRIN),
    }
    found.do("web:corrected", Change("history"))
    found.answer("web:corrected", {})
    found.do("web:two", Restart())
    found.answer("web:two", {"consent": "under_16"})
    found.now = OLD
    codes["old"] = found.screen("web:old", ASPIRIN)
    yield found, codes
    found.host.store.close()


def corrected(root: Path, *edits: tuple[str, str, str]) -> Path:
    """A copy of the project with another content."""
    for room in ("knowledge", "dialogs", "bot", "clinics"):
        shutil.copytree(ROOT / room, root / room, ignore=shutil.ignore_patterns("cases", "fonts"))
    for name, old, new in edits:
        file = root / "knowledge" / "data" / name
        text = file.read_text(encoding="utf-8")
        assert old in text
        file.write_text(text.replace(old, new), encoding="utf-8")
    return root


def affected(project: Path, clients: Clients, *arguments: str) -> subprocess.CompletedProcess[str]:
    folder = clients.host.store.db.execute("PRAGMA database_list").fetchone()[2].rsplit("/", 1)[0]
    return subprocess.run(
        [sys.executable, "-m", "bot.cli", "affected", *arguments], capture_output=True, text=True, cwd=project,
        env={"PATH": os.environ["PATH"], "PYTHONPATH": str(project), "SI_SCREEN_DATA": folder}, timeout=60, check=False,
    )


def test_exactly_those_are_listed_whose_advice_is_more_urgent_now(
    clients: tuple[Clients, dict[str, str]], tmp_path: Path
) -> None:
    people, codes = clients
    project = corrected(tmp_path / "project", URGENT)
    before = list(people.host.store.db.iterdump())
    people.host.store.db.execute("BEGIN IMMEDIATE")  # the server is in the middle of a turn
    done = affected(project, people, "--rule", "MC-04.aspirin", "--since", "2026-04-01", "--json")
    people.host.store.db.execute("ROLLBACK")
    assert done.returncode == 1, done.stderr
    found = json.loads(done.stdout)
    told = {row["code"]: row for row in found["affected"]}
    assert set(told) == {codes["aspirin"], codes["telegram"], codes["two"]} and len(found["affected"]) == 3
    assert told[codes["telegram"]] == {
        "clinic": "demo", "code": codes["telegram"], "channel": "Telegram", "at": "2026-04-01T09:30+00:00",
        "old": "D5 (massage adapted)", "new": "D3 (massage no)", "reworded": False}
    # Seven chats since then; the phone of two (the second was under 16) has had two pieces of advice.
    assert {name: found[name] for name in ("chats", "without_advice", "told", "judged", "reworded")} == {
        "chats": 8, "without_advice": 1, "told": 7, "judged": 5, "reworded": 0}
    assert found["unjudged"] == [] and found["unreadable"] == 0
    everything = affected(project, people)
    assert everything.returncode == 1 and "Of 8 pieces of advice 4 would be more urgent now" in everything.stdout
    for secret in ("secrettoken", "4711", "aspirin", "pee", "Warfarin"):
        assert secret not in everything.stdout + done.stdout.replace('"rule": "MC-04.aspirin"', "")
    assert list(people.host.store.db.iterdump()) == before, "nothing is written"


def test_answers_to_reworded_questions_count_and_are_told(
    clients: tuple[Clients, dict[str, str]], tmp_path: Path
) -> None:
    people, codes = clients
    project = corrected(tmp_path / "project", URGENT, (
        "questions/3-story.yaml", '{id: aspirin, say: "Only low-dose aspirin"}', '{id: aspirin, say: "Aspirin"}'))
    done = affected(project, people, "--rule", "MC-04", "--since", "2026-04-01", "--json")
    found = json.loads(done.stdout)
    assert {row["code"]: row["reworded"] for row in found["affected"]} == {
        codes["aspirin"]: True, codes["telegram"]: True, codes["two"]: True}
    assert found["reworded"] == 3
    text = affected(project, people, "--since", "2026-04-01").stdout
    assert "3 were judged on answers to questions that were reworded" in text


def test_what_was_not_asked_then_cannot_be_judged_unless_it_was_an_emergency(
    clients: tuple[Clients, dict[str, str]], tmp_path: Path
) -> None:
    people, codes = clients
    project = corrected(
        tmp_path / "project",
        ("questions/2-screen.yaml", "    - {id: swollen_leg,",
         '    - {id: blue_toe, say: "A toe is blue", rows: [RF-VASC-1]}\n    - {id: swollen_leg,'),
        ("rules/2-same-day.yaml", "- id: RF-DVT\n", "- id: RF-VASC-1.toe\n  tier: D2\n  when: {blue_toe: \"yes\"}\n"
         "  trigger: x\n  source: memory\n  certainty: memory\n  verified: false\n- id: RF-DVT\n"),
    )
    done = affected(project, people, "--json")
    assert done.returncode == 1
    found = json.loads(done.stdout)
    assert found["affected"] == [] and found["told"] == 8
    assert found["judged"] == 2, "the emergency, and what was told at once to somebody under 16"
    assert codes["emergency"] not in {row["code"] for row in found["unjudged"]}
    assert {row["why"] for row in found["unjudged"]} == {"would be asked today: signs_sudden"}
    assert "D5 (massage adapted); would be asked today: signs_sudden" in affected(project, people).stdout


def test_an_answer_whose_option_is_gone_is_open(clients: tuple[Clients, dict[str, str]], tmp_path: Path) -> None:
    people, codes = clients
    project = corrected(
        tmp_path / "project", ("questions/3-story.yaml", "{id: aspirin, say:", "{id: asa, say:"),
        ("rules/4-cautions.yaml", "thinner_kind: aspirin", "thinner_kind: asa"),
    )
    found = json.loads(affected(project, people, "--since", "2026-04-01", "--json").stdout)
    assert {row["code"] for row in found["unjudged"]} == {codes["aspirin"], codes["telegram"], codes["two"]}
    assert {row["why"] for row in found["unjudged"]} == {"would be asked today: thinner_kind"}


def test_with_the_same_content_nobody_is_affected(clients: tuple[Clients, dict[str, str]]) -> None:
    people, _ = clients
    done = affected(ROOT, people)
    assert done.returncode == 0, done.stdout
    assert "Of 8 pieces of advice 0 would be more urgent now, 8 would not, 0 could not be judged." in done.stdout
    assert "Not kept, so neither judged nor counted" in done.stdout and "Demo Clinic" in done.stdout


def test_a_number_goes_into_the_band_of_today(clients: tuple[Clients, dict[str, str]], tmp_path: Path) -> None:
    people, _ = clients  # all are 40
    bands = (('"35 to 44", from: 35, to: 44', '"35 to 39", from: 35, to: 39'),
             ('"45 to 49", from: 45, to: 49', '"40 to 49", from: 40, to: 49'))
    project = corrected(tmp_path / "project", *(("questions/3-story.yaml", *band) for band in bands))
    k = knowledge.__wrapped__("calibrated", project / "knowledge" / "data")
    session = people.host.store.load("web:nothing")
    assert session is not None
    own = people.host.house
    for content, band in ((own.knowledge["calibrated"], "a35"), (k, "a45")):
        now = type(own)({"calibrated": content, "strict": content}, own.words, own.clinics)
        judged = again(session, last_told(session)[0], now)
        assert judged.place.facts["age"] == band and judged.place.state == "recommend"


@pytest.mark.parametrize(("arguments", "says"), [
    (("--rule", "MC-99"), "no rule or row has the id 'MC-99'"), (("--since", "yesterday"), "'yesterday' is not a day"),
])
def test_wrong_arguments_are_told(
    arguments: tuple[str, ...], says: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["affected", *arguments]) == 2
    told = capsys.readouterr().err
    assert says in told and told.count("\n") == 1


def test_without_a_store_it_says_so(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SI_SCREEN_DATA", str(tmp_path))
    assert main(["affected"]) == 2 and "no si-screen.db" in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []
    sqlite3.connect(tmp_path / "si-screen.db").close()
    assert main(["affected"]) == 2 and "no such table" in capsys.readouterr().err


@pytest.mark.parametrize("case", cases()[::31], ids=lambda case: case.name[:40])
def test_replayed_under_the_same_content_everybody_gets_what_they_were_told(case: Case, house: House) -> None:
    if case.whatever or case.profile == "strict":
        return
    session = play(house, answers_of(case, house), case.country, case.notices, types=case.types).session
    for closed in last_told(session):
        found = again(session, closed, house)
        assert found.old == found.new and not found.more_urgent and not found.unknown and not found.reworded
