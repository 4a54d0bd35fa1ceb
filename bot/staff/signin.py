"""Signing in by a link that works once, and out again.

Opening the link only shows a button: what looks at links ahead of people can't use it up.
"""

import sqlite3

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from bot.host import Host
from bot.records import audit, staff
from bot.staff.gate import COOKIE, Fields, guarded, lang_of
from bot.staff.page import STRICT, Me, html, said
from bot.staff.words import labels
from bot.web.forms import ours


def routes(host: Host) -> list[BaseRoute]:
    async def ask(request: Request) -> Response:
        return html("in.html", labels(lang_of(host, request)))

    async def enter(request: Request) -> Response:
        now, w = host.clock().timestamp(), labels(lang_of(host, request))
        if not ours(request):
            return said(w, "forged", 403)
        try:
            found = staff.enter(host.store.db, str(request.path_params["token"]), now)
        except sqlite3.OperationalError:
            return said(w, "busy", 503)
        if found is None:
            return said(w, "in_bad", 410)
        session, member = found
        audit.noted(host.store.db, now, member.clinic, member.who, "sign-in")
        reply = RedirectResponse("/staff", 303, STRICT)
        reply.set_cookie(COOKIE, session, max_age=int(staff.LONGEST), path="/staff", httponly=True, samesite="strict",
                         secure=host.https or request.url.scheme == "https")
        return reply

    return [
        Route("/staff/in/{token}", ask),
        Route("/staff/in/{token}", enter, methods=["POST"]),
        guarded(host, "/staff/out", out, post=True),
    ]


async def out(host: Host, me: Me, request: Request, _: Fields) -> Response:
    staff.leave(host.store.db, request.cookies.get(COOKIE, ""))
    audit.noted(host.store.db, host.clock().timestamp(), me.member.clinic, me.member.who, "sign-out")
    reply = said(me.w, "out_done", 200)
    reply.delete_cookie(COOKIE, path="/staff", httponly=True, samesite="strict")
    return reply
