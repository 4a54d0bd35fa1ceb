"""Smallest answer sets of a condition: which answers are enough for it, with all that is needed to be asked them."""

from collections.abc import Iterable, Iterator
from itertools import combinations, product
from math import comb

from dialogs.compare.pair import Side
from knowledge.condition import ALWAYS, Condition, Leaf

Cube = dict[str, frozenset[str]]  # answer sets: each fact with the values it may have
MOST = 3000  # ways to choose the parts of one condition; the richest of today has 126
Answers = frozenset[tuple[str, frozenset[str]]]  # the same, to be put in a set


def cubes(condition: Condition, side: Side) -> list[Cube]:
    """The smallest answer sets that make a condition hold, with all that must be answered to be asked them. Raises
    OverflowError where there are too many to tell."""
    return smallest(whole for cube in plain(condition, side) for whole in asked(cube, side, frozenset()))


def plain(condition: Condition, side: Side) -> list[Cube]:
    if isinstance(condition, Leaf):
        known = side.by_fact.get(condition.fact)
        values = condition.values & frozenset(known.values if known else ())
        values |= {v for (fact, v), here in side.counts_as.items() if fact == condition.fact and here in values}
        return [{condition.fact: values}] if values else []
    if comb(len(condition.parts), condition.n) > MOST:
        raise OverflowError(f"{condition.n} of {len(condition.parts)} can be chosen in more than {MOST} ways")
    found: list[Cube] = []
    for parts in combinations([plain(part, side) for part in condition.parts], condition.n):
        for chosen in product(*parts):
            cube: Cube | None = {}
            for part in chosen:
                cube = both(cube, part) if cube is not None else None
            found += [cube] if cube is not None else []
    return smallest(found)


def asked(cube: Cube, side: Side, done: frozenset[str]) -> Iterator[Cube]:
    """The cube with what opens the gates of its facts."""
    shut = next((f for f in cube if f not in done and side.by_fact[f].gate != ALWAYS), None)
    if shut is None:
        yield cube
        return
    for gate in plain(side.by_fact[shut].gate, side):
        joined = both(cube, gate)
        if joined is not None:
            yield from asked(joined, side, done | {shut})


def both(one: Cube, other: Cube) -> Cube | None:
    """The answers that lie in both; None if there are none."""
    found = {f: one.get(f, other.get(f, frozenset())) & other.get(f, one.get(f, frozenset())) for f in one | other}
    return found if all(found.values()) else None


def within(wide: Cube, narrow: Cube) -> bool:
    """Every answer set of `narrow` is one of `wide`."""
    return all(fact in narrow and narrow[fact] <= values for fact, values in wide.items())


def smallest(found: Iterable[Cube]) -> list[Cube]:
    kept: list[Cube] = []
    for cube in sorted(found, key=len):
        if not any(within(wide, cube) for wide in kept):
            kept = [*(k for k in kept if not within(cube, k)), cube]
    return kept


def holds_in(cube: Cube, given: dict[str, str]) -> bool:
    """The answers name each fact of the cube, with one of its values."""
    return all(given.get(fact) in values for fact, values in cube.items())
