"""The file of a summary over the web: once, from an address that only its client was told."""

import sqlite3

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from bot.host import Host
from bot.records import summaries
from bot.summary.filed import filed, paper
from dialogs.session import Session

SECONDS = 900.0  # an address is good for so long


async def fetch(host: Host, request: Request) -> Response:
    """GET /file/<address> -> the PDF, or 404: not known, too old, fetched before, or taken back. A HEAD, as link
    checkers and download helpers send it, does not use it up."""
    if request.method == "HEAD":
        return Response()
    address = str(request.path_params["address"])
    try:
        found = summaries.fetched(host.store.db, address, host.clock().timestamp() - SECONDS)
    except sqlite3.OperationalError:
        return JSONResponse({"error": "busy, please try again"}, 503, {"Retry-After": "1"})
    if found is None or host.paused(host.store.glimpse(found.key) or Session(id="")):
        return JSONResponse({"error": "this file was fetched before, or is not here any more"}, 404)
    name, content = await filed(found.body(found.lang), paper(host.house, host.store.glimpse(found.key)))
    return Response(content, media_type="application/pdf" if name.endswith(".pdf") else "text/plain",
                    headers={"Content-Disposition": f'attachment; filename="{name}"'})
