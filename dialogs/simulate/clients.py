"""The simulated clients: stories with their labels, and how each was answered.

Stories and labels never change; a label that turned out wrong goes into
changed_labels.yaml with its reason, and both counts are reported.
"""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from knowledge.load import DATA, KnowledgeError, Plain, read, rows_of, texts_of
from knowledge.models import URGENCY, Knowledge, Question, Tier
from knowledge.parse import model
from knowledge.rows import Row

Group = Literal["vignettes", "waiting_room"]
GROUPS: tuple[Group, ...] = ("vignettes", "waiting_room")
EXPECT = ("massage", "massage_and_doctor")
LINE = ("no", "unsure", "yes")


@dataclass(frozen=True, slots=True)
class Client:
    """One story. A vignette has a label, somebody in the waiting room an expectation."""

    id: str
    group: Group
    about: str
    story: str
    country: str  # ISO code
    answers: dict[str, str] = field(repr=False)  # question or line -> value; numbers as digits
    label: Tier | None = None
    expect: str = ""
    row: str = ""


class Story(Row):
    """A client as the file has them, before anybody answered."""

    id: str
    about: str
    story: str
    because: str
    label: str | None = None
    expect: str = ""
    row: str = ""
    quote: str = ""
    lookalike: str = ""


@dataclass(frozen=True, slots=True)
class Changed:
    """A label that was changed after the first run, for all to see."""

    id: str
    was: Tier
    now: Tier
    why: str
    row: str


def clients(group: Group, knowledge: Knowledge, data: Path = DATA) -> list[Client]:
    """The clients of a file with the answers of answers/<file>. Raises KnowledgeError."""
    stories = [model(Story, row) for row in rows_of(read(data / "clients" / f"{group}.yaml"), f"{group}.yaml")]
    answered = read(data / "clients" / "answers" / f"{group}.yaml")
    place = f"answers/{group}.yaml"
    if not isinstance(answered, dict):
        raise wrong(place, "is no mapping of ids to answers", "write `V01: {country: US, answers: {...}}`")
    ids = [story.id for story in stories]
    for one, other in ((sorted(set(ids) - set(answered)), "has no answers for"),
                       (sorted(set(answered) - set(ids)), "answers for unknown clients")):
        if one:
            raise wrong(place, f"{other}: {', '.join(one)}", "answer every story of the file, and no other")
    return [client(group, story, answered[story.id], knowledge) for story in stories]


def client(group: Group, story: Story, row: Plain, knowledge: Knowledge) -> Client:
    """One story with its answers. Raises KnowledgeError."""
    label = next((tier for tier in URGENCY if tier == story.label), None)
    if label is None if group == "vignettes" else story.expect not in EXPECT:
        raise wrong(story.place, f"'{story.id}' has the label '{story.label or story.expect}'",
                    f"a label is one of {', '.join(URGENCY)}, an expectation one of {', '.join(EXPECT)}")
    place = f"answers/{group}.yaml '{story.id}'"
    if not isinstance(row, dict) or not isinstance(row.get("answers"), dict):
        raise wrong(place, "has no `answers`", "write `{country: US, answers: {...}, because: {...}}`")
    country = str(row.get("country") or "")
    faults = [] if country in knowledge.countries and country else [f"the country '{country}' is not known"]
    for fact, value in row["answers"].items():
        faults += misfit(fact, value, knowledge)
    if faults:
        raise wrong(place, "; ".join(faults), "use the ids of `si-screen questions --json`; "
                    "if the questionnaire has changed, have it filled in anew")
    return Client(
        id=story.id, group=group, about=story.about, story=story.story, country=country,
        answers=row["answers"], label=label, expect=story.expect, row=story.row,
    )


def misfit(fact: str, value: object, knowledge: Knowledge) -> list[str]:
    """Why this answer is none, as a list that is empty if it is one."""
    question = knowledge.by_fact.get(fact)
    if question is None:
        return [f"'{fact}' is neither a question nor a line"]
    if value in taken(question) or (question.kind == "country" and str(value) in knowledge.countries):
        return []
    if question.kind == "number" and isinstance(value, str) and value.isdecimal():
        # A smaller number is the truth of somebody who is stopped before: aged 17, say.
        return [] if int(value) <= question.max else [f"'{fact}: {value}' is over {question.max}"]
    return [f"'{fact}: {value}' is no answer: it takes {', '.join(taken(question)) or 'an ISO code'}"]


def taken(question: Question) -> tuple[str, ...]:
    """The values that a question, or each line of a checklist, takes."""
    return LINE if question.checklist else tuple(option.id for option in question.options)


def changed_labels(found: list[Client], data: Path = DATA) -> list[Changed]:
    """What was changed since the labels were written. Raises KnowledgeError."""
    labels = {client.id: client.label for client in found}
    changes = []
    for row in rows_of(read(data / "clients" / "changed_labels.yaml"), "changed_labels.yaml"):
        row = texts_of(row, row["place"])
        id, was = row.get("id", "?"), labels.get(row.get("id", "?"))
        now = next((tier for tier in URGENCY if tier == row.get("to")), None)
        if was is None or row.get("from") != was or now in (None, was) or not row.get("why") or not row.get("row"):
            raise wrong(
                row["place"], f"'{id}' can't be changed from {row.get('from')} to {row.get('to')}",
                "give id, from (the label in the file), to (another one), why and row",
            )
        changes.append(Changed(id, was, now, row["why"], row["row"]))
    return changes


def wrong(place: str, what: str, mend: str) -> KnowledgeError:
    return KnowledgeError(place, what, "a client who answers something else than the story proves nothing", mend)
