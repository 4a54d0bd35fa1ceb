"""A process may die at any moment: nothing is lost, nothing counts twice."""

import asyncio
import random
import signal
from functools import partial
from pathlib import Path

from bot.records.store import Store
from dialogs.session import Answer
from tests.botapi import BotApi, Chat
from tests.botapi.chat import Message
from tests.botapi.forked import started
from tests.botapi.rig import Rig, plain, rig

END = "Note for my therapist"


def answers(store: Store, chat: Chat) -> list[tuple[str, dict[str, str]]]:
    session = store.load(f"tg:{chat.id}")
    assert session is not None
    return [(e.question, e.values) for e in session.log if isinstance(e, Answer)]


async def test_what_was_kept_is_sent_by_the_next_process(tmp_path: Path) -> None:
    async with rig(tmp_path) as first:
        chat = first.api.chat()
        await first.say(chat, "/start")
        assert first.running is not None
        first.running.sending.cancel()  # it dies between the commit and the send
        chat.tap("Yes. I am 18 or over, in the US")
        await first.api.until(lambda: not first.api.pending)
        await first.stop()
        assert len(chat.said()) == 1 and first.due() == 2
        second = Rig(first.api, tmp_path)
        await second.start()
        await second.settle()
        assert "First the signs" in chat.last() and "You answered" in chat.said()[0]
        await second.tap(chat, "None of these")
        assert [question for question, _ in answers(second.store, chat)] == ["consent", "signs_nerve"]
        await second.stop()
        second.store.close()


def other(chat: Chat, card: Message) -> bool:
    return bool(chat.buttons()) and chat.card() is not card


async def reference(path: Path) -> list[tuple[str, dict[str, str]]]:
    """The same chat without any accident."""
    async with rig(path) as bot:
        chat = bot.api.chat()
        await bot.say(chat, "/start")
        await bot.walk(chat)
        return answers(bot.store, chat)


async def test_kill_nine_at_random_points_of_a_whole_chat(tmp_path: Path) -> None:
    expected = await reference(tmp_path / "reference")
    dice = random.Random(20261122)
    kills = set(dice.sample(range(len(expected)), 4))
    async with BotApi() as api:
        chat = api.chat()
        process = started(api.url, tmp_path)
        try:
            chat.say("/start")
            await chat.until(lambda: chat.buttons())
            for n in range(200):
                if END in chat.buttons():
                    break
                card = chat.card()
                chat.tap(plain(chat))
                if n in kills:
                    await asyncio.sleep(dice.random() * 0.03)
                    process.kill()
                    process.join()
                    assert process.exitcode == -signal.SIGKILL
                    process = started(api.url, tmp_path)
                await chat.until(partial(other, chat, card))
            await api.until(lambda: not api.pending)
        finally:
            process.kill()
            process.join()
    assert not api.refusals
    store = Store(tmp_path / "test.db")
    assert answers(store, chat) == expected
    rows = store.db.execute("SELECT update_id, count(*) FROM seen GROUP BY update_id").fetchall()
    assert all(count == 1 for _, count in rows)
    store.close()
    # A message may come twice, never in another order.
    told = [m["message_id"] for m in chat.messages]
    assert told == sorted(told) and "You can see a massage therapist" in chat.last()
