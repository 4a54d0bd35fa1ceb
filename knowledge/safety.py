"""What can go wrong (hazards) and what did go wrong (incidents): data that a reviewer reads.

Nothing here advises anybody: neither file is part of the content's version.
"""

import datetime
from collections.abc import Collection, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Annotated, Literal, Self, TypeVar

from pydantic import Field, StringConstraints, model_validator

from knowledge.load import DATA, KnowledgeError, read, rows_of
from knowledge.models import Knowledge
from knowledge.parse import model
from knowledge.rows import Names, Row

Role = Literal["authors", "operator", "clinician", "therapist"]
Severity = Literal["grave", "moderate", "minor"]  # of the worst that can be expected
Version = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{12}$")]
PLACES = ("proved", "row", "case", "test", "document")


class Control(Row):
    """What holds a hazard down, and the one place that shows it."""

    how: str
    proved: str = ""  # a property of `si-screen prove`, word for word
    row: str = ""  # a clinical row or a rule
    case: str = ""  # a file of data/cases, without its ending
    test: str = ""  # a file of tests
    document: str = ""  # a document, by its path

    @model_validator(mode="after")
    def _one_place(self) -> Self:
        if sum(bool(getattr(self, kind)) for kind in PLACES) != 1:
            raise ValueError(f"a control names one place: {', '.join(PLACES)}")
        return self

    def shown_by(self) -> tuple[str, str]:
        """The kind of the place and its name."""
        return next((kind, getattr(self, kind)) for kind in PLACES if getattr(self, kind))


class Hazard(Row):
    id: str = Field(pattern=r"^HZ-\d\d$")
    hazard: str
    cause: str
    harm: str
    severity: Severity
    controls: tuple[Control, ...] = ()
    residual: str
    open: str = ""  # what is still to be done; empty: nothing that is known
    owner: Role

    @model_validator(mode="after")
    def _honest(self) -> Self:
        if not self.controls and not self.open:
            raise ValueError("a hazard without a control says under `open` what is to be done")
        return self


class Incident(Row):
    """One event, without anything about a client that could tell who it was."""

    id: str = Field(pattern=r"^IN-\d\d\d$")
    date: datetime.date
    what: str
    reported_by: str
    found_by: str
    rows: Names = ()
    severity: Severity
    action: str = ""
    before: Version | None = None  # the content's version when it happened
    after: Version | None = None  # the version that mends it
    closed: datetime.date | None = None

    @model_validator(mode="after")
    def _closed_with_an_action(self) -> Self:
        if self.closed and (self.closed < self.date or not self.action):
            raise ValueError("a closed incident has an action, and is closed no earlier than it happened")
        return self


R = TypeVar("R", Hazard, Incident)


def hazards(data: Path = DATA) -> tuple[Hazard, ...]:
    """The hazard table. Raises KnowledgeError."""
    return unique(model(Hazard, row) for row in rows_of(read(data / "hazards.yaml"), "hazards.yaml"))


def incidents(data: Path = DATA) -> tuple[Incident, ...]:
    """The incident log. Raises KnowledgeError."""
    return unique(model(Incident, row) for row in rows_of(read(data / "incidents.yaml"), "incidents.yaml"))


def unique(found: Iterable[R]) -> tuple[R, ...]:
    seen: dict[str, R] = {}
    for row in found:
        if row.id in seen:
            raise KnowledgeError(
                row.place, f"the id '{row.id}' is taken by {seen[row.id].place}",
                "one of the two could be read for the other", "give one of them another id",
            )
        seen[row.id] = row
    return tuple(seen.values())


def check(k: Knowledge, data: Path = DATA) -> list[str]:
    """Complaints about rows and cases that hazards or incidents name and that do not exist."""
    known = {
        "row": {*(row for ids in k.row_ids.values() for row in ids), *(rule.id for rule in k.rules)},
        "case": {file.stem for file in (data / "cases").glob("*.yaml")},
    }
    found = list(nowhere(hazards(data), known))
    for incident in incidents(data):
        found += [f"{incident.place}: {incident.id} names the row '{row}', which does not exist: check its spelling"
                  for row in incident.rows if row not in known["row"]]
    return found


def nowhere(found: Iterable[Hazard], known: Mapping[str, Collection[str]]) -> Iterator[str]:
    """Controls whose place does not exist, for the kinds of place that are known."""
    for hazard in found:
        for control in hazard.controls:
            kind, name = control.shown_by()
            if kind in known and name not in known[kind]:
                yield (f"{hazard.place}: {hazard.id} is held down by the {kind} '{name}', which does not exist: "
                       "name what really controls it, or say under `open` that nothing does")
