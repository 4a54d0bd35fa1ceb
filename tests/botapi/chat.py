"""The client side: one person's Telegram app, looking at one chat."""

import re
import time
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from tests.patience import PATIENCE

if TYPE_CHECKING:
    from tests.botapi.server import BotApi

Message = dict[str, Any]


class Chat:
    """What a person does, and what is on the screen. Every act returns the update's id."""

    def __init__(self, api: "BotApi", id: int, kind: str, lang: str) -> None:
        self.api, self.id, self.kind, self.lang = api, id, kind, lang
        self.messages: list[Message] = []
        self.files: list[bytes] = []
        self.pressed: list[str] = []  # ids of the callback queries, in order

    def person(self) -> Message:
        return {"id": abs(self.id), "is_bot": False, "first_name": "Pat", "language_code": self.lang}

    def message(self, content: Message, bot: bool = False) -> Message:
        """A message in this chat, by the bot or by the person."""
        robot = {"id": 1, "is_bot": True, "first_name": "Fake", "username": self.api.username}
        whole = {
            "message_id": self.api.number(), "date": int(time.time()),
            "chat": {"id": self.id, "type": self.kind}, "from": robot if bot else self.person(), **content,
        }
        self.messages.append(whole)
        return whole

    # What a person does

    def say(self, text: str) -> int:
        return self.send(text=text)

    def send(self, **content: Any) -> int:
        """A message of any kind: chat.send(sticker={...})."""
        return self.api.push("message", self.message(content))

    def photo(self, caption: str = "") -> int:
        return self.send(photo=[file("p", width=9, height=9)], **({"caption": caption} if caption else {}))

    def voice(self) -> int:
        return self.send(voice=file("v", duration=3))

    def edit(self, text: str) -> int:
        """The person's last message, edited."""
        mine = next(m for m in reversed(self.messages) if not m["from"]["is_bot"])
        return self.api.push("edited_message", {**mine, "text": text, "edit_date": int(time.time())})

    def tap(self, label: str, message: Message | None = None) -> int:
        """Press the newest button with this label; "3. A long la…" is found by its whole text."""
        for held in reversed([message] if message else self.messages):
            for text, data in labels(held):
                if same(text, label):
                    return self.press(data, held)
        raise AssertionError(f"no button {label!r} on:\n{self.screen()}")

    def press(self, data: str, message: Message, id: int | None = None) -> int:
        """Press by the data of a button, even if the button is no longer there."""
        from tests.botapi.state import Query

        query = str(self.api.number())
        self.api.queries[query] = Query(time.monotonic())
        self.pressed.append(query)
        return self.api.push("callback_query", {
            "id": query, "from": self.person(), "chat_instance": str(self.id), "data": data,
            "message": {key: value for key, value in message.items()},
        }, id)

    def block(self, blocked: bool = True) -> int:
        """Stop the bot, or let it in again."""
        (self.api.blocked.add if blocked else self.api.blocked.discard)(self.id)
        robot = {"id": 1, "is_bot": True, "first_name": "Fake"}
        status = {"status": "kicked", "until_date": 0} if blocked else {"status": "member"}
        return self.api.push("my_chat_member", {
            "chat": {"id": self.id, "type": self.kind}, "from": self.person(), "date": int(time.time()),
            "old_chat_member": {"status": "member", "user": robot},
            "new_chat_member": {"user": robot, **status},
        })

    # What is on the screen

    def said(self) -> list[str]:
        """Every text of the bot, oldest first."""
        return [text(m) for m in self.messages if m["from"]["is_bot"]]

    def last(self) -> str:
        return self.said()[-1] if self.said() else ""

    def card(self) -> Message:
        """The newest message with buttons, {} if there is none."""
        return next((m for m in reversed(self.messages) if labels(m)), {})

    def buttons(self) -> list[str]:
        """The labels of the newest message with buttons."""
        found = [m for m in self.messages if labels(m)]
        return [label for label, _ in labels(found[-1])] if found else []

    def toasts(self) -> list[str]:
        """What the pressed buttons were answered with; "" is an answer without words."""
        return [answer for id in self.pressed for answer in self.api.queries[id].answers]

    def screen(self, last: int = 4) -> str:
        """The end of the chat, as one would see it."""
        lines = []
        for m in self.messages[-last:]:
            lines.append(f"{'bot' if m['from']['is_bot'] else 'me'}: {text(m)}")
            lines += [" ".join(f"[{b['text']}]" for b in row) for row in rows(m)]
        return "\n".join(lines)

    async def until(self, true: Callable[[], object], seconds: float = PATIENCE) -> None:
        await self.api.until(true, seconds)


def same(button: str, label: str) -> bool:
    """A button says this, perhaps behind a number and cut short."""
    words = re.sub(r"^\d+\. ", "", button)
    return label in (button, words) or (words.endswith("…") and label.startswith(words[:-1]))


def file(id: str, **more: Any) -> Message:
    return {"file_id": id, "file_unique_id": id, **more}


def text(message: Message) -> str:
    found: str = message.get("text") or message.get("caption") or ""
    return found


def rows(message: Message) -> list[list[dict[str, str]]]:
    found: list[list[dict[str, str]]] = message.get("reply_markup", {}).get("inline_keyboard", [])
    return found


def labels(message: Message) -> list[tuple[str, str]]:
    return [(button["text"], button["callback_data"]) for row in rows(message) for button in row]
