"""What typed words can come to: values, "ask again", or "will not say"."""

from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from dialogs.hear.phrases import Lexicon, Mention, Table
from dialogs.hear.text import Token, tokens, without

SHORT = 4  # words
PHRASE = 4  # words of a phrase that is looked for before another


@dataclass(frozen=True, slots=True)
class Understood:
    """`values` of the question's kind; for a list () is an explicit "none".

    `sure`: nothing else was said and nothing had to be read into it. `confirm`: at a boundary,
    or with a doubt, so it should be shown back whatever it decides. `near`: values beside it
    that the words leave open. `days`: a length of time, least and most."""

    values: tuple[str, ...]
    sure: bool = True
    confirm: bool = False
    near: tuple[str, ...] = ()
    days: tuple[float, float] | None = None

    @property
    def value(self) -> str:
        return self.values[0] if self.values else ""

    def doubted(self) -> "Understood":
        return replace(self, sure=False)


UNCLEAR = Understood(("unclear",), sure=False)
DECLINED = Understood(("declined",), sure=False)


@dataclass(slots=True)
class Said:
    """A reply on its way through the rules."""

    text: str
    all: list[Token]  # every word
    words: list[Token]  # without those that carry nothing, typing errors mended
    lexicon: Lexicon
    today: date
    kept: dict[tuple[str, bool], list[Mention]] = field(default_factory=dict)  # what was looked for already
    memo: dict[str, Any] = field(default_factory=dict)  # and what was worked out
    bag: frozenset[str] = frozenset()  # the words of `all`: most tables have none of them

    def only(self, words: list[Token]) -> "Said":
        """The same reply as if it were these words."""
        return Said(self.text, words, without(words, self.lexicon.skipped), self.lexicon, self.today)

    def has(self, name: str, *, whole: bool = True) -> bool:
        return bool(self.whole(name) if whole else self.find(name))

    def table(self, name: str) -> Table:
        return self.lexicon.table(name, whole=True)

    def whole(self, name: str) -> list[Mention]:
        """The phrases among all words."""
        return self._kept(name, True)

    def find(self, name: str) -> list[Mention]:
        """The phrases without the small words."""
        return self._kept(name, False)

    def _kept(self, name: str, whole: bool) -> list[Mention]:
        found = self.kept.get((name, whole))
        if found is None:
            table = self.lexicon.table(name, whole=whole)
            if not self.bag:
                self.bag = frozenset(token.word for token in self.all)
            opens = table.root.stems or not self.bag.isdisjoint(table.root.words)
            found = table.find(self.all if whole else self.words) if opens else []
            self.kept[name, whole] = found
        return found

    def begins(self, name: str, at: int) -> bool:
        """A phrase of this list begins here."""
        return bool(self.table(name).longest(self.all, at)[1])

    def ends(self, name: str, at: int) -> bool:
        """A phrase of this list ends right before this word."""
        before = self.all[max(0, at - PHRASE) : max(0, at)]
        return any(self.table(name).longest(before, start)[0] == len(before) for start in range(len(before)))

    def declined(self) -> bool:
        """Will not say. A single word ("private", "skip") only in a short reply."""
        found = self.lexicon.table("talk.declined", whole=True).find(self.all)
        return any(m.end - m.start > 1 or len(self.all) < SHORT for m in found)

    def asked(self) -> bool:
        """It ends with a question mark."""
        return self.text.rstrip().endswith("?")


def said(text: str, lexicon: Lexicon, today: date, *mend: str, every: list[Token] | None = None) -> Said:
    """`every`: the words of the text, if they are known already."""
    every = lexicon.repaired(tokens(text) if every is None else every, *mend)
    return Said(text.replace("؟", "?"), every, without(every, lexicon.skipped), lexicon, today)


def covered(words: list[Token], lexicon: Lexicon, *names: str) -> dict[str, list[Mention]] | None:
    """The phrases of these sections if every word belongs to one of them, the longest first; else None."""
    found: dict[str, list[Mention]] = {name: [] for name in names}
    i = 0
    while i < len(words):
        best, at = i, ""
        values: tuple[str, ...] = ()
        for name in names:
            end, got = lexicon.table(name, whole=True).longest(words, i)
            if end > best:
                best, at, values = end, name, got
        if not at:
            return None
        found[at] += [Mention(value, i, best) for value in values]
        i = best
    return found
