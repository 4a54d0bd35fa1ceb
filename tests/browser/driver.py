"""A headless Chromium, and the few things a person does with the chat page."""

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import Browser, Locator, Page, expect, sync_playwright

from bot.host import Host
from dialogs.session import Answer
from tests.patience import PATIENCE

ARGS = ("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
        "--disable-background-networking", "--disable-component-update", "--disable-sync")
NAMES = ("chromium", "chromium-browser", "google-chrome", "chrome")
expect.set_options(timeout=PATIENCE * 1000)
READY = "panel !== null && document.querySelector('#answer fieldset') && !tapping()"
WIDE = """() => [...document.querySelectorAll('body *')].filter(e => !e.closest('.unseen, .skip')
    && e.getBoundingClientRect().right > innerWidth + 1).map(e => e.outerHTML.slice(0, 80))"""
IN_SIGHT = """() => { const r = document.activeElement.getBoundingClientRect();
    return r.top >= 0 && r.bottom <= innerHeight + 1; }"""
# What somebody with plain pain in one dimple taps; elsewhere the first choice is the mildest.
PLAIN = {"consent": "1 ", "age": "35 to 44", "pregnancy": "2 ", "pain": "6", "review": "1 ", "spot": "1 "}


@dataclass
class Watch:
    """What a page must not do: complain in the console, or ask another host."""

    host: str
    faults: list[str] = field(default_factory=list)


def browser_path() -> str:
    """A Chromium of this machine, or playwright's own; "" if there is none."""
    for name in NAMES:
        found = shutil.which(name)
        if found:
            return found
    with suppress(Exception), sync_playwright() as play:
        own = play.chromium.executable_path
        return own if Path(own).exists() else ""
    return ""


@contextmanager
def chromium() -> Iterator[Browser]:
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=browser_path(), args=list(ARGS))
        try:
            yield browser
        finally:
            browser.close()


def watch(page: Page, url: str) -> Watch:
    seen = Watch(urlsplit(url).netloc)

    def requested(request: Any) -> None:
        parts = urlsplit(request.url)
        if parts.netloc != seen.host and parts.scheme not in ("blob", "data"):
            seen.faults.append(f"a request to {parts.netloc}")
        if parts.query and not parts.query.startswith(("clinic=", "lang=")):
            seen.faults.append("a query string")

    page.on("request", requested)
    page.on("console", lambda m: seen.faults.append(m.text) if m.type in ("error", "warning") else None)
    page.on("pageerror", lambda fault: seen.faults.append(str(fault)))
    return seen


@contextmanager
def opened(browser: Browser, url: str, options: dict[str, Any]) -> Iterator[Page]:
    """A page in a context of its own; it must stay quiet and ask no other host."""
    context = browser.new_context(**options)
    context.set_default_timeout(PATIENCE * 1000)
    page = context.new_page()
    seen = watch(page, url)
    page.goto(url)
    ready(page)
    yield page
    # A refused connection, or a code that is not known or can't be read, is told by the browser itself.
    told = ("net::ERR_", "status of 404", "status of 501")
    faults = [f for f in seen.faults if not any(known in f for known in told)]
    context.close()
    assert faults == []


def until(page: Page, expression: str, arg: object = None) -> None:
    """Wait for it. As a function: a bare expression would need `eval`, which the page forbids."""
    page.wait_for_function(f"arg => {expression}", arg=arg)


def ready(page: Page) -> None:
    """The card is drawn and nothing is on its way."""
    until(page, READY)


def at(page: Page) -> str:
    """The id of the question that is open."""
    return str(page.evaluate("panel.id"))


def answers(page: Page, server: tuple[str, Host]) -> int:
    """How many answers the server holds for the chat of this page."""
    held = server[1].store.load(f"web:{page.evaluate('chat')}")
    assert held
    return sum(isinstance(entry, Answer) for entry in held.log)


def card(page: Page) -> Locator:
    return page.locator("#answer fieldset")


def plain_choice(page: Page) -> Locator:
    """The button of the plain answer to this card."""
    buttons = card(page).locator("button")
    if card(page).get_by_role("checkbox").count():
        return buttons.filter(has_text="None of these")
    wanted = PLAIN.get(at(page))
    if wanted == "6":
        return card(page).get_by_role("button", name="6", exact=True)
    return (buttons.filter(has_text=wanted) if wanted else buttons).first


def walk(page: Page, to: str, look: Callable[[Page], None] | None = None,
         press: Callable[[Locator], None] = lambda button: button.dispatch_event("click")) -> None:
    """Answer plainly, card by card, to a question; `look` at each screen."""
    for _ in range(60):
        ready(page)
        if look:
            look(page)
        if at(page) == to:
            return
        before = page.evaluate("panel.key")
        press(plain_choice(page))
        until(page, "panel.key !== arg", before)
    raise AssertionError(f"the chat did not get there: {at(page)}")


def fits(page: Page) -> None:
    """Nothing is wider than the screen."""
    wide = page.evaluate(WIDE)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth") and not wide, (at(page), wide)


def focused(page: Page, selector: str) -> bool:
    return bool(page.evaluate("s => document.activeElement.matches(s)", selector))


def tab_to(page: Page, matches: str, limit: int = 60) -> None:
    """Press Tab until an element with this selector and text has the focus, and is in sight."""
    for _ in range(limit):
        page.keyboard.press("Tab")
        if page.evaluate(matches):
            assert page.evaluate(IN_SIGHT), "the focus is out of sight"
            return
    raise AssertionError(f"no Tab leads to {matches}")
