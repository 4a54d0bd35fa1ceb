"""What the row of a chat says, also where this program can't read the session in it."""

import json
import math
import re
import sqlite3
from collections.abc import Mapping
from typing import Any

from pydantic import ValidationError

from dialogs.session import Session

OF = "CASE WHEN json_valid(body) THEN coalesce(json_extract(body, '$.clinic'), '') ELSE '' END"
PRACTICE = re.compile(r"p[0-9a-f]{10}")  # a clinic that never had a file: it went with its therapist

STRANGE = ("no file and no practice tells of their clinic. Put its file back into the folder of SI_SCREEN_CLINICS, "
           "with the days it had; with `days: 1` they are deleted within an hour of the next start")


class Unreadable(Exception):
    """A chat is kept in a form that this program does not know, such as that of a newer one. It can be deleted."""


def load(db: sqlite3.Connection, key: str) -> Session | None:
    """The session of a chat; None if there is none. Raises Unreadable, whose text quotes nothing."""
    row = db.execute("SELECT body FROM session WHERE key=?", (key,)).fetchone()
    try:
        return Session.model_validate_json(row[0]) if row else None
    except ValidationError:
        raise Unreadable(key.partition(":")[0]) from None


def glimpse(db: sqlite3.Connection, key: str) -> Session | None:
    """The same, where clinic, language and country will do: of one that can't be read these alone."""
    try:
        return load(db, key)
    except Unreadable:
        held = raw(db, key)
        told = held if isinstance(held, dict) else {}
        clinic, lang, country = (str(told.get(name, "")) for name in ("clinic", "lang", "country"))
        return Session(id="", clinic=clinic, lang=lang, country=country)


def raw(db: sqlite3.Connection, key: str) -> Any:
    """All that is kept of a session: as JSON, or the text if it is none; None if there is none."""
    row = db.execute("SELECT body FROM session WHERE key=?", (key,)).fetchone()
    try:
        return json.loads(row[0]) if row else None
    except ValueError:
        return row[0]


def known(db: sqlite3.Connection, key: str) -> bool:
    """Whether a chat is there. A declined one has no session, but it was answered and may go on."""
    sql = "SELECT 1 FROM session WHERE key=:key UNION SELECT 1 FROM seen WHERE key=:key"
    return db.execute(sql, {"key": key}).fetchone() is not None


def overdue(db: sqlite3.Connection, before: float) -> list[tuple[str, float, str]]:
    """Each chat without a turn since `before`, in seconds since 1970: its key, its last turn, its clinic."""
    return list(db.execute(f"SELECT key, touched, {OF} FROM session WHERE touched<?", (before,)))


def by_clinic(db: sqlite3.Connection) -> dict[str, int]:
    """How many chats each clinic has; "" for those without one."""
    return dict(db.execute(f"SELECT {OF}, count(*) FROM session GROUP BY 1"))


def days_of(clinic: str, days: Mapping[str, float]) -> float:
    """How long the chats of a clinic are kept. For ever if nothing is known of it (its file may be missing by
    mistake), but not those of a practice that is deleted."""
    return days.get("" if PRACTICE.fullmatch(clinic) and clinic not in days else clinic, math.inf)
