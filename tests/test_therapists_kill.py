"""A process may die between any two steps of a hand-over: exactly one summary counts, and none is lost."""

import asyncio
import contextlib
import json
import random
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from bot.host import Host
from bot.records import opened, summaries, therapists
from bot.records.store import Store
from bot.telegram.render import render
from dialogs.events import Ask, Event, Say, Tap
from dialogs.house import House
from dialogs.step import Step
from dialogs.words import words
from tests.botapi import BotApi, Chat
from tests.botapi.forked import started
from tests.conftest import Command
from tests.test_store import Died, Dying
from tests.test_therapists import walked

W = words("en")
KEY = "tg:1"


def ready(house: House, path: Path) -> Store:
    """A store with a client at the end of a chat."""
    store = Store(path)
    walked(Host(house, store), KEY)
    return store


def linked(store: Store) -> None:
    store.db.execute("BEGIN")
    therapists.add(store.db, therapists.Therapist("ann", "", "Ann Lee", "tg:77", "en", "", "UTC", 0.0))
    store.db.execute("COMMIT")


EVENTS: list[Event] = [Ask("share"), Tap(("both",)), Tap(("warmth",)), Tap(("sleep",)), Say("Pat Doe"), Say("Tue 3 pm")]


def drawn(house: House, done: Step) -> list[dict[str, Any]]:
    return render(done, 1, house)


@pytest.mark.parametrize("n", range(6, 26, 2))
def test_a_death_before_any_statement_hands_over_once(n: int, house: House, tmp_path: Path) -> None:
    first = ready(house, tmp_path / "db")
    linked(first)
    first.close()
    for id, event in enumerate(EVENTS):
        dying = Store(tmp_path / "db")
        dying.db = Dying(dying.db, n)  # type: ignore[assignment]  # a stand-in that dies
        with contextlib.suppress(Died):
            Host(house, dying).turn(KEY, f"hand-{id}", event, partial(drawn, house))
        dying.db.real.close()  # type: ignore[attr-defined]  # the kernel closes the file of a dead process
        again = Store(tmp_path / "db")
        Host(house, again).turn(KEY, f"hand-{id}", event, partial(drawn, house))
        again.close()
    store = Store(tmp_path / "db")
    [kept] = summaries.listed(store.db)
    assert kept.state == "sent" and kept.bodies["en"].booking.name == "Pat Doe"
    rows = store.db.execute("SELECT body FROM outbox WHERE json_extract(body, '$.what') NOT NULL")
    bodies = [json.loads(body) for (body,) in rows]
    assert sorted(body["what"] for body in bodies) == ["file", "new"]
    assert "Pat Doe" not in str(bodies)  # the words of a summary are in no second place
    store.close()


async def test_kill_nine_between_every_two_steps(house: House, tmp_path: Path, command: Command) -> None:
    dice = random.Random(20261124)
    store = ready(house, tmp_path / "test.db")
    (tmp_path / "si-screen.db").symlink_to(tmp_path / "test.db")
    link = f"/start inv-{therapists.invite(store.db, '', 'Ann Lee', '', '', 'UTC', 1e9 * 3)}"
    store.close()
    async with BotApi() as api:
        ann, pat = api.chat(77), api.chat(1)
        steps: list[tuple[Callable[[], int], Callable[[], object]]] = [
            (partial(ann.say, link), lambda: W("ther_link") in ann.buttons()),
            (partial(ann.tap, W("ther_link")), lambda: "You are linked" in ann.last()),
            (partial(pat.say, "/share"), lambda: W("hand_both") in pat.buttons()),
            (partial(pat.tap, W("hand_both")), lambda: "Warmth" in pat.buttons()),
            (partial(pat.tap, "Warmth"), lambda: "Sleep" in pat.buttons()),
            (partial(pat.tap, "Sleep"), lambda: pat.last() == W("hand_name_ask")),
            (partial(pat.say, "Pat Doe"), lambda: pat.last() == W("hand_visit_ask")),
            (partial(pat.say, "Tue 3 pm"), lambda: pat.files and "Pat Doe" in ann.last()),
            (partial(ann.tap, W("ther_pdf")), lambda: ann.files),
            (partial(ann.tap, W("ther_seen")), lambda: f"✓ {W('ther_seen')}" in labels(ann)),
            (partial(ann.tap, W("ther_agree")), lambda: ann.last() == W("ther_reason")),
        ]
        process = started(api.url, tmp_path)
        try:
            for act, done in steps:
                act()
                await asyncio.sleep(dice.random() * 0.05)
                process.kill()
                process.join()
                process = started(api.url, tmp_path)
                await api.until(done)
                await api.until(lambda: not api.pending)
        finally:
            process.kill()
            process.join()
    assert not api.refusals
    store = Store(tmp_path / "test.db")
    [kept] = summaries.listed(store.db)
    assert kept.judgement == "agree" and opened.seen_by(store.db, kept.id) == ("Ann Lee",)
    assert len(therapists.listed(store.db)) == 1
    store.close()
    report = json.loads(command("report", "--json"))
    assert [(row["sent"], row["judged"], row["agree"]["n"]) for row in report["by_disposition"]] == [(1, 1, 1)]


def labels(chat: Chat) -> list[str]:
    """Of every button on the screen."""
    return [button["text"] for message in chat.messages
            for row in message.get("reply_markup", {}).get("inline_keyboard", []) for button in row]
