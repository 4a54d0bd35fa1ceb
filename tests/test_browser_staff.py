"""The staff pages in a real Chromium: signed in by hand, by keyboard, narrow and wide, dark, from right to left."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Literal

import pytest
from playwright.sync_api import Browser, Page, expect

from bot.host import Host
from bot.records import staff
from dialogs.house import House
from tests.browser.axe import violations
from tests.browser.driver import WIDE, tab_to, watch
from tests.browser.server import serving
from tests.staff_kit import DALE, HILL, member, sends, with_clinics

pytest_plugins = ["tests.browser.fixtures"]


@pytest.fixture(scope="module")
def inbox(house: House) -> Iterator[tuple[str, Host, str]]:
    with serving(with_clinics(house, replace(HILL, zone="America/Chicago"), DALE)) as (url, host):
        member(host, lang="ar")  # so that there is an Arabic version
        sends(host, f"web:{'b' * 22}", name="María José Fernández-García de la Torre", visit="")
        sends(host, f"web:{'c' * 22}", name="", visit="")
        sends(host, f"web:{'d' * 22}", name="Uma", signs_nerve="ces_numb")
        yield url, host, sends(host, f"web:{'a' * 22}", history="thinners", spot="dimple_left", worse="agg_stairs")


def enter(page: Page, url: str, host: Host, lang: str) -> None:
    """By the link, as a person does it."""
    token = staff.link(host.store.db, member(host, lang=lang).id, host.clock().timestamp())
    page.goto(f"{url}/staff/in/{token}")
    checked(page)
    page.get_by_role("button").click()
    page.wait_for_url(f"{url}/staff")


def checked(page: Page) -> None:
    """Nothing for axe to complain of, and nothing wider than the screen."""
    assert violations(page) == [] and page.evaluate(WIDE) == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


ALL = ("", "/monday", "/log", "/data", "/summary/ID", "/summary/ID/print", "/client/ID", "/client/ID/delete",
       "/summary/none")


@pytest.mark.parametrize(("lang", "width", "scheme", "paths"), [
    ("en", 320, "light", ALL), ("ar", 320, "dark", ("", "/log", "/summary/ID")), ("de", 1200, "dark", ("/summary/ID",)),
])
def test_every_page(
    browser: Browser, inbox: tuple[str, Host, str], lang: str, width: int, scheme: Literal["light", "dark"],
    paths: tuple[str, ...]
) -> None:
    url, host, id = inbox
    context = browser.new_context(viewport={"width": width, "height": 700}, color_scheme=scheme)
    page = context.new_page()
    seen = watch(page, url)
    page.goto(f"{url}/staff")
    checked(page)
    enter(page, url, host, lang)
    for path in paths:
        page.goto(f"{url}/staff{path.replace('ID', id)}")
        page.evaluate("document.querySelectorAll('details').forEach(one => { one.open = true })")
        checked(page)
    assert page.locator("html").get_attribute("dir") == ("rtl" if lang == "ar" else "ltr")
    assert [fault for fault in seen.faults if "status of 40" not in fault] == []
    context.close()


def test_by_keyboard_alone_and_on_paper(browser: Browser, inbox: tuple[str, Host, str]) -> None:
    url, host, id = inbox
    context = browser.new_context(viewport={"width": 320, "height": 700})
    page = context.new_page()
    enter(page, url, host, "en")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="To the content")).to_be_focused()
    tab_to(page, "() => document.activeElement.textContent.trim() === 'Pat Doe'")
    page.keyboard.press("Enter")
    page.wait_for_url(f"{url}/staff/summary/{id}")
    tab_to(page, "() => document.activeElement.textContent === 'Mark as handled'")
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Mark as not handled")).to_be_visible()
    page.emulate_media(media="print")
    expect(page.get_by_text("To print, use the link")).to_be_visible()
    expect(page.locator(".screen")).to_be_hidden()
    page.goto(f"{url}/staff/summary/{id}/print")
    expect(page.locator(".screen")).to_be_visible()
    expect(page.get_by_role("button")).to_have_count(0)
    context.close()
