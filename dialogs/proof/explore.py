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
# Residuals stand there by number (`Walked.residuals`): millions of places are compared.
State = tuple[tuple[int, ...], tuple[tuple[int, int], ...], bool]
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
    residuals: list[Residual] = field(default_factory=lambda: [False, True])  # by number

    def left(self, front: Iterable[State]) -> set[tuple[Residual, ...]]:
        """What is left of the targets at these places."""
        return {tuple(self.residuals[n] for n in goals) for goals in {goals for goals, _, _ in front}}

    def spelt(self, state: State) -> tuple[tuple[Residual, ...], tuple[tuple[int, Residual], ...]]:
        """What is left at a place of the targets, and of the gates touched so far."""
        goals, touched, _ = state
        return tuple(self.residuals[n] for n in goals), tuple((j, self.residuals[n]) for j, n in touched)


class Numbers(dict[Residual, int]):
    """The number of each residual; a new one gets the next."""

    def __init__(self, residuals: list[Residual]) -> None:
        super().__init__((residual, n) for n, residual in enumerate(residuals))
        self.residuals = residuals

    def __missing__(self, residual: Residual) -> int:
        self[residual] = len(self.residuals)
        self.residuals.append(residual)
        return self[residual]


class Given(dict[int, int]):
    """What one answer makes of each residual, both by number; worked out once."""

    def __init__(self, fact: str, value: str, numbers: Numbers) -> None:
        super().__init__()
        self.fact, self.value, self.numbers = fact, value, numbers

    def __missing__(self, number: int) -> int:
        self[number] = self.numbers[given(self.numbers.residuals[number], self.fact, self.value)]
        return self[number]


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
    waits, result = waiting(order, gates), Walked()
    numbers = Numbers(result.residuals)
    first = [numbers[gate] for gate in gates]
    front: dict[State, Tally] = {(tuple(numbers[goal] for goal in goals), (), False): (1, 0, 0)}
    for i, ask in enumerate(order):
        result.fronts.append(list(front))
        result.places += len(front)
        new_card = i == 0 or order[i - 1].question != ask.question
        costs = ask.question not in free
        about = [n for n, goal in enumerate(goals) if not isinstance(goal, bool) and ask.fact in facts_in(goal)]
        gated = waits[ask.fact]
        answers = [Given(ask.fact, value, numbers) for value in ask.values]
        hidden = [Given(ask.fact, NA, numbers)]
        opened: set[bool] = set()
        following: dict[State, Tally] = {}
        for (left, touched, counted), (count, few, many) in front.items():
            changed = dict(touched)
            shown = changed.pop(i, first[i])
            if shown > 1:
                raise RuntimeError(f"the gate of '{ask.fact}' is open when its turn comes")
            opened.add(bool(shown))
            seen = counted and not new_card
            more = 1 if shown and not seen and costs else 0
            new_left, new_touched = left, tuple(changed.items())
            for after in answers if shown else hidden:
                if about:
                    goal_numbers = list(left)
                    for n in about:
                        goal_numbers[n] = after[left[n]]
                    new_left = tuple(goal_numbers)
                if gated:
                    new_touched = tuple(sorted({**changed, **{
                        j: after[changed.get(j, first[j])] for j in gated}}.items()))
                new: State = (new_left, new_touched, seen or bool(shown))
                old = following.get(new)
                following[new] = (count, few + more, many + more) if old is None else (
                    old[0] + count, min(old[1], few + more), max(old[2], many + more))
        result.reached |= {(ask.fact, value) for shown in opened for value in (ask.values if shown else (NA,))}
        front = following
        if i + 1 == len(order) or order[i + 1].phase != ask.phase:
            result.decided[ask.phase] = result.ends = result.left(front)
    result.fronts.append(list(front))
    result.places += len(front)
    result.ends = result.ends or result.left(front)
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
