"""Therapists who signed up by themselves: a practice each, which is their clinic, and sign-ups that are not done."""

import secrets
import sqlite3
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from zoneinfo import ZoneInfo

from babel.core import get_global

from bot.records import therapists
from bot.records.therapists import Therapist
from dialogs.house import Clinic

SCHEMA = """
CREATE TABLE IF NOT EXISTS practice(
  id TEXT PRIMARY KEY, name TEXT NOT NULL, country TEXT NOT NULL, lang TEXT NOT NULL, at REAL NOT NULL) STRICT;
CREATE TABLE IF NOT EXISTS signup(
  key TEXT PRIMARY KEY, step TEXT NOT NULL, name TEXT NOT NULL DEFAULT '', country TEXT NOT NULL DEFAULT '',
  lang TEXT NOT NULL DEFAULT '', zone TEXT NOT NULL DEFAULT '', at REAL NOT NULL) STRICT;
"""
HOURS = ("20:00-08:00", "21:00-07:00", "22:00-06:00")  # quiet hours to choose from


@dataclass(frozen=True, slots=True)
class Signup:
    """How far somebody is; `step` is what they are asked now: name, country, lang, zone or hours."""

    key: str
    step: str
    name: str = ""
    country: str = ""
    lang: str = ""
    zone: str = ""


def clinics(db: sqlite3.Connection, own: Clinic) -> dict[str, Clinic]:
    """Every practice as a clinic; what it does not say is as in the house's own."""
    rows = db.execute("SELECT id, name, country, lang FROM practice")
    return {id: replace(own, id=id, name=name, country=country, lang=lang, phone="", hours="")
            for id, name, country, lang in rows}


def there(db: sqlite3.Connection, id: str) -> bool:
    """Whether this clinic is a practice of somebody who signed up."""
    return db.execute("SELECT 1 FROM practice WHERE id=?", (id,)).fetchone() is not None


def signup(db: sqlite3.Connection, key: str) -> Signup | None:
    row = db.execute("SELECT key, step, name, country, lang, zone FROM signup WHERE key=?", (key,)).fetchone()
    return Signup(*row) if row else None


def keep(db: sqlite3.Connection, one: Signup, now: float) -> None:
    db.execute("INSERT OR REPLACE INTO signup(key, step, name, country, lang, zone, at) "
               "VALUES(:key, :step, :name, :country, :lang, :zone, :now)", {**asdict(one), "now": now})


def found(db: sqlite3.Connection, one: Signup, quiet: str, now: float) -> Therapist:
    """The practice, with its therapist linked, and with no other clinic any more."""
    id = f"p{secrets.token_hex(5)}"
    made = Therapist(secrets.token_hex(4), id, one.name, one.key, one.lang, quiet, one.zone or "UTC", now)
    db.execute("INSERT INTO practice VALUES(?,?,?,?,?)", (id, one.name, one.country, one.lang, now))
    left(db, one.key)
    therapists.end(db, one.key, now)
    therapists.add(db, made)
    return made


def left(db: sqlite3.Connection, key: str) -> None:
    """A sign-up that is not done ends: it is done, or the therapist was linked with a clinic meanwhile."""
    db.execute("DELETE FROM signup WHERE key=?", (key,))


def names(country: str) -> tuple[str, ...]:
    """The time zones of a country."""
    return tuple(get_global("territory_zones").get(country, ("UTC",)))


def zones(country: str, now: datetime) -> dict[str, str]:
    """The times that it is in a country now, such as "14:05", each with a time zone."""
    return {now.astimezone(ZoneInfo(name)).strftime("%H:%M"): name for name in reversed(names(country))}


def forget(db: sqlite3.Connection, key: str) -> None:
    """A practice goes with its therapist; its link then leads to a chat without a clinic."""
    left(db, key)
    db.execute("DELETE FROM practice WHERE id IN (SELECT clinic FROM therapist WHERE key=?)", (key,))


def sweep(db: sqlite3.Connection, before: float) -> None:
    db.execute("DELETE FROM signup WHERE at<?", (before,))
