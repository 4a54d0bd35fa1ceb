"""The summaries that clients sent to the clinic: the list, one of them, and that it is handled."""

from datetime import UTC, datetime
from typing import Any

from starlette.responses import JSONResponse, Response

from bot.api.call import Call
from bot.api.chats import fingerprint
from bot.api.problems import Problem
from bot.records import audit, handling, inbox, requests
from bot.records.inbox import Filters
from bot.records.inbox import Item as Kept
from bot.summary.filed import filed, paper

JSON, PDF = "application/json", "application/pdf"
ANY = {JSON: ("application/*", "*/*"), PDF: ("application/pdf",)}


async def listed(call: Call) -> Response:
    """A page, newest first."""
    query, db = call.query, call.host.store.db
    if query.after and inbox.one(db, call.clinic, query.after) is None:
        raise Problem("not-found", "the page before is not there any more; begin again without after")
    wanted = Filters(show=query.show, dispositions=tuple(query.disposition),
                     since=query.since.timestamp() if query.since else 0.0)
    found = inbox.of_clinic(db, call.clinic, query.after, query.limit + 1, wanted)
    page = found[:query.limit]
    audit.noted(db, call.now(), call.clinic, call.who, "list")
    return JSONResponse({"items": [row(one) for one in page],
                         "next": page[-1].kept.id if len(found) > len(page) else ""})


async def read(call: Call) -> Response:
    """One summary, by the published schema or as PDF. The view is in the access log before it goes out."""
    item, kind = of_clinic(call), form(call.request.headers.get("accept", ""))
    if not item.there:
        raise Problem("not-found", "the client took it back")
    if kind == PDF and not call.host.files:
        raise Problem("not-acceptable", "this server makes no PDF")
    db, house = call.host.store.db, call.host.house
    body = item.kept.body(call.query.lang or house.clinics[call.clinic].lang)
    inbox.viewed(db, call.now(), call.clinic, call.who, "pdf" if kind == PDF else "view", item.kept.id)
    if kind == JSON:
        return JSONResponse(body.model_dump(mode="json"), headers={"Content-Language": body.lang})
    name, content = await filed(body, paper(house, call.host.store.glimpse(item.kept.key)))
    if not name.endswith(".pdf"):
        raise Problem("fault", "the PDF could not be made; the JSON is there")
    return Response(content, media_type=PDF, headers={"Content-Language": body.lang})


async def handled(call: Call) -> Response:
    """It is done, or open again. The same request again gets the same answer, as long as the summary is there."""
    item, store, own = of_clinic(call), call.host.store, requests.key(call.clinic)
    at = call.now() if call.body.handled else None

    def work(_: Any) -> list[dict[str, Any]]:
        handling.handle(store.db, item.kept.id, at, call.who)
        audit.noted(store.db, call.now(), call.clinic, call.who, "handled" if at else "reopened", item.kept.id)
        # Nothing about the client: this row outlives "forget me".
        return [{"handled": row(of_clinic(call))["handled"], "request": fingerprint(call)}]

    store.act(own, f"handled:{call.idempotency}", work, "sent")
    found = (store.answered(own, f"handled:{call.idempotency}") or [{}])[0]
    if found.get("request") != fingerprint(call):
        raise Problem("key-reused")
    return JSONResponse({**row(of_clinic(call)), "handled": found["handled"]})


def of_clinic(call: Call) -> Kept:
    """The summary that the address names. Raises Problem, the same for one of another clinic."""
    found = inbox.one(call.host.store.db, call.clinic, call.path("id"))
    if found is None or found.kept.state == "superseded":
        raise Problem("not-found", "there is no such summary, or it was replaced or deleted")
    return found


def row(item: Kept) -> dict[str, Any]:
    """As it stands in the list."""
    kept = item.kept
    body = kept.body(kept.lang) if item.there else None
    by = item.by if ":" in item.by else f"staff:{item.by}"
    return {
        "id": kept.id, "sent": stamp(kept.at), "state": kept.state,
        "disposition": body.disposition if body else None,
        "booking": body.booking.model_dump() if body else None,
        "handled": {"at": stamp(item.handled), "by": by} if item.handled else None,
    }


def stamp(at: float) -> str:
    return datetime.fromtimestamp(at, UTC).isoformat(timespec="seconds")


def form(accept: str) -> str:
    """JSON or PDF: whichever is named first. Raises Problem."""
    for one in (part.partition(";")[0].strip().lower() for part in (accept or "*/*").split(",")):
        for kind, names in ANY.items():
            if one == kind or one in names:
                return kind
    raise Problem("not-acceptable", f"there is {JSON} and {PDF}")
