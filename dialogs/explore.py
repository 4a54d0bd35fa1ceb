"""Every conversation, walked exactly, line by line, with indistinguishable histories merged.

A history is merged with another when what is left of the gates still to come, and of
the conditions under proof, is the same: the rest of the chat can't tell them apart.
Back, Change, Restart and notices need no walk of their own: facts depend on the answers
that stand, not on the order in which they were given (docs/decisions/0011).
"""

from collections.abc import Iterable
from dataclasses import dataclass, field

from knowledge.build import facts_of
from knowledge.condition import ALWAYS, NA, Condition, every
from knowledge.models import Knowledge, Phase, Question
from knowledge.parse import UNSURE
from knowledge.residual import Residual, facts_in, given


@dataclass(frozen=True, slots=True)
class Ask:
    """One fact that is asked for: its question, its gate, and the values it can get."""

    fact: str
    question: str
    phase: Phase
    gate: Condition
    values: tuple[str, ...]


def asks(knowledge: Knowledge) -> list[Ask]:
    """Everything that is asked, in order. A clarifying answer is the line's own value."""
    found: list[Ask] = []
    for question in knowledge.in_order:
        if question.clarifies or question.kind in ("country", "review"):
            continue
        for fact in facts_of(question):
            found.append(Ask(fact, question.id, question.phase, gate_of(question, fact), domain(question)))
    return found


def gate_of(question: Question, fact: str) -> Condition:
    lines = {line.id: line.when for line in question.all_lines()}
    parts = [gate for gate in (question.when, lines.get(fact, ALWAYS)) if gate != ALWAYS]
    return every(*parts) if len(parts) > 1 else (parts[0] if parts else ALWAYS)


def domain(question: Question) -> tuple[str, ...]:
    if question.checklist:
        return UNSURE
    if question.id == "consent":
        return ("agree",)  # everybody else ends here; see `prove`
    return tuple(option.id for option in question.options)


@dataclass(slots=True)
class Walked:
    """What the walk found."""

    conversations: int = 0  # complete ones, before merging
    places: int = 0  # after merging, over all lines
    shortest: int = 0
    longest: int = 0
    reached: set[tuple[str, str]] = field(default_factory=set)  # (fact, value)
    ends: set[tuple[Residual, ...]] = field(default_factory=set)  # what is left of the targets
    decided: dict[str, set[tuple[Residual, ...]]] = field(default_factory=dict)  # the same, after a phase


State = tuple[tuple[Residual, ...], tuple[Residual, ...], bool]
Tally = tuple[int, int, int]  # how many histories; fewest and most screens


def walk(order: list[Ask], targets: Iterable[Residual] = (), known: Iterable[tuple[str, str]] = ()) -> Walked:
    """Every way through `order`. `known` facts hold from the start."""
    goals = tuple(targets)
    gates: tuple[Residual, ...] = tuple(ask.gate if ask.gate != ALWAYS else True for ask in order)
    for fact, value in known:
        goals = tuple(given(goal, fact, value) for goal in goals)
        gates = tuple(given(gate, fact, value) for gate in gates)
    result = Walked()
    front: dict[State, Tally] = {(goals, gates, False): (1, 0, 0)}
    for i, ask in enumerate(order):
        new_card = i == 0 or order[i - 1].question != ask.question
        following: dict[State, Tally] = {}
        for (left, future, counted), (count, few, many) in front.items():
            shown = future[0]
            if shown not in (True, False):
                raise RuntimeError(f"the gate of '{ask.fact}' is open when its turn comes")
            seen = counted and not new_card
            more = 1 if shown and not seen else 0
            for value in ask.values if shown else (NA,):
                result.reached.add((ask.fact, value))
                state: State = (
                    tuple(given(goal, ask.fact, value) for goal in left),
                    tuple(given(gate, ask.fact, value) for gate in future[1:]),
                    seen or bool(shown),
                )
                old = following.get(state)
                tally = (count, few + more, many + more)
                following[state] = tally if old is None else (
                    old[0] + tally[0], min(old[1], tally[1]), max(old[2], tally[2]))
        front = following
        result.places += len(front)
        if i + 1 == len(order) or order[i + 1].phase != ask.phase:
            result.decided[ask.phase] = {left for left, _, _ in front}
    result.ends = {left for left, _, _ in front}
    result.conversations = sum(count for count, _, _ in front.values())
    result.shortest = min(few for _, few, _ in front.values())
    result.longest = max(many for _, _, many in front.values())
    return result


def relevant(order: list[Ask], conditions: Iterable[Condition]) -> list[Ask]:
    """What must be walked for these conditions: their facts, and all that gates them."""
    by_fact = {ask.fact: ask for ask in order}
    todo = [fact for condition in conditions for fact in facts_in(condition)]
    needed: set[str] = set()
    while todo:
        fact = todo.pop()
        if fact not in needed and fact in by_fact:
            needed.add(fact)
            todo += facts_in(by_fact[fact].gate)
    return [ask for ask in order if ask.fact in needed]
