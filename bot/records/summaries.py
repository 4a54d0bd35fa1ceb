"""Summaries that were handed over: the row, who got it, who has opened it, what they thought of it.

The outbox holds only which summary goes to whom (`row`); its words are made when it is sent, so
that what was taken back, replaced or deleted can't go out.
"""

import json
import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from pydantic import ValidationError

from bot.records import handling, hooks, therapists
from bot.records.addresses import address, hashed
from bot.records.tables import columns
from bot.records.therapists import Therapist
from dialogs.summary import Summary
from dialogs.turn import Handed

SCHEMA = """
CREATE TABLE IF NOT EXISTS summary(
  id TEXT PRIMARY KEY, key TEXT NOT NULL, clinic TEXT NOT NULL, at REAL NOT NULL, disposition TEXT NOT NULL,
  version TEXT NOT NULL, lang TEXT NOT NULL, bodies TEXT NOT NULL, state TEXT NOT NULL, file TEXT NOT NULL,
  caller TEXT NOT NULL DEFAULT '', passed REAL, judgement TEXT NOT NULL DEFAULT '',
  reason TEXT NOT NULL DEFAULT '') STRICT;
CREATE INDEX IF NOT EXISTS summary_key ON summary(key);
CREATE TABLE IF NOT EXISTS delivery(
  summary TEXT NOT NULL, therapist TEXT NOT NULL, message INTEGER, at REAL, seen REAL,
  PRIMARY KEY(summary, therapist)) STRICT;
CREATE TABLE IF NOT EXISTS brought(
  summary TEXT NOT NULL, therapist TEXT NOT NULL, message INTEGER NOT NULL, at REAL NOT NULL,
  PRIMARY KEY(summary, therapist, message)) STRICT;
"""
DELETABLE = 47.5 * 3600  # seconds in which Telegram deletes a message for both sides: 48 hours
INBOX = "clinic"  # in place of a therapist: the inbox of the clinic's staff
State = Literal["sent", "seen", "file", "superseded", "withdrawn"]
# Of an outbox row. The first four take away what stands in a chat.
What = Literal["emptied", "replaced", "ended", "deleted", "new", "taken", "reopened", "show", "pdf", "file", "trend"]


@dataclass(frozen=True, slots=True)
class Kept:
    """One summary. `key` is that of the client's chat, "" once it is forgotten; `bodies` by language; `file` the hash
    of the address where it can be fetched once; `caller` the therapist who calls; times in seconds since 1970."""

    id: str
    key: str
    clinic: str
    at: float
    disposition: str
    version: str
    lang: str
    bodies: Mapping[str, Summary]
    state: State
    file: str
    caller: str
    passed: float | None
    judgement: str
    reason: str

    @property
    def ref(self) -> str:
        """The reference of the booking, "" if there is none or it can't be read."""
        return self.body(self.lang).booking.ref if self.bodies else ""

    def body(self, lang: str) -> Summary:
        """In this language, else in the client's."""
        return self.bodies.get(lang) or self.bodies[self.lang]


@dataclass(frozen=True, slots=True)
class Delivery:
    """One summary at one therapist or at INBOX: the number of the message, when it got there, when it was opened."""

    summary: str
    therapist: str
    message: int | None
    at: float | None
    seen: float | None


FIELDS, OF_DELIVERY = columns(Kept), columns(Delivery)


def hand(db: sqlite3.Connection, key: str, clinic: str, handed: Handed, now: float) -> None:
    """All that a turn does about handing over; inside its transaction."""
    if handed.taken:
        withdraw(db, handed.taken, "withdrawn", now)
    if handed.reopened:
        for one in receivers(db, handed.reopened):
            queue(db, one, handed.reopened, "reopened", now)
    if handed.trend:
        for one in receivers(db, handed.trend):
            queue(db, one, handed.trend, "trend", now)
    if not handed.id:
        return
    to = receivers(db, handed.instead) if handed.instead else []
    before = INBOX in [one.therapist for one in deliveries(db, handed.instead)]
    inbox = INBOX in handed.to if handed.to else before
    if handed.to:
        to = [one for one in therapists.linked(db, clinic) if one.id in handed.to]
    if handed.instead:
        withdraw(db, handed.instead, "superseded", now)
    first = handed.bodies[handed.lang]
    bodies = json.dumps(dumped(handed.bodies), ensure_ascii=False)
    db.execute(
        f"INSERT INTO summary({FIELDS}) VALUES(?,?,?,?,?,?,?,?,?,?,'',NULL,'','')",
        (handed.id, key, clinic, now, first.disposition, first.version, handed.lang, bodies,
         "sent" if to or inbox else "file", hashed(address(key, handed.id)) if handed.file else ""),
    )
    for one in to:
        db.execute("INSERT INTO delivery(summary, therapist) VALUES(?,?)", (handed.id, one.id))
        queue(db, one, handed.id, "new", now)
    if inbox:
        db.execute("INSERT INTO delivery(summary, therapist, at) VALUES(?,?,?)", (handed.id, INBOX, now))
        handling.onward(db, handed.instead, handed.id)
        hooks.happened(db, clinic, "summary.amended" if before else "summary.sent", now, id=handed.id,
                       replaces=handed.instead if before else "", ref=first.booking.ref)
    elif before:
        hooks.happened(db, clinic, "summary.withdrawn", now, id=handed.instead, ref=first.booking.ref)


def queue(db: sqlite3.Connection, to: Therapist, id: str, what: What, now: float, message: int | None = None) -> None:
    """One thing to bring to a therapist, in a queue of its own: quiet hours hold back nothing else."""
    body = row(id, what, to.key, therapist=to.id, lang=to.lang, **({"message": message} if message else {}))
    db.execute("INSERT INTO outbox(key, update_id, body, state, due) VALUES(?,?,?,'due',?)",
               (f"{to.key}:{id}", f"summary:{id}", json.dumps(body), now))


def row(id: str, what: What, key: str, **more: Any) -> dict[str, Any]:
    """An outbox message that gets its words when it is sent."""
    return {"summary": id, "what": what, "params": {"chat_id": int(key.removeprefix("tg:"))}, **more}


def withdraw(db: sqlite3.Connection, id: str, state: State, now: float) -> None:
    """It no longer counts: what has not gone out does not go; what has is emptied in the chat where it stands."""
    found = kept(db, id)
    if found and state == "withdrawn" and found.state in ("sent", "seen") and INBOX in got(db, id):
        hooks.happened(db, found.clinic, "summary.withdrawn", now, id=id, ref=found.ref)
    db.execute("DELETE FROM outbox WHERE update_id=? AND state!='sent'", (f"summary:{id}",))
    db.execute("UPDATE summary SET state=? WHERE id=?", (state, id))
    db.execute("UPDATE therapist SET asked='' WHERE asked=?", (id,))
    for delivery in deliveries(db, id):
        to = therapists.by_id(db, delivery.therapist)
        if to and delivery.message:
            clear(db, to, delivery, "emptied" if state == "withdrawn" else "replaced", now)
            if delivery.seen and state == "withdrawn":
                queue(db, to, id, "taken", now)


def clear(db: sqlite3.Connection, to: Therapist, delivery: Delivery, what: What, now: float) -> None:
    """Empty the message where a summary stands, and delete its files from the chat while Telegram allows it."""
    if delivery.message:
        queue(db, to, delivery.summary, what, now, delivery.message)
    sql = "DELETE FROM brought WHERE summary=? AND therapist=? RETURNING message, at"
    for message, at in db.execute(sql, (delivery.summary, to.id)).fetchall():
        if now - at < DELETABLE:
            queue(db, to, delivery.summary, "deleted", now, message)


def ended(db: sqlite3.Connection, to: Therapist, now: float) -> None:
    """A link with a clinic ends: what was brought to this therapist is cleared from the chat. Inside a transaction."""
    sql = f"SELECT {OF_DELIVERY} FROM delivery WHERE therapist=?"
    for found in db.execute(sql, (to.id,)).fetchall():
        clear(db, to, Delivery(*found), "ended", now)


def brought(db: sqlite3.Connection, id: str, therapist: str, message: int, now: float) -> None:
    """A file of this summary stands in the chat of this therapist."""
    db.execute("INSERT INTO brought VALUES(?,?,?,?) ON CONFLICT DO NOTHING", (id, therapist, message, now))


def receivers(db: sqlite3.Connection, id: str) -> list[Therapist]:
    """Those who got it and are still linked with its clinic."""
    found = kept(db, id)
    got = {delivery.therapist for delivery in deliveries(db, id)}
    return [one for one in therapists.linked(db, found.clinic) if one.id in got] if found else []


def got(db: sqlite3.Connection, id: str) -> set[str]:
    """The ids of those who got it and can still open it."""
    inbox = {INBOX} & {one.therapist for one in deliveries(db, id)}
    return inbox | {one.id for one in receivers(db, id)}


def kept(db: sqlite3.Connection, id: str) -> Kept | None:
    found = db.execute(f"SELECT {FIELDS} FROM summary WHERE id=?", (id,)).fetchone()
    return read(found) if found else None


def listed(db: sqlite3.Connection, key: str = "") -> list[Kept]:
    """Every summary, or those of one chat, oldest first."""
    where = "WHERE key=?" if key else ""
    rows = db.execute(f"SELECT {FIELDS} FROM summary {where} ORDER BY at, rowid",
                      (key,) if key else ())
    return [read(found) for found in rows]


def read(found: tuple[Any, ...]) -> Kept:
    values = dict(zip(FIELDS.split(", "), found, strict=True))
    try:
        bodies = {lang: Summary.model_validate(body) for lang, body in json.loads(values["bodies"] or "{}").items()}
    except ValidationError:  # of another version: it can't be shown, but taken back and deleted
        bodies = {}
    return Kept(**{**values, "bodies": bodies})


def deliveries(db: sqlite3.Connection, id: str) -> list[Delivery]:
    rows = db.execute(f"SELECT {OF_DELIVERY} FROM delivery WHERE summary=?", (id,))
    return [Delivery(*found) for found in rows]


def fetched(db: sqlite3.Connection, address: str, after: float) -> Kept | None:
    """The summary of an address; each address counts once, and only for one made after that time."""
    sql = f"UPDATE summary SET file='' WHERE file=? AND at>? RETURNING {FIELDS}"
    found = db.execute(sql, (hashed(address), after)).fetchone()
    return read(found) if found else None


def forget(db: sqlite3.Connection, key: str, now: float) -> None:
    """Delete the summaries of a chat. Of one that was judged stays what is about nobody."""
    for found in listed(db, key):
        withdraw(db, found.id, "withdrawn", now)
        scrub(db, found.id)


def scrub(db: sqlite3.Connection, id: str) -> None:
    handling.forget(db, id)
    hooks.forget(db, id)
    db.execute("DELETE FROM delivery WHERE summary=?", (id,))
    db.execute("DELETE FROM brought WHERE summary=?", (id,))
    db.execute("DELETE FROM summary WHERE id=? AND judgement=''", (id,))
    db.execute("UPDATE summary SET key='', clinic='', bodies='', file='', caller='', reason='' WHERE id=?", (id,))


def sweep(db: sqlite3.Connection, before: float) -> None:
    """Delete what is left of old summaries whose chat is not kept."""
    sql = "SELECT id FROM summary WHERE at<? AND key!='' AND key NOT IN (SELECT key FROM session)"
    for (id,) in db.execute(sql, (before,)).fetchall():
        scrub(db, id)


def dumped(bodies: Mapping[str, Summary]) -> dict[str, Any]:
    return {lang: body.model_dump(mode="json") for lang, body in bodies.items()}
