"""Check-ins are asked when they are due and once, also through restarts, and end in what they find."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from bot.clinic.files import clinics
from bot.host import Host
from bot.records import checkins, pauses, rows
from bot.records.store import Store
from bot.telegram import checkin
from dialogs.events import Ask, Event, Open, Restart, Say, Stop, Tap
from dialogs.house import Clinic, House, Outside
from dialogs.session import Session
from dialogs.step import Step
from dialogs.words import words
from knowledge.load import KnowledgeError
from tests.chatkit import END, Clock, answered, finished, tapped

W = words("en")
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


class Server:
    """One process after another on the same file, as `serve` would have it; `world` is its clock."""

    def __init__(self, house: House, path: Path, country: str = "US") -> None:
        self.path, self.world, self.house, self.country = path, Clock(END), house, country
        self.number = 0
        self.start()

    def start(self) -> None:
        self.store = Store(self.path)
        self.host = Host(self.house, self.store, clock=self.world)
        self.host.reached = ("tg:",)

    def restart(self) -> None:
        self.store.close()
        self.start()

    def does(self, event: Event, key: str = "tg:1") -> Step:
        self.number += 1
        seen: list[Step] = []

        def render(done: Step) -> list[dict[str, Any]]:
            seen.append(done)
            return [{"text": reply.text} for reply in done.replies]

        self.host.turn(key, f"{self.number}", event, render)
        return seen[-1]

    def ends(self, ticked: tuple[str, ...] = (), **given: str) -> Step:
        """A client answers everything, and taps the button for check-ins."""
        at = answered(self.does(Open(country=self.country)), self.does, ticked, rng=None, **given)
        assert "checkin" in [choice.id for choice in at.replies[-1].choices]
        return self.does(Tap(("checkin",)))

    def tick(self) -> None:
        checkin.ask_due(self.host, "tg:")

    def asked(self) -> int:
        """How often the client was asked so far."""
        sql = "SELECT count(*) FROM outbox WHERE update_id LIKE 'checkin:%' AND body LIKE '%' || ? || '%'"
        return int(self.store.db.execute(sql, (W("checkin_new"),)).fetchone()[0])

    def rows(self) -> list[datetime]:
        found = self.store.db.execute("SELECT due FROM checkin ORDER BY due")
        return [datetime.fromtimestamp(at, UTC) for (at,) in found]


@pytest.fixture
def server(house: House, tmp_path: Path) -> Iterator[Server]:
    found = Server(house, tmp_path / "x.db")
    yield found
    found.store.close()


def test_a_week_with_restarts_asks_each_when_it_is_due_and_once(server: Server) -> None:
    server.ends()
    wanted = [END + 2 * DAY, END + 7 * DAY]
    assert server.rows() == wanted
    times: list[datetime] = []
    for n in range(9 * 48):
        server.world.now += HOUR / 2
        if n % 5 == 0:
            server.restart()
        before = server.asked()
        server.tick()
        server.tick()
        times += [server.world.now] * (server.asked() - before)
    assert times == wanted and server.rows() == []


def test_a_process_that_dies_while_it_asks(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    server.ends()
    server.world.now += 2 * DAY
    with monkeypatch.context() as dying:
        dying.setattr(rows, "queue", lambda *_: (_ for _ in ()).throw(SystemExit))
        with pytest.raises(SystemExit):
            server.tick()
    server.restart()
    assert server.asked() == 0
    server.tick()
    server.restart()
    server.tick()
    assert server.asked() == 1


def test_two_processes_that_see_it_due_at_once(server: Server, house: House) -> None:
    server.ends()
    server.world.now += 2 * DAY
    other = Host(house, Store(server.path), clock=server.world)
    due = checkins.due(other.store.db, server.world.now.timestamp(), "tg:")
    server.tick()
    assert due == ["tg:1"]
    assert not checkin.ask(other, "tg:1", 1, server.world.now.timestamp())
    assert server.asked() == 1
    other.store.close()


def test_a_server_that_was_off_for_days_asks_once_and_by_day(server: Server) -> None:
    server.ends()
    server.restart()
    server.world.now += 9 * DAY + 10 * HOUR  # before midnight in the east of the country
    server.tick()
    assert server.asked() == 0
    for _ in range(20):
        server.world.now += HOUR
        server.tick()
    assert server.asked() == 1 and server.rows() == []


@pytest.mark.parametrize("event", [Stop(), Restart(), Say("stop"), "forget", "off", "decline"])
def test_what_ends_them(server: Server, event: Event | str) -> None:
    server.ends()
    assert len(server.rows()) == 2
    if event == "forget":
        server.store.forget("tg:1")
    elif event == "off":
        server.does(Tap(("checkin",)))
        server.does(Tap(("off",)))
    elif event == "decline":
        server.does(Restart())
        server.does(Tap(("decline",)))
    elif not isinstance(event, str):
        server.does(event)
    assert server.rows() == []
    server.world.now += 8 * DAY
    server.tick()
    assert server.asked() == 0


def test_nobody_is_asked_while_advice_is_paused_or_in_the_middle_of_a_sentence(server: Server) -> None:
    server.ends()
    server.world.now += 2 * DAY
    pauses.begin(server.store.db, "", "test", server.world.now.timestamp())
    server.tick()
    pauses.end(server.store.db, "", server.world.now.timestamp())
    server.does(Ask("problem"))
    server.world.now += HOUR
    server.tick()
    assert server.asked() == 0
    server.does(Say("the colors hurt my eyes"))
    server.world.now += HOUR
    server.tick()
    assert server.asked() == 1


@pytest.mark.parametrize(("country", "zone", "at", "due"), [
    ("DE", "", "2026-01-13T21:30", "2026-01-16T07:00"),  # 22:30 in Berlin: 8:00 the next morning
    ("DE", "", "2026-03-27T21:30", "2026-03-30T06:00"),  # the clocks have changed meanwhile
    ("US", "", "2026-01-13T14:30", "2026-01-15T18:00"),  # 8:00 in Honolulu too
    ("US", "America/New_York", "2026-01-13T14:30", "2026-01-15T14:30"),
    ("", "", "2026-01-13T03:30", "2026-01-15T08:00"),
])
def test_never_at_night(house: House, country: str, zone: str, at: str, due: str) -> None:
    own = replace(house, clinics={"": Clinic(zone=zone)})
    session = Session(id="x", country=country, plan=(datetime.fromisoformat(f"{at}Z") + 2 * DAY,))
    assert checkins.planned(session, own) == [datetime.fromisoformat(f"{due}Z").timestamp()]


def test_the_clinic_chooses(house: House, tmp_path: Path) -> None:
    file = tmp_path / "x.yaml"
    file.write_text('id: x\nname: X\ncheckins: "2d 36h 35d"\nzone: Europe/Berlin\n')
    mine = clinics(tmp_path, Clinic())["x"]
    assert mine.checkins == (36 * HOUR, 2 * DAY, 35 * DAY) and mine.zone == "Europe/Berlin"
    own = replace(house, clinics={"": mine}, outside=Outside(reach=True))
    assert "36 hours, 2 days, and 35 days" in tapped(finished(own), "checkin", house=own).replies[0].text
    file.write_text('id: x\nname: X\ncheckins: ""\n')
    none = replace(own, clinics=clinics(tmp_path, Clinic()) | {"": clinics(tmp_path, Clinic())["x"]})
    assert "checkin" not in [choice.id for choice in finished(none).replies[-1].choices]
    for wrong in ('checkins: "soon"', 'checkins: "0h"', "zone: Europe/Atlantis"):
        file.write_text(f"id: x\nname: X\n{wrong}\n")
        with pytest.raises(KnowledgeError):
            clinics(tmp_path, Clinic())


@pytest.mark.parametrize(("flag", "state", "disposition"), [
    ("ces_numb", "emergency", "D1"), ("swollen_leg", "refer", "D2"), ("weight", "refer", "D3"), ("", "recommend", "D7"),
])
def test_a_new_sign_ends_in_its_disposition(
    server: Server, flag: str, state: str, disposition: str
) -> None:
    server.ends(spot="midline")
    server.world.now += 2 * DAY
    server.tick()
    server.restart()
    server.does(Tap(("start",)))
    at = server.does(Tap(("yes",)))
    assert at.replies[0].text == W("notice_urgent", emergency="911")
    at = answered(at, server.does, (flag,), spot="midline")
    assert (at.place.state, at.place.assessment.disposition) == (state, disposition)
    told = at.session.told()
    assert told and told.outcome["disposition"] == disposition
    server.world.now += 5 * DAY
    server.tick()
    assert server.asked() == (1 if disposition in ("D1", "D2") else 2)
