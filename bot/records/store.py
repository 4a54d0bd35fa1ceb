"""SQLite: one transaction a turn holds the seen update, the session and the outbox.

A process may die between any two statements: either the whole turn is there or
nothing of it, so an answer is neither lost nor counted twice.
"""

import contextlib
import json
import sqlite3
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from bot.records import checkins, hooks, opened, practices, problems, requests, rooms, staff, summaries, therapists
from bot.records.problems import Problem
from dialogs.handed import Handed
from dialogs.session import Session

SCHEMA = """
CREATE TABLE IF NOT EXISTS session(
  key TEXT PRIMARY KEY, turn INTEGER NOT NULL, body TEXT NOT NULL, touched REAL NOT NULL) STRICT;
CREATE TABLE IF NOT EXISTS seen(
  key TEXT NOT NULL, update_id TEXT NOT NULL, at REAL NOT NULL, PRIMARY KEY(key, update_id)) STRICT;
CREATE TABLE IF NOT EXISTS outbox(
  id INTEGER PRIMARY KEY AUTOINCREMENT, key TEXT NOT NULL, update_id TEXT NOT NULL, body TEXT NOT NULL,
  state TEXT NOT NULL, due REAL NOT NULL, tries INTEGER NOT NULL DEFAULT 0) STRICT;
CREATE INDEX IF NOT EXISTS outbox_due ON outbox(state, due);
CREATE INDEX IF NOT EXISTS outbox_key ON outbox(key, update_id);
"""


@dataclass(frozen=True, slots=True)
class Row:
    """One message on its way out."""

    id: int
    key: str
    body: dict[str, Any]
    tries: int


class Store:
    """Sessions by key (channel and chat), and what is to be sent."""

    def __init__(self, path: Path | str) -> None:
        if isinstance(path, Path):
            path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        self.db = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
        self.db.execute("PRAGMA journal_mode=WAL")
        self.db.execute("PRAGMA synchronous=FULL")
        self.db.execute("PRAGMA busy_timeout=5000")
        self.db.execute("PRAGMA secure_delete=ON")
        self.db.executescript(SCHEMA + rooms.SCHEMA)

    @classmethod
    def reading(cls, path: Path) -> "Store":
        """The store at this path to be read only, also while a server writes to it."""
        found = cls.__new__(cls)
        found.db = sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)
        return found

    def close(self) -> None:
        self.db.close()

    def load(self, key: str) -> Session | None:
        row = self.db.execute("SELECT body FROM session WHERE key=?", (key,)).fetchone()
        return Session.model_validate_json(row[0]) if row else None

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
            self._queue(key, update, messages, state, now)
            checkins.write(self.db, key, due if session else ())
            if problem:
                problems.add(self.db, problem)
            if problem and alert:
                self._queue(alert[0], f"problem:{problem.code}", [alert[1]], "due", now)
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
            self._queue(key, update, work(self.db), state, now)
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

    def _queue(self, key: str, update: str, messages: list[dict[str, Any]], state: str, now: float) -> None:
        self.db.executemany(
            "INSERT INTO outbox(key, update_id, body, state, due) VALUES(?,?,?,?,?)",
            [(key, update, json.dumps(m), state, now) for m in messages],
        )

    def _session(self, key: str, before: int | None, session: Session | None, now: float) -> bool:
        if session is None:
            self.db.execute("DELETE FROM session WHERE key=?", (key,))
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
        rows = self.db.execute(
            "SELECT body FROM outbox WHERE key=? AND update_id=? ORDER BY id", (key, update)
        )
        return [json.loads(row[0]) for row in rows]

    def due(self, now: float, limit: int = 50, channel: str = "") -> list[Row]:
        """The oldest message of each chat that is due; a chat's later ones wait behind it.
        `channel` is how the keys begin."""
        rows = self.db.execute(
            "SELECT id, key, body, tries FROM outbox WHERE id IN "
            "(SELECT min(id) FROM outbox WHERE state='due' GROUP BY key) AND due<=? "
            "AND substr(key, 1, ?)=? ORDER BY id LIMIT ?", (now, len(channel), channel, limit),
        )
        return [Row(row[0], row[1], json.loads(row[2]), row[3]) for row in rows]

    def sent(self, id: int) -> None:
        self.db.execute("UPDATE outbox SET state='sent' WHERE id=?", (id,))

    def failed(self, id: int, state: str, due: float) -> None:
        """Try again at `due` (state due), or give up (state dead)."""
        self.db.execute(
            "UPDATE outbox SET state=?, due=?, tries=tries+1 WHERE id=?", (state, due, id)
        )

    def bury(self, key: str) -> int:
        """Give up what is still due to a chat that nobody reads any more; how many there were."""
        sql = "UPDATE outbox SET state='dead' WHERE (key=? OR substr(key, 1, ?)=?) AND state='due'"
        return self.db.execute(sql, (key, len(key) + 1, f"{key}:")).rowcount

    def unbury(self, key: str) -> None:
        """Somebody reads this chat again: what summaries were given up go out after all."""
        sql = "UPDATE outbox SET state='due', due=?, tries=0 WHERE substr(key, 1, ?)=? AND state='dead'"
        self.db.execute(sql, (time.time(), len(key) + 1, f"{key}:"))

    def last(self, key: str, sent: bool) -> dict[str, Any]:
        """The last new message of a chat, {} if there is none. With `sent` the last card that
        has reached the client, else whatever is going to be the last on the screen."""
        wanted = "state='sent' AND json_extract(body, '$.card') IS NOT NULL" if sent else "state!='dead'"
        row = self.db.execute(
            f"SELECT body FROM outbox WHERE key=? AND {wanted} "
            "AND json_extract(body, '$.quick') IS NULL ORDER BY id DESC LIMIT 1", (key,),
        ).fetchone()
        found: dict[str, Any] = json.loads(row[0]) if row else {}
        return found

    def everything(self, key: str) -> dict[str, Any]:
        """All that is held about a chat, for /mydata."""
        session = self.load(key)
        rows = self.db.execute("SELECT body, state FROM outbox WHERE key=? ORDER BY id", (key,))
        messages = [{**json.loads(body), "state": state} for body, state in rows]
        updates = self.db.execute("SELECT update_id FROM seen WHERE key=?", (key,))
        return {
            "session": json.loads(session.model_dump_json()) if session else None,
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
        self.db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        return count

    def touched(self) -> list[tuple[str, float]]:
        """Every chat's key, with the time of its last turn in seconds."""
        return list(self.db.execute("SELECT key, touched FROM session"))

    def sweep(self, before: float) -> None:
        """Drop what is left of updates and messages from before that time."""
        self.db.execute("DELETE FROM outbox WHERE state!='due' AND due<?", (before,))
        self.db.execute("DELETE FROM seen WHERE at<?", (before,))
        rooms.sweep(self.db, before)
