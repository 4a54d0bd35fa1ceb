"""API keys: scopes, rates, rotation, and the command that makes them."""

import re
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import httpx
import pytest

from bot.host import Host
from bot.records import keys
from bot.records.store import Store
from dialogs.house import House
from tests.api_kit import Api, two_clinics
from tests.browser.server import serving
from tests.conftest import Command
from tests.patience import caller
from tests.test_api import problem


@pytest.fixture(scope="module")
def server(house: House) -> Iterator[tuple[httpx.Client, Host]]:
    with serving(two_clinics(house)) as (url, host), caller(url) as http:
        yield http, host


ALLOWED = {  # method and path, with the scope that it needs
    ("POST", "/chats"): "chats:write", ("GET", "/chats/x"): "chats:read", ("POST", "/chats/x/turns"): "chats:write",
    ("GET", "/chats/x/result"): "chats:read", ("GET", "/chats/x/data"): "chats:read",
    ("DELETE", "/chats/x"): "chats:write", ("GET", "/summaries"): "summaries:read",
    ("GET", "/summaries/x"): "summaries:read", ("POST", "/summaries/x/handled"): "summaries:handle",
}


@pytest.mark.parametrize("scope", keys.SCOPES)
def test_a_key_may_do_what_its_scope_says_and_no_more(server: tuple[httpx.Client, Host], scope: str) -> None:
    api = Api(*server, "oak", (scope,))
    for (method, path), needed in ALLOWED.items():
        reply = server[0].request(method, f"/v1{path}", headers=api.headers)
        if needed == scope:
            assert reply.status_code not in (401, 403), path
        else:
            assert needed in problem(reply, 403, "no-scope")["detail"]
    assert api.get("/clinic").json()["scopes"] == [scope]


@pytest.mark.parametrize("sent", [
    "", "Bearer", "Bearer sisk_wrong", "Basic c2lzOng=", "Bearer \x01", "Bearer " + "x" * 5000,
    "Bearer ' OR 1=1 --",
])
def test_without_a_key_that_works_nothing_is_told(server: tuple[httpx.Client, Host], sent: str) -> None:
    reply = server[0].get("/v1/clinic", headers={"Authorization": sent} if sent else {})
    problem(reply, 401, "no-key")
    assert reply.headers["www-authenticate"] == "Bearer"


def test_a_key_of_a_clinic_that_is_gone(server: tuple[httpx.Client, Host]) -> None:
    problem(Api(*server, "ash").get("/clinic"), 401, "no-key")


def test_rotation_overlaps_and_revoking_ends_it(server: tuple[httpx.Client, Host]) -> None:
    api, db = Api(*server, "oak"), server[1].store.db
    old, now = api.headers, time.time()
    secret = keys.rotate(db, api.key.id, now + 3600, now)
    for headers in (old, {"Authorization": f"Bearer {secret}"}):
        assert server[0].get("/v1/clinic", headers=headers).json()["key"] == api.key.id
    assert keys.known(db, api.secret, now + 3601) is None and keys.known(db, secret, now + 3601) == api.key
    third = keys.rotate(db, api.key.id, now, now)  # at once
    problem(server[0].get("/v1/clinic", headers=old), 401, "no-key")
    problem(server[0].get("/v1/clinic", headers={"Authorization": f"Bearer {secret}"}), 401, "no-key")
    assert keys.known(db, third, now) == api.key
    keys.revoke(db, api.key.id, now)
    assert keys.known(db, third, now) is None


def test_rates_are_told_and_held_for_each_key(
    server: tuple[httpx.Client, Host], monkeypatch: pytest.MonkeyPatch
) -> None:
    http, host = server
    now = [datetime(2026, 1, 15, 22, 30, 20, tzinfo=UTC)]
    monkeypatch.setattr(host, "clock", lambda: now[0])
    api, other = Api(http, host, "oak", per_minute=2), Api(http, host, "oak", per_minute=2)
    first = api.get("/clinic").headers
    assert (first["ratelimit-policy"], first["ratelimit"]) == ('"key";q=2;w=60', '"key";r=1;t=40')
    assert api.get("/clinic").headers["ratelimit"] == '"key";r=0;t=40'
    late = api.get("/clinic")
    problem(late, 429, "rate-limited")
    assert (late.headers["retry-after"], late.headers["ratelimit"]) == ("40", '"key";r=0;t=40')
    assert other.get("/clinic").status_code == 200
    now[0] += timedelta(seconds=40)
    assert api.get("/clinic").status_code == 200


def test_the_command_shows_a_secret_once_and_keeps_its_hash(
    command: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    clinics = tmp_path / "clinics"
    clinics.mkdir()
    (clinics / "oak.yaml").write_text('id: oak\nname: "Oak"\n', encoding="utf-8")
    monkeypatch.setenv("SI_SCREEN_CLINICS", str(clinics))
    store = Store(tmp_path / "si-screen.db")
    told = command("key", "new", "--clinic", "oak", "--name", "Desk", "--scopes", "chats:write,chats:read")
    secret, id = re.findall(r"^(sisk_\S{43})$", told, re.MULTILINE)[0], told.split()[1]
    known = keys.known(store.db, secret, time.time())
    assert known and (known.id, known.clinic, known.scopes) == (id, "oak", ("chats:write", "chats:read"))
    assert secret.encode() not in b"".join(part.read_bytes() for part in tmp_path.glob("si-screen.db*"))
    assert secret not in command("key", "list") and "chats:write, chats:read" in command("key", "list")
    new = re.findall(r"^(sisk_\S+)$", command("key", "rotate", id, "--hours", "1"), re.MULTILINE)[0]
    assert keys.known(store.db, secret, time.time()) and keys.known(store.db, new, time.time())
    assert command("key", "list").count("secret of") == 2
    command("key", "revoke", id)
    assert keys.known(store.db, new, time.time()) is None and "ended" in command("key", "list")
    for wrong in (["new", "--clinic", "elm", "--name", "x", "--scopes", "chats:read"],
                  ["new", "--clinic", "oak", "--name", "x", "--scopes", "chats:all"],
                  ["rotate", id], ["revoke", "none"]):
        assert command("key", *wrong, code=2).startswith("si-screen: ")
    store.close()
