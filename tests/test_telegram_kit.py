"""The fake Bot API is as strict as the real one is documented to be."""

import asyncio
import json
from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest

from tests.botapi import BotApi
from tests.patience import PATIENCE

Answer = tuple[int, dict[str, Any]]


class Bot:
    """A bot as plain HTTP."""

    def __init__(self, api: BotApi, client: httpx.AsyncClient) -> None:
        self.api, self.client = api, client

    async def __call__(self, method: str, files: dict[str, bytes] | None = None, **params: Any) -> Answer:
        data = {k: v if isinstance(v, str) else json.dumps(v) for k, v in params.items()}
        url = f"{self.api.url}/bot{self.api.token}/{method}"
        answer = await self.client.post(url, data=data, files=files)
        return answer.status_code, answer.json()


@pytest.fixture
async def bot() -> AsyncIterator[Bot]:
    async with BotApi() as api, httpx.AsyncClient(trust_env=False, timeout=PATIENCE) as client:
        api.chat(1)
        yield Bot(api, client)


def keys(*rows: list[dict[str, str]]) -> dict[str, Any]:
    return {"inline_keyboard": list(rows)}


def button(data: str = "d", **more: str) -> dict[str, str]:
    return {"text": "b", "callback_data": data, **more}


REFUSED: list[tuple[str, dict[str, Any], str]] = [
    ("sendMessage", {"chat_id": 1}, "text is missing"),
    ("sendMessage", {"chat_id": 1, "text": " \n"}, "message text is empty"),
    ("sendMessage", {"chat_id": 1, "text": "x" * 4097}, "too long"),
    ("sendMessage", {"chat_id": 1, "text": "🙂" * 2049}, "too long"),
    ("sendMessage", {"chat_id": "one", "text": "x"}, "chat_id"),
    ("sendMessage", {"chat_id": 9, "text": "x"}, "chat not found"),
    ("sendMessage", {"chat_id": 1, "text": "x", "colour": "red"}, "unknown parameter colour"),
    ("sendMessage", {"chat_id": 1, "text": "x", "reply_markup": "{"}, "can't parse"),
    ("sendMessage", {"chat_id": 1, "text": "x", "reply_markup": {"buttons": []}}, "can't parse"),
    ("sendMessage", {"chat_id": 1, "text": "x", "reply_markup": keys([])}, "buttons"),
    ("sendMessage", {"chat_id": 1, "text": "x", "reply_markup": keys([button()] * 9)}, "buttons"),
    ("sendMessage", {"chat_id": 1, "text": "x", "reply_markup": keys(*[[button()]] * 101)}, "buttons"),
    ("sendMessage", {"chat_id": 1, "text": "x", "reply_markup": keys([button("é" * 33)])}, "BUTTON_DATA_INVALID"),
    ("sendMessage", {"chat_id": 1, "text": "x", "reply_markup": keys([button("")])}, "BUTTON_DATA_INVALID"),
    ("sendMessage", {"chat_id": 1, "text": "x", "reply_markup": keys([{"text": "b"}])}, "button"),
    ("sendMessage", {"chat_id": 1, "text": "x", "reply_markup": keys([button(url="http://x")])}, "button"),
    ("sendMessage", {"chat_id": 1, "text": "x", "reply_markup": keys([button(style="pink")])}, "style"),
    ("editMessageText", {"chat_id": 1, "message_id": 5, "text": "x"}, "message to edit not found"),
    ("editMessageReplyMarkup", {"chat_id": 1}, "message_id is missing"),
    ("deleteMessage", {"chat_id": 1, "message_id": 5}, "message to delete not found"),
    ("answerCallbackQuery", {"callback_query_id": "5"}, "query is too old"),
    ("answerCallbackQuery", {"callback_query_id": "5", "text": "x" * 201}, "too long"),
    ("setMyCommands", {"commands": [{"command": "Start", "description": "x"}]}, "BOT_COMMAND_INVALID"),
    ("setMyCommands", {"commands": [{"command": "a", "description": ""}]}, "BOT_COMMAND_INVALID"),
    ("setMyDescription", {"description": "x" * 513}, "too long"),
    ("setMyShortDescription", {"short_description": "x" * 121}, "too long"),
    ("getUpdates", {"offset": "soon"}, "offset"),
]


@pytest.mark.parametrize(("method", "params", "why"), REFUSED, ids=lambda v: str(v)[:40])
async def test_what_is_refused(bot: Bot, method: str, params: dict[str, Any], why: str) -> None:
    status, answer = await bot(method, **params)
    assert status == answer["error_code"] == 400 and why in answer["description"]
    assert not answer["ok"] and bot.api.refusals


async def test_unknown_methods_and_tokens(bot: Bot) -> None:
    assert (await bot("sendTelegram"))[0] == 404
    assert (await bot("SENDMESSAGE", chat_id=1, text="x"))[0] == 200
    bot.api.token = "1:other"
    other = await bot.client.post(f"{bot.api.url}/bot1:wrong/getMe")
    assert other.status_code == 401


async def test_messages_and_edits(bot: Bot) -> None:
    chat = bot.api.chat(1)
    _, sent = await bot("sendMessage", chat_id=1, text=" hello ", reply_markup=keys([button("64" * 32)]))
    id = sent["result"]["message_id"]
    assert chat.last() == "hello" and chat.buttons() == ["b"]
    same = await bot("editMessageText", chat_id=1, message_id=id, text="hello",
                     reply_markup=keys([button("64" * 32)]))
    assert "message is not modified" in same[1]["description"]
    assert (await bot("editMessageText", chat_id=1, message_id=id, text="hello"))[0] == 200
    assert chat.buttons() == [] and "there is no caption" in (
        await bot("editMessageCaption", chat_id=1, message_id=id, caption="x"))[1]["description"]
    _, photo = await bot("sendPhoto", {"photo": b"\x89PNG\xff\x00"}, chat_id=1, caption="look")
    assert photo["result"]["photo"] and chat.last() == "look"
    assert (await bot("sendDocument", {"document": b"{}"}, chat_id=1))[0] == 200 and chat.files == [b"{}"]
    assert (await bot("sendChatAction", chat_id=1, action="typing"))[0] == 200
    assert (await bot("deleteMessage", chat_id=1, message_id=id))[0] == 200


async def test_updates_come_until_they_are_confirmed(bot: Bot) -> None:
    first, second = bot.api.chat(1).say("a"), bot.api.chat(1).say("b")
    for _ in range(2):
        _, answer = await bot("getUpdates")
        assert [u["update_id"] for u in answer["result"]] == [first, second]
    _, answer = await bot("getUpdates", offset=first + 1, limit=1)
    assert [u["update_id"] for u in answer["result"]] == [second]
    waiting = asyncio.create_task(bot("getUpdates", offset=second + 1, timeout=5, allowed_updates=["message"]))
    await bot.api.until(lambda: not bot.api.pending)
    bot.api.chat(1).block()  # not asked for
    third = bot.api.chat(1).say("c")
    assert [u["update_id"] for u in (await waiting)[1]["result"]] == [third]
    assert (await bot("getUpdates", offset=third + 1))[1]["result"] == []


async def test_of_two_pollers_the_older_one_is_sent_away(bot: Bot) -> None:
    older = asyncio.create_task(bot("getUpdates", timeout=5))
    await bot.api.until(lambda: bot.api.polls == 1)
    newer = asyncio.create_task(bot("getUpdates", timeout=5))
    assert (await older)[0] == 409
    bot.api.chat(1).say("x")
    assert len((await newer)[1]["result"]) == 1


async def test_pressed_buttons_want_an_answer_in_time(bot: Bot) -> None:
    chat = bot.api.chat(1)
    await bot("sendMessage", chat_id=1, text="x", reply_markup=keys([button()]))
    chat.tap("b")
    assert (await bot("answerCallbackQuery", callback_query_id=chat.pressed[-1], text="yes"))[0] == 200
    assert chat.toasts() == ["yes"]
    bot.api.too_old = 0.0
    chat.tap("b")
    assert "too old" in (await bot("answerCallbackQuery", callback_query_id=chat.pressed[-1]))[1]["description"]
    with pytest.raises(AssertionError, match="no button"):
        chat.tap("c")


async def test_faults_made_to_order(bot: Bot) -> None:
    bot.api.fail("sendMessage", 429, retry_after=7)
    status, answer = await bot("sendMessage", chat_id=1, text="x")
    assert status == 429 and answer["parameters"] == {"retry_after": 7}
    bot.api.blocked.add(1)
    assert (await bot("sendMessage", chat_id=1, text="x"))[0] == 403
    bot.api.blocked.clear()
    bot.api.drop("sendMessage")
    bot.api.drop("sendMessage", done=True)
    for _ in range(2):
        with pytest.raises(httpx.TransportError):
            await bot("sendMessage", chat_id=1, text="x")
    assert bot.api.chat(1).said() == ["x"] and not bot.api.refusals
    assert "bot: x" in bot.api.chat(1).screen()
