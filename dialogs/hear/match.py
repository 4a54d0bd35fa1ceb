"""Words -> mentions of concepts: paths through the tries of the lexicon, level by level."""

from typing import NamedTuple

from dialogs.hear.tokens import Word
from knowledge.lexicon import DOUBT, END, GAP, Lexicon, Trie
from knowledge.words import number

FILLERS = 4  # small words that a phrase may skip between two of its own


class Mention(NamedTuple):
    """A concept and the words [first, last) that say it."""

    name: str
    first: int
    last: int
    doubt: bool = False  # only a doubtful phrase says it


def mentions(said: list[Word], lexicon: Lexicon, *, retold: bool = False) -> list[Mention]:
    """Every concept that is mentioned; of those that begin at one word, the longest. `retold`: what somebody says of
    the client, as the client would say it ("she wants to hurt herself": "I want to hurt myself")."""
    content = [GAP + 1 if word.word in lexicon.walls else not word.fill for word in said]
    ways = lexicon.retold if retold else {}
    symbols = {word: [symbol for way in ways.get(word, (word,)) for symbol in _symbols(way, lexicon)]
               for word in {word.word for word in said}}
    steps = [[(symbol, at + 1) for symbol in symbols[word.word]] for at, word in enumerate(said)]
    limits = _limits(said)
    longest: dict[tuple[str, int], int] = {}
    present = {symbol for some in symbols.values() for symbol in some}
    for level in lexicon.levels:
        new: dict[tuple[str, int], int] = {}
        dead: dict[int, bool] = {}
        for first in range(len(said)):
            for symbol, after in steps[first]:
                child = level.get(symbol)
                if child is not None and after <= limits[first]:
                    _walk(child, first, after, steps, content, limits[first], new, present, dead)
        for (name, first), last in new.items():
            if longest.get((name, first), 0) < last:
                longest[name, first] = last
                symbol = "{" + name.rstrip(DOUBT) + "}"
                if symbol in lexicon.symbols:
                    steps[first].append((symbol, last))
                    present.add(symbol)
    return [Mention(name.rstrip(DOUBT), first, last, name.endswith(DOUBT)) for (name, first), last in longest.items()]


def _limits(said: list[Word]) -> list[int]:
    """For each word the end of its sentence: no phrase goes beyond."""
    limits = [0] * len(said)
    end = len(said)
    for at in range(len(said) - 1, -1, -1):
        if at + 1 < len(said) and said[at].sentence != said[at + 1].sentence:
            end = at + 1
        limits[at] = end
    return limits


def _symbols(word: str, lexicon: Lexicon) -> list[str]:
    found = [word] if word in lexicon.symbols else []
    value = number(word)
    if value is not None:
        return found + [symbol for symbol, low, high in lexicon.ranges if low <= value <= high]
    size = min(len(word), 24)
    found += [word[:n] + "*" for n in range(2, size + 1) if word[:n] in lexicon.starts]
    if lexicon.ends:
        found += ["*" + word[n:] for n in range(max(0, len(word) - 24), len(word) - 2) if word[n:] in lexicon.ends]
    return found + ["*" + part + "*" for part in lexicon.inside if part in word]


def _walk(root: Trie, first: int, at: int, steps: list[list[tuple[str, int]]], content: list[int], limit: int,
          found: dict[tuple[str, int], int], present: set[str], dead: dict[int, bool]) -> None:
    """All that can be said from a node on: by the word that stands there, or by a later one when only fillers (or a
    gap) lie between. `present`: symbols of the text; `dead`: nodes from which none of them leads on.

    A node is gone through once a place: a run of fillers leads to it in very many ways."""
    seen, open = set[tuple[int, int]](), [(root, at)]
    while open:
        node, at = open.pop()
        if (id(node), at) in seen:
            continue
        seen.add((id(node), at))
        for name in node.get(END, ()):
            if found.get((name, first), 0) < at:
                found[name, first] = at
        if at >= limit:
            continue
        for branch, gap in ((node, 0), (node.get(".."), GAP)):
            if branch is None:
                continue
            if id(branch) not in dead:
                dead[id(branch)] = branch.keys().isdisjoint(present)
            if dead[id(branch)]:
                continue
            place, fillers = at, 0
            while place < limit:
                for symbol, after in steps[place]:
                    child = branch.get(symbol)
                    if child is not None and after <= limit:
                        open.append((child, after))
                if content[place]:
                    gap -= content[place]
                    if gap < 0:
                        break
                elif (fillers := fillers + 1) > FILLERS:
                    break
                place += 1
