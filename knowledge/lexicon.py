"""The lexicon of one language: knowledge/data/lexicon/<lang>/*.yaml, read, checked and compiled.

How the files are written: docs/lexicons.md. Compiled, a phrase is a path through nested dicts (a trie) whose steps
are symbols: a word, a stem such as `numb*`, a number range such as `#38-43`, a concept such as `{bladder}`, or `..`
(up to GAP words in between). Concepts that use other concepts stand on a later level. A phrase that ends with `?` is
doubtful: its concept ends there as `numb?`.
"""

import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from knowledge.lexicon_rules import Flag, fault, firm, flags_of, named
from knowledge.load import DATA, fields_of, listed, needed, read, texts_of
from knowledge.points import Points, points
from knowledge.typing_slips import deletions
from knowledge.words import ENDINGS, fold, pieces

GAP = 3  # words that `..` may skip
DOUBT = "?"
END = ""  # the key under which a trie node keeps the concepts that end there
RANGE = re.compile(r"#(\d+(\.\d+)?(-\d+(\.\d+)?)?)?")
Trie = dict[str, Any]

CUES = (
    "deny", "deny_here", "deny_not", "deny_after", "deny_back", "goods", "lacks", "none_of", "aside", "no", "stop",
    "joins", "the", "own", "by", "kin", "other", "he_she", "they", "reports", "helper", "past", "gone", "well", "if",
    "if_not", "asks", "indeed", "old", "new", "figure", "turn", "ordinary", "lasts", "likened", "off", "testing",
    "asks_bare", "states",
)


@dataclass(frozen=True)
class Lexicon:
    lang: str
    levels: tuple[Trie, ...]
    starts: frozenset[str]  # stems, without their star
    inside: tuple[str, ...]  # letters that may stand anywhere in a word: `*schmerz*`
    ends: frozenset[str]
    ranges: tuple[tuple[str, float, float], ...]
    symbols: frozenset[str]
    fill: frozenset[str]
    spell: dict[str, tuple[str, ...]]
    known: frozenset[str]  # words that are no slip
    slips: dict[str, str]  # a word with one letter left out -> the word
    flags: tuple[Flag, ...]
    ruled: frozenset[str]  # concepts whose own "not" denies nothing beside them
    judged: frozenset[str]  # these, and those that take a row away
    walls: frozenset[str]  # words of denial; `..` skips none of them
    ways: dict[str, int]  # in how many ways a concept is said: the more, the less it tells
    retold: dict[str, tuple[str, ...]]  # a word for the third person -> what the client would say
    points: Points | None  # how much single words speak of a crisis


def languages(data: Path = DATA) -> tuple[str, ...]:
    return tuple(sorted(folder.name for folder in (data / "lexicon").iterdir() if (folder / "flags.yaml").exists()))


@lru_cache(maxsize=8)
def lexicon(lang: str, data: Path = DATA) -> Lexicon:
    """Raises KnowledgeError; an unknown language is one."""
    folder = data / "lexicon" / lang
    if not (folder / "flags.yaml").exists():
        raise fault(f"lexicon/{lang}", "there is no lexicon for this language", "nothing that is typed would be heard",
                    f"use one of {', '.join(languages(data))}, or write one (docs/lexicons.md)")
    common = read(folder / "common.yaml")
    place = f"lexicon/{lang}/common.yaml"
    spell = {_folded(word): tuple(_folded(said).split()) for word, said in texts_of(
        needed(common, "spell", place), place).items()}
    fill, ordinary = (frozenset(map(_folded, listed(needed(common, name, place), name, place)))
                      for name in ("fill", "words"))
    concepts: dict[str, list[str]] = {}
    for file in sorted(folder.glob("*.yaml")):
        if file.stem.split("-")[0] in ("cues", "regions", "concepts", "crisis"):
            for name, phrases in fields_of(read(file), f"lexicon/{lang}/{file.name}").items():
                if name in concepts:
                    raise fault(f"{lang}/{file.name}", f"'{name}' stands twice", "one of the two would be lost",
                                "give one of them another name")
                concepts[name] = listed(phrases, name, f"{lang}/{file.name}")
    for cue in CUES:
        concepts.setdefault(cue, [])
    flags = flags_of(sorted(folder.glob("flags*.yaml")), concepts, lang)
    spelt = frozenset(spell)
    apart = {_folded(word): _folded(said).split() for word, said in texts_of(common.get("apart") or {}, place).items()}
    steps = {
        name: [path for p in phrases for path in _both_ways(_plain(p, spelt) or _steps(p, spell, name, lang), apart)]
        for name, phrases in concepts.items()
    }
    levels = _levels(steps, lang)
    every = {step for paths in steps.values() for path in paths for step in path}
    words = {s for s in every if s[0] not in "{#." and "*" not in s}
    known = words | ordinary | fill | set(spell) | {w for said in spell.values() for w in said}
    return Lexicon(
        lang, levels,
        frozenset(s[:-1] for s in every if s[-1] == "*" and s[0] != "*"),
        tuple(sorted(s[1:-1] for s in every if s[0] == s[-1] == "*" and len(s) > 2)),
        frozenset(s[1:] for s in every if s[0] == "*" and s[-1] != "*"),
        tuple((s, *_range(s)) for s in sorted(every) if s[0] == "#"),
        frozenset(every), fill, spell, frozenset(known),
        deletions({w for w in words if len(w) >= 5} | {s[:-1] for s in every if s[-1] == "*" and len(s) > 5}),
        flags, firm(flags), named(flags).union(*(flag.unless for flag in flags)),
        frozenset(path[0] for path in steps["deny"] if len(path) == 1),
        {name: len(paths) for name, paths in steps.items()},
        {_folded(word): tuple(_folded(said).split()) for word, said in texts_of(
            common.get("retold") or {}, place).items()},
        points(folder / "points.yaml"),
    )


def _folded(text: str) -> str:
    """Lower case, without accents: as typed words come."""
    return text.lower() if text.isascii() else fold(text)[0]


def _plain(phrase: str, spelt: frozenset[str]) -> list[str] | None:
    """The words of a phrase that has nothing but words, as most have."""
    words = phrase.split()
    plain = phrase.isascii() and phrase.islower() and "".join(words).isalpha() and spelt.isdisjoint(words)
    return words if plain else None


def _both_ways(path: list[str], apart: dict[str, list[str]]) -> list[list[str]]:
    """As written, and with "don't" as two words; a word of denial that stands alone keeps to itself."""
    if len(path) == 1 or apart.keys().isdisjoint(path):
        return [path]
    return [path, [word for step in path for word in apart.get(step, [step])]]


def _steps(phrase: str, spell: dict[str, tuple[str, ...]], name: str, lang: str) -> list[str]:
    """A phrase as symbols, in the form in which typed words come: spelt out."""
    folded = _folded(phrase)
    found: list[str] = []
    doubt = folded.endswith(DOUBT)
    for part in folded.rstrip(DOUBT).split():
        if part[0] == "#" and not RANGE.fullmatch(part):
            raise fault(f"lexicon/{lang}", f"'{part}' in '{phrase}' of '{name}' is no range of numbers",
                        "no number could be compared with it", "write # for any number, #7 or #38-43")
        if part[0] in "{#" or part == ".." or "*" in part:
            found.append(part)
            continue
        for word, _, _ in pieces(part):
            if word not in ENDINGS and (word[0].isalnum() or word[0] == "'"):
                found += spell.get(word, (word,))
    if not found or found[0] == ".." or found[-1] == "..":
        raise fault(f"lexicon/{lang}", f"the phrase '{phrase}' of '{name}' says nothing",
                    "it would match everything or nothing: it is empty, or `..` stands at an end",
                    "begin and end it with a word")
    return [*found, DOUBT] if doubt else found


def _levels(steps: dict[str, list[list[str]]], lang: str) -> tuple[Trie, ...]:
    uses = {name: {s[1:-1] for path in paths for s in path if s[0] == "{"} for name, paths in steps.items()}
    level: dict[str, int] = {}
    while len(level) < len(steps):
        ready = [name for name in steps if name not in level and uses[name] <= level.keys()]
        if not ready:
            stuck = sorted(set(steps) - set(level))
            raise fault(f"lexicon/{lang}", f"concepts that name an unknown one or each other: {', '.join(stuck)}",
                        "none of them could be heard", "name existing concepts in {braces}, and no circle")
        height = max(level.values(), default=-1) + 1
        level |= {name: height for name in ready}
    levels: list[Trie] = [{} for _ in range(max(level.values()) + 1)]
    for name, paths in steps.items():
        for path in paths:
            node, doubt = levels[level[name]], path[-1] == DOUBT
            for step in path[:-1] if doubt else path:
                after = node.get(step)
                if after is None:
                    after = node[step] = {}
                node = after
            node.setdefault(END, []).append(name + DOUBT if doubt else name)
    return tuple(levels)


def _range(symbol: str) -> tuple[float, float]:
    low, _, high = symbol[1:].partition("-")
    return (float(low or 0), float(high or low or 1e9))
