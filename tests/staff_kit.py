"""What the tests of the staff pages share: clinics with staff, clients who send, somebody who is signed in."""

import re
import secrets
from dataclasses import replace
from typing import Any

import httpx

from bot.host import Host
from bot.jsonl import result
from bot.records import inbox, staff
from bot.records.staff import Member, Role
from dialogs.events import Ask, Event, Open, Say, Tap
from dialogs.house import Clinic, House
from dialogs.step import Step
from tests.test_web import plain_answer

CSRF = re.compile(r'name="csrf" value="([0-9a-f]{32})"')
HILL, DALE = Clinic(id="hill", name="Hill Massage", country="US"), Clinic(id="dale", name="Dale Massage", country="US")


def with_clinics(house: House, *clinics: Clinic) -> House:
    return replace(house, clinics={**house.clinics, **{one.id: one for one in clinics or (HILL, DALE)}})


def member(
    host: Host, clinic: str = "hill", role: Role = "manager", name: str = "Max Manager", lang: str = "en"
) -> Member:
    return staff.add(host.store.db, clinic, name, role, lang, host.clock().timestamp())


def turn(host: Host, key: str, event: Event) -> Step:
    said: list[Step] = []

    def keep(step: Step) -> list[dict[str, Any]]:
        said.append(step)
        return []

    host.turn(key, f"turn-{secrets.token_hex(8)}", event, keep)
    return said[-1]


def ends(host: Host, key: str, **answers: str) -> None:
    """Plain answers to the end of the chat, but these; by question."""
    at = turn(host, key, Ask("status"))
    for _ in range(60):
        if at.place.question is None:
            return
        id = at.place.question.id
        wanted = answers.get(id) or ("agree" if id == "consent" else plain_answer(result(at)))
        at = turn(host, key, Tap((wanted,)))
    raise AssertionError(at.place.question and at.place.question.id)


def sends(
    host: Host, key: str, clinic: str = "hill", name: str = "Pat Doe", visit: str = "Tue 3 pm", lang: str = "en",
    ref: str = "", **answers: str
) -> str:
    """A client walks through the chat and sends the summary to the clinic; its id."""
    turn(host, key, Open(clinic, lang, "", ref))
    ends(host, key, **answers)
    return hands(host, key, clinic, name, visit)


def hands(
    host: Host, key: str, clinic: str, name: str, visit: str, acts: tuple[str, ...] = ("share", "send"),
    private: str = "no",
) -> str:
    """From the end of a chat to the summary that was sent."""
    for id in acts:
        done = turn(host, key, Tap((id,)))
    while done.session.handing:
        typed: dict[str, Event] = {"name": Say(name), "visit": Say(visit), "private": Tap((private,))}
        done = turn(host, key, typed.get(done.session.handing.at) or Tap(("skip",)))
    return inbox.of_clinic(host.store.db, clinic)[0].kept.id


def signed_in(http: httpx.Client, host: Host, one: Member) -> httpx.Client:
    """A browser of this member's own, signed in by a link as a person does it."""
    token = staff.link(host.store.db, one.id, host.clock().timestamp())
    browser = httpx.Client(base_url=http.base_url, trust_env=False, limits=httpx.Limits(max_keepalive_connections=0))
    assert browser.get(f"/staff/in/{token}").status_code == 200
    assert browser.post(f"/staff/in/{token}").status_code == 303
    return browser


def post(browser: httpx.Client, page: str, path: str, **fields: Any) -> httpx.Response:
    """Send a form that stands on a page."""
    return browser.post(path, data={"csrf": csrf(browser, page), **fields})


def csrf(browser: httpx.Client, page: str = "/staff") -> str:
    """The token in the forms of a page."""
    found = CSRF.search(browser.get(page).text)
    assert found, page
    return found[1]
