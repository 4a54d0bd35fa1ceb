"""The sender: takes due rows from the store and delivers them, each chat's in order.

It knows no channel: `deliver` sends one row and raises Later, Undeliverable or Gone.
A row is marked sent after it was delivered, so a process that dies in between sends
it once more: a message may come twice, and none is lost.
"""

import asyncio
import logging
import sqlite3
import time
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass
from functools import partial

from bot.records import rows
from bot.records.rows import Row
from bot.records.store import Store

LOG = logging.getLogger(__name__)
MANY = 10_000  # chats whose pace is remembered


class Later(Exception):
    """Not now, such as without a network: try again after `seconds`, or after the usual wait if that is None."""

    def __init__(self, seconds: float | None = None) -> None:
        super().__init__("later")
        self.seconds = seconds


class Held(Later):
    """The same, where nothing went wrong, as in quiet hours. Has `seconds`."""


class Undeliverable(Exception):
    """This message will never be accepted."""


class Gone(Exception):
    """Nobody reads this chat any more."""


Deliver = Callable[[Row], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class Pace:
    """How fast to send, and how long to try."""

    burst: int = 4  # messages to one chat at once
    per_chat: float = 1.0  # a second, after the burst
    overall: float = 25.0  # a second, all chats together
    tries: int = 20  # at least; the last of so many is about an hour after the first
    lasting: float = 86_400.0  # seconds since the first try in which one goes on while only the way there is cut
    first: float = 1.0  # seconds to the second try; doubled each time
    longest: float = 300.0
    ahead: float = 300.0  # nothing is put off for longer by the clock of the computer, which may be set back
    idle: float = 1.0  # seconds between looks at the store when nothing happens

    def wait(self, tries: int) -> float:
        return float(min(self.longest, self.first * 2 ** min(tries, 30)))


@dataclass(slots=True)
class Bucket:
    """So many at once, then so many a second. `full` is when the debt is paid."""

    burst: int
    rate: float
    full: float = 0.0

    def wait(self, now: float) -> float:
        """Seconds until one more may go."""
        return max(0.0, self.full - now - (self.burst - 1) / self.rate)

    def take(self, now: float) -> None:
        self.full = max(self.full, now) + 1 / self.rate


class Sender:
    """One for each channel and process; `run` is its only loop."""

    def __init__(self, store: Store, channel: str, deliver: Deliver, pace: Pace | None = None) -> None:
        self.store, self.channel, self.deliver = store, channel, deliver
        self.pace = pace or Pace()
        self.everybody = Bucket(5, self.pace.overall)
        self.chats: dict[str, Bucket] = {}
        self.busy: dict[str, asyncio.Task[None]] = {}
        self.waits: dict[int, float] = {}  # rows that wait for long: until when, on the clock that only goes on
        self.ends: dict[int, Callable[[], object]] = {}
        self.woken = asyncio.Event()

    def wake(self) -> None:
        """There may be something to send."""
        self.woken.set()

    async def run(self) -> None:
        """Send until cancelled. No fault of the store or of a message ends it."""
        while True:
            self.woken.clear()
            wait = self.pace.idle
            try:
                wait = self.start_due()
            except Exception as fault:  # a locked or full disk passes
                LOG.error("the outbox can't be read: %s", type(fault).__name__)
            with suppress(TimeoutError):
                async with asyncio.timeout(wait):
                    await self.woken.wait()

    def start_due(self) -> float:
        """Start what may go now; returns the seconds until it is worth looking again."""
        wait = self.pace.idle
        for id in list(self.ends):
            self.keep(id)
        hold = self.everybody.wait(time.monotonic())
        if hold > 0:  # nothing may go yet, so nothing is read
            return min(wait, hold)
        for row in rows.due(self.store.db, time.time(), 1000, self.channel, self.pace.ahead):
            now = time.monotonic()
            if row.key in self.busy or row.id in self.ends:
                continue
            chat = self.chats.setdefault(row.key, Bucket(self.pace.burst, self.pace.per_chat))
            quick = bool(row.body.get("quick"))
            hold = self.everybody.wait(now)
            if hold > 0:
                return min(wait, hold)
            hold = 0.0 if quick else chat.wait(now)
            if hold > 0:
                wait = min(wait, hold)
                continue
            self.everybody.take(now)
            if not quick:
                chat.take(now)
            self.busy[row.key] = asyncio.create_task(self.send(row))
        if len(self.chats) > MANY:
            now = time.monotonic()
            self.chats = {key: chat for key, chat in self.chats.items() if chat.full > now}
        return wait

    async def send(self, row: Row) -> None:
        """One row to its end. What became of it is remembered until the store has it, so
        that a store that can't write for a while does not make it go out again and again."""
        try:
            self.ends[row.id] = await self.end(row)
            self.keep(row.id)
        finally:
            self.busy.pop(row.key, None)
            self.wake()

    async def end(self, row: Row) -> Callable[[], object]:
        """Try to deliver; returns what the store is to be told: sent, due again, or dead."""
        try:
            rest = self.waits.pop(row.id, 0.0) - time.monotonic()
            if rest > 0:
                self.waits[row.id] = time.monotonic() + rest
                raise Held(rest)
            await self.deliver(row)
        except Gone:
            LOG.info("a chat is gone, its messages are given up")
            return partial(rows.bury, self.store.db, row.key)
        except Undeliverable as fault:
            return self.given_up(row, str(fault))
        except Held as fault:
            seconds = min(fault.seconds or 0.0, self.pace.ahead)
            return partial(rows.held, self.store.db, row.id, time.time() + seconds)
        except Exception as fault:
            now = time.time()
            lasting = self.pace.lasting if isinstance(fault, Later) else 0.0
            if row.tries + 1 >= self.pace.tries and now - (row.first or now) >= lasting:
                return self.given_up(row, type(fault.__cause__ or fault).__name__)
            asked = fault.seconds if isinstance(fault, Later) else None
            wait = self.pace.wait(row.tries) if asked is None else asked
            if wait > self.pace.ahead:
                self.waits[row.id] = time.monotonic() + wait
            return partial(rows.failed, self.store.db, row.id, "due", now + min(wait, self.pace.ahead), now)
        return partial(rows.sent, self.store.db, row.id)

    def given_up(self, row: Row, why: str) -> Callable[[], object]:
        LOG.error("message %d is given up after %d tries: %s", row.id, row.tries + 1, why)
        now = time.time()
        return partial(rows.failed, self.store.db, row.id, "dead", now, now)

    def keep(self, id: int) -> None:
        """Tell the store what became of a row, now or when it can write again."""
        try:
            self.ends[id]()
        except sqlite3.Error as fault:
            LOG.error("the outbox can't be written: %s", type(fault).__name__)
        else:
            del self.ends[id]

    async def settle(self, seconds: float) -> None:
        """Let what is on its way arrive; what takes longer is sent again another time."""
        tasks = list(self.busy.values())
        if tasks:
            _, late = await asyncio.wait(tasks, timeout=seconds)
            for task in late:
                task.cancel()
            await asyncio.gather(*late, return_exceptions=True)
