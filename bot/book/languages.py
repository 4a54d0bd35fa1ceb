"""The state of every language for the book: how much of it there is, and who has read it."""

from dataclasses import dataclass
from pathlib import Path

from dialogs.languages import missing, name
from dialogs.words import texts as phrases
from knowledge.build import knowledge
from knowledge.catalog import catalog, for_client, lacking, languages, union
from knowledge.lexicon import languages as lexicons
from knowledge.reviewers import Reviewer, reviewers


@dataclass(frozen=True, slots=True)
class Language:
    """A language beside English. `missing` counts texts of clients that are missing or stale."""

    code: str
    name: str
    texts: int
    missing: int
    english: int  # texts for therapists that are shown in English
    typed: bool  # whether typed words are understood beyond buttons and numbers
    readers: tuple[Reviewer, ...]


def spoken(data: Path) -> list[Language]:
    """Every language that there are texts for. Raises KnowledgeError."""
    english, read = union([knowledge("calibrated", data), knowledge("strict", data)]), reviewers(data)
    mine = [key for key in english if for_client(key)]
    return [
        Language(
            code=lang, name=name(lang), texts=len(mine) + len(phrases(lang)), missing=len(missing(lang, english)),
            english=len(lacking(english, catalog(data / "lang" / f"{lang}.po"), lambda key: not for_client(key))),
            typed=lang in lexicons(data), readers=read.get(lang, ()),
        )
        for lang in languages(data / "lang")
    ]
