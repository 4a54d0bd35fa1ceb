"""Receipts of what a clinic had deleted. They stay, and name no client."""

import sqlite3
from dataclasses import asdict, dataclass

from bot.records import audit

SCHEMA = """
CREATE TABLE IF NOT EXISTS receipt(
  code TEXT PRIMARY KEY, clinic TEXT NOT NULL, at REAL NOT NULL, who TEXT NOT NULL, summaries TEXT NOT NULL,
  rows INTEGER NOT NULL, left INTEGER NOT NULL) STRICT;
"""


@dataclass(frozen=True, slots=True)
class Receipt:
    """`summaries` are ids with spaces between; `rows` were deleted with the chat; `left` were found afterwards."""

    code: str
    clinic: str
    at: float
    who: str
    summaries: str
    rows: int
    left: int


def keep(db: sqlite3.Connection, one: Receipt) -> None:
    db.execute("INSERT INTO receipt VALUES(:code,:clinic,:at,:who,:summaries,:rows,:left)", asdict(one))


def listed(db: sqlite3.Connection, clinic: str) -> list[Receipt]:
    """Those of a clinic, newest first."""
    return [Receipt(*row) for row in db.execute("SELECT * FROM receipt WHERE clinic=? ORDER BY at DESC", (clinic,))]


def one(db: sqlite3.Connection, clinic: str, code: str) -> Receipt | None:
    row = db.execute("SELECT * FROM receipt WHERE clinic=? AND code=?", (clinic, code)).fetchone()
    return Receipt(*row) if row else None


def sweep(db: sqlite3.Connection, now: float) -> None:
    db.execute("DELETE FROM receipt WHERE at<?", (now - audit.DAYS * 86_400,))
