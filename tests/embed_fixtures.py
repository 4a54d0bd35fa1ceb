"""A clinic's site and SI Screen, for every module that looks at one through the other."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.host import Host
from dialogs.house import House
from tests.browser.server import serving
from tests.embed_kit import Pair, Site, standing


@pytest.fixture(scope="module")
def servers(house: House) -> Iterator[tuple[Site, str, Host]]:
    with standing() as site, serving(house) as (chat, host):
        yield site, chat, host


@pytest.fixture
def pair(servers: tuple[Site, str, Host], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Pair:
    (tmp_path / "clinics").mkdir()
    monkeypatch.setenv("SI_SCREEN_CLINICS", str(tmp_path / "clinics"))
    servers[0].status = 200
    return Pair(*servers, tmp_path / "clinics")
