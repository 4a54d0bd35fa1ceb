"""How a staff page is made: template, words, headers. Nothing of a client is markup, and no script may run."""

from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.responses import HTMLResponse, Response

from bot.records.staff import Member
from bot.staff.words import labels
from bot.web.headers import POLICY
from dialogs.house import Clinic
from dialogs.words import Words

PAGES = Path(__file__).parent / "pages"
TEMPLATES = Environment(loader=FileSystemLoader(PAGES), autoescape=True, undefined=StrictUndefined,
                        trim_blocks=True, lstrip_blocks=True)
STRICT = {POLICY: "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; "
                  "frame-ancestors 'none'"}


@dataclass(frozen=True, slots=True)
class Me:
    """Who asks for a page. `csrf` stands in every form of theirs."""

    member: Member
    clinic: Clinic
    csrf: str

    @property
    def w(self) -> Words:
        return labels(self.member.lang)

    @property
    def mine(self) -> str:
        """For bot.records.inbox: a therapist sees their own and nobody's."""
        return self.member.id if self.member.role == "therapist" else ""

    def when(self, at: float) -> str:
        """A time as the clinic's clock shows it."""
        zone = ZoneInfo(self.clinic.zone) if self.clinic.zone else UTC
        return datetime.fromtimestamp(at, zone).strftime("%Y-%m-%d %H:%M" + ("" if self.clinic.zone else " UTC"))


def shown(me: Me, template: str, status: int = 200, **values: Any) -> Response:
    """A page for somebody who is signed in."""
    return html(template, me.w, status, me=me, **values)


def html(template: str, w: Words, status: int = 200, me: Me | None = None, **values: Any) -> Response:
    text = TEMPLATES.get_template(template).render(w=w, me=me, **values)
    return HTMLResponse(text, status, STRICT)


def said(w: Words, what: str, status: int, me: Me | None = None) -> Response:
    """A page that only says something: `what` and `what`_say are its labels."""
    return html("said.html", w, status, me, what=what)


def missing(me: Me) -> Response:
    """Not there, or not theirs: the very same."""
    return said(me.w, "gone", 404, me)
