"""What a button carries: `<verb>:<question>:<shown>:<rest>`, never more than 64 bytes.

The question goes as six hex digits of a hash, so that no id is too long. An option
goes as its id: an index could mean another option once the content has changed.
`shown` is the card's fingerprint; a press counts only while that very card is open.
"""

import hashlib
import re
from dataclasses import dataclass

from dialogs.replies import Card

LIMIT = 64  # bytes, set by Telegram
LONGEST = 40  # bytes of an id that is carried as it is

# t: a whole answer, k: one line is set, d: the ticks are done, m: list of lines to be
# unsure of, w: why, b: back, f: forget (its `question` and `shown` are empty)
FORM = re.compile(r"([tkdmwbf]):([0-9a-f]{6}|):([0-9a-f]{8}|):(.*)", re.DOTALL)
VALUES = {"n": "no", "u": "unsure", "y": "yes"}


@dataclass(frozen=True, slots=True)
class Press:
    """One button as it came back."""

    verb: str
    question: str
    shown: str
    rest: str

    def of(self, card: Card) -> bool:
        """It belongs to this very card."""
        return self.question == mark(card.id) and self.shown == card.shown


def mark(id: str) -> str:
    """Six hex digits that stand for a card's id."""
    return hashlib.sha256(id.encode()).hexdigest()[:6]


def pack(id: str) -> str:
    """An option's id, or a hash of one that is too long."""
    if len(id.encode()) <= LONGEST and not id.startswith("#"):
        return id
    return "#" + hashlib.sha256(id.encode()).hexdigest()[:16]


def unpack(rest: str, ids: list[str]) -> str:
    """The id that was packed; a hash is looked up among `ids`, "" if it is none of them."""
    if not rest.startswith("#"):
        return rest
    return next((id for id in ids if pack(id) == rest), "")


def data(verb: str, card: Card, rest: str = "") -> str:
    """Callback data for a button of this card."""
    return f"{verb}:{mark(card.id)}:{card.shown}:{rest}"


def tap(card: Card, option: str) -> str:
    return data("t", card, pack(option))


def tick(card: Card, line: str, value: str) -> str:
    """Sets a line to a value; it does not toggle, so a second press changes nothing."""
    return data("k", card, value[0] + pack(line))


def press(raw: str) -> Press | None:
    """Callback data as a press, None for anything that we never send."""
    found = FORM.fullmatch(raw)
    return Press(*found.groups()) if found else None
