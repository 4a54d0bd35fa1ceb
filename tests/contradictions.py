"""Which pairs of answers could be declared as not fitting together: `make contradictions`.

The solver can't know what words mean. It lists what looks alike in the data and can stand
in one lawful chat without a question about it: a ticked line whose follow-up card has every
line at "no", and two answers that speak for the same clinical row, one yes and one no.
A clinician decides which of them is worth a question (`settles`, docs/authoring.md).
"""

from dataclasses import dataclass
from itertools import combinations

import z3

from dialogs.said import label
from knowledge.build import knowledge
from knowledge.condition import leaves
from knowledge.match import assess
from knowledge.models import Knowledge
from tests.test_second_method import World


@dataclass(frozen=True)
class Pair:
    """Answers that may not fit: fact -> value, and the row they share."""

    answers: tuple[tuple[str, str], ...]
    row: str

    @property
    def facts(self) -> tuple[str, ...]:
        return tuple(fact for fact, _ in self.answers)

    def told(self, k: Knowledge) -> str:
        words = [f"'{label(fact, 'yes', k)}': {value}" for fact, value in self.answers]
        return f"{words[0]} and {', '.join(words[1:])} ({self.row})"


def candidates(k: Knowledge) -> list[Pair]:
    """Pairs that can stand together, without those that are declared, and those that an
    emergency ends before anything else is asked."""
    world = World()
    solver = z3.Solver()
    solver.add(*world.lawful())
    declared = [set(q.settles) for q in k.questions if q.settles]
    found: list[Pair] = []
    for pair in [*hollow(k), *opposed(k)]:
        alone = {**k.unchecked, **{fact: value for fact, value in pair.answers if value == "yes"}}
        if any(d <= set(pair.facts) for d in declared) or assess(alone, k).disposition == "D1":
            continue
        if solver.check(*(world.at(fact, value) for fact, value in pair.answers)) == z3.sat:
            found.append(pair)
    return found


def hollow(k: Knowledge) -> list[Pair]:
    """A ticked line, and every line of the card that it opens at "no"."""
    found = []
    for card in k.questions:
        parents = {leaf.fact for leaf in leaves(card.when)}
        if card.checklist and len(parents) == 1:
            (parent,) = parents
            if parent in k.by_fact and k.by_fact[parent].checklist:
                lines = [(line.id, "no") for line in card.lines]
                row = next((row for line in card.lines for row in line.rows), "")
                found.append(Pair(((parent, "yes"), *lines), row))
    return found


def opposed(k: Knowledge) -> list[Pair]:
    """Two lines of different cards that speak for one red flag, one ticked and one not."""
    by_row: dict[str, list[tuple[str, str]]] = {}
    for card in k.questions:
        for line in card.all_lines() if card.checklist else ():
            for row in line.rows:
                if row.startswith("RF-"):
                    by_row.setdefault(row, []).append((card.id, line.id))
    return [
        Pair(((a, "yes"), (b, "no")), row)
        for row, lines in by_row.items() for (card, a), (other, b) in combinations(lines, 2) if card != other
    ]


if __name__ == "__main__":
    for pair in candidates(knowledge()):
        print(pair.told(knowledge()))
