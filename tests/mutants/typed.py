"""Faults in what is heard in typed words: a clinical row that English words no longer point at."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace

from dialogs.hear.grades import CRISIS
from knowledge.lexicon import Lexicon, lexicon
from knowledge.models import Knowledge
from tests.mutants.machine import imported


@dataclass(frozen=True)
class Deaf:
    """One fault: the English lexicon without its flag for a row."""

    row: str
    kind: str = "typed words: a row not listened for"

    def __str__(self) -> str:
        return f"{self.kind}: {self.row}"


def faults(k: Knowledge) -> Iterator[Deaf]:
    """For each red flag that words can raise. Cautions and mere modifiers are asked of everybody anyway."""
    acting = {rule.row for rule in k.rules} | set(k.heard)
    for flag in lexicon("en").flags:
        if flag.id in acting and flag.id.startswith("RF"):
            yield Deaf(flag.id)


@contextmanager
def planted(fault: Deaf) -> Iterator[None]:
    """While this lasts nobody listens for the row."""
    whole = lexicon("en")
    points = whole.points and replace(whole.points, crisis={}) if fault.row in CRISIS else whole.points
    weak = replace(whole, flags=tuple(flag for flag in whole.flags if flag.id != fault.row), points=points)

    whole_lexicon = lexicon

    def listening(lang: str) -> Lexicon:
        return weak if lang == "en" else whole_lexicon(lang)

    places = imported(lexicon)
    for room, name in places:
        setattr(room, name, listening)
    try:
        yield
    finally:
        for room, name in places:
            setattr(room, name, whole_lexicon)
