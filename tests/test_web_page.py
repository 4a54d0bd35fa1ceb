"""What is around the chat: the page, the headers, the faults, and that no log tells a symptom."""

import logging
import sqlite3
from collections.abc import Iterator

import httpx
import pytest

from bot.host import Busy, Host
from bot.web.files import FILES
from dialogs.house import House
from tests.browser.server import serving
from tests.patience import caller


@pytest.fixture
def server(house: House) -> Iterator[tuple[httpx.Client, Host]]:
    with serving(house) as (url, host), caller(url) as client:
        yield client, host


def test_the_page_and_its_files(server: tuple[httpx.Client, Host]) -> None:
    http, _ = server
    kinds = {"/": "text/html", "/embed.js": "text/javascript", **{path: kind for path, (_, kind) in FILES.items()}}
    for path, kind in kinds.items():
        reply = http.get(path, params={"clinic": "abc"} if path == "/" else None)
        assert reply.status_code == 200 and reply.headers["content-type"].startswith(kind)
        assert http.get(path, headers={"If-None-Match": reply.headers["etag"]}).status_code == 304
    page = http.get("/").text
    assert "<noscript>" in page and 'lang="en"' in page
    # Nothing inline, nothing from elsewhere: the policy would refuse it.
    assert "style=" not in page and "<style" not in page and "onclick" not in page and "http" not in page
    assert "innerHTML" not in http.get("/app.js").text


def test_every_response_has_the_strict_headers(server: tuple[httpx.Client, Host]) -> None:
    http, _ = server
    opened = http.post("/chat", json={"open": {}})
    replies = [http.get("/"), http.get("/healthz"), opened, http.get("/nothing"), http.get("/chat"),
               http.post("/chat", content=b"{")]
    assert [reply.status_code for reply in replies] == [200, 200, 200, 404, 405, 400]
    for reply in replies:
        policy = reply.headers["content-security-policy"]
        assert policy.startswith("default-src 'none'") and "frame-ancestors 'none'" in policy
        assert "unsafe" not in policy and "http" not in policy
        assert reply.headers["referrer-policy"] == "no-referrer"
        assert reply.headers["x-content-type-options"] == "nosniff"
        assert "set-cookie" not in reply.headers
    for reply in replies[1:]:
        assert reply.headers["cache-control"] == "no-store"
    for reply in replies[3:]:
        assert list(reply.json()) == ["error"]


def test_a_fault_is_told_plainly_and_logged_without_what_was_said(
    server: tuple[httpx.Client, Host], monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    http, host = server
    chat = http.post("/chat", json={"open": {}}).json()["chat"]
    body = {"chat": chat, "id": "request-1", "event": {"say": "numb canary"}}
    faults = (Busy("x"), 503), (sqlite3.OperationalError("locked"), 503), (ValueError("numb canary"), 500)
    for fault, status in faults:
        def fails(*_: object, fault: Exception = fault, **__: object) -> None:
            raise fault

        monkeypatch.setattr(host, "turn", fails)
        reply = http.post("/chat/turn", json=body)
        assert reply.status_code == status and "canary" not in reply.text
        assert ("retry-after" in reply.headers) == (status == 503)
    monkeypatch.undo()
    with caplog.at_level(logging.DEBUG):
        assert http.post("/chat/turn", json=body).status_code == 200
    assert "ValueError" in caplog.text and "canary" not in caplog.text and chat not in caplog.text


def test_health_tells_when_the_store_is_gone(server: tuple[httpx.Client, Host]) -> None:
    http, host = server
    assert http.get("/healthz").json() == {"ok": True}
    host.store.close()
    assert http.get("/healthz").status_code == 503
