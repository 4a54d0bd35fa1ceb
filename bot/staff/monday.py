"""The page for the begin of a week: what waits."""

from urllib.parse import urlsplit

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute

from bot.host import Host
from bot.records import hooks, inbox, opened, therapists
from bot.records.inbox import Filters
from bot.staff.gate import Fields, guarded
from bot.staff.inbox import names, outcome, tiers, urgent
from bot.staff.page import Me, shown
from knowledge.match import DOCTOR_FIRST
from knowledge.signed import standing

MOST = 30  # of each kind


def routes(host: Host) -> list[BaseRoute]:
    return [guarded(host, "/staff/monday", monday, ("manager", "therapist"))]


async def monday(host: Host, me: Me, _: Request, __: Fields) -> Response:
    db, clinic = host.store.db, me.member.clinic
    opens = inbox.of_clinic(db, clinic, "", MOST, Filters("open", tuple(DOCTOR_FIRST), waits=True, mine=me.mine))
    waiting = {
        "unmatched": inbox.of_clinic(db, clinic, "", MOST, Filters("unmatched", mine=me.mine)),
        "unread": inbox.of_clinic(db, clinic, "", MOST, Filters("new", mine=me.mine)),
        "referrals": [one for one in opens if not one.kept.caller and one.kept.passed is None],
    }
    linked = therapists.linked(db, clinic)
    stuck = sum(opened.waiting(db, one)["undeliverable"] for one in linked)
    silent = ", ".join(urlsplit(one.url).netloc for one in hooks.troubled(db, me.clinic))
    return shown(me, "monday.html", waiting=waiting, most=MOST, stuck=stuck, hooks=silent, tiers=tiers(host, me),
                 standing=standing(host.house.knowledge["calibrated"], host.clock().date()),
                 names=names(host, me), outcome=outcome, urgent=urgent)
