"""Phrases found among words by table look-up; nothing backtracks over the text.

A phrase is words in a row. In the data `word*` stands for every word that begins so, ".." for up to three words,
and `{part}` for any of the words of that part.
"""

import re
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from dialogs.hear.text import Token, tokens
from knowledge.answers import AnswerWords, Section

SHORTENED = ("n't", "'m", "'ve", "'re", "'s")  # often typed without the apostrophe
PLAIN = re.compile(r"(?:([a-z])(?!\1\1))+(?: (?:([a-z])(?!\2\2))+){0,2}")  # words as `tokens` leaves them, as most are
PIECES = re.compile(r"(\.\.|\{\w+\})")
GAP = 3  # words that ".." in a phrase may stand for
REPAIR = 4  # letters a word must have before one wrong letter is repaired


class Mention(NamedTuple):
    value: str
    start: int  # tokens[start:end]
    end: int


@dataclass(slots=True, eq=False)
class Node:
    values: tuple[str, ...] = ()
    words: dict[str, "Node"] = field(default_factory=dict)
    begins: list[tuple[str, "Node"]] = field(default_factory=list)
    stems: tuple[str, ...] = ()  # of `begins`
    gaps: "tuple[Node, ...]" = ()  # what may follow after up to GAP other words
    links: "tuple[Node, ...]" = ()  # what follows a part: as if it stood here


class Table:
    """Phrases of one section, with the values they stand for."""

    def __init__(self, section: Section, skipped: frozenset[str], parts: Section) -> None:
        self.root = Node()
        self.vocabulary: set[str] = set()
        self.skipped, self.parts = skipped, parts
        self.after: dict[str, Node] = {}  # beginning of a phrase up to ".." or a part -> what follows
        for value, phrases in section.items():
            for phrase in phrases:
                self.add(phrase, value)

    def add(self, phrase: str, value: str) -> None:
        node, begun = self.root, ""
        for piece in PIECES.split(phrase):
            begun += piece
            if piece == "..":
                following = self.after.setdefault(begun, Node())
                node.gaps += () if following in node.gaps else (following,)
                node = following
            elif piece.startswith("{"):
                words = self.parts[piece[1:-1]]
                if node is self.root and "" in words:
                    self.add(phrase.replace(piece, "", 1).lstrip(), value)
                # The ways through a part meet again in one node, so that long parts cost their sum and no product.
                if begun not in self.after:
                    following = self.after[begun] = Node()
                    for end in (self._path(word, node) for word in words if word or node is not self.root):
                        end.links += () if following in end.links else (following,)
                node = self.after[begun]
            else:
                node = self._path(piece, node, alone=piece == phrase)
        if node is not self.root and value not in node.values:
            node.values += (value,)

    def _path(self, phrase: str, node: Node, alone: bool = False) -> Node:
        """The node where these words end; small words count only if a phrase has no others."""
        words = written(phrase)
        kept = [one for one in words if one[0] not in self.skipped]
        for word, star in kept or [(word, False) for word, _ in words if alone]:
            if star:
                node = next((n for p, n in node.begins if p == word), None) or self._begin(node, word)
            else:
                child = node.words.setdefault(word, Node())
                if word.endswith(SHORTENED):
                    node.words.setdefault(word.replace("'", ""), child)  # "cant", "im"
                node = child
                self.vocabulary.add(word)
        return node

    @staticmethod
    def _begin(node: Node, word: str) -> Node:
        made = Node()
        node.begins.append((word, made))
        node.stems += (word,)
        return made

    def opens(self, word: str) -> bool:
        """A phrase may begin with this word; asked of every word, so it has to be quick."""
        return word in self.root.words or (bool(self.root.stems) and word.startswith(self.root.stems))

    def longest(self, words: list[Token], start: int) -> tuple[int, tuple[str, ...]]:
        """End and values of the longest phrase from here; (start, ()) if there is none."""
        best: tuple[int, tuple[str, ...]] = (start, ())
        if not 0 <= start < len(words) or not self.opens(words[start].word):
            return best
        level, waiting = [self.root], list[tuple[Node, int]]()  # and up to where it may go on
        for i in range(start, len(words)):
            if i > start and words[i].breaks:
                break
            word, after = words[i].word, list[Node]()
            if waiting:
                waiting = [(node, until) for node, until in waiting if i <= until]
                level += [node for node, _ in waiting]
            for node in level:
                exact = node.words.get(word)
                if exact is not None:
                    after.append(exact)
                if node.stems and word.startswith(node.stems):
                    after += [begun for stem, begun in node.begins if word.startswith(stem)]
            values: tuple[str, ...] = ()
            for node in after:  # grows while it is read
                if node.links:
                    after += [link for link in node.links if link not in after]
                if node.gaps:
                    waiting += [(gap, i + 1 + GAP) for gap in node.gaps]
                values = values or node.values
            if values:
                best = (i + 1, values)
            if not after and not waiting:
                break
            level = after
        return best

    def find(self, words: list[Token]) -> list[Mention]:
        """Every phrase, the longest from the left, none inside another."""
        found: list[Mention] = []
        opens, stems, reached = self.root.words, self.root.stems, 0
        for i, (word, _, _) in enumerate(words):
            if (word in opens or (stems and word.startswith(stems))) and i >= reached:
                end, values = self.longest(words, i)
                found += [Mention(value, i, end) for value in values]
                reached = end
        return found


@dataclass(slots=True, eq=False)
class Lexicon:
    """The compiled words of one language."""

    words: AnswerWords
    skipped: frozenset[str]
    known: frozenset[str] = frozenset()
    tables: dict[str, Table] = field(default_factory=dict)
    repairs: dict[str, dict[str, str]] = field(default_factory=dict)

    def table(self, name: str, *, whole: bool = False) -> Table:
        """The phrases of a section ("areas"), one value of it ("talk.fine"), several
        joined by a +, or a card ("card:worse").

        With `whole` no small words are left out."""
        key = f"{name}!" if whole else name
        if key not in self.tables:
            self.tables[key] = Table(self.section(name), frozenset() if whole else self.skipped, self.words.parts)
        return self.tables[key]

    def section(self, name: str) -> Section:
        if "+" in name:
            both = [self.section(one) for one in name.split("+")]
            return {value: tuple(p for one in both for p in one.get(value, ())) for one in both for value in one}
        if name.startswith("card:"):
            return self.words.cards.get(name[5:], {})
        section, _, value = name.partition(".")
        found = self.words.sections.get(section, {})
        return {value: found.get(value, ())} if value else found

    def repaired(self, found: list[Token], *names: str) -> list[Token]:
        """One wrong, missing, doubled or swapped letter mended, against the words of these sections only."""
        mended = {word: self._mend(word, names) for word in {token.word for token in found}}
        return [token if mended[token.word] == token.word else token._replace(word=mended[token.word], repaired=True)
                for token in found]

    def _mend(self, word: str, names: tuple[str, ...]) -> str:
        if word.endswith("'s") and word not in self.known and word[:-2] in self.known:
            return word[:-2]  # "walking's the worst"
        if len(word) < REPAIR or len(word) > 20 or word in self.known or not (word.isascii() and word.isalpha()):
            return word
        for name in names:
            if name not in self.repairs:
                self.repairs[name] = index(self.table(name, whole=True).vocabulary)
            of = self.repairs[name]
            near = {of[word]} if word in of else {of[cut] for cut in cuts(word) if cut in of}
            near = {w for w in near if w[0] == word[0] and abs(len(w) - len(word)) < 2}
            meant = {root[w].values if w in (root := self.single(name)) else () for w in near}
            if len(near) == 1 or (len(meant) == 1 and meant != {()}):  # several that mean the same
                return min(near)
        return word

    def single(self, name: str) -> dict[str, Node]:
        """The first words of a section's phrases."""
        return self.table(name, whole=True).root.words


@lru_cache(maxsize=1 << 16)
def written(phrase: str) -> tuple[tuple[str, bool], ...]:
    """The words of a piece of a phrase, and whether every word that begins so is meant; asked of each piece many
    times while the tables are made."""
    if PLAIN.fullmatch(phrase):
        return tuple((word, False) for word in phrase.split(" "))
    # A * directly after a word makes it a beginning; the tokens themselves never hold a star.
    parts = tokens(phrase)
    starred = {i - 1 for i, token in enumerate(parts) if i and token.gap.startswith("*")}
    if phrase.rstrip().endswith("*"):
        starred.add(len(parts) - 1)
    return tuple((token.word, i in starred) for i, token in enumerate(parts))


def cuts(word: str) -> list[str]:
    return [word, *(word[:i] + word[i + 1 :] for i in range(len(word)))]


def index(vocabulary: set[str]) -> dict[str, str]:
    """Every word of four letters or more under all its forms with one letter left out."""
    words = [word for word in sorted(vocabulary, reverse=True) if len(word) >= REPAIR and word.isalpha()]
    return {cut: word for word in words for cut in cuts(word)} | {word: word for word in words}


@lru_cache(maxsize=8)
def compiled(words: AnswerWords) -> Lexicon:
    skipped = frozenset(t.word for p in words.sections.get("talk", {}).get("skip", ()) for t in tokens(p))
    every = [p for section in (*words.sections.values(), *words.cards.values()) for ps in section.values() for p in ps]
    every += [p for ps in words.parts.values() for p in ps]
    pieces = {piece for phrase in every for piece in PIECES.split(phrase) if not piece.startswith("{")}
    return Lexicon(words, skipped, frozenset(word for piece in pieces for word, _ in written(piece)))


def clauses(words: list[Token], breaks: Table) -> list[tuple[int, int]]:
    """(start, end) of the clauses: parted by punctuation, and before words such as "but"."""
    starts = {0} | {i for i, token in enumerate(words) if i and token.breaks}
    starts |= {m.start for m in breaks.find(words)}
    return list(pairwise([*sorted(starts), len(words)])) if words else []
