"""`si-screen embed check` on real pages: each fault is told, and the verdict is that of a real browser."""

import ssl

import httpx
import pytest
import trustme

from bot.embed.check import troubles
from bot.embed.fetch import fetched
from dialogs.house import House
from tests.conftest import Command
from tests.embed_kit import FRAME, LINE, LINK, Pair, held, standing
from tests.patience import PATIENCE, caller

pytest_plugins = ["tests.embed_fixtures"]
@pytest.mark.parametrize("body", [
    LINE, LINE.replace(">", " async>", 1), FRAME, LINK, LINK.replace("/?", "/plain?"), f"<!-- {LINE} -->{LINE}"])
def test_nothing_blocks_a_page_that_is_right(pair: Pair, command: Command, body: str) -> None:
    said = command("embed", "check", pair.page(body), "--clinic", "hill")
    assert "Nothing blocks the chat" in said and "clinic 'hill'" in said and "To mend it" not in said


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
    (FRAME.replace("clinic=hill", "clinic="), "names no clinic", "write /?clinic=hill"),
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
    script = httpx.get(f"{pair.chat}/embed.js", trust_env=False, timeout=PATIENCE).text
    with standing() as proxy, caller() as http:
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
    with standing(server) as site, httpx.Client(verify=trust, trust_env=False, timeout=PATIENCE) as http:
        for line in (LINE, FRAME):
            site.body = "<p>Book here.</p>" + line.format(chat="http://chat.invalid")
            told = troubles(http, fetched(http, site.url), pair.host.house.clinics)
            assert "browsers refuse that" in told[0].what and "https" in told[0].mend
        site.body = "<p>Book here.</p>" + LINE.format(chat=pair.chat)
        pair.allow(site.url)
        assert troubles(http, fetched(http, site.url), pair.host.house.clinics) == []  # this computer is an exception
