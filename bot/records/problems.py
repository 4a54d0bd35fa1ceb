"""Reports of problems: what a client wrote, kept until somebody has looked at it.

A report goes with its chat: when the chat is forgotten, only code, date, what the advice
was and the version of the content remain, which say nothing about a person.
"""

import sqlite3
from dataclasses import dataclass
from typing import Literal

from bot.records.tables import columns, insert

SCHEMA = """
CREATE TABLE IF NOT EXISTS problem(
  code TEXT NOT NULL, at REAL NOT NULL, clinic TEXT NOT NULL, channel TEXT NOT NULL, key TEXT NOT NULL,
  disposition TEXT NOT NULL, version TEXT NOT NULL, text TEXT NOT NULL,
  state TEXT NOT NULL DEFAULT 'new', note TEXT NOT NULL DEFAULT '') STRICT;
CREATE INDEX IF NOT EXISTS problem_key ON problem(key);
"""


@dataclass(frozen=True, slots=True)
class Problem:
    """One report. `at` in seconds since 1970; `disposition` is "" before an end; `key` is the
    chat's key in the store, "" once the chat is forgotten."""

    code: str
    at: float
    clinic: str
    channel: str
    key: str
    disposition: str
    version: str
    text: str
    state: Literal["new", "seen", "closed"] = "new"
    note: str = ""


FIELDS = columns(Problem)


def add(db: sqlite3.Connection, problem: Problem) -> None:
    """Keep a report; inside the transaction of its turn."""
    insert(db, "problem", problem)


def listed(db: sqlite3.Connection) -> list[Problem]:
    """Every report, newest first."""
    rows = db.execute(f"SELECT {FIELDS} FROM problem ORDER BY at DESC, rowid DESC")
    return [Problem(*row) for row in rows]


def of(db: sqlite3.Connection, key: str) -> list[Problem]:
    """The reports of one chat, oldest first."""
    return [problem for problem in reversed(listed(db)) if problem.key == key]


def seen(db: sqlite3.Connection, code: str) -> None:
    db.execute("UPDATE problem SET state='seen' WHERE code=? AND state='new'", (code,))


def close(db: sqlite3.Connection, code: str, note: str) -> None:
    db.execute("UPDATE problem SET state='closed', note=? WHERE code=?", (note, code))


def forget(db: sqlite3.Connection, key: str) -> None:
    """Leave of a chat's reports what is about nobody; the alert about them goes too."""
    db.execute("""DELETE FROM outbox WHERE state!='due' AND update_id IN
        (SELECT 'problem:' || code FROM problem WHERE key=?)""", (key,))
    db.execute("UPDATE problem SET key='', clinic='', channel='', text='', note='' WHERE key=?", (key,))


def sweep(db: sqlite3.Connection, before: float) -> None:
    """The same for old reports whose chat is not kept, such as after "No, thank you"."""
    sql = "SELECT DISTINCT key FROM problem WHERE at<? AND key!='' AND key NOT IN (SELECT key FROM session)"
    for (key,) in db.execute(sql, (before,)).fetchall():
        forget(db, key)
