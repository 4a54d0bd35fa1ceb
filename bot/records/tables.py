"""A table whose rows are one frozen dataclass: its fields are the columns, named once."""

import sqlite3
from dataclasses import fields
from typing import Any


def columns(kind: Any) -> str:
    """The names of the fields in order, for a SELECT."""
    return ", ".join(field.name for field in fields(kind))


def insert(db: sqlite3.Connection, table: str, one: Any) -> None:
    """One more row; inside the transaction of its turn."""
    names = [field.name for field in fields(one)]
    marks = ",".join("?" * len(names))
    db.execute(f"INSERT INTO {table}({', '.join(names)}) VALUES({marks})",  # our own names
               [getattr(one, name) for name in names])
