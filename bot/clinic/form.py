"""What may stand in a clinic file. The one place: `make schema` makes schema.json of it for editors."""

from datetime import date
from typing import Annotated, Literal

from pydantic import AfterValidator, BeforeValidator, Field, model_validator

from bot.clinic import checks
from knowledge.models import Profile
from knowledge.rows import Row

Channel = Literal["web", "telegram"]
Event = Literal["screening.finished", "summary.sent", "summary.amended", "summary.withdrawn"]


def _words(value: object) -> object:
    """A list, or one text with spaces between."""
    return tuple(value.split()) if isinstance(value, str) else value


Words = Annotated[tuple[str, ...], BeforeValidator(_words)]
OneLine = Annotated[str, BeforeValidator(checks.one_line)]


class ThemeForm(Row):
    colour: Annotated[str, BeforeValidator(checks.colour)] = Field(
        description="Of buttons and the top bar, as \"#1a5f7a\". The words on it must be readable (4.5 to 1).")
    on_colour: Annotated[str, BeforeValidator(checks.colour)] = Field(
        default="", description="The words on that colour; left out: white or black, whichever reads better.")
    logo: str = Field(default="", description="A PNG, JPEG or WebP file beside this one, at most 200 kB.")


class HookForm(Row):
    url: Annotated[str, BeforeValidator(checks.link)] = Field(description="Where events are sent, with https.")
    events: Annotated[tuple[Event, ...], BeforeValidator(_words)] = Field(
        min_length=1, description="Which events are sent there, with spaces between.")


class Numbers(Row):
    """What a client reads; the key is the kind of line."""

    emergency: OneLine = Field(default="", max_length=40, description="Told beside the country's own number.")
    advice: OneLine = Field(default="", max_length=80, description="A health line for advice.")
    crisis: OneLine = Field(default="", max_length=80, description="For thoughts of self-harm.")
    abuse: OneLine = Field(default="", max_length=80, description="For violence at home.")
    poison: OneLine = Field(default="", max_length=80, description="For too many pills.")


class OwnForm(Row):
    file: str = Field(min_length=1, description="The file with the clinic's own questions and rules, beside this one.")
    signed_by: OneLine = Field(
        min_length=3, max_length=80, description="Name and role of the clinician who answers for them.")
    signed_on: date = Field(description="When they were read and signed, such as 2026-11-23.")
    mark: str = Field(default="", description="What was signed; `si-screen clinic check` tells it.")


class ClinicForm(Row):
    id: Annotated[str, BeforeValidator(checks.id)] = Field(description="The name in links, such as hillside.")
    name: OneLine = Field(min_length=1, max_length=60, description="What clients call the clinic.")
    address: OneLine = Field(default="", max_length=200, description="Street and town, for the poster and the papers.")
    phone: Annotated[OneLine, AfterValidator(checks.phone)] = Field(
        default="", max_length=40, description="For \"Talk to a person\".")
    hours: OneLine = Field(default="", max_length=200, description="Said after the phone: a sentence.")
    country: Annotated[str, BeforeValidator(checks.country)] = Field(
        default="", description="Two capital letters. Left out: each client is asked.")
    numbers: Numbers = Field(default=Numbers(), description="Phone lines of your own.")
    lang: Annotated[str, BeforeValidator(checks.language)] = Field(
        default="", description="The first language. Left out: that of the client's browser or Telegram.")
    languages: Annotated[tuple[str, ...], BeforeValidator(checks.languages)] = Field(
        default=(), description="The languages that clients can choose. Left out: all of them.")
    zone: Annotated[str, BeforeValidator(checks.zone)] = Field(
        default="", description="Time zone of your clients, such as Europe/Berlin.")
    booking: Annotated[str, BeforeValidator(checks.link)] = Field(
        default="", description="Where an appointment can be booked, with https; told where massage need not wait.")
    profile: Profile | None = Field(
        default=None, description="strict or calibrated. Left out: strict in the UK, calibrated elsewhere.")
    mode: Literal["advice", "intake"] = Field(
        default="advice", description="intake: clients read emergency and doctor advice, but nothing on massage.")
    mode_reason: OneLine = Field(default="", max_length=300, description="Why this mode was chosen.")
    mode_date: date | None = Field(default=None, description="When it was chosen, such as 2026-11-23.")
    days: int | None = Field(default=None, ge=1, le=3650, description="How many days answers are kept.")
    safety_name: OneLine = Field(default="", max_length=60, description="Who gets reports of problems.")
    safety_contact: OneLine = Field(default="", max_length=100, description="Their mail or phone.")
    checkins: Annotated[str | None, BeforeValidator(checks.times)] = Field(
        default=None, description="When clients who want it are asked how it goes, such as \"48h 7d\"; \"\" for never.")
    consent: dict[str, OneLine] = Field(
        default={}, description="A sentence of your own at the consent; by language, if there are several.")
    channels: Annotated[tuple[Channel, ...], BeforeValidator(checks.channels)] = Field(
        default=("web", "telegram"), description="Where clients can come in: web, or web telegram.")
    origins: Annotated[Words, BeforeValidator(checks.origins)] = Field(
        default=(), description="Web sites that may show the chat in a frame, such as https://www.hillside.example.")
    theme: ThemeForm | None = Field(default=None, description="Colours and logo.")
    hooks: tuple[HookForm, ...] = Field(default=(), description="Web addresses that are told of events.")
    own: OwnForm | None = Field(default=None, description="Questions and rules of your own.")

    @model_validator(mode="before")
    @classmethod
    def one_sentence(cls, raw: object) -> object:
        """A consent sentence in one language needs no name of it."""
        if isinstance(raw, dict) and isinstance(raw.get("consent"), str):
            first = _words(raw.get("languages") or raw.get("lang") or "en")
            raw = {**raw, "consent": {first[0]: raw["consent"]}} if isinstance(first, tuple) else raw
        return raw

    @model_validator(mode="after")
    def whole(self) -> "ClinicForm":
        checks.together(self.safety_name, self.safety_contact)
        checks.first_among(self.lang, self.languages)
        checks.said_in_all(self.consent, self.languages)
        return self
