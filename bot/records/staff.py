"""Staff of a clinic: who they are, the links by which they sign in, and the sessions that are open.

Of a link and of a session only the hash is kept: who reads the database can use neither.
"""

import hashlib
import secrets
import sqlite3
from dataclasses import asdict, dataclass
from typing import Any, Literal, get_args

from bot.records import audit, handling, therapists

SCHEMA = """
CREATE TABLE IF NOT EXISTS staff(
  id TEXT PRIMARY KEY, clinic TEXT NOT NULL, name TEXT NOT NULL, role TEXT NOT NULL, lang TEXT NOT NULL,
  therapist TEXT NOT NULL, added REAL NOT NULL, revoked REAL) STRICT;
CREATE TABLE IF NOT EXISTS staff_link(
  hash TEXT PRIMARY KEY, staff TEXT NOT NULL, expires REAL NOT NULL, used REAL) STRICT;
CREATE TABLE IF NOT EXISTS staff_session(
  hash TEXT PRIMARY KEY, staff TEXT NOT NULL, started REAL NOT NULL, touched REAL NOT NULL) STRICT;
"""
FIELDS = "id, clinic, name, role, lang, therapist, added, revoked"
LINK = 30 * 60.0  # seconds that a link is good for
IDLE = 30 * 60.0  # seconds without a page after which a session has ended
LONGEST = 12 * 3600.0  # seconds after which it has ended in any case
Role = Literal["manager", "therapist", "reception"]
ROLES: tuple[Role, ...] = get_args(Role)


@dataclass(frozen=True, slots=True)
class Member:
    """`therapist` is the id of the therapist who is the same person in Telegram, or ""; times in seconds since 1970."""

    id: str
    clinic: str
    name: str
    role: Role
    lang: str
    therapist: str
    added: float
    revoked: float | None = None

    @property
    def who(self) -> str:
        """As the access log names them."""
        return f"staff:{self.id}"


def hashed(token: str) -> str:
    return hashlib.sha256(f"staff {token}".encode()).hexdigest()


def add(
    db: sqlite3.Connection, clinic: str, name: str, role: Role, lang: str, now: float, therapist: str = ""
) -> Member:
    found = Member(secrets.token_hex(4), clinic, name, role, lang, therapist, now)
    db.execute(f"INSERT INTO staff({FIELDS}) VALUES(?,?,?,?,?,?,?,?)",
               [getattr(found, field) for field in FIELDS.split(", ")])
    return found


def everybody(db: sqlite3.Connection) -> list[Member]:
    """Of every clinic, also who was there; who came first stands first."""
    rows = db.execute(f"SELECT {FIELDS} FROM staff ORDER BY added, rowid")
    return [Member(*row) for row in rows]


def listed(db: sqlite3.Connection, clinic: str) -> list[Member]:
    """Those of one clinic, also who was there."""
    return [one for one in everybody(db) if one.clinic == clinic]


def working(db: sqlite3.Connection, clinic: str) -> list[Member]:
    """Those who can sign in."""
    return [one for one in listed(db, clinic) if one.revoked is None]


def by_id(db: sqlite3.Connection, id: str) -> Member | None:
    row = db.execute(f"SELECT {FIELDS} FROM staff WHERE id=?", (id,)).fetchone()
    return Member(*row) if row else None


def of_therapist(db: sqlite3.Connection, therapist: str) -> Member | None:
    """The member who is this therapist in Telegram, if they can sign in."""
    sql = f"SELECT {FIELDS} FROM staff WHERE therapist=? AND therapist!='' AND revoked IS NULL"
    row = db.execute(sql, (therapist,)).fetchone()
    return Member(*row) if row else None


def revoke(db: sqlite3.Connection, id: str, now: float) -> None:
    """From now on they can open nothing; their name stays for the access log."""
    db.execute("UPDATE staff SET revoked=?, therapist='' WHERE id=? AND revoked IS NULL", (now, id))
    db.execute("DELETE FROM staff_link WHERE staff=?", (id,))
    db.execute("DELETE FROM staff_session WHERE staff=?", (id,))
    handling.unassign(db, id)


def link(db: sqlite3.Connection, id: str, now: float) -> str:
    """A new link; returns its token, which is kept nowhere. Any earlier link of theirs ends."""
    token = secrets.token_urlsafe(24)
    db.execute("DELETE FROM staff_link WHERE staff=?", (id,))
    db.execute("INSERT INTO staff_link(hash, staff, expires) VALUES(?,?,?)", (hashed(token), id, now + LINK))
    return token


def enter(db: sqlite3.Connection, token: str, now: float) -> tuple[str, Member] | None:
    """Use a link: the token of a new session, and whose it is. None if it is unknown, used or too old."""
    row = db.execute("UPDATE staff_link SET used=? WHERE hash=? AND used IS NULL AND expires>? RETURNING staff",
                     (now, hashed(token), now)).fetchone()
    member = by_id(db, row[0]) if row else None
    if member is None or member.revoked is not None:
        return None
    session = secrets.token_urlsafe(32)
    db.execute("INSERT INTO staff_session VALUES(?,?,?,?)", (hashed(session), member.id, now, now))
    return session, member


def signed_in(db: sqlite3.Connection, session: str, now: float) -> Member | None:
    """Whose session this is, and that it goes on; None if it is unknown or has ended."""
    row = db.execute("UPDATE staff_session SET touched=? WHERE hash=? AND touched>? AND started>? RETURNING staff",
                     (now, hashed(session), now - IDLE, now - LONGEST)).fetchone()
    member = by_id(db, row[0]) if row else None
    return member if member and member.revoked is None else None


def leave(db: sqlite3.Connection, session: str) -> None:
    db.execute("DELETE FROM staff_session WHERE hash=?", (hashed(session),))


def mine(db: sqlite3.Connection, key: str) -> dict[str, Any]:
    """What is kept of the person with this chat as a therapist and as a member of staff."""
    own = [one for one in therapists.listed(db) if one.key == key]
    there = [one for one in everybody(db) if one.therapist in {one.id for one in own}]
    return {"therapist": [asdict(one) for one in own], "staff": [asdict(one) for one in there]}


def forget(db: sqlite3.Connection, key: str, now: float) -> None:
    """A therapist who has everything about them deleted is no longer on the staff; of their membership the name
    stays with the access log."""
    sql = "SELECT staff.id FROM staff JOIN therapist ON therapist.id=staff.therapist WHERE therapist.key=?"
    for (id,) in db.execute(sql, (key,)).fetchall():
        revoke(db, id, now)


def sweep(db: sqlite3.Connection, now: float) -> None:
    """Drop what has ended; names go when the access log no longer has them."""
    db.execute("DELETE FROM staff_link WHERE expires<?", (now,))
    db.execute("DELETE FROM staff_session WHERE touched<? OR started<?", (now - IDLE, now - LONGEST))
    db.execute("DELETE FROM staff WHERE revoked<?", (now - audit.DAYS * 86_400,))
