"""What is deleted is gone: from every table, from the file, and from the log beside it."""

import sqlite3
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from dialogs.house import House
from tests.api_kit import Api, two_clinics
from tests.browser.server import serving
from tests.patience import caller
from tests.test_web import opened, sent, tapped


@pytest.fixture
def oak(house: House) -> Iterator[Api]:
    with serving(two_clinics(house)) as (url, host), caller(url) as http:
        yield Api(http, host, "oak")


def test_that_it_was_handled_keeps_nothing_of_a_client_who_is_forgotten(oak: Api) -> None:
    talk = oak.opened(ref="PLANTREF").finish()
    id = talk.share()
    assert oak.post(f"/summaries/{id}/handled", {}).json()["booking"]["ref"] == "PLANTREF"
    assert talk.api.delete(f"/chats/{talk.id}").status_code == 200
    db = oak.host.store.db
    for (table,) in db.execute("SELECT name FROM sqlite_master WHERE type='table'").fetchall():
        rows = [row for row in db.execute(f"SELECT * FROM {table}") if "PLANTREF" in str(row)]
        # The clinic's system is still to be told that it came and was taken back; the reference goes with that.
        assert all(table == "outbox" and "hook:oak:" in str(row) and "'due'" in str(row) for row in rows), rows
    db.execute("UPDATE outbox SET state='sent'")
    oak.host.expire(time.time())
    assert not [row for row in db.execute("SELECT * FROM outbox") if "PLANTREF" in str(row)]


def test_forget_while_somebody_reads_the_database_holds_nobody_up_and_ends_later(house: House, tmp_path: Path) -> None:
    file = tmp_path / "store.sqlite"

    def traces() -> bool:
        return b"canarycanary" in b"".join(part.read_bytes() for part in tmp_path.iterdir())

    with serving(house, file) as (url, host), caller(url) as http:
        at = opened(http)
        card = tapped(http, at["chat"], "request-1", at, "agree_us")
        sent(http, at["chat"], "request-2", say="I want to die canarycanary", shown=card["question"]["shown"])
        backup = sqlite3.connect(file)
        backup.execute("BEGIN")
        backup.execute("SELECT count(*) FROM session").fetchone()
        begun = time.monotonic()
        assert http.post("/chat/forget", json={"chat": at["chat"]}).json()["forgotten"] > 3
        assert time.monotonic() - begun < 1.5
        assert traces() and not host.store.wiped
        backup.close()
        host.store.wipe()  # as the server does every few seconds
        assert not traces() and host.store.wiped


def test_the_database_is_for_its_owner_alone(house: House, tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    tmp_path.chmod(0o755)
    with serving(house, tmp_path / "store.sqlite") as (url, _), caller(url) as http:
        opened(http)
        assert {part.stat().st_mode & 0o077 for part in tmp_path.iterdir()} == {0}
    assert not caplog.records
    (tmp_path / "store.sqlite").chmod(0o644)
    with serving(house, tmp_path / "store.sqlite"):
        assert "can be read by other users" in caplog.text
