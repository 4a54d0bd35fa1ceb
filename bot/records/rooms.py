"""Every room of the database: its tables, and what is dropped from them with time."""

import sqlite3
import time

from bot.records import (
    audit,
    checkins,
    handling,
    hooks,
    keys,
    pauses,
    practices,
    problems,
    receipts,
    staff,
    summaries,
    therapists,
)

ROOMS = (audit, keys, staff, handling, receipts, hooks, pauses, problems, therapists, summaries, practices, checkins)
SCHEMA = "".join(room.SCHEMA for room in ROOMS)


def sweep(db: sqlite3.Connection, before: float) -> None:
    """Drop what is left of chats from before that time, and what says itself how long it is kept."""
    for room in (problems, summaries, therapists, practices):
        room.sweep(db, before)
    now = time.time()
    for kept in (audit, staff, keys, receipts):
        kept.sweep(db, now)
