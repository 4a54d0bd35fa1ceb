"""What is due goes out in the end: after an outage, a wrong clock, an older program, a rush."""

import asyncio
import sqlite3
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from bot.records import rows
from bot.records.outbox import Later, Pace, Sender
from bot.records.rows import Row
from bot.records.store import Store
from dialogs.words import words
from tests.botapi.rig import FAST, rig
from tests.patience import comes

W = words("en")
US = "Yes. I am 18 or over, in the US"


async def test_an_outage_of_hours_loses_nothing(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    """Not by the number of tries, but by the time since the first is a message given up."""
    async with rig(tmp_path, replace(FAST, lasting=Pace().lasting)) as bot:
        chat = bot.api.chat()
        await bot.say(chat, "/start")
        await bot.tap(chat, US)
        for method in ("sendMessage", "editMessageText"):
            bot.api.fail(method, 502, times=2 * FAST.tries)
        await bot.tap(chat, chat.buttons()[0])  # a sign that is an emergency
        assert "Go to an emergency department now." in "".join(chat.said())
        assert bot.count("outbox WHERE state='dead'") == 0
        chat.say("/emergency")
        bot.api.fail("sendMessage", 502, times=1000)
        await bot.api.until(lambda: bot.count(f"outbox WHERE state='due' AND tries>{FAST.tries}"))
        bot.store.db.execute("UPDATE outbox SET first=first-? WHERE state='due'", (Pace().lasting,))
        await bot.settle()  # a day later
        assert bot.count("outbox WHERE state='dead'") == 1 and "given up after" in caplog.text
        bot.api.faults.clear()


async def test_nobody_waits_for_what_is_said_to_one_who_deletes(tmp_path: Path) -> None:
    async with rig(tmp_path) as bot:
        slow, other = bot.api.chat(1), bot.api.chat(2)
        for chat in (slow, other):
            await bot.say(chat, "/start")
        await bot.say(slow, "/forget")
        bot.api.fail("sendMessage", 429, times=50, retry_after=5, chat=1)
        slow.tap(slow.buttons()[0])
        await bot.api.until(lambda: any(call.status == 429 for call in bot.api.calls))
        assert bot.count("session") == 1
        began = time.monotonic()
        other.tap(US)
        await other.until(lambda: "First the signs" in other.last())
        assert time.monotonic() - began < 4
        bot.api.faults.clear()
        await bot.settle()
        assert W("forgotten") in slow.said()


async def test_a_clock_that_is_set_back_holds_no_message_up(tmp_path: Path) -> None:
    async with rig(tmp_path) as bot:
        chat = bot.api.chat()
        await bot.say(chat, "/start")
        assert bot.running is not None
        bot.running.sending.cancel()
        chat.tap(US)
        await bot.api.until(lambda: not bot.api.pending and bot.due())
        # An hour ahead of the clock, as if that was set back; one of them was tried before.
        bot.store.db.execute("UPDATE outbox SET due=due+3600 WHERE state='due'")
        bot.store.db.execute("UPDATE outbox SET tries=1 WHERE id=(SELECT min(id) FROM outbox WHERE state='due')")
        await bot.stop()
        await bot.start()
        await bot.settle()
        assert "First the signs" in chat.last() and "You answered" in chat.said()[0]


async def test_who_asks_for_a_long_wait_gets_it_by_the_clock_that_only_goes_on() -> None:
    store, tried = Store(":memory:"), []

    async def deliver(row: Row) -> None:
        tried.append(row.tries)
        if not row.tries:
            raise Later(1000.0)

    def waits() -> float:
        found: float = store.db.execute("SELECT due FROM outbox").fetchone()[0]
        return found - time.time()

    store.add("x:1", "1", [{"say": "one"}])
    sender = Sender(store, "x:", deliver, FAST)
    task = asyncio.create_task(sender.run())
    for _ in range(2):
        await comes(lambda: tried and 290 < waits() <= 300)
        assert tried == [0]
        store.db.execute("UPDATE outbox SET due=0")  # five minutes later, or a clock that is set forward
    sender.waits = {id: at - 1000 for id, at in sender.waits.items()}
    await comes(lambda: tried == [0, 1])
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)
    store.close()


async def test_in_a_rush_an_emergency_goes_first_and_nothing_is_read_in_vain(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    read = []
    due = rows.due

    def counted(*arguments: Any) -> Iterator[Row]:
        for row in due(*arguments):
            read.append(row.id)
            yield row

    monkeypatch.setattr(rows, "due", counted)
    async with rig(tmp_path, replace(FAST, overall=25.0)) as bot:
        crowd, one = [bot.api.chat(n) for n in range(100, 160)], bot.api.chat(1)
        for chat in crowd:
            chat.say("/start")
        await bot.api.until(lambda: not bot.api.pending)
        assert bot.due() > 40
        one.say("/emergency")
        await one.until(one.said)
        assert "911" in one.last() or "emergency" in one.last()
        assert bot.due() > 35, "the others still wait"
        await bot.settle()
        assert all(len(chat.said()) == 1 for chat in crowd)
    assert len(read) < 3 * len(crowd)


def test_the_table_of_an_older_program_is_taken_on(tmp_path: Path) -> None:
    old = sqlite3.connect(tmp_path / "db")
    old.execute("CREATE TABLE outbox(id INTEGER PRIMARY KEY AUTOINCREMENT, key TEXT NOT NULL, update_id TEXT NOT NULL, "
                "body TEXT NOT NULL, state TEXT NOT NULL, due REAL NOT NULL, tries INTEGER NOT NULL DEFAULT 0) STRICT")
    old.execute("INSERT INTO outbox VALUES(7, 'tg:1', '1', '{}', 'due', 5.0, 3)")
    old.commit()
    old.close()
    for _ in range(2):
        store = Store(tmp_path / "db")
        assert list(rows.due(store.db, 9.0)) == [Row(7, "tg:1", {}, 3)]
        store.close()
