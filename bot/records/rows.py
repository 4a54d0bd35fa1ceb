"""The outbox: a row for each message, written in the transaction of its turn, and what becomes of it."""

import json
import math
import sqlite3
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

SCHEMA = """
CREATE TABLE IF NOT EXISTS outbox(
  id INTEGER PRIMARY KEY AUTOINCREMENT, key TEXT NOT NULL, update_id TEXT NOT NULL, body TEXT NOT NULL,
  state TEXT NOT NULL, due REAL NOT NULL, tries INTEGER NOT NULL DEFAULT 0, first REAL NOT NULL DEFAULT 0,
  urgent INTEGER NOT NULL DEFAULT 0) STRICT;
CREATE INDEX IF NOT EXISTS outbox_due ON outbox(state, due);
CREATE INDEX IF NOT EXISTS outbox_key ON outbox(key, update_id);
"""
# Columns that an older database lacks.
LATER = {"first": "REAL NOT NULL DEFAULT 0", "urgent": "INTEGER NOT NULL DEFAULT 0"}


@dataclass(frozen=True, slots=True)
class Row:
    """One message on its way out. `first`: when the first of its tries failed, in seconds since 1970; 0 before."""

    id: int
    key: str
    body: dict[str, Any]
    tries: int
    first: float = 0.0


def renew(db: sqlite3.Connection) -> None:
    """Add to the table of an older program what it lacks; that program can go on with it."""
    there = {name for (_, name, *_) in db.execute("PRAGMA table_info(outbox)")}
    for name, kind in LATER.items():
        if name not in there:
            with suppress(sqlite3.OperationalError):  # another process was faster
                db.execute(f"ALTER TABLE outbox ADD COLUMN {name} {kind}")


def queue(
    db: sqlite3.Connection, key: str, update: str, messages: list[dict[str, Any]], state: str, now: float,
) -> None:
    """The messages that answer an update; inside the transaction of its turn."""
    db.executemany(
        "INSERT INTO outbox(key, update_id, body, state, due, urgent) VALUES(?,?,?,?,?,?)",
        [(key, update, json.dumps(m), state, now, "urgent" in m) for m in messages],
    )


def answers(db: sqlite3.Connection, key: str, update: str) -> list[dict[str, Any]]:
    """What was said to an update."""
    found = db.execute("SELECT body FROM outbox WHERE key=? AND update_id=? ORDER BY id", (key, update))
    return [json.loads(body) for (body,) in found]


def due(
    db: sqlite3.Connection, now: float, limit: int = 50, channel: str = "", ahead: float = math.inf,
) -> Iterator[Row]:
    """The oldest message of each chat that is due; a chat's later ones wait behind it. Chats with something urgent
    come first, then who has waited longest; a message is read only when it is asked for. `channel` is how the keys
    begin. The clock may have been set back: a message that was never tried is due, and so is one that would wait for
    longer than `ahead` seconds."""
    found = db.execute(
        "SELECT id, key, tries, CASE tries WHEN 0 THEN 0.0 ELSE first END FROM outbox JOIN "
        "(SELECT min(id) AS head, max(urgent) AS haste FROM outbox WHERE state='due' GROUP BY key) ON id=head "
        "WHERE (tries=0 OR due<=? OR due>?) AND substr(key, 1, ?)=? ORDER BY haste DESC, id LIMIT ?",
        (now, now + ahead, len(channel), channel, limit),
    ).fetchall()
    for id, key, tries, first in found:
        row = db.execute("SELECT body FROM outbox WHERE id=?", (id,)).fetchone()
        if row:  # else it was deleted since
            yield Row(id, key, json.loads(row[0]), tries, first)


def sent(db: sqlite3.Connection, id: int) -> None:
    db.execute("UPDATE outbox SET state='sent' WHERE id=?", (id,))


def failed(db: sqlite3.Connection, id: int, state: str, due: float, now: float) -> None:
    """Try again at `due` (state due), or give up (state dead)."""
    db.execute("UPDATE outbox SET state=?, due=?, tries=tries+1, first=CASE WHEN tries=0 OR first=0 THEN ? "
               "ELSE first END WHERE id=?", (state, due, now, id))


def held(db: sqlite3.Connection, id: int, due: float) -> None:
    """Not before `due`, though nothing went wrong."""
    db.execute("UPDATE outbox SET due=?, tries=max(tries, 1) WHERE id=?", (due, id))


def bury(db: sqlite3.Connection, key: str) -> int:
    """Give up what is still due to a chat that nobody reads any more; how many there were."""
    sql = "UPDATE outbox SET state='dead' WHERE (key=? OR substr(key, 1, ?)=?) AND state='due'"
    return db.execute(sql, (key, len(key) + 1, f"{key}:")).rowcount


def unbury(db: sqlite3.Connection, key: str) -> None:
    """Somebody reads this chat again: what summaries were given up go out after all."""
    sql = "UPDATE outbox SET state='due', due=?, tries=0 WHERE substr(key, 1, ?)=? AND state='dead'"
    db.execute(sql, (time.time(), len(key) + 1, f"{key}:"))


def last(db: sqlite3.Connection, key: str, sent: bool) -> dict[str, Any]:
    """The last new message of a chat, {} if there is none. With `sent` the last card that
    has reached the client, else whatever is going to be the last on the screen."""
    wanted = "state='sent' AND json_extract(body, '$.card') IS NOT NULL" if sent else "state!='dead'"
    row = db.execute(
        f"SELECT body FROM outbox WHERE key=? AND {wanted} "
        "AND json_extract(body, '$.quick') IS NULL ORDER BY id DESC LIMIT 1", (key,),
    ).fetchone()
    found: dict[str, Any] = json.loads(row[0]) if row else {}
    return found
