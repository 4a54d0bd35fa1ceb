"""The files of the web page: what each is, who may frame it, and what a clinic's own page loads."""

import hashlib
import json
from collections.abc import Awaitable, Callable
from functools import partial
from pathlib import Path

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from bot.host import Host
from bot.web.headers import POLICY, policy
from knowledge.load import DATA
from knowledge.load import read as read_yaml

PAGE = Path(__file__).parent / "page"
FILES = {
    "/app.js": (PAGE / "app.js", "text/javascript"),
    "/style.css": (PAGE / "style.css", "text/css"),
    "/icon.svg": (PAGE / "icon.svg", "image/svg+xml"),
    "/body.svg": (DATA / "body" / "body.svg", "image/svg+xml"),
    "/body.png": (DATA / "body" / "body.png", "image/png"),
}
LABELS = Path(__file__).parent / "labels.yaml"
EMBED = ("embedTitle", "embedOpen", "embedClose")  # the labels that stand on a clinic's page



def files(host: Host) -> list[Route]:
    """A route for each file."""
    return [
        *(Route(path, served(file.read_bytes(), kind)) for path, (file, kind) in FILES.items()),
        Route("/", served((PAGE / "index.html").read_bytes(), "text/html", partial(framed, host))),
        Route("/labels.js", served(labels(host), "text/javascript")),
        Route("/embed.js", served(embed(host), "text/javascript", anywhere)),
    ]


def labels(host: Host) -> bytes:
    """The labels of the page in every language on the menu, as a script."""
    found = {lang: row for lang, row in read_yaml(LABELS).items() if lang in host.house.words}
    return f"const LABELS = {json.dumps(found, ensure_ascii=False)};\n".encode()


def embed(host: Host) -> bytes:
    """The script for a clinic's page, with the few words that it shows."""
    words = {lang: {name: row[name] for name in EMBED if name in row}
             for lang, row in read_yaml(LABELS).items() if lang in host.house.words}
    return f"const EMBED = {json.dumps(words, ensure_ascii=False)};\n".encode() + (PAGE / "embed.js").read_bytes()


def framed(host: Host, request: Request) -> dict[str, str]:
    """The page may stand in a frame on the sites of its clinic, and nowhere else."""
    clinic = host.house.clinics.get(request.query_params.get("clinic", ""))
    return {POLICY: policy(clinic.origins if clinic else ())}


def anywhere(_: Request) -> dict[str, str]:
    """Any site may load this script; the frame that it makes is guarded by `framed`."""
    return {"Cross-Origin-Resource-Policy": "cross-origin"}


def served(
    body: bytes, kind: str, more: Callable[[Request], dict[str, str]] = lambda _: {},
) -> Callable[[Request], Awaitable[Response]]:
    """One file of the page, with `more` headers; a browser asks whether it still holds."""
    mark = f'"{hashlib.sha256(body).hexdigest()[:16]}"'
    fresh = {"ETag": mark, "Cache-Control": "no-cache"}

    async def file_of_page(request: Request) -> Response:
        if request.headers.get("if-none-match") == mark:
            return Response(status_code=304, headers=fresh | more(request))
        return Response(body, media_type=kind, headers=fresh | more(request))

    return file_of_page
