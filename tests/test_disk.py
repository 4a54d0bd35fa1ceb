"""A disk that is full, or a database that is taken away, under a running server."""

import resource
from pathlib import Path

import pytest

from tests.patience import caller, until
from tests.test_retention import FILE, serve
from tests.test_web import opened


def clinics(path: Path) -> Path:
    (path / "clinics").mkdir()
    (path / "clinics" / "hillside.yaml").write_text(FILE.format(days=30))
    return path / "clinics"


@pytest.mark.skipif(not hasattr(resource, "prlimit"), reason="only Linux can limit another process")
def test_a_full_disk_is_told_to_the_monitor_and_in_the_log(tmp_path: Path) -> None:
    data = tmp_path / "data"
    with serve(data, clinics(tmp_path)) as (url, process), caller(url) as http:
        chat = opened(http)["chat"]
        assert http.get("/healthz").json() == {"ok": True}
        limits = resource.prlimit(process.pid, resource.RLIMIT_FSIZE)
        # From now on no file may grow, as on a full disk.
        resource.prlimit(process.pid, resource.RLIMIT_FSIZE, ((data / "si-screen.db-wal").stat().st_size, limits[1]))

        def turn(id: str) -> int:
            return http.post("/chat/turn", json={"chat": chat, "id": id, "event": {"say": "canary"}}).status_code

        assert [turn("request-1") for _ in range(5)] == [503] * 5
        until(lambda: http.get("/healthz").status_code == 503)
        assert list(http.get("/healthz").json()) == ["error"]
        resource.prlimit(process.pid, resource.RLIMIT_FSIZE, limits)  # somebody made room
        assert turn("request-1") == 200
        until(lambda: http.get("/healthz").status_code == 200)
        process.terminate()
        assert process.stdout is not None
        log = process.stdout.read()
    assert log.count("answered with 503: SQLITE_") == 1 and log.count("/healthz: the database can't be written") == 1
    assert "canary" not in log and chat not in log


def test_a_database_that_is_taken_away_is_told(tmp_path: Path) -> None:
    data = tmp_path / "data"
    with serve(data, clinics(tmp_path)) as (url, _), caller(url) as http:
        opened(http)
        assert http.get("/healthz").status_code == 200
        (data / "si-screen.db").rename(data / "elsewhere.db")
        assert http.get("/healthz").json() == {"error": "the file of the database is gone, or another one"}
        (data / "si-screen.db").write_bytes(b"")
        assert http.get("/healthz").status_code == 503
        (data / "elsewhere.db").rename(data / "si-screen.db")
        assert http.get("/healthz").status_code == 200
