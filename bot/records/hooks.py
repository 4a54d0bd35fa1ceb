"""Events on their way to the clinics' own systems, and the addresses that get them.

An event is an outbox row, written in the same transaction as what it tells of. The sender spreads
it into a row for each address (`spread`), so that one that is down holds back nothing else.
"""

import base64
import hashlib
import json
import secrets
import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from dialogs.house import Clinic

SCHEMA = """
CREATE TABLE IF NOT EXISTS endpoint(
  clinic TEXT NOT NULL, url TEXT NOT NULL, secret TEXT NOT NULL, old TEXT NOT NULL DEFAULT '',
  until REAL NOT NULL DEFAULT 0, tried REAL, came TEXT NOT NULL DEFAULT '', failing REAL,
  disabled REAL, PRIMARY KEY(clinic, url)) STRICT;
"""
FIELDS = "clinic, url, secret, old, until, tried, came, failing, disabled"
CHANNEL = "hook:"  # how the keys of these outbox rows begin
OVERLAP = 24 * 3600.0  # seconds for which the secret before a rotation still signs
PATIENCE = 5 * 24 * 3600.0  # seconds without one success until an address is given up


@dataclass(frozen=True, slots=True, repr=False)
class Endpoint:
    """One address of one clinic. `old` signs beside `secret` until `until`; `came` is what became of the last
    try; `failing` since when no try succeeded, None if the last did. Times in seconds since 1970."""

    clinic: str
    url: str
    secret: str
    old: str = ""
    until: float = 0.0
    tried: float | None = None
    came: str = ""
    failing: float | None = None
    disabled: float | None = None

    def secrets(self, now: float) -> tuple[str, ...]:
        """Those that sign at this time, the newest first."""
        return (self.secret, self.old) if self.old and now < self.until else (self.secret,)


def happened(db: sqlite3.Connection, clinic: str, type: str, now: float, **data: str) -> None:
    """Something that a clinic's own system may want to know; inside the transaction that does it. `data` holds
    ids, and never a word about health."""
    if not clinic:
        return  # chats without a clinic have no clinic file that could name an address
    event = made(clinic, type, now, **data)
    queue(db, f"{CHANNEL}{clinic}:{event['id']}", event, "", now)


def made(clinic: str, type: str, now: float, **data: str) -> dict[str, Any]:
    """An event with an id of its own, which stays the same however often it is sent."""
    at = datetime.fromtimestamp(now, UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
    told = {name: value for name, value in data.items() if value}
    return {"id": f"msg_{secrets.token_hex(12)}", "type": type, "timestamp": at, "data": {**told, "clinic": clinic}}


def queue(db: sqlite3.Connection, key: str, event: dict[str, Any], url: str, now: float) -> None:
    """One row, once: the key says which event it is and where it goes."""
    db.execute(
        "INSERT INTO outbox(key, update_id, body, state, due) SELECT ?, ?, ?, 'due', ? "
        "WHERE NOT EXISTS (SELECT 1 FROM outbox WHERE key=?)",
        (key, event["id"], json.dumps({"event": event, "url": url}), now, key))


def spread(db: sqlite3.Connection, event: dict[str, Any], urls: Iterable[str], now: float) -> None:
    """A row for each address that is to get an event."""
    for url in urls:
        queue(db, f"{CHANNEL}{event['data']['clinic']}:{event['id']}:{mark(url)}", event, url, now)


def sweep(db: sqlite3.Connection) -> None:
    """What has been delivered keeps no booking reference."""
    db.execute("UPDATE outbox SET body=json_remove(body, '$.event.data.ref') WHERE substr(key, 1, ?)=? "
               "AND state='sent' AND json_extract(body, '$.event.data.ref') NOT NULL", (len(CHANNEL), CHANNEL))


def forget(db: sqlite3.Connection, id: str) -> None:
    """Of a summary that is deleted only what still has to be told stays."""
    db.execute("DELETE FROM outbox WHERE substr(key, 1, ?)=? AND state!='due' "
               "AND json_extract(body, '$.event.data.id')=?", (len(CHANNEL), CHANNEL, id))


def mark(url: str) -> str:
    return hashlib.sha256(url.encode()).hexdigest()[:16]


def endpoint(db: sqlite3.Connection, clinic: str, url: str) -> Endpoint:
    """The address, with a secret from the first time that it is asked for."""
    db.execute("INSERT INTO endpoint(clinic, url, secret) VALUES(?,?,?) ON CONFLICT DO NOTHING", (clinic, url, fresh()))
    sql = f"SELECT {FIELDS} FROM endpoint WHERE clinic=? AND url=?"
    return Endpoint(*db.execute(sql, (clinic, url)).fetchone())


def fresh() -> str:
    """A new secret: 32 random bytes, as the convention writes them."""
    return f"whsec_{base64.b64encode(secrets.token_bytes(32)).decode()}"


def rotate(db: sqlite3.Connection, clinic: str, url: str, now: float) -> Endpoint:
    """A new secret; the one before signs too for a day. One that was older than that ends now."""
    endpoint(db, clinic, url)
    db.execute("UPDATE endpoint SET old=secret, until=?, secret=? WHERE clinic=? AND url=?",
               (now + OVERLAP, fresh(), clinic, url))
    return endpoint(db, clinic, url)


def succeeded(db: sqlite3.Connection, to: Endpoint, came: str, now: float) -> None:
    db.execute("UPDATE endpoint SET tried=?, came=?, failing=NULL WHERE clinic=? AND url=?",
               (now, came, to.clinic, to.url))


def failed(db: sqlite3.Connection, to: Endpoint, came: str, now: float, gone: bool = False) -> bool:
    """A try that did not succeed. True if the address is given up by it: it said that it is gone, or nothing has
    got through for days."""
    sql = f"""UPDATE endpoint SET tried=:now, came=:came, failing=coalesce(failing, :now),
        disabled=CASE WHEN :gone OR :now - coalesce(failing, :now) >= :patience THEN coalesce(disabled, :now)
        ELSE disabled END WHERE clinic=:clinic AND url=:url RETURNING {FIELDS}"""
    values = {"now": now, "came": came, "gone": gone, "patience": PATIENCE, "clinic": to.clinic, "url": to.url}
    found = db.execute(sql, values).fetchone()
    return found is not None and Endpoint(*found).disabled == now


def enable(db: sqlite3.Connection, to: Endpoint, now: float) -> int:
    """It works again: what was given up is sent after all; returns how many events that are."""
    db.execute("UPDATE endpoint SET disabled=NULL, failing=NULL WHERE clinic=? AND url=?", (to.clinic, to.url))
    return db.execute(
        f"UPDATE outbox SET state='due', due=?, tries=0 WHERE {OF} AND state='dead'",
        (now, *of(to))).rowcount


OF = "substr(key, 1, ?)=? AND json_extract(body, '$.url')=?"


def of(to: Endpoint) -> tuple[int, str, str]:
    begins = f"{CHANNEL}{to.clinic}:"
    return len(begins), begins, to.url


def count(db: sqlite3.Connection, to: Endpoint, state: str) -> int:
    """How many events to this address are `due`, `sent` or `dead`, as far back as they are kept."""
    sql = f"SELECT count(*) FROM outbox WHERE {OF} AND state=?"
    found: tuple[int] = db.execute(sql, (*of(to), state)).fetchone()
    return found[0]


def listed(db: sqlite3.Connection, clinic: Clinic) -> list[Endpoint]:
    """The addresses that a clinic's file names today, with what is known of them; none is made by it."""
    sql = f"SELECT {FIELDS} FROM endpoint WHERE clinic=? ORDER BY url"
    named = {hook.url for hook in clinic.hooks}
    return [one for one in (Endpoint(*row) for row in db.execute(sql, (clinic.id,))) if one.url in named]


def troubled(db: sqlite3.Connection, clinic: Clinic) -> list[Endpoint]:
    """Those of them that are disabled, or to which the last try failed."""
    return [one for one in listed(db, clinic) if one.disabled is not None or one.failing is not None]
