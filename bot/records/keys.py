"""API keys of clinics. Only the hash of a secret is kept: who reads the database can't use it.

A key is one row with its scopes; its secrets are rows of their own, so that while a key is
rotated the old secret and the new one both work, and whoever they let in is the same key.
"""

import hashlib
import secrets
import sqlite3
from dataclasses import dataclass

SCHEMA = """
CREATE TABLE IF NOT EXISTS api_key(
  id TEXT PRIMARY KEY, clinic TEXT NOT NULL, name TEXT NOT NULL, scopes TEXT NOT NULL, per_minute INTEGER NOT NULL,
  made REAL NOT NULL, revoked REAL) STRICT;
CREATE TABLE IF NOT EXISTS api_secret(
  hash TEXT PRIMARY KEY, key TEXT NOT NULL, made REAL NOT NULL, until REAL, used REAL) STRICT;
"""
SCOPES = {
    "chats:write": "open chats, send turns, delete chats",
    "chats:read": "read chats, their results and all that is kept about them",
    "summaries:read": "list and read the summaries that clients sent to the clinic",
    "summaries:handle": "mark summaries as handled",
}
PREFIX = "sisk_"  # secret scanners know a secret by it
USED = 3600.0  # seconds for which the last use stays as it is noted: a request need not write for it


@dataclass(frozen=True, slots=True)
class ApiKey:
    """One key without its secrets; `per_minute` is how many requests it may make; times in seconds since 1970."""

    id: str
    clinic: str
    name: str
    scopes: tuple[str, ...]
    per_minute: int
    made: float
    revoked: float | None = None


@dataclass(frozen=True, slots=True)
class Secret:
    """What is known of a secret: when it was made, until when it works, when it was last used."""

    made: float
    until: float | None
    used: float | None


def new(
    db: sqlite3.Connection, clinic: str, name: str, scopes: tuple[str, ...], per_minute: int, now: float
) -> tuple[ApiKey, str]:
    """A new key and its secret, which is kept nowhere."""
    made = ApiKey(secrets.token_hex(4), clinic, name, scopes, per_minute, now)
    db.execute("INSERT INTO api_key(id, clinic, name, scopes, per_minute, made) VALUES(?,?,?,?,?,?)",
               (made.id, clinic, name, " ".join(scopes), per_minute, now))
    return made, secret(db, made.id, now)


def secret(db: sqlite3.Connection, key: str, now: float) -> str:
    """One more secret of a key."""
    made = PREFIX + secrets.token_urlsafe(32)
    db.execute("INSERT INTO api_secret(hash, key, made) VALUES(?,?,?)", (hashed(made), key, now))
    return made


def hashed(secret: str) -> str:
    """A secret has 256 random bits, so that a plain hash can't be guessed back."""
    return hashlib.sha256(secret.encode(errors="replace")).hexdigest()


def rotate(db: sqlite3.Connection, key: str, until: float, now: float) -> str:
    """A new secret; those before it work until that time at the latest."""
    db.execute("UPDATE api_secret SET until=min(coalesce(until, ?), ?) WHERE key=?", (until, until, key))
    return secret(db, key, now)


def revoke(db: sqlite3.Connection, key: str, now: float) -> None:
    """From now on no secret of it works."""
    db.execute("UPDATE api_key SET revoked=? WHERE id=? AND revoked IS NULL", (now, key))
    db.execute("DELETE FROM api_secret WHERE key=?", (key,))


def known(db: sqlite3.Connection, secret: str, now: float) -> ApiKey | None:
    """The key that this secret lets in, None for a secret that is wrong, too old or revoked."""
    row = db.execute("SELECT key, used FROM api_secret WHERE hash=? AND (until IS NULL OR until>?)",
                     (hashed(secret), now)).fetchone()
    if row is None:
        return None
    if (row[1] or 0.0) < now - USED:
        db.execute("UPDATE api_secret SET used=? WHERE hash=?", (now, hashed(secret)))
    return by_id(db, row[0])


def by_id(db: sqlite3.Connection, id: str) -> ApiKey | None:
    return next((one for one in listed(db) if one.id == id), None)


def listed(db: sqlite3.Connection, clinic: str = "") -> list[ApiKey]:
    """Every key, or those of one clinic, oldest first."""
    rows = db.execute("SELECT id, clinic, name, scopes, per_minute, made, revoked FROM api_key "
                      "WHERE ? IN ('', clinic) ORDER BY made", (clinic,))
    return [ApiKey(id, of, name, tuple(scopes.split()), per_minute, at, revoked)
            for id, of, name, scopes, per_minute, at, revoked in rows]


def made(db: sqlite3.Connection, key: str) -> list[Secret]:
    """The secrets of a key, oldest first."""
    rows = db.execute("SELECT made, until, used FROM api_secret WHERE key=? ORDER BY made", (key,))
    return [Secret(*row) for row in rows]


def reads(db: sqlite3.Connection, clinic: str) -> bool:
    """Whether a program of this clinic can fetch summaries."""
    return any("summaries:read" in one.scopes for one in listed(db, clinic) if clinic and one.revoked is None)


def sweep(db: sqlite3.Connection, now: float) -> None:
    """Drop secrets that no longer work."""
    db.execute("DELETE FROM api_secret WHERE until<?", (now,))
