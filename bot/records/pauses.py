"""Pauses of advice: one row each, so that every process on the same data folder sees them.

A row whose `until` is empty is in force, for one clinic or (clinic "") everywhere. Rows
stay when advice goes on again: they are the operator's record, with the reason.
"""

import sqlite3
from dataclasses import dataclass

SCHEMA = """
CREATE TABLE IF NOT EXISTS pause(
  clinic TEXT NOT NULL, reason TEXT NOT NULL, since REAL NOT NULL, until REAL) STRICT;
"""


@dataclass(frozen=True, slots=True)
class Pause:
    """Times in seconds since 1970."""

    clinic: str
    reason: str
    since: float
    until: float | None


def paused(db: sqlite3.Connection, clinic: str) -> bool:
    """Whether a chat of this clinic gives no advice now. Asked at every turn: a few rows at most."""
    sql = "SELECT 1 FROM pause WHERE until IS NULL AND clinic IN ('', ?) LIMIT 1"
    return db.execute(sql, (clinic,)).fetchone() is not None


def begin(db: sqlite3.Connection, clinic: str, reason: str, now: float) -> bool:
    """Pause; False if that very pause is in force already."""
    sql = """INSERT INTO pause SELECT ?, ?, ?, NULL
        WHERE NOT EXISTS (SELECT 1 FROM pause WHERE until IS NULL AND clinic=?) RETURNING 1"""
    return db.execute(sql, (clinic, reason, now, clinic)).fetchone() is not None


def end(db: sqlite3.Connection, clinic: str, now: float) -> bool:
    """Go on; False if there was no such pause."""
    sql = "UPDATE pause SET until=? WHERE until IS NULL AND clinic=?"
    return db.execute(sql, (now, clinic)).rowcount > 0


def listed(db: sqlite3.Connection) -> list[Pause]:
    """Every pause there was, newest first."""
    rows = db.execute("SELECT clinic, reason, since, until FROM pause ORDER BY since DESC, rowid DESC")
    return [Pause(*row) for row in rows]
