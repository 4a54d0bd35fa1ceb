"""The page in a real Chromium: by buttons, by keys, by words, small, dark and zoomed."""

import pytest
from playwright.sync_api import Page, expect

from bot.host import Host
from tests.browser import driver
from tests.browser.driver import answers, at, card, fits, focused, ready, until, walk

pytest_plugins = ["tests.browser.fixtures"]


def test_a_whole_chat_by_buttons_on_a_small_phone(page: Page) -> None:
    assert focused(page, "body")
    walk(page, "signs_now", fits, press=lambda button: button.click())
    assert page.locator("#progress").inner_text().startswith("Step 3, about ")
    assert page.locator(".you").all_inner_texts()[-1] == "You answered: None of these"
    walk(page, "spot", fits)
    page.locator("#zone-dimple_left").click()
    until(page, "panel.id !== 'spot'")
    assert page.locator(".you").all_inner_texts()[-1] == "You answered: Left dimple"
    walk(page, "next", fits)
    assert focused(page, ".result h2")
    card(page).get_by_role("button", name="Note for my therapist").click()
    note = page.get_by_role("region", name="Note")
    expect(note).to_be_focused()
    assert "Left dimple" in note.inner_text() and note.get_by_role("button", name="Print").is_visible()
    fits(page)


def test_a_tick_that_is_an_emergency_acts_at_once(page: Page) -> None:
    walk(page, "signs_nerve")
    page.get_by_role("checkbox").nth(1).click()
    alert = page.get_by_role("alert")
    expect(alert).to_be_focused()
    assert "911" in alert.inner_text().splitlines()[0]
    assert alert.get_by_role("link", name="911").get_attribute("href") == "tel:911"
    assert alert.bounding_box()["y"] < 200  # type: ignore[index]  # it is on the screen
    fits(page)
    going = card(page).get_by_role("button").first
    going.click()
    expect(page.get_by_role("alert").last).to_be_focused()
    assert page.get_by_role("alert").count() == 2 and going.is_visible()


def test_done_right_after_an_emergency_tick_is_dropped(page: Page) -> None:
    walk(page, "signs_nerve")
    told = page.locator("#log > .bot").count()
    page.evaluate("() => { document.querySelectorAll('.line input')[1].click();"
                  " document.querySelector('.choices .main').click(); }")
    expect(page.get_by_role("alert")).to_be_focused()
    until(page, "!queue.length")
    assert at(page) == "next" and page.locator("#log > .bot").count() == told


def test_an_emergency_with_a_question_open_has_both_in_reach(page: Page, server: tuple[str, Host]) -> None:
    walk(page, "signs_sudden")
    page.get_by_role("checkbox").nth(1).click()  # can't stand on one leg
    expect(page.get_by_role("alert")).to_be_focused()
    menu, held = page.get_by_role("group", name="What next?"), answers(page, server)
    told = page.locator("#log > .bot").count()
    assert at(page) == "hip_kind" and page.locator("#progress").inner_text() == ""
    menu.get_by_role("button").first.click()
    expect(page.get_by_role("alert").last).to_be_focused()
    assert page.get_by_role("alert").count() == 2 and answers(page, server) == held
    assert page.locator("#log > .bot").count() == told  # understood: no "that was for an earlier question"
    card(page).get_by_role("button").first.click()  # "I can stand on it": no emergency
    until(page, "last.state === 'screen'")
    assert menu.count() == 0 and answers(page, server) == held + 1


def test_a_plain_tick_keeps_the_card_and_the_focus(page: Page, server: tuple[str, Host]) -> None:
    walk(page, "history")
    box = page.get_by_role("checkbox").first
    box.focus()
    page.evaluate("document.querySelector('#answer fieldset').kept = true")
    page.keyboard.press("Space")
    page.get_by_role("button", name="Not sure:").nth(2).click()
    until(page, "!queue.length")
    assert page.evaluate("document.querySelector('#answer fieldset').kept") and box.is_checked()
    assert page.get_by_role("button", name="Not sure:").nth(2).get_attribute("aria-pressed") == "true"
    before = answers(page, server)
    page.get_by_role("button", name="None of these").click()  # contradicts what is ticked
    expect(page.locator("#log > .bot").last).to_contain_text("None of these")
    assert at(page) == "history" and box.is_checked() and answers(page, server) == before
    page.get_by_role("button", name="Done").click()
    until(page, "panel.id !== 'history'")
    assert answers(page, server) == before + 1
    said = page.locator(".you").all_inner_texts()[-1]
    assert said.startswith("You answered: ") and "Not sure: " in said


def test_keys_alone_lead_to_the_review(page: Page) -> None:
    for _ in range(40):
        ready(page)
        if at(page) == "review":
            break
        key = page.evaluate("panel.key")
        driver.plain_choice(page).evaluate("button => { window.wanted = button; }")
        driver.tab_to(page, "document.activeElement === window.wanted")
        page.keyboard.press("Space" if at(page) == "pain" else "Enter")
        until(page, "panel.key !== arg", key)
        until(page, "document.activeElement === document.querySelector('#answer fieldset')")
    assert at(page) == "review"


def test_the_body_picture_by_keys(page: Page) -> None:
    walk(page, "spot")
    # Inside role "img" a screen reader would not find the buttons.
    expect(page.locator("svg[role=group] [role=button]")).to_have_count(20)
    page.keyboard.press("Tab")
    assert focused(page, ".skip")
    driver.tab_to(page, "document.activeElement.id === 'zone-dimple_left'")
    assert page.evaluate("document.activeElement.getAttribute('aria-label')") == "1 Left dimple"
    page.keyboard.press("Space")
    until(page, "panel.id !== 'spot'")


def test_typed_answers(page: Page, server: tuple[str, Host]) -> None:
    box = page.get_by_label("Or type your answer")
    for words, question in (("1", "signs_nerve"), ("none of these", "signs_now"), ("<b>no</b>", "signs_now"),
                            ("None", "signs_sudden"), ("back", "signs_now")):
        box.fill(words)
        box.press("Enter")
        until(page, "panel.id === arg && !queue.length", question)
        expect(box).to_be_focused()
    assert page.locator("#log b").count() == 0 and "You wrote: <b>no</b>" in page.locator("#log").inner_text()
    assert answers(page, server) == 3
    page.evaluate("() => { send({status: true}); send({status: true}); }")
    box.fill("emergency")
    box.press("Enter")  # words wait in line, they are never dropped
    expect(page.get_by_role("alert")).to_be_focused()


def test_a_country_is_picked_and_never_presumed(page: Page) -> None:
    card(page).get_by_role("button", name="in another country").click()
    choose = card(page).get_by_role("button", name="Choose")
    choose.click()
    expect(page.locator("#country")).to_be_focused()
    assert at(page) == "country"
    page.locator("#country").select_option("DE")
    choose.click()
    until(page, "panel.id === 'signs_nerve'")
    assert page.locator(".you").all_inner_texts()[-1] == "You answered: Germany"


def test_why_and_change_an_answer(page: Page, server: tuple[str, Host]) -> None:
    walk(page, "signs_sudden")
    page.get_by_role("button", name="Why do you ask?").click()
    expect(page.locator("#live")).to_contain_text("Why I ask")
    assert at(page) == "signs_sudden"
    page.get_by_role("button", name="Change an answer").click()
    card(page).get_by_role("button").first.click()
    until(page, "panel.id === 'consent'")
    card(page).get_by_role("button", name="in the UK").click()
    until(page, "panel.id === 'signs_sudden'")
    page.get_by_role("button", name="Emergency").click()
    expect(page.get_by_role("alert")).to_contain_text("999")


@pytest.mark.parametrize("options", [{"viewport": {"width": 320, "height": 256}, "color_scheme": "dark"}])
def test_in_the_dark_at_four_hundred_per_cent(page: Page) -> None:
    walk(page, "next", fits)
    color = page.locator(".result").evaluate("made => getComputedStyle(made).backgroundColor")
    assert sum(int(part) for part in color[4:-1].split(",")) < 150
    page.get_by_text("More", exact=True).click()
    fits(page)
