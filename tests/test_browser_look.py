"""What is seen on the page at each scroll and with large letters: nothing lies over help, no word is torn."""

import json
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from bot.host import Host
from tests.browser import driver
from tests.browser.driver import fits, ready, until, walk

pytest_plugins = ["tests.browser.fixtures"]
# At each scroll: is what was said in sight, and is Emergency, where it is in sight, what a tap there meets?
IN_REACH = """() => { const faults = [], height = document.documentElement.scrollHeight;
    for (let y = 0; y <= height - innerHeight; y += 20) {
        scrollTo(0, y);
        const said = document.getElementById('status').getBoundingClientRect();
        const help = document.querySelector('.alarm'), at = help.getBoundingClientRect();
        const met = document.elementFromPoint(at.left + at.width / 2, at.top + at.height / 2);
        if (said.top < 0 || said.bottom > innerHeight + 1) faults.push(`${y}: said out of sight`);
        if (met !== help && (met || innerHeight > 600)) faults.push(`${y}: Emergency is covered`);
    }
    return faults; }"""
# The numbers, and the words of at most ten letters, that stand on more than one line.
TORN = """() => { const found = [], walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
        const node = walker.currentNode;
        if (!node.parentElement.checkVisibility() || node.parentElement.closest('.unseen, .skip, svg, code')) continue;
        for (const word of node.data.matchAll(/(?<!\\p{L})\\p{L}{2,10}(?!\\p{L})|\\d+/gu)) {
            const range = document.createRange();
            range.setStart(node, word.index);
            range.setEnd(node, word.index + word[0].length);
            if (new Set([...range.getClientRects()].map(box => Math.round(box.top))).size > 1) found.push(word[0]);
        }
    }
    return found; }"""


@pytest.mark.parametrize("options", [{"viewport": {"width": 320, "height": height}} for height in (640, 256)])
def test_what_the_page_says_is_in_sight_and_never_over_emergency(page: Page) -> None:
    page.get_by_text("More", exact=True).click()
    page.get_by_role("button", name="Copy the code").click()
    until(page, "document.getElementById('status').textContent")
    assert page.evaluate(IN_REACH) == []
    with page.expect_download():
        page.get_by_role("button", name="Get my data").click()
    until(page, "document.getElementById('status').textContent === WORDS.saved")
    assert page.evaluate(IN_REACH) == []


def large(browser: Browser, folder: Path, width: int, letters: int) -> BrowserContext:
    """A browser whose own setting makes letters large: that moves the page's breakpoints too, unlike a zoom."""
    (folder / "Default").mkdir()
    (folder / "Default" / "Preferences").write_text(
        json.dumps({"webkit": {"webprefs": {"default_font_size": letters}}}))
    return browser.browser_type.launch_persistent_context(
        folder, executable_path=driver.browser_path(), args=list(driver.ARGS), viewport={"width": width, "height": 640})


@pytest.mark.parametrize(("width", "letters"), [(320, 24), (320, 32), (412, 32)])
def test_no_word_is_torn_by_large_letters(
    browser: Browser, server: tuple[str, Host], tmp_path: Path, width: int, letters: int
) -> None:
    def look(shown: Page) -> None:
        fits(shown)
        torn = shown.evaluate(TORN)
        assert torn == [], (driver.at(shown), torn)

    with large(browser, tmp_path, width, letters) as context:
        page = context.pages[0]
        page.goto(server[0])
        ready(page)
        assert page.evaluate("getComputedStyle(document.documentElement).fontSize") == f"{letters * 1.0625:g}px"
        walk(page, "next", look)
        page.get_by_text("More", exact=True).click()
        look(page)


def test_without_scripts_nothing_is_said_to_be_loading(browser: Browser, server: tuple[str, Host]) -> None:
    with browser.new_context(java_script_enabled=False) as context:
        page = context.new_page()
        page.goto(server[0])
        expect(page.get_by_role("link", name="The same questions, without scripts.")).to_be_visible()
        expect(page.get_by_text("The chat is loading")).to_be_hidden()
    with browser.new_context() as context:
        page = context.new_page()
        page.route("**/app.js", lambda route: route.abort())  # it does not come
        page.goto(server[0])
        expect(page.get_by_text("The chat is loading")).to_be_visible()
