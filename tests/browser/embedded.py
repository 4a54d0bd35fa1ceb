"""A clinic's own web site on another port, which frames the chat by one line."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from playwright.sync_api import Browser, Frame, Page

from dialogs.house import Clinic, House
from tests.browser.server import serving

HILL = Clinic(id="hill", name="Hill", country="US")
HOST_PAGE = """<!doctype html><html lang="{lang}" dir="{dir}"><meta name="viewport" content="width=device-width">
<title>A clinic</title><h1>A clinic</h1><p>Book here.</p>
<script src="{url}/embed.js" data-clinic="{clinic}" data-show="{show}" async></script></html>"""


@contextmanager
def site(page: str) -> Iterator[str]:
    """The clinic's own web site: one page, on a port of its own."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.end_headers()
            self.wfile.write(Handler.body)

        def log_message(self, *_: object) -> None:
            """Tests are quiet."""

        body = page.encode()

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()


@contextmanager
def embedded(browser: Browser, house: House, allowed: bool = True, look: dict[str, Any] | None = None,
             clinic: Clinic = HILL, **page: str) -> Iterator[tuple[Page, list[str]]]:
    """A clinic's page, at 320 px if `look` says no more, and every address that was asked for."""
    own = {"lang": "en", "dir": "ltr", "clinic": "hill", "show": "bubble", **page}
    house = replace(house, clinics={"": Clinic(), "hill": clinic})
    with serving(house) as (url, host), site(HOST_PAGE.format(url=url, **own)) as address:
        origins = (address,) if allowed else ("https://elsewhere.example",)
        host.house = replace(house, clinics={"": Clinic(), "hill": replace(clinic, origins=origins)})
        with browser.new_context(**{"viewport": {"width": 320, "height": 640}, **(look or {})}) as context:
            shown, asked = context.new_page(), []
            shown.on("request", lambda request: asked.append(request.url))
            shown.goto(address)
            yield shown, asked


def chat(page: Page) -> Frame:
    """The chat inside its frame, once its first card is there."""
    page.wait_for_selector("iframe")
    frame = next(f for f in page.frames if f is not page.main_frame)
    frame.wait_for_selector("#answer fieldset")
    return frame


def agreed(frame: Frame) -> None:
    """The first card is answered. (The policy of the page forbids to wait by a script.)"""
    frame.locator("#answer button").first.click()
    for _ in range(1000):
        if frame.evaluate("panel.id") != "consent":
            return
        frame.page.wait_for_timeout(50)
    raise AssertionError("the first card is still there")
