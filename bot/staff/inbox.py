"""The list: what clients sent, newest first, with filters."""

from datetime import UTC, datetime, timedelta
from typing import get_args
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute

from bot.host import Host
from bot.records import audit, inbox, keys, staff
from bot.records.inbox import Filters, Item, Show
from bot.records.staff import Member
from bot.staff.gate import Fields, guarded
from bot.staff.page import Me, shown
from dialogs.session import Session
from knowledge.match import DOCTOR_FIRST
from knowledge.models import RANK

PAGE = 25
FILTERS = ("show", "disposition", "for", "since", "until")
SHOWS: tuple[Show, ...] = get_args(Show)


def routes(host: Host) -> list[BaseRoute]:
    return [guarded(host, "/staff", listed)]


async def listed(host: Host, me: Me, request: Request, _: Fields) -> Response:
    asked = {name: request.query_params.get(name, "")[:40] for name in FILTERS}
    found = inbox.of_clinic(host.store.db, me.member.clinic, request.query_params.get("after", "")[:40], PAGE + 1,
                            filters(me, asked))
    audit.noted(host.store.db, host.clock().timestamp(), me.member.clinic, me.member.who, "list")
    kept = {name: value for name, value in asked.items() if value}
    older = urlencode({**kept, "after": found[PAGE - 1].kept.id}) if len(found) > PAGE else ""
    return shown(
        me, "list.html", items=found[:PAGE], asked=asked, older=older, later="after" in request.query_params,
        shows=SHOWS, outcomes=RANK, tiers=tiers(host, me), carers=carers(host, me), names=names(host, me),
        outcome=outcome, urgent=urgent, filtered=set(kept) - {"show"} or kept.get("show", "all") != "all",
        paused=host.paused(Session(id="", clinic=me.member.clinic)),
    )


def filters(me: Me, asked: dict[str, str]) -> Filters:
    """What was asked for; what makes no sense is left out. Who books does not choose by outcome."""
    show: Show = next((show for show in SHOWS if show == asked["show"]), "all")
    tier = () if me.member.role == "reception" or asked["disposition"] not in RANK else (asked["disposition"],)
    assigned = {"": None, "nobody": ""}.get(asked["for"], asked["for"])
    return Filters(show, tier, day(me, asked["since"]) or 0.0, day(me, asked["until"], 1) or 1e12, assigned, me.mine)


def day(me: Me, text: str, more: int = 0) -> float | None:
    """The begin of a day at the clinic, or of one so many days later; None for no day."""
    zone = ZoneInfo(me.clinic.zone) if me.clinic.zone else UTC
    try:
        found = datetime.strptime(text, "%Y-%m-%d").replace(tzinfo=zone)
        return (found + timedelta(days=more)).timestamp()
    except (ValueError, OverflowError):
        return None


def tiers(host: Host, me: Me) -> dict[str, str]:
    """The outcomes by name, in the language of the reader where there is one; also D4w and D5p, where massage waits."""
    house = host.house
    content = house.translations.get(("calibrated", me.w.lang)) or house.knowledge["calibrated"]
    return {id: one.name for id, one in content.dispositions.items()}


def carers(host: Host, me: Me) -> list[Member]:
    """To whom a summary can be given."""
    return [one for one in staff.working(host.store.db, me.member.clinic) if one.role != "reception"]


def names(host: Host, me: Me) -> dict[str, str]:
    """Who can have a summary or have handled it: staff by id, programs by "key:ID"."""
    found = {one.id: one.name for one in staff.listed(host.store.db, me.member.clinic)}
    return {**found, **programs(host, me)}


def programs(host: Host, me: Me) -> dict[str, str]:
    """The API keys of the clinic."""
    own = (one for one in keys.listed(host.store.db, me.member.clinic) if one.clinic == me.member.clinic)
    return {f"key:{one.id}": me.w("program", id=one.name or one.id) for one in own}


def outcome(me: Me, item: Item, tiers: dict[str, str]) -> str:
    """What it came to: for who books only as far as booking needs it."""
    body = item.kept.body(me.w.lang)
    if me.member.role != "reception":
        return tiers[body.text]
    return me.w("book_later" if body.text == "D5p" else f"book_{body.massage}")


def urgent(item: Item) -> bool:
    """Whether it stands out in a list: a doctor comes first."""
    body = item.kept.body(item.kept.lang)
    return body.disposition in DOCTOR_FIRST or body.text == "D4w"
