"""Conditions, answers and expectations in the client's own words, for people who review."""

from dataclasses import dataclass

from dialogs.cases import Case
from knowledge.build import facts_of
from knowledge.condition import Condition, Leaf
from knowledge.models import Knowledge, Question

LINE = {"yes": "yes", "unsure": "not sure", "no": "no"}
CERTAINTY = {
    "two_sources": "two sources", "source": "source", "one_source": "one source",
    "memory": "from memory", "judgement": "our judgement", "sure": "second reading, sure",
}
TIER = {"at_least": ", or more urgent", "alone": ", by these answers alone"}
THEN = {
    "kind": "kind of emergency:", "massage": "massage:", "findings": "finds", "not_findings": "does not find",
    "fit": "SI pattern:", "withheld": "holds back", "cautions": "cautions", "asks": "asks everybody",
    "says": "says", "numbers": "tells the number",
}


@dataclass(frozen=True, slots=True)
class Told:
    """A condition for people: `how` over its parts, or one answer to one question."""

    how: str = ""  # all of these | any of these | at least 3 of these
    parts: tuple["Told", ...] = ()
    fact: str = ""
    question: Question | None = None  # None: not asked, but heard in typed words
    line: str = ""  # of a checklist: the words to tick
    answers: tuple[str, ...] = ()  # the answers that fit


def numbers(k: Knowledge) -> dict[str, int]:
    """The number of each question in this book, in the order in which they are asked; what
    follows "not sure" has the number of its card."""
    found: dict[str, int] = {}
    own = [q for q in k.in_order if not q.clarifies]
    for n, question in enumerate(own, 1):
        found[question.id] = n
        found.update({f"{fact}_sure": n for fact in facts_of(question)})
    return found


def told(condition: Condition, k: Knowledge) -> Told:
    """A condition in plain words, nested as it stands in the file."""
    if isinstance(condition, Leaf):
        return leaf_told(condition, k)
    parts = tuple(told(part, k) for part in condition.parts)
    if len(parts) == 1:
        return parts[0]
    if condition.n == len(parts):
        return Told(how="all of these" if parts else "always", parts=parts)
    return Told(how="any of these" if condition.n == 1 else f"at least {condition.n} of these", parts=parts)


def leaf_told(leaf: Leaf, k: Knowledge) -> Told:
    if leaf.fact.startswith("heard."):
        return Told(fact=leaf.fact, answers=k.heard.get(leaf.fact.removeprefix("heard."), ()))
    question = k.by_fact[leaf.fact]
    return Told(
        fact=leaf.fact, question=question, line=line_of(question, leaf.fact),
        answers=tuple(answer(question, value) for value in in_order(question, leaf.values)),
    )


def line_of(question: Question, fact: str) -> str:
    """The words of a line; "" for a question that is no checklist."""
    return next((line.say for line in question.all_lines() if line.id == fact), "")


def in_order(question: Question, values: frozenset[str]) -> list[str]:
    """The options as they stand; of a line yes first. A value that the question does not have comes last."""
    order = list(LINE) if question.checklist else [option.id for option in question.options]
    return sorted(values, key=lambda value: order.index(value) if value in order else len(order))


def answer(question: Question, value: str) -> str:
    if question.checklist:
        return LINE.get(value, value)
    option = question.option(value)
    return option.say if option else value


def given(case: Case, k: Knowledge) -> list[tuple[str, str]]:
    """The answers of a case: what was asked, and what was answered."""
    found: list[tuple[str, str]] = []
    for fact, value in case.given.items():
        question = k.by_fact[fact]
        asked = (line_of(question, fact) or question.name or question.ask).rstrip(":.")
        found.append((asked if asked.endswith("?") else f"{asked}:", answer(question, value)))
    return found + [("The answer with the words", f"“{words}”") for words in case.ticks]


def expected(case: Case, k: Knowledge) -> list[str]:
    """What the case demands of the outcome, one phrase each."""
    return [expectation(key, value, k) for key, value in case.then.items()]


def expectation(key: str, value: str | list[str] | dict[str, str] | None, k: Knowledge) -> str:
    if isinstance(value, str) and value in k.dispositions:
        return f"{value} {k.dispositions[value].name}{TIER.get(key, '')}"
    if isinstance(value, dict):
        value = [f"{name} {said}" for name, said in value.items()]
    said = ", ".join(value) if isinstance(value, list) else (value or "").replace("_", " ")
    return f"{THEN.get(key, key)} {said or 'none'}"
