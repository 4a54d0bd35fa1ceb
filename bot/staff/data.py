"""The clinic's data: who has seen what, what is held of one client or of all, and deleting a client."""

import json
from collections.abc import AsyncIterator
from dataclasses import asdict
from typing import Any

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response, StreamingResponse
from starlette.routing import BaseRoute

from bot.host import Host
from bot.records import audit, inbox, opened, receipts, staff, therapists
from bot.records.inbox import Item
from bot.records.staff import Role
from bot.staff.erase import erase, partly
from bot.staff.gate import Fields, guarded
from bot.staff.inbox import names, programs
from bot.staff.page import STRICT, Me, missing, shown
from bot.staff.summary import found

PAGE = 100
FILE = {**STRICT, "Content-Disposition": 'attachment; filename="si-screen-export.json"'}


def routes(host: Host) -> list[BaseRoute]:
    at = "/staff/client/{id}"
    own: tuple[Role, ...] = ("manager",)
    return [
        guarded(host, "/staff/log", log, own),
        guarded(host, "/staff/data", data, own),
        guarded(host, "/staff/data/export", export, own, post=True),
        guarded(host, at, client, own),
        guarded(host, f"{at}/export", client_export, own, post=True),
        guarded(host, f"{at}/delete", sure, own),
        guarded(host, f"{at}/delete", delete, own, post=True),
        guarded(host, "/staff/receipt/{code}", receipt, own),
    ]


async def log(host: Host, me: Me, request: Request, _: Fields) -> Response:
    """Who has seen what: of everybody or of one person."""
    after, who = request.query_params.get("after", ""), request.query_params.get("who", "")[:40]
    start = int(after) if after.isascii() and after.isdecimal() and len(after) < 16 else 0
    entries = audit.listed(host.store.db, me.member.clinic, who, (), start, PAGE + 1)
    return shown(me, "log.html", entries=entries[:PAGE], who=who, people=people(host, me),
                 older=entries[PAGE - 1].id if len(entries) > PAGE else 0, named=named(host, me))


def people(host: Host, me: Me) -> dict[str, str]:
    """Who can stand in the access log of this clinic, by the name they have there."""
    db, clinic = host.store.db, me.member.clinic
    return {
        **{one.who: f"{one.name} ({me.w(f'role_{one.role}')})" for one in staff.listed(db, clinic)},
        **{f"therapist:{one.id}": f"{one.name} (Telegram)" for one in therapists.listed(db) if one.clinic == clinic},
        **programs(host, me),
    }


def named(host: Host, me: Me) -> Any:
    known = people(host, me)
    return lambda who: known.get(who) or me.w("former", id=who)


async def client(host: Host, me: Me, request: Request, _: Fields) -> Response:
    """All that one client sent to the clinic, and who has seen it."""
    item = found(host, me, request)
    if item is None or not item.kept.key:
        return missing(me)
    chain = inbox.of_client(host.store.db, me.member.clinic, item.kept.key)
    entries = audit.listed(host.store.db, me.member.clinic, "", tuple(one.kept.id for one in chain), 0, 1000)
    audit.noted(host.store.db, host.clock().timestamp(), me.member.clinic, me.member.who, "client", item.kept.id)
    return shown(me, "client.html", item=item, chain=chain, entries=entries, named=named(host, me))


async def client_export(host: Host, me: Me, request: Request, _: Fields) -> Response:
    item = found(host, me, request)
    if item is None or not item.kept.key:
        return missing(me)
    db, now = host.store.db, host.clock().timestamp()
    chain = inbox.of_client(db, me.member.clinic, item.kept.key)
    for one in chain:
        inbox.viewed(db, now, me.member.clinic, me.member.who, "export", one.kept.id)
    ids = tuple(one.kept.id for one in chain)
    held = {"clinic": me.member.clinic, "made": now, "summaries": [plain(host, me, one) for one in chain],
            "access": [asdict(entry) for entry in audit.listed(db, me.member.clinic, "", ids, 0, 10_000)]}
    return Response(json.dumps(held, ensure_ascii=False, indent=1), media_type="application/json", headers=FILE)


def plain(host: Host, me: Me, item: Item) -> dict[str, Any]:
    """A summary with all that is kept about it here."""
    by = names(host, me)
    return {**opened.told(host.store.db, item.kept), "assigned": by.get(item.assigned, ""), "handled": item.handled,
            "handled_by": by.get(item.by, "")}


async def data(host: Host, me: Me, _: Request, __: Fields) -> Response:
    return shown(me, "data.html", receipts=receipts.listed(host.store.db, me.member.clinic), named=named(host, me))


async def export(host: Host, me: Me, _: Request, __: Fields) -> Response:
    """Everything of the clinic, a page at a time, so that no more than that is held."""
    db, clinic, now = host.store.db, me.member.clinic, host.clock().timestamp()
    audit.noted(db, now, clinic, me.member.who, "export")

    async def parts() -> AsyncIterator[str]:
        head = {"clinic": clinic, "made": now, "staff": [asdict(one) for one in staff.listed(db, clinic)],
                "receipts": [asdict(one) for one in receipts.listed(db, clinic)]}
        yield json.dumps(head, ensure_ascii=False)[:-1] + ', "summaries": ['
        after, comma = "", ""
        while page := inbox.of_clinic(db, clinic, after, 50):
            for item in page:
                if item.there:
                    inbox.viewed(db, now, clinic, me.member.who, "export", item.kept.id)
                yield comma + json.dumps(plain(host, me, item), ensure_ascii=False)
                comma = ",\n"
            after = page[-1].kept.id
        yield '], "access": ['
        last, comma = 0, ""
        while entries := audit.listed(db, clinic, after=last, limit=500):
            yield comma + ",\n".join(json.dumps(asdict(entry)) for entry in entries)
            last, comma = entries[-1].id, ",\n"
        yield "]}\n"

    return StreamingResponse(parts(), media_type="application/json", headers=FILE)


async def sure(host: Host, me: Me, request: Request, _: Fields) -> Response:
    """Asked once before anything is deleted."""
    item = found(host, me, request)
    if item is None or not item.kept.key:
        return missing(me)
    count = len(inbox.of_client(host.store.db, me.member.clinic, item.kept.key))
    return shown(me, "delete.html", item=item, count=count, partly=partly(host.store, item))


async def delete(host: Host, me: Me, request: Request, _: Fields) -> Response:
    item = found(host, me, request)
    if item is None or not item.kept.key:
        return missing(me)
    made = erase(host.store, me.member, item, host.clock().timestamp())
    return RedirectResponse(f"/staff/receipt/{made.code}", 303, STRICT)


async def receipt(host: Host, me: Me, request: Request, _: Fields) -> Response:
    one = receipts.one(host.store.db, me.member.clinic, str(request.path_params["code"]))
    return missing(me) if one is None else shown(me, "receipt.html", receipt=one, named=named(host, me))
