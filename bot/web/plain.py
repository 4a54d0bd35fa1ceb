"""The same chat without JavaScript: one page, by forms.

The token of the chat stands in the forms, never in an address. A form is sent with an id that is made from
what it holds, so a reload sends the very same request, which counts once and gets the same reply.
"""

import hashlib
import json
import logging
import secrets
import sqlite3
from collections.abc import Mapping
from functools import partial
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.requests import ClientDisconnect, Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import BaseRoute, Route

from bot.host import Busy, Host
from bot.records.chats import Unreadable
from bot.web.body import Refused
from bot.web.chats import TOKEN, data, event_of, forget, token
from bot.web.faults import busy, noted
from bot.web.files import clinic, framed, labels
from bot.web.forms import form, one, ours
from bot.web.turns import act
from dialogs.session import Session

LOG = logging.getLogger(__name__)
PAGES = Environment(loader=FileSystemLoader(Path(__file__).parent / "page"), autoescape=True, undefined=StrictUndefined,
                    trim_blocks=True, lstrip_blocks=True)
SPOKEN = ("ask", "back", "change", "stop", "restart")  # what a button can ask for, beside an answer
Fields = dict[str, list[str]]


def routes(host: Host) -> list[BaseRoute]:
    return [Route("/plain", partial(begin, host)), Route("/plain", partial(sent, host), methods=["POST"])]


async def begin(host: Host, request: Request) -> Response:
    """GET: nothing is opened yet, since a link may be fetched by who only looks at it."""
    to = {name: request.query_params.get(name, "")[:200] for name in ("clinic", "ref", "lang")}
    return page(host, to, None)


async def sent(host: Host, request: Request) -> Response:
    """POST: one form, and the page that answers it."""
    fields: Fields = {}
    try:
        fields = await form(request)
        if not ours(request):  # who sends somebody here with a token that they know could read along
            return page(host, opening(fields), None, "foreign", 403)
        return answered(host, fields)
    except Refused as fault:
        notice = "gone" if fault.status in (404, 409) else "failed"
        return page(host, opening(fields), None, notice, fault.status)
    except ClientDisconnect:
        return Response(status_code=400)
    except (Busy, sqlite3.OperationalError) as fault:
        busy(LOG, fault)
        return page(host, opening(fields), None, "reload", 503)
    except Unreadable as fault:
        noted(LOG, request.url.path, fault)
        return page(host, opening(fields), None, "unread", 501, one(fields, "chat").strip())
    except Exception as fault:
        noted(LOG, request.url.path, fault)
        return page(host, opening(fields), None, "failed", 500)


def answered(host: Host, fields: Fields) -> Response:
    """Raises Refused, Busy."""
    do, chat, to = one(fields, "do"), one(fields, "chat").strip(), opening(fields)
    if do == "data":
        return data(host, {"chat": chat})
    if do == "forget":
        token(host, {"chat": chat})
        return page(host, to, None, "sure", chat=chat)
    if do == "delete":
        forget(host, {"chat": chat})
        return page(host, to, None, "forgotten")
    id, event = sha(fields), event_of(raw(do, fields))
    if do == "begin" or one(fields, "state") == "declined":
        # Nothing of a declined chat is kept: this one is new. Its token is made from the form, so that a reload
        # of the reply is the same chat; the salt in the form is as secret as a token.
        chat, first = salted(fields), event_of({"open": to})
        if do in ("begin", "restart"):
            event = first
        else:
            act(host, f"web:{chat}", "open", first)
    else:
        token(host, {"chat": chat})
    return page(host, to, act(host, f"web:{chat}", id, event), chat=chat)


def opening(fields: Fields) -> dict[str, str]:
    return {name: one(fields, name) for name in ("clinic", "ref", "lang")}


def sha(fields: Fields) -> str:
    """The id of a request: the same for the same form with the same content."""
    return hashlib.sha256(json.dumps(fields, sort_keys=True).encode()).hexdigest()[:32]


def salted(fields: Fields) -> str:
    """The token of a chat that this form begins. Raises Refused."""
    salt = one(fields, "salt")
    if not TOKEN.fullmatch(salt):
        raise Refused(400, "this form is not ours")
    return salt


def raw(do: str, fields: Fields) -> dict[str, Any]:
    """A form as an event of the machine interface."""
    what, _, which = do.partition(":")
    card = {"question": one(fields, "question"), "shown": one(fields, "shown")}
    if what in ("begin", "resume"):
        return {"open": opening(fields)}
    yes = fields.get("yes", [])
    unsure = [line for line in fields.get("unsure", []) if line not in yes]
    if what == "tap":  # beside a button, such as "None of these", the ticks of its card count: a tick is a warning sign
        return {"tap": [*yes, which], "unsure": unsure, **card}
    if what == "pick" and one(fields, "pick"):
        return {"tap": [one(fields, "pick")], **card}
    if what == "beside":
        return {"tap": [which], "question": "next"}
    if what == "done":
        return {"tap": yes, "unsure": unsure, **card}
    if what in SPOKEN:
        return {which or what: True}
    return {"say": one(fields, "say"), "shown": card["shown"]}


def language(host: Host, to: Mapping[str, str]) -> str:
    """In which the chat of this link will begin: the wanted one if its clinic offers it, else the clinic's own."""
    wanted = to["lang"].split("-")[0].lower()
    offered = host.house.languages(Session(id="", clinic=to["clinic"]))
    return next((lang for lang in (wanted, clinic(host, to["clinic"]).lang) if lang in offered), offered[0])


def page(host: Host, to: Mapping[str, str], said: dict[str, Any] | None, notice: str = "",
         status: int = 200, chat: str = "") -> Response:
    """The page: what was said and the card, or the beginning, with a notice."""
    lang = said["lang"] if said else language(host, to)
    words = labels(host)
    cards = [reply for reply in said["replies"] if reply["choices"]] if said else []
    text = PAGES.get_template("plain.html").render(
        w={**words["en"], **words.get(lang, {})}, lang=lang, dir=host.house.words[lang].direction, to=to, said=said,
        chat=chat, card=cards[-1] if cards else None, notice=notice, salt=secrets.token_urlsafe(16),
        name=clinic(host, to["clinic"]).name,
        logo=bool(clinic(host, to["clinic"]).theme.logo),
    )
    return HTMLResponse(text, status, framed(host, to["clinic"], forms=True))
