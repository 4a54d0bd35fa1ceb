"""A client with an answer to every question, and what must follow from those answers.

The oracle is small and its own: it shares no code with knowledge.condition, knowledge.match
or dialogs.facts, so a fault planted there can't hide in it.
"""

import random
from collections.abc import Mapping
from dataclasses import dataclass

from dialogs.session import Answer, Retract, Session
from knowledge.condition import Condition, Leaf
from knowledge.models import Knowledge, Question, Rule

ORDER = ("D1", "D2", "D3", "D0", "D4", "D5")  # most urgent first
TALK = ("crisis", "abuse", "poison")
Truth = dict[str, str]


def true(condition: Condition, facts: Mapping[str, str]) -> bool:
    if isinstance(condition, Leaf):
        return facts.get(condition.fact) in condition.values
    return sum(true(part, facts) for part in condition.parts) >= condition.n


def possible(condition: Condition, facts: Mapping[str, str]) -> bool:
    """Whether it may still come true: what is not known may be anything."""
    if isinstance(condition, Leaf):
        return condition.fact not in facts or facts[condition.fact] in condition.values
    return sum(possible(part, facts) for part in condition.parts) >= condition.n


def asked_in(question: Question) -> list[tuple[str, tuple[Condition, ...]]]:
    """Every fact of a question with its gates."""
    if question.lines:
        return [(line.id, (question.when, line.when)) for line in question.all_lines()]
    return [(question.id, (question.when,))]


def somebody(k: Knowledge, rng: random.Random) -> Truth:
    """An answer to every question, asked or not; most people have few signs."""
    truth: Truth = {}
    more = {question.more.id for question in k.in_order if question.more}  # a button: yes or no
    grave = rng.choice((0.02, 0.06, 0.15))
    for question in k.in_order:
        for fact, _ in asked_in(question):
            if question.lines:
                unsure = 0 if fact in more else grave / 2
                truth[fact] = rng.choices(("no", "unsure", "yes"), (1 - 2 * grave, unsure, grave))[0]
            elif question.clarifies:
                truth[fact] = rng.choice(("no", "unsure", "yes"))
            elif question.settles:
                truth[fact] = "both"
            elif question.kind == "country":
                truth[fact] = "US"
            elif question.id in ("consent", "review"):
                truth[fact] = {"consent": "agree", "review": "right"}[question.id]
            elif rng.random() < grave * 4 or question.kind in ("number", "spot") or "pregnancy" in fact:
                truth[fact] = rng.choice([o.id for o in question.options if o.id != "elsewhere"])
            else:
                truth[fact] = question.options[0].id
    if rng.random() < 0.1:
        truth["consent"] = rng.choice(("under_16", "age_16_17", "absent"))
    if rng.random() < 0.05:
        truth["spot"] = "elsewhere"
    return truth


def lawful(truth: Truth, k: Knowledge) -> Truth:
    """The facts that these answers lead to: what a gate rules out is not asked."""
    facts = {**k.unchecked, **{f"heard.{row}": "no" for row in k.heard}}
    for question in k.in_order:
        for fact, gates in asked_in(question):
            if question.clarifies:
                settle(question, truth, facts)
                continue
            agreed = facts.get("consent", truth["consent"]).startswith("agree") or question.phase == "consent"
            facts[fact] = truth[fact] if agreed and all(true(gate, facts) for gate in gates) else "na"
    return facts


@dataclass(frozen=True)
class Expected:
    """What must follow from these facts."""

    state: str
    disposition: str
    massage: str
    rows: frozenset[str]


def held_by(facts: Mapping[str, str], k: Knowledge) -> list[Rule]:
    """The rules that hold. A rule none of whose answers was given can't, and is not looked at."""
    index = Index.of(k)
    seen = {rule.id: rule for answer in facts.items() for rule in index.get(answer, ())}
    return [rule for rule in seen.values() if true(rule.when, facts)]


class Index:
    """The rules by the answers they know, kept for the content at hand."""

    rules: tuple[Rule, ...] = ()
    found: dict[tuple[str, str], list[Rule]]

    @classmethod
    def of(cls, k: Knowledge) -> dict[tuple[str, str], list[Rule]]:
        if cls.rules is not k.rules:
            cls.rules, cls.found = k.rules, {}
            for rule in k.rules:
                for answer in answers_in(rule.when):
                    cls.found.setdefault(answer, []).append(rule)
        return cls.found


def answers_in(condition: Condition) -> set[tuple[str, str]]:
    if isinstance(condition, Leaf):
        return {(condition.fact, value) for value in condition.values}
    return {answer for part in condition.parts for answer in answers_in(part)}


def expected(facts: Mapping[str, str], k: Knowledge) -> Expected:
    held = held_by(facts, k)
    tiers = [tier for tier in ORDER if any(rule.tier == tier for rule in held)]
    disposition = tiers[0] if tiers else ""
    waits = any(rule.wait for rule in held)
    if emergencies(held):
        state = "emergency"
    elif disposition in ("D1", "D2", "D3") or waits:
        state = "refer"
    else:
        state = "outside" if disposition == "D0" else "recommend"
    if disposition in ("D0", "D1", "D2", "D3"):
        massage = "no"
    elif waits or any(rule.postpone for rule in held):
        massage = "after_ok"
    else:
        massage = "adapted" if held else "yes"
    return Expected(state, disposition, massage, frozenset(rule.row for rule in held))


def emergencies(held: list[Rule]) -> bool:
    return any(rule.tier == "D1" and rule.kind not in TALK for rule in held)


def known(session: Session, k: Knowledge) -> Truth:
    """What the log of a session says so far: what stands, and of a joined line its gravest reading."""
    gone = {i for entry in session.log if isinstance(entry, Retract) for i in entry.entries}
    said: Truth = {}
    for i, entry in enumerate(session.log):
        if isinstance(entry, Answer) and i >= session.start and i not in gone:
            question = k.by_id.get(entry.question)
            if question and question.shown == entry.shown:
                said.update(entry.values)
    facts = {**k.unchecked, **{f"heard.{row}": "no" for row in k.heard}}
    for question in k.in_order:
        for fact, gates in asked_in(question):
            if question.clarifies:
                settle(question, said, facts)
            elif not all(possible(gate, facts) for gate in gates):
                facts[fact] = "na"
            elif fact in said and all(true(gate, facts) for gate in gates):
                facts[fact] = said[fact]
            elif question.splits and question.presume and facts.get(question.splits) == "yes":
                facts[fact] = question.presume
    return facts


def settle(question: Question, said: Truth, facts: Truth) -> None:
    """A clarifying answer takes the place of "not sure"; until it comes the line is open."""
    line = question.clarifies or ""
    if facts.get(line) != "unsure":
        facts[question.id] = "na"
    elif question.id in said:
        facts[question.id] = facts[line] = said[question.id]
    else:
        del facts[line]
