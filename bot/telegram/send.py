"""One outbox row -> one call of the Bot API, and what its answer means for the row."""

import io
import json
from dataclasses import replace
from datetime import timedelta
from typing import Any

import segno
from telegram import Bot
from telegram.error import BadRequest, Forbidden, RetryAfter, TelegramError

from bot import picture
from bot.plot import png
from bot.records.outbox import Gone, Later, Undeliverable
from bot.records.rows import Row
from bot.records.store import Store

UPLOAD = 60  # seconds for a file


async def deliver(bot: Bot, store: Store, row: Row) -> int:
    """Send one row; the number of the message, 0 if none was sent. Raises Later, Undeliverable or Gone."""
    body = row.body
    try:
        return await call(bot, store, row.key, body)
    except Forbidden as fault:
        raise Gone from fault
    except RetryAfter as fault:
        raise Later(seconds(fault)) from fault
    except BadRequest as fault:
        if "not modified" in str(fault).lower():
            return 0
        if "else" in body:
            return await deliver(bot, store, replace(row, body=body["else"]))
        if not body.get("quick"):
            # Telegram's own words could quote ours, so only the kind of fault is told.
            raise Undeliverable(f"{body['method']} was refused") from fault
        return 0
    except TelegramError as fault:
        raise Later from fault


def seconds(fault: RetryAfter) -> float:
    wait = fault.retry_after
    return wait.total_seconds() if isinstance(wait, timedelta) else float(wait)


async def call(bot: Bot, store: Store, key: str, body: dict[str, Any]) -> int:
    """The method of the Bot API that a body names; the number of a new message, else 0. Raises TelegramError."""
    rest = dict(body["params"])
    chat = rest.pop("chat_id")
    method = body["method"]
    if method == "sendMessage":
        return (await bot.send_message(chat, rest.pop("text"), api_kwargs=rest)).message_id
    elif method == "sendPhoto":
        shown, name = photo(body), f"{body['picture']}.png"
        return (await bot.send_photo(chat, shown, filename=name, write_timeout=UPLOAD, api_kwargs=rest)).message_id
    elif method == "sendDocument":
        # Read at this moment: a copy in the outbox would be one more thing that is held.
        held = body.get("content") or json.dumps(store.everything(key), ensure_ascii=False, indent=1).encode()
        file = await bot.send_document(chat, held, filename=body["file"], write_timeout=UPLOAD, api_kwargs=rest)
        return file.message_id
    elif method == "editMessageText":
        await bot.edit_message_text(rest.pop("text"), chat, rest.pop("message_id"), api_kwargs=rest)
    elif method == "editMessageCaption":
        await bot.edit_message_caption(chat, rest.pop("message_id"), api_kwargs=rest)
    elif method == "editMessageReplyMarkup":
        await bot.edit_message_reply_markup(chat, rest.pop("message_id"), api_kwargs=rest)
    elif method == "deleteMessage":
        await bot.delete_message(chat, rest.pop("message_id"))
    else:
        raise Undeliverable(f"no method {method}")
    return 0


def photo(body: dict[str, Any]) -> bytes:
    """What a photo shows: the course of the pain, a link, or the numbered body ("body.es")."""
    if "trend" in body:
        return png(body["trend"])
    return qr(body["qr"]) if "qr" in body else picture.png(body["picture"].partition(".")[2])


def qr(link: str) -> bytes:
    """A link as a picture to print."""
    found = io.BytesIO()
    segno.make(link, error="m").save(found, kind="png", scale=10)
    return found.getvalue()
