"""Requests of the API that belong to no chat yet, or to none: each is answered once, and forgotten with its chat."""

import sqlite3


def key(clinic: str) -> str:
    """Under which the store keeps them."""
    return f"api:{clinic}"


def forget(db: sqlite3.Connection, clinic: str, chat: str) -> None:
    """Delete the request that opened a chat."""
    where = "key=? AND json_extract(body, '$.chat')=?"
    db.execute(f"DELETE FROM seen WHERE key=? AND update_id IN (SELECT update_id FROM outbox WHERE {where})",  # noqa: S608
               (key(clinic), key(clinic), chat))
    db.execute(f"DELETE FROM outbox WHERE {where}", (key(clinic), chat))  # noqa: S608  # our own text
