"""The chat as a client of the machine interface sees it: begin, one turn, all that is held, delete."""

import json
import re
import secrets
from typing import Any

from starlette.responses import JSONResponse, Response

from bot import jsonl
from bot.host import Host
from bot.records import chats, opened, problems
from bot.web.body import Refused
from bot.web.turns import act
from dialogs.events import Event, Open

TOKEN = re.compile(r"[A-Za-z0-9_-]{22}")
REQUEST_ID = re.compile(r"[A-Za-z0-9_-]{8,64}")


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
        if chats.known(host.store.db, key):
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
