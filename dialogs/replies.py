"""What we say: plain data without markup. A channel that can't show a field raises."""

from dataclasses import dataclass
from typing import Literal

ReplyKind = Literal["ask", "inform", "urgent", "result", "note", "confirm"]


@dataclass(frozen=True, slots=True)
class Choice:
    """A button: the id goes back in a Tap, the label is what the client sees."""

    id: str
    label: str


@dataclass(frozen=True, slots=True)
class Card:
    """What is being asked, as a channel needs it to draw buttons and send answers back."""

    id: str
    kind: str  # a question kind, or "menu" / "confirm"
    shown: str
    phase: str
    lines: tuple[Choice, ...] = ()  # lines of a checklist, in order


@dataclass(frozen=True, slots=True)
class Reply:
    kind: ReplyKind
    text: str
    choices: tuple[Choice, ...] = ()
    multiple: bool = False
    card: Card | None = None
    picture: str | None = None
