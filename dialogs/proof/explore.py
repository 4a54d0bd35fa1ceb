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
from knowledge.parse import SETTLE, UNSURE
from knowledge.residual import Residual, facts_in, given, normal


@dataclass(frozen=True, slots=True)
class Ask:
    """One fact that is asked for: its question, its gate, and the values it can get."""

    fact: str
    question: str
    phase: Phase
    gate: Condition
    values: tuple[str, ...]


def asks(knowledge: Knowledge, agreed: bool = True) -> list[Ask]:
    """Everything that is asked, in order, of those who agree; or of the others (too young, not
    there, no), whose chat ends with the consent phase. A clarifying answer is the line's own value."""
    found: list[Ask] = []
    for question in knowledge.in_order:
        elsewhere = question.id != "consent" and (question.phase == "consent") == agreed
        if question.clarifies or question.kind in ("country", "review") or elsewhere:
            continue
        for fact in facts_of(question):
            found.append(Ask(fact, question.id, question.phase, gate_of(question, fact), domain(question, agreed)))
    return found


def gate_of(question: Question, fact: str) -> Condition:
    lines = {line.id: line.when for line in question.all_lines()}
    parts = [gate for gate in (question.when, lines.get(fact, ALWAYS)) if gate != ALWAYS]
    return every(*parts) if len(parts) > 1 else (parts[0] if parts else ALWAYS)


def domain(question: Question, agreed: bool = True) -> tuple[str, ...]:
    if question.checklist:
        return UNSURE
    ids = tuple(option.id for option in question.options)
    if question.id == "consent":
        return ("agree",) if agreed else tuple(id for id in ids if not id.startswith("agree"))
    return tuple(id for id in ids if id not in SETTLE[:2]) if question.settles else ids


# What is left of the goals; the gates to come that are touched already; is this card counted?
State = tuple[tuple[Residual, ...], tuple[tuple[int, Residual], ...], bool]
Tally = tuple[int, int, int]  # how many histories; fewest and most screens


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
    fronts: list[list[State]] = field(default_factory=list)  # the places before each ask, and at the end


def walk(
    order: list[Ask], targets: Iterable[Residual] = (), known: Iterable[tuple[str, str]] = (),
    free: frozenset[str] = frozenset(),
) -> Walked:
    """Every way through `order`. `known` facts hold from the start; the cards in `free` are
    not counted as screens."""
    goals = tuple(targets)
    gates: list[Residual] = [normal(ask.gate) for ask in order]
    for fact, value in known:
        goals = tuple(given(goal, fact, value) for goal in goals)
        gates = [given(gate, fact, value) for gate in gates]
    waits = waiting(order, gates)
    result = Walked()
    front: dict[State, Tally] = {(goals, (), False): (1, 0, 0)}
    for i, ask in enumerate(order):
        result.fronts.append(list(front))
        result.places += len(front)
        new_card = i == 0 or order[i - 1].question != ask.question
        following: dict[State, Tally] = {}
        for state, (count, few, many) in front.items():
            left, touched, counted = state
            changed = dict(touched)
            shown = changed.pop(i, gates[i])
            if shown not in (True, False):
                raise RuntimeError(f"the gate of '{ask.fact}' is open when its turn comes")
            seen = counted and not new_card
            more = 1 if shown and not seen and ask.question not in free else 0
            for value in ask.values if shown else (NA,):
                result.reached.add((ask.fact, value))
                after = {**changed, **{
                    j: given(changed.get(j, gates[j]), ask.fact, value) for j in waits.get(ask.fact, ())}}
                new: State = (
                    tuple(given(goal, ask.fact, value) for goal in left),
                    tuple(sorted(after.items())), seen or bool(shown),
                )
                old = following.get(new)
                tally = (count, few + more, many + more)
                following[new] = tally if old is None else (
                    old[0] + tally[0], min(old[1], tally[1]), max(old[2], tally[2]))
        front = following
        if i + 1 == len(order) or order[i + 1].phase != ask.phase:
            result.decided[ask.phase] = {left for left, _, _ in front}
    result.fronts.append(list(front))
    result.places += len(front)
    result.ends = {left for left, _, _ in front}
    result.conversations = sum(count for count, _, _ in front.values())
    result.shortest = min(few for _, few, _ in front.values())
    result.longest = max(many for _, _, many in front.values())
    return result


def waiting(order: list[Ask], gates: list[Residual]) -> dict[str, list[int]]:
    """For each fact the later asks whose gate waits for it."""
    found: dict[str, list[int]] = {}
    for i, gate in enumerate(gates):
        for fact in () if isinstance(gate, bool) else facts_in(gate):
            found.setdefault(fact, []).append(i)
    return {ask.fact: [j for j in found.get(ask.fact, ()) if j > i] for i, ask in enumerate(order)}


def always_shown(order: list[Ask]) -> frozenset[str]:
    """The cards with a line that no gate hides: one screen in every chat."""
    return frozenset(ask.question for ask in order if ask.gate == ALWAYS)


def parts(order: list[Ask]) -> list[list[Ask]]:
    """The chat in parts that share no gate and no hidden card. Whatever is answered in one,
    every way through the others stays possible, so each is walked apart."""
    home = {ask.fact: ask.fact for ask in order}

    def root(fact: str) -> str:
        while home[fact] != fact:
            fact = home[fact]
        return fact

    free = always_shown(order)
    card: dict[str, str] = {}
    for ask in order:
        linked = [fact for fact in facts_in(ask.gate) if fact in home]
        if ask.question not in free:
            linked.append(card.setdefault(ask.question, ask.fact))
        for fact in linked:
            home[root(fact)] = root(ask.fact)
    found: dict[str, list[Ask]] = {}
    for ask in order:
        found.setdefault(root(ask.fact), []).append(ask)
    return list(found.values())


def walk_parts(order: list[Ask], known: list[tuple[str, str]]) -> Walked:
    """Every conversation, in independent parts."""
    free = always_shown(order)
    result = Walked(conversations=1, shortest=len(free), longest=len(free))
    for part in parts(order):
        walked = walk(part, (), known, free)
        result.conversations *= walked.conversations
        result.places += walked.places
        result.shortest += walked.shortest
        result.longest += walked.longest
        result.reached |= walked.reached
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
