"""Clinical cases: given these answers, this outcome. Played as whole chats through `step`."""

import random
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from dialogs.claims import asked_for_sure, heard_in, known, meant, suffices
from dialogs.events import Event, Hear, Open, Say, Tap
from dialogs.facts import open_lines
from dialogs.flow import Place
from dialogs.house import House
from dialogs.outcome import FINISHED
from dialogs.session import Session
from dialogs.step import Step, step
from knowledge.load import DATA, KnowledgeError, folder
from knowledge.models import RANK, Knowledge, Profile, Question, family_of

NOW = datetime(2026, 1, 15, 22, 30, tzinfo=UTC)
QUIET = {
    "consent": "agree", "country": "other", "age": "40", "pregnancy": "not_for_me", "spot": "buttock_left",
    "duration": "days", "pain": "3", "review": "right",
}
THEN = {"disposition", "at_least", "kind", "findings", "not_findings", "massage", "fit", "withheld", "cautions",
        "side", "reached", "alone", "asks", "says", "numbers", "hears"}


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
            wrong = set(row.get("then", {})) - THEN
            if wrong or not {"given", "ticks", "each"} & set(row) or not row.get("then"):
                raise KnowledgeError(
                    place, f"given/then missing or unknown: {', '.join(sorted(wrong))}",
                    "a case that asserts nothing protects nobody", f"`then` may have {', '.join(sorted(THEN))}",
                )
            listed = row["row"] if isinstance(row["row"], list) else [row["row"]]
            found += [Case(
                name=row["name"], place=place, rows=tuple(listed),
                given={**(row.get("given") or {}), **(one if isinstance(one, dict) else {})},
                then=row["then"], quote=row.get("quote") or "",
                profile=row.get("profile", "calibrated"), country=row.get("country", "US"),
                notices=tuple(row.get("notices") or ()), whatever=row.get("whatever_else") == "true",
                ticks=(*(row.get("ticks") or ()), *(one.split("; ") if isinstance(one, str) else [])),
                types=tuple(row.get("types") or ()), planted=stem.startswith("planted"),
            ) for one in row.get("each") or [{}]]  # the same `then` for each of these answers
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
    types: tuple[str, ...] = (), session: Session | None = None,
) -> Played:
    """Answer every question as given, the rest by `pick` and `line`, until the end. A given
    `checked.<rule>` is the answer to "has a doctor looked at this since?", asked for at the end."""
    session = session or Session(id="case", country=country)
    done = step(session, Open(lang=session.lang), house, NOW)
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
        played.last = step(played.session, event, house, NOW)
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


def judge(case: Case, house: House, seeds: int = 25) -> list[str]:
    """What is wrong with the outcome of this case; empty if it holds."""
    if not case.whatever:
        try:
            given = answers_of(case, house)
            faults = compare(case, play(house, given, case.country, case.notices, types=case.types))
            for country, number in case.then.get("numbers", {}).items():
                if not re.search(rf"(?<!\d){re.escape(number)}(?!\d)", read(play(house, given, country))):
                    faults.append(f"does not tell {number} in {country}")
            return faults
        except ValueError as fault:
            return [str(fault)]
    faults = []
    for seed in range(seeds):
        rng = random.Random(f"{case.name}{seed}")  # noqa: S311  # repeatable, not secret

        def pick(question: Question, rng: random.Random = rng) -> str:
            skip = {"decline", "under_16", "age_16_17", "absent", "change", "elsewhere"}
            if question.kind == "country":
                return "US"
            known = [o.id for o in question.options if o.id not in skip and o.country is None]
            return QUIET[question.id] if question.id in ("consent", "review") else rng.choice(known)

        def line(_: str, rng: random.Random = rng) -> str:
            return rng.choices(("no", "unsure", "yes"), (8, 1, 2))[0]

        try:
            played = play(house, case.given, case.country, case.notices, pick, line)
        except ValueError:
            continue  # a random answer closed the gate of a given one
        faults += [f"seed {seed}: {fault}" for fault in compare(case, played)]
    return faults[:3]


def answers_of(case: Case, house: House) -> dict[str, str]:
    """What is answered in this case, the words resolved. Raises ValueError."""
    knowledge = house.knowledge_for(Session(id="case", country=case.country))
    return {**case.given, **dict(meant(words, knowledge) for words in case.ticks)}


def read(played: Played) -> str:
    """All that the client reads at the end."""
    return " ".join(reply.text for reply in played.last.replies)


def compare(case: Case, played: Played) -> list[str]:
    """Expected against found, one sentence a difference."""
    place, found = played.last.place, played.last.outcome
    if found is None or place.state not in FINISHED:
        return [f"no outcome, the chat is in {place.state}"]
    faults: list[str] = []
    for key, want in case.then.items():
        if key == "at_least":
            if RANK[place.assessment.disposition] > RANK[want]:
                faults.append(f"{found['disposition']}, expected at least {want}")
        elif key == "reached":
            most = min((step.place.assessment.disposition for step in played.steps), key=RANK.__getitem__)
            if RANK[most] > RANK[want]:
                faults.append(f"{most} at the most on the way, expected {want}")
        elif key == "findings":
            missing = set(want) - set(place.assessment.rows())
            if missing:
                faults.append(f"does not find {', '.join(sorted(missing))}")
        elif key == "not_findings":
            extra = set(want) & set(place.assessment.rows())
            if extra:
                faults.append(f"wrongly finds {', '.join(sorted(extra))}")
        elif key == "asks":
            said = known(played.given, played.knowledge)
            hidden = [fact for fact in (*want, *said) if not asked_for_sure(fact, said, played.knowledge)]
            faults += [f"does not ask '{fact}' of everybody" for fact in hidden]
        elif key == "alone":
            said = known(played.given, played.knowledge)
            weak = [row for row in case.rows if not suffices(row, want, said, played.knowledge)]
            faults += [f"{row} is not {want} by these answers alone" for row in weak]
        elif key == "hears":
            faults += [f"'{words}' is not heard as {row}" for words, row in want.items() if row not in heard_in(words)]
        elif key == "says":
            faults += [f"does not say '{words}'" for words in want if words not in read(played)]
        elif key == "withheld":
            missing = set(want) - set(place.assessment.withheld)
            if missing:
                faults.append(f"does not withhold {', '.join(sorted(missing))}")
        elif key == "cautions":
            missing = set(want) - {f.rule.row for f in place.assessment.findings}
            if missing:
                faults.append(f"lacks the caution {', '.join(sorted(missing))}")
        elif key != "numbers":
            got = found["si_fit"] if key == "fit" else found[key]
            if got != (None if want == "null" else want):
                faults.append(f"{key} is {got}, expected {want}")
    return faults
