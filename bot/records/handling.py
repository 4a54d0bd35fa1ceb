"""What staff did with a summary: whose it is, and whether it is done."""

import sqlite3
from typing import Any

SCHEMA = """
CREATE TABLE IF NOT EXISTS handling(
  summary TEXT PRIMARY KEY, assigned TEXT NOT NULL DEFAULT '', handled REAL, by TEXT NOT NULL DEFAULT '') STRICT;
"""


def assign(db: sqlite3.Connection, id: str, to: str) -> None:
    """It is for this member of staff; "" for nobody yet."""
    db.execute("INSERT INTO handling(summary, assigned) VALUES(?,?) "
               "ON CONFLICT(summary) DO UPDATE SET assigned=excluded.assigned", (id, to))


def handle(db: sqlite3.Connection, id: str, at: float | None, by: str) -> None:
    """It is done, by this member of staff; with None it is open again."""
    db.execute("INSERT INTO handling(summary, handled, by) VALUES(?,?,?) "
               "ON CONFLICT(summary) DO UPDATE SET handled=excluded.handled, by=excluded.by", (id, at, by))


def onward(db: sqlite3.Connection, old: str, new: str) -> None:
    """A summary that takes the place of another is for the same person, and is not done."""
    db.execute("INSERT INTO handling(summary, assigned) SELECT ?, assigned FROM handling WHERE summary=?", (new, old))


def unassign(db: sqlite3.Connection, member: str) -> None:
    """Who is gone has nothing; what was theirs is for nobody yet."""
    db.execute("UPDATE handling SET assigned='' WHERE assigned=?", (member,))


def forget(db: sqlite3.Connection, id: str) -> None:
    db.execute("DELETE FROM handling WHERE summary=?", (id,))


def of(db: sqlite3.Connection, id: str) -> dict[str, Any]:
    """For the client's copy: whose it is, when it was done, by whom; ids of staff, which name nobody outside."""
    row = db.execute("SELECT assigned, handled, by FROM handling WHERE summary=?", (id,)).fetchone()
    return dict(zip(("assigned", "handled", "by"), row, strict=True)) if row else {}
