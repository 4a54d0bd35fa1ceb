"""Whether what is written is kept: asked by a monitor, and found out by writing."""

import sqlite3
import time
from dataclasses import dataclass, field
from pathlib import Path

from bot.records.file import impatient, which

SCHEMA = """
CREATE TABLE IF NOT EXISTS pulse(one INTEGER PRIMARY KEY CHECK(one=1), at REAL NOT NULL, room BLOB NOT NULL) STRICT;
"""
EVERY = 3.0  # seconds in which one answer holds, however often it is asked for
ROOM = 65_536  # bytes, about as many as the turn of a long chat writes


@dataclass(slots=True)
class Pulse:
    """Of one connection to the database at `path`."""

    db: sqlite3.Connection
    path: Path | str
    wrong: str = ""  # what the last write found
    next: float = 0.0  # when to write again, on the clock that only goes forward
    file: tuple[int, int] | None = field(init=False)

    def __post_init__(self) -> None:
        self.file = which(self.path)

    def trouble(self) -> str:
        """What is wrong, in a few words without anything that is kept; "" if nothing is."""
        if which(self.path) != self.file:
            return "the file of the database is gone, or another one"
        try:
            self.db.execute("SELECT 1 FROM pulse").fetchone()
            if time.monotonic() >= self.next:
                self.next = time.monotonic() + EVERY
                self.write()
                self.wrong = ""
        except sqlite3.Error as fault:
            self.wrong = f"the database can't be written: {getattr(fault, 'sqlite_errorname', type(fault).__name__)}"
        return self.wrong

    def write(self) -> None:
        """As much as a turn, onto the disk; what is rolled back would not get there. Raises sqlite3.Error."""
        with impatient(self.db):
            self.db.execute("INSERT OR REPLACE INTO pulse VALUES(1, ?, zeroblob(?))", (time.time(), ROOM))
