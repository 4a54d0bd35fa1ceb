"""The page on a bad network and a bad day: reload, offline, double clicks, delete, decline."""

import json

from playwright.sync_api import Page, Route, expect

from bot.host import Host
from tests.browser import driver
from tests.browser.driver import answers, at, card, ready, until, walk
from tests.test_unreadable import spoilt

pytest_plugins = ["tests.browser.fixtures"]


def test_a_reload_and_a_code_go_on_in_the_middle(page: Page, server: tuple[str, Host]) -> None:
    walk(page, "history")
    page.get_by_role("checkbox").nth(1).check()
    until(page, "!queue.length")
    held, code = answers(page, server), page.evaluate("chat")
    page.reload()
    ready(page)
    assert at(page) == "history" and page.get_by_role("checkbox").nth(1).is_checked()
    assert page.evaluate("chat") == code and answers(page, server) == held
    page.evaluate("sessionStorage.clear()")
    page.reload()
    ready(page)
    assert at(page) == "consent"
    page.get_by_text("More", exact=True).click()
    page.get_by_label("Go on with a code").fill("A" * 22)
    page.get_by_role("button", name="Go on").click()
    expect(page.locator("#status")).to_contain_text("do not know that code")
    page.get_by_label("Go on with a code").fill(f" {code} ")
    page.get_by_role("button", name="Go on").click()
    until(page, "panel.id === 'history'")
    assert page.get_by_role("checkbox").nth(1).is_checked()


def test_who_stops_is_told_the_code_that_a_closed_page_needs(page: Page) -> None:
    walk(page, "history")
    page.get_by_text("More", exact=True).click()
    page.get_by_role("button", name="Stop").click()
    last = page.locator("#log > .msg").last
    expect(last).to_contain_text("If you close this page, you need this code")
    driver.fits(page)
    code = last.locator("code").inner_text()
    page.evaluate("sessionStorage.clear()")  # as in another tab
    page.reload()
    ready(page)
    page.get_by_text("More", exact=True).click()
    page.get_by_label("Go on with a code").fill(code)
    page.get_by_role("button", name="Go on").click()
    until(page, "panel.id === 'history'")
    assert page.locator("#log").get_by_text("If you close").count() == 0


def test_offline_in_the_middle_counts_nothing_twice(page: Page, server: tuple[str, Host]) -> None:
    walk(page, "signs_now")
    held, tries, ids = answers(page, server), [0], set[str]()
    def bad(route: Route) -> None:
        tries[0] += 1
        ids.add(json.loads(route.request.post_data or "")["id"])
        if tries[0] == 2:
            route.fetch()  # it arrives, but the answer is lost
        route.abort("internetdisconnected") if tries[0] < 4 else route.continue_()

    page.route("**/chat/turn", bad)
    page.get_by_role("button", name="None of these").click()
    expect(page.locator("#status")).to_contain_text("Sending again")
    expect(page.locator("#status")).to_contain_text("call 911 now")
    page.get_by_role("button", name="None of these").click()  # impatient
    until(page, "panel.id === 'signs_sudden'")
    assert tries[0] == 4 and len(ids) == 1 and answers(page, server) == held + 1


def test_a_double_click_answers_once(page: Page, server: tuple[str, Host]) -> None:
    walk(page, "signs_nerve")
    page.get_by_role("button", name="None of these").dblclick()
    until(page, "panel.id === 'signs_now' && !document.querySelector('.new')")
    assert answers(page, server) == 2
    driver.plain_choice(page).hover()
    page.mouse.down(click_count=2)  # the second one of a slow pair, after the new card is there
    page.mouse.up(click_count=2)
    page.wait_for_timeout(100)
    assert at(page) == "signs_now" and answers(page, server) == 2
    # In the moment a card appears no click can fall on it.
    driver.plain_choice(page).evaluate(
        "button => { new MutationObserver(() => { window.seen = getComputedStyle(answer).pointerEvents; })"
        ".observe(answer, { childList: true }); button.click(); }")
    until(page, "window.seen === 'none'")


def test_data_and_delete(page: Page, server: tuple[str, Host]) -> None:
    walk(page, "signs_nerve")
    code = page.evaluate("chat")
    page.get_by_text("More", exact=True).click()
    with page.expect_download() as download:
        page.get_by_role("button", name="Get my data").click()
    assert "agree_us" in download.value.path().read_text()
    page.get_by_role("button", name="Delete my answers").click()
    expect(page.get_by_role("button", name="Keep them")).to_be_focused()
    page.get_by_role("button", name="Delete", exact=True).click()
    expect(page.get_by_role("button", name="Start a new chat")).to_be_focused()
    assert server[1].store.load(f"web:{code}") is None and page.locator(".msg").count() == 1
    page.get_by_role("button", name="Start a new chat").click()
    ready(page)
    assert at(page) == "consent" and page.evaluate("chat") != code


def test_no_thank_you_and_then_again(page: Page) -> None:
    code = page.evaluate("chat")
    card(page).get_by_role("button", name="No, thank you").click()
    expect(page.locator(".result h2")).to_be_focused()
    card(page).get_by_role("button", name="Talk to a person").click()
    expect(page.locator("#log .bot").last).to_contain_text("You want to talk to a person")
    assert page.evaluate("chat") != code  # a chat of its own, which still knows the clinic
    card(page).get_by_role("button", name="Start again").click()
    until(page, "panel.id === 'consent'")


def test_the_page_keeps_the_code_of_a_chat_that_it_can_not_read(page: Page, server: tuple[str, Host]) -> None:
    walk(page, "history")
    code, store = page.evaluate("chat"), server[1].store
    (body,) = store.db.execute("SELECT body FROM session WHERE key=?", (f"web:{code}",)).fetchone()
    spoilt(store, f"key='web:{code}'")
    before = len(store.touched())
    page.reload()
    expect(page.locator("#log")).to_contain_text("can't be read at the moment")
    assert page.evaluate("chat") == code and len(store.touched()) == before
    store.db.execute("UPDATE session SET body=? WHERE key=?", (body, f"web:{code}"))  # the newer program is back
    page.reload()
    ready(page)
    assert at(page) == "history" and answers(page, server)
    spoilt(store, f"key='web:{code}'")
    page.get_by_role("button", name="Back", exact=True).click()
    expect(page.locator("#log")).to_contain_text("can't be read at the moment")
    page.get_by_text("More", exact=True).click()
    page.get_by_role("button", name="Delete my answers").click()
    page.get_by_role("button", name="Delete", exact=True).click()
    until(page, "!chat")
    assert len(store.touched()) == before - 1
