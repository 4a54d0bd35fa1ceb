"""The gate of every staff page: who is signed in, whether their role may, whether a form is from a page of ours."""

import hashlib
import hmac
import logging
import sqlite3
from collections.abc import Awaitable, Callable

from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.routing import Route

from bot.host import Host
from bot.records import staff
from bot.records.staff import ROLES, Role
from bot.staff.page import Me, missing, said
from bot.staff.words import labels
from bot.web.body import Refused
from bot.web.faults import noted
from bot.web.forms import form, one, ours
from dialogs.house import Clinic

LOG = logging.getLogger(__name__)
COOKIE = "staff"
Fields = dict[str, list[str]]
Handle = Callable[[Host, Me, Request, Fields], Awaitable[Response]]


def guarded(host: Host, path: str, handle: Handle, roles: tuple[Role, ...] = ROLES, post: bool = False) -> Route:
    """A route for those who are signed in with one of these roles; `post` for a form."""

    async def endpoint(request: Request) -> Response:
        me = None
        try:
            me = known(host, request)
            if me is None:
                return said(labels(lang_of(host, request)), "in_none", 401)
            if me.member.role not in roles:
                return missing(me)
            fields = await form(request) if post else {}
            if post and not (ours(request) and hmac.compare_digest(one(fields, "csrf").encode(), me.csrf.encode())):
                return said(me.w, "forged", 403, me)
            return await handle(host, me, request, fields)
        except Refused:
            return said(me.w if me else labels("en"), "large", 413, me)
        except ClientDisconnect:
            return Response(status_code=400)
        except sqlite3.OperationalError:
            return said(me.w if me else labels("en"), "busy", 503, me)
        except Exception as fault:
            noted(LOG, path, fault)
            return said(me.w if me else labels("en"), "fault", 500, me)

    return Route(path, endpoint, methods=["POST"] if post else ["GET"])


def known(host: Host, request: Request) -> Me | None:
    """Who has this session; None if it has ended."""
    session = request.cookies.get(COOKIE, "")
    member = staff.signed_in(host.store.db, session, host.clock().timestamp()) if session else None
    if member is None:
        return None
    clinic = host.house.clinics.get(member.clinic) or Clinic(id=member.clinic, name=member.clinic)
    return Me(member, clinic, csrf(session))


def csrf(session: str) -> str:
    """What a form of this session carries; it can't be made without the session, nor the session from it."""
    return hashlib.sha256(f"csrf {session}".encode()).hexdigest()[:32]


def lang_of(host: Host, request: Request) -> str:
    """The first language of the browser that the pages know."""
    asked = [part.split(";")[0].split("-")[0].strip() for part in request.headers.get("accept-language", "").split(",")]
    return next((lang for lang in asked if lang in host.house.words), "en")
