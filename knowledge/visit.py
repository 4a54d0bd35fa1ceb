"""What belongs to a visit: what is asked when a client hands over, the order of the cautions, techniques, check-ins."""

from typing import Literal

from knowledge.condition import Condition, Leaf
from knowledge.rows import Certainty, Names, Option, Row, Tier


class Known(Row):
    """An answer of the chat, and what it tells of a question of the hand-over, in the fewest words."""

    when: Leaf
    say: str

    @property
    def id(self) -> str:
        return ".".join([self.when.fact, *sorted(self.when.values)])


class Extra(Row):
    """A question of the hand-over; no rule uses its answer. `told`: answers of the chat that say it already."""

    id: Literal["easier", "stops"]
    name: str
    ask: str
    options: tuple[Option, ...]
    told: tuple[Known, ...] = ()

    def option(self, id: str) -> Option | None:
        return next((option for option in self.options if option.id == id), None)


class HandOver(Row):
    """`cautions` are clinical rows, in the order in which a therapist reads their notes at the same urgency."""

    questions: tuple[Extra, ...]
    cautions: Names


class Technique(Row):
    """One of the author's; where `guard` holds it is held back."""

    id: str
    name: str
    short: str
    steps: tuple[str, ...]
    rows: Names
    guard: Condition
    guarded: str
    instead: str
    source: Names
    certainty: Certainty
    verified: bool


class CheckIns(Row):
    """`weeks` after the chat, or at once where `lasts` held, pain that is no better belongs to a doctor. Pain that is
    `strong` counts as an answer of today, and the question `asks` is asked anew."""

    outcomes: tuple[Tier, ...]
    weeks: int
    lasts: Condition
    strong: Condition
    asks: str
