"""Log -> facts: which answers count, which questions are open, what is presumed.

A fact is missing while it is open, NA when a gate ruled its question out. An
answer counts only for the exact question that was shown (its fingerprint).
"""

from dataclasses import dataclass, field

from dialogs.session import Answer, Mark, Notice, Session
from knowledge.condition import ALWAYS, NA, holds, leaves
from knowledge.models import Knowledge, Line, Question, family_of
from knowledge.parse import UNSURE


@dataclass(slots=True)
class Read:
    """What the log says under this knowledge."""

    facts: dict[str, str] = field(default_factory=dict)
    unanswered: list[Question] = field(default_factory=list)  # in order, gates held
    presumed: set[str] = field(default_factory=set)  # questions that count as their gravest
    noticed: list[str] = field(default_factory=list)  # questions a notice brought forward, the next one first
    index: dict[str, int] = field(default_factory=dict)  # question -> its last entry in the log
    country: str = ""
    stale: set[str] = field(default_factory=set)  # answered, but reworded since


def read(session: Session, knowledge: Knowledge) -> Read:
    """Fold the log of the present screening into facts."""
    result = Read(country=session.country)
    counted = _counted(session, knowledge, result)
    facts = result.facts
    for row in knowledge.heard:
        facts.setdefault(f"heard.{row}", "no")
    facts.update(knowledge.unchecked)
    for question in knowledge.in_order:
        values = counted.get(question.id, {})
        if question.clarifies:
            _clarify(question, values, result)
        elif question.lines:
            _lines(question, values, result)
        else:
            _choice(question, values, result)
    for offer in [id for id in counted if id.startswith("offer:")]:
        question = knowledge.by_id[f"checked.{offer[6:]}"]
        values = counted.get(question.id, {})
        facts.update(values)
        if not values:
            result.unanswered.append(question)
    return result


def _counted(session: Session, knowledge: Knowledge, result: Read) -> dict[str, dict[str, str]]:
    """Question -> fact -> value; a notice drops what was said before it to its question."""
    counted: dict[str, dict[str, str]] = {}
    floor: dict[str, str] = {}  # answers from before a question was asked anew: they may only get graver
    gone = session.retracted()
    place, told = 0, None  # where the next question of the same message goes among those that were noticed
    for i, entry in enumerate(session.log[session.start :], session.start):
        if i in gone:
            continue
        if isinstance(entry, Answer):
            question = knowledge.by_id.get(entry.question)
            if question and question.shown != entry.shown:
                result.stale.add(question.id)
            elif question:
                result.stale.discard(question.id)
                values = {f: graver(question, v, floor.get(f)) for f, v in entry.values.items()}
                counted.setdefault(question.id, {}).update(values)
                if floor:
                    _unchecked(question, entry.values, counted, knowledge)
                result.index[question.id] = i
                if question.id in result.noticed:
                    result.noticed.remove(question.id)
                option = question.option(entry.values.get(question.id, ""))
                if option and option.country:
                    result.country = option.country
                elif question.kind == "country":
                    result.country = entry.values[question.id]
        elif isinstance(entry, Notice):
            result.facts[f"heard.{entry.row}"] = "yes"
            question = asks_of(entry.row, knowledge)
            if question:
                kept = counted.get(question.id, {})
                counted[question.id] = {f: v for f, v in kept.items() if v == "yes"}
                for later in follow_ups(question, entry.row, knowledge):
                    counted.pop(later.id, None)
                    result.index.pop(later.id, None)
                place, told = place + 1 if told == entry.at else 0, entry.at
                result.noticed = [id for id in result.noticed if id != question.id]
                result.noticed.insert(place, question.id)
        elif isinstance(entry, Mark):
            if entry.what.startswith("offer:") and f"checked.{entry.what[6:]}" in knowledge.by_id:
                counted[entry.what] = {}
            elif entry.what.startswith("go_on:"):
                result.facts[f"heard.{entry.what[6:]}"] = "left"
            elif entry.what.startswith("anew:"):
                for question in asked_anew(entry.what[5:], knowledge):
                    floor |= counted.pop(question.id, {})
                    result.index.pop(question.id, None)
    return counted


def asked_anew(what: str, knowledge: Knowledge) -> list[Question]:
    """The questions that a mark `anew:signs` or `anew:<question>` asks once more, and the review after them."""
    return [
        q for q in knowledge.in_order
        if q.id in (what, "review") or (what == "signs" and not q.settles and q.phase != "consent"
                                        and (q.phase == "screen" or q.kind == "signs" or q.clarifies))
    ]


def graver(question: Question, value: str, before: str | None) -> str:
    """The graver of two answers, where a question's answers have an order; else the new one."""
    if before is None or not question.ordered:
        return value
    order = UNSURE if question.checklist else [option.id for option in question.options]
    if before not in order or value not in order:
        return value
    return max(value, before, key=order.index)


def _unchecked(question: Question, said: dict[str, str], counted: dict[str, dict[str, str]], k: Knowledge) -> None:
    """A sign that is ticked anew is not one that a doctor has checked."""
    ticked = {f for f, v in said.items() if question.kind == "signs" and v != "no"}
    for offer in [id for id in counted if id.startswith("offer:")]:
        rules = [rule for rule in k.rules if family_of(rule) == offer[6:]]
        if ticked & {leaf.fact for rule in rules for leaf in leaves(rule.when)}:
            counted.pop(offer)
            counted.pop(f"checked.{offer[6:]}", None)


def follow_ups(card: Question, row: str, knowledge: Knowledge) -> list[Question]:
    """What was asked after the lines that speak of this row: an old "no" there must not clear new words."""
    lines = {line.id for line in card.all_lines() if row in line.rows} or {line.id for line in card.all_lines()}
    return [q for q in knowledge.in_order if {q.clarifies, q.splits} & lines]


def asks_of(row: str, knowledge: Knowledge) -> Question | None:
    """The question that asks about a clinical row, gravest card first."""
    for question in knowledge.questions:
        if question.heard == row:
            return question
    for question in knowledge.questions:
        if question.clarifies or question.offered or question.settles or question.phase == "consent":
            continue  # not asked of its own, or not of those who agreed
        if row in question.rows or any(row in line.rows for line in question.lines):
            return question
    return None


def _choice(question: Question, values: dict[str, str], result: Read) -> None:
    facts = result.facts
    if question.kind == "country" and result.country:
        facts[question.id] = result.country
        return
    gate = question.when is ALWAYS or holds(question.when, facts)
    if gate is False:
        facts[question.id] = NA
    elif gate:
        value = values.get(question.id)
        if value is not None:
            facts[question.id] = value
            return
        result.unanswered.append(question)
        if question.splits and question.presume and facts.get(question.splits) == "yes":
            facts[question.id] = question.presume
            result.presumed.add(question.id)


def _clarify(question: Question, values: dict[str, str], result: Read) -> None:
    """The clarifying answer replaces "not sure"; until it comes the line is open."""
    line = question.clarifies or ""
    if result.facts.get(line) != "unsure":
        result.facts[question.id] = NA
        return
    value = values.get(question.id)
    if value is None:
        del result.facts[line]
        result.unanswered.append(question)
    else:
        result.facts[question.id] = result.facts[line] = value


def _lines(question: Question, values: dict[str, str], result: Read) -> None:
    facts = result.facts
    gate = question.when is ALWAYS or holds(question.when, facts)
    missing = False
    for line in question.all_lines():
        shown = gate and (line.when is ALWAYS or holds(line.when, facts))
        if gate is False or shown is False:
            facts[line.id] = NA
        elif line.id in values and gate:
            facts[line.id] = values[line.id]
        else:
            missing = True
    if gate and missing:
        result.unanswered.append(question)


def open_lines(question: Question, facts: dict[str, str]) -> tuple[Line, ...]:
    """The lines of a card that are still to be shown: gate held, no value yet."""
    return tuple(
        line for line in question.lines
        if line.id not in facts and holds(line.when, facts) is not False
    )
