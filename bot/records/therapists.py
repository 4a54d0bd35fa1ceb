"""Therapists who are linked with a clinic, and the invites by which they link.

An invite is kept only as the hash of its token: who reads the database can't use it.
"""

import hashlib
import secrets
import sqlite3
from dataclasses import dataclass
from typing import Literal

from bot.records.tables import columns, insert

SCHEMA = """
CREATE TABLE IF NOT EXISTS therapist(
  id TEXT PRIMARY KEY, clinic TEXT NOT NULL, name TEXT NOT NULL, key TEXT NOT NULL, lang TEXT NOT NULL,
  quiet TEXT NOT NULL, zone TEXT NOT NULL, linked REAL NOT NULL, revoked REAL,
  asked TEXT NOT NULL DEFAULT '') STRICT;
CREATE TABLE IF NOT EXISTS invite(
  hash TEXT PRIMARY KEY, clinic TEXT NOT NULL, name TEXT NOT NULL, lang TEXT NOT NULL, quiet TEXT NOT NULL,
  zone TEXT NOT NULL, expires REAL NOT NULL, used REAL, user TEXT NOT NULL DEFAULT '') STRICT;
CREATE TABLE IF NOT EXISTS claim(hash TEXT NOT NULL, key TEXT NOT NULL, PRIMARY KEY(hash, key)) STRICT;
"""
DAYS = 7  # an invite is good for so long
Standing = Literal["open", "unknown", "expired", "used", "mine"]


@dataclass(frozen=True, slots=True)
class Therapist:
    """`key` is that of their chat; `quiet` such as "21:00-07:00" in the time zone `zone`, "" for never; times in
    seconds since 1970; `asked` is the summary whose judgement waits for a reason."""

    id: str
    clinic: str
    name: str
    key: str
    lang: str
    quiet: str
    zone: str
    linked: float
    revoked: float | None = None
    asked: str = ""


@dataclass(frozen=True, slots=True)
class Invite:
    """One invite without its token. `user` is the key of the chat that used it."""

    hash: str
    clinic: str
    name: str
    lang: str
    quiet: str
    zone: str
    expires: float
    used: float | None = None
    user: str = ""


FIELDS = columns(Therapist)


def invite(
    db: sqlite3.Connection, clinic: str, name: str, lang: str, quiet: str, zone: str, now: float
) -> str:
    """A new invite; returns its token, which is kept nowhere."""
    token = secrets.token_urlsafe(16)
    db.execute("INSERT INTO invite(hash, clinic, name, lang, quiet, zone, expires) VALUES(?,?,?,?,?,?,?)",
               (mark(token), clinic, name, lang, quiet, zone, now + DAYS * 86_400))
    return token


def mark(token: str) -> str:
    """Forty hex digits that stand for a token; a button carries them."""
    return hashlib.sha256(f"invite {token}".encode()).hexdigest()[:40]


def invited(db: sqlite3.Connection, hash: str, key: str, now: float) -> tuple[Standing, Invite | None]:
    """Whether this chat may use an invite."""
    sql = f"SELECT {columns(Invite)} FROM invite WHERE hash=?"
    row = db.execute(sql, (hash,)).fetchone()
    if row is None:
        return "unknown", None
    found = Invite(*row)
    if found.used is not None:
        return ("mine" if found.user == key else "used"), found
    return ("open" if now < found.expires else "expired"), found


def claim(db: sqlite3.Connection, hash: str, key: str) -> None:
    """This chat has opened the link; only then its confirmation counts."""
    db.execute("INSERT INTO claim VALUES(?,?) ON CONFLICT DO NOTHING", (hash, key))


def link(db: sqlite3.Connection, hash: str, key: str, lang: str, now: float) -> tuple[Standing, Invite | None]:
    """Link a chat that has confirmed; inside a transaction. The first that does so has it."""
    claimed = db.execute("SELECT 1 FROM claim WHERE hash=? AND key=?", (hash, key)).fetchone()
    standing, found = invited(db, hash, key, now)
    if not claimed or found is None:
        return "unknown", None
    if standing == "open":
        end(db, key, now)
        db.execute("UPDATE invite SET used=?, user=? WHERE hash=?", (now, key, hash))
        add(db, Therapist(secrets.token_hex(4), found.clinic, found.name, key, found.lang or lang, found.quiet,
                          found.zone, now))
    return standing, found


def end(db: sqlite3.Connection, key: str, now: float) -> None:
    """Whatever this chat is linked with; nobody is linked with two clinics."""
    db.execute("UPDATE therapist SET revoked=? WHERE key=? AND revoked IS NULL", (now, key))


def add(db: sqlite3.Connection, one: Therapist) -> None:
    insert(db, "therapist", one)


def listed(db: sqlite3.Connection) -> list[Therapist]:
    """Every therapist there was, newest first."""
    rows = db.execute(f"SELECT {FIELDS} FROM therapist ORDER BY linked DESC, rowid DESC")
    return [Therapist(*row) for row in rows]


def linked(db: sqlite3.Connection, clinic: str) -> list[Therapist]:
    """Those who get the summaries of a clinic, who came first stands first."""
    return [one for one in reversed(listed(db)) if one.revoked is None and one.clinic == clinic]


def of(db: sqlite3.Connection, key: str) -> Therapist | None:
    """The therapist who has this chat, if they are linked."""
    return next((one for one in listed(db) if one.key == key and one.revoked is None), None)


def by_id(db: sqlite3.Connection, id: str) -> Therapist | None:
    return next((one for one in listed(db) if one.id == id), None)


def revoke(db: sqlite3.Connection, id: str, now: float) -> None:
    """From now on they get nothing, and can open nothing."""
    db.execute("UPDATE therapist SET revoked=? WHERE id=? AND revoked IS NULL", (now, id))


def cancel(db: sqlite3.Connection, id: str) -> bool:
    """Delete an invite that is open, by the first eight digits of its hash; False if there is none."""
    return db.execute("DELETE FROM invite WHERE substr(hash, 1, 8)=? AND used IS NULL", (id,)).rowcount > 0


def reassign(db: sqlite3.Connection, id: str, clinic: str) -> None:
    """They get the summaries of another clinic, and can open none of the one before."""
    db.execute("UPDATE therapist SET clinic=?, asked='' WHERE id=?", (clinic, id))


def asks(db: sqlite3.Connection, id: str, summary: str) -> None:
    """Their next words are the reason of a judgement; "" for no longer."""
    db.execute("UPDATE therapist SET asked=? WHERE id=?", (summary, id))


def forget(db: sqlite3.Connection, key: str) -> None:
    """A therapist who has everything about them deleted is no longer linked."""
    db.execute("DELETE FROM claim WHERE key=?", (key,))
    db.execute("UPDATE invite SET user='', name='' WHERE user=?", (key,))
    db.execute("DELETE FROM therapist WHERE key=?", (key,))


def sweep(db: sqlite3.Connection, before: float) -> None:
    """Drop invites that ended, and links that were ended, before that time."""
    db.execute("DELETE FROM invite WHERE expires<?", (before,))
    db.execute("DELETE FROM claim WHERE hash NOT IN (SELECT hash FROM invite)")
    db.execute("DELETE FROM therapist WHERE revoked<?", (before,))
