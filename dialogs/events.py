"""What a person can do. A channel's own ids never enter."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Open:
    """The chat is opened, perhaps from a clinic's link."""

    clinic: str = ""
    lang: str = ""
    country: str = ""
    ref: str = ""  # opaque, from a booking: it stands for name and time of the visit


@dataclass(frozen=True, slots=True)
class Tap:
    """A whole answer: one option, or every ticked line of a card and the unsure ones."""

    options: tuple[str, ...]
    unsure: tuple[str, ...] = ()
    question: str = ""
    shown: str = ""


@dataclass(frozen=True, slots=True)
class Tick:
    """One line of a card set to no, unsure or yes; the card is not done yet."""

    line: str
    value: str
    question: str
    shown: str


@dataclass(frozen=True, slots=True)
class Say:
    """Typed words, with the card they were typed under if the channel knows it."""

    text: str
    shown: str = ""


@dataclass(frozen=True, slots=True)
class Back:
    """Take back the last answer."""


@dataclass(frozen=True, slots=True)
class Change:
    """Answer one question again; empty lists the questions."""

    question: str = ""


@dataclass(frozen=True, slots=True)
class Restart:
    """Begin again."""


@dataclass(frozen=True, slots=True)
class Stop:
    """Leave; everything stays, and the chat can be resumed."""


@dataclass(frozen=True, slots=True)
class CheckIn:
    """The time has come to ask how it goes; by the host, never by a client."""


@dataclass(frozen=True, slots=True)
class Ask:
    """A question of the client's: why, help, person, status, emergency, privacy, note."""

    what: str


@dataclass(frozen=True, slots=True)
class Hear:
    """A danger word that something else understood: only the row, and the words."""

    row: str
    said: str


@dataclass(frozen=True, slots=True)
class Overhear:
    """Words that are no answer, such as the caption of a photo: danger words in them are heard, else this is asked."""

    text: str
    ask: str = ""


Spoken = Say | Ask | Hear | Overhear  # none of them leaves what was begun beside the place
Event = Open | Tap | Tick | Back | Change | Restart | Stop | CheckIn | Spoken
