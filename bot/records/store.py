"""SQLite: one transaction a turn holds the seen update, the session and the outbox.

A process may die between any two statements: either the whole turn is there or
nothing of it, so an answer is neither lost nor counted twice.
"""

import contextlib
import json
import sqlite3
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

from bot.records import (
    chats,
    checkins,
    hooks,
    opened,
    practices,
    problems,
    requests,
    rooms,
    rows,
    staff,
    summaries,
    therapists,
)
from bot.records.file import connected, emptied
from bot.records.problems import Problem
from bot.records.pulse import Pulse
from dialogs.session import Session
from dialogs.turn import Handed

SCHEMA = """
CREATE TABLE IF NOT EXISTS session(
  key TEXT PRIMARY KEY, turn INTEGER NOT NULL, body TEXT NOT NULL, touched REAL NOT NULL) STRICT;
CREATE TABLE IF NOT EXISTS seen(
  key TEXT NOT NULL, update_id TEXT NOT NULL, at REAL NOT NULL, PRIMARY KEY(key, update_id)) STRICT;
"""


class Store:
    """Sessions by key (channel and chat), and what is to be sent."""

    def __init__(self, path: Path | str) -> None:
        self.db = connected(path)
        self.db.executescript(SCHEMA + rows.SCHEMA + rooms.SCHEMA)
        rows.renew(self.db)
        self.pulse = Pulse(self.db, path)
        self.wiped = False  # whether what was deleted is gone from the log too

    @classmethod
    def reading(cls, path: Path) -> "Store":
        """The store at this path to be read only, also while a server writes to it."""
        found = cls.__new__(cls)
        found.db = sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)
        return found

    def close(self) -> None:
        self.db.close()

    def load(self, key: str) -> Session | None:
        """The session of a chat, None if there is none. Raises chats.Unreadable."""
        return chats.load(self.db, key)

    def glimpse(self, key: str) -> Session | None:
        """The same; of one that can't be read only clinic, language and country."""
        return chats.glimpse(self.db, key)

    def save(
        self, key: str, update: str, before: int | None, session: Session | None,
        messages: list[dict[str, Any]], state: str = "due", problem: Problem | None = None,
        alert: tuple[str, dict[str, Any]] | None = None, handed: Handed | None = None,
        due: Iterable[float] = (), finished: str = "",
    ) -> bool:
        """Write a whole turn. False if another process was faster (`before` is the turn
        that was read, None for a new chat); a session of None forgets the chat. A problem
        that the client reports is kept with it, and `alert` (key, message) tells of it; so is what is handed over.
        `due` is when the client is to be asked how it goes; `finished` the screening that ended with this turn."""
        now = time.time()
        with self.transaction():
            if not self._first(key, update, now):
                return False
            if not self._session(key, before, session, now):
                self.db.execute("ROLLBACK")  # also the update: it is to be tried again
                return False
            rows.queue(self.db, key, update, messages, state, now)
            checkins.write(self.db, key, due if session else ())
            if problem:
                problems.add(self.db, problem)
            if problem and alert:
                rows.queue(self.db, alert[0], f"problem:{problem.code}", [alert[1]], "due", now)
            if handed and session:
                summaries.hand(self.db, key, session.clinic, handed, now)
            if finished and session:
                hooks.happened(self.db, session.clinic, "screening.finished", now, id=finished)
        return True

    def add(self, key: str, update: str, messages: list[dict[str, Any]]) -> bool:
        """Messages that answer an update without a step. False if it was answered before."""
        return self.act(key, update, lambda _: messages)

    def act(self, key: str, update: str, work: Callable[[sqlite3.Connection], list[dict[str, Any]]],
            state: str = "due") -> bool:
        """What an update does without a step, and the messages that answer it. False if it was handled before."""
        now = time.time()
        with self.transaction():
            if not self._first(key, update, now):
                return False
            rows.queue(self.db, key, update, work(self.db), state, now)
        return True

    @contextlib.contextmanager
    def transaction(self) -> Iterator[None]:
        """All of it or nothing, whatever happens inside."""
        self.db.execute("BEGIN IMMEDIATE")
        try:
            yield
            if self.db.in_transaction:
                self.db.execute("COMMIT")
        except BaseException:
            if self.db.in_transaction:
                self.db.execute("ROLLBACK")
            raise

    def _first(self, key: str, update: str, now: float) -> bool:
        """Mark an update as seen; False if it was before."""
        row = self.db.execute(
            "INSERT INTO seen VALUES(?,?,?) ON CONFLICT DO NOTHING RETURNING 1", (key, update, now)
        ).fetchone()
        return row is not None

    def _session(self, key: str, before: int | None, session: Session | None, now: float) -> bool:
        if session is None:  # only what was read may be forgotten, nothing that was kept since
            self.db.execute("DELETE FROM session WHERE key=? AND turn=?", (key, before))
            if self.db.execute("SELECT 1 FROM session WHERE key=?", (key,)).fetchone():
                return False
            self.db.execute("DELETE FROM outbox WHERE key=?", (key,))
            return True
        body = session.model_dump_json()
        if before is None:
            sql = "INSERT INTO session VALUES(?,?,?,?) ON CONFLICT DO NOTHING RETURNING 1"
            row = self.db.execute(sql, (key, session.turn, body, now)).fetchone()
        else:
            sql = "UPDATE session SET turn=?, body=?, touched=? WHERE key=? AND turn=? RETURNING 1"
            row = self.db.execute(sql, (session.turn, body, now, key, before)).fetchone()
        return row is not None

    def answered(self, key: str, update: str) -> list[dict[str, Any]] | None:
        """What was said to this update if it was handled before, else None."""
        seen = self.db.execute(
            "SELECT 1 FROM seen WHERE key=? AND update_id=?", (key, update)
        ).fetchone()
        if not seen:
            return None
        return rows.answers(self.db, key, update)

    def everything(self, key: str) -> dict[str, Any]:
        """All that is held about a chat, for /mydata."""
        told = self.db.execute("SELECT body, state FROM outbox WHERE key=? ORDER BY id", (key,))
        messages = [{**json.loads(body), "state": state} for body, state in told]
        updates = self.db.execute("SELECT update_id FROM seen WHERE key=?", (key,))
        return {
            "session": chats.raw(self.db, key),
            "messages": messages,
            "updates": [row[0] for row in updates],
            "problems": [asdict(problem) for problem in problems.of(self.db, key)],
            "summaries": [opened.told(self.db, found) for found in summaries.listed(self.db, key)],
            **staff.mine(self.db, key),
        }

    def forget(self, key: str, client: bool = False) -> int:
        """Delete every row of a chat; returns how many there were. Of a report stays what is about nobody. With
        `client` a therapist whose chat it is stays linked."""
        with self.transaction():
            count = sum(
                self.db.execute(f"DELETE FROM {table} WHERE key=?", (key,)).rowcount
                for table in ("session", "seen", "outbox", "checkin")
            )
            requests.forget(self.db, key)
            problems.forget(self.db, key)
            summaries.forget(self.db, key, time.time())
            if not client:
                staff.forget(self.db, key, time.time())
                for one in therapists.listed(self.db):
                    if one.key == key:
                        summaries.ended(self.db, one, time.time())
                practices.forget(self.db, key)
                therapists.forget(self.db, key)
        self.wiped = emptied(self.db)
        return count

    def wipe(self) -> None:
        """Try again to empty the log, if that is still to be done."""
        self.wiped = self.wiped or emptied(self.db)

    def touched(self) -> list[tuple[str, float]]:
        """Every chat's key, with the time of its last turn in seconds."""
        return list(self.db.execute("SELECT key, touched FROM session"))

    def sweep(self, now: float, days: Mapping[str, float]) -> None:
        """Drop what is older than its clinic (id -> days) keeps a chat. `now` in seconds since 1970."""
        rooms.sweep(self.db, now, days)
        self.wiped = emptied(self.db)
