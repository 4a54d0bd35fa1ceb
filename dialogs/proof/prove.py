"""What is proved of every conversation, and how. See docs/decisions/0011.

The outcome is the most urgent of the rules that hold (`knowledge.match.assess`), so
each rule may be proved apart, over every way its own facts can be answered; the walk
over all gates together gives what concerns the chat as a whole.
"""

from dataclasses import dataclass

from dialogs.compare.plain import answer
from dialogs.flow import ASKING, TRANSITIONS, doctor_first, emergency
from dialogs.proof import promises
from dialogs.proof.explore import Ask, Walked, asks, relevant, walk, walk_parts
from knowledge.condition import ALWAYS, NA, Condition
from knowledge.match import DOCTOR_FIRST
from knowledge.models import RANK, Knowledge, Rule, Tier
from knowledge.residual import Residual, facts_in, given, least, normal

MOST_SCREENS = 60  # no chat is longer, whatever is answered
EARLY = ("consent", "screen", "story")
GRADES: tuple[Tier, ...] = ("D1", "D2", "D3", "D4")


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
    order, others = asks(k), asks(k, agreed=False)
    standing = [(f"heard.{row}", "no") for row in k.heard]
    whole, early = walk_parts(order, standing), walk_parts(others, standing)
    rules = [(rule, base(rule, k)) for rule in k.rules if not rule.id.endswith((".seen", ".ok"))]
    alone = {rule.id: by_itself(order_of(c, order, others), c, standing)
             for rule, c in rules if not isinstance(c, bool)}
    properties = (
        ("every line and value is reached", unreached(order, whole, k) + unreached(others, early, k)),
        (f"no chat is longer than {MOST_SCREENS} screens", [] if whole.longest <= MOST_SCREENS
         else [f"a chat of {whole.longest} screens"]),
        ("every rule is decided by the end, and none is idle", undecided(alone, k)),
        ("every rule that sends to a doctor first is decided before the pattern", late(rules, order, alone)),
        ("in every asking state an emergency comes first, and a doctor before the pattern", misplaced()),
        ("urgency never falls when an answer moves to the graver end", falling(order, rules, standing, k)
         + falling(others, rules, standing, k)),
        ("not sure about an emergency sign is never milder than same day", unsure_flags(order, rules, standing, k)),
        ("every outcome ends in a concrete next step", promises.next_steps(k)),
        ("every card fits the narrowest channel", promises.cards_fit(k)),
        ("every danger word leads to its question or its own words", promises.notices_lead(k)),
        ("nothing but consent is asked before consent", promises.consent_first(k)),
        ("the SI fit, apart from the rules, needs its key item and two others", promises.fit_holds(k)),
    )
    return Proof(
        holds=tuple((name, tuple(found)) for name, found in properties), walked=whole,
        rules=len(rules), places=whole.places + early.places + sum(w.places for w in alone.values()),
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
    left = normal(rule.when)
    for fact, value in k.unchecked.items():
        left = given(left, fact, value)
    return left


def order_of(condition: Condition, order: list[Ask], others: list[Ask]) -> list[Ask]:
    """The chat that a rule belongs to: of those who agree, or of the others."""
    return others if facts_in(condition) <= {ask.fact for ask in others} else order


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
        if walked is None or facts_in(rule.when) & heard:
            continue  # opened by free text; the cases play these
        if any(not isinstance(left, bool) for end in walked.ends for left in end):
            found.append(f"'{rule.id}' is still open at an end")
        if (True,) not in walked.ends:
            found.append(f"{rule.place}: '{rule.id}' can never hold: nobody is helped by it; "
                         "no chat has all its answers, so compare it with the gates (`when`) of the questions it names")
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
        near = about(ask, order, rules)
        for mild, grave in zip(ask.values, ask.values[1:], strict=False):
            for tier in GRADES:
                if missed(order, ask, (mild, tier), (grave, tier), near, standing):
                    found.append(
                        f"'{ask.fact}' from '{mild}' to '{grave}' can fall below {tier}: somebody who answers "
                        f"{answer(ask.fact, [mild], k)} is told \"{k.dispositions[tier].name}\", and who answers "
                        f"{answer(ask.fact, [grave], k)}, and all else the same, is told something less urgent")
    return found


def unsure_flags(
    order: list[Ask], rules: list[tuple[Rule, Residual]], standing: list[tuple[str, str]], k: Knowledge
) -> list[str]:
    """Where "yes" to a sign with a clarifying question is an emergency, "not sure" is same day at least."""
    clarified = {q.clarifies for q in k.questions if q.clarifies}
    return [
        f"'{ask.fact}': yes is an emergency, but not sure can end milder than same day"
        for ask in order if ask.fact in clarified
        and missed(order, ask, ("yes", "D1"), ("unsure", "D2"), about(ask, order, rules), standing)
    ]


def about(ask: Ask, order: list[Ask], rules: list[tuple[Rule, Residual]]) -> list[tuple[int, Condition]]:
    """Rank and condition of the rules that know this fact or one that it opens; the others hold or not
    whatever is answered here."""
    touched = {ask.fact, *(x.fact for x in order if ask.fact in facts_in(x.gate))}
    return [(RANK[rule.tier], c) for rule, c in rules if not isinstance(c, bool) and facts_in(c) & touched]


def missed(
    order: list[Ask], ask: Ask, one: tuple[str, Tier], other: tuple[str, Tier],
    near: list[tuple[int, Condition]], standing: list[tuple[str, str]],
) -> bool:
    """Can answers be such that the one value reaches its tier, and the other value does not reach its own?"""
    left, right = (reached(value, tier, ask.fact, near) for value, tier in (one, other))
    if left is False or right is True:
        return False
    rest: list[Ask] = []
    out_left, out_right = {ask.fact: one[0]}, {ask.fact: other[0]}  # what each branch rules out
    for x in order:
        if x.fact == ask.fact:
            continue
        at_left, at_right = branch(x.gate, out_left), branch(x.gate, out_right)
        if at_left is False:
            out_left[x.fact] = NA
            left = given(left, x.fact, NA)
        if at_right is False:
            out_right[x.fact] = NA
            right = given(right, x.fact, NA)
        gate = at_right if at_right is not False else at_left
        if gate is not False:
            rest.append(Ask(x.fact, x.question, x.phase, ALWAYS if gate is True else gate, x.values))
    goals = [c for c in (left, right) if not isinstance(c, bool)]
    return (True, False) in walk(relevant(rest, goals), (left, right), standing).ends


def reached(value: str, tier: Tier, fact: str, near: list[tuple[int, Condition]]) -> Residual:
    """What is left of "some rule of this tier or a graver one holds"."""
    return given(least(1, [c for rank, c in near if rank <= RANK[tier]]), fact, value)


def branch(gate: Residual, known: dict[str, str]) -> Residual:
    """A gate under what a branch already knows."""
    for fact, value in known.items():
        gate = given(gate, fact, value)
    return gate
