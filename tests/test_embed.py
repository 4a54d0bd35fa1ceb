"""The chat on a clinic's own page: a real page on another port frames it by one line."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import Browser, Frame, Page, expect

from bot.clinic.files import clinics
from dialogs.house import Clinic, House
from knowledge.load import KnowledgeError
from tests.browser import driver
from tests.browser.server import serving

pytest_plugins = ["tests.browser.fixtures"]
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
def embedded(browser: Browser, house: House, allowed: bool = True, **page: str) -> Iterator[tuple[Page, list[str]]]:
    """A clinic's page at 320 px, and every address that was asked for."""
    own = {"lang": "en", "dir": "ltr", "clinic": "hill", "show": "bubble", **page}
    clinic = Clinic(id="hill", name="Hill", country="US")
    house = replace(house, clinics={"": Clinic(), "hill": clinic})
    with serving(house) as (url, host), site(HOST_PAGE.format(url=url, **own)) as address:
        origins = (address,) if allowed else ("https://elsewhere.example",)
        host.house = replace(house, clinics={"": Clinic(), "hill": replace(clinic, origins=origins)})
        with browser.new_context(viewport={"width": 320, "height": 640}) as context:
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
    for _ in range(100):
        if frame.evaluate("panel.id") != "consent":
            return
        frame.page.wait_for_timeout(50)
    raise AssertionError("the first card is still there")


def test_a_button_in_the_corner_opens_the_chat_on_a_small_phone(browser: Browser, house: House) -> None:
    with embedded(browser, house) as (page, asked):
        button = page.get_by_role("button", name="Questions before your massage")
        expect(button).to_have_attribute("aria-expanded", "false")
        assert [f.url for f in page.frames[1:]] in ([], [""], ["about:blank"])  # nothing before it is wanted
        button.click()
        frame = chat(page)
        assert "Hill" in frame.locator("#log").inner_text()
        assert page.locator("iframe").get_attribute("title") == "SI Screen: questions before your massage"
        assert frame.evaluate(driver.WIDE) == [] and page.evaluate(driver.WIDE) == []
        agreed(frame)
        frame.locator("body").press("Escape")
        expect(page.get_by_role("button", name="Questions before your massage")).to_be_focused()
        page.get_by_role("button", name="Questions before your massage").click()
        assert frame.evaluate("panel.id") != "consent"  # nothing was lost
        assert {address.split("/")[2] for address in asked} == {address.split("/")[2] for address in (
            page.url, page.locator("iframe").get_attribute("src") or "")}
        assert page.context.cookies() == []


def test_inline_in_the_language_of_the_page(browser: Browser, house: House) -> None:
    with embedded(browser, house, show="inline", lang="ar", dir="rtl") as (page, _):
        frame = chat(page)
        assert frame.evaluate("[document.documentElement.lang, document.documentElement.dir]") == ["ar", "rtl"]
        assert frame.evaluate("innerWidth") > 280


def test_a_site_that_the_clinic_did_not_name_shows_no_chat(browser: Browser, house: House) -> None:
    with embedded(browser, house, allowed=False, show="inline") as (page, _):
        page.wait_for_selector("iframe")
        page.wait_for_timeout(500)
        assert all(f.query_selector("#answer") is None for f in page.frames[1:] if not f.is_detached())


def test_the_page_hears_no_answer(browser: Browser, house: House) -> None:
    with embedded(browser, house, show="inline") as (page, _):
        page.evaluate("window.heard = []; addEventListener('message', e => heard.push(JSON.stringify(e.data)))")
        frame = chat(page)
        agreed(frame)
        frame.locator("body").press("Escape")
        page.wait_for_function("() => heard.length > 0")
        assert set(page.evaluate("heard")) <= {'{"siScreen":1,"what":"close"}', '{"siScreen":1,"what":"ready"}'}


def test_only_the_sites_of_the_clinic_may_frame_it(house: House) -> None:
    named = Clinic(id="hill", name="Hill", origins=("https://hill.example",))
    with serving(replace(house, clinics={"": Clinic(), "hill": named})) as (url, _), \
            httpx.Client(base_url=url, trust_env=False) as http:
        policies = [http.get("/", params={"clinic": id}).headers["content-security-policy"] for id in ("hill", "", "x")]
        assert policies[0].endswith("frame-ancestors https://hill.example")
        assert policies[1].endswith("frame-ancestors 'none'") and policies[2].endswith("frame-ancestors 'none'")
        assert http.get("/embed.js").headers["cross-origin-resource-policy"] == "cross-origin"
        assert http.get("/app.js").headers["cross-origin-resource-policy"] == "same-origin"


@pytest.mark.parametrize("origin", ["hill.example", "https://hill.example/book", "http://hill.example", "*"])
def test_an_origin_is_a_site_named_exactly(tmp_path: Path, origin: str) -> None:
    (tmp_path / "hill.yaml").write_text(f'id: hill\nname: Hill\norigins: "{origin}"\n', encoding="utf-8")
    with pytest.raises(KnowledgeError, match="is no origin"):
        clinics(tmp_path, Clinic())
