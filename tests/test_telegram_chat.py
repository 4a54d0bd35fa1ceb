"""Whole chats in Telegram, tapped and typed."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from dialogs.words import words
from tests.botapi.rig import Rig, rig

W = words("en")
NOT_SURE = W("not_sure")
US = "Yes. I am 18 or over, in the US"
CLINIC = "id: mill-lane\nname: Mill Lane Massage\nphone: 020 7946 0000\nhours: 9 to 5\ncountry: GB\n"


@pytest.fixture
async def bot(tmp_path: Path) -> AsyncIterator[Rig]:
    (tmp_path / "clinics").mkdir()
    (tmp_path / "clinics" / "mill.yaml").write_text(CLINIC)
    async with rig(tmp_path, folder=tmp_path / "clinics") as found:
        yield found


async def test_a_whole_massage_chat_by_taps(bot: Rig) -> None:
    chat = bot.api.chat()
    assert "computer program" in await bot.say(chat, "/start")
    await bot.walk(chat)
    assert chat.last().startswith("You can see a massage therapist.")
    assert bot.answers(chat)["spot"] == "dimple_left"
    # Every question that was answered shows its answer and has lost its buttons.
    told = [m for m in chat.messages if m["from"]["is_bot"]]
    assert all("You answered: " in (m.get("text") or m["caption"]) for m in told[:-1])
    assert [m for m in told if "reply_markup" in m] == told[-1:]
    assert (await bot.tap(chat, "Note for my therapist")).startswith("Note for the massage therapist")
    assert "Note for my therapist" in chat.buttons()
    assert set(chat.toasts()) == {""} and len(chat.toasts()) == len(chat.pressed)


async def test_an_emergency_at_the_second_tap(bot: Rig) -> None:
    chat = bot.api.chat()
    await bot.say(chat, "/start")
    await bot.tap(chat, US)
    before = len(bot.api.calls)
    await bot.tap(chat, "1")
    sent = [c for c in bot.api.calls[before:] if c.method not in ("getUpdates", "answerCallbackQuery")]
    assert sent[0].method == "sendMessage"
    assert sent[0].params["text"].splitlines()[0] == (
        "Go to an emergency department now. If you can't get there at once, call 911."
    )
    assert sent[1].method == "editMessageText"
    assert "You answered: It is hard to start a pee" in sent[1].params["text"]
    assert chat.buttons()[:2] == ["I am going", "I can't get there"]
    assert "Why do you ask?" not in chat.buttons() and "Back" not in chat.buttons()
    styles = [row[0].get("style") for row in chat.card()["reply_markup"]["inline_keyboard"]]
    assert styles[:3] == ["danger", "danger", None]
    await bot.tap(chat, "I can't get there")
    assert "call 911" in chat.said()[-2] and "I can't get there" in chat.buttons()


async def test_ticks_unsure_and_done(bot: Rig) -> None:
    chat = bot.api.chat()
    await bot.say(chat, "/start")
    await bot.walk(chat, "Which of these fit you")
    count = len(chat.messages)
    await bot.tap(chat, "2")
    assert chat.buttons()[:8] == ["1", "✓2", "3", "4", "5", "6", "7", "8"]
    assert "Done" in chat.buttons() and "None of these" not in chat.buttons()
    await bot.tap(chat, "4")
    await bot.tap(chat, "✓4")
    await bot.tap(chat, NOT_SURE)
    assert chat.buttons()[:10] == [f"?{n}" for n in range(1, 9)] + [W("not_sure_all"), "Back to the list"]
    assert chat.toasts()[-1] == W("not_sure_which")
    await bot.tap(chat, "Back to the list")
    assert "✓2" in chat.buttons()
    await bot.tap(chat, NOT_SURE)
    await bot.tap(chat, "?5")
    assert chat.buttons()[:8] == ["1", "✓2", "3", "4", "?5", "6", "7", "8"]
    assert len(chat.messages) == count  # all in the one message
    await bot.tap(chat, "Done")
    held = bot.answers(chat)
    assert (held["thinners"], held["immunity"], held["steroids"], held["cancer"]) == ("yes", "unsure", "no", "no")
    assert "You answered: Blood thinners, or I bleed easily; Weak defense" in chat.said()[-2]


async def test_what_is_ticked_is_not_lost_by_other_buttons(bot: Rig) -> None:
    chat = bot.api.chat()
    await bot.say(chat, "/start")
    await bot.walk(chat, "Which of these fit you")
    card = chat.card()
    data = {b["text"]: b["callback_data"] for row in card["reply_markup"]["inline_keyboard"] for b in row}
    chat.press(data["2"], card)
    chat.press(data["None of these"], card)  # both before the keyboard could change
    await bot.settle()
    assert "cancer" not in bot.answers(chat)
    assert "Please tap what fits" in chat.last()
    await bot.tap(chat, NOT_SURE)
    await bot.tap(chat, W("not_sure_all"))
    held = bot.answers(chat)
    assert held["thinners"] == "yes" and held["cancer"] == held["metal"] == "unsure"


async def test_the_signs_that_are_older(bot: Rig) -> None:
    chat = bot.api.chat()
    await bot.say(chat, "/start")
    await bot.tap(chat, US)
    await bot.tap(chat, "Yes, but for longer than 2 weeks")
    assert bot.answers(chat)["ces_older"] == "yes" and chat.last().startswith("Which have you had for longer")


async def test_typed_answers(bot: Rig) -> None:
    chat = bot.api.chat()
    await bot.say(chat, "/start")
    assert "First the signs" in await bot.say(chat, US.lower())
    assert "And these, now" in await bot.say(chat, "None of them.")
    await bot.say(chat, "no")
    assert "did not understand" in await bot.say(chat, "banana")
    assert "Fever" in chat.last()  # the question comes again, in the same message
    await bot.say(chat, "no")
    assert "How did the pain start" in chat.last()
    await bot.walk(chat, "Put one finger")
    assert "9. Left groin" not in chat.last()
    await bot.say(chat, "9")
    assert bot.answers(chat)["spot"] == "groin_left"


async def test_words_of_self_harm_are_answered_at_once(bot: Rig) -> None:
    chat = bot.api.chat()
    await bot.say(chat, "/start")
    await bot.tap(chat, US)
    said = await bot.say(chat, "i want to kill myself")
    assert said.startswith("Please talk to someone now:")


async def test_the_picture_and_its_buttons(bot: Rig) -> None:
    chat = bot.api.chat()
    await bot.say(chat, "/start")
    await bot.walk(chat, "Put one finger")
    message = chat.card()
    assert "photo" in message and "19: middle of the low back" in message["caption"]
    rows = [[b["text"] for b in row] for row in message["reply_markup"]["inline_keyboard"]]
    assert rows[0] == ["1", "2", "3", "4", "5"] and rows[4] == ["Somewhere else", "Not sure"]
    assert rows[-1] == ["Why do you ask?", "Back"]
    await bot.tap(chat, "19")
    assert bot.answers(chat)["spot"] == "midline"
    assert message["caption"].endswith("You answered: 19. Middle of low back")
    await bot.walk(chat, "from 0 (none)")
    rows = [[b["text"] for b in row] for row in chat.card()["reply_markup"]["inline_keyboard"]]
    assert rows[:2] == [["0", "1", "2", "3", "4", "5"], ["6", "7", "8", "9", "10"]]


async def test_country_three_in_a_row_and_typed(bot: Rig) -> None:
    chat = bot.api.chat()
    await bot.say(chat, "/start")
    await bot.tap(chat, "Yes. I am 18 or over, in another country")
    assert len(chat.card()["reply_markup"]["inline_keyboard"][0]) == 3
    await bot.say(chat, "Germany")
    assert bot.answers(chat)["country"] == "DE"


async def test_back_change_restart(bot: Rig) -> None:
    chat = bot.api.chat()
    await bot.say(chat, "/start")
    assert "nothing to go back to" in await bot.tap(chat, "Back")
    await bot.tap(chat, US)
    await bot.tap(chat, "None of these")
    assert "First the signs" in await bot.tap(chat, "Back")
    await bot.tap(chat, "None of these")
    assert "First the signs" in await bot.say(chat, "/back")
    await bot.walk(chat, "How long has it hurt")
    assert "Which answer" in await bot.say(chat, "/change")
    assert "How did the pain start" in await bot.tap(chat, "How did the pain start?")
    await bot.tap(chat, "All at once, no clear cause")
    assert bot.answers(chat)["onset"] == "sudden" and "How long has it hurt" in chat.last()
    assert "We start again" in await bot.say(chat, "/restart")


async def test_stop_and_resume(bot: Rig) -> None:
    chat = bot.api.chat()
    await bot.say(chat, "/start")
    await bot.tap(chat, US)
    assert "I stopped" in await bot.say(chat, "/stop")
    await bot.stop()
    await bot.start()
    said = await bot.say(chat, "/start")
    assert said.startswith("Welcome back") and "First the signs" in said


async def test_deep_links(bot: Rig) -> None:
    chat = bot.api.chat()
    assert "Mill Lane Massage" in await bot.say(chat, "/start mill-lane")
    assert "Mill Lane Massage: 020 7946 0000" in await bot.say(chat, "/person")
    for n, payload in enumerate(["nobody", "x" * 65, "mill lane", "../mill-lane", "<b>", "é"]):
        other = bot.api.chat(700 + n)
        said = await bot.say(other, f"/start {payload}")
        assert said == W("about_own", days=30, emergency="your local emergency number (112 works on most "
                         "mobile phones)")


async def test_commands(bot: Rig) -> None:
    chat = bot.api.chat(lang="fr-CA")
    await bot.say(chat, "/start")
    for text, said in {
        "/help": "Tap a button", "/nonsense": "Tap a button", "/status": "You have answered 0",
        "/language": "Which language", "/settings": "Which language", "/privacy": "end-to-end",
        "/emergency": "call your local emergency number", "/why": "Why I ask", "/person": "talk to a person",
        "/help@fake_screen_bot": "Tap a button", "/BACK": "nothing to go back to",
    }.items():
        assert said in await bot.say(chat, text), text
    await bot.tap(chat, "Why do you ask?")
    assert "Why I ask" in chat.last()


async def test_commands_and_descriptions_are_registered(bot: Rig) -> None:
    await bot.settle()
    await bot.api.until(lambda: len(bot.api.profile) == 6)
    for code in ("", "en"):
        commands = bot.api.profile[f"setMyCommands:{code}"]["commands"]
        assert {"command": "help", "description": "How to use this chat"} in commands
        assert "emergency number" in bot.api.profile[f"setMyDescription:{code}"]["description"]
        assert bot.api.profile[f"setMyShortDescription:{code}"]["short_description"]
