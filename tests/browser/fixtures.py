"""A browser, a server and a page, for every module of browser tests."""

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from bot.host import Host
from dialogs.house import House
from tests.browser import driver
from tests.browser.server import serving


@pytest.fixture(scope="module")
def browser(request: pytest.FixtureRequest) -> Iterator[Browser]:
    if not driver.browser_path():
        what = f"NOT RUN: {request.node.name}, the page in a browser. No Chromium was found on this machine."
        with request.config.pluginmanager.getplugin("capturemanager").global_and_fixture_disabled():
            print(f"\n{what}")  # a skip alone is a silent "s"
        pytest.skip(what)  # only where there is no browser and none could be installed
    with driver.chromium() as found:
        yield found


@pytest.fixture(scope="module")
def server(house: House) -> Iterator[tuple[str, Host]]:
    with serving(house) as found:
        yield found


@pytest.fixture
def options() -> dict[str, Any]:
    return {"viewport": {"width": 320, "height": 640}}


@pytest.fixture
def page(browser: Browser, server: tuple[str, Host], options: dict[str, Any]) -> Iterator[Page]:
    with driver.opened(browser, server[0], options) as found:
        yield found
