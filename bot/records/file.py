"""The file of the database: for its owner alone, and its write-ahead log emptied of what was deleted."""

import logging
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

LOG = logging.getLogger(__name__)
PATIENCE = 50  # milliseconds to wait for whoever reads it just now; meanwhile nobody else is served


def connected(path: Path | str) -> sqlite3.Connection:
    """A connection that writes. A new file, and the log beside it, can be read by its owner alone; of an old one
    that others can read a warning is logged."""
    if isinstance(path, Path):
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        path.touch(mode=0o600)  # the log takes its mode from it
        if path.stat().st_mode & 0o077:
            LOG.warning("%s can be read by other users of this computer. To mend it: chmod 600 %s*", path, path)
    db = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
    db.execute("PRAGMA journal_mode=WAL")
    db.execute("PRAGMA synchronous=FULL")
    db.execute("PRAGMA busy_timeout=5000")
    db.execute("PRAGMA secure_delete=ON")
    return db


def emptied(db: sqlite3.Connection) -> bool:
    """Empty the log, in which deleted words still stand. False while somebody else reads the database, such as a
    backup: to be tried again."""
    try:
        with impatient(db):
            (busy, *_) = db.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    except sqlite3.OperationalError:
        return False
    return not busy


@contextmanager
def impatient(db: sqlite3.Connection) -> Iterator[None]:
    """In here nobody else is waited for any longer than PATIENCE."""
    (before,) = db.execute("PRAGMA busy_timeout").fetchone()
    db.execute(f"PRAGMA busy_timeout={PATIENCE}")
    try:
        yield
    finally:
        db.execute(f"PRAGMA busy_timeout={before}")


def which(path: Path | str) -> tuple[int, int] | None:
    """The file that stands at a path, wherever it is moved; None if there is none, or for one in memory."""
    try:
        found = Path(path).stat()
    except OSError:
        return None
    return found.st_dev, found.st_ino
