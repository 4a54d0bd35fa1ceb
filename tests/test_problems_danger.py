"""Danger words in a report of a problem: answered first; it is kept, but not what is a crisis."""

from pathlib import Path

import pytest

from dialogs.words import words as phrases
from tests.botapi.rig import rig
from tests.test_problems import CANARY, kept, safe

W = phrases("en")


async def test_danger_words_in_a_report_are_answered_first_and_it_is_kept(tmp_path: Path) -> None:
    async with rig(tmp_path) as bot:
        safe(bot)
        chat, ann = bot.api.chat(1), bot.api.chat(77)
        await bot.say(chat, "/start")
        await bot.walk(chat)
        await bot.tap(chat, "Report a problem")
        told, words = len(chat.said()), "since the massage I can't pee and my bottom is numb"
        await bot.say(chat, words)
        said = chat.said()[told:]
        assert said[0] == W("notice_urgent", emergency="911")
        assert W("notice_ask") in said[1] and "It is hard to start a pee" in said[1]
        [problem] = kept(bot.store)
        assert problem.text == words and problem.code in said[1] and len(ann.said()) == 1


@pytest.mark.parametrize("words", ["I want to kill myself", "I don't want to live any more", "I took too many pills"])
async def test_words_of_a_crisis_are_no_report_and_nobody_is_told(words: str, tmp_path: Path) -> None:
    async with rig(tmp_path) as bot:
        safe(bot)
        chat, ann = bot.api.chat(1), bot.api.chat(77)
        for act in ("/start", "walk", "/problem", words):
            await (bot.walk(chat) if act == "walk" else bot.say(chat, act))
        assert W("crisis_more") in chat.last() and "911" in chat.last()
        assert not kept(bot.store) and not ann.said()
        await bot.say(chat, "/problem")
        await bot.say(chat, words)  # once more, in the crisis itself
        assert W("crisis_more") in chat.last() and not kept(bot.store) and not ann.said()
        await bot.tap(chat, W("crisis_go_on"))
        await bot.say(chat, CANARY)
        assert not kept(bot.store), "the report was left"


async def test_a_report_of_the_chats_own_words_brings_no_question(tmp_path: Path) -> None:
    async with rig(tmp_path) as bot:
        chat = bot.api.chat(1)
        for act in ("/start", "walk", "/problem", "the words are wrong"):
            await (bot.walk(chat) if act == "walk" else bot.say(chat, act))
        assert kept(bot.store)[0].text == "the words are wrong" and "Note for my therapist" in chat.buttons()
