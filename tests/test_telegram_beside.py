"""Captions and edited messages are no answers, but an emergency or a crisis in them is answered like any other."""

from collections.abc import Callable
from pathlib import Path

import pytest

from dialogs.words import words
from tests.botapi import Chat
from tests.botapi.chat import file
from tests.botapi.rig import PLAIN, Rig, rig

W = words("en")
WAYS: dict[str, Callable[[Chat, str], int]] = {
    "photo": lambda chat, text: chat.photo(text),
    "file": lambda chat, text: chat.send(document=file("d"), caption=text),
    "edited": lambda chat, text: chat.edit(text),
}


async def begun(bot: Rig, agreed: bool) -> Chat:
    chat = bot.api.chat(1)
    await bot.say(chat, "/start")
    if agreed:
        await bot.tap(chat, PLAIN["US"])
        await bot.walk(chat, "How did the pain start")
    await bot.say(chat, "purple")
    return chat


@pytest.mark.parametrize("agreed", [True, False])
@pytest.mark.parametrize("way", WAYS)
async def test_danger_words_beside_a_message_are_answered(way: str, agreed: bool, tmp_path: Path) -> None:
    async with rig(tmp_path) as bot:
        chat = await begun(bot, agreed)
        told = len(chat.said())
        WAYS[way](chat, "help I can't pee, my bottom is numb")
        await bot.settle()
        assert chat.said()[told].startswith("If this is happening now, call ")
        assert (W("notice_ask") in chat.last()) == agreed
        WAYS[way](chat, "I don't want to live any more")
        await bot.settle()
        assert any(said.startswith("Please talk to someone now") for said in chat.said()[told:])


@pytest.mark.parametrize("way", WAYS)
async def test_they_are_no_answer_and_say_whom_to_call(way: str, tmp_path: Path) -> None:
    async with rig(tmp_path) as bot:
        chat = await begun(bot, True)
        before = bot.store.load("tg:1")
        WAYS[way](chat, "slowly")
        await bot.settle()
        assert chat.last() == W("edited" if way == "edited" else "not_text", emergency="911")
        after = bot.store.load("tg:1")
        assert before and after and (before.log, before.tries) == (after.log, after.tries)
        await bot.say(chat, "/problem")
        WAYS[way](chat, "slowly")
        await bot.settle()
        await bot.say(chat, "the picture is wrong")
        assert bot.count("problem") == 1
