"""Clinical cases: given these answers, this outcome. Played as whole chats through `step`."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from pydantic import Field

from dialogs.events import Event, Hear, Open, Say, Tap
from dialogs.facts import open_lines
from dialogs.flow import Place
from dialogs.house import House
from dialogs.session import Session
from dialogs.step import Step, step
from knowledge.load import DATA, KnowledgeError, Plain, folder, listed, nearest
from knowledge.models import Knowledge, Profile, Question, family_of
from knowledge.parse import model
from knowledge.rows import Names, Row, Texts

Known = dict[tuple[object, Event], Step]  # chats of one house, turn by turn; see `play`
NOW = datetime(2026, 1, 15, 22, 30, tzinfo=UTC)
QUIET = {
    "consent": "agree", "country": "other", "age": "40", "pregnancy": "not_for_me", "spot": "buttock_left",
    "duration": "days", "pain": "3", "review": "right",
}
THEN = {"disposition", "at_least", "kind", "findings", "not_findings", "massage", "fit", "withheld", "cautions",
        "side", "reached", "alone", "asks", "says", "numbers", "hears"}


class Written(Row):
    """A case as it stands in the file."""

    name: str
    row: Names
    then: dict[str, Any]
    quote: str = ""
    why: str = ""
    given: dict[str, str] = Field(default_factory=dict)
    each: tuple[str | dict[str, str], ...] = ({},)  # the same `then` for each of these answers
    ticks: Texts = ()
    types: Texts = ()
    notices: Names = ()
    country: str = "US"
    profile: Profile = "calibrated"
    whatever_else: bool = False


KEYS = {*Written.model_fields} - {"place"}
NAMED = {"findings", "not_findings", "withheld", "cautions", "asks"}  # of `then`: lists of names
TABLES = {"numbers", "hears"}


@dataclass(frozen=True, slots=True)
class Case:
    name: str
    place: str
    rows: tuple[str, ...]
    given: dict[str, str]
    then: dict[str, Any]
    quote: str = ""
    profile: Profile = "calibrated"
    country: str = "US"
    notices: tuple[str, ...] = ()
    whatever: bool = False
    ticks: tuple[str, ...] = ()  # answers named by the words that the client reads
    types: tuple[str, ...] = ()  # typed once consent is given
    planted: bool = False  # plays one rare answer alone, so it measures no usual chat


@dataclass(slots=True)
class Played:
    """A chat from the first card to its end."""

    last: Step
    session: Session
    knowledge: Knowledge
    given: dict[str, str] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)  # question ids in order
    steps: list[Step] = field(default_factory=list)


def cases(data: Path = DATA) -> list[Case]:
    """Every case of the content. Raises KnowledgeError."""
    found: list[Case] = []
    for stem, rows in folder(data / "cases"):
        for row in rows:
            place = f"cases/{stem}.yaml '{row.get('name', '?')}'"
            whole({key: value for key, value in row.items() if key != "place"}, place)
            case = model(Written, {**row, "then": claimed(row["then"], place), "place": place})
            found += [Case(
                name=case.name, place=place, rows=case.row, then=case.then, quote=case.quote, profile=case.profile,
                given={**case.given, **(one if isinstance(one, dict) else {})},
                country=case.country, notices=case.notices, whatever=case.whatever_else,
                ticks=(*case.ticks, *(one.split("; ") if isinstance(one, str) else [])),
                types=case.types, planted=stem.startswith("planted"),
            ) for one in case.each]
    return found


def whole(row: Plain, place: str) -> None:
    """Raises KnowledgeError if this case can't be understood, or asserts nothing."""
    then = row["then"] if isinstance(row.get("then"), dict) else {}
    for name, known in [*((key, KEYS) for key in row), *((key, THEN) for key in then)]:
        if name not in known:
            raise KnowledgeError(
                place, f"the case has '{name}', which means nothing", "that part of it would protect nobody",
                f"{nearest(name, known)}a case has {', '.join(sorted(KEYS))}; its `then` {', '.join(sorted(THEN))}",
            )
    lacks = [key for key in ("name", "row", "then") if not row.get(key) or (key == "then" and not then)]
    lacks += ["each"] if "each" in row and not row["each"] else []
    lacks += [] if {"given", "ticks", "each"} & set(row) and isinstance(row.get("given") or {}, dict) else ["given"]
    if lacks:
        raise KnowledgeError(
            place, f"the case has no {', '.join(lacks)}", "a case that asserts nothing protects nobody",
            "say for which `row` it stands, what is given, such as `given: {fever: unsure}`, and what follows `then`",
        )
    if row.get("profile", "strict") not in ("strict", "calibrated"):
        raise KnowledgeError(
            place, f"there is no profile '{row['profile']}'", "the case could not be played",
            "write `profile: strict`; without it the case is played in the calibrated profile",
        )


def claimed(then: Plain, place: str) -> dict[str, Any]:
    """What is to follow, lists as lists. Raises KnowledgeError."""
    found = {key: listed(value, key, place) if key in NAMED else value for key, value in then.items()}
    if "says" in then:
        found["says"] = [then["says"]] if isinstance(then["says"], str) else listed(then["says"], "says", place)
    for key, value in found.items():
        texts = value.values() if isinstance(value, dict) else [value or ""]
        if key not in {*NAMED, "says"} and ((key in TABLES) != isinstance(value, dict) or not all(
                isinstance(text, str) for text in texts)):
            raise KnowledgeError(place, f"`{key}` under `then` can't be compared with anything: {value!r}",
                                 "the case would hold or fail whatever is said",
                                 "write one word; `numbers` and `hears` are tables of words")
    return found


def quiet(question: Question) -> str:
    """The quiet answer: the declared one, else the first (mildest) option."""
    if question.clarifies:
        return "unsure"
    if question.offered:
        return "not_checked"
    if question.settles:
        return "both"
    return QUIET.get(question.id) or question.options[0].id


def play(
    house: House, given: dict[str, str], country: str = "US", notices: tuple[str, ...] = (),
    pick: Callable[[Question], str] = quiet, line: Callable[[str], str] = lambda _: "no",
    types: tuple[str, ...] = (), session: Session | None = None, known: Known | None = None,
) -> Played:
    """Answer every question as given, the rest by `pick` and `line`, until the end. A given
    `checked.<rule>` is the answer to "has a doctor looked at this since?", asked for at the end.
    Chats of the same house that share `known` and begin alike are worked out once."""
    before: Known = {} if session or known is None else known
    session = session or Session(id="case", country=country)

    def turn(last: Step | None, session: Session, event: Event) -> Step:
        key = (id(last) if last else country, event)
        if key not in before:
            before[key] = step(session, event, house, NOW, last.place if last else None)
        return before[key]

    done = turn(None, session, Open(lang=session.lang))
    played = Played(done, done.session, house.knowledge_for(session), given)
    heard: list[Event] = [*(Hear(row, "words") for row in notices), *map(Say, types)]
    unused = set(given)
    for _ in range(120):
        place = played.last.place
        if heard and place.facts.get("consent", "").startswith("agree"):
            event = heard.pop(0)
        elif place.question is None and offerable(place) & unused:
            event = Tap(("checked",))
        elif place.question is None:
            break
        else:
            question = place.question
            played.asked.append(question.id)
            unused -= {question.id, *(line_.id for line_ in question.all_lines())}
            event = _answer(question, place.facts, given, pick, line)
        played.last = turn(played.last, played.session, event)
        played.session = played.last.session
        played.steps.append(played.last)
    else:
        raise RuntimeError(f"the chat does not end; last asked: {played.asked[-3:]}")
    if unused and played.last.place.state in ("recommend", "refer"):
        raise ValueError(f"never asked: {', '.join(sorted(unused))}")
    return played


def offerable(place: Place) -> set[str]:
    """The questions "has a doctor looked at this since?" that a tap on "checked" would ask here."""
    if place.state not in ("emergency", "refer"):
        return set()
    return {f"checked.{family_of(f.rule)}" for f in place.assessment.findings if f.doctor_first}


def _answer(
    question: Question, facts: dict[str, str], given: dict[str, str],
    pick: Callable[[Question], str], line: Callable[[str], str],
) -> Tap:
    if not question.checklist:
        chosen = given.get(question.id) or (quiet(question) if question.settles else pick(question))
        return Tap((chosen,))
    ids = [row.id for row in open_lines(question, facts)]
    if question.more:
        ids.append(question.more.id)
    values = {id: given.get(id) or line(id) for id in ids}
    if question.more and values[question.more.id] == "unsure":
        values[question.more.id] = "no"
    ticked = tuple(id for id, v in values.items() if v == "yes")
    unsure = tuple(id for id, v in values.items() if v == "unsure")
    return Tap(ticked or (() if unsure else ("none",)), unsure)
