"""Typed text -> words, as answers are read: case, accents, kinds of digits and apostrophes do not matter."""

import re
import unicodedata
from collections.abc import Sequence
from typing import NamedTuple, Protocol

READ = 4096  # characters that are read
REPEATS, CYCLE = 3, 12  # times in a row that so many words count: the fourth "he hit me" says no more
STRETCHED = re.compile(r"([^\W\d_])\1{2,}")  # "nooo"
WORD = re.compile(r"\d+(?:[.,]\d+)?|[^\W\d_]+(?:'[^\W\d_]+)*|[^\w\s!-/:-@\[-`{-~–—…“”„«»¿¡،؛]")
HALF = re.compile(r"(\d?)½")
BREAK = frozenset(",;.!?()\n:—–…|،؛")


class Token(NamedTuple):
    word: str
    gap: str  # what stands between the token before and this one
    repaired: bool = False

    @property
    def breaks(self) -> bool:
        """A clause may end before this token."""
        gap = self.gap
        return gap != " " and (not BREAK.isdisjoint(gap) or " - " in gap)


def normal(text: str) -> str:
    """Lower case, no accents, plain digits, one kind of apostrophe, no control, format or variation marks."""
    text = HALF.sub(lambda m: f"{m[1] or 0}.5", text[:READ].translate(MARKS).casefold())
    if not text.isascii():
        text = "".join(plain_letter(c) for c in unicodedata.normalize("NFKD", text)).translate(MARKS)
    return text.translate(CONTROL)


def plain_letter(c: str) -> str:
    kind = unicodedata.category(c)
    return str(unicodedata.decimal(c)) if kind == "Nd" else c if kind not in DROPPED or c in "\n\t" else ""


DROPPED = ("Cc", "Cf", "Mn", "Me", "Co", "Cn", "Sk")
MARKS = str.maketrans({**dict.fromkeys("’`´‘", "'"), "؟": "?", "\r": "\n"})
CONTROL = dict.fromkeys([*range(9), *range(11, 32), 127])


def tokens(text: str) -> list[Token]:
    """The words of a text in order; numbers and emoji are words, punctuation is a gap."""
    found, end = list[Token](), 0
    text = STRETCHED.sub(r"\1", normal(text))
    for match in WORD.finditer(text):
        found.append(Token(match[0], text[end : match.start()]))
        del found[len(found) - again(found) :]
        end = match.end()
    return found


class HasWord(Protocol):
    @property
    def word(self) -> str: ...


def again(found: Sequence[HasWord]) -> int:
    """How many words at the end only repeat what stands there REPEATS times in a row already."""
    for size in range(1, min(CYCLE, len(found) // (REPEATS + 1)) + 1):
        if found[-1].word == found[-1 - size].word and all(
                found[-at].word == found[-at - size].word for at in range(2, size * REPEATS + 1)):
            return size
    return 0


def without(words: list[Token], skipped: frozenset[str]) -> list[Token]:
    """Without words that carry nothing; their gap goes to the next word."""
    found: list[Token] = []
    gap = ""
    for token in words:
        if token.word in skipped:
            gap += token.gap
        else:
            found.append(token._replace(gap=gap + token.gap) if gap else token)
            gap = ""
    return found


def plain_phrase(text: str) -> str:
    """The words of a label with single spaces between them."""
    return " ".join(token.word for token in tokens(text))
