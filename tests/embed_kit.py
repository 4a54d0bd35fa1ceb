"""A clinic's own site and SI Screen, both real, for tests of how one shows the other."""

import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from bot.host import Host
from dialogs.house import Clinic

LINE = '<script src="{chat}/embed.js" data-clinic="hill" data-show="inline"></script>'
FRAME = '<iframe src="{chat}/?clinic=hill" style="width:400px;height:400px"></iframe>'
LINK = '<a href="{chat}/?clinic=hill">Questions before your massage</a>'


class Site:
    """The clinic's own web server; what it answers can be changed."""

    def __init__(self, url: str) -> None:
        self.url, self.body, self.headers, self.status = url, "", {}, 200  # type: ignore[var-annotated]  # of texts


@contextmanager
def standing(context: ssl.SSLContext | None = None) -> Iterator[Site]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(site.status)
            for name, value in {"Content-Type": "text/html; charset=utf-8", **site.headers}.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(site.body.encode())

        def log_message(self, *_: object) -> None:
            """Tests are quiet."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    if context:
        server.socket = context.wrap_socket(server.socket, server_side=True)
    site = Site(f"{'https' if context else 'http'}://127.0.0.1:{server.server_port}")
    threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
    try:
        yield site
    finally:
        server.shutdown()
        server.server_close()


class Pair:
    """A clinic's site, SI Screen, and the folder of the clinic files."""

    def __init__(self, site: Site, chat: str, host: Host, folder: Path) -> None:
        self.site, self.chat, self.host, self.folder = site, chat, host, folder
        self.allow(site.url)

    def allow(self, *origins: str, known: bool = True) -> None:
        """What the clinic file names, and (`known`) what SI Screen has read of it."""
        clinics = {"": Clinic(), "hill": Clinic(id="hill", name="Hill", origins=origins),
                   "dale": Clinic(id="dale", name="Dale", origins=origins)}
        for id in ("hill", "dale"):
            text = f'id: {id}\nname: {id.title()}\norigins: "{" ".join(origins)}"\n'
            (self.folder / f"{id}.yaml").write_text(text)
        if known:
            self.host.house = replace(self.host.house, clinics=clinics)

    def page(self, body: str, head: str = "", **headers: str) -> str:
        self.site.headers = {name.replace("_", "-"): value for name, value in headers.items()}
        self.site.body = f"<!doctype html><title>A clinic</title>{head}<h1>A clinic</h1>{body}".format(
            chat=self.chat)
        return self.site.url


def held(kind: str, **names: str) -> str:
    """Our line as a tool writes it anew, with other names for its attributes."""
    line = LINE.replace("<script", f'<script type="{kind}"')
    return line.replace("src=", f"{names.get('src', 'src').replace('_', '-')}=")
