"""What surrounds a chat and never changes during it: content, clinics, words."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, Literal

from dialogs.session import Answer, Session
from dialogs.words import Words, listed
from knowledge.models import Knowledge, Profile
from knowledge.rows import Country, PhoneLine
from knowledge.signed import Standing, standing

if TYPE_CHECKING:
    from dialogs.summary import Summary


@dataclass(frozen=True, slots=True)
class Theme:
    """How a clinic's pages look; an empty colour is the page's own."""

    colour: str = ""  # as #1a5f7a
    on_colour: str = ""  # the words on it; their contrast is at least 4.5 to 1
    logo: bytes = field(default=b"", repr=False)
    logo_type: str = ""  # image/png, image/jpeg or image/webp


@dataclass(frozen=True, slots=True)
class Hook:
    """Where a clinic's own system is told of events."""

    url: str
    events: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Own:
    """A clinic's own questions and rules; see knowledge/own.py."""

    rows: Any = field(repr=False)
    signed_by: str
    signed_on: date
    mark: str  # eight hex digits over the file that was signed


@dataclass(frozen=True, slots=True)
class Clinic:
    """Who offers the chat. `profile` None means by country: strict in the UK."""

    id: str = ""
    name: str = "SI Screen"
    phone: str = ""
    hours: str = ""
    country: str = ""
    lang: str = "en"
    profile: Profile | None = None
    days: int = 30
    safety_name: str = ""  # the person who gets reports of problems, and how to reach them
    safety_contact: str = ""
    checkins: tuple[timedelta, ...] = (timedelta(hours=48), timedelta(days=7))  # after the end of a chat
    origins: tuple[str, ...] = ()  # web sites that may show the chat in a frame, as https://clinic.example
    zone: str = ""  # time zone of its clients, such as "Europe/Berlin"; "" is that of their country
    address: str = ""
    languages: tuple[str, ...] = ()  # that clients can choose; none: all
    booking: str = ""  # a link
    theme: Theme = Theme()
    consent: Mapping[str, str] = field(default_factory=dict)  # a sentence of its own, by language
    channels: tuple[str, ...] = ("web", "telegram")
    mode: Literal["advice", "intake"] = "advice"  # intake: clients read nothing on massage
    mode_reason: str = ""
    mode_date: date | None = None
    hooks: tuple[Hook, ...] = ()
    own: Own | None = None  # its own questions and rules
    numbers: Mapping[str, str] = field(default_factory=dict)  # own phone lines, by kind such as emergency or advice


@dataclass(frozen=True, slots=True)
class Receiver:
    """A therapist to whom a client of this clinic can send a summary, or all of its staff together."""

    id: str
    name: str
    lang: str
    more: tuple[str, ...] = ()  # further languages in which it is read there


@dataclass(frozen=True, slots=True, repr=False)
class Outside:
    """What the host knows at this turn about handing over, and the log does not."""

    receivers: tuple[Receiver, ...] = ()
    file: bool = False  # whether a file can be made
    before: "Mapping[str, Summary]" = field(default_factory=dict)  # the last that this chat sent, by language
    fate: Literal["", "waiting", "stuck", "delivered", "seen"] = ""  # what became of it, if it was sent
    seen: tuple[str, ...] = ()  # names of those who opened it
    read: "Mapping[str, Summary]" = field(default_factory=dict)  # the version that a new one is compared with
    earlier: "Mapping[str, Summary]" = field(default_factory=dict)  # of an earlier screening, sent to the same people
    reach: bool = False  # whether the client can be written to of our own accord


@dataclass(frozen=True, slots=True, repr=False)
class House:
    """Both profiles of the knowledge, the clinics by id ("" is the house's own), the phrases."""

    knowledge: Mapping[Profile, Knowledge]
    words: Mapping[str, Words]  # the languages on the menu
    clinics: Mapping[str, Clinic] = field(default_factory=dict)
    reports: bool = True  # whether reports of problems are kept; the terminal has nowhere to
    outside: Outside = Outside()
    today: date = date.max  # the day of the turn; outside a turn no signature is in date
    translations: Mapping[tuple[Profile, str], Knowledge] = field(default_factory=dict)  # of other languages
    own: Mapping[tuple[str, Profile, str], Knowledge] = field(default_factory=dict)  # by clinic: with its own part

    def standing(self) -> Standing:
        """Which rows that send to a doctor first have a clinician's signature today."""
        return standing(self.knowledge["calibrated"], self.today)

    def clinic(self, session: Session) -> Clinic:
        return self.clinics.get(session.clinic) or self.clinics.get("") or Clinic()

    def languages(self, session: Session) -> tuple[str, ...]:
        """Those that this client can choose."""
        wanted = self.clinic(session).languages
        return tuple(lang for lang in self.words if not wanted or lang in wanted) or ("en",)

    def knowledge_for(self, session: Session) -> Knowledge:
        """The content in the client's language, and in the profile of the clinic or of the country."""
        profile = self.clinic(session).profile
        if profile is None:
            profile = "strict" if self.country_code(session) == "GB" else "calibrated"
        own = self.own.get((session.clinic, profile, session.lang)) if self.own else None
        return own or self.translations.get((profile, session.lang)) or self.knowledge[profile]

    def country_code(self, session: Session) -> str:
        """ISO code; "" while unknown."""
        code = session.country
        consent = self.knowledge["calibrated"].by_id["consent"]
        gone = session.retracted()
        for i, entry in enumerate(session.log[session.start :], session.start):
            if isinstance(entry, Answer) and i not in gone:
                if entry.question == "country":
                    code = entry.values["country"]
                elif entry.question == "consent":
                    option = consent.option(entry.values["consent"])
                    code = (option and option.country) or code
        return code

    def country(self, session: Session) -> Country:
        """The phone lines that this client is told, the clinic's own among them."""
        countries, own = self.knowledge_for(session).countries, self.clinic(session).numbers
        found = countries.get(self.country_code(session)) or countries[""]
        return found.model_copy(update=own_lines(own, found.emergency, session.lang)) if own else found

    def words_for(self, session: Session) -> Words:
        return self.words.get(session.lang) or self.words["en"]


def own_lines(own: Mapping[str, str], emergency: PhoneLine, lang: str) -> dict[str, PhoneLine]:
    """A clinic's own phone lines, by kind. The emergency number of the country is told beside its own."""
    lines = {kind: PhoneLine(say=say, certainty="judgement", source="the clinic's file", verified=False)
             for kind, say in own.items() if say != emergency.say}
    if "emergency" in lines:
        lines["emergency"] = emergency.model_copy(update={"say": listed([own["emergency"], emergency.say], lang, "or")})
    return lines


def phone(line: PhoneLine | None, general: PhoneLine, lang: str) -> str:
    """What a client reads; a number that is not verified never stands alone."""
    if line is None:
        return general.say
    if line.verified or line is general:
        return line.say
    return listed([line.say, general.say], lang, "or")
