"""The safety net under `dialogs.compare.witness`: random complete answer sets, judged by both contents.

Each difference must be explained by a set that was found: one that it contains, with the same change or a
wider one. What is not explained is shrunk and added. How well the answers fit the SI joint, and what they look
like instead, is a sum over many answers that no rule uses; of it the net shows the smallest example of each
change.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from dialogs.compare.found import Found, explained, found_for
from dialogs.compare.pair import Change, Given, Pair, played, values_of
from dialogs.compare.witness import suspects
from dialogs.proof.explore import relevant
from knowledge.condition import Condition
from knowledge.models import Knowledge

Chance = Callable[[], float]  # from 0 up to 1
EXAMPLES = 5  # answer sets that are shrunk to find a small example of one change of the fit


@dataclass(slots=True)
class Caught:
    """What the net saw in one profile."""

    judged: int = 0
    differing: int = 0
    unexplained: list[Found] = field(default_factory=list)
    shown: dict[Change, list[Found]] = field(default_factory=dict)  # fit and looks: shrunk examples
    counts: dict[Change, int] = field(default_factory=dict)


def cast(pair: Pair, found: Sequence[Found], sets: int, chance: Chance) -> Caught:
    """Judge this many random answer sets: half random throughout, half random where something changed and in up
    to three answers elsewhere."""
    caught = Caught()
    facts = {a.fact: values_of(a.fact, pair.old, pair.new) for s in (pair.old, pair.new) for a in s.asks}
    del facts["consent"]
    names, near = list(facts), sorted(set(facts) & changed_facts(pair))
    for turn in range(sets):
        if turn % 2 and near:
            chosen = [f for f in near if chance() < 0.5]
            chosen += [names[int(chance() * len(names))] for _ in range(int(chance() * 4))]
        else:
            calm = chance() ** 0.3  # most are mostly quiet, as people are
            chosen = [f for f in names if chance() >= calm]
        given = {f: facts[f][int(chance() * len(facts[f]))] for f in chosen}
        old, new = pair.judge(given)
        caught.judged += 1
        changes = pair.changes(old, new)
        if not changes:
            continue
        caught.differing += 1
        here = [pair.old.facts(given), pair.new.facts(given)]
        known = [f for f in (*found, *caught.unexplained) if contains(f, here)]
        for change in changes:
            if change.what in ("fit", "looks"):
                caught.counts[change] = caught.counts.get(change, 0) + 1
                shown = caught.shown.setdefault(change, [])
                if len(shown) < EXAMPLES:
                    shown.append(shrunk(given, change, pair))
            elif not explained([change], known):
                caught.unexplained.append(shrunk(given, change, pair))
                known.append(caught.unexplained[-1])
    return caught


def changed_facts(pair: Pair) -> set[str]:
    """The facts that what was changed looks at, with all that gates them."""
    near: set[str] = set()
    for one, other in ((pair.old, pair.new), (pair.new, pair.old)):
        conditions: list[Condition] = [s.condition for s in suspects(one, other)]
        if scored(one.knowledge) != scored(other.knowledge):
            conditions += [item.when for item in one.knowledge.fit.items]
            conditions += [alike.when for alike in one.knowledge.lookalikes]
        near |= {ask.fact for ask in relevant(list(one.by_fact.values()), conditions)}
    return near


def scored(k: Knowledge) -> list[object]:
    """All of the fit and the look-alikes that decides."""
    points: list[object] = [(i.id, i.points, i.group, i.when) for i in k.fit.items]
    rest = (k.fit.caps, k.fit.fits, k.fit.partly, k.fit.key, k.fit.others)
    return [points, rest, [(alike.id, alike.when) for alike in k.lookalikes]]


def contains(found: Found, here: Sequence[Given]) -> bool:
    """Each answer of the set is one of these, in one of the contents."""
    return all(any(facts.get(fact) in values for facts in here) for fact, values in found.answers.items())


def shrunk(given: dict[str, str], change: Change, pair: Pair) -> Found:
    """A smallest part of these answers with the same change, and the other values it may have."""

    def differs(trial: dict[str, str]) -> bool:
        return change in pair.changes(*pair.judge(trial))

    size = 0
    while len(given) != size:
        size = len(given)
        for fact in reversed(list(given)):
            less = {f: v for f, v in given.items() if f != fact}
            given = less if differs(less) else given
    alone = found_for(given, [change], *pair.judge(given), pair)
    answers = {}
    for fact in [*given, *sorted(pair.loose - given.keys())]:
        every = values_of(fact, pair.old, pair.new)
        kept = frozenset(value for value in every if differs(given | {fact: value}))
        # a few values of age or spot always lead elsewhere, which says nothing of this change
        if len(kept) < len(every) and (fact in given or change.what in ("fit", "looks") or 2 * len(kept) < len(every)):
            answers[fact] = kept
    return Found(answers, (change,), alone.rules)


def in_a_chat(found: Found, pair: Pair) -> bool:
    """Real chats with these answers end as the set says."""
    first = {f: next(v for v in values_of(f, pair.old, pair.new) if v in vs) for f, vs in found.answers.items()}
    try:
        ends = pair.changes(played(pair.old, first), played(pair.new, first))
    except (ValueError, RuntimeError):  # something is never asked, or the chat does not end
        return False
    return all(c in ends for c in found.changes if c.what in ("tier", "massage", "kind"))
