"""Who has read the texts of a language: data for the review book, no part of the content's version."""

import datetime
from pathlib import Path
from typing import Literal

from knowledge.load import DATA, read, rows_of
from knowledge.parse import model
from knowledge.rows import Row


class Reviewer(Row):
    """A clinician who speaks the language, what they have read, and when."""

    lang: str
    name: str
    profession: str
    date: datetime.date
    read: Literal["questions and advice", "phrases", "typed words", "all"]


def reviewers(data: Path = DATA) -> dict[str, tuple[Reviewer, ...]]:
    """By language. Raises KnowledgeError."""
    found: dict[str, tuple[Reviewer, ...]] = {}
    for row in rows_of(read(data / "reviewers.yaml"), "reviewers.yaml"):
        one = model(Reviewer, row)
        found[one.lang] = (*found.get(one.lang, ()), one)
    return found
