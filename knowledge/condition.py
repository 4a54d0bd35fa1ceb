"""Conditions: the whole rule language.

`all`, `any`, `at_least n of` over `fact: [values]`; no "not", no expressions.
Three-valued: a condition holds, fails, or is open because a fact it needs has
no answer yet. A fact that its gate ruled out has the value NA, which fails.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

NA = "na"  # not asked, because an earlier answer made it impossible

Facts = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Leaf:
    """One fact has one of these values."""

    fact: str
    values: frozenset[str]
    hashed: int = field(init=False, repr=False, compare=False)  # once: the proofs look up millions

    def __post_init__(self) -> None:
        object.__setattr__(self, "hashed", hash((self.fact, self.values)))

    def __hash__(self) -> int:
        return self.hashed


@dataclass(frozen=True, slots=True)
class AtLeast:
    """At least `n` of the parts hold. `all` is n = len(parts), `any` is n = 1."""

    n: int
    parts: tuple["Condition", ...]
    hashed: int = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "hashed", hash((self.n, self.parts)))

    def __hash__(self) -> int:
        return self.hashed


Condition = Leaf | AtLeast
ALWAYS = AtLeast(0, ())


def every(*parts: Condition) -> Condition:
    return AtLeast(len(parts), parts)


def some(*parts: Condition) -> Condition:
    return AtLeast(1, parts)


def holds(condition: Condition, facts: Facts) -> bool | None:
    """True if it holds, False if it can no longer hold, None while it is open."""
    if type(condition) is Leaf:
        value = facts.get(condition.fact)
        return None if value is None else value in condition.values
    assert isinstance(condition, AtLeast)
    need = condition.n
    left = len(condition.parts)
    unknown = 0
    if need <= 0:
        return True
    for part in condition.parts:
        left -= 1
        if type(part) is Leaf:  # not by recursion: this is where a turn spends its time
            value = facts.get(part.fact)
            result = None if value is None else value in part.values
        else:
            result = holds(part, facts)
        if result:
            need -= 1
            if need == 0:
                return True
        elif result is None:
            unknown += 1
        if need > left + unknown:
            return False
    return None


def leaves(condition: Condition) -> Iterator[Leaf]:
    """Every leaf, left to right."""
    if isinstance(condition, Leaf):
        yield condition
    else:
        for part in condition.parts:
            yield from leaves(part)


def support(condition: Condition, facts: Facts) -> tuple[Leaf, ...]:
    """A smallest set of leaves whose facts alone make `condition` hold (it must hold now)."""
    if isinstance(condition, Leaf):
        return (condition,)
    found: list[tuple[Leaf, ...]] = [
        support(part, facts) for part in condition.parts if holds(part, facts)
    ]
    found.sort(key=len)
    return tuple(leaf for chosen in found[: condition.n] for leaf in chosen)


def widen(condition: Condition, extra: Mapping[str, frozenset[str]]) -> Condition:
    """The same condition where each leaf also accepts the `extra` values of its fact."""
    if isinstance(condition, Leaf):
        return Leaf(condition.fact, condition.values | extra.get(condition.fact, frozenset()))
    return AtLeast(condition.n, tuple(widen(part, extra) for part in condition.parts))
