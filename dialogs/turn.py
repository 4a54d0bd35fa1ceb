"""One turn while it is worked out: what every part of the chat reads and changes, and what it leaves to be kept."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING

from dialogs.flow import Place, locate
from dialogs.house import House
from dialogs.replies import Reply, ReplyKind
from dialogs.session import Session
from knowledge.models import Knowledge

if TYPE_CHECKING:
    from dialogs.summary import Summary


@dataclass(frozen=True, slots=True)
class Report:
    """What a client says is wrong, and which advice they had: `disposition` is "" before an end."""

    code: str
    text: str
    disposition: str
    version: str


@dataclass(frozen=True, slots=True)
class Handed:
    """What is to be done with this turn. Every id but those in `to` is that of a summary."""

    id: str = ""  # of a new one, with its text in each language that is needed
    bodies: Mapping[str, "Summary"] = field(default_factory=dict)
    lang: str = ""  # the client's, in which a file is made
    to: tuple[str, ...] = ()  # ids of the therapists who get it; none: whoever got `instead`
    file: bool = False  # the client gets it as a file
    instead: str = ""  # the one it takes the place of
    taken: str = ""  # the one that the client takes back
    reopened: str = ""  # the one whose client answers again
    trend: str = ""  # the one whose therapists get the new trend of the pain


@dataclass(slots=True)
class Turn:
    """One turn while it is being worked out."""

    session: Session
    house: House
    now: datetime
    knowledge: Knowledge
    place: Place
    before: list[Reply]  # said ahead of the place itself
    quiet: bool = False  # say only what is in `before`
    back: bool = False  # the client had stopped: any message goes on, and need not be understood
    report: Report | None = None
    handed: Handed | None = None
    tried: Place | None = None  # the last that was looked up

    def locate(self, session: Session) -> Place:
        """Where this session would be."""
        self.tried = locate(session, self.knowledge, self.tried)
        return self.tried

    def tell(self, phrase: str, kind: ReplyKind = "inform", **values: object) -> None:
        words = self.house.words_for(self.session)
        self.before.append(Reply(kind, words(phrase, **values)))

    def emergency(self) -> str:
        return self.house.country(self.session).emergency.say
