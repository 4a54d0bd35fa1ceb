"""Who has seen what, and what they did with it: kept for a clinic, and naming nobody's health.

`who` is "staff:ID", "therapist:ID" or "key:ID" (a program of the clinic); `of` is the id of a summary, or "" for
what is about no single one. A row stays when the summary is deleted: it names no client.
"""

import sqlite3
from dataclasses import dataclass

SCHEMA = """
CREATE TABLE IF NOT EXISTS audit(
  id INTEGER PRIMARY KEY AUTOINCREMENT, at REAL NOT NULL, clinic TEXT NOT NULL, who TEXT NOT NULL,
  what TEXT NOT NULL, of TEXT NOT NULL) STRICT;
CREATE INDEX IF NOT EXISTS audit_clinic ON audit(clinic, id);
CREATE INDEX IF NOT EXISTS audit_of ON audit(of);
"""
DAYS = 730  # how long an entry is kept


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry. `id` grows with time; `at` in seconds since 1970."""

    id: int
    at: float
    who: str
    what: str
    of: str


def noted(db: sqlite3.Connection, at: float, clinic: str, who: str, what: str, of: str = "") -> None:
    """One more entry."""
    db.execute("INSERT INTO audit(at, clinic, who, what, of) VALUES(?,?,?,?,?)", (at, clinic, who, what, of))


def listed(
    db: sqlite3.Connection, clinic: str, who: str = "", of: tuple[str, ...] = (), after: int = 0, limit: int = 100
) -> list[Entry]:
    """Entries of a clinic, newest first: of one person, or about these summaries, if they are named. `after` is the
    id of the last entry of the page before."""
    marks = ",".join("?" * len(of))
    sql = f"""SELECT id, at, who, what, of FROM audit WHERE clinic=? AND (?='' OR who=?) AND (?=0 OR id<?)
        AND (?=0 OR of IN ({marks})) ORDER BY id DESC LIMIT ?"""
    rows = db.execute(sql, (clinic, who, who, after, after, len(of), *of, limit))
    return [Entry(*row) for row in rows]


def sweep(db: sqlite3.Connection, now: float) -> None:
    """Drop entries that are older than DAYS."""
    db.execute("DELETE FROM audit WHERE at<?", (now - DAYS * 86_400,))
