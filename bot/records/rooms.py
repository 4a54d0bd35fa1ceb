"""Every room of the database: its tables, and what is dropped from them with time."""

import sqlite3
import time
from collections.abc import Mapping

from bot.records import (
    audit,
    checkins,
    handling,
    hooks,
    keys,
    pauses,
    practices,
    problems,
    pulse,
    receipts,
    requests,
    staff,
    summaries,
    therapists,
)

DAY = 86_400.0
ROOMS = (audit, keys, staff, handling, receipts, hooks, pauses, problems, therapists, summaries, practices, checkins,
         pulse)
SCHEMA = "".join(room.SCHEMA for room in ROOMS)


def sweep(db: sqlite3.Connection, now: float, days: Mapping[str, float]) -> None:
    """Drop updates and messages that are older than their clinic (id -> days) keeps a chat, and those of no clinic
    and no chat any more that are older than the shortest time; what is left of old chats in the rooms; and what says
    itself how long it is kept. `now` in seconds since 1970."""
    for clinic, kept in days.items():
        for own in (requests.key(clinic), f"{hooks.CHANNEL}{clinic}"):
            _drop(db, now - kept * DAY, "key=? OR substr(key, 1, ?)=?", own, len(own) + 1, f"{own}:")
    _drop(db, now - min(days.values()) * DAY,
          "key NOT IN (SELECT key FROM session) AND substr(key, 1, 4)!='api:' AND substr(key, 1, 5)!='hook:'")
    longest = now - max(days.values()) * DAY
    _drop(db, longest, "true")
    for room in (problems, summaries, therapists, practices):
        room.sweep(db, longest)
    for kept_on in (audit, staff, keys, receipts):
        kept_on.sweep(db, time.time())
    hooks.sweep(db)


def _drop(db: sqlite3.Connection, before: float, where: str, *values: str | int) -> None:
    db.execute(f"DELETE FROM outbox WHERE state!='due' AND due<? AND ({where})", (before, *values))
    db.execute(f"DELETE FROM seen WHERE at<? AND ({where})", (before, *values))
