"""The words of typed answers, per language: section -> value -> phrases.

data/lexicon/<lang>/answers-*.yaml hold the words, data/lexicon/answers-kinds.yaml
which of our questions is understood in which way. docs/lexicons.md tells the format.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

from knowledge.load import DATA, KnowledgeError, fields_of, read

Section = dict[str, tuple[str, ...]]  # value -> phrases
CARDS = "answers-cards.yaml"
OF_A_STORY = ("pregnancy", "onset", "duration", "spot", "worse")
PARTS = "parts"  # a section of words that other phrases are made of
PART = re.compile(r"\{(\w+)\}")


@dataclass(frozen=True, slots=True, eq=False)
class AnswerWords:
    """Read once per language; compared and hashed by identity."""

    lang: str
    sections: dict[str, Section]
    cards: dict[str, Section]  # question -> option or line -> phrases
    kinds: dict[str, Section]  # question -> "kind" and options -> values
    parts: Section = field(default_factory=dict)  # name -> words; `{name}` in a phrase stands for any of them


def languages(data: Path = DATA) -> list[str]:
    return sorted({file.parent.name for file in (data / "lexicon").glob("*/answers-*.yaml")})


@lru_cache(maxsize=8)
def answer_words(lang: str = "en", data: Path = DATA) -> AnswerWords:
    """The words of a language; whole sections that it lacks are those of English. Raises KnowledgeError."""
    files = sorted((data / "lexicon" / lang).glob("answers-*.yaml"))
    if not files:
        if lang == "en":
            raise KnowledgeError("lexicon/en", "has no answers-*.yaml", "typed answers would not be understood",
                                 "put the files back")
        return answer_words("en", data)
    sections: dict[str, Section] = {}
    cards: dict[str, Section] = {}
    parts: Section = {}
    for file in files:
        into = cards if file.name == CARDS else sections
        for name, section in checked(file).items():
            twice = [*(parts.keys() & section.keys())] if name == PARTS else [name] if name in into else []
            if twice:
                raise KnowledgeError(f"{lang}/{file.name}", f"'{twice[0]}' stands in another file too",
                                     "only one of the two would count", "join them, or give one another name")
            if name == PARTS:
                parts = {**parts, **section}
            else:
                into[name] = section
    for name, section in (*sections.items(), *cards.items()):
        for value, phrases in section.items():
            _known(phrases, parts, f"lexicon/{lang}:{name}.{value}")
    if lang != "en":
        english = answer_words("en", data)
        sections, cards = {**english.sections, **sections}, cards or english.cards
        parts = {**english.parts, **parts}
    return AnswerWords(lang, sections, cards, _kinds(data / "lexicon" / "answers-kinds.yaml"), parts)


def _kinds(file: Path) -> dict[str, Section]:
    """How each question is understood: one word under `kind`; those of a story are there."""
    found = checked(file)
    for name in {*found, *OF_A_STORY}:
        if len(found.get(name, {}).get("kind", ())) != 1:
            raise KnowledgeError(f"lexicon/{file.name}:{name}", "it is not said how it is understood",
                                 "what is typed there could not be heard", "write `kind: [word]` as others have it")
    return found


def _known(phrases: Iterable[str], parts: Section, place: str) -> None:
    for phrase in phrases:
        for name in PART.findall(phrase):
            if name not in parts:
                raise KnowledgeError(place, f"'{phrase}' names the part '{name}', which is not there",
                                     "the phrase would mean nothing", f"write it under `{PARTS}`")


def checked(file: Path) -> dict[str, Section]:
    """One file: every section a mapping of values to lists of phrases."""
    place, found = f"lexicon/{file.parent.name}/{file.name}", {}
    for name, section in fields_of(read(file), place).items():
        if not isinstance(section, dict) or not all(
            isinstance(phrases, list) and all(isinstance(p, str) for p in phrases) for phrases in section.values()
        ):
            raise KnowledgeError(f"{place}:{name}", "is not a list of phrases for each value",
                                 "nothing of it would be understood", "write `value: [phrase, \"a longer phrase\"]`")
        found[name] = {value: tuple(phrases) for value, phrases in section.items()}
    return found
