"""After /stop: whatever is sent goes on, without a word on what it may have meant; "stop" says that it is stopped."""

from pathlib import Path

import pytest

from dialogs.words import words
from tests.botapi.rig import PLAIN, rig

W = words("en")


@pytest.mark.parametrize("phase", ["First the signs", "How old", "Note for my therapist"])
@pytest.mark.parametrize("text", ["hi", "hello", "thanks", "ok", "thank you!", "blah"])
async def test_whatever_is_sent_goes_on(text: str, phase: str, tmp_path: Path) -> None:
    async with rig(tmp_path) as bot:
        chat = bot.api.chat(1)
        await bot.say(chat, "/start")
        await bot.walk(chat, phase)
        before = bot.store.load("tg:1")
        await bot.say(chat, "/stop")
        told = len(chat.said())
        await bot.say(chat, text)
        said = "\n".join(chat.said()[told:])
        assert said.startswith(W("welcome_back")) and (phase in said or phase in chat.buttons())
        after = bot.store.load("tg:1")
        assert before and after and (after.tries, after.log) == (0, before.log)
        assert not any(W(phrase) in said for phrase in ("unclear", "unclear_again", "unclear_end"))


@pytest.mark.parametrize("text", ["stop", "/stop", "bye"])
async def test_stop_once_more_says_that_it_is_stopped(text: str, tmp_path: Path) -> None:
    async with rig(tmp_path) as bot:
        chat = bot.api.chat(1)
        await bot.say(chat, "/start")
        await bot.tap(chat, PLAIN["US"])
        first = await bot.say(chat, "/stop")
        assert await bot.say(chat, text) == first
        session = bot.store.load("tg:1")
        assert session and session.stopped
        assert "First the signs" in await bot.say(chat, "1 2 3 go")
