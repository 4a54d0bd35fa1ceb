"""The inbox of a clinic: the summaries that clients sent to it, and nothing of any other clinic.

Every function takes the clinic and has it in its WHERE: what belongs to another is as if it did not exist.
"""

import sqlite3
from dataclasses import dataclass, replace
from typing import Any, Literal

from bot.records import audit, keys, opened, staff, summaries
from bot.records.summaries import INBOX, Kept

Show = Literal["all", "new", "open", "handled", "unmatched"]
COLUMNS = ", ".join(f"s.{name}" for name in summaries.FIELDS.split(", "))
SELECT = f"""SELECT {COLUMNS}, coalesce(h.assigned, ''), h.handled, coalesce(h.by, '') FROM summary s
    JOIN delivery d ON d.summary=s.id AND d.therapist='{INBOX}' LEFT JOIN handling h ON h.summary=s.id
    WHERE s.clinic=? """
BOOKING = "json_extract(s.bodies, '$.' || s.lang || '.booking.{}')"
UNMATCHED = " || ".join(BOOKING.format(field) for field in ("name", "visit", "ref"))
WAITS = "s.disposition='D4' AND json_extract(s.bodies, '$.' || s.lang || '.massage')='after_ok'"
SHOWN: dict[Show, str] = {
    "all": "s.state!='superseded'",
    "new": "s.state='sent'",
    "open": "s.state IN ('sent', 'seen') AND h.handled IS NULL",
    "handled": "s.state IN ('sent', 'seen') AND h.handled NOT NULL",
    "unmatched": f"s.state IN ('sent', 'seen') AND {UNMATCHED}=''",
}


@dataclass(frozen=True, slots=True)
class Item:
    """A summary with what staff did with it; `assigned` and `by` are ids of staff. One that was taken back or replaced
    has no bodies."""

    kept: Kept
    assigned: str
    handled: float | None
    by: str

    @property
    def there(self) -> bool:
        """Whether it may be read."""
        return bool(self.kept.bodies)


@dataclass(frozen=True, slots=True)
class Filters:
    """What a list is about. Times in seconds since 1970; `assigned` None for any, "" for nobody's; `mine` leaves only
    those of this member of staff and nobody's; `waits` adds to `dispositions` the D4 where massage waits for a doctor's
    OK."""

    show: Show = "all"
    dispositions: tuple[str, ...] = ()
    since: float = 0.0
    until: float = 1e12
    assigned: str | None = None
    mine: str = ""
    waits: bool = False


def takes(db: sqlite3.Connection, clinic: str) -> bool:
    """Whether clients can send to this inbox: somebody of the clinic, or a program of it, can open it."""
    return bool(staff.working(db, clinic)) or keys.reads(db, clinic)


def of_clinic(
    db: sqlite3.Connection, clinic: str, after: str = "", limit: int = 50, filters: Filters | None = None
) -> list[Item]:
    """A page of the inbox, newest first; `after` is the id of the last one of the page before."""
    wanted = filters or Filters()
    where, values = [SHOWN[wanted.show], "s.at>=?", "s.at<?"], [wanted.since, wanted.until]
    more: list[tuple[str, tuple[Any, ...]]] = []
    if wanted.dispositions:
        marks = ",".join("?" * len(wanted.dispositions))
        waits = f" OR ({WAITS})" if wanted.waits else ""
        more.append((f"s.state!='withdrawn' AND (s.disposition IN ({marks}){waits})", wanted.dispositions))
    if wanted.assigned is not None:
        more.append(("s.state!='withdrawn' AND coalesce(h.assigned, '')=?", (wanted.assigned,)))
    if wanted.mine:
        more.append(("coalesce(h.assigned, '') IN ('', ?)", (wanted.mine,)))
    if after:
        more.append(("(s.at, s.rowid) < (SELECT at, rowid FROM summary WHERE id=? AND clinic=?)", (after, clinic)))
    sql = SELECT + "".join(f" AND {part}" for part in (*where, *(part for part, _ in more)))
    parameters = [clinic, *values, *(value for _, found in more for value in found), limit]
    return [item(row) for row in db.execute(f"{sql} ORDER BY s.at DESC, s.rowid DESC LIMIT ?", parameters)]


def one(db: sqlite3.Connection, clinic: str, id: str, mine: str = "") -> Item | None:
    """One of this clinic's; None also if it is another clinic's or, with `mine`, somebody else's."""
    sql = f"{SELECT} AND s.id=? AND (?='' OR coalesce(h.assigned, '') IN ('', ?))"
    row = db.execute(sql, (clinic, id, mine, mine)).fetchone()
    return item(row) if row else None


def of_client(db: sqlite3.Connection, clinic: str, key: str) -> list[Item]:
    """All that the client of a chat sent to this clinic, oldest first, also what was replaced."""
    rows = db.execute(f"{SELECT} AND s.key=? AND s.key!='' ORDER BY s.at, s.rowid", (clinic, key))
    return [item(row) for row in rows]


def item(row: tuple[Any, ...]) -> Item:
    kept = summaries.read(row[:-3])
    if kept.state not in ("sent", "seen"):
        kept = replace(kept, bodies={})
    return Item(kept, *row[-3:])


def viewed(db: sqlite3.Connection, at: float, clinic: str, who: str, what: str, id: str) -> None:
    """Somebody of the clinic, or a program of it, got to read a summary: into the access log, and no longer new."""
    audit.noted(db, at, clinic, who, what, id)
    opened.seen(db, id, INBOX, at)
