"""What would change the advice: single answers that would make it more urgent.

Computed from the rules, never written by hand.
"""

from knowledge.condition import NA, AtLeast, Condition, Facts, Leaf, holds
from knowledge.match import assess
from knowledge.models import RANK, Knowledge, Rule, Tier


def would_raise(
    facts: Facts, tier: Tier, knowledge: Knowledge, limit: int = 3
) -> tuple[tuple[Leaf, Rule], ...]:
    """Up to `limit` (answer, rule): with this one answer changed, the rule would hold.

    The list speaks of this client: first come rules that also rest on what they said, then
    rules of the clinical row or the card that the findings are about.
    """
    found: list[tuple[bool, bool, bool, int, int, Leaf, Rule]] = []
    findings = assess(facts, knowledge).findings
    rows = {finding.rule.row for finding in findings}
    cards = {knowledge.by_fact[b.fact].id for f in findings for b in f.because if b.fact in knowledge.by_fact}
    for rule in knowledge.rules:
        if rule.tier not in ("D1", "D2", "D3") or RANK[rule.tier] >= RANK[tier] or rule.heard:
            continue
        if holds(rule.when, facts):
            continue
        flip = single_flip(rule.when, facts)
        if flip is None or flip.fact.startswith(("checked.", "heard.")) or facts.get(flip.fact) == NA:
            continue
        question = knowledge.by_fact.get(flip.fact)
        if question is None or question.heard or not question.ordered or not flip_words(flip, knowledge):
            continue
        shared = isinstance(rule.when, AtLeast) and _shared(rule.when, facts)
        about = rule.row in rows or question.id in cards
        # The signs of an emergency stand in the warning list already, so the others come first.
        found.append((flip.fact not in facts, not shared, not about, -RANK[rule.tier], -len(found), flip, rule))
    found.sort(key=lambda row: row[:5])
    chosen: dict[str, tuple[Leaf, Rule]] = {}
    for *_, flip, rule in found:
        if rule.row not in {r.row for _, r in chosen.values()}:
            chosen.setdefault(flip.fact, (flip, rule))
    return tuple(chosen.values())[:limit]


def flip_words(leaf: Leaf, knowledge: Knowledge) -> str:
    """What the client would have ticked; short ones read better in a list. "" if only "not sure" would do."""
    question = knowledge.by_fact[leaf.fact]
    if question.checklist:
        if "yes" not in leaf.values:
            return ""
        return next(line.say for line in question.all_lines() if line.id == leaf.fact)
    named = [o.say for o in reversed(question.options) if o.id in leaf.values and o.id != "unsure"]
    return named[0] if named else ""


def single_flip(condition: Condition, facts: Facts) -> Leaf | None:
    """The one leaf that is missing for the condition to hold, if one is enough."""
    if isinstance(condition, Leaf):
        return condition
    missing = condition.n - sum(1 for part in condition.parts if holds(part, facts))
    if missing != 1:
        return None
    for part in condition.parts:
        if not holds(part, facts):
            flip = single_flip(part, facts)
            if flip is not None and facts.get(flip.fact) != NA:
                return flip
    return None


def _shared(condition: AtLeast, facts: Facts) -> bool:
    """Part of this rule already holds because of what the client said."""
    return any(
        holds(part, facts) and not _standing(part) for part in condition.parts
    )


def _standing(part: Condition) -> bool:
    return isinstance(part, Leaf) and part.fact.startswith("checked.")
