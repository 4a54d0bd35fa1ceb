"""A set of answers that two contents judge differently: how it is kept, joined with others, and thinned out."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from dialogs.compare.cubes import Answers, Cube, within
from dialogs.compare.pair import Change, Pair, explains, values_of
from knowledge.match import Assessment
from knowledge.models import Rule, family_of


@dataclass(frozen=True, slots=True)
class Found:
    """A smallest set of answers, and what it changes."""

    answers: Cube
    changes: tuple[Change, ...]
    rules: tuple[str, ...]  # rules and techniques that are behind it


def found_for(
    given: dict[str, str], changes: Sequence[Change], old: Assessment, new: Assessment, pair: Pair
) -> Found:
    """The answer set as it is told: a "no", and typed words or a doctor's check that nobody spoke of, go without."""
    lines = {fact for one in (pair.old, pair.new) for fact, ask in one.by_fact.items() if ask.values[0] == "no"}
    untold = {(fact, "no") for fact in lines} | {*pair.old.standing.items(), *pair.new.standing.items()}
    answers = {
        fact: pair.same[fact, value] for fact, value in given.items()
        if not untold & {(fact, v) for v in pair.same[fact, value]}
    }
    return Found(answers, tuple(changes), behind(old, new, changes))


def behind(old: Assessment, new: Assessment, changes: Sequence[Change]) -> tuple[str, ...]:
    """The rules that say something else to these answers than before, and the techniques."""
    said = [{family_of(f.rule): signature(f.rule)[1:] for f in found.findings} for found in (old, new)]
    differ = [id for id in said[0] | said[1] if said[0].get(id) != said[1].get(id)]
    decide = {old.disposition, new.disposition}
    first = [id for id in differ if any(s.get(id, ("",))[0] in decide for s in said)]
    return (*(first or differ), *(c.old or c.new for c in changes if c.what == "technique"))


def signature(rule: Rule) -> tuple[object, ...]:
    """All of a rule that decides."""
    waits = rule.tier in ("D4", "D5") and (rule.wait or rule.postpone)
    return rule.when, rule.tier, waits, rule.tier == "D1" and rule.kind, bool(rule.caution)


def merged(found: list[Found], pair: Pair) -> list[Found]:
    """Sets that differ only by the values of one fact, as one; a fact that may have any value is left out."""
    groups: dict[tuple[tuple[Change, ...], tuple[str, ...], frozenset[str]], set[Answers]] = {}
    for one in found:
        key = (one.changes, one.rules, frozenset(one.answers))
        groups.setdefault(key, set()).add(frozenset(one.answers.items()))
    whole: list[Found] = []
    for (changes, rules, facts), sets in groups.items():
        for fact in sorted(facts):
            by_rest: dict[Answers, frozenset[str]] = {}
            for answers in sets:
                rest = frozenset(item for item in answers if item[0] != fact)
                by_rest[rest] = by_rest.get(rest, frozenset()) | dict(answers)[fact]
            sets = {rest | {(fact, values)} for rest, values in by_rest.items()}
        for answers in sorted(sets, key=in_text):
            cited = {f: v for f, v in answers if not v >= frozenset(values_of(f, pair.old, pair.new))}
            whole.append(Found(cited, changes, rules))
    return whole


def in_text(answers: Answers) -> list[tuple[str, list[str]]]:
    """The same order on every run."""
    return sorted((fact, sorted(values)) for fact, values in answers)


def least(found: list[Found]) -> list[Found]:
    """Without the sets that hold another one which explains what they change."""
    kept: list[Found] = []
    for one in sorted(found, key=lambda f: len(f.answers)):
        if not any(within(k.answers, one.answers) and explained(one.changes, [k]) for k in kept):
            kept.append(one)
    return kept


def explained(changes: Iterable[Change], by: Sequence[Found]) -> bool:
    return all(any(explains(mine, change) for found in by for mine in found.changes) for change in changes)
