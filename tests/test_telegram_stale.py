"""Late, double, repeated and out-of-date updates change nothing, and are answered."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from dialogs.words import words
from tests.botapi.chat import Chat, Message, labels
from tests.botapi.rig import Rig, rig

W = words("en")
US = "Yes. I am 18 or over, in the US"
NONE = W("none")


@pytest.fixture
async def bot(tmp_path: Path) -> AsyncIterator[Rig]:
    async with rig(tmp_path) as found:
        yield found


def data(message: Message, label: str) -> str:
    return dict(labels(message))[label]


async def begun(bot: Rig, chat: Chat) -> Message:
    """A chat at its first card of signs; returns that message as it was sent."""
    await bot.say(chat, "/start")
    await bot.tap(chat, US)
    return dict(chat.card())


def log(bot: Rig, chat: Chat) -> int:
    session = bot.store.load(f"tg:{chat.id}")
    return len(session.log) if session else 0


async def test_a_double_tap_counts_once(bot: Rig) -> None:
    chat = bot.api.chat()
    message = await begun(bot, chat)
    for _ in range(3):
        chat.press(data(message, NONE), message)
    await bot.settle()
    assert log(bot, chat) == 2
    assert "And these, now" in chat.last()
    assert len([said for said in chat.said() if "And these, now" in said]) == 1
    assert chat.toasts()[-3:] == ["", W("stale"), W("stale")]


async def test_two_answers_to_one_card(bot: Rig) -> None:
    chat = bot.api.chat()
    await begun(bot, chat)
    await bot.walk(chat, "How did the pain start")
    message = dict(chat.card())
    chat.press(data(message, "Slowly"), message)
    chat.press(data(message, "Not sure"), message)
    await bot.settle()
    assert bot.answers(chat)["onset"] == "slowly" and chat.toasts()[-1] == W("stale")


async def test_a_tap_on_an_old_message(bot: Rig) -> None:
    chat = bot.api.chat()
    old = await begun(bot, chat)
    await bot.walk(chat, "How did the pain start")
    before = log(bot, chat)
    for n in range(3):
        chat.press(data(old, NONE), old)
        await bot.settle()
        assert log(bot, chat) == before and chat.toasts()[-1] == W("stale")
        assert len([said for said in chat.said() if "How did the pain start" in said]) == 1, n
    await bot.say(chat, "/status")  # now the question is no longer the last thing on the screen
    for _ in range(3):
        chat.press(data(old, "1"), old)
        await bot.settle()
    assert len([said for said in chat.said() if "How did the pain start" in said]) == 2
    assert log(bot, chat) == before and bot.answers(chat)["ces_pee"] == "no"
    await bot.tap(chat, "Slowly")
    assert bot.answers(chat)["onset"] == "slowly"


async def test_old_buttons_go_away_when_they_are_pressed(bot: Rig) -> None:
    chat = bot.api.chat()
    await begun(bot, chat)
    card = chat.card()
    await bot.say(chat, "no")  # typed, so the message still has its buttons
    assert labels(card)
    chat.tap(NONE, card)
    await bot.settle()
    assert not labels(card) and log(bot, chat) == 2


async def test_a_second_back_does_not_go_back_twice(bot: Rig) -> None:
    chat = bot.api.chat()
    await begun(bot, chat)
    await bot.tap(chat, NONE)
    await bot.tap(chat, NONE)
    message = dict(chat.card())
    chat.press(data(message, "Back"), message)
    chat.press(data(message, "Back"), message)
    await bot.settle()
    assert "And these, now" in chat.last() and chat.toasts()[-1] == W("stale")
    await bot.tap(chat, "3")  # chest pain acts at once
    assert chat.last().startswith("Call 911")


async def test_back_takes_ticks_away_first(bot: Rig) -> None:
    chat = bot.api.chat()
    await begun(bot, chat)
    await bot.walk(chat, "Do you have any of these")
    await bot.tap(chat, "2")
    message, count = dict(chat.card()), len(chat.messages)
    chat.press(data(message, "Back"), message)
    chat.press(data(message, "Back"), message)
    await bot.settle()
    assert chat.buttons()[:5] == ["1", "2", "3", "4", "5"] and len(chat.messages) == count


async def test_a_double_tick_stays_a_tick(bot: Rig) -> None:
    chat = bot.api.chat()
    await begun(bot, chat)
    await bot.walk(chat, "Do you have any of these")
    message, count = dict(chat.card()), len(chat.messages)
    for _ in range(4):
        chat.press(data(message, "2"), message)
    await bot.settle()
    assert chat.buttons()[:3] == ["1", "✓2", "3"] and len(chat.messages) == count


async def test_done_and_not_sure_of_a_card_that_is_gone(bot: Rig) -> None:
    chat = bot.api.chat()
    await begun(bot, chat)
    await bot.walk(chat, "Do you have any of these")
    await bot.tap(chat, "2")
    message = dict(chat.card())
    await bot.tap(chat, "Done")
    before = log(bot, chat)
    for label in ("Done", W("not_sure"), "3", "Why do you ask?", "Back"):
        chat.press(data(message, label), message)
        await bot.settle()
        assert chat.toasts()[-1] == W("stale"), label
    assert log(bot, chat) == before


async def test_redelivered_updates_change_nothing(bot: Rig) -> None:
    chat = bot.api.chat()
    message = await begun(bot, chat)
    id = chat.press(data(message, NONE), message)
    await bot.settle()
    before, texts = log(bot, chat), chat.said()
    chat.press(data(message, NONE), message, id)  # the same update once more
    said = bot.api.push("message", chat.message({"text": "no"}))
    await bot.settle()
    count = log(bot, chat)
    assert count == before + 1 and chat.toasts()[-1] == ""
    bot.api.push("message", chat.message({"text": "no"}), said)
    await bot.settle()
    assert log(bot, chat) == count and len(chat.said()) == len(texts) + 1


async def test_words_typed_ahead_answer_no_question_that_was_not_seen(bot: Rig) -> None:
    """A second "no" was meant for the first question, and the next one asks for warning signs."""
    chat = bot.api.chat()
    await begun(bot, chat)
    for _ in range(3):
        chat.say("no")
    await bot.settle()
    assert log(bot, chat) == 2 and "And these, now" in chat.last()
    chat.say("no")
    chat.say("i have chest pain and can't breathe")
    await bot.settle()
    session = bot.store.load(f"tg:{chat.id}")
    assert session and session.log[-1].type in ("notice", "answer")


async def test_buttons_of_an_emergency_work_beside_its_question(bot: Rig) -> None:
    chat = bot.api.chat()
    await begun(bot, chat)
    await bot.walk(chat, "Also now:")
    await bot.tap(chat, "2")
    urgent = next(m for m in chat.messages if "I am going" in dict(labels(m)))
    question = chat.card()
    assert question is not urgent and W("split_ask") in question["text"]
    chat.tap("I am going", urgent)
    await bot.settle()
    assert labels(urgent) and labels(question) and "Take someone with you" in chat.last()
    await bot.tap(chat, "It hurts, but I can stand on it and move it")
    assert bot.answers(chat)["hip_kind"] == "can"
    assert not labels(question)


async def test_data_that_no_button_has(bot: Rig) -> None:
    chat = bot.api.chat()
    message = await begun(bot, chat)
    before = log(bot, chat)
    for raw in ("", "t", "x:y", "f:::maybe", "t:::", "🙂" * 16, data(message, "1")[:-3] + "zzz"):
        chat.press(raw, message)
    await bot.settle()
    assert chat.toasts()[-7:] == [W("stale")] * 7 and log(bot, chat) == before


async def test_a_message_that_telegram_forgot(bot: Rig) -> None:
    """An old message comes without its text; the tap counts all the same."""
    chat = bot.api.chat()
    message = await begun(bot, chat)
    chat.press(data(message, NONE), {"message_id": message["message_id"], "date": 0, "chat": message["chat"]})
    await bot.settle()
    assert log(bot, chat) == 2 and "And these, now" in chat.last()
    assert "You answered" not in chat.said()[-2]


async def test_an_answer_that_comes_too_late_is_no_fault(bot: Rig) -> None:
    chat = bot.api.chat()
    message = await begun(bot, chat)
    bot.api.too_old = 0
    bot.api.fail("answerCallbackQuery", 400)
    chat.press(data(message, NONE), message)
    await bot.settle()
    assert "And these, now" in chat.last()
