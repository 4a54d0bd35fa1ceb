"""The chat without JavaScript: forms, nothing in an address, each form once."""

from dataclasses import replace
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page, expect

from bot.host import Host
from dialogs.house import Clinic, House
from dialogs.session import Answer
from tests.browser import driver
from tests.browser.axe import violations
from tests.browser.server import serving
from tests.patience import caller

pytest_plugins = ["tests.browser.fixtures"]
WANTED = {"age": "35 to 44", "pregnancy": "2 ", "pain": "6"}


def plainly(page: Page, to: str) -> None:
    """Answer plainly, page by page, to a question."""
    for _ in range(40):
        at = page.locator("input[name=question]").first.get_attribute("value") or ""
        assert urlsplit(page.url).query in ("", "clinic=hill"), "nothing of the client is in an address"
        if at == to:
            return
        buttons = page.locator("#answer button")
        if page.locator("#answer input[type=checkbox]").count():
            buttons.filter(has_text="None of these").click()
        elif at == "pain":
            page.locator("#answer").get_by_role("button", name="6", exact=True).click()
        else:
            (buttons.filter(has_text=WANTED[at]) if at in WANTED else buttons).first.click()
    raise AssertionError(f"the chat did not get to {to}")


@pytest.mark.parametrize("scripts", [False, True], ids=["no scripts", "axe"])
def test_a_whole_chat_by_forms(browser: Browser, server: tuple[str, Host], scripts: bool) -> None:
    with browser.new_context(viewport={"width": 320, "height": 640}, java_script_enabled=scripts) as context:
        page = context.new_page()
        if scripts:
            page.goto(f"{server[0]}/plain")
        else:
            page.goto(server[0])
            page.get_by_role("link", name="The same questions, without scripts").click()
        assert "emergency" in page.locator("main").inner_text()
        page.get_by_role("button", name="Begin").click()
        for stop in ("signs_nerve", "age", "spot", "review", "next"):
            plainly(page, stop)
            assert page.evaluate(driver.WIDE) == []
            if scripts:
                assert violations(page) == []
        assert "massage therapist" in page.locator(".result h2").inner_text()
        assert context.cookies() == []
        page.get_by_role("button", name="Delete my answers").click()
        page.get_by_role("button", name="Delete", exact=True).click()
        expect(page.get_by_role("status")).to_have_text("All your answers are deleted.")


def test_a_tick_is_an_emergency_and_a_reload_counts_once(browser: Browser, server: tuple[str, Host]) -> None:
    with browser.new_context(java_script_enabled=False) as context:
        page = context.new_page()
        page.goto(f"{server[0]}/plain?lang=en")
        page.get_by_role("button", name="Begin").click()
        plainly(page, "signs_nerve")
        page.get_by_role("checkbox", name="Pee leaks out").check()
        page.get_by_role("button", name="Done").click()
        assert "911" in page.locator(".urgent h2").inner_text()
        key = f"web:{page.locator('code').inner_text()}"
        before = server[1].store.load(key)
        page.reload()
        assert "911" in page.locator(".urgent h2").inner_text()
        after = server[1].store.load(key)
        assert before and after and [e for e in before.log if isinstance(e, Answer)] == [
            e for e in after.log if isinstance(e, Answer)]


def fields(text: str) -> dict[str, str]:
    """The hidden fields of the first form of a page."""
    found: dict[str, str] = {}
    for part in text.split("</form>")[0].split('<input type="hidden" ')[1:]:
        name, value = part.split('name="')[1].split('"')[0], part.split('value="')[1].split('"')[0]
        found[name] = value
    return found


def test_forms_that_are_not_ours_get_a_page_and_no_fault(house: House, tmp_path: Path) -> None:
    with serving(house, tmp_path / "store.db") as (url, host), caller(url) as http:
        for form in ({}, {"do": "begin"}, {"do": "tap:yes", "chat": "x" * 22}, {"do": "delete", "chat": "../x"},
                     {"do": "begin", "salt": "<b>"}, {"do": "ask:nothing", "chat": "y" * 22}):
            said = http.post("/plain", data=form)
            assert said.status_code in (400, 404) and "<button" in said.text, form
        assert http.post("/plain", content=b"a" * 200_000).status_code == 413
        start = http.get("/plain", params={"clinic": '"><script>alert(1)</script>', "ref": "<img src=x>"})
        assert "<script>" not in start.text and "<img src=x>" not in start.text
        assert "form-action 'self'" in start.headers["content-security-policy"]
        begun = {**fields(http.get("/plain").text), "do": "begin"}
        first, second = http.post("/plain", data=begun), http.post("/plain", data=begun)
        chats = host.store.db.execute("SELECT count(*) FROM session").fetchone()[0]
        assert (fields(first.text)["chat"], chats) == (fields(second.text)["chat"], 1)


def test_words_are_typed_and_a_declined_chat_begins_anew(house: House) -> None:
    with serving(house) as (url, _), caller(url) as http:
        page = http.post("/plain", data={**fields(http.get("/plain").text), "do": "begin"}).text
        page = http.post("/plain", data={**fields(page), "do": "tap:decline"}).text
        assert 'value="declined"' in page
        again = http.post("/plain", data={**fields(page), "do": "tap:restart"}).text
        assert fields(again)["question"] == "consent" and fields(again)["chat"] != fields(page)["chat"]
        nerve = http.post("/plain", data={**fields(again), "do": "say", "say": "<i>yes</i> & 1"}).text
        assert "<i>yes" not in nerve


@pytest.mark.parametrize("sent", [{"Sec-Fetch-Site": "cross-site", "Origin": "null"}, {"Origin": "https://else.example"}])
def test_nobody_is_sent_into_a_chat_whose_token_somebody_else_knows(house: House, sent: dict[str, str]) -> None:
    with serving(house) as (url, host), caller(url) as http:
        begun = {**fields(http.get("/plain").text), "do": "begin"}
        said = http.post("/plain", data=begun, headers=sent)
        assert said.status_code == 403 and "not ours" in said.text
        assert fields(said.text)["salt"] != begun["salt"]  # who begins here has a chat of their own
        assert host.store.touched() == []
        ours = {"Sec-Fetch-Site": "same-origin", "Origin": "null"}
        assert http.post("/plain", data=begun, headers=ours).status_code == 200


@pytest.mark.parametrize(("tick", "state"), [({"yes": "ces_pee"}, "emergency"), ({"unsure": "ces_pee"}, "screen")])
def test_a_tick_beside_none_of_these_counts(house: House, tick: dict[str, str], state: str) -> None:
    with serving(house) as (url, host), caller(url) as http:
        page = http.post("/plain", data={**fields(http.get("/plain").text), "do": "begin"}).text
        page = http.post("/plain", data={**fields(page), "do": "tap:agree_us"}).text
        for _ in range(2):  # an emergency at once; what is not sure stays ticked, and "none" is no answer beside it
            page = http.post("/plain", data={**fields(page), "do": "tap:none", **tick}).text
            (key, _), = host.store.touched()
            session = host.store.load(key)
            assert session is not None and f'name="state" value="{state}"' in page
            told = [one.values for one in session.log if isinstance(one, Answer)]
            assert told == [{"consent": "agree_us"}, *([{"ces_pee": "yes"}] if state == "emergency" else [])]
            tick = {}
        assert state == "emergency" or 'name="unsure" value="ces_pee" checked' in page


def test_a_form_with_too_many_fields_is_refused_and_is_no_fault(house: House, caplog: pytest.LogCaptureFixture) -> None:
    with serving(house) as (url, _), caller(url) as http:
        said = http.post("/plain", content="&".join(f"f{at}=1" for at in range(1500)),
                         headers={"Content-Type": "application/x-www-form-urlencoded"})
    assert said.status_code == 413 and "<button" in said.text and not caplog.records


@pytest.mark.parametrize(("wanted", "lang"), [("", "es"), ("en", "es"), ("de-AT", "de"), ("xx", "es")])
def test_the_first_page_is_in_a_language_of_the_clinic(house: House, wanted: str, lang: str) -> None:
    hill = Clinic(id="hill", name="Hill", lang="es", languages=("es", "de"))
    with serving(replace(house, clinics={"": Clinic(), "hill": hill})) as (url, _), \
            caller(url) as http:
        page = http.get("/plain", params={"clinic": "hill", "lang": wanted}).text
        assert f'<html lang="{lang}"' in page
        begun = http.post("/plain", data={**fields(page), "do": "begin"}).text
        assert f'<html lang="{lang}"' in begun, "the chat goes on in it"
        assert '<html lang="en"' in http.get("/plain").text
