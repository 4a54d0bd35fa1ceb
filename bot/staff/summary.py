"""One summary: to read, print, give to somebody, mark as handled, judge."""

from typing import Any

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import BaseRoute

from bot.host import Host
from bot.records import audit, handling, inbox, opened
from bot.records.inbox import Item
from bot.records.opened import JUDGEMENTS
from bot.staff.gate import Fields, guarded
from bot.staff.inbox import carers, names, outcome, tiers
from bot.staff.page import STRICT, Me, missing, shown
from bot.summary.body import picture
from bot.summary.filed import filed, paper
from bot.web.forms import one
from dialogs.handover import clean
from dialogs.session import Session
from dialogs.summary import Summary
from dialogs.words import words

LONGEST = 500  # characters of a reason that are kept


def routes(host: Host) -> list[BaseRoute]:
    at = "/staff/summary/{id}"
    return [
        guarded(host, at, view),
        guarded(host, f"{at}/print", printed, ("manager", "therapist")),
        guarded(host, f"{at}/pdf", pdf, ("manager", "therapist")),
        guarded(host, f"{at}/assign", assign, post=True),
        guarded(host, f"{at}/handled", handled, post=True),
        guarded(host, f"{at}/judge", judge, ("manager", "therapist"), post=True),
    ]


def found(host: Host, me: Me, request: Request) -> Item | None:
    return inbox.one(host.store.db, me.member.clinic, str(request.path_params["id"]), me.mine)


async def view(host: Host, me: Me, request: Request, _: Fields) -> Response:
    item = found(host, me, request)
    return missing(me) if item is None else page(host, me, item)


def page(host: Host, me: Me, item: Item) -> Response:
    """The page of a summary; of one that was taken back or replaced only that it was."""
    if not item.there:
        chain = inbox.of_client(host.store.db, me.member.clinic, item.kept.key) if item.kept.key else []
        newer = next((one.kept.id for one in reversed(chain) if one.there), "")
        return shown(me, "ended.html", item=item, newer=newer if item.kept.state == "superseded" else "")
    clinical = me.member.role != "reception"
    read(host, me, item, "view", clinical)
    return shown(me, "summary.html" if clinical else "booking.html", **told(host, me, item))


def told(host: Host, me: Me, item: Item) -> dict[str, Any]:
    """What the pages of a summary show."""
    db, session = host.store.db, host.store.glimpse(item.kept.key)
    body = item.kept.body(me.w.lang)
    return {
        "item": item, "body": body, "dir": words(body.lang).direction, "names": names(host, me),
        "carers": carers(host, me), "outcome": outcome(me, item, tiers(host, me)), "picture": drawn(body),
        "judgements": JUDGEMENTS, "files": host.files, "seen": opened.seen_by(db, item.kept.id),
        "paused": host.paused(Session(id="", clinic=item.kept.clinic)),
        "waits": bool(session and any(given.id == item.kept.id and given.reopened for given in session.given)),
    }


def drawn(body: Summary) -> str:
    """The body with the client's marks, as SVG; "" where none is marked."""
    return picture(body.spots, words(body.lang)) if body.spots else ""


def read(host: Host, me: Me, item: Item, what: str, clinical: bool = True) -> None:
    """Into the access log. It stays new until somebody has opened the clinical part."""
    note = inbox.viewed if clinical else audit.noted
    note(host.store.db, host.clock().timestamp(), me.member.clinic, me.member.who, what, item.kept.id)


async def printed(host: Host, me: Me, request: Request, _: Fields) -> Response:
    item = found(host, me, request)
    if item is None or not item.there:
        return missing(me) if item is None else page(host, me, item)
    read(host, me, item, "print")
    return shown(me, "print.html", **told(host, me, item))


async def pdf(host: Host, me: Me, request: Request, _: Fields) -> Response:
    item = found(host, me, request)
    if item is None or not item.there:
        return missing(me) if item is None else page(host, me, item)
    read(host, me, item, "pdf")
    name, content = await filed(item.kept.body(me.w.lang), paper(host.house, host.store.glimpse(item.kept.key)))
    return Response(content, media_type="application/pdf" if name.endswith(".pdf") else "text/plain",
                    headers={**STRICT, "Content-Disposition": f'attachment; filename="{name}"'})


async def assign(host: Host, me: Me, request: Request, fields: Fields) -> Response:
    item, to = found(host, me, request), one(fields, "to")
    if item is None or not item.there or to not in ("", *(carer.id for carer in carers(host, me))):
        return missing(me)
    handling.assign(host.store.db, item.kept.id, to)
    return done(host, me, item, "assign")


async def handled(host: Host, me: Me, request: Request, fields: Fields) -> Response:
    item, yes = found(host, me, request), one(fields, "handled") == "yes"
    if item is None or not item.there:
        return missing(me)
    now = host.clock().timestamp()
    handling.handle(host.store.db, item.kept.id, now if yes else None, me.member.id if yes else "")
    return done(host, me, item, "handled" if yes else "reopened")


async def judge(host: Host, me: Me, request: Request, fields: Fields) -> Response:
    item, judgement = found(host, me, request), one(fields, "judgement")
    if item is None or not item.there or judgement not in JUDGEMENTS:
        return missing(me)
    opened.judge(host.store.db, item.kept.id, judgement)
    opened.reason(host.store.db, item.kept.id, clean(one(fields, "reason"), LONGEST))
    return done(host, me, item, "judge")


def done(host: Host, me: Me, item: Item, what: str) -> Response:
    """Into the access log, and back to the summary; to the list, if it is somebody else's now."""
    audit.noted(host.store.db, host.clock().timestamp(), me.member.clinic, me.member.who, what, item.kept.id)
    still = inbox.one(host.store.db, me.member.clinic, item.kept.id, me.mine)
    return RedirectResponse(f"/staff/summary/{item.kept.id}" if still else "/staff", 303, STRICT)
