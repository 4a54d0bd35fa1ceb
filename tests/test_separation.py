"""Two clinics in one house: with the credentials of one nobody sees anything of the other.

Every route of the app is asked with all that a member of Dale has (session, form token, API key), for what is Hill's
and for what does not exist. Both answers must be the same, nothing of Hill may stand in them, and no row of Hill's may
change. A new route without a case here fails.
"""

import argparse
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx
import pytest
from starlette.routing import BaseRoute, Mount, Route

from bot.cli import parser
from bot.host import Host
from bot.records import keys, staff
from bot.web.app import app
from dialogs.house import House
from tests.browser.server import serving
from tests.conftest import Command
from tests.patience import caller
from tests.staff_kit import csrf, member, post, sends, signed_in, with_clinics

MARKS = ("hookhill", "Hanna Hillclient", "Hilltime", "Hilda Hillstaff", "Hillkey", "hillreason")
PLAIN: dict[str, Any] = {}  # a request without a body
STAFF_LISTS = "after={id}&for={member}&who=staff:{member}"

# The whole app. What is sent: nothing, the fields of a form, or JSON; {id}, {code}, {member}, {key} are Hill's.
PUBLIC = dict.fromkeys((
    "GET /", "GET /app.js", "GET /style.css", "GET /icon.svg", "GET /body.svg", "GET /body.png", "GET /labels.js",
    "GET /embed.js", "GET /healthz", "GET /staff/style.css", "GET /staff/in/{token}", "POST /staff/in/{token}",
    "GET /file/{address}", "GET /theme.css", "GET /logo", "GET /plain",
), PLAIN)
CHAT: dict[str, dict[str, Any]] = {  # who has the token of a chat is its client; a clinic has none
    "POST /chat": {"open": {"clinic": "dale"}},
    "POST /chat/turn": {"chat": "{id}", "id": "request-1", "event": {"say": "hello"}},
    "POST /chat/data": {"chat": "{id}"},
    "POST /chat/forget": {"chat": "{id}"},
}
# The same by forms.
FORM: dict[str, dict[str, str]] = {"POST /plain": {"do": "resume", "chat": "{id}", "clinic": "dale"}}
STAFF: dict[str, dict[str, str]] = {
    "GET /staff": PLAIN, "GET /staff/monday": PLAIN, "GET /staff/log": PLAIN, "GET /staff/data": PLAIN,
    "GET /staff/summary/{id}": PLAIN, "GET /staff/summary/{id}/print": PLAIN, "GET /staff/summary/{id}/pdf": PLAIN,
    "POST /staff/summary/{id}/assign": {"to": "{member}"}, "POST /staff/summary/{id}/handled": {"handled": "yes"},
    "POST /staff/summary/{id}/judge": {"judgement": "missed", "reason": "x"},
    "GET /staff/client/{id}": PLAIN, "POST /staff/client/{id}/export": PLAIN, "GET /staff/client/{id}/delete": PLAIN,
    "POST /staff/client/{id}/delete": PLAIN, "POST /staff/data/export": PLAIN, "GET /staff/receipt/{code}": PLAIN,
    "POST /staff/out": PLAIN,
}
API: dict[str, dict[str, Any]] = {
    "GET /v1/openapi.json": PLAIN, "GET /v1/clinic": PLAIN, "GET /v1/summaries": PLAIN,
    "POST /v1/chats": {}, "GET /v1/chats/{id}": PLAIN, "POST /v1/chats/{id}/turns": {"say": "hello"},
    "GET /v1/chats/{id}/result": PLAIN, "GET /v1/chats/{id}/data": PLAIN, "DELETE /v1/chats/{id}": PLAIN,
    "GET /v1/summaries/{id}": PLAIN, "POST /v1/summaries/{id}/handled": {"handled": True},
}
CASES: dict[str, dict[str, Any]] = {**PUBLIC, **CHAT, **FORM, **STAFF, **API}
# What needs the shell of the server is the operator's, who runs it for every clinic. Of those commands that are told a
# clinic, each that shows something is here with what it is to show of Dale alone.
COMMANDS = {
    "staff list": ("staff", "list", "--clinic", "dale"), "key list": ("key", "list", "--clinic", "dale"),
    "webhook list": ("webhook", "list", "--clinic", "dale"),
}
WRITES = {"staff add", "therapist invite", "therapist reassign", "key new", "pause", "chat", "webhook secret",
          "webhook rotate", "webhook test", "embed check", "poster", "clinic papers"}


@dataclass
class Two:
    """Both clinics; `hill` is what may not be seen: its ids by what they stand for."""

    http: httpx.Client
    host: Host
    hill: dict[str, str]
    dale: httpx.Client
    csrf: str
    headers: dict[str, str] = field(default_factory=dict)


@pytest.fixture(scope="module")
def two(house: House, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Two]:
    path = tmp_path_factory.mktemp("two") / "si-screen.db"
    with serving(with_clinics(house), path) as (url, host), caller(url) as http:
        db, now = host.store.db, host.clock().timestamp()
        hilda, doug = member(host, "hill", "manager", "Hilda Hillstaff"), member(host, "dale", "manager", "Doug")
        browser = signed_in(http, host, hilda)
        gone = sends(host, f"web:{'g' * 22}", "hill")
        code = post(browser, "/staff", f"/staff/client/{gone}/delete").headers["location"].rsplit("/", 1)[1]
        id = sends(host, f"web:{'a' * 22}", "hill", "Hanna Hillclient", "Hilltime")
        post(browser, "/staff", f"/staff/summary/{id}/judge", judgement="missed", reason="hillreason")
        sends(host, f"web:{'d' * 22}", "dale", "Dora", "Wed")
        key, _ = keys.new(db, "hill", "Hillkey", tuple(keys.SCOPES), 1000, now)
        _, secret = keys.new(db, "dale", "Dalekey", tuple(keys.SCOPES), 1_000_000, now)
        hill = {"id": id, "code": code, "member": hilda.id, "key": key.id,
                "token": staff.link(db, hilda.id, now)[:-1] + "!", "address": "0" * 32}
        dale = signed_in(http, host, doug)
        yield Two(http, host, hill, dale, csrf(dale), {"Authorization": f"Bearer {secret}"})


def routes(found: list[BaseRoute], before: str = "") -> Iterator[str]:
    for one in found:
        if isinstance(one, Mount):
            yield from routes(list(one.routes), before + one.path)
        else:
            assert isinstance(one, Route)
            yield from (f"{method} {before}{one.path}" for method in (one.methods or set()) - {"HEAD"})


def test_every_route_has_a_case(house: House, two: Two) -> None:
    there = set(routes(list(app(two.host).routes)))
    assert there == set(CASES), "a new route needs a case above: who may see what there?"


def filled(what: Any, values: dict[str, str]) -> Any:
    if isinstance(what, dict):
        return {name: filled(value, values) for name, value in what.items()}
    return re.sub(r"\{(\w+)\}", lambda m: values[m[1]], what) if isinstance(what, str) else what


def asked(two: Two, case: str, values: dict[str, str], number: int) -> httpx.Response:
    """The request of this case with everything that Dale has."""
    method, path = case.split(" ", 1)
    body = filled(CASES[case], values)
    url, more = filled(path, values), dict(two.headers)
    if case in ("GET /staff", "GET /staff/log", "GET /v1/summaries"):
        url += "?" + filled(STAFF_LISTS if "staff" in case else "after={id}", values)
    if case in STAFF and method == "POST":
        return two.dale.post(url, data={"csrf": two.csrf, **body}, headers=more)
    if case in FORM:
        return two.dale.post(url, data=body)
    if method == "POST":
        more |= {"Idempotency-Key": f"separation-{case in API}-{abs(hash(case))}-{number}", "If-Match": '"1"'}
        return two.dale.post(url, json=body, headers=more)
    return two.dale.request(method, url, headers=more)


def held(two: Two) -> set[str]:
    """Every row that is not Dale's."""
    return {line for line in two.host.store.db.iterdump() if "hill" in line.lower() or two.hill["id"] in line}


def plain(reply: httpx.Response, values: dict[str, str]) -> tuple[int, dict[str, str], str]:
    """What was answered, without what differs between any two requests."""
    text = reply.text
    for name, value in values.items():
        text = text.replace(value, f"<{name}>")
    text = re.sub(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d(:[\d.]+)?|\d{10}\.\d+|[0-9a-f]{16}|[\w-]{22}(?![\w-])", "<made>", text)
    headers = {name: value for name, value in reply.headers.items()
               if name in ("content-type", "content-disposition", "location", "allow", "www-authenticate")}
    return reply.status_code, headers, text


@pytest.mark.parametrize("case", [case for case in CASES if case != "POST /staff/out"])
def test_nothing_of_the_other_clinic(two: Two, case: str) -> None:
    nobody = {"id": "0123456789abcdef", "code": "0123456789ab", "member": "01234567", "key": "01234567",
              "token": "x" * 32, "address": "1" * 32}
    before = held(two)
    theirs, none = asked(two, case, two.hill, 1), asked(two, case, nobody, 2)
    for mark in (*MARKS, two.hill["member"], two.hill["key"]):
        assert mark not in theirs.text.replace(f"staff:{two.hill['member']}", "").replace(
            f"for={two.hill['member']}", ""), case
    assert theirs.status_code < 500
    if "{id}" in case or "{code}" in case:
        assert theirs.status_code == 404, case
    if "export" not in case and case not in ("GET /staff/log", "POST /v1/chats", "POST /chat"):  # each adds
        assert plain(theirs, two.hill) == plain(none, nobody), case
    assert held(two) >= before, "a row of the other clinic was changed"


def test_what_is_dales_cannot_be_given_to_hill(two: Two) -> None:
    own = two.dale.get("/staff").text.split('href="/staff/summary/')[1].split('"')[0]
    reply = two.dale.post(f"/staff/summary/{own}/assign", data={"csrf": two.csrf, "to": two.hill["member"]})
    assert reply.status_code == 404


def test_without_any_credentials_there_is_only_the_way_in(two: Two) -> None:
    for case in STAFF:
        method, path = case.split(" ", 1)
        replies = [two.http.request(method, filled(path, {**two.hill, "id": id})) for id in (two.hill["id"], "0" * 16)]
        assert {reply.status_code for reply in replies} == {401} and len({reply.text for reply in replies}) == 1
        assert not any(mark in replies[0].text for mark in MARKS)


def test_exports_hold_one_clinic(two: Two) -> None:
    export = two.dale.post("/staff/data/export", data={"csrf": two.csrf}).json()
    assert [row["name"] for row in export["staff"]] == ["Doug"] and len(export["summaries"]) == 1
    doug = f"staff:{export['staff'][0]['id']}"
    assert not export["receipts"] and {entry["who"] for entry in export["access"]} == {doug}


def commands(top: argparse.ArgumentParser) -> dict[str, argparse.ArgumentParser]:
    """The commands below this one, by name."""
    return {name: own for action in top._actions if isinstance(action, argparse._SubParsersAction)
            for name, own in action.choices.items()}


def test_commands_that_are_told_a_clinic(
    two: Two, command: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    told = set()
    for name, sub in commands(parser()).items():
        told |= {f"{name} {act}".strip() for act, own in (commands(sub) or {"": sub}).items()
                 if any("--clinic" in action.option_strings for action in own._actions)}
    assert told == {*COMMANDS, *WRITES}, "a new command that is told a clinic needs a case above"
    path = two.host.store.db.execute("PRAGMA database_list").fetchone()[2]
    (tmp_path / "si-screen.db").symlink_to(path)
    for id in ("hill", "dale"):
        hook = f'{{url: "https://{id}.example/hook{id}", events: "summary.sent"}}'
        (tmp_path / f"{id}.yaml").write_text(f"id: {id}\nname: {id.title()} Massage\nhooks:\n  - {hook}\n")
    monkeypatch.setenv("SI_SCREEN_CLINICS", str(tmp_path))
    for arguments in COMMANDS.values():
        said = command(*arguments)
        assert "ale" in said and not any(mark in said for mark in (*MARKS, two.hill["member"], two.hill["key"])), said
