"""What is proved of every conversation, and how. See docs/decisions/0011.

The outcome is the most urgent of the rules that hold (`knowledge.match.assess`), so
each rule may be proved apart, over every way its own facts can be answered; the walk
over all gates together gives what concerns the chat as a whole.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from dialogs.explore import Ask, Walked, asks, relevant, walk
from dialogs.flow import ASKING, TRANSITIONS, doctor_first, emergency
from knowledge.condition import ALWAYS, NA, Condition
from knowledge.match import DOCTOR_FIRST
from knowledge.models import RANK, Knowledge, Rule, Tier
from knowledge.residual import Residual, facts_in, given, least

MOST_SCREENS = 60  # no chat is longer, whatever is answered
EARLY = ("consent", "screen", "story")


@dataclass(frozen=True, slots=True)
class Proof:
    """The properties with their counterexamples, and what was covered."""

    holds: tuple[tuple[str, tuple[str, ...]], ...]  # (property, counterexamples)
    walked: Walked
    rules: int
    places: int

    def counterexamples(self) -> list[str]:
        return [f"{name}: {example}" for name, examples in self.holds for example in examples]


def prove(k: Knowledge) -> Proof:
    """Every property on this content; a property without counterexample holds."""
    order = asks(k)
    standing = [(f"heard.{row}", "no") for row in k.heard]
    whole = walk(order, (), standing)
    rules = [(rule, base(rule, k)) for rule in k.rules if not rule.id.endswith((".seen", ".ok"))]
    alone = {rule.id: by_itself(order, c, standing) for rule, c in rules if not isinstance(c, bool)}
    properties = (
        ("every line and value is reached", unreached(order, whole, k)),
        (f"no chat is longer than {MOST_SCREENS} screens", [] if whole.longest <= MOST_SCREENS
         else [f"a chat of {whole.longest} screens"]),
        ("every rule is decided by the end, and none is idle", undecided(alone, k)),
        ("every rule that sends to a doctor first is decided before the pattern", late(rules, order, alone)),
        ("in every asking state an emergency comes first, and a doctor before the pattern", misplaced()),
        ("urgency never falls when an answer moves to the graver end", falling(order, rules, standing, k)),
    )
    return Proof(
        holds=tuple((name, tuple(found)) for name, found in properties), walked=whole,
        rules=len(rules), places=whole.places + sum(w.places for w in alone.values()),
    )


def milder(calibrated: Knowledge, strict: Knowledge) -> list[str]:
    """Where `strict` could be milder: it must hold every rule of `calibrated`, on the same
    answers, at least as urgent."""
    there = {rule.id: rule for rule in strict.rules}
    found: list[str] = []
    for rule in calibrated.rules:
        other = there.get(rule.id)
        if other is None or other.when != rule.when or RANK[other.tier] > RANK[rule.tier]:
            found.append(f"'{rule.id}' is missing, changed or milder in strict")
        elif rule.wait and not other.wait and RANK[other.tier] >= RANK["D4"]:
            found.append(f"'{rule.id}' no longer waits in strict")
    return found


def base(rule: Rule, k: Knowledge) -> Residual:
    """The rule's condition while no doctor has checked anything."""
    left: Residual = rule.when
    for fact, value in k.unchecked.items():
        left = given(left, fact, value)
    return left


def by_itself(order: list[Ask], condition: Condition, standing: list[tuple[str, str]]) -> Walked:
    """Every way the facts of one condition can be answered."""
    return walk(relevant(order, [condition]), [condition], standing)


def unreached(order: list[Ask], whole: Walked, k: Knowledge) -> list[str]:
    heard = {q.id for q in k.questions if q.heard}
    return [
        f"'{ask.fact}' can never be '{value}'" for ask in order for value in ask.values
        if (ask.fact, value) not in whole.reached and ask.fact not in heard
    ]


def undecided(alone: dict[str, Walked], k: Knowledge) -> list[str]:
    found: list[str] = []
    heard = {q.id for q in k.questions if q.heard} | {f"heard.{row}" for row in k.heard}
    for rule in k.rules:
        walked = alone.get(rule.id)
        if walked is None or facts_in(rule.when) & heard or facts_in(rule.when) == {"consent"}:
            continue  # opened by free text, or ends at consent; the cases play these
        if any(not isinstance(left, bool) for end in walked.ends for left in end):
            found.append(f"'{rule.id}' is still open at an end")
        if (True,) not in walked.ends:
            found.append(f"'{rule.id}' can never hold: nobody is helped by it")
    return found


def late(rules: list[tuple[Rule, Residual]], order: list[Ask], alone: dict[str, Walked]) -> list[str]:
    phase = {ask.fact: ask.phase for ask in order}
    found: list[str] = []
    for rule, condition in rules:
        if isinstance(condition, bool) or not (rule.tier in DOCTOR_FIRST or rule.wait):
            continue
        after = {f for f in facts_in(condition) if phase.get(f, "screen") not in EARLY}
        still_open = any(
            not isinstance(left, bool)
            for ends in list(alone[rule.id].decided.values())[-1:] for end in ends for left in end
        )
        if after or still_open:
            found.append(f"'{rule.id}' waits for {', '.join(sorted(after)) or 'an answer'} after the story")
    return found


def misplaced() -> list[str]:
    """The table of the machine: a walk may miss a moved row, so its shape is looked at."""
    found = []
    if TRANSITIONS[0] != (ASKING, "emergency", (emergency,)):
        found.append("the first row is not the emergency of every asking state")
    story = [(dest, conditions) for source, dest, conditions in TRANSITIONS if source == "story"]
    if not story or story[0][0] != "refer" or doctor_first not in story[0][1]:
        found.append("the story does not end at a doctor first")
    if any(dest == "recommend" and source != "review" for source, dest, _ in TRANSITIONS):
        found.append("massage can be advised before the review")
    return found


def falling(
    order: list[Ask], rules: list[tuple[Rule, Residual]], standing: list[tuple[str, str]], k: Knowledge
) -> list[str]:
    """For each answer and the next graver one: whatever else, not milder."""
    found: list[str] = []
    ordered = {f for f, q in k.by_fact.items() if q.checklist or (q.ordered and q.kind in ("choice", "number"))}
    for ask in order:
        if ask.fact not in ordered:
            continue
        for mild, grave in zip(ask.values, ask.values[1:], strict=False):
            for tier in fall(order, ask, mild, grave, rules, standing):
                found.append(f"'{ask.fact}' from '{mild}' to '{grave}' can fall below {tier}")
    return found


def fall(
    order: list[Ask], ask: Ask, mild: str, grave: str, rules: list[tuple[Rule, Residual]],
    standing: list[tuple[str, str]],
) -> Iterator[Tier]:
    """The tiers that the graver answer can miss though the milder one reaches them."""
    tiers: tuple[Tier, ...] = ("D1", "D2", "D3", "D4")
    followers = [other for other in order if ask.fact in facts_in(other.gate)]
    touched = {ask.fact, *(other.fact for other in followers)}
    for tier in tiers:
        parts = [
            c for rule, c in rules
            if not isinstance(c, bool) and RANK[rule.tier] <= RANK[tier] and facts_in(c) & touched
        ]
        if not parts:
            continue
        # The tier is reached if any of these rules holds; other rules don't know this fact.
        reached = least(1, parts)
        left, right = given(reached, ask.fact, mild), given(reached, ask.fact, grave)
        rest: list[Ask] = []
        out_mild, out_grave = {ask.fact: mild}, {ask.fact: grave}  # what each branch rules out
        for other in order:
            if other.fact == ask.fact:
                continue
            at_mild, at_grave = branch(other.gate, out_mild), branch(other.gate, out_grave)
            if at_mild is False:
                out_mild[other.fact] = NA
                left = given(left, other.fact, NA)
            if at_grave is False:
                out_grave[other.fact] = NA
                right = given(right, other.fact, NA)
            gate = at_grave if at_grave is not False else at_mild
            if gate is not False:
                whenever = ALWAYS if gate is True else gate
                rest.append(Ask(other.fact, other.question, other.phase, whenever, other.values))
        goals = [c for c in (left, right) if not isinstance(c, bool)]
        walked = walk(relevant(rest, goals), (left, right), standing)
        if (True, False) in walked.ends:
            yield tier


def branch(gate: Residual, known: dict[str, str]) -> Residual:
    """A gate under what a branch already knows."""
    for fact, value in known.items():
        gate = given(gate, fact, value)
    return gate
