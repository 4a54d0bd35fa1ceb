"""The fake itself: what is pending, what was sent, and the methods of the Bot API."""

import asyncio
import time
from collections.abc import Callable
from typing import Any

from tests.botapi import rules
from tests.botapi.chat import Chat
from tests.botapi.http import Fields, Server
from tests.botapi.rules import Params, Refused
from tests.botapi.state import Call, Fault, Query
from tests.patience import PATIENCE

Message = dict[str, Any]
SAME = (
    "Bad Request: message is not modified: specified new message content and reply markup are exactly "
    "the same as a current content and reply markup of the message"
)


class BotApi:
    """`async with BotApi() as api`: serves at api.url for the bot with api.token."""

    token = "123456789:FAKE-token_of_the_bot_under_test"
    username = "fake_screen_bot"

    def __init__(self, too_old: float = 15.0) -> None:
        self.too_old = too_old  # seconds in which a pressed button must be answered
        self.calls: list[Call] = []
        self.pending: list[dict[str, Any]] = []
        self.messages: dict[tuple[int, int], Message] = {}
        self.chats: dict[int, Chat] = {}
        self.queries: dict[str, Query] = {}
        self.profile: dict[str, Params] = {}  # "setMyCommands:en" -> what was set
        self.blocked: set[int] = set()
        self.faults: list[Fault] = []
        self.refusals: list[str] = []  # every 400 and 404 that no fault was made for
        self.allowed: list[str] | None = None
        self.polls = 0
        self.numbers = 1000
        self.changed = asyncio.Condition()
        self.server = Server(self.handle)

    async def __aenter__(self) -> "BotApi":
        self.url = f"http://127.0.0.1:{await self.server.open()}"
        return self

    async def __aexit__(self, *fault: object) -> None:
        await self.server.close()

    def chat(self, id: int = 501, kind: str = "private", lang: str = "en") -> Chat:
        """A person's chat with the bot, or a group."""
        return self.chats.setdefault(id, Chat(self, id, kind, lang))

    def fail(
        self, method: str, status: int, times: int = 1, retry_after: int = 0, chat: int | None = None
    ) -> None:
        """The next calls of a method get this status."""
        self.faults.append(Fault(method, times, status, retry_after, chat))

    def drop(self, method: str, times: int = 1, done: bool = False) -> None:
        """Cut the connection at the next calls, before or after they took effect."""
        self.faults.append(Fault(method, times, 0, done=done))

    def number(self) -> int:
        self.numbers += 1
        return self.numbers

    def push(self, kind: str, content: dict[str, Any], id: int | None = None) -> int:
        """An update for the bot; `id` repeats an old one. Returns its id."""
        update = id or self.number()
        if self.allowed is None or kind in self.allowed:
            self.pending.append({"update_id": update, kind: content})
            self.notify()
        return update

    def notify(self) -> None:
        async def tell() -> None:
            async with self.changed:
                self.changed.notify_all()

        task = asyncio.get_running_loop().create_task(tell())
        self.server.tasks.add(task)
        task.add_done_callback(self.server.tasks.discard)

    async def until(self, true: Callable[[], object], seconds: float = PATIENCE) -> None:
        """Wait for something to become true, looked at after every call. Raises TimeoutError."""
        async with self.changed, asyncio.timeout(seconds):
            await self.changed.wait_for(lambda: bool(true()))

    async def handle(self, path: str, raw: Fields) -> tuple[int, Fields] | None:
        """One request: /bot<token>/<method>."""
        call = Call(path.rsplit("/", 1)[-1], {}, time.monotonic())
        fault: Fault | None = None
        try:
            if not path.startswith(f"/bot{self.token}/"):
                raise Refused(401, "Unauthorized")
            call.method = rules.method(call.method)
            call.params = rules.checked(call.method, raw)
            self.calls.append(call)
            fault = self.fault(call)
            if fault and not fault.done:
                raise Refused(fault.status, "made to order", fault.retry_after)
            result = await getattr(self, call.method)(call.params)
            if fault:
                raise Refused(0, "cut")
        except Refused as refused:
            call.status = refused.status
            if fault is None and refused.status in (400, 404) and refused.description != SAME:
                self.refusals.append(f"{call.method}: {refused.description}")
            if refused.status == 0:
                return None
            answer = {"ok": False, "error_code": refused.status, "description": refused.description}
            if refused.retry_after:
                answer["parameters"] = {"retry_after": refused.retry_after}
            return refused.status, answer
        finally:
            self.notify()
        return 200, {"ok": True, "result": result}

    def fault(self, call: Call) -> Fault | None:
        for fault in self.faults:
            mine = fault.chat in (None, call.params.get("chat_id"))
            if fault.times > 0 and fault.method == call.method and mine:
                fault.times -= 1
                return fault
        return None

    async def getMe(self, _: Params) -> Message:
        return {"id": int(self.token.split(":")[0]), "is_bot": True, "first_name": "Fake",
                "username": self.username}

    async def getUpdates(self, params: Params) -> list[dict[str, Any]]:
        """Confirms what lies before `offset`, waits for something new. The older of two pollers loses."""
        self.allowed = params.get("allowed_updates", self.allowed)
        offset = params.get("offset", 0)
        self.pending = [u for u in self.pending if u["update_id"] >= offset]
        self.polls += 1
        mine = self.polls
        async with self.changed:
            self.changed.notify_all()
            try:
                async with asyncio.timeout(params.get("timeout", 0)):
                    await self.changed.wait_for(lambda: self.pending or self.polls != mine)
            except TimeoutError:
                return []
        if self.polls != mine:
            raise Refused(409, "Conflict: terminated by other getUpdates request")
        return self.pending[: params.get("limit", 100)]

    async def deleteWebhook(self, _: Params) -> bool:
        return True

    def made(self, params: Params, content: Message) -> Message:
        """A new message of the bot, if there is somebody to read it."""
        chat = params["chat_id"]
        if chat not in self.chats:
            raise Refused(400, "Bad Request: chat not found")
        if chat in self.blocked:
            raise Refused(403, "Forbidden: bot was blocked by the user")
        message = self.chats[chat].message(content, bot=True)
        if params.get("reply_markup", {}).get("inline_keyboard"):
            message["reply_markup"] = params["reply_markup"]
        self.messages[chat, message["message_id"]] = message
        return message

    async def sendMessage(self, params: Params) -> Message:
        return self.made(params, {"text": params["text"].strip()})

    async def sendPhoto(self, params: Params) -> Message:
        size = {"file_id": "p", "file_unique_id": "p", "width": 900, "height": 1000}
        return self.made(params, {"photo": [size], **captioned(params)})

    async def sendDocument(self, params: Params) -> Message:
        message = self.made(params, {"document": {"file_id": "d", "file_unique_id": "d"}, **captioned(params)})
        self.chats[params["chat_id"]].files.append(params["document"])
        return message

    async def sendChatAction(self, params: Params) -> bool:
        return params["chat_id"] in self.chats

    def edited(self, params: Params, field: str, value: str | None) -> Message:
        """Change a message of the bot, in its text or caption and its buttons."""
        chat = params["chat_id"]
        if chat in self.blocked:
            raise Refused(403, "Forbidden: bot was blocked by the user")
        message = self.messages.get((chat, params["message_id"]))
        if message is None:
            raise Refused(400, "Bad Request: message to edit not found")
        if field == "text" and "text" not in message:
            raise Refused(400, "Bad Request: there is no text in the message to edit")
        if field == "caption" and "photo" not in message and "document" not in message:
            raise Refused(400, "Bad Request: there is no caption in the message to edit")
        markup = params.get("reply_markup", {})
        markup = markup if markup.get("inline_keyboard") else None
        if markup == message.get("reply_markup") and (value is None or value == message.get(field)):
            raise Refused(400, SAME)
        if value is not None:
            message[field] = value
        message.pop("reply_markup", None)
        if markup:
            message["reply_markup"] = markup
        return {**message, "edit_date": int(time.time())}

    async def editMessageText(self, params: Params) -> Message:
        return self.edited(params, "text", params["text"].strip())

    async def editMessageCaption(self, params: Params) -> Message:
        return self.edited(params, "caption", params.get("caption", "").strip())

    async def editMessageReplyMarkup(self, params: Params) -> Message:
        return self.edited(params, "reply_markup", None)

    async def deleteMessage(self, params: Params) -> bool:
        found = self.messages.get((params["chat_id"], params["message_id"]))
        if found is None:
            raise Refused(400, "Bad Request: message to delete not found")
        if time.time() - found["date"] > 48 * 3600:
            raise Refused(400, "Bad Request: message can't be deleted for everyone")
        del self.messages[params["chat_id"], params["message_id"]]
        self.chats[params["chat_id"]].messages.remove(found)
        return True

    async def answerCallbackQuery(self, params: Params) -> bool:
        query = self.queries.get(params["callback_query_id"])
        if query is None or time.monotonic() - query.at > self.too_old:
            raise Refused(400, "Bad Request: query is too old and response timeout expired or query ID is invalid")
        query.answers.append(params.get("text", ""))
        return True

    async def setMyCommands(self, params: Params) -> bool:
        return self.set("setMyCommands", params)

    async def setMyDescription(self, params: Params) -> bool:
        return self.set("setMyDescription", params)

    async def setMyShortDescription(self, params: Params) -> bool:
        return self.set("setMyShortDescription", params)

    def set(self, method: str, params: Params) -> bool:
        self.profile[f"{method}:{params.get('language_code', '')}"] = params
        return True


def captioned(params: Params) -> Message:
    return {"caption": params["caption"].strip()} if params.get("caption") else {}
