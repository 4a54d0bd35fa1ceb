"""`si-screen embed check` on real pages: each fault is told, and the verdict is that of a real browser."""

import base64
import hashlib
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import httpx
import pytest
import trustme
from playwright.sync_api import Browser

from bot.embed.check import troubles
from bot.embed.fetch import client, fetched
from bot.embed.policy import blocking
from bot.host import Host
from dialogs.house import Clinic, House
from tests.browser.server import serving
from tests.conftest import Command

pytest_plugins = ["tests.browser.fixtures"]
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


@pytest.fixture(scope="module")
def servers(house: House) -> Iterator[tuple[Site, str, Host]]:
    with standing() as site, serving(house) as (chat, host):
        yield site, chat, host


@pytest.fixture
def pair(servers: tuple[Site, str, Host], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Pair:
    (tmp_path / "clinics").mkdir()
    monkeypatch.setenv("SI_SCREEN_CLINICS", str(tmp_path / "clinics"))
    servers[0].status = 200
    return Pair(*servers, tmp_path / "clinics")


@pytest.mark.parametrize("body", [LINE, LINE.replace(">", " async>", 1), FRAME, LINK, f"<!-- {LINE} -->{LINE}"])
def test_nothing_blocks_a_page_that_is_right(pair: Pair, command: Command, body: str) -> None:
    said = command("embed", "check", pair.page(body), "--clinic", "hill")
    assert "Nothing blocks the chat" in said and "clinic 'hill'" in said and "To mend it" not in said


def held(kind: str, **names: str) -> str:
    """Our line as a tool writes it anew, with other names for its attributes."""
    line = LINE.replace("<script", f'<script type="{kind}"')
    return line.replace("src=", f"{names.get('src', 'src').replace('_', '-')}=")


COLD = [  # a line, what is told, what mends it
    ("", "no line of SI Screen is in this page", "plain link"),
    ("<script src='/autoptimize_1.js'></script>", "rewritten by Autoptimize", "exclude embed.js"),
    (f"<!-- {LINE} -->", "stands in a comment", "comment signs"),
    (LINE.replace("<", "&lt;"), "as text that visitors read", "block for HTML"),
    (f"<noscript>{LINE}</noscript>", "inside <noscript>", "move it out"),
    (held("8f3a1c0b9d22-text/javascript"), "Cloudflare Rocket Loader", "data-cfasync"),
    (held("rocketlazyloadscript", src="data_rocket_src"), "WP Rocket", "File Optimization"),
    (held("litespeed/javascript", src="data_src"), "LiteSpeed", "Tuning"),
    (held('text/plain" data-cookieconsent="marketing'), "Cookiebot", 'data-cookieconsent="ignore"'),
    (held('text/plain" data-category="functional'), "a cookie banner", "sets no cookie"),
    (held("text/partytown"), "Partytown", "take type="),
    (held("later"), 'something (type="later")', "exclude embed.js"),
    (FRAME.replace("src=", "data-src="), "its address stands in data-src", "exclude embed.js"),
    (LINE.replace('data-clinic="hill"', ""), "names no clinic", "dale, hill"),
    (LINE.replace('"hill"', '"Hill"'), "'Hill', which does not exist", "capital letters"),
    (LINE.replace('"hill"', '"dale"'), "names the clinic 'dale', not 'hill'", "change the id"),
    (FRAME.replace("clinic=hill", "clinic=dale"), "names the clinic 'dale', not 'hill'", "change the id"),
    (LINE.replace("/embed.js", "/embedded/embed.js"), "answers 404", "compare the address"),
    (LINE.replace("{chat}", "http://127.0.0.1:1"), "nothing answers at http://127.0.0.1:1/embed.js", "runs"),
    (LINE.replace("/embed.js", "/app.js"), "is not the script of SI Screen", "/embed.js"),
    (LINE.replace("{chat}", ""), "is not the script of SI Screen", "/embed.js"),
    (LINE.replace("<script", '<script integrity="sha256-AA"'), "integrity of our line does not fit", "take integrity"),
    (FRAME.replace("<iframe", '<iframe sandbox="allow-scripts"'), "closed in by sandbox", "allow-forms"),
]


@pytest.mark.parametrize(("body", "what", "mend"), COLD, ids=[what[:30] for _, what, _ in COLD])
def test_a_line_that_does_not_run(pair: Pair, command: Command, body: str, what: str, mend: str) -> None:
    said = command("embed", "check", pair.page(body), "--clinic", "hill", code=1)
    assert "does not show on this page" in said
    assert mend in said.lower().partition(what.lower())[2] or mend in said.partition(what[1:])[2]


def test_the_site_is_not_among_the_origins(pair: Pair, command: Command) -> None:
    page = pair.page(LINE)
    pair.allow("https://www.hill.example")
    said = command("embed", "check", page, code=1)
    assert f'origins: "https://www.hill.example {page}"' in said
    pair.allow(page.replace("127.0.0.1", "localhost"))
    assert f"{page} is not among the origins of clinic 'hill'" in command("embed", "check", page, code=1)
    pair.allow(page.rsplit(":", 1)[0] + ":81")
    assert "is, but that is another site to a browser" in command("embed", "check", page, code=1)
    pair.allow(page, known=False)
    assert "start SI Screen again" in command("embed", "check", page, code=1)


def test_a_page_that_is_not_there(pair: Pair, command: Command) -> None:
    pair.site.status = 401
    assert "answers 401" in command("embed", "check", pair.page(LINE), code=2)
    assert "can't be fetched" in command("embed", "check", "http://127.0.0.1:1/", code=2)
    assert "can't be fetched" in command("embed", "check", "http://a b/", code=2)
    assert "no clinic 'hil'" in command("embed", "check", pair.site.url, "--clinic", "hil", code=2)


def test_a_page_of_any_bytes(pair: Pair, command: Command) -> None:
    for body in ("<script", "<a href='//[bad/?clinic=x'>", "<!--", "<![CDATA[", "\0" * 100, "<p>" * 20_000, LINE * 300):
        pair.page("")
        pair.site.body = body
        assert "http" in command("embed", "check", pair.site.url, code=0 if body == "" else 1)


def test_a_server_before_si_screen_that_changes_headers(pair: Pair, house: House) -> None:
    """It drops our policy, frames nothing, or serves the script as a text."""
    script = httpx.get(f"{pair.chat}/embed.js", trust_env=False).text
    with standing() as proxy, client() as http:
        clinics = pair.host.house.clinics
        proxy.body, proxy.headers = script, {"Content-Type": "text/plain", "X-Frame-Options": "DENY"}
        page = fetched(http, pair.page(LINE.replace("{chat}", proxy.url)))
        told = " ".join(one.what for one in troubles(http, page, clinics))
        assert "served as 'text/plain'" in told and "is not SI Screen, or its headers were taken away" in told
        framed = f"frame-ancestors {pair.site.url}"
        proxy.headers = {"Content-Type": "text/javascript", "Content-Security-Policy": framed,
                         "X-Frame-Options": "DENY", "Cross-Origin-Resource-Policy": "same-origin"}
        told = " ".join(one.what for one in troubles(http, page, clinics))
        assert "adds X-Frame-Options: DENY" in told and "changes the header Cross-Origin-Resource-Policy" in told


def test_http_inside_https_is_refused(pair: Pair) -> None:
    authority = trustme.CA()
    server, trust = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER), ssl.create_default_context()
    authority.issue_cert("127.0.0.1").configure_cert(server)
    authority.configure_trust(trust)
    with standing(server) as site, httpx.Client(verify=trust, trust_env=False) as http:
        for line in (LINE, FRAME):
            site.body = "<p>Book here.</p>" + line.format(chat="http://chat.invalid")
            told = troubles(http, fetched(http, site.url), pair.host.house.clinics)
            assert "browsers refuse that" in told[0].what and "https" in told[0].mend
        site.body = "<p>Book here.</p>" + LINE.format(chat=pair.chat)
        pair.allow(site.url)
        assert troubles(http, fetched(http, site.url), pair.host.house.clinics) == []  # this computer is an exception


SEAL = "sha256-" + base64.b64encode(hashlib.sha256(b"x").digest()).decode()
POLICIES = [
    "default-src 'self'", "script-src 'self'; frame-src {chat}", "script-src {chat}; child-src 'none'",
    "default-src 'self'; script-src {chat}; frame-src {chat}", "script-src http://*:*",
    "script-src https:", "script-src {chat}/embed.js", "script-src {chat}/static/", "sandbox allow-same-origin",
    "script-src-elem {chat}; script-src 'none'", "script-src {chat} 'strict-dynamic'", "frame-src http://127.0.0.1",
    "script-src 127.0.0.1:{port}", "script-src {chat}, frame-src 'none'", "script-src 'none'; script-src {chat}",
]
META = """<meta http-equiv='content-security-policy' content="frame-src 'none'">"""
PAGES = [
    LINE.replace("<script", '<script type="module"'), FRAME, held("text/plain"), f"<template>{LINE}</template>",
    LINE.replace("<script", f'<script integrity="{SEAL}"'), FRAME.replace("src=", "data-src="),
    "<base href='{chat}/'>" + LINE.replace("{chat}/", ""), META + LINE,
]


def test_the_verdict_is_that_of_a_real_browser(pair: Pair, browser: Browser) -> None:
    with client() as http, browser.new_context() as context:
        shown = context.new_page()
        nonced = LINE.replace("<script", '<script nonce="abc"')
        for body, policy, head in [
                *((LINE, one, "") for one in POLICIES), *((one, "", "") for one in PAGES), (LINE, "", META),
                ("", "", LINE), (nonced, "script-src 'nonce-abc' 'strict-dynamic'", ""),
                (FRAME, "script-src 'none'", "")]:
            policy = policy.format(chat=pair.chat, port=pair.chat.rsplit(":", 1)[1])
            url = pair.page(body, head, **({"Content_Security_Policy": policy} if policy else {}))
            told = troubles(http, fetched(http, url), pair.host.house.clinics)
            shown.goto(url)
            fine = not any(one.blocks for one in told)
            for _ in range(100 if fine else 2):  # a frame may come after the page is there
                shows = any(frame.url.startswith(pair.chat) and frame.query_selector("#answer")
                            for frame in shown.frames[1:] if not frame.is_detached())
                if shows:
                    break
                shown.wait_for_timeout(50)
            assert shows == fine, (body, policy, head, told)


def test_a_policy_that_is_empty_or_odd_blocks_nothing_by_itself() -> None:
    script, page = "https://chat.example/embed.js", "https://clinic.example/"
    for policy in ("", ";;", ",", "report-uri /x", "script-src * data:", "frame-src *", "script-src http://chat.example"):
        assert blocking([policy], "script", script, page) == ""
    for policy in ("script-src", "script-src *.chat.example"):
        assert blocking([policy], "script", script, page) == policy
