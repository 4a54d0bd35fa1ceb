"""The chat on a clinic's own page: a real page on another port frames it by one line."""

from dataclasses import replace
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from bot.clinic.files import clinics
from dialogs.house import Clinic, House
from knowledge.load import KnowledgeError
from tests.browser import driver
from tests.browser.embedded import agreed, chat, embedded
from tests.browser.server import serving
from tests.patience import caller

pytest_plugins = ["tests.browser.fixtures"]


def test_a_button_in_the_corner_opens_the_chat_on_a_small_phone(browser: Browser, house: House) -> None:
    with embedded(browser, house) as (page, asked):
        button = page.get_by_role("button", name="Questions before your massage")
        expect(button).to_have_attribute("aria-expanded", "false")
        assert [f.url for f in page.frames[1:]] in ([], [""], ["about:blank"])  # nothing before it is wanted
        button.click()
        frame = chat(page)
        assert "Hill" in frame.locator("#log").inner_text()
        assert page.locator("iframe").get_attribute("title") == "SI Screen: questions before your massage"
        assert frame.evaluate(driver.WIDE) == [] and page.evaluate(driver.WIDE) == []
        agreed(frame)
        frame.locator("body").press("Escape")
        expect(page.get_by_role("button", name="Questions before your massage")).to_be_focused()
        page.get_by_role("button", name="Questions before your massage").click()
        assert frame.evaluate("panel.id") != "consent"  # nothing was lost
        assert {address.split("/")[2] for address in asked} == {address.split("/")[2] for address in (
            page.url, page.locator("iframe").get_attribute("src") or "")}
        assert page.context.cookies() == []


def test_inline_in_the_language_of_the_page(browser: Browser, house: House) -> None:
    with embedded(browser, house, show="inline", lang="ar", dir="rtl") as (page, _):
        frame = chat(page)
        assert frame.evaluate("[document.documentElement.lang, document.documentElement.dir]") == ["ar", "rtl"]
        assert frame.evaluate("innerWidth") > 280


def test_a_site_that_the_clinic_did_not_name_shows_no_chat(browser: Browser, house: House) -> None:
    with embedded(browser, house, allowed=False, show="inline") as (page, _):
        page.wait_for_selector("iframe")
        page.wait_for_timeout(500)
        assert all(f.query_selector("#answer") is None for f in page.frames[1:] if not f.is_detached())


def test_the_page_hears_no_answer(browser: Browser, house: House) -> None:
    with embedded(browser, house, show="inline") as (page, _):
        page.evaluate("window.heard = []; addEventListener('message', e => heard.push(JSON.stringify(e.data)))")
        frame = chat(page)
        agreed(frame)
        frame.locator("body").press("Escape")
        page.wait_for_function("() => heard.length > 0")
        assert set(page.evaluate("heard")) <= {'{"siScreen":1,"what":"close"}', '{"siScreen":1,"what":"ready"}'}


def test_only_the_sites_of_the_clinic_may_frame_it(house: House) -> None:
    named = Clinic(id="hill", name="Hill", origins=("https://hill.example",))
    with serving(replace(house, clinics={"": Clinic(), "hill": named})) as (url, _), \
            caller(url) as http:
        policies = [http.get("/", params={"clinic": id}).headers["content-security-policy"] for id in ("hill", "", "x")]
        assert policies[0].endswith("frame-ancestors https://hill.example")
        assert policies[1].endswith("frame-ancestors 'none'") and policies[2].endswith("frame-ancestors 'none'")
        assert http.get("/embed.js").headers["cross-origin-resource-policy"] == "cross-origin"
        assert http.get("/app.js").headers["cross-origin-resource-policy"] == "same-origin"


@pytest.mark.parametrize("origin", ["hill.example", "https://hill.example/book", "http://hill.example", "*"])
def test_an_origin_is_a_site_named_exactly(tmp_path: Path, origin: str) -> None:
    (tmp_path / "hill.yaml").write_text(f'id: hill\nname: Hill\norigins: "{origin}"\n', encoding="utf-8")
    with pytest.raises(KnowledgeError, match="is no origin"):
        clinics(tmp_path, Clinic())
