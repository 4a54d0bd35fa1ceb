"""The web chat: one page, and the machine interface over HTTP.

The handlers call the host on the event loop itself, never in a thread: the store
is one SQLite connection, and a turn takes about a millisecond. No answer is ever
in an address, a header or a log.
"""

import json
import logging
import re
import secrets
import sqlite3
import traceback
from collections.abc import Callable
from functools import partial
from typing import Any

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from bot import jsonl
from bot.host import Busy, Host
from bot.records import opened, problems
from bot.web.body import Refused, read
from bot.web.file import fetch
from bot.web.files import files
from bot.web.headers import headers
from bot.web.turns import act
from dialogs.events import Event, Open

LOG = logging.getLogger(__name__)
TOKEN = re.compile(r"[A-Za-z0-9_-]{22}")
REQUEST_ID = re.compile(r"[A-Za-z0-9_-]{8,64}")


def app(host: Host) -> Starlette:
    """The page, its files and the chat. Mount it at the root of a server."""
    posts = {
        "/chat": open_chat, "/chat/turn": turn, "/chat/data": data, "/chat/forget": forget,
    }
    return Starlette(
        routes=[
            *files(host),
            Route("/healthz", partial(health, host)),
            Route("/file/{address}", partial(fetch, host)),
            *(Route(path, partial(answer, host, handle), methods=["POST"]) for path, handle in posts.items()),
        ],
        middleware=[Middleware(headers)],
        exception_handlers={HTTPException: no_such},
    )


async def health(host: Host, _: Request) -> Response:
    """Whether the store answers."""
    try:
        host.store.load("healthz")
    except sqlite3.Error:
        return refusal(503, "the store does not answer")
    return JSONResponse({"ok": True})


async def no_such(_: Request, fault: Exception) -> Response:
    assert isinstance(fault, HTTPException)
    return refusal(fault.status_code, fault.detail.lower(), dict(fault.headers or {}))


def refusal(status: int, text: str, more: dict[str, str] | None = None) -> Response:
    return JSONResponse({"error": text}, status, more)


async def answer(
    host: Host, handle: Callable[[Host, dict[str, Any]], Response], request: Request
) -> Response:
    """Read the JSON body, handle it, and turn every fault into clear JSON."""
    try:
        return handle(host, await read(request))
    except Refused as fault:
        return refusal(fault.status, fault.text)
    except ClientDisconnect:
        return refusal(400, "the request was cut off")
    except (Busy, sqlite3.OperationalError):
        return refusal(503, "busy, please send it again", {"Retry-After": "1"})
    except Exception as fault:
        # Only where and what kind: the text of a fault may quote what the client wrote.
        where = traceback.extract_tb(fault.__traceback__)[-1]
        LOG.error("%s: %s in %s:%s", request.url.path, type(fault).__name__, where.filename, where.lineno)
        return refusal(500, "something went wrong on our side; nothing is lost")


def event_of(raw: Any) -> Event:
    try:
        return jsonl.event(raw)
    except jsonl.BadEvent as fault:
        raise Refused(400, str(fault)) from None


def token(host: Host, body: dict[str, Any]) -> str:
    """The token of a chat that is known. Raises Refused."""
    chat = body.get("chat")
    if isinstance(chat, str) and TOKEN.fullmatch(chat):
        key = f"web:{chat}"
        # A declined chat has no session, but it was answered and may go on.
        if host.store.load(key) or host.store.everything(key)["updates"]:
            return chat
    raise Refused(404, "this chat is not known, or is deleted")


def open_chat(host: Host, body: dict[str, Any]) -> Response:
    """{"open": {...}} -> a new chat with its token."""
    event = event_of(body)
    if not isinstance(event, Open):
        raise Refused(400, 'a chat begins with {"open": {}}')
    chat = secrets.token_urlsafe(16)
    return JSONResponse({"chat": chat, **act(host, f"web:{chat}", "open", event)})


def turn(host: Host, body: dict[str, Any]) -> Response:
    """{"chat": token, "id": request id, "event": {...}} -> what is said to it."""
    chat = token(host, body)
    id = body.get("id")
    if not isinstance(id, str) or not REQUEST_ID.fullmatch(id):
        raise Refused(400, "id: 8 to 64 letters, digits, - or _, made once for each event")
    return JSONResponse(act(host, f"web:{chat}", id, event_of(body.get("event"))))


def data(host: Host, body: dict[str, Any]) -> Response:
    """Everything that is held about a chat, as a file."""
    held = host.store.everything(f"web:{token(host, body)}")
    text = json.dumps(held, ensure_ascii=False, indent=1)
    name = 'attachment; filename="si-screen-data.json"'
    return Response(text, media_type="application/json", headers={"Content-Disposition": name})


def forget(host: Host, body: dict[str, Any]) -> Response:
    """Delete every row of a chat. Said again, it is still deleted: no error."""
    chat = body.get("chat")
    if not isinstance(chat, str) or not TOKEN.fullmatch(chat):
        raise Refused(404, "this chat is not known, or is deleted")
    key = f"web:{chat}"
    codes = [problem.code for problem in problems.of(host.store.db, key)]
    readers = opened.readers(host.store.db, key)
    more = {**({"reports": codes} if codes else {}), **({"readers": readers} if readers else {})}
    return JSONResponse({"forgotten": host.store.forget(key), **more})
