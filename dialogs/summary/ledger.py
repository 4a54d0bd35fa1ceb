"""What was asked about warning signs, and what came of it: asked and answered, not asked and why, mentioned only."""

from collections.abc import Iterable

from dialogs import tell
from dialogs.facts import asks_of
from dialogs.said import label, last, titled
from dialogs.session import Notice
from dialogs.summary.models import Line, Part
from dialogs.summary.private import GROUPS, state
from dialogs.summary.view import View, clean
from dialogs.words import listed
from knowledge.condition import NA, Condition, holds, leaves
from knowledge.match import Because
from knowledge.models import Line as Statement
from knowledge.models import Question

ORDER = ("yes", "unsure", "no", NA, "")  # "" is still open
WITH_THE_PAIN = ("where_else", "worse", "feel")  # cards that are told there


def ledger(view: View) -> Part:
    """Every warning sign with its answer, or why it was not asked."""
    found = [card(q, signs(q, view), view) for q in view.knowledge.in_order if q.checklist and signs(q, view)]
    lines = [*mentioned(view), *groups(view), *(line for line in found if line.rows), *followed(view)]
    return Part(id="signs", title=view.words("sum_p_signs"), lines=tuple(lines))


def signs(question: Question, view: View) -> list[Statement]:
    """The statements of a card that are warning signs; not "for longer", which only opens the next card. The card of
    those under 18 is told of nobody else."""
    adult = question.phase == "consent" and any(view.facts.get(x.id) == NA for x in question.lines)
    if question.clarifies or adult or question.id in WITH_THE_PAIN:
        return []
    return [x for x in question.lines if question.kind == "signs" or flags(x.rows)]


def flags(rows: Iterable[str]) -> bool:
    return any(row.startswith("RF-") for row in rows)


def groups(view: View) -> list[Line]:
    """Private answers that are not shared: each group with the worst answer in it."""
    found = {} if view.private else {group: state(group, view.facts, view.knowledge) for group in GROUPS}
    told = {group: value for group, value in found.items() if value and not (group == "crisis" and value == "no")}
    rows = [f"{answered(value, view)}: {view.words(f'sum_group_{group}')}" for group, value in told.items()]
    return [view.line("private", "", rows, (f"private.{g}={v}" for g, v in told.items()))] if rows else []


def card(question: Question, asked: list[Statement], view: View) -> Line:
    """One card: what was ticked first, then all that was denied, then what was not asked and why."""
    rows = []
    for value in ORDER:
        there = [x for x in asked if view.facts.get(x.id, "") == value and not view.hides(x.id)]
        if value in ("yes", "unsure"):
            rows += [f"{answered(value, view)}: {x.say}" for x in there]
        elif there:
            why = answered(value, view) if value == "no" else unasked([question.when, there[0].when], view)
            rows.append(f"{why}: {view.sep.join(x.say for x in there)}")
    return view.line(question.id, "", rows, view.rests(*(x.id for x in asked)), titled(question))


def answered(value: str, view: View) -> str:
    return view.words({"yes": "yes", "unsure": "unsure", "no": "no"}[value]).lower()


def unasked(gates: Iterable[Condition], view: View) -> str:
    """Why something has no answer: an earlier answer ruled it out, or the chat ended before it."""
    for gate in gates:
        if holds(gate, view.facts) is False:
            shut = listed(dict.fromkeys(blocking(gate, view)), view.words.lang)
            return view.words("sum_not_asked_since", said=shut) if shut else view.words("sum_not_asked")
    return view.words("sum_not_asked_end")


def blocking(gate: Condition, view: View, depth: int = 3) -> list[str]:
    """The answers that shut a gate, in words, at most two."""
    found = []
    for leaf in leaves(gate):
        value = view.facts.get(leaf.fact, NA)
        if value != NA and value not in leaf.values:
            found.append(denied(Because(leaf.fact, value), view))
        elif value == NA and depth and leaf.fact in view.knowledge.by_fact:
            found += blocking(view.knowledge.by_fact[leaf.fact].when, view, depth - 1)
    return found[:2]


def denied(answer: Because, view: View) -> str:
    """An answer in quotes; a line that was not ticked as a no to its words."""
    question = view.knowledge.by_fact.get(answer.fact)
    if answer.value == "no" and question and question.checklist and not view.hides(answer.fact):
        return view.words("sum_denied", said=label(answer.fact, "yes", view.knowledge))
    return view.named(answer.fact, answer.value)


def followed(view: View) -> list[Line]:
    """The single questions about warning signs: those answered, and those that another single answer ruled out."""
    rows, skipped, facts = [], dict[str, list[str]](), []
    for q in view.knowledge.in_order:
        if q.kind != "choice" or not flags(q.rows) or q.clarifies or q.settles or q.heard or view.hides(q.id) \
                or q.phase == "consent":
            continue
        value = view.facts.get(q.id, "")
        if value not in ("", NA):
            rows.append(f"{titled(q)}: {label(q.id, value, view.knowledge)}")
            facts.append(q.id)
        elif value == NA and not all(line_of(leaf.fact, view) for leaf in leaves(q.when)):
            skipped.setdefault(unasked([q.when], view), []).append(titled(q))
    rows += [f"{why}: {view.sep.join(names)}" for why, names in skipped.items()]
    return [view.line("single", "", rows, view.rests(*facts))] if rows else []


def line_of(fact: str, view: View) -> bool:
    question = view.knowledge.by_fact.get(fact)
    return bool(question and question.checklist)


def mentioned(view: View) -> list[Line]:
    """What the client typed that sounded like a sign, and whether they confirmed it; what they took back."""
    rows = {}
    for entry in view.session.log[view.session.start :]:
        if isinstance(entry, Notice):
            held = any(entry.row in (f.rule.row, f.rule.heard) for f in view.place.assessment.findings)
            phrase = "sum_confirmed" if held else "sum_unconfirmed"
            rows[entry.row] = view.words(phrase, said=spoken_of(entry.row, clean(entry.said), view))
    found = [view.line("mentioned", "", rows.values(), ["typed"])] if rows else []
    taken = tell.taken_back(view.session, view.knowledge) if view.private else ""
    return [*found, *([view.line("taken_back", taken, (), ["taken_back"])] if taken else [])]


def spoken_of(row: str, typed: str, view: View) -> str:
    """The sign that typed words pointed at; the words themselves only for who may read what is private."""
    said = view.sep.join(dict.fromkeys(names(row, view))) or view.words("sum_typed")
    return f'{said} ("{typed}")' if view.private and typed else said


def names(row: str, view: View) -> list[str]:
    """A clinical row in the words of the content: the lines of the card that asks about it, else what is told of it at
    the desk if that is a thing or two, else its question. What is private is named by its group."""
    question = asks_of(row, view.knowledge)
    tells = (rule.tell for rule in view.knowledge.rules if row == (rule.heard or rule.row))
    told = list(dict.fromkeys(tell for tell in tells if tell and "{" not in tell))
    title = [titled(question)] if question else []
    said = f'"{view.sep}"'.join(told if 0 < len(told) < 3 else title)
    lines = {line.id: line.say for line in question.lines if row in line.rows} if question else {}
    found = lines or {question.id if question else f"heard.{row}": said}
    groups = {fact: view.hides(fact) for fact in found}
    return [view.words(f"sum_group_{groups[fact]}") if groups[fact] else f'"{text}"'
            for fact, text in found.items() if groups[fact] or text]


def checked(view: View) -> list[str]:
    """What a doctor has looked at since, in the client's words."""
    rows = []
    for finding in view.place.assessment.findings:
        for b in finding.because:
            question = view.knowledge.by_id.get(b.fact)
            if question and question.offered and last(view.session, b.fact):
                rest = [other for other in finding.because if other.fact != b.fact]
                rows.append(f"{view.said(rest)}: {label(b.fact, b.value, view.knowledge)}")
    return list(dict.fromkeys(rows))
