"""What a case may claim besides ids and outcomes: that these words stand for that answer, that
some answers are enough for a row, that something is asked of everybody, and what typed words mean."""

import re
from collections.abc import Iterator, Mapping

from dialogs.hear.flags import listen
from dialogs.proof.explore import gate_of
from knowledge.condition import ALWAYS, holds
from knowledge.lexicon import lexicon
from knowledge.models import RANK, Knowledge, Tier
from knowledge.residual import Residual, given


def meant(words: str, knowledge: Knowledge) -> tuple[str, str]:
    """(fact, value) of the one answer that has all these words, in its label or its question, or
    just these as its label. Long words may be cut short. So a case holds that the words of a
    sign lead to its outcome, and not those of its neighbour.

    Raises ValueError if no answer or more than one has them."""
    wanted = [re.compile(rf"(?<!\w){re.escape(word)}" + r"(?!\w)" * (len(word) < 4)) for word in words.lower().split()]
    known = list(answers(knowledge))
    found = [answer for answer, _, label in known if label.lower() == words.lower()]
    if len(found) != 1:
        found = [answer for answer, ask, label in known
                 if all(word.search(f"{ask} {label}".lower()) for word in wanted)]
    if len(found) != 1:
        raise ValueError(f"'{words}' stands for {len(found)} answers: {', '.join(map('='.join, found[:4]))}")
    return found[0]


def answers(knowledge: Knowledge) -> Iterator[tuple[tuple[str, str], str, str]]:
    """Every answer with the words of its question and its own."""
    for question in knowledge.in_order:
        for line in question.all_lines():
            yield (line.id, "yes"), question.ask, line.say
        for option in question.options:
            yield (question.id, option.id), question.ask, option.say


def known(answers: Mapping[str, str], knowledge: Knowledge) -> dict[str, str]:
    """These answers as facts: a number as its band."""
    found = dict(answers)
    for fact, value in answers.items():
        question = knowledge.by_fact.get(fact)
        if question and value.isdecimal() and (band := question.band(int(value))):
            found[fact] = band.id
    return found


def suffices(row: str, tier: Tier, facts: Mapping[str, str], knowledge: Knowledge) -> bool:
    """Whether these facts alone make a rule of this row hold that is at least so urgent."""
    rules = [rule for rule in knowledge.rules if rule.row == row and RANK[rule.tier] <= RANK[tier]]
    return any(holds(rule.when, {**knowledge.unchecked, **facts}) for rule in rules)


def asked_for_sure(fact: str, facts: Mapping[str, str], knowledge: Knowledge) -> bool:
    """Whether this is asked of everybody with these answers, whatever else they answer."""
    question = knowledge.by_fact.get(fact)
    gate: Residual = gate_of(question, fact) if question else False
    for other, value in facts.items():
        gate = given(gate, other, value)
    return gate is True or gate == ALWAYS


def heard_in(words: str) -> set[str]:
    """The clinical rows that typed words of an English chat point at."""
    found = listen(words, lexicon("en"))
    return {row for row, _ in (*found.raised, *found.check)}
