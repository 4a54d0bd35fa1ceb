"""Sending: in order, at the right pace, again after faults, and never to somebody who left."""

import asyncio
import random
import sqlite3
import time
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest

from bot.records import rows
from bot.records.outbox import Bucket, Gone, Later, Pace, Sender, Undeliverable
from bot.records.rows import Row
from bot.records.store import Store
from dialogs.words import words
from tests.botapi import Call, Chat
from tests.botapi.rig import FAST, Rig, rig
from tests.patience import comes

W = words("en")
US = "Yes. I am 18 or over, in the US"


@pytest.fixture
async def bot(tmp_path: Path) -> AsyncIterator[Rig]:
    async with rig(tmp_path) as found:
        yield found


def sent(bot: Rig, chat: Chat, method: str = "sendMessage") -> list[Call]:
    return [c for c in bot.api.calls if c.method == method and c.params["chat_id"] == chat.id and c.status == 200]


async def test_thirty_fast_messages_in_each_of_two_chats(bot: Rig) -> None:
    chats = [bot.api.chat(1), bot.api.chat(2)]
    expected: dict[int, list[str]] = {1: [], 2: []}
    order = random.Random(7)
    acts = ["/status", "/help", "/privacy", "/language", "/emergency", "purple", "/why"]
    for chat in chats:
        await bot.say(chat, "/start")
    for _ in range(30):
        for chat in chats:
            expected[chat.id].append(str(chat.say(order.choice(acts))))
    await bot.settle()
    for chat in chats:
        rows = bot.store.db.execute(
            "SELECT update_id, json_extract(body, '$.params.text') FROM outbox WHERE key=? ORDER BY id",
            (f"tg:{chat.id}",),
        ).fetchall()
        assert list(dict.fromkeys(id for id, _ in rows))[1:] == expected[chat.id]
        assert [c.params["text"] for c in sent(bot, chat)] == [text for _, text in rows]


async def test_too_many_requests(bot: Rig) -> None:
    chat, other = bot.api.chat(1), bot.api.chat(2)
    bot.api.fail("sendMessage", 429, retry_after=1, chat=1)
    chat.say("/start")
    other.say("/start")
    await bot.settle()
    refused = next(call.at for call in bot.api.calls if call.status == 429)
    assert len(sent(bot, chat)) == len(sent(bot, other)) == 1
    assert sent(bot, chat)[0].at - refused > 0.9 and sent(bot, other)[0].at < sent(bot, chat)[0].at


async def test_a_network_that_fails_and_comes_back(bot: Rig) -> None:
    chat = bot.api.chat()
    await bot.say(chat, "/start")
    for method in ("sendMessage", "getUpdates", "answerCallbackQuery", "editMessageText"):
        bot.api.drop(method, times=2)
    bot.api.fail("sendMessage", 502, times=1)
    await bot.tap(chat, US)
    assert len(chat.said()) == 2 and "First the signs" in chat.last() and "You answered" in chat.said()[0]


async def test_a_message_may_come_twice_but_is_not_lost(bot: Rig) -> None:
    chat = bot.api.chat()
    bot.api.drop("sendMessage", done=True)
    await bot.say(chat, "/start")
    assert len(chat.said()) == 2 and len(set(chat.said())) == 1
    await bot.tap(chat, US)
    assert len(bot.answers(chat)) == 1


async def test_somebody_who_blocked_the_bot(bot: Rig) -> None:
    chat, other = bot.api.chat(1), bot.api.chat(2)
    await bot.say(chat, "/start")
    bot.api.blocked.add(1)
    await bot.say(chat, "/help")
    assert bot.count("outbox WHERE state='dead' AND key='tg:1'") == 1
    assert "computer program" in await bot.say(other, "/start")
    chat.block(False)
    assert "Tap a button" in await bot.say(chat, "/help")


async def test_blocking_gives_up_what_is_due(bot: Rig) -> None:
    chat = bot.api.chat()
    bot.api.fail("sendMessage", 429, times=9, retry_after=30)
    chat.say("/start")
    await bot.api.until(lambda: any(c.status == 429 for c in bot.api.calls))
    chat.block()
    await bot.settle()
    assert bot.count("outbox WHERE state='dead'") == 1 and not chat.said()


async def test_what_is_refused_for_good_is_given_up(bot: Rig, caplog: pytest.LogCaptureFixture) -> None:
    chat = bot.api.chat()
    bot.api.fail("sendMessage", 400)
    await bot.say(chat, "/start")
    assert bot.count("outbox WHERE state='dead'") == 1
    bot.api.drop("sendMessage", times=FAST.tries)
    await bot.say(chat, "/start")
    assert bot.count("outbox WHERE state='dead'") == 2 and "given up after 6 tries" in caplog.text
    assert "program" not in caplog.text
    assert "computer program" in await bot.say(chat, "/start")


async def test_edits_that_are_not_possible(bot: Rig) -> None:
    chat = bot.api.chat()
    await bot.say(chat, "/start")
    bot.api.fail("editMessageText", 400)
    await bot.tap(chat, US)
    assert chat.said()[1:] == [f"You answered: {US}", chat.last()]
    await bot.walk(chat, "Which of these fit you")
    card = chat.card()
    del bot.api.messages[chat.id, card["message_id"]]
    bot.api.faults.clear()
    bot.api.fail("editMessageText", 400)
    await bot.tap(chat, "2")
    assert chat.card() is not card and "✓2" in chat.buttons()


async def test_the_pace_of_one_chat(tmp_path: Path) -> None:
    pace = replace(FAST, burst=3, per_chat=10.0)
    async with rig(tmp_path, pace) as bot:
        chat, other = bot.api.chat(1), bot.api.chat(2)
        for _ in range(8):
            chat.say("/help")
        await bot.api.until(lambda: len(sent(bot, chat)) >= 4)
        other.say("/help")
        await other.until(lambda: sent(bot, other))
        assert len(sent(bot, chat)) < 8  # the other chat did not wait for this one
        await bot.settle()
        times = [call.at for call in sent(bot, chat)]
        assert len(times) == 8
        assert times[2] - times[0] < times[7] - times[2]  # a small burst, then one by one
        assert times[7] - times[2] > 0.3  # 0.5 but for a busy machine


async def test_the_pace_of_all_chats(tmp_path: Path) -> None:
    async with rig(tmp_path, replace(FAST, overall=50.0)) as bot:
        chats = [bot.api.chat(n) for n in range(1, 31)]
        for chat in chats:
            chat.say("/help")
        await bot.settle()
        times = sorted(call.at for chat in chats for call in sent(bot, chat))
        assert len(times) == 30 and times[-1] - times[0] > 0.3  # 0.5 but for a busy machine


def test_buckets() -> None:
    bucket = Bucket(3, 2.0)
    waits = []
    for _ in range(5):
        waits.append(bucket.wait(100.0))
        bucket.take(100.0)
    assert waits == [0, 0, 0, 0.5, 1.0]
    assert bucket.wait(110.0) == 0


def test_the_last_try_is_about_an_hour_after_the_first() -> None:
    pace = Pace()
    assert [pace.wait(n) for n in (0, 1, 8, 9, 1000)] == [1, 2, 256, 300, 300]
    assert 3000 < sum(pace.wait(n) for n in range(pace.tries - 1)) < 4500


async def finished(store: Store) -> None:
    await comes(lambda: not list(rows.due(store.db, time.time() + 999, 9, "x:")))


async def test_a_store_that_can_not_write_sends_nothing_twice(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    store = Store(":memory:")
    sent_ids: list[int] = []

    async def deliver(row: Row) -> None:
        sent_ids.append(row.id)

    def full(*_: object) -> None:
        raise sqlite3.OperationalError("database or disk is full")

    store.add("x:1", "1", [{"say": "one"}, {"say": "two"}])
    sender = Sender(store, "x:", deliver, FAST)
    with monkeypatch.context() as broken:
        broken.setattr(rows, "sent", full)
        task = asyncio.create_task(sender.run())
        await comes(lambda: "can't be written" in caplog.text)
        assert sent_ids == [1]
        sender.ends = {1: lambda: store.db.execute("UPDATE outbox SET state='sent' WHERE id=1")}
    await finished(store)
    assert sent_ids == [1, 2]
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)
    store.close()


async def test_the_sender_alone(caplog: pytest.LogCaptureFixture) -> None:
    """Every way a delivery can end; one channel leaves another's rows alone."""
    store = Store(":memory:")
    ends: dict[str, Exception] = {
        "gone": Gone(), "never": Undeliverable("refused"), "bug": RuntimeError("secret words"),
        "later": Later(0.01),
    }
    seen: list[str] = []

    async def deliver(row: Row) -> None:
        seen.append(f"{row.body['say']}{row.tries}")
        if row.body["say"] in ends and row.tries < 3:
            raise ends[row.body["say"]]

    for n, word in enumerate(["fine", *ends]):
        store.add(f"x:{n}", "1", [{"say": word}, {"say": "second"}])
    store.add("other:1", "1", [{"say": "not mine"}])
    sender = Sender(store, "x:", deliver, replace(FAST, tries=3))
    task = asyncio.create_task(sender.run())
    await finished(store)
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)
    states = store.db.execute("SELECT key, state FROM outbox ORDER BY id").fetchall()
    assert states == [
        ("x:0", "sent"), ("x:0", "sent"), ("x:1", "dead"), ("x:1", "dead"), ("x:2", "dead"), ("x:2", "sent"),
        ("x:3", "dead"), ("x:3", "sent"), ("x:4", "dead"), ("x:4", "sent"), ("other:1", "due"),
    ]
    assert [s for s in seen if s.startswith("bug")] == ["bug0", "bug1", "bug2"] and "not mine0" not in seen
    assert "secret" not in caplog.text
    store.close()
