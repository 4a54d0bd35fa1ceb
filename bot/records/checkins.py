"""Check-ins that are due: a row for each, written with the turn that plans it, so that a restart loses none.

Rows follow the session: who stops, begins anew or deletes everything has none left.
"""

import sqlite3
from collections.abc import Iterable
from datetime import datetime, timedelta

from babel.core import get_global

from bot import quiet
from dialogs.house import House
from dialogs.session import Session

SCHEMA = """
CREATE TABLE IF NOT EXISTS checkin(key TEXT NOT NULL, due REAL NOT NULL, PRIMARY KEY(key, due)) STRICT;
CREATE INDEX IF NOT EXISTS checkin_due ON checkin(due);
"""
NIGHT = "21:00-08:00"


def planned(session: Session, house: House) -> list[float]:
    """When this client is to be asked, in seconds since 1970; never at night."""
    return [by_day(at, zones(session, house)).timestamp() for at in session.plan]


def zones(session: Session, house: House) -> tuple[str, ...]:
    """The client's time zone as the clinic names it, else every zone of the country: nobody is asked where they are."""
    clinic = house.clinic(session)
    if clinic.zone:
        return (clinic.zone,)
    return tuple(get_global("territory_zones").get(house.country_code(session) or clinic.country, ("UTC",)))


def by_day(at: datetime, zones: tuple[str, ...]) -> datetime:
    """This moment, or the next that is night in none of these zones; this one if there is none."""
    found = at
    while found - at < timedelta(days=2):
        wait = max(quiet.wait(NIGHT, zone, found) for zone in zones)
        if not wait:
            return found
        found += timedelta(seconds=wait)
    return at


def write(db: sqlite3.Connection, key: str, due: Iterable[float]) -> None:
    """The rows of a chat anew; inside the transaction of its turn."""
    db.execute("DELETE FROM checkin WHERE key=?", (key,))
    db.executemany("INSERT INTO checkin VALUES(?,?) ON CONFLICT DO NOTHING", [(key, at) for at in due])


def due(db: sqlite3.Connection, now: float, channel: str) -> list[str]:
    """The chats that are to be asked now, who has waited longest first. `channel` is how the keys begin."""
    rows = db.execute("SELECT key FROM checkin WHERE due<=? AND substr(key, 1, ?)=? GROUP BY key ORDER BY min(due)",
                      (now, len(channel), channel))
    return [key for (key,) in rows]


def postpone(db: sqlite3.Connection, key: str, until: float) -> None:
    """Not before this time."""
    db.execute("UPDATE OR REPLACE checkin SET due=? WHERE key=? AND due<?", (until, key, until))
