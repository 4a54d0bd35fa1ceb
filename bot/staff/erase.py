"""Deleting a client for the clinic, with a receipt."""

import secrets

from bot.records import audit, inbox, receipts, summaries
from bot.records.inbox import Item
from bot.records.receipts import Receipt
from bot.records.staff import Member
from bot.records.store import Store


def partly(store: Store, item: Item) -> bool:
    """Whether this chat was used with another clinic too, which has its own say about it."""
    session = store.glimpse(item.kept.key)
    clinics = {one.clinic for one in summaries.listed(store.db, item.kept.key)}
    return clinics != {item.kept.clinic} or bool(session and session.clinic != item.kept.clinic)


def erase(store: Store, by: Member, item: Item, now: float) -> Receipt:
    """Delete the chat of this summary and all that was sent from it. Of a chat that was used with another clinic
    too, only what was sent to this one."""
    db, key = store.db, item.kept.key
    ids = [one.kept.id for one in inbox.of_client(db, by.clinic, key)]
    for id in ids:
        audit.noted(db, now, by.clinic, by.who, "delete", id)
    if partly(store, item):
        rows = 0
        for id in ids:
            summaries.withdraw(db, id, "withdrawn", now)
            summaries.scrub(db, id)
    else:
        rows = store.forget(key, client=True)
    marks = ",".join("?" * len(ids))
    sql = f"SELECT count(*) FROM summary WHERE id IN ({marks}) AND (bodies!='' OR key!='')"  # noqa: S608  # only marks
    left = db.execute(sql, ids).fetchone()[0] + (db.execute(
        "SELECT count(*) FROM session WHERE key=?", (key,)).fetchone()[0] if rows else 0)
    made = Receipt(secrets.token_hex(6), by.clinic, now, by.who, " ".join(ids), rows, left)
    receipts.keep(db, made)
    return made
