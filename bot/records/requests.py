"""Requests of the API that belong to no chat yet: each is answered once, and forgotten with its chat."""

import sqlite3


def key(clinic: str) -> str:
    """Under which the store keeps them; the key of a chat is this, ":" and its id."""
    return f"api:{clinic}"


def forget(db: sqlite3.Connection, chat: str) -> None:
    """Delete the request that opened the chat with this key."""
    own, _, id = chat.rpartition(":")
    if not own.startswith(key("")):
        return
    where = "key=? AND json_extract(body, '$.chat')=?"
    db.execute(f"DELETE FROM seen WHERE key=? AND update_id IN (SELECT update_id FROM outbox WHERE {where})",
               (own, own, id))
    db.execute(f"DELETE FROM outbox WHERE {where}", (own, id))
