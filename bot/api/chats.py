"""The conversation over the API. Its chats belong to one clinic: the key in the store names it."""

import hashlib
import json
import re
import secrets
from functools import partial
from typing import Any

from starlette.responses import JSONResponse, Response

from bot import jsonl
from bot.api.call import Call
from bot.api.problems import Problem
from bot.api.sent import SEEN
from bot.host import Render
from bot.records import audit, chats, opened, problems, requests, rows
from bot.web.turns import act, render
from dialogs.events import Event, Open
from dialogs.outcome import FINISHED
from dialogs.session import Session
from dialogs.step import Step

ID = re.compile(r"[A-Za-z0-9_-]{22}")
OWN = ("request", "turn", "languages")  # of a kept message, and not told


async def open_chat(call: Call) -> Response:
    """A new chat. Its id is kept with the Idempotency-Key before anything is said, so that the same
    request leads to the same chat also after a crash."""
    store, opening = call.host.store, requests.key(call.clinic)
    mine = {"chat": secrets.token_urlsafe(16), "request": fingerprint(call)}
    store.act(opening, call.idempotency, lambda _: [mine], "sent")
    found = (store.answered(opening, call.idempotency) or [mine])[0]
    if found["request"] != mine["request"]:
        raise Problem("key-reused")
    id, key = found["chat"], f"{opening}:{found['chat']}"
    said = act(call.host, key, "open", Open(clinic=call.clinic, **call.body.model_dump()), shown(call, key))
    return told(id, said, 201, {"Location": f"/v1/chats/{id}"})


async def see(call: Call) -> Response:
    """What was last said; nothing changes."""
    return told(call.path("id"), last(call))


async def turn(call: Call) -> Response:
    """One event of the client's, once."""
    host, key = call.host, key_of(call)
    if host.store.answered(key, call.idempotency) is None:
        known(call)
        if seen(call) and "if-match" not in call.request.headers:
            raise Problem("no-if-match", "send the ETag of the chat as it was shown")
        if host.store.load(key) is None:  # after "no, thank you" nothing was kept: it begins again
            act(host, key, f"again:{call.idempotency}", Open(clinic=call.clinic), shown(call, key))
    found = act(host, key, call.idempotency, partial(matched, call, jsonl.event(call.raw)), shown(call, key))
    if found["request"] != fingerprint(call):
        raise Problem("key-reused")
    return told(call.path("id"), found)


def seen(call: Call) -> bool:
    """Whether the act rests on what the client saw."""
    return call.body.acts()[0] in SEEN


def matched(call: Call, event: Event, session: Session) -> Event:
    """The event, if the chat is still as the client saw it. Asked inside the turn, so that of two at the
    same time one is refused. What does not rest on what was seen is never refused: it may be an emergency."""
    wanted = call.request.headers.get("if-match", "*") if seen(call) else "*"
    if wanted.strip() != "*" and f'"{session.turn}"' not in [one.strip() for one in wanted.split(",")]:
        raise Problem("changed", "read the chat again, and show it")
    return event


async def result(call: Call) -> Response:
    """How it ended, or that it goes on."""
    said = last(call)
    return JSONResponse({"id": call.path("id"), "state": said["state"], "outcome": said["outcome"],
                         "finished": said["state"] in FINISHED})


async def data(call: Call) -> Response:
    """Everything that is kept about the chat."""
    held = call.host.store.everything(known(call))
    audit.noted(call.host.store.db, call.now(), call.clinic, call.who, "export")
    return JSONResponse(held)


async def forget(call: Call) -> Response:
    """Delete every row of the chat."""
    key, store = known(call), call.host.store
    codes = [problem.code for problem in problems.of(store.db, key)]
    readers = opened.readers(store.db, key)
    audit.noted(store.db, call.now(), call.clinic, call.who, "delete")
    return JSONResponse({"id": call.path("id"), "forgotten": store.forget(key), "reports": codes, "readers": readers})


def key_of(call: Call) -> str:
    """The key in the store: with the clinic in it, no other clinic's chat can be meant. Raises Problem."""
    if not ID.fullmatch(call.path("id")):
        raise Problem("not-found", "there is no such chat, or it is deleted")
    return f"{requests.key(call.clinic)}:{call.path('id')}"


def known(call: Call) -> str:
    """The key of a chat that is there. Raises Problem."""
    key = key_of(call)
    if chats.known(call.host.store.db, key):
        return key
    raise Problem("not-found", "there is no such chat, or it is deleted")


def last(call: Call) -> dict[str, Any]:
    """What was last said in the chat; while advice is paused no advice from before. Raises Problem."""
    key = known(call)
    said = rows.last(call.host.store.db, key, sent=False)
    stale = call.host.signpost(key) if "disposition" in (said["outcome"] or {}) else None
    return shown(call, key)(stale)[0] if stale else said


def shown(call: Call, key: str) -> Render:
    """What is kept of a turn: all that is told, whose request it was, and the turn after it."""
    def rendered(step: Step) -> list[dict[str, Any]]:
        return [{**render(call.host, key, step)[0], "request": fingerprint(call), "turn": step.session.turn}]
    return rendered


def fingerprint(call: Call) -> str:
    """Of what was sent and where to, to know the same request again; too short to guess back what was typed."""
    text = f"{call.idempotency} {call.request.url.path} {json.dumps(call.raw, sort_keys=True)}"
    return hashlib.sha256(text.encode()).hexdigest()[:8]


def told(id: str, said: dict[str, Any], status: int = 200, headers: dict[str, str] | None = None) -> Response:
    body = {name: value for name, value in said.items() if name not in OWN}
    file = {"file": f"/{said['file']}"} if "file" in said else {}
    return JSONResponse({"id": id, **body, **file}, status, {"ETag": f'"{said["turn"]}"', **(headers or {})})
