"""Four readings of the same content agree on random complete answer sets: `make agree`.

    python -m tests.agree [SETS] [SEED]

- the engine: `knowledge.match.assess`;
- the walk: each rule's residuals followed fact by fact, through places that the walk recorded;
- the solver: the outcome as one z3 formula made from the rule files alone, evaluated by z3;
- the second reading in plain Python (tests/second_method.py).
"""

import random
import sys
import time
from collections import Counter
from collections.abc import Callable
from multiprocessing import Pool
from typing import Any

import z3

from dialogs.proof.explore import Ask, asks, relevant, waiting, walk
from dialogs.proof.prove import base, order_of
from knowledge.build import knowledge
from knowledge.condition import NA
from knowledge.match import assess
from knowledge.models import RANK, Knowledge, Profile
from knowledge.residual import Residual, given, normal
from tests.second_method import ORDER, complete, domains, python, questions, rules, solver
from tests.test_second_method import World

Facts = dict[str, str]
NONE = len(ORDER)  # no rule holds: massage, with or without the SI pattern


class Walks:
    """For each rule the places of its walk, and a way to follow one set of answers through them."""

    def __init__(self, k: Knowledge) -> None:
        order, others = asks(k), asks(k, agreed=False)
        standing = [(f"heard.{row}", "no") for row in k.heard]
        self.rules: list[tuple[int, Residual, list[Ask], list[Residual], dict[str, list[int]], list[set[Any]]]] = []
        for rule in k.rules:
            if rule.id.endswith((".seen", ".ok")):
                continue
            goal = base(rule, k)
            for fact, value in standing:
                goal = given(goal, fact, value)
            if isinstance(goal, bool) or order_of(goal, order, others) is others:
                assert goal is not True  # nobody told of it, or it is for those who did not agree: as here nobody
                continue
            mine = relevant(order, [goal])
            gates = [normal(ask.gate) for ask in mine]
            found = walk(mine, (goal,), standing)
            places = [{found.spelt(state) for state in front} for front in found.fronts]
            self.rules.append((RANK[rule.tier], goal, mine, gates, waiting(mine, gates), places))

    def outcome(self, facts: Facts) -> int:
        """The rank of the outcome; AssertionError where the answers leave the recorded places."""
        best = NONE
        for rank, goal, mine, gates, later, places in self.rules:
            left: Residual = goal
            touched: dict[int, Residual] = {}
            for i, ask in enumerate(mine):
                assert ((left,), tuple(sorted(touched.items()))) in places[i], "an answer set outside the places"
                shown = touched.pop(i, gates[i])
                value = facts[ask.fact]
                assert shown is not (value == NA), f"the walk and the answers differ on whether {ask.fact} is asked"
                for j in later[ask.fact]:
                    touched[j] = given(touched.get(j, gates[j]), ask.fact, value)
                left = given(left, ask.fact, value)
            assert isinstance(left, bool)
            if left and rank < best:
                best = rank
        return best


class Solver:
    """The outcome's rank as one z3 number over the answers."""

    def __init__(self, profile: Profile) -> None:
        self.world = World()
        domain = domains()
        self.rank: Any = z3.IntVal(NONE)
        by_tier: dict[str, list[Any]] = {}
        for _, tier, when, wide in rules(profile):
            by_tier.setdefault(tier, []).append(solver(when, wide, domain, self.world.at))
        for tier in reversed(ORDER):
            if tier in by_tier:
                self.rank = z3.If(z3.Or(*by_tier[tier]), ORDER.index(tier), self.rank)
        self.lawful = z3.And(*self.world.lawful())

    def outcome(self, facts: Facts) -> int:
        world = self.world
        solver = z3.Model()
        for fact, value in facts.items():
            values = world.domain[fact]
            solver.update_value(world.of[fact], z3.IntVal(values.index(value) if value in values else -1))
        assert z3.is_true(solver.eval(self.lawful)), "the solver does not allow these answers"
        found: int = solver.eval(self.rank).as_long()
        return found


def second(profile: Profile) -> Callable[[Facts], int]:
    domain = domains()
    compiled = [(ORDER.index(tier), python(when, wide, domain)) for _, tier, when, wide in rules(profile)]
    return lambda facts: min((rank for rank, holds in compiled if holds(facts)), default=NONE)


def engine(k: Knowledge) -> Callable[[Facts], int]:
    standing = {**k.unchecked, **{f"heard.{row}": "no" for row in k.heard}}

    def outcome(facts: Facts) -> int:
        return min(RANK[assess({**facts, **standing}, k).disposition], NONE)

    return outcome


def agree(profile: Profile, sets: int, seed: str) -> Counter[int]:
    """How often each rank came out; AssertionError, with the answers, at the first difference."""
    k, asked, rng = knowledge(profile), questions(), random.Random(f"{seed} {profile}")
    readings = {"engine": engine(k), "walk": Walks(k).outcome, "solver": Solver(profile).outcome,
                "second reading": second(profile)}
    seen: Counter[int] = Counter()
    for _ in range(sets):
        facts = complete(rng, asked)
        found = {name: outcome(facts) for name, outcome in readings.items()}
        assert len(set(found.values())) == 1, f"{found} for {facts}"
        seen[found["engine"]] += 1
    return seen


def main() -> None:
    sets = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    seed = sys.argv[2] if len(sys.argv) > 2 else "agree"
    profiles: list[Profile] = ["calibrated", "strict"]
    started = time.perf_counter()
    with Pool(2) as pool:
        counted = pool.starmap(agree, [(profile, sets // 2, seed) for profile in profiles])
    for profile, seen in zip(profiles, counted, strict=True):
        told = ", ".join(f"{[*ORDER, 'none'][rank]} {n}" for rank, n in sorted(seen.items()))
        print(f"{profile}: {sum(seen.values())} answer sets, engine = walk = solver = second reading "
              f"({told}); {time.perf_counter() - started:.0f} s")


if __name__ == "__main__":
    main()
