"""One turn in the world: load, step, save in one transaction, hand out what to say."""

import hashlib
import logging
import math
import secrets
import sqlite3
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from importlib.util import find_spec
from typing import Any

from bot.records import chats, checkins, inbox, opened, pauses, practices, staff, summaries, therapists
from bot.records.problems import Problem
from bot.records.rooms import DAY
from bot.records.store import Store
from dialogs.events import Event, Open
from dialogs.handed import live
from dialogs.house import Clinic, House, Outside, Receiver
from dialogs.paused import paused_step, resumed
from dialogs.session import Session
from dialogs.step import Step, step
from knowledge.signed import standing

LOG = logging.getLogger(__name__)
Render = Callable[[Step], list[dict[str, Any]]]
Reading = Callable[[Session], Event]
Alert = Callable[[Problem], tuple[str, dict[str, Any]]]  # the key of a chat, and the message for it


class Busy(Exception):
    """Other processes kept winning the race for this chat; the update may be sent again."""


class Host:
    """What every channel calls. It knows no channel."""

    def __init__(
        self, house: House, store: Store, clock: Callable[[], datetime] | None = None,
        alert: Alert | None = None, require_signed: bool = False,
    ) -> None:
        self.house = house
        self.store = store
        self.learn()
        self.clock = clock or (lambda: datetime.now(UTC))
        self.alert = alert  # who is told at once that a problem was reported
        self.files = find_spec("typst") is not None  # whether summaries can be made into files
        self.reached: tuple[str, ...] = ()  # how the keys of those begin whom we can write to of our own accord
        self.https = False  # whether people reach us over HTTPS, also through a proxy that does not say so
        self.require_signed = require_signed  # a signature that runs out pauses every chat

    def learn(self) -> None:
        """Know the practices of those who signed up by themselves."""
        more = practices.clinics(self.store.db, self.house.clinics.get("") or Clinic())
        if more:
            self.house = replace(self.house, clinics={**self.house.clinics, **more})

    def paused(self, session: Session) -> bool:
        """Whether this chat gives no advice for now. Asked at every turn, so a pause that any
        process writes holds from the next turn on."""
        if self.require_signed and not standing(self.house.knowledge["calibrated"], self.clock().date()).signed:
            return True
        return pauses.paused(self.store.db, session.clinic)

    def signpost(self, key: str) -> Step | None:
        """What stands in for advice from before the pause that is still to be told; None
        where nothing is paused. Nothing is kept."""
        session = self.store.glimpse(key) or Session(id="")
        return paused_step(session, Open(), self.house, self.clock()) if self.paused(session) else None

    def turn(
        self, key: str, update: str, event: Event | Reading, render: Render, state: str = "due"
    ) -> list[dict[str, Any]]:
        """Handle one update exactly once, and return the messages that answer it.

        `update` names the update within the chat; a redelivered one gets the same
        messages again and changes nothing. `state` "due" leaves sending to the
        outbox, "sent" says that the caller hands the messages out itself. An event
        that depends on the stored session (the ticks of a card) comes as a function of it.
        """
        for _ in range(8):
            known = self.store.answered(key, update)
            if known is not None:
                return known
            held = self.store.load(key)
            session = held or Session(id=secrets.token_hex(8))
            happened = resumed(event(session) if callable(event) else event)
            now = self.clock()
            house = self.house_for(session, key)
            result = step(session, happened, house, now)
            if self.paused(result.session):
                result = paused_step(session, happened, house, now)
            messages = render(result)
            problem = reported(key, result, now)
            alert = self.alert(problem) if self.alert and problem else None
            # Without consent nothing is kept; the outbox row is all there is.
            kept = None if result.place.state == "declined" else result.session
            due = checkins.planned(kept, house) if kept else []
            if self.store.save(key, update, held.turn if held else None, kept, messages, state, problem, alert,
                               result.handed, due, finished(session, kept)):
                return messages
        raise Busy(key)

    def house_for(self, session: Session, key: str) -> House:
        """The house with what is outside of this chat: who gets what at the clinic, and what became of its summary."""
        db, given = self.store.db, live(session)
        last = summaries.kept(db, given.id) if given else None
        read = opened.compared(db, last) if last else None
        to = self.receivers(session)
        past = session.given[-1] if session.given and not given and not session.given[-1].taken else None
        then = summaries.kept(db, past.id) if past and summaries.got(db, past.id) == {one.id for one in to} else None
        return replace(self.house, outside=Outside(
            receivers=to,
            file=self.files, before=last.bodies if last else {}, read=read.bodies if read else {},
            fate=opened.fate(db, last) if last else "",
            seen=opened.seen_by(db, last.id) if last else (),
            earlier=then.bodies if then else {}, reach=key.startswith(self.reached),
        ))

    def receivers(self, session: Session) -> tuple[Receiver, ...]:
        """To whom a client can send: each therapist who is linked, and the staff of the clinic as one."""
        db, clinic, words = self.store.db, session.clinic, self.house.words_for(session)
        found = [Receiver(one.id, one.name, one.lang) for one in therapists.linked(db, clinic)]
        if inbox.takes(db, clinic):
            langs = {one.lang for one in staff.working(db, clinic)} & set(self.house.words)
            own = self.house.clinic(session).lang
            found.append(Receiver(summaries.INBOX, words("hand_staff"), own, tuple(sorted(langs))))
        return tuple(found)

    def tell(self, key: str, update: str, messages: list[dict[str, Any]]) -> bool:
        """Answer an update with messages that need no step; once, as `turn` does."""
        return self.store.add(key, update, messages)

    def expire(self, now: float) -> int:
        """Forget the chats that were left alone for as long as their clinic says, and none of a clinic that nothing
        is known of; returns how many. `now` in seconds since 1970. Raises sqlite3.OperationalError."""
        days: dict[str, float] = {"": Clinic().days, **{one.id: one.days for one in self.house.clinics.values()}}
        strange: dict[str, float] = {}
        count = kept = 0
        for key, touched, clinic in chats.overdue(self.store.db, now - min(days.values()) * DAY):
            last = chats.days_of(clinic, days)
            if last == math.inf:
                strange[clinic], kept = last, kept + 1
            if touched >= now - last * DAY:
                continue
            try:
                self.store.forget(key, client=True)  # a therapist who once was a client stays linked
                count += 1
            except sqlite3.OperationalError:  # a locked or full disk: nobody else's turn would go better
                raise
            except Exception as fault:
                LOG.error("retention: a chat could not be deleted: %s", type(fault).__name__)
        self.store.sweep(now, {**days, **strange})
        if kept:
            LOG.warning("retention: %d chats are past the shortest time and are kept, since %s", kept, chats.STRANGE)
        return count

    def strangers(self) -> int:
        """How many chats are of clinics that nothing is known of, such as of a file that is gone. They are kept."""
        days: dict[str, float] = dict.fromkeys(["", *self.house.clinics], 0.0)
        return sum(count for clinic, count in chats.by_clinic(self.store.db).items() if chats.days_of(clinic, days))


def reported(key: str, result: Step, now: datetime) -> Problem | None:
    """The client's report as it is kept, if this turn made one."""
    report = result.report
    if report is None:
        return None
    return Problem(
        report.code, now.timestamp(), result.session.clinic, key.split(":")[0], key,
        report.disposition, report.version, report.text,
    )


def finished(before: Session, after: Session | None) -> str:
    """The screening that came to its first end with this turn, by a name that leads to nothing else; "" for none. One
    that is opened again and ends once more is the same."""
    if after is None or not after.closed or any(end.start == after.closed[-1].start for end in before.closed):
        return ""
    return hashlib.sha256(f"{after.id} {after.closed[-1].start} finished".encode()).hexdigest()[:16]
