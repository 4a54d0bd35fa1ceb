"""What stands beside the rules: the base of every row, sources, phone lines, article rows."""

import re
from datetime import date
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from knowledge.load import listed

Tier = Literal["D0", "D1", "D2", "D3", "D4", "D5", "D6", "D7"]
PrivateGroup = Literal["nerve", "infection", "inner", "belly", "bone", "today", "crisis"]
Certainty = Literal["two_sources", "one_source", "source", "memory", "judgement", "sure"]


def _listed(value: object) -> object:
    return tuple(listed(value, "names", "?")) if isinstance(value, str) else value


def _alone(value: object) -> object:
    return (value,) if isinstance(value, str) else value


Names = Annotated[tuple[str, ...], BeforeValidator(_listed)]  # a list, or a text with commas
Texts = Annotated[tuple[str, ...], BeforeValidator(_alone)]  # a list, or a text, which may have commas of its own


class Row(BaseModel):
    """Anything an author writes: closed fields, frozen, with its place in the files."""

    model_config = ConfigDict(frozen=True, extra="forbid", arbitrary_types_allowed=True)
    place: str = ""  # file:line, for error messages


class Option(Row):
    id: str
    say: str
    country: str | None = None
    side: str | None = None
    number: int | None = None
    low: int | None = Field(default=None, alias="from")
    high: int | None = Field(default=None, alias="to")
    mild: bool = False  # that no rule names it is meant


class ArticleRow(Row):
    id: str
    says: str
    line: str
    claim: Literal["S", "A", "S+A", "-"]
    audience: Literal["C", "T", "C/T", "-"]
    use: Literal["feature", "pattern", "client", "therapist", "technique", "question", "unused"]
    where: Names = ()
    reason: str = ""
    certainty: Certainty = "one_source"
    verified: bool = False


class ListedRow(Row):
    """A clinical row without an effect of its own, and where its content lives."""

    id: str
    use: str
    where: Names = ()


class Source(Row):
    id: str
    name: str
    certainty: Certainty

    @property
    def short(self) -> str:
        """The citation up to its first comma or bracket."""
        return re.split(r"[(,;]", self.name)[0].strip(" .")


class PhoneLine(Row):
    say: str
    number: str | None = None
    name: str = ""
    hours: str | None = None
    note: str | None = None
    kind: str = ""
    certainty: Certainty
    source: str
    verified: bool


class Country(Row):
    id: str
    name: str
    within: str = Field(alias="in")
    aliases: Names = ()
    emergency: PhoneLine
    advice: PhoneLine | None = None
    crisis: PhoneLine | None = None
    abuse: PhoneLine | None = None
    poison: PhoneLine | None = None
    also: tuple[PhoneLine, ...] = ()


class WarningSign(Row):
    id: str
    say: str


class Signature(Row):
    """A clinician who has checked rows: from which day, to which day, and the mark of what each row said then."""

    name: str = Field(min_length=1)
    role: str = Field(min_length=1)
    registration: str = ""
    since: date = Field(alias="date")
    until: date
    rows: dict[str, str]


class SignOff(Row):
    """A row that can be signed: all that a clinician answers for, its mark, and who has signed just this."""

    row: str
    tier: Tier  # the most urgent of its rules, in either profile
    content: dict[str, Any]  # plain data; `mark` is 12 hex digits over it
    mark: str
    signed: tuple[Signature, ...]
    stale: tuple[Signature, ...]  # of what it said before
