"""Does a fault change any outcome at all? Decided exactly, by solver, over all lawful answers.

One client (a value for every fact, whether asked or not) goes through the shipped content and
through the weakened one; an answer counts only where its gate holds. What is compared is what
client and therapist get: the disposition, whether massage waits, and, where it is no
emergency, the clinical rows found and the techniques held back.
"""

from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

import z3

from dialogs.proof.explore import asks
from knowledge.condition import NA, AtLeast, Condition, Leaf
from knowledge.models import RANK, Knowledge, Rule

Answer = tuple[str, str]  # (fact, value)
HEARD = ("no", "yes", "left")
SILENT = 30_000  # milliseconds until the solver gives up; what it can't decide counts as an effect


@cache
def truth(fact: str, value: str) -> Any:
    """What holds for this client."""
    return z3.Bool(f"{fact}={value}")


class World:
    """The same client under one content. `gives`: what a client taps who means another answer."""

    def __init__(self, k: Knowledge, gives: Mapping[Answer, Answer] | None = None) -> None:
        self.k = k
        self.values = {ask.fact: ask.values for ask in asks(k)}
        self.values |= {q.id: tuple(o.id for o in q.options) for q in k.questions if q.offered or q.id == "consent"}
        self.values |= {f"heard.{row}": HEARD for row in k.heard}
        self.meant: dict[Answer, list[Answer]] = {}
        for meant, tapped in (gives or {}).items():
            self.meant.setdefault(tapped, []).append(meant)
        self.moved = frozenset(gives or {})
        self.asked: dict[str, Any] = {fact: z3.BoolVal(True) for fact in self.values}
        agreed = z3.Or(*(self.at("consent", v) for v in self.values["consent"] if v.startswith("agree")))
        for ask in asks(k):
            if ask.fact != "consent":
                self.asked[ask.fact] = z3.And(agreed, self.encode(ask.gate))
        self.held: dict[Condition, Any] = {}

    def at(self, fact: str, value: str) -> Any:
        """The client has given this answer."""
        if fact not in self.values:
            return z3.BoolVal(False)
        if value == NA:
            return z3.Not(self.asked[fact])
        meant = list(self.meant.get((fact, value), ()))
        if (fact, value) not in self.moved:
            meant.append((fact, value))
        return z3.And(self.asked[fact], z3.Or(*(truth(*one) for one in meant)))

    def encode(self, condition: Condition) -> Any:
        if isinstance(condition, Leaf):
            return z3.Or(*(self.at(condition.fact, v) for v in sorted(condition.values)))
        assert isinstance(condition, AtLeast)
        parts = [self.encode(part) for part in condition.parts]
        if condition.n <= 1 or condition.n >= len(parts):
            return z3.BoolVal(True) if condition.n == 0 else z3.Or(*parts) if condition.n == 1 else (
                z3.And(*parts) if condition.n == len(parts) else z3.BoolVal(False))
        return z3.AtLeast(*parts, condition.n)

    def holds(self, condition: Condition) -> Any:
        if condition not in self.held:
            self.held[condition] = self.encode(condition)
        return self.held[condition]

    def any(self, rules: list[Rule]) -> Any:
        return z3.Or(*(self.holds(rule.when) for rule in rules))


def lawful(*worlds: World) -> Iterator[Any]:
    """Every fact has exactly one value."""
    domains: dict[str, dict[str, None]] = {}
    for world in worlds:
        for fact, values in world.values.items():
            domains.setdefault(fact, {}).update(dict.fromkeys(values))
    for fact, known in domains.items():
        yield z3.PbEq([(truth(fact, value), 1) for value in known], 1)


class Baseline:
    """The shipped content in one profile, encoded once."""

    def __init__(self, k: Knowledge) -> None:
        self.world = World(k)
        self.solver = solver(self.world)

    def differs(self, weak: Knowledge, gives: Mapping[Answer, Answer] | None = None) -> bool:
        """Whether any lawful answers have another outcome under the weakened content."""
        k = self.world.k
        if not gives and same_questions(k, weak):
            return decided(self.solver, differences(self.world, k, self.world, weak))
        other = World(weak, gives)
        return decided(solver(self.world, other), differences(self.world, k, other, weak))


def solver(*worlds: World) -> z3.Solver:
    found = z3.Solver()
    found.set("timeout", SILENT)
    found.add(*lawful(*worlds))
    return found


def decided(by: z3.Solver, difference: Any) -> bool:
    by.push()
    by.add(difference)
    answer = by.check()
    by.pop()
    return bool(answer != z3.unsat)


def same_questions(k: Knowledge, weak: Knowledge) -> bool:
    return [(a.fact, a.gate, a.values) for a in asks(k)] == [(a.fact, a.gate, a.values) for a in asks(weak)] and (
        [o.id for q in k.questions if q.offered for o in q.options]
        == [o.id for q in weak.questions if q.offered for o in q.options] and set(k.heard) == set(weak.heard))


def differences(world: World, k: Knowledge, other: World, weak: Knowledge) -> Any:
    """Something that client or therapist gets is not the same."""
    shared = world is other
    common = {key(r) for r in k.rules} & {key(r) for r in weak.rules} if shared else set()
    old, new = [r for r in k.rules if key(r) not in common], [r for r in weak.rules if key(r) not in common]
    same = [r for r in k.rules if key(r) in common]
    found = []
    for group in classes(k, weak):
        left, right = [r for r in old if group(r)], [r for r in new if group(r)]
        if left or right:
            found.append(z3.And(z3.Not(world.any([r for r in same if group(r)])), world.any(left) != other.any(right)))
    calm = z3.Not(z3.Or(*(w.any([r for r in c.rules if r.tier == "D1"]) for w, c in ((world, k), (other, weak)))))
    for row in sorted({r.row for r in old} | {r.row for r in new}):
        left, right, both = ([r for r in rules if r.row == row] for rules in (old, new, same))
        found.append(z3.And(calm, z3.Not(world.any(both)), world.any(left) != other.any(right)))
    massage = z3.And(calm, z3.Not(z3.Or(*(
        w.any([r for r in c.rules if r.tier in ("D0", "D2", "D3")]) for w, c in ((world, k), (other, weak))))))
    guards = {t.id: t.guard for t in weak.techniques}
    for technique in k.techniques:
        if not shared or guards.get(technique.id) != technique.guard:
            after = other.holds(guards[technique.id]) if technique.id in guards else z3.BoolVal(False)
            found.append(z3.And(massage, world.holds(technique.guard) != after))
    return z3.Or(*found)


def key(rule: Rule) -> tuple[object, ...]:
    return rule.row, rule.tier, rule.wait, rule.postpone, rule.when


def classes(k: Knowledge, weak: Knowledge) -> Iterator[Any]:
    """What decides disposition and massage: at least this urgent; the doctor or the day comes first."""
    for tier in ("D1", "D2", "D3", "D0", "D4", "D5"):
        yield lambda r, tier=tier: RANK[r.tier] <= RANK[tier]
    yield lambda r: r.wait or RANK[r.tier] <= RANK["D3"]
    yield lambda r: r.wait or r.postpone or RANK[r.tier] <= RANK["D0"]
