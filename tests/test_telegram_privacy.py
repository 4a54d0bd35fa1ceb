"""What is held, what is deleted, what is not looked at, and what no log may say."""

import json
import logging
from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import pytest

from bot.telegram.log import keep_quiet
from dialogs.words import words
from tests.botapi.chat import file
from tests.botapi.rig import Rig, rig

W = words("en")
US = "Yes. I am 18 or over, in the US"
ANYWHERE = "your local emergency number (112 works on most mobile phones)"
TABLES = ("session", "seen", "outbox")


@pytest.fixture
async def bot(tmp_path: Path) -> AsyncIterator[Rig]:
    async with rig(tmp_path) as found:
        yield found


def held(bot: Rig, key: str = "%") -> int:
    return sum(bot.count(f"{table} WHERE key LIKE '{key}'") for table in TABLES)


async def test_my_data_is_everything(bot: Rig) -> None:
    chat, other = bot.api.chat(1), bot.api.chat(2)
    await bot.say(other, "/start")
    await bot.say(chat, "/start")
    await bot.tap(chat, US)
    await bot.say(chat, "no")
    assert await bot.say(chat, "/mydata") == W("mydata_note")
    found = json.loads(chat.files[0])
    assert found["session"]["log"][1]["typed"] == "no" and len(found["updates"]) == 4
    assert "First the signs" in json.dumps(found["messages"])
    assert '"log":' not in "".join(
        body for (body,) in bot.store.db.execute("SELECT body FROM outbox"))  # no second copy is kept
    await bot.say(bot.api.chat(3), "/mydata")
    assert json.loads(bot.api.chat(3).files[0])["session"] is None


async def test_forget_leaves_no_row(bot: Rig) -> None:
    chat, other = bot.api.chat(1), bot.api.chat(2)
    for each in (chat, other):
        await bot.say(each, "/start")
        await bot.tap(each, US)
    assert await bot.say(chat, "/forget") == W("forget_ask") and chat.buttons() == [
        "Yes, delete everything", "No, keep it"]
    await bot.tap(chat, "No, keep it")
    assert "You answered: No, keep it" in chat.last() and bot.answers(chat)
    await bot.say(chat, "/forget")
    assert await bot.tap(chat, "Yes, delete everything") == W("forgotten")
    assert held(bot, "tg:1") == 0 and bot.answers(other)
    assert "Yes, delete everything" not in chat.buttons()
    assert chat.toasts()[-1] == ""
    assert "computer program" in await bot.say(chat, "/start")


async def test_forget_while_messages_are_due(bot: Rig) -> None:
    """What was still to be sent is deleted too, and nobody else's message is mixed up with it."""
    chat, other = bot.api.chat(1), bot.api.chat(2)
    await bot.say(chat, "/start")
    await bot.say(chat, "/forget")
    bot.api.fail("sendMessage", 429, retry_after=30, chat=1)
    chat.say("/help")
    await bot.api.until(lambda: [c for c in bot.api.calls if c.status == 429])
    bot.api.drop("sendMessage", times=1)  # the word that all is deleted takes a second try
    chat.tap("Yes, delete everything")
    other.say("/start")
    await bot.settle()
    assert chat.last() == W("forgotten") and held(bot, "tg:1") == 0
    assert "computer program" in other.last()


async def test_declining_keeps_no_answers(bot: Rig) -> None:
    chat = bot.api.chat()
    await bot.say(chat, "/start")
    assert "I keep nothing" in await bot.tap(chat, "No, thank you")
    assert bot.count("session") == 0
    assert "talk to a person" in await bot.tap(chat, "Talk to a person") and chat.toasts()[-1] == ""


@pytest.mark.parametrize("kind", ["group", "supergroup"])
async def test_groups_are_told_once_and_nothing_is_kept(bot: Rig, kind: str) -> None:
    await bot.api.until(lambda: bot.api.profile)
    group = bot.api.chat(-100, kind)
    for text in ("my back hurts", "/start@another_bot", "hello @another_bot", "/forgetful story"):
        group.say(text)
    group.photo()
    await bot.settle()
    told = group.said()
    for text in ("/start", "/start@fake_screen_bot", "@Fake_Screen_Bot my back hurts", "/mydata"):
        group.say(text)
    group.edit("/start")
    group.press("t:::", {"message_id": 5, "date": 1, "chat": {"id": -100, "type": kind}, "text": "x"})
    group.block()
    await bot.settle()
    assert group.said() == [W("group")] and len(told) <= 1
    assert group.toasts() == [""] and held(bot) == 0


async def test_what_can_not_be_read(bot: Rig) -> None:
    chat = bot.api.chat()
    await bot.say(chat, "/start")
    chat.photo("my back")
    chat.voice()
    chat.send(sticker=file("s", width=9, height=9, is_animated=False, is_video=False, type="regular"))
    chat.send(document=file("d"), caption="my back")
    chat.send(location={"longitude": 1.0, "latitude": 2.0})
    chat.send(contact={"phone_number": "1", "first_name": "Pat"})
    await bot.settle()
    assert chat.said()[1:] == [W("not_text", emergency=ANYWHERE)] * 6
    chat.send(pinned_message={**chat.messages[0]})  # no act of theirs: no answer
    await bot.settle()
    chat.say("no")
    await bot.settle()
    chat.edit("yes")
    await bot.settle()
    assert chat.last() == W("edited", emergency=ANYWHERE)
    dump = "".join(map(str, bot.store.db.execute("SELECT * FROM session").fetchall()))
    assert "my back" not in dump and "longitude" not in dump


HOSTILE = [
    "x" * 100_000, "<b>bold</b><script>alert(1)</script>", "*_`[a](http://b)~||", "\x00\x07\x1b[31m", "\u202edetpircs",
    "🙂" * 4096, "a\ud800b", "﷽" * 200, "\u200d" * 50, "/" * 50, "'; DROP TABLE session; --", "{about} {emergency}",
    "\n" * 500, "%s%n", "/start \u202ex",
]


async def test_long_and_hostile_messages_do_no_harm(bot: Rig) -> None:
    chat = bot.api.chat()
    await bot.say(chat, "/start")
    await bot.tap(chat, US)
    for text in HOSTILE:
        await bot.say(chat, text)
    assert not bot.api.refusals and bot.count("outbox WHERE state='dead'") == 0
    count = len(chat.said())
    await bot.say(chat, "i want to kill myself <b>\u202e\x00 " + "very much " * 9000)
    said = chat.said()[count:]
    assert len(said) == 1 and said[0].startswith("Please talk to someone now")  # quoted in short: in one message
    whole = "".join(said)
    assert "<b>" in whole and "\u202e" not in whole and "\x00" not in whole  # as text, never as markup
    assert all("parse_mode" not in call.params for call in bot.api.calls)
    assert bot.count("session") == 1


async def test_nothing_of_a_client_and_no_token_in_any_log(
    bot: Rig, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    chat = bot.api.chat()
    await bot.say(chat, "/start")
    await bot.tap(chat, US)
    await bot.say(chat, "purple elephants in my left leg")
    await bot.tap(chat, "1")
    bot.api.fail("sendMessage", 400)
    await bot.say(chat, "/emergency")
    bot.api.drop("sendMessage", times=2)
    await bot.say(chat, "purple elephants again")
    await bot.say(chat, "/mydata")
    text = caplog.text + "".join(str(record.__dict__) for record in caplog.records)
    assert caplog.records
    for secret in (bot.api.token, bot.api.token.split(":")[1], "purple", "hard to start", "signs_nerve", US):
        assert secret not in text, secret


def test_the_token_is_taken_out_of_every_record(
    caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    keep_quiet()
    keep_quiet()
    caplog.set_level(logging.DEBUG)
    token = "110201543:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw"
    log = logging.getLogger("anything")
    log.info("POST https://api.telegram.org/bot%s/getMe", token)
    log.info("The token `%s` was rejected", token)
    try:
        raise httpx.ConnectError(f"https://api.telegram.org/bot{token}/getMe")
    except httpx.ConnectError:
        log.exception("no connection")
    with monkeypatch.context() as calm:
        calm.setattr(logging, "raiseExceptions", False)
        calm.setattr(caplog.handler, "handleError", print)
        log.info("bad %d template", "text")
    logging.getLogger("telegram.Bot").critical("Received data was %r", {"text": "my leg is numb"})
    assert token not in caplog.text and "numb" not in caplog.text and caplog.text.count("<token>") >= 3
    assert not logging.getLogger("httpx").isEnabledFor(logging.INFO)
    assert not logging.getLogger("telegram").isEnabledFor(logging.DEBUG)
