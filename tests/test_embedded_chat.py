"""A whole chat inside a clinic's page: tapped, typed and by keys alone, small and wide, dark and right to left."""

from dataclasses import replace
from typing import Any

import pytest
from playwright.sync_api import Browser, Frame, expect

from dialogs.house import House, Theme
from tests.browser import driver
from tests.browser.axe import violations
from tests.browser.embedded import HILL, chat, embedded

pytest_plugins = ["tests.browser.fixtures"]
SMALL = {"viewport": {"width": 320, "height": 640}}
DARK = {"viewport": {"width": 1280, "height": 800}, "color_scheme": "dark", "reduced_motion": "reduce"}
# What is tapped where the first choice is not the plain one, by the place of its button.
PLAIN = {"age": 3, "pregnancy": 1, "pain": 6}
WORDS = {"age": "I am 43", "pregnancy": "no", "pain": "about a six", "onset": "slowly", "duration": "three weeks",
         "review": "yes", "confirm": "yes"}


def settled(frame: Frame, before: str) -> None:
    """Another card is there. (The page forbids to wait by a script.)"""
    for _ in range(200):
        if frame.evaluate(f"({driver.READY}) && panel.key !== {before!r}"):
            return
        frame.page.wait_for_timeout(20)
    raise AssertionError(f"still at {before}")


def tapped(frame: Frame, to: str) -> list[str]:
    """The plain answers, card by card, to a question; axe looks at every screen."""
    faults: list[str] = []
    for _ in range(40):
        at, key = frame.evaluate("[panel.id, panel.key]")
        faults += [f"{at}: {fault}" for fault in violations(frame)]
        faults += [f"{at}: wide: {one}" for one in frame.evaluate(driver.WIDE)]
        if at == to:
            return faults
        buttons = frame.locator("#answer button")
        if frame.locator("#answer input[type=checkbox]").count():
            buttons.last.click()
        else:
            buttons.nth(PLAIN.get(at, 0)).click()
        settled(frame, key)
    raise AssertionError(f"the chat did not get to {to}")


@pytest.mark.parametrize(("lang", "look", "show"), [("en", SMALL, "bubble"), ("ar", DARK, "inline")],
                         ids=["small, light", "wide, dark, right to left"])
def test_to_massage_by_tapping(browser: Browser, house: House, lang: str, look: dict[str, Any], show: str) -> None:
    page_dir = "rtl" if lang == "ar" else "ltr"
    with embedded(browser, house, look=look, show=show, lang=lang, dir=page_dir) as (page, asked):
        if show == "bubble":
            page.get_by_role("button", name="Questions before your massage").click()
        frame = chat(page)
        assert tapped(frame, "next") == []
        assert violations(page) == []
        assert frame.evaluate("getComputedStyle(document.body).direction") == page_dir
        assert frame.evaluate("document.activeElement.matches('.result h2')")
        assert frame.evaluate("last.outcome.massage") == "yes"
        own = {page.url.split("/")[2], (page.locator("iframe").get_attribute("src") or "").split("/")[2]}
        assert {address.split("/")[2] for address in asked} == own and page.context.cookies() == []


@pytest.mark.parametrize(("lang", "look"), [("en", DARK), ("ar", SMALL)], ids=["wide, dark", "small, right to left"])
def test_to_an_emergency(browser: Browser, house: House, lang: str, look: dict[str, Any]) -> None:
    page_dir = "rtl" if lang == "ar" else "ltr"
    with embedded(browser, house, look=look, show="inline", lang=lang, dir=page_dir) as (page, _):
        frame = chat(page)
        assert tapped(frame, "signs_nerve") == []
        if lang == "en":
            frame.locator("#text").fill("I can't feel when I pee and my bottom went numb")
            frame.locator("#text").press("Enter")
        else:
            frame.locator("#answer input[type=checkbox]").nth(1).click()
        alert = frame.get_by_role("alert").last
        expect(alert).to_be_focused()
        assert "911" in alert.inner_text()
        assert violations(frame) == [] and frame.evaluate(driver.WIDE) == []


def test_to_massage_by_words_alone(browser: Browser, house: House) -> None:
    with embedded(browser, house, look={"viewport": {"width": 1280, "height": 800}}, show="inline") as (page, _):
        frame = chat(page)
        for _ in range(60):
            at, key = frame.evaluate("[panel.id, panel.key]")
            if at == "next":
                break
            typed = "none of these" if frame.locator("#answer input[type=checkbox]").count() else WORDS.get(at, "1")
            frame.locator("#text").fill(typed)
            frame.locator("#text").press("Enter")
            settled(frame, key)
        assert at == "next" and frame.evaluate("last.outcome.massage") == "yes"
        assert violations(frame) == []


def test_by_keys_alone_from_the_page_to_the_result_and_out(browser: Browser, house: House) -> None:
    with embedded(browser, house, look=SMALL) as (page, _):
        page.keyboard.press("Tab")
        expect(page.get_by_role("button", name="Questions before your massage")).to_be_focused()
        page.keyboard.press("Enter")
        frame = chat(page)
        for _ in range(40):
            at, key = frame.evaluate("[panel.id, panel.key]")
            if at == "next":
                break
            box = frame.locator("#answer input[type=checkbox]").count()
            frame.evaluate("n => { const all = document.querySelectorAll('#answer button');"
                           " window.wanted = all[n < 0 ? all.length - 1 : n]; }", -1 if box else PLAIN.get(at, 0))
            for _ in range(90):
                if frame.evaluate("document.activeElement === window.wanted"):
                    break
                page.keyboard.press("Tab")
            page.keyboard.press("Enter")
            settled(frame, key)
        assert at == "next" and frame.evaluate("document.activeElement.matches('.result h2')")
        page.keyboard.press("Escape")
        expect(page.get_by_role("button", name="Questions before your massage")).to_be_focused()


def test_in_the_colours_of_the_clinic(browser: Browser, house: House) -> None:
    clinic = replace(HILL, theme=Theme(colour="#7a1f5c", on_colour="#ffffff"))
    with embedded(browser, house, clinic=clinic) as (page, _):
        button = page.get_by_role("button", name="Questions before your massage")
        expect(button).to_have_css("background-color", "rgb(122, 31, 92)")
        button.click()
        frame = chat(page)
        expect(frame.locator("#type button")).to_have_css("background-color", "rgb(122, 31, 92)")


def test_name_and_logo_of_the_clinic_stand_on_top_and_cover_nothing(browser: Browser, house: House) -> None:
    with browser.new_page(viewport={"width": 400, "height": 200}) as blank:
        logo = blank.screenshot()
    clinic = replace(HILL, name="Hill & <b>Dale</b>: massage for the whole family",
                     theme=Theme(logo=logo, logo_type="image/png"))
    with embedded(browser, house, look=SMALL, clinic=clinic) as (page, _):
        page.get_by_role("button", name="Questions before your massage").click()
        frame = chat(page)
        expect(frame.get_by_role("heading", level=1)).to_have_text(clinic.name)
        assert frame.evaluate("document.getElementById('logo').naturalWidth") == 400
        assert tapped(frame, "signs_now") == []
        header = frame.locator("header").bounding_box()
        asked = frame.locator("#log .msg").last.bounding_box()
        assert header and asked and asked["y"] >= header["y"] + header["height"], "the question lies under the help"
        assert header["height"] < 160, "a name and a logo leave room for the chat"


def test_a_message_that_is_forged_does_nothing(browser: Browser, house: House) -> None:
    with embedded(browser, house) as (page, _):
        page.get_by_role("button", name="Questions before your massage").click()
        frame = chat(page)
        before = frame.evaluate("[panel.key, chat, log.children.length]")
        closing = {"siScreen": 1, "what": "close"}
        for said in (closing, closing | {"siScreen": 2}, {"siScreen": 1, "say": "yes"}, "close"):
            page.evaluate("said => { postMessage(said, '*'); frames[0].postMessage(said, '*'); }", said)
        page.wait_for_timeout(200)
        assert page.locator("iframe").is_visible(), "only the chat itself may close its frame"
        assert frame.evaluate("[panel.key, chat, log.children.length]") == before


def test_a_phone_on_its_side_has_its_whole_height_for_the_chat(browser: Browser, house: House) -> None:
    for side in ("ltr", "rtl"):
        with embedded(browser, house, look={"viewport": {"width": 640, "height": 320}}, dir=side) as (page, _):
            page.get_by_role("button", name="Questions before your massage").click()
            chat(page)
            shown = page.locator("iframe").bounding_box()
            close = page.get_by_role("button", name="Close").bounding_box()
            assert shown and close and shown["height"] > 300 and shown["width"] > 480
            assert close["x"] >= shown["x"] + shown["width"] or close["x"] + close["width"] <= shown["x"]
