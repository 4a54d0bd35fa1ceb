"""The files of the web page: what each is, who may frame it, and what a clinic's own page loads."""

import hashlib
import json
from collections.abc import Awaitable, Callable, Mapping
from functools import partial
from html import escape
from pathlib import Path
from types import MappingProxyType

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from bot import picture
from bot.host import Host
from bot.web.headers import POLICY, policy
from dialogs.house import Clinic
from knowledge.load import read as read_yaml

PAGE = Path(__file__).parent / "page"
FILES = {
    "/app.js": (PAGE / "app.js", "text/javascript"),
    "/style.css": (PAGE / "style.css", "text/css"),
    "/icon.svg": (PAGE / "icon.svg", "image/svg+xml"),
}
LABELS = Path(__file__).parent / "labels.yaml"
EMBED = ("embedTitle", "embedOpen", "embedClose")  # the labels that stand on a clinic's page
Endpoint = Callable[[Request], Awaitable[Response]]
# Any site may load what says this; the frame that the script makes is guarded by `framed`.
ANYWHERE = {"Cross-Origin-Resource-Policy": "cross-origin"}


def files(host: Host) -> list[Route]:
    """A route for each file."""
    return [
        *(Route(path, served(file.read_bytes(), kind)) for path, (file, kind) in FILES.items()),
        Route("/", partial(index, host)),
        Route("/labels.js", served(f"const LABELS = {json.dumps(labels(host), ensure_ascii=False)};\n".encode(),
                                   "text/javascript")),
        Route("/embed.js", served(embed(host), "text/javascript", ANYWHERE)),
        Route("/body.svg", partial(body, host)),
        Route("/body.png", partial(body, host)),
        Route("/theme.css", partial(theme, host)),
        Route("/logo", partial(logo, host)),
    ]


def labels(host: Host) -> dict[str, dict[str, str]]:
    """The labels of the page in every language on the menu."""
    return {lang: row for lang, row in read_yaml(LABELS).items() if lang in host.house.words}


def embed(host: Host) -> bytes:
    """The script for a clinic's page, with the few words that it shows."""
    words = {lang: {name: row[name] for name in EMBED if name in row} for lang, row in labels(host).items()}
    return f"const EMBED = {json.dumps(words, ensure_ascii=False)};\n".encode() + (PAGE / "embed.js").read_bytes()


def clinic(host: Host, id: str) -> Clinic:
    """The clinic of a link; one that is not known looks like the house's own."""
    return host.house.clinics.get(id) or host.house.clinics.get("") or Clinic()


async def index(host: Host, request: Request) -> Response:
    """The page, in the looks of its clinic."""
    id = request.query_params.get("clinic", "")
    own = clinic(host, id)
    to = f"?clinic={own.id}" if own.id else ""
    logo = f'<img id="logo" src="logo{to}" alt="">' if own.theme.logo else ""
    text = (PAGE / "index.html").read_text(encoding="utf-8").replace("{clinic}", to).replace("{logo}", logo)
    text = text.replace("{name}", escape(own.name))
    return fresh(request, text.encode(), "text/html", framed(host, id))


async def body(host: Host, request: Request) -> Response:
    """The numbered picture with its words in ?lang."""
    words = host.house.words.get(request.query_params.get("lang", "")) or host.house.words["en"]
    if request.url.path.endswith(".png"):
        return fresh(request, picture.png(words.lang), "image/png", {})
    return fresh(request, picture.svg(words).encode(), "image/svg+xml", {})


async def theme(host: Host, request: Request) -> Response:
    """The colours of a clinic as custom properties: for our page, and for our button on the clinic's page."""
    own = clinic(host, request.query_params.get("clinic", "")).theme
    body = f":root {{ --si-screen: {own.colour}; --on-si-screen: {own.on_colour}; }}\n" if own.colour else ""
    return fresh(request, body.encode(), "text/css", ANYWHERE)


async def logo(host: Host, request: Request) -> Response:
    """The logo of a clinic, or 404."""
    own = clinic(host, request.query_params.get("clinic", "")).theme
    return fresh(request, own.logo, own.logo_type, {}) if own.logo else Response(status_code=404)


def framed(host: Host, id: str, forms: bool = False) -> dict[str, str]:
    """A page may stand in a frame on the sites of its clinic, and nowhere else."""
    known = host.house.clinics.get(id)
    return {POLICY: policy(known.origins if known else (), forms)}


def served(body: bytes, kind: str, more: Mapping[str, str] = MappingProxyType({})) -> Endpoint:
    """One file of the page, with `more` headers."""

    async def file_of_page(request: Request) -> Response:
        return fresh(request, body, kind, more)

    return file_of_page


def fresh(request: Request, body: bytes, kind: str, more: Mapping[str, str]) -> Response:
    """A file; a browser asks each time whether what it holds is still the same."""
    mark = f'"{hashlib.sha256(body).hexdigest()[:16]}"'
    headers = {"ETag": mark, "Cache-Control": "no-cache", **more}
    if request.headers.get("if-none-match") == mark:
        return Response(status_code=304, headers=headers)
    return Response(body, media_type=kind, headers=headers)
