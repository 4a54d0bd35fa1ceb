"""What a therapist gets, as data: one model for every form of it (message, PDF, JSON)."""

from datetime import datetime
from typing import Annotated, Literal

from pydantic import AfterValidator, Field

from dialogs.session import Stored
from knowledge.match import told_as
from knowledge.models import EmergencyKind, Massage, Profile, Tier

FORMAT: Literal["si-screen summary 1"] = "si-screen summary 1"


# Half a character can come in from outside, and could be written to no file.
Typed = Annotated[str, AfterValidator(lambda text: text.encode("utf-8", "replace").decode())]


class Booking(Stored):
    """Which visit it is for, as the client said it. All empty: unmatched, and said so, never guessed."""

    name: Typed = Field(default="", description="The name the booking is in, as typed.")
    visit: Typed = Field(default="", description="Day and time of the visit: ISO local time, or as typed.")
    ref: Typed = Field(default="", description="The opaque reference of a booking link.")


class Line(Stored):
    """A labelled line. `facts` names the answers it rests on; none where it speaks of the content only."""

    id: str = Field(description="Stable name of the line, the same in every language.")
    label: str = Field(description="What the line is about, in the therapist's language.")
    text: str = Field(default="", description="What it says.")
    rows: tuple[str, ...] = Field(default=(), description="Further entries of a list, one each.")
    facts: tuple[str, ...] = Field(default=(), description='The answers it rests on, as "fact=value"; a private '
                                   'answer that is not shared as "private.<group>=value".')


class Part(Stored):
    """A page of the rest, behind a button of its own."""

    id: str = Field(description="Stable name of the part.")
    title: str = Field(description="Its heading, in the therapist's language.")
    lines: tuple[Line, ...]


class Summary(Stored):
    """All of it. `screen` is the first screen, at most 200 words with its labels; `parts` is the rest."""

    format: Literal["si-screen summary 1"] = FORMAT
    id: str = Field(description="Of this summary.")
    made: datetime = Field(description="When it was made (UTC).")
    version: str = Field(description="Version of the content, 12 hex digits; with a clinic's own rules \"+\" and 8.")
    profile: Profile = Field(description="The thresholds that were used.")
    signed: bool = Field(description="Whether a clinician's signatures were in date for all rows.")
    lang: str = Field(description="The therapist's language, in which it is written.")
    client_lang: str = Field(description="The client's language, in which it was asked.")
    disposition: Tier = Field(description="The outcome, D0 to D7.")
    massage: Massage = Field(description="What the outcome says about massage.")
    kind: EmergencyKind | None = Field(
        default=None, description="The kind of an emergency; null where that is private and not shared.")
    booking: Booking
    private: bool = Field(description="Whether the client agreed to share the private answers.")
    screen: tuple[Line, ...] = Field(description="The first screen, in order.")
    parts: tuple[Part, ...]
    spots: tuple[str, ...] = Field(default=(), description="Marked places of the body: the worst first, then others.")
    amends: str = Field(default="", description="The id of the summary that this one replaces.")
    changed: tuple[Line, ...] = Field(default=(), description="What is different from the summary before.")

    @property
    def text(self) -> str:
        """The id of the outcome's words, such as D4w where massage waits for a doctor's OK."""
        return told_as(self.disposition, self.massage)

    def part(self, id: str) -> Part:
        """One part. Raises KeyError."""
        found = {part.id: part for part in self.parts}
        return found[id]
