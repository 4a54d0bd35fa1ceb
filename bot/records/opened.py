"""What became of summaries: who has opened them, what they did, what they thought, what is stuck."""

import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Literal

from bot.records import handling
from bot.records.summaries import Kept, deliveries, dumped, kept, listed
from bot.records.therapists import Therapist

JUDGEMENTS = ("agree", "cautious", "missed")


def delivered(db: sqlite3.Connection, id: str, therapist: str, message: int, now: float) -> None:
    db.execute("UPDATE delivery SET message=?, at=? WHERE summary=? AND therapist=? AND message IS NULL",
               (message, now, id, therapist))


def seen(db: sqlite3.Connection, id: str, therapist: str, now: float) -> None:
    """A therapist has done something with it."""
    db.execute("UPDATE delivery SET seen=? WHERE summary=? AND therapist=? AND seen IS NULL", (now, id, therapist))
    db.execute("UPDATE summary SET state='seen' WHERE id=? AND state='sent'", (id,))


def seen_by(db: sqlite3.Connection, id: str) -> tuple[str, ...]:
    """The names of those who have opened it, in Telegram or in the clinic's inbox; also programs of the clinic."""
    sql = """SELECT name FROM delivery JOIN therapist ON id=therapist WHERE summary=:id AND seen NOT NULL UNION
        SELECT name FROM audit JOIN staff ON who='staff:' || staff.id
        WHERE of=:id AND what IN ('view', 'print', 'pdf') UNION
        SELECT name FROM audit JOIN api_key ON who='key:' || api_key.id WHERE of=:id AND what IN ('view', 'pdf')"""
    return tuple(name for (name,) in db.execute(sql, {"id": id}))


def readers(db: sqlite3.Connection, key: str) -> list[str]:
    """The names of all who have opened a summary of this chat."""
    return list(dict.fromkeys(name for found in listed(db, key) for name in seen_by(db, found.id)))


def compared(db: sqlite3.Connection, last: Kept) -> Kept:
    """The version that the next one is compared with, so that no change is left unsaid to anybody: of each who got it
    the last that they opened, or else the first that they were sent; of these the oldest."""
    chain: list[Kept] = []
    older: Kept | None = last
    while older and older.bodies:
        chain.append(older)
        older = kept(db, older.body("").amends)
    got = [{one.therapist: bool(one.seen) for one in deliveries(db, version.id)} for version in chain]
    oldest = 0
    for who in got[0] if got else ():
        theirs = [n for n, version in enumerate(got) if who in version]
        oldest = max(oldest, next((n for n in theirs if got[n][who]), theirs[-1]))
    return chain[oldest] if chain else last


def fate(db: sqlite3.Connection, found: Kept) -> Literal["waiting", "stuck", "delivered", "seen"]:
    """How far a summary that was sent has come."""
    if found.state == "seen":
        return "seen"
    dead = "SELECT 1 FROM outbox WHERE update_id=? AND state='dead' AND json_extract(body, '$.what')='new'"
    if not any(one.at for one in deliveries(db, found.id)) and db.execute(dead, (f"summary:{found.id}",)).fetchone():
        return "stuck"
    return "delivered" if any(delivery.at for delivery in deliveries(db, found.id)) else "waiting"


def judge(db: sqlite3.Connection, id: str, judgement: str) -> None:
    db.execute("UPDATE summary SET judgement=?, reason='' WHERE id=?", (judgement, id))


def reason(db: sqlite3.Connection, id: str, text: str) -> None:
    db.execute("UPDATE summary SET reason=? WHERE id=?", (text, id))


def call(db: sqlite3.Connection, id: str, therapist: str) -> str:
    """Who calls the client: the first who said so."""
    db.execute("UPDATE summary SET caller=? WHERE id=? AND caller=''", (therapist, id))
    found: tuple[str] = db.execute("SELECT caller FROM summary WHERE id=?", (id,)).fetchone()
    return found[0]


def passed(db: sqlite3.Connection, id: str, now: float) -> None:
    db.execute("UPDATE summary SET passed=? WHERE id=?", (now, id))


def told(db: sqlite3.Connection, found: Kept) -> dict[str, Any]:
    """A summary as its client gets it with everything that is kept about them."""
    return {
        "id": found.id, "at": found.at, "state": found.state, "seen_by": seen_by(db, found.id),
        "judgement": found.judgement, "reason": found.reason,
        "handling": handling.of(db, found.id), "bodies": dumped(found.bodies),
    }


def waiting(db: sqlite3.Connection, to: Therapist) -> dict[str, int]:
    """Of one therapist: summaries that wait to be sent, that can't be delivered, that nobody has opened."""
    sql = """SELECT sum(state='due'), sum(state='dead') FROM outbox
        WHERE substr(key, 1, ?)=? AND json_extract(body, '$.what')='new' AND json_extract(body, '$.therapist')=?"""
    due, dead = db.execute(sql, (len(to.key) + 1, f"{to.key}:", to.id)).fetchone()
    unread = """SELECT count(*) FROM delivery JOIN summary ON id=summary
        WHERE therapist=? AND message NOT NULL AND state='sent'"""
    return {"waiting to be sent": due or 0, "undeliverable": dead or 0,
            "not opened": db.execute(unread, (to.id,)).fetchone()[0]}


@dataclass(frozen=True, slots=True)
class Letter:
    """A message about a summary that was given up: its number, for whom, what it brings, and when."""

    id: int
    name: str
    clinic: str
    what: str
    at: float
    tries: int


def letters(db: sqlite3.Connection) -> list[Letter]:
    """Every one that was given up, oldest first; without a name those for a client."""
    sql = """SELECT outbox.id, coalesce(therapist.name, ''), coalesce(therapist.clinic, ''),
        json_extract(body, '$.what'), due, tries FROM outbox
        LEFT JOIN therapist ON therapist.id=json_extract(body, '$.therapist')
        WHERE state='dead' AND json_extract(body, '$.what') NOT NULL ORDER BY outbox.id"""
    return [Letter(*found) for found in db.execute(sql)]


def resend(db: sqlite3.Connection, letters: Iterable[Letter], now: float) -> None:
    """Try these again; whether each may still go is asked when it is sent."""
    db.executemany("UPDATE outbox SET state='due', due=?, tries=0 WHERE id=? AND state='dead'",
                   [(now, letter.id) for letter in letters])


def undeliverable(db: sqlite3.Connection) -> int:
    """How many deliveries were given up."""
    sql = "SELECT count(*) FROM outbox WHERE state='dead' AND json_extract(body, '$.what')='new'"
    found: tuple[int] = db.execute(sql).fetchone()
    return found[0]
