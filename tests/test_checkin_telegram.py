"""Check-ins over the Bot API: a week, another button, and the therapist who has the summary."""

import asyncio
from datetime import timedelta
from pathlib import Path

from dialogs.words import words
from tests.botapi.rig import rig
from tests.chatkit import END, Clock
from tests.test_therapists import clinic, linked, sends
from tests.test_therapists import finished as walked

W = words("en")
DAY = timedelta(days=1)


async def test_a_week_by_telegram(tmp_path: Path) -> None:
    async with rig(tmp_path) as bot:
        chat, world = bot.api.chat(), Clock(END)
        bot.host.clock = world
        await bot.say(chat, "/start")
        await bot.walk(chat)
        assert W("checkin_planned", times="2 days and 7 days") in await bot.tap(chat, W("checkin_button"))
        world.now += 2 * DAY
        await chat.until(lambda: chat.last().startswith(W("checkin_new")))
        await bot.stop()
        await bot.start()
        for label in (W("checkin_start"), W("checkin_no"), "7"):
            await bot.tap(chat, label)
        await bot.tap(chat, W("checkin_same"))
        assert W("checkin_trend", numbers="4, 7") in chat.said()
        assert "Can you still do anything?" in chat.last()
        await bot.walk(chat)
        await bot.stop()
        world.now += 5 * DAY
        await bot.start()
        await chat.until(lambda: chat.last().startswith(W("checkin_new")))
        assert sum(said.startswith(W("checkin_new")) for said in chat.said()) == 2
        await bot.tap(chat, W("checkin_start"))
        await bot.tap(chat, W("checkin_yes"))
        await bot.tap(chat, "1")
        assert "Go to an emergency department now." in "".join(chat.said()[-2:])
        world.now += 30 * DAY
        await asyncio.sleep(0.1)
        await bot.settle()
        assert sum(said.startswith(W("checkin_new")) for said in chat.said()) == 2
        assert bot.count("checkin") == 0


async def test_telegram_leaves_a_check_in_for_another_button_and_ends_it_by_one_tap(tmp_path: Path) -> None:
    async with rig(tmp_path) as bot:
        chat, world = bot.api.chat(), Clock(END)
        bot.host.clock = world
        await bot.say(chat, "/start")
        await bot.walk(chat)
        result = chat.card()
        await bot.tap(chat, W("checkin_button"))
        assert bot.count("checkin") == 2
        world.now += 2 * DAY
        await chat.until(lambda: chat.last().startswith(W("checkin_new")))
        invite = chat.card()
        chat.tap(W("note_button"), result)
        await bot.settle()
        assert chat.last().startswith("Note for the massage therapist")
        chat.tap(W("checkin_start"), invite)
        await bot.settle()
        assert chat.toasts()[-1] == W("stale")
        await bot.tap(chat, W("checkin_button"))
        await bot.tap(chat, W("checkin_off"))
        assert W("checkin_off_said") in chat.last() and bot.count("checkin") == 0


async def test_a_therapist_who_has_the_summary_gets_the_trend_and_nobody_else(tmp_path: Path) -> None:
    async with clinic(tmp_path) as bot:
        ann, bo, pat, world = bot.api.chat(77), bot.api.chat(88), bot.api.chat(1), Clock(END)
        bot.host.clock = world
        await linked(bot, ann)
        await walked(bot, pat)
        await bot.tap(pat, W("checkin_button"))
        await sends(bot, pat)
        await linked(bot, bo, "Bo")
        for taken in (False, True):
            world.now += 3 * DAY if not taken else 4 * DAY
            await pat.until(lambda: pat.last().startswith(W("checkin_new")))
            said = len(ann.said())
            for label in ("checkin_start", "checkin_no"):
                await bot.tap(pat, W(label))
            await bot.tap(pat, "2")
            await bot.tap(pat, W("checkin_better"))
            if taken:
                assert len(ann.said()) == said
            else:
                first, _, told = ann.last().partition("\n")
                assert first == W("checkin_new") and "Pat Doe" in told and "first: 5, 2. " in told
                await bot.tap(pat, W("hand_button"))
                await bot.tap(pat, W("hand_back"))
        assert not any(", 2. " in told for told in bo.said())
