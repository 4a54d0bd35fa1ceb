"""Signing in to the staff pages, and what tries to get past it: replayed links, old sessions, forged forms, markup."""

import re
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import httpx
import pytest

from bot.host import Host
from bot.records import audit, inbox, staff
from bot.records.staff import IDLE, LINK, LONGEST
from bot.records.therapists import Therapist, add
from dialogs.events import Hear, Open, Tap
from dialogs.house import Clinic, House
from dialogs.words import words
from tests.browser.server import serving
from tests.conftest import Command
from tests.patience import caller
from tests.staff_kit import csrf, ends, hands, member, post, sends, signed_in, turn, with_clinics
from tests.test_therapists import clinic

BAD = "<script>alert(1)</script><img src=x onerror=alert(1)>\"'><b>&"
KEY = f"web:{'a' * 22}"


class Clock:
    """A clock that is moved by hand."""

    def __init__(self) -> None:
        self.now = datetime.now().astimezone()

    def __call__(self) -> datetime:
        return self.now

    def on(self, seconds: float) -> None:
        self.now += timedelta(seconds=seconds)


@pytest.fixture
def server(house: House) -> Iterator[tuple[httpx.Client, Host, Clock]]:
    with serving(with_clinics(house)) as (url, host), caller(url) as http:
        clock = Clock()
        host.clock = clock
        yield http, host, clock


def test_a_link_works_once_and_a_preview_uses_nothing(server: tuple[httpx.Client, Host, Clock]) -> None:
    http, host, clock = server
    one = member(host)
    token = staff.link(host.store.db, one.id, clock().timestamp())
    for _ in range(3):  # what looks at links ahead of people
        seen = http.get(f"/staff/in/{token}")
        assert seen.status_code == 200 and "set-cookie" not in seen.headers and "<form" in seen.text
        assert http.head(f"/staff/in/{token}").status_code == 200
    assert http.get("/staff/in/made-up").text == seen.text, "the page does not tell which links exist"
    entered = http.post(f"/staff/in/{token}")
    cookie = entered.headers["set-cookie"].lower()
    assert entered.headers["location"] == "/staff"
    assert all(part in cookie for part in ("httponly", "samesite=strict", "path=/staff")) and "secure" not in cookie
    replay = http.post(f"/staff/in/{token}", headers={"cookie": ""})
    assert replay.status_code == 410 and "set-cookie" not in replay.headers
    assert token not in "".join(host.store.db.iterdump()), "kept only as a hash"
    assert http.cookies["staff"] not in "".join(host.store.db.iterdump())
    old = staff.link(host.store.db, one.id, clock().timestamp())
    new = staff.link(host.store.db, one.id, clock().timestamp())
    assert http.post(f"/staff/in/{old}").status_code == 410, "a new link ends the one before"
    clock.on(LINK + 1)
    assert http.post(f"/staff/in/{new}").status_code == 410
    behind = staff.link(host.store.db, one.id, clock().timestamp())
    assert "secure" in http.post(f"/staff/in/{behind}", headers={"x-forwarded-proto": "https"}).headers[
        "set-cookie"].lower()


def test_sessions_end(server: tuple[httpx.Client, Host, Clock]) -> None:
    http, host, clock = server
    one = member(host)
    browser = signed_in(http, host, one)
    for _ in range(int(LONGEST / (IDLE - 60)) - 1):  # who goes on stays signed in, but not for ever
        clock.on(IDLE - 60)
        assert browser.get("/staff").status_code == 200
    clock.on(IDLE - 60)
    clock.on(IDLE - 61)
    assert browser.get("/staff").status_code == 401
    browser = signed_in(http, host, one)
    clock.on(IDLE + 1)
    assert browser.get("/staff").status_code == 401 and "Please sign in" in browser.get("/staff").text
    browser = signed_in(http, host, one)
    cookie = browser.cookies["staff"]
    assert "You are signed out" in post(browser, "/staff", "/staff/out").text
    assert http.get("/staff", headers={"cookie": f"staff={cookie}"}).status_code == 401, "the session itself has ended"
    browser = signed_in(http, host, one)
    staff.revoke(host.store.db, one.id, clock().timestamp())
    assert browser.get("/staff").status_code == 401
    for wrong in ("x", "a" * 5000, "é"):
        assert http.get("/staff", headers={b"cookie": f"staff={wrong}".encode()}).status_code == 401


def test_forged_forms_change_nothing(server: tuple[httpx.Client, Host, Clock]) -> None:
    http, host, _ = server
    browser, other = signed_in(http, host, member(host)), signed_in(http, host, member(host, name="Other"))
    id = sends(host, KEY)
    mine, theirs = csrf(browser), csrf(other)
    page = f"/staff/summary/{id}/handled"
    for fields, headers in (
        ({}, {}), ({"csrf": ""}, {}), ({"csrf": theirs}, {}), ({"csrf": mine}, {"origin": "https://evil.example"}),
        ({"csrf": mine}, {"sec-fetch-site": "cross-site"}), ({"csrf": mine}, {"sec-fetch-site": "same-site"}),
        ({"csrf": "é"}, {}),
    ):
        reply = browser.post(page, data={"handled": "yes", **fields}, headers=headers)
        assert reply.status_code == 403 and "Nothing was changed" in reply.text
    assert browser.post(page, json={"csrf": mine}).status_code == 403
    assert browser.post(page, content=b"csrf=" + b"x" * 200_000).status_code == 413
    found = inbox.one(host.store.db, "hill", id)
    assert found and found.handled is None
    token = staff.link(host.store.db, member(host).id, host.clock().timestamp())
    assert http.post(f"/staff/in/{token}", headers={"origin": "https://evil.example"}).status_code == 403
    assert browser.post(page, data={"handled": "yes", "csrf": mine}).status_code == 303


def test_every_page_is_strict_and_kept_by_nobody(server: tuple[httpx.Client, Host, Clock]) -> None:
    http, host, _ = server
    browser = signed_in(http, host, member(host))
    id = sends(host, KEY)
    for path in ("/staff", f"/staff/summary/{id}", f"/staff/summary/{id}/pdf", "/staff/summary/none", "/staff/in/x"):
        headers = browser.get(path).headers
        assert "default-src 'none'" in headers["content-security-policy"] and "no-store" in headers["cache-control"]
        assert "script-src" not in headers["content-security-policy"]
        assert "frame-ancestors 'none'" in headers["content-security-policy"]
        assert headers["referrer-policy"] == "no-referrer" and headers["x-content-type-options"] == "nosniff"


def test_markup_in_every_text_is_shown_as_text(house: House) -> None:
    """Names, times, what a client typed, reasons, names of clinic and staff: on every page, in every language."""
    bad = Clinic(id="hill", name=f"Hill{BAD}", country="US")
    with serving(with_clinics(house, bad)) as (url, host), caller(url) as http:
        boss = member(host, name=f"Boss{BAD}")
        browser = signed_in(http, host, boss)
        turn(host, KEY, Open("hill"))
        turn(host, KEY, Tap(("agree",)))
        turn(host, KEY, Hear("RF-DVT", f"typed{BAD}"))
        ends(host, KEY, signs_sudden="swollen_leg")
        id = hands(host, KEY, "hill", f"Pat{BAD}", f"Tue{BAD}", private="yes")
        again = sends(host, f"web:{'b' * 22}", name=f"Sam{BAD}")
        post(browser, f"/staff/summary/{id}", f"/staff/summary/{id}/judge", judgement="missed", reason=f"r{BAD}")
        post(browser, f"/staff/summary/{id}", f"/staff/summary/{id}/assign", to=boss.id)
        post(browser, f"/staff/summary/{id}", f"/staff/summary/{id}/handled", handled="yes")
        deleted = post(browser, "/staff", f"/staff/client/{again}/delete").headers["location"]
        pages = ["/staff", f"/staff?for={BAD}&since={BAD}&until={BAD}&show={BAD}&after={BAD}", "/staff/monday",
                 f"/staff/log?who={BAD}", "/staff/data", f"/staff/summary/{id}", f"/staff/summary/{id}/print",
                 f"/staff/client/{id}", f"/staff/client/{id}/delete", deleted, f"/staff/summary/{BAD}"]
        for who in (browser, signed_in(http, host, member(host, role="reception", name=BAD)),
                    signed_in(http, host, member(host, role="therapist", name=BAD, lang="ar"))):
            for page in pages:
                text = who.get(page).text
                assert not re.search(r"<script|<img|<b>|onerror=alert\(1\)>\"", text), page
        shown = browser.get(f"/staff/summary/{id}").text
        assert all(f"{what}&lt;script&gt;alert(1)" in shown for what in ("Pat", "Tue", "typed", "Hill", "Boss"))


async def test_a_linked_therapist_asks_for_a_link_in_telegram(tmp_path: Path) -> None:
    async with clinic(tmp_path) as bot:
        ann, w = bot.api.chat(77), words("en")
        assert await bot.say(ann, "/inbox") == w("ther_inbox_none")
        db, now = bot.store.db, bot.host.clock().timestamp()
        add(db, Therapist("ann00000", "hill", "Ann", "tg:77", "en", "", "UTC", now))
        assert await bot.say(ann, "/inbox") == w("ther_inbox_none"), "a therapist is not staff by that alone"
        one = staff.add(db, "hill", "Ann", "therapist", "en", now, "ann00000")
        assert await bot.say(ann, "/inbox") == w("ther_inbox_off")
        await bot.stop()
        bot.settings = bot.settings.model_copy(update={"address": "https://chat.example/"})
        await bot.start()
        said = await bot.say(ann, "/inbox")
        found = re.search(r"https://chat\.example/staff/in/([\w-]+)", said)
        assert found and "Hill Massage" in said and found[1] not in "".join(db.iterdump())
        assert staff.enter(db, found[1], now + 1)
        assert [entry.what for entry in audit.listed(db, "hill")] == ["link"]
        assert [row["id"] for row in bot.store.everything("tg:77")["staff"]] == [one.id]
        await bot.say(ann, "/forget")
        await bot.tap(ann, "Yes, delete everything")
        gone = staff.by_id(db, one.id)
        assert gone and gone.revoked, "who has everything deleted is on no staff"


def test_the_commands(tmp_path: Path, command: Command, monkeypatch: pytest.MonkeyPatch, house: House) -> None:
    (tmp_path / "hill.yaml").write_text("id: hill\nname: Hill Massage\nlang: de\n")
    monkeypatch.setenv("SI_SCREEN_CLINICS", str(tmp_path))
    with serving(with_clinics(house), tmp_path / "si-screen.db") as (url, _), \
            caller(url) as http:
        said = command("staff", "add", "--clinic", "hill", "--name", "Max", "--role", "manager")
        id = said.split()[0]
        assert "manager  clinic hill  de" in said and f"staff link {id}" in said
        told = command("staff", "link", id, "--address", url)
        link = told.splitlines()[-1]
        assert link.startswith(f"{url}/staff/in/") and "once, for 30 minutes" in told
        assert http.post(link).status_code == 303 and 'lang="de"' in http.get("/staff").text
        assert "Max" in command("staff", "list") and "Nobody" in command("staff", "list", "--clinic", "dale")
        command("staff", "revoke", id)
        assert http.get("/staff").status_code == 401 and "ended" in command("staff", "list")
        assert command("staff", "link", id, code=2) is not None
        command("staff", "link", "nobody", code=2)
        command("staff", "add", "--clinic", "nowhere", "--name", "Max", "--role", "manager", code=2)
        command("staff", "add", "--clinic", "hill", "--name", " ", "--role", "manager", code=2)
        command("staff", "add", "--clinic", "hill", "--name", "M", "--role", "manager", "--lang", "xx", code=2)
        command("staff", "add", "--clinic", "hill", "--name", "M", "--role", "manager", "--therapist", "x", code=2)
