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
from bot.records import opened, problems, summaries
from bot.web.file import fetch
from bot.web.files import files
from bot.web.headers import headers
from dialogs.events import Event, Open
from dialogs.step import Step

LOG = logging.getLogger(__name__)
MAX = 150_000  # bytes of a request body
TOKEN = re.compile(r"[A-Za-z0-9_-]{22}")
REQUEST_ID = re.compile(r"[A-Za-z0-9_-]{8,64}")


class Refused(Exception):
    """A request that is answered with an error; the text says nothing that the client sent."""

    def __init__(self, status: int, text: str) -> None:
        super().__init__(text)
        self.status, self.text = status, text


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


async def read(request: Request) -> dict[str, Any]:
    """The body as a JSON object. Raises Refused before more than MAX bytes are held."""
    length = request.headers.get("content-length", "")
    if length.isdigit() and int(length) > MAX:
        raise Refused(413, f"more than {MAX} bytes")
    body = b""
    async for chunk in request.stream():
        body += chunk
        if len(body) > MAX:
            raise Refused(413, f"more than {MAX} bytes")
    try:
        found = json.loads(body)
        # Half a surrogate pair is legal in JSON but can't be stored: it becomes "?".
        found = json.loads(json.dumps(found, ensure_ascii=False).encode(errors="replace"))
    except (ValueError, RecursionError):
        raise Refused(400, "the body is not JSON") from None
    if not isinstance(found, dict):
        raise Refused(400, "send one JSON object")
    return found


def render(host: Host, key: str, step: Step) -> list[dict[str, Any]]:
    """The whole result as one message, so a resend gets the very same reply.

    Beside the machine interface: how far the client is, the ticks of a card that is
    not done (a reload shows them again), and whom to call.
    """
    draft = step.session.draft
    line, words = host.house.country(step.session).emergency, host.house.words_for(step.session)
    return [{
        **jsonl.result(step),
        "progress": {"asked": step.place.asked, "left": step.place.left},
        "draft": draft.values if draft and draft.shown == step.card.shown else {},
        "emergency": {"say": line.say, "number": line.number},
        **({"file": f"file/{summaries.address(key, step.handed.id)}"} if step.handed and step.handed.file else {}),
        "lang": words.lang, "dir": words.direction, "languages": len(host.house.words),
    }]


def act(host: Host, chat: str, id: str, event: Event) -> dict[str, Any]:
    """One turn of a chat, with everything it says."""
    key = f"web:{chat}"
    messages = host.turn(key, id, event, partial(render, host, key), state="sent")
    stale = host.signpost(key) if messages and "disposition" in (messages[0]["outcome"] or {}) else None
    if stale:  # a request from before the pause: its advice is not told again
        return render(host, key, stale)[0]
    if not messages:  # a request from before "no, thank you" is known, but what was said to it is not kept
        raise Refused(409, "this request was answered, and the answer is not kept")
    return messages[0]


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
    return JSONResponse({"chat": chat, **act(host, chat, "open", event)})


def turn(host: Host, body: dict[str, Any]) -> Response:
    """{"chat": token, "id": request id, "event": {...}} -> what is said to it."""
    chat = token(host, body)
    id = body.get("id")
    if not isinstance(id, str) or not REQUEST_ID.fullmatch(id):
        raise Refused(400, "id: 8 to 64 letters, digits, - or _, made once for each event")
    return JSONResponse(act(host, chat, id, event_of(body.get("event"))))


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
