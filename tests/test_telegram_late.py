"""A second tap, or a tap on an old message, while a report or a hand-over is open: what was begun stays open."""

from pathlib import Path

from dialogs.words import words
from tests.botapi import Chat
from tests.botapi.rig import Rig, rig
from tests.test_problems import CANARY, kept
from tests.test_telegram_stale import data
from tests.test_therapists import clinic, finished, linked

W = words("en")


async def twice(bot: Rig, chat: Chat, label: str) -> None:
    """Two quick taps on one button; the second is told to be late."""
    card = dict(chat.card())
    for _ in range(2):
        chat.press(data(card, label), card)
    await bot.settle()
    assert chat.toasts()[-1] == W("stale")


async def test_a_double_tap_leaves_a_hand_over_where_it_is(tmp_path: Path) -> None:
    async with clinic(tmp_path) as bot:
        ann, pat = bot.api.chat(77), bot.api.chat(1)
        await linked(bot, ann)
        await finished(bot, pat)
        await bot.tap(pat, W("hand_button"))
        for label in ("hand_whole", "hand_send", "hand_skip", "hand_skip"):
            await twice(bot, pat, W(label))
        assert W("hand_name_ask") in pat.last()
        await bot.say(pat, "Pat Doe")
        await twice(bot, pat, W("hand_skip"))
        told = W("hand_sent", names="Ann Lee", button=W("hand_button"))
        sent = [said for said in pat.said() if said.startswith(told)]
        assert len(sent) == 1 and len(ann.said()) == 3


async def test_a_late_tap_leaves_a_report_open(tmp_path: Path) -> None:
    async with rig(tmp_path) as bot:
        chat = bot.api.chat(1)
        await bot.say(chat, "/start")
        await bot.walk(chat)
        await bot.tap(chat, W("change_button"))
        old = dict(chat.card())
        await bot.tap(chat, W("change_cancel"))
        await bot.tap(chat, W("problem_button"))
        chat.press(data(old, "Age"), old)
        await bot.settle()
        assert chat.toasts()[-1] == W("stale") and chat.buttons() == [W("problem_cancel")]
        await bot.say(chat, CANARY)
        assert [problem.text for problem in kept(bot.store)] == [CANARY]
