"""Updates are confirmed after their turn is kept; faults of net, store and token are survived."""

import asyncio
import sqlite3
import time
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from bot.settings import Settings
from bot.telegram import channel, turns
from bot.telegram.poll import ALLOWED
from tests.botapi import BotApi
from tests.botapi.rig import FAST, Rig, rig
from tests.patience import PATIENCE

US = "Yes. I am 18 or over, in the US"


@pytest.fixture
async def bot(tmp_path: Path) -> AsyncIterator[Rig]:
    async with rig(tmp_path) as found:
        yield found


async def test_only_what_is_understood_is_asked_for(bot: Rig) -> None:
    await bot.api.until(lambda: bot.api.allowed)
    assert bot.api.allowed == list(ALLOWED) == ["message", "edited_message", "callback_query", "my_chat_member"]


async def test_an_update_is_confirmed_after_its_turn_is_kept(bot: Rig, monkeypatch: pytest.MonkeyPatch) -> None:
    chat = bot.api.chat()
    await bot.say(chat, "/start")
    save, faults = bot.store.save, ["locked", "full"]

    def failing(*args: Any, **kwargs: Any) -> bool:
        if faults:
            assert bot.api.pending, "it was confirmed too early"
            raise sqlite3.OperationalError(faults.pop())
        return save(*args, **kwargs)

    monkeypatch.setattr(bot.store, "save", failing)
    ids = [str(chat.say(text)) for text in ("/status", "/help", "/why")]
    await bot.settle()
    rows = bot.store.db.execute("SELECT update_id FROM seen ORDER BY rowid").fetchall()
    assert [id for (id,) in rows][1:] == ids and not faults
    assert len(chat.said()) == 4


async def test_a_fault_in_one_chat_does_not_lose_another(bot: Rig, monkeypatch: pytest.MonkeyPatch) -> None:
    chat, other = bot.api.chat(1), bot.api.chat(2)
    save = bot.store.save
    broken = [True]

    def failing(key: str, *args: Any, **kwargs: Any) -> bool:
        if key == "tg:1" and broken:
            raise sqlite3.OperationalError("disk I/O error")
        return save(key, *args, **kwargs)

    monkeypatch.setattr(bot.store, "save", failing)
    chat.say("/start")
    other.say("/start")
    await other.until(lambda: other.said())
    assert not chat.said()
    broken.clear()
    await bot.settle()
    assert len(chat.said()) == len(other.said()) == 1


async def test_an_update_that_breaks_us_is_told_and_left(
    bot: Rig, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    chat = bot.api.chat()
    await bot.say(chat, "/start")

    def failing(*args: Any) -> Any:
        raise ValueError("my leg is numb")

    with monkeypatch.context() as broken:
        broken.setattr(turns, "render", failing)
        said = await bot.say(chat, "my leg is numb")
        assert said.startswith("Something went wrong on my side")
        await bot.tap(chat, US)
        assert chat.toasts() == [""]
    assert "ValueError at test_telegram_poll.py" in caplog.text and "numb" not in caplog.text
    assert "First the signs" in await bot.tap(chat, US)


async def test_two_pollers(bot: Rig, tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    chat = bot.api.chat()
    await bot.say(chat, "/start")
    (tmp_path / "second").mkdir()
    second = Rig(bot.api, tmp_path / "second")
    await second.start()
    await bot.api.until(lambda: [c for c in bot.api.calls if c.status == 409])
    await second.stop()
    second.store.close()
    assert "no updates (Conflict)" in caplog.text
    assert "First the signs" in await bot.tap(chat, US)


async def test_telegram_is_away_at_the_start(tmp_path: Path) -> None:
    async with BotApi() as api:
        api.fail("getMe", 502, times=2)
        api.drop("getMe")
        api.drop("deleteWebhook")
        api.fail("setMyCommands", 500)
        bot = Rig(api, tmp_path)
        await bot.start()
        chat = api.chat()
        assert "computer program" in await bot.say(chat, "/start")
        await bot.stop()
        bot.store.close()


async def test_a_refused_token(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    async with BotApi() as api:
        bot = Rig(api, tmp_path)
        token = "987654321:some-other-token-that-nobody-gave-out"
        settings = Settings(bot_token=token, telegram_api=api.url)
        running = await channel.start(bot.host, settings, FAST)
        await asyncio.wait_for(running.listening, PATIENCE)
        await channel.stop(running)
        bot.store.close()
    assert "refuses the BOT_TOKEN" in caplog.text and "987654321" not in caplog.text


async def test_without_a_token(bot: Rig) -> None:
    with pytest.raises(ValueError, match="BOT_TOKEN"):
        await channel.start(bot.host, Settings())


async def test_stopping_is_quick_and_loses_nothing(tmp_path: Path) -> None:
    async with rig(tmp_path) as bot:
        chat = bot.api.chat()
        await bot.say(chat, "/start")
        bot.api.fail("sendMessage", 429, retry_after=60)
        chat.tap(US)
        await bot.api.until(lambda: [c for c in bot.api.calls if c.status == 429])
        begun = time.monotonic()
        await bot.stop()
        assert time.monotonic() - begun < 30 and bot.due() == 1
        bot.store.db.execute("UPDATE outbox SET due=0")
        await bot.start()
        await bot.settle()
        assert "First the signs" in chat.last()


async def test_a_server_error_between_two_polls(bot: Rig) -> None:
    chat = bot.api.chat()
    await bot.say(chat, "/start")
    bot.api.fail("getUpdates", 500)
    bot.api.fail("getUpdates", 429, retry_after=1)
    await bot.tap(chat, US)
    assert "First the signs" in chat.last()
