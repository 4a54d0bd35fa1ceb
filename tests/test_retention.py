"""Chats go when their time is over, and by no mistake of the operator."""

import asyncio
import os
import re
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import httpx
import pytest

from bot import serve as server
from bot.clinic.files import house as build_house
from bot.host import Host
from bot.records.rooms import DAY
from bot.records.store import Store
from bot.settings import Settings
from bot.telegram import channel
from dialogs.events import Open
from dialogs.house import Clinic, House
from tests.botapi import BotApi
from tests.patience import PATIENCE, comes, until

ROOT = Path(__file__).parent.parent
FILE = "id: hillside\nname: Hillside\ncountry: US\ndays: {days}\n"


@contextmanager
def serve(data: Path, clinics: Path) -> Iterator[tuple[str, subprocess.Popen[str]]]:
    """`si-screen serve` as a process of its own, and its address; "" where it does not start."""
    with subprocess.Popen(
        [sys.executable, "-m", "bot.cli", "serve"], cwd=ROOT, text=True,
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
        env={**os.environ, "SI_SCREEN_DATA": str(data), "SI_SCREEN_CLINICS": str(clinics), "SI_SCREEN_PORT": "0",
             "PYTHONPATH": str(ROOT)},
    ) as process:
        try:
            assert process.stdout is not None
            first = process.stdout.readline()
            found = re.search(r"http://\S+", first)
            yield found[0] if found else first, process
        finally:
            process.terminate()


def folder(path: Path, days: int) -> Path:
    path.mkdir()
    (path / "hillside.yaml").write_text(FILE.format(days=days))
    return path


def chats(data: Path) -> int:
    with sqlite3.connect(data / "si-screen.db") as db:
        found: int = db.execute("SELECT count(*) FROM session").fetchone()[0]
    return found


def test_a_wrong_folder_of_clinics_deletes_nothing(tmp_path: Path) -> None:
    right, other = folder(tmp_path / "clinics", 365), tmp_path / "typo"
    with serve(tmp_path, right) as (url, _):
        begun = httpx.post(f"{url}/chat", json={"open": {"clinic": "hillside"}}, trust_env=False, timeout=PATIENCE)
        assert "Hillside" in begun.text
    with sqlite3.connect(tmp_path / "si-screen.db") as db:
        db.execute("UPDATE session SET touched=touched-40*86400")
    with serve(tmp_path, other) as (said, process):
        assert process.wait(30) and said.startswith("si-screen: SI_SCREEN_CLINICS is wrong: there is no folder")
    other.mkdir()
    with serve(tmp_path, other) as (url, process):
        httpx.get(f"{url}/healthz", trust_env=False, timeout=PATIENCE)
        time.sleep(1)  # whatever would be deleted at the start
        process.terminate()
        assert process.stdout is not None
        printed = process.stdout.read()
    assert chats(tmp_path) == 1
    assert printed.count("SI_SCREEN_CLINICS") == 2 and "1 chats are kept" in printed  # at the start, and of the run
    assert "retention: 1 chats are past" in printed and "hillside" not in printed
    (right / "hillside.yaml").write_text(FILE.format(days=1))  # as the warning says
    with serve(tmp_path, right) as (url, _):
        until(lambda: not chats(tmp_path))


@pytest.mark.parametrize(("clinic", "kept"), [("hillside", 1), ("p0123456789", 0), ("", 0)])
def test_whose_chats_are_kept_though_their_clinic_has_no_file(tmp_path: Path, clinic: str, kept: int) -> None:
    """A practice that is gone, with its therapist, never had one: its chats are like those without a clinic."""
    store = Store(tmp_path / "test.db")
    house = build_house(tmp_path, Clinic())
    there = replace(house, clinics={"": Clinic(), clinic: Clinic(id=clinic)})
    Host(there, store).turn("web:x", "1", Open(clinic=clinic, country="US"), lambda _: [{"say": "x"}])
    later = time.time() + 4000 * DAY
    assert Host(house, store).expire(later) == 1 - kept
    for table in ("session", "seen", "outbox"):
        assert store.db.execute(f"SELECT count(*) FROM {table}").fetchone()[0] == kept
    store.close()


def backdated(store: Store, house: House, keys: list[str]) -> None:
    """Chats of forty days ago."""
    for key in keys:
        Host(house, store).turn(key, "1", Open(country="US"), lambda _: [{"say": "x"}])
    store.db.execute("UPDATE session SET touched=touched-40*86400")


async def test_a_write_that_fails_does_not_end_retention(
    tmp_path: Path, house: House, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(server, "AGAIN", 0.01)
    monkeypatch.setattr(server, "WIPE", 0.01)
    store = Store(tmp_path / "test.db")
    backdated(store, house, ["web:1"])
    store.db.execute("PRAGMA busy_timeout=10")
    other = sqlite3.connect(tmp_path / "test.db", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")  # another program writes for long
    task = asyncio.create_task(server.clean(Host(house, store)))
    await comes(lambda: "retention can't go on (OperationalError)" in caplog.text)
    assert store.touched()
    other.execute("ROLLBACK")
    await comes(lambda: not store.touched())
    assert not task.done() and "locked" not in caplog.text
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)
    other.close()
    store.close()


def test_one_chat_that_can_not_be_deleted_or_read_keeps_no_other(
    tmp_path: Path, house: House, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    store = Store(tmp_path / "test.db")
    backdated(store, house, ["web:1", "web:2", "web:3", "web:4"])
    store.db.execute("UPDATE session SET body='{secret' WHERE key='web:2'")
    store.db.execute("UPDATE session SET body='{\"secret\": 1}' WHERE key='web:3'")
    forget = store.forget

    def faulty(key: str, client: bool = False) -> int:
        if key == "web:1":
            raise ValueError("secret words")
        return forget(key, client)

    monkeypatch.setattr(store, "forget", faulty)
    assert Host(house, store).expire(time.time()) == 3
    assert [key for key, _ in store.touched()] == ["web:1"] and "secret" not in caplog.text
    store.close()


async def test_whatever_ends_badly_the_store_and_the_channel_are_closed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def broken(_: Host) -> None:
        raise RuntimeError

    stores: list[Store] = []

    def kept(settings: Settings) -> Store:
        stores.append(opened(settings))
        return stores[0]

    stopped: list[object] = []
    stop, opened = channel.stop, server.opened
    monkeypatch.setattr(server, "clean", broken)
    monkeypatch.setattr(server, "opened", kept)

    async def noted(running: channel.Telegram) -> None:
        await stop(running)
        stopped.append(running)
        raise RuntimeError("it did not like to stop")

    monkeypatch.setattr(channel, "stop", noted)
    async with BotApi() as api:
        settings = Settings(bot_token=api.token, telegram_api=api.url, data=tmp_path, port=0)
        task = asyncio.create_task(server.serve(settings))
        await api.until(lambda: api.polls)
        os.kill(os.getpid(), signal.SIGTERM)
        with pytest.raises(RuntimeError, match="did not like"):
            await task
    assert stopped
    with pytest.raises(sqlite3.ProgrammingError, match="closed"):
        stores[0].touched()
