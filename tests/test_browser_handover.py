"""The file of a summary on the page, in a real Chromium."""

from pathlib import Path

from playwright.sync_api import Page, expect

from dialogs.words import words
from tests.browser.driver import card, fits, until, walk

pytest_plugins = ["tests.browser.fixtures"]
W = words("en")


def test_a_file_from_the_menu_to_the_disk(page: Page) -> None:
    walk(page, "next")
    for phrase in ("hand_button_file", "hand_file", "hand_skip", "hand_skip", "hand_skip"):
        card(page).get_by_role("button", name=W(phrase)).click()
        until(page, "!queue.length")
        fits(page)
    assert page.locator("#log > .bot").last.inner_text() == W("hand_visit_ask")
    card(page).get_by_role("button", name=W("hand_skip")).click()
    link = page.get_by_role("link", name="Download the file (it works once)")
    expect(link).to_be_visible()
    with page.expect_download() as found:
        link.click()
    assert found.value.suggested_filename == "summary.pdf"
    assert Path(found.value.path()).read_bytes().startswith(b"%PDF")
