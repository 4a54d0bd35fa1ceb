"""An outcome that was told, judged again: what would the same answers get under the present content?

Elsewhere an answer counts only for the very words that were shown. Here it counts as long as its
question, line or option still has its id, since the client can't be asked again; `reworded` says so.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from dialogs.flow import Place, locate
from dialogs.house import House
from dialogs.outcome import FINISHED
from dialogs.session import Answer, Closed, Entry, Session
from knowledge.condition import NA, holds
from knowledge.models import RANK, URGENCY, Knowledge, Question, Rule
from knowledge.parse import UNSURE

MASSAGE = ("no", "after_ok", "adapted", "yes")


@dataclass(frozen=True, slots=True)
class Advice:
    """What was or would be advised. `kind` is where to go, for D1 only."""

    disposition: str
    massage: str
    kind: str | None

    def level(self) -> tuple[int, int, int]:
        """Lower is more urgent. D6 and D7 are the same advice; an ambulance is before other emergencies."""
        rank = min(URGENCY.index(self.disposition), RANK["D6"])
        return rank, int(self.kind != "ambulance"), MASSAGE.index(self.massage)


@dataclass(frozen=True, slots=True)
class Again:
    """An outcome that was told, beside what its answers would get now."""

    old: Advice
    new: Advice
    place: Place
    knowledge: Knowledge  # in the profile of this chat
    reworded: bool  # an answer that counts was given to other words than those of today
    unknown: tuple[str, ...]  # questions that would be asked today, while a more urgent rule is open

    @property
    def more_urgent(self) -> bool:
        return self.new.level() < self.old.level()

    def concerns(self, id: str) -> bool:
        """The rule of this id, or a rule of the row, holds or is open."""
        return any(holds(rule.when, self.place.facts) is not False for rule in rules_of(id, self.knowledge))


def last_told(session: Session) -> list[Closed]:
    """The last outcome of each screening; one that was told before an answer was changed is overtaken."""
    return list({closed.start: closed for closed in session.closed}.values())


def rules_of(id: str, knowledge: Knowledge) -> list[Rule]:
    """Every form of the rule, or of all the rules of the row, that has this id."""
    return [rule for rule in knowledge.rules if id == rule.row or f"{rule.id}.".startswith(f"{id}.")]


def again(session: Session, closed: Closed, house: House) -> Again:
    """Judge the answers this outcome rested on."""
    then = session.but(log=session.log[: closed.upto], start=closed.start, closed=(), draft=None, pending=None)
    knowledge = house.knowledge_for(then)
    gone = then.retracted()
    stood = [e for i, e in enumerate(then.log) if i >= closed.start and i not in gone]
    log = [now for entry in stood for now in translated(entry, knowledge)]
    place = locate(then.but(log=tuple(log), start=0), knowledge)
    found = place.assessment
    first = found.findings[0].rule if found.findings else None
    old = Advice(str(closed.outcome["disposition"]), str(closed.outcome["massage"]), kind_of(closed))
    new = Advice(found.disposition, found.massage, first.kind if first and first.tier == "D1" else None)
    shown = {(e.question, e.shown) for e in log if isinstance(e, Answer)}
    reworded = any(
        isinstance(e, Answer) and (e.question, e.shown) not in shown
        and any(place.facts.get(fact, NA) != NA for fact in e.values) for e in stood
    )
    return Again(old, new, place, knowledge, reworded, unknown(place, old, knowledge))


def kind_of(closed: Closed) -> str | None:
    kind = closed.outcome.get("kind")
    return str(kind) if kind else None


def translated(entry: Entry, knowledge: Knowledge) -> Iterator[Entry]:
    """An answer as if it had been given today: to the questions that ask for its facts now. What has
    lost its question, line or option is left out, and so is open."""
    if not isinstance(entry, Answer):
        if entry.type != "retract":
            yield entry
        return
    values: dict[str, dict[str, str]] = {}
    for fact, value in entry.values.items():
        question = knowledge.by_fact.get(fact)
        if question:
            kept = valued(question, value, entry.said)
            values.setdefault(question.id, {}).update({fact: kept} if kept else {})
    for id, found in values.items():
        if found:
            yield entry.model_copy(update={"question": id, "shown": knowledge.by_id[id].shown, "values": found})


def valued(question: Question, value: str, said: str) -> str | None:
    """The value this answer has today, None if there is none; a number goes into the band of today."""
    if question.checklist:
        return value if value in UNSURE else None
    if question.kind == "country":
        return value
    if question.kind == "number" and said.isdecimal():
        band = question.band(int(said))
        return band.id if band else None
    return value if question.option(value) else None


def unknown(place: Place, old: Advice, knowledge: Knowledge) -> tuple[str, ...]:
    """The questions without an answer, if a more urgent rule is open; none where the chat would end now too,
    however little was asked."""
    waits = any(
        RANK[rule.tier] < old.level()[0] or ((rule.wait or rule.postpone) and old.massage in ("adapted", "yes"))
        for rule in knowledge.rules if holds(rule.when, place.facts) is None
    )
    if place.state in FINISHED or not waits:
        return ()
    return tuple(question.id for question in place.read.unanswered if not question.offered)
