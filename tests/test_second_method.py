"""Two readings of the same files agree: the house's rules and the second reading, by solver
for every set of answers, and by a hundred thousand random ones."""

import random
from typing import Any

import pytest
import z3

from dialogs.proof.prove import base
from knowledge.build import knowledge
from knowledge.condition import Condition, Leaf
from knowledge.match import assess
from knowledge.models import RANK, Profile
from tests.second_method import ORDER, complete, domains, python, questions, rules, solver

PROFILES: list[Profile] = ["calibrated", "strict"]


class World:
    """One z3 number a fact; -1 is "not asked"."""

    def __init__(self, name: str = "") -> None:
        self.domain = domains()
        self.of = {fact: z3.Int(name + fact) for fact in self.domain}

    def at(self, fact: str, value: str) -> Any:
        if fact.startswith(("heard.", "checked.")):
            return z3.BoolVal(value in ("no", "not_checked"))
        values = self.domain[fact]
        return self.of[fact] == (values.index(value) if value in values else -2)

    def lawful(self) -> list[Any]:
        """Every fact has a value of its own, and is not asked exactly when a gate says so."""
        found = []
        for fact, values, gates in questions():
            number = self.of[fact]
            shown = z3.And(*(solver(gate, False, self.domain, self.at) for gate in gates))
            found.append(z3.If(shown, z3.And(number >= 0, number < len(values)), number == -1))
        return found

    def house(self, condition: Condition) -> Any:
        """A condition of the house in z3."""
        if isinstance(condition, Leaf):
            return z3.Or(*(self.at(condition.fact, value) for value in condition.values))
        parts = [self.house(part) for part in condition.parts]
        if not parts:
            return z3.BoolVal(condition.n <= 0)
        return z3.AtLeast(*parts, condition.n)


@pytest.mark.parametrize("profile", PROFILES)
def test_each_rule_means_the_same_in_both_readings(profile: Profile) -> None:
    """Unsatisfiable: a set of answers on which they differ."""
    k, world = knowledge(profile), World()
    ours = {r.id: (r.tier, base(r, k)) for r in k.rules if not r.id.endswith((".seen", ".ok"))}
    theirs = rules(profile)
    assert {id for id, *_ in theirs} == set(ours)
    for id, tier, when, wide in theirs:
        assert ours[id][0] == tier
        condition = ours[id][1]
        mine = z3.BoolVal(condition) if isinstance(condition, bool) else world.house(condition)
        check = z3.Solver()
        check.add(mine != solver(when, wide, world.domain, world.at))
        assert check.check() == z3.unsat, id


@pytest.mark.parametrize("profile", PROFILES)
def test_no_lawful_answers_reach_massage_past_a_red_flag(profile: Profile) -> None:
    """Unsatisfiable: a doctor-first rule of the second reading holds, and in ours none does."""
    k, world = knowledge(profile), World()
    check = z3.Solver()
    check.add(*world.lawful())
    red = [solver(when, wide, world.domain, world.at) for _, tier, when, wide in rules(profile)
           if tier in ("D1", "D2", "D3")]
    conditions = [base(r, k) for r in k.rules if r.tier in ("D1", "D2", "D3") and not r.id.endswith((".seen", ".ok"))]
    ours = [world.house(c) for c in conditions if not isinstance(c, bool)]
    check.push()
    check.add(z3.Or(*red), z3.Not(z3.Or(*ours)))
    assert check.check() == z3.unsat
    check.pop()
    check.add(z3.Or(*red))
    assert check.check() == z3.sat, "the question was a real one"


@pytest.mark.parametrize("profile", PROFILES)
def test_random_answer_sets_end_alike(profile: Profile) -> None:
    k, asked, domain = knowledge(profile), questions(), domains()
    second = [(tier, python(when, wide, domain)) for _, tier, when, wide in rules(profile)]
    rng = random.Random(f"second {profile}")
    seen: dict[str, int] = {}
    for _ in range(1_000):  # `make agree` takes 100,000
        facts = complete(rng, asked)
        expected = min((ORDER.index(tier) for tier, holds in second if holds(facts)), default=len(ORDER))
        full = {**facts, **k.unchecked, **{f"heard.{row}": "no" for row in k.heard}}
        found = assess(full, k).disposition
        assert RANK[found] == expected or (expected == len(ORDER) and found in ("D6", "D7")), facts
        seen[found] = seen.get(found, 0) + 1
    assert {"D1", "D2", "D3", "D4", "D5"} <= set(seen), seen


@pytest.mark.parametrize("profile", PROFILES)
def test_engine_walk_solver_and_second_reading_agree(profile: Profile) -> None:
    """A small run; `make agree` makes a hundred thousand."""
    from tests.agree import agree  # here: it imports World from this module

    seen = agree(profile, 60, "test")
    assert len(seen) >= 5, seen
