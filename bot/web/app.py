"""The web chat: its pages, and the machine interface over HTTP.

The handlers call the host on the event loop itself, never in a thread: the store
is one SQLite connection, and a turn takes about a millisecond. No answer is ever
in an address, a header or a log.
"""

import logging
import sqlite3
from collections.abc import Callable
from functools import partial
from typing import Any

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from bot import api, staff
from bot.host import Busy, Host
from bot.records.chats import Unreadable
from bot.web.body import Refused, read
from bot.web.chats import data, forget, open_chat, turn
from bot.web.faults import busy, noted, seldom
from bot.web.file import fetch
from bot.web.files import files
from bot.web.headers import headers
from bot.web.plain import routes as plain

LOG = logging.getLogger(__name__)


def app(host: Host) -> Starlette:
    """The page, its files and the chat. Mount it at the root of a server."""
    posts = {
        "/chat": open_chat, "/chat/turn": turn, "/chat/data": data, "/chat/forget": forget,
    }
    return Starlette(
        routes=[
            *files(host),
            *staff.routes(host),
            *plain(host),
            Route("/healthz", partial(health, host)),
            Route("/file/{address}", partial(fetch, host)),
            *(Route(path, partial(answer, host, handle), methods=["POST"]) for path, handle in posts.items()),
            *api.routes(host),
        ],
        middleware=[Middleware(headers)],
        exception_handlers={HTTPException: no_such},
    )


async def health(host: Host, _: Request) -> Response:
    """Whether the store answers, and keeps what is written."""
    wrong = host.store.pulse.trouble()
    if wrong:
        seldom(LOG, "health", f"/healthz: {wrong}")
        return refusal(503, wrong)
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
    except (Busy, sqlite3.OperationalError) as fault:
        busy(LOG, fault)
        return refusal(503, "busy, please send it again", {"Retry-After": "1"})
    except Unreadable as fault:
        noted(LOG, request.url.path, fault)
        return refusal(501, "this chat was kept by another version; it can be deleted")
    except Exception as fault:
        noted(LOG, request.url.path, fault)
        return refusal(500, "something went wrong on our side")
