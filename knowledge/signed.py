"""Which rows a clinician has signed: what a signature covers, and whether it holds on a day.

A signature is for a whole row as it stands: each rule of it in both profiles, and all that
is asked to decide them. When any of this is edited the mark of the row changes, and the
signature no longer counts.
"""

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from knowledge.condition import Condition, leaves
from knowledge.listing import gate
from knowledge.load import KnowledgeError, Plain
from knowledge.match import DOCTOR_FIRST
from knowledge.models import RANK, Knowledge, Question, Rule
from knowledge.parse import model
from knowledge.rows import Signature, SignOff, Source

State = Literal["signed", "ended", "changed", "unsigned"]
ASKED = {"kind", "ask", "why", "splits", "presume", "clarifies", "settles", "unit", "min", "max"}
OPTION = {"id", "say", "low", "high", "side", "country"}


@dataclass(frozen=True, slots=True)
class Standing:
    """On one day: how many rows send to a doctor first (D1 to D3 in either profile), and which of
    them no signature covers."""

    rows: int
    unsigned: tuple[str, ...]

    @property
    def signed(self) -> bool:
        return not self.unsigned


def standing(knowledge: Knowledge, today: date) -> Standing:
    """How the content stands on this day."""
    urgent = [s for s in knowledge.sign_offs if s.tier in DOCTOR_FIRST]
    return Standing(len(urgent), tuple(s.row for s in urgent if not until(s, today)))


def until(row: SignOff, today: date) -> date | None:
    """The last day on which a signature holds that holds today; None if none does."""
    return max((s.until for s in row.signed if s.since <= today <= s.until), default=None)


def state(row: SignOff, today: date) -> State:
    """`changed`: only what it said before was signed; `ended`: signed as it is, but not for this day."""
    if until(row, today):
        return "signed"
    if row.signed:
        return "ended"
    return "changed" if row.stale else "unsigned"


def demand(knowledge: Knowledge, today: date) -> None:
    """Raises KnowledgeError unless every row that sends to a doctor first is signed and in date."""
    found = standing(knowledge, today)
    if not found.signed:
        some = ", ".join(found.unsigned[:5]) + (", ..." if len(found.unsigned) > 5 else "")
        raise KnowledgeError(
            "signatures.yaml",
            f"{len(found.unsigned)} of the {found.rows} rows that send to a doctor have no signature in date: {some}",
            "SI_SCREEN_REQUIRE_SIGNED says that only what a clinician has checked may advise",
            "let a clinician sign them (`si-screen sign --list` shows which), or take the setting away",
        )


def signatures(rows: Plain) -> tuple[Signature, ...]:
    """The signatures as they stand in the file. Raises KnowledgeError."""
    found: list[Signature] = []
    for n, row in enumerate(rows if isinstance(rows, list) else [str(rows)], 1):
        place = f"signatures.yaml, signature {n}"
        if not isinstance(row, dict):
            raise KnowledgeError(
                place, "this is no signature", "a signature that can't be read covers nothing",
                "let `si-screen sign` write it, or take it out",
            )
        found.append(model(Signature, {**row, "place": place}))
    return tuple(found)


def sign_offs(
    rules: Iterable[Rule], asked: Iterable[Question], heard: dict[str, list[str]], template: Plain,
    signed: tuple[Signature, ...], sources: Mapping[str, Source],
) -> tuple[SignOff, ...]:
    """Every row that has a rule, most urgent first. `rules` as they were written, for both profiles;
    `template` is the question whether a doctor has checked it since; `sources` by id."""
    rows: dict[str, list[Rule]] = {}
    for rule in rules:
        rows.setdefault(rule.row, []).append(rule)
    by_id = {question.id: question for question in asked}
    by_fact = {line.id: q for q in by_id.values() for line in q.all_lines()} | by_id
    found: list[SignOff] = []
    for row, mine in rows.items():
        content = {
            "rules": [written(rule) for rule in mine],
            "asked": {fact: asking(fact, by_fact, heard) for fact in needed(mine, by_fact)},
            "checked": worded(template) if any(rule.checked for rule in mine) else None,
            "sources": {id: f"{sources[id].name} ({sources[id].certainty})"
                        for rule in mine for id in rule.source if id in sources},
        }
        own = mark(content)
        of_row = [s for s in signed if row in s.rows]
        found.append(SignOff(
            row=row, content=content, mark=own,
            tier=min((t for rule in mine for t in (rule.tier, rule.strict) if t), key=lambda t: RANK[t]),
            signed=tuple(s for s in of_row if s.rows[row] == own),
            stale=tuple(s for s in of_row if s.rows[row] != own),
        ))
    return tuple(sorted(found, key=lambda s: RANK[s.tier]))


def mark(content: Plain) -> str:
    """Twelve hex digits over plain data, whatever the order of its keys."""
    text = json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()[:12]


def written(rule: Rule) -> dict[str, Any]:
    """A rule as plain data. `verified` and where it stands in the file are not part of what is signed, nor are
    fields that it leaves out: those that a later version brings make nothing stale."""
    found = rule.model_dump(mode="json", exclude={"place", "verified", "when"}, exclude_defaults=True)
    return {**found, "when": gate(rule.when)}


def needed(rules: list[Rule], by_fact: dict[str, Question]) -> list[str]:
    """The facts these rules rest on, and those that decide whether they are asked at all."""
    found: dict[str, None] = {}
    todo = [leaf.fact for rule in rules for leaf in leaves(rule.when)]
    while todo:
        fact = todo.pop(0)
        if fact in found:
            continue
        found[fact] = None
        if f"{fact}_sure" in by_fact:
            todo.append(f"{fact}_sure")
        if fact in by_fact:
            todo += [leaf.fact for condition in gates(fact, by_fact[fact]) for leaf in leaves(condition)]
    return list(found)


def worded(template: Plain) -> dict[str, Any]:
    """The words of the question whether a doctor has checked it since."""
    options = [{"id": option["id"], "say": option["say"]} for option in template["options"]]
    return {"ask": template["ask"], "why": template["why"], "options": options}


def gates(fact: str, question: Question) -> Iterator[Condition]:
    """What must hold before this fact is asked for."""
    yield question.when
    yield from (line.when for line in question.all_lines() if line.id == fact)


def asking(fact: str, by_fact: dict[str, Question], heard: dict[str, list[str]]) -> dict[str, Any]:
    """How a fact is asked for: words, answers and gates; of a card only this line. A typed word: the phrases."""
    if fact not in by_fact:
        return {"typed": heard.get(fact.removeprefix("heard."), [])}
    question = by_fact[fact]
    found = question.model_dump(mode="json", include=ASKED, exclude_defaults=True)
    if question.options:
        found["options"] = [o.model_dump(mode="json", include=OPTION, exclude_none=True) for o in question.options]
    lines = [line.say for line in question.all_lines() if line.id == fact]
    conditions = [gate(condition) for condition in gates(fact, question)]
    return {**found, "lines": lines, "gates": [condition for condition in conditions if condition]}
