"""What is left of a condition once one fact is known: exact, and as small as can be.

Two histories that leave the same residuals can't be told apart by the rest of the
chat; the walk over every conversation merges them by this.
"""

from functools import cache

from knowledge.condition import AtLeast, Condition, Leaf

Residual = Condition | bool


@cache
def facts_in(condition: Condition) -> frozenset[str]:
    """The facts a condition mentions."""
    if isinstance(condition, Leaf):
        return frozenset([condition.fact])
    return frozenset().union(*(facts_in(part) for part in condition.parts))


@cache
def given(condition: Residual, fact: str, value: str) -> Residual:
    """The condition where this fact has this value: True, False, or what is still open."""
    if isinstance(condition, bool) or fact not in facts_in(condition):
        return condition
    if isinstance(condition, Leaf):
        return value in condition.values
    need = condition.n
    parts: list[Condition] = []
    for part in condition.parts:
        left = given(part, fact, value)
        if left is True:
            need -= 1
        elif left is not False:
            parts.append(left)
    return least(need, parts)


@cache
def _spelling(condition: Condition) -> str:
    """To sort by: the same in every process, which the order of a set is not."""
    if isinstance(condition, Leaf):
        return f"{condition.fact} {sorted(condition.values)}"
    return f"{condition.n} {[_spelling(part) for part in condition.parts]}"


def least(need: int, parts: list[Condition]) -> Residual:
    """At least `need` of the parts, in one form whatever the way it was reached."""
    if need <= 0:
        return True
    if need > len(parts):
        return False
    if len(parts) == 1:
        return parts[0]
    return AtLeast(need, tuple(sorted(parts, key=_spelling)))


@cache
def normal(condition: Condition) -> Residual:
    """The condition itself in that one form, through and through."""
    if isinstance(condition, Leaf):
        return condition
    parts: list[Condition] = []
    need = condition.n
    for part in condition.parts:
        found = normal(part)
        if found is True:
            need -= 1
        elif found is not False:
            parts.append(found)
    return least(need, parts)
