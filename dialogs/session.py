"""What is stored: an append-only log of what the client said, never where they are."""

from datetime import datetime
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field


class Stored(BaseModel):
    # What a newer program wrote besides is passed over, so that going back to an older one leaves chats readable.
    model_config = ConfigDict(frozen=True, extra="ignore", json_schema_extra={"additionalProperties": False})


class Answer(Stored):
    """The understood answer (fact -> value), and the client's own words."""

    type: Literal["answer"] = "answer"
    question: str
    shown: str
    values: dict[str, str]
    said: str
    typed: str = ""  # the words, if it was typed and not tapped
    first: datetime | None = None  # when it was said, if it is of an earlier screening and was only confirmed now
    at: datetime


class Retract(Stored):
    """Takes entries back by their place in the log; they stay, and are told in the summary."""

    type: Literal["retract"] = "retract"
    entries: tuple[int, ...]
    by: Literal["back", "change", "restart", "wrong"]
    confirmed: bool = False
    grave: tuple[str, ...] = ()  # the facts that had sent the client to a doctor
    at: datetime


class Notice(Stored):
    """Words that point at a red flag. Only an explicit answer may clear it."""

    type: Literal["notice"] = "notice"
    row: str
    said: str
    at: datetime


class Mark(Stored):
    """What is no answer: going, cannot, go_on, offer:<rule>, not_renewed; and anew:signs or anew:<question> where a
    check-in asks something once more."""

    type: Literal["mark"] = "mark"
    what: str
    at: datetime


Entry = Annotated[Answer | Retract | Notice | Mark, Field(discriminator="type")]


class Closed(Stored):
    """A frozen copy of an outcome. It is never computed again."""

    start: int = 0  # where in the log its screening begins
    upto: int  # length of the log it rests on
    state: str
    outcome: dict[str, object]
    result: tuple[dict[str, object], ...]  # the replies that told it
    lang: str = "en"  # in which it was told
    at: datetime


class Draft(Stored):
    """Ticks of a card that is not done yet."""

    question: str
    shown: str
    values: dict[str, str]


class Pending(Stored):
    """A step that waits for one plain confirmation: it takes back a grave answer, or was typed and may be misread."""

    by: Literal["back", "change", "restart", "wrong", "typed", "renew"]
    entries: tuple[int, ...] = ()
    grave: tuple[str, ...] = ()  # the facts whose answers sent the client to a doctor
    # of a typed answer that is shown back before it counts:
    question: str = ""
    options: tuple[str, ...] = ()
    unsure: tuple[str, ...] = ()
    typed: str = ""
    story: tuple[Answer, ...] = ()  # what an opening story would fill, or the earlier screening


class Told(Stored):
    """An answer at a hand-over, for the summary only: options of the question, or the client's own words."""

    question: Literal["easier", "stops"]
    options: tuple[str, ...] = ()
    words: str = ""


class Handing(Stored):
    """A hand-over that is being talked through; see `handover.py`."""

    at: Literal["what", "private", "easier", "stops", "name", "visit", "again"]
    to: tuple[str, ...] = ()  # ids of the therapists who were named
    whole: bool = False  # all of it is shown, not the first screen only
    send: bool = False
    file: bool = False
    private: bool = False
    told: tuple[Told, ...] = ()
    name: str = ""
    visit: str = ""


class Given(Stored):
    """A summary that was handed over, with the client's consent."""

    id: str
    start: int  # where in the log its screening begins
    upto: int  # length of the log it rests on
    to: tuple[str, ...]  # names of the therapists; none: a file only
    private: bool = False
    told: tuple[Told, ...] = ()
    name: str = ""
    visit: str = ""
    ref: str = ""
    taken: bool = False  # the client took it back
    reopened: bool = False  # the therapist was told that the client answers again
    at: datetime


class Checking(Stored):
    """A check-in that is being talked through; see `checkin.py`."""

    at: Literal["plan", "invited", "signs", "doctor", "pain", "change"]
    doctor: str = ""
    pain: str = ""


class CheckedIn(Stored):
    """What was said at a check-in. `pain` is 0 to 10, None where it was not asked or not sure."""

    start: int  # where in the log its screening begins
    signs: Literal["no", "unsure", "yes"]
    doctor: str = ""
    pain: int | None = None
    change: str = ""
    at: datetime


class Session(Stored):
    id: str
    clinic: str = ""
    coming: str = ""  # the clinic whose link came while a chat with another one was under way
    lang: str = "en"
    country: str = ""
    log: tuple[Entry, ...] = ()
    turn: int = 0
    start: int = 0  # where in the log the present screening begins
    draft: Draft | None = None
    pending: Pending | None = None
    waiting: tuple[Answer, ...] = ()  # of a story with danger words: shown back once they were asked about
    tries: int = 0  # typed replies not understood at the present question
    stopped: bool = False
    changing: bool = False  # the list of answers to change is open
    speaking: bool = False  # the list of languages is open
    reporting: bool = False  # the next typed message reports a problem
    handing: Handing | None = None
    resuming: Handing | None = None  # a hand-over that goes on once a doubtful word was asked about
    given: tuple[Given, ...] = ()
    ref: str = ""  # opaque, from the link of a booking
    closed: tuple[Closed, ...] = ()
    plan: tuple[datetime, ...] = ()  # when the client wants to be asked how it goes
    checking: Checking | None = None
    checkins: tuple[CheckedIn, ...] = ()

    def retracted(self) -> frozenset[int]:
        return frozenset(i for e in self.log if isinstance(e, Retract) for i in e.entries)

    def told(self) -> Closed | None:
        """The outcome that stands: nothing but "I am going" was said since."""
        if not self.closed or self.closed[-1].upto < self.start:
            return None
        since = self.log[self.closed[-1].upto :]
        acknowledged = all(isinstance(e, Mark) and e.what in ("going", "cannot") for e in since)
        return self.closed[-1] if acknowledged else None

    def aside(self) -> bool:
        """Something beside the place itself is being talked through."""
        return bool(self.pending or self.changing or self.speaking or self.handing or self.checking)

    def busy(self) -> bool:
        """The client is in the middle of something that a check-in would cut off."""
        return self.reporting or bool(self.pending or self.changing or self.speaking or self.handing)

    def add(self, *entries: Entry) -> "Session":
        return self.but(
            log=self.log + entries, draft=None, tries=0, changing=False, speaking=False, handing=None, checking=None)

    def but(self, **changes: object) -> "Session":
        return self.model_copy(update=changes)
