"""What typed words can come to: values, "ask again", or "will not say"."""

from dataclasses import dataclass, replace
from datetime import date

from dialogs.hear.phrases import Lexicon, Mention, Token, tokens, without


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

    def has(self, name: str, *, whole: bool = True) -> bool:
        words = self.all if whole else self.words
        return bool(self.lexicon.table(name, whole=whole).find(words))

    def find(self, name: str) -> list[Mention]:
        return self.lexicon.table(name).find(self.words)


def said(text: str, lexicon: Lexicon, today: date, *mend: str) -> Said:
    every = lexicon.repaired(tokens(text), *mend)
    return Said(text, every, without(every, lexicon.skipped), lexicon, today)


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
