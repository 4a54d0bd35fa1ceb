"""Points of single words and of two in a row: how much each speaks of a crisis, learned from lines that were labelled
by hand. knowledge/data/lexicon/<lang>/points.yaml, made by `make points` (tools/points.py); docs/lexicons.md."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from knowledge.load import KnowledgeError, read


@dataclass(frozen=True)
class Points:
    enough: int  # so many points of `crisis` are worth a kind word
    enough_in_story: int  # and in a sentence of a long message: one of many comes to enough by chance
    crisis: dict[str, int]
    kinds: dict[str, dict[str, int]]  # row -> which words speak of it, among the rows of a crisis


def points(file: Path) -> Points | None:
    """None for a language that has none yet. Raises KnowledgeError."""
    if not file.exists():
        return None
    content = read(file)
    try:
        return Points(int(content["enough"]), int(content["enough_in_story"]), _listed(content["crisis"]),
                      {row: _listed(groups) for row, groups in content["kinds"].items()})
    except (KeyError, TypeError, ValueError, AttributeError) as wrong:
        raise KnowledgeError(f"{file.parent.name}/{file.name}", f"is not as `make points` writes it ({wrong})",
                             "faint words of a crisis would not be heard",
                             "put the file back, or delete it and run `make points`") from wrong


def features(words: Iterable[str]) -> list[str]:
    """The words, and each two in a row, every one once, in a fixed order."""
    said = list(words)
    return sorted({*said, *(f"{one} {after}" for one, after in pairwise(said))})


def _listed(groups: dict[str, str]) -> dict[str, int]:
    return {feature.strip(): int(worth) for worth, listed in groups.items() for feature in listed.split(",")}
