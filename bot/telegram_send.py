"""One outbox row -> one call of the Bot API, and what its answer means for the row."""

import json
from dataclasses import replace
from datetime import timedelta
from functools import lru_cache
from typing import Any

from telegram import Bot
from telegram.error import BadRequest, Forbidden, RetryAfter, TelegramError

from bot.outbox import Gone, Later, Undeliverable
from bot.store import Row, Store
from knowledge.load import DATA

UPLOAD = 60  # seconds for a file


async def deliver(bot: Bot, store: Store, row: Row) -> None:
    """Send one row. Raises Later, Undeliverable or Gone."""
    body = row.body
    try:
        await call(bot, store, row.key, body)
    except Forbidden as fault:
        raise Gone from fault
    except RetryAfter as fault:
        raise Later(seconds(fault)) from fault
    except BadRequest as fault:
        if "not modified" in str(fault).lower():
            return
        if "else" in body:
            await deliver(bot, store, replace(row, body=body["else"]))
        elif not body.get("quick"):
            # Telegram's own words could quote ours, so only the kind of fault is told.
            raise Undeliverable(f"{body['method']} was refused") from fault
    except TelegramError as fault:
        raise Later from fault


def seconds(fault: RetryAfter) -> float:
    wait = fault.retry_after
    return wait.total_seconds() if isinstance(wait, timedelta) else float(wait)


async def call(bot: Bot, store: Store, key: str, body: dict[str, Any]) -> None:
    """The method of the Bot API that a body names. Raises TelegramError."""
    rest = dict(body["params"])
    chat = rest.pop("chat_id")
    method = body["method"]
    if method == "sendMessage":
        await bot.send_message(chat, rest.pop("text"), api_kwargs=rest)
    elif method == "sendPhoto":
        photo = picture(body["picture"])
        name = f"{body['picture']}.png"
        await bot.send_photo(chat, photo, filename=name, write_timeout=UPLOAD, api_kwargs=rest)
    elif method == "sendDocument":
        # Read at this moment: a copy in the outbox would be one more thing that is held.
        held = json.dumps(store.everything(key), ensure_ascii=False, indent=1).encode()
        await bot.send_document(chat, held, filename=body["file"], write_timeout=UPLOAD, api_kwargs=rest)
    elif method == "editMessageText":
        await bot.edit_message_text(rest.pop("text"), chat, rest.pop("message_id"), api_kwargs=rest)
    elif method == "editMessageCaption":
        await bot.edit_message_caption(chat, rest.pop("message_id"), api_kwargs=rest)
    elif method == "editMessageReplyMarkup":
        await bot.edit_message_reply_markup(chat, rest.pop("message_id"), api_kwargs=rest)
    else:
        raise Undeliverable(f"no method {method}")


@lru_cache(maxsize=8)
def picture(name: str) -> bytes:
    """A picture of the knowledge by the name its question gives it."""
    return (DATA / name / f"{name}.png").read_bytes()
