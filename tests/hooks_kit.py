"""A clinic with webhooks, and a process that sends until it is killed."""

import asyncio
from dataclasses import replace
from pathlib import Path
from typing import Any

from bot.hooks.channel import LADDER, running
from bot.host import Host
from bot.jsonl import result
from bot.records import hooks, staff
from bot.records.store import Store
from dialogs.events import Ask, Event, Say, Tap
from dialogs.house import Clinic, Hook, House
from dialogs.step import Step
from tests.botapi.forked import HOUSE
from tests.receiver import Receiver

KEY = "web:pat"
EVENTS = ("screening.finished", "summary.sent", "summary.amended", "summary.withdrawn")
QUICK = (0.03,) * len(LADDER)


def housed(house: House, *urls: str, events: tuple[str, ...] = EVENTS) -> House:
    """A clinic with webhooks, and one beside it that has none."""
    hill = Clinic(id="hill", name="Hill", country="US", hooks=tuple(Hook(url, events) for url in urls))
    return replace(house, clinics={"": Clinic(), "hill": hill, "dale": Clinic(id="dale", name="Dale", country="US")})


def hosted(house: House, path: Path, *urls: str, events: tuple[str, ...] = EVENTS) -> Host:
    host = Host(housed(house, *urls, events=events), Store(path / "si-screen.db"))
    if not staff.working(host.store.db, "hill"):
        staff.add(host.store.db, "hill", "Rae", "reception", "en", 1.0)
    return host


SHARE: list[Event] = [Ask("share"), Tap(("send",)), Tap(("warmth",)), Tap(("sleep",)), Say("Pat Doe"), Say("Tue 3 pm")]


def keep(done: Step) -> list[dict[str, Any]]:
    return [result(done)]


def does(host: Host, *events: Event, key: str = KEY, n: str = "") -> None:
    for i, event in enumerate(events):
        host.turn(key, f"does-{n}{i}", event, keep)


def secret(host: Host, to: Receiver) -> str:
    return hooks.endpoint(host.store.db, "hill", to.url).secret


def send_until_killed(path: str, url: str) -> None:
    async def run() -> None:
        async with running(hosted(HOUSE, Path(path), url), True, ladder=QUICK, seconds=2):
            await asyncio.sleep(60)

    asyncio.run(run())
