"""The pages for a clinic's staff: the inbox, a summary, what waits, and the clinic's data."""

from pathlib import Path

from starlette.routing import BaseRoute, Route

from bot.host import Host
from bot.staff import data, inbox, monday, signin, summary
from bot.web.files import served

STYLE = Path(__file__).parent / "pages" / "style.css"


def routes(host: Host) -> list[BaseRoute]:
    """Every page below /staff."""
    style = Route("/staff/style.css", served(STYLE.read_bytes(), "text/css"))
    return [style, *(route for room in (signin, inbox, summary, monday, data) for route in room.routes(host))]
