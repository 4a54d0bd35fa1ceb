"""The smallest sets of answers whose outcome two contents judge differently.

Exact, by one argument. Let a client be less urgent in the new content, and let r be the old rule that decided.
Then r was changed or taken away, and no new rule as urgent holds. So it is enough to look, for each old form of a
rule that the new content does not have, at its smallest supports (`dialogs.compare.cubes`: its answers and all that
must be answered to be asked for them), with everything else answered quietly. The quiet answer is the mildest, and a
graver one never lowers urgency (`si-screen prove` proves that of each content); so a rule that decides instead
though all else is quiet decides whatever else is answered. Only age, pregnancy, spot and duration know no milder
and graver, nor do questions with other options than before: where another rule holds because of one of them, its
other values are tried too (`freed`). More urgent is the same with old and new exchanged; cautions and what the
guard of a technique holds back are looked at in the same way.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby, islice, product

from dialogs.compare.cubes import Cube, cubes, holds_in
from dialogs.compare.found import Found, found_for, least, merged, signature
from dialogs.compare.pair import Change, Pair, Side, rank, values_of
from dialogs.proof.explore import relevant
from knowledge.condition import Condition
from knowledge.load import KnowledgeError
from knowledge.match import Assessment
from knowledge.models import RANK, Rule, family_of

MOST = 2000  # combinations of values looked at for one cube, and answer sets tried to free one


@dataclass(frozen=True, slots=True)
class Suspect:
    """A condition of one content that the other lacks: a rule's form, or a technique's guard."""

    owner: str
    condition: Condition
    rule: Rule | None = None


def suspects(one: Side, other: Side) -> Iterator[Suspect]:
    """The conditions of `one` that `other` lacks, or asks for in another way."""
    asked_so = {(a.fact, a.gate, a.values) for a in other.by_fact.values()}
    moved = {a.fact for a in one.by_fact.values() if (a.fact, a.gate, a.values) not in asked_so}
    theirs = {(family_of(rule), *signature(rule)) for rule in other.knowledge.rules}
    guards = {t.id: t.guard for t in other.knowledge.techniques}
    order = list(one.by_fact.values())

    def elsewhere(condition: Condition) -> bool:
        return bool(moved & {ask.fact for ask in relevant(order, [condition])})

    for rule in one.knowledge.rules:
        family = family_of(rule)
        if (family, *signature(rule)) not in theirs or (
            not rule.id.endswith((".seen", ".ok")) and elsewhere(rule.when)
        ):
            yield Suspect(family, rule.when, rule)
    for technique in one.knowledge.techniques:
        if technique.id in guards and (guards[technique.id] != technique.guard or elsewhere(technique.guard)):
            yield Suspect(technique.id, technique.guard)


def as_much(one: Suspect, other: Suspect) -> bool:
    """Where both hold, `one` says all that `other` says."""
    a, b = one.rule, other.rule
    if a is None or b is None or one.owner != other.owner:
        return one.owner == other.owner
    if a.tier == b.tier:
        return signature(a)[2:] == signature(b)[2:]
    none = a.tier not in ("D4", "D5")  # no massage, so nothing is said of waiting or of cautions
    return RANK[a.tier] < RANK[b.tier] and (none or not (b.wait or b.postpone or b.caution))


def search(pair: Pair) -> list[Found]:
    """Every smallest answer set whose outcome the change of a rule, a gate or a guard changes. Raises KnowledgeError
    where they can't be told."""
    mine, theirs = supports(pair.old, pair.new), supports(pair.new, pair.old)
    found: list[Found] = []
    for here, there, way in ((mine, theirs, -1), (theirs, mine, 1)):
        done: set[tuple[object, ...]] = set()
        for _, same_size in groupby(sorted(here, key=lambda one: len(one[1])), key=lambda one: len(one[1])):
            known = found = merged(found, pair)
            for suspect, cube in same_size:
                # Where the other content says as much to these answers, it does so whatever else is answered.
                rivals = [wide for other, wide in there if as_much(other, suspect) and wide.keys() <= cube.keys()]
                for given in islice(concrete(cube, pair), MOST):
                    key = (suspect.owner, suspect.rule and signature(suspect.rule)[1:], frozenset(given.items()))
                    if key not in done and not any(holds_in(wide, given) for wide in rivals):
                        done.add(key)
                        found = found + tried(given, suspect, way, pair, known)
    return least(merged(found, pair))


def supports(one: Side, other: Side) -> list[tuple[Suspect, Cube]]:
    found: list[tuple[Suspect, Cube]] = []
    for suspect in suspects(one, other):
        try:
            found += [(suspect, cube) for cube in cubes(suspect.condition, one)]
        except OverflowError as fault:
            raise KnowledgeError(
                suspect.owner, f"can't be compared: {fault}", "nobody could read whose outcome changes",
                "say it with fewer parts",
            ) from fault
    return found


def concrete(cube: Cube, pair: Pair) -> Iterator[dict[str, str]]:
    """Its answer sets, one for all values that no condition tells apart; the quiet values first."""
    choices = [kinds(fact, values, pair) for fact, values in cube.items()]
    for values in product(*choices):
        yield dict(zip(cube, values, strict=True))


def kinds(fact: str, values: Iterable[str], pair: Pair) -> list[str]:
    order = values_of(fact, pair.old, pair.new)
    return list({pair.same[fact, v]: v for v in reversed(order) if v in set(values)}.values())[::-1]


def tried(
    given: dict[str, str], suspect: Suspect, way: int, pair: Pair, known: Sequence[Found]
) -> list[Found]:
    """What this answer set changes, alone or freed from what else holds."""
    old, new = pair.judge(given)
    changes = [c for c in pair.changes(old, new) if c.what not in ("fit", "looks")]
    found = [found_for(given, changes, old, new, pair)] if changes else []
    inside = [c for k in known if holds_in(k.answers, given) for c in k.changes]  # what a part of these answers changes
    for aim in aims(suspect, way, pair.new if way < 0 else pair.old):
        if not any(aim.reached(c) and aim.whole(c) for c in inside):
            found += [
                found_for(free, [c for c in pair.changes(*judged) if aim.reached(c)], *judged, pair)
                for free, judged in freed(given, aim, way, pair)
            ]
    return found


@dataclass(frozen=True, slots=True)
class Aim:
    """What a suspect may change, and what can stand before it in the other content."""

    reached: Callable[[Change], bool]
    whole: Callable[[Change], bool]  # it is the suspect that decides
    masks: Callable[[Assessment], list[list[Condition]]]  # of one of these groups all must go, to come nearer
    own: str = ""  # the fact that a doctor has checked just this


def aims(suspect: Suspect, way: int, other: Side) -> list[Aim]:
    rule, owner = suspect.rule, suspect.owner

    def mine(what: str) -> Callable[[Change], bool]:
        return lambda c: c.what == what and c.way == way and owner in (c.old, c.new)

    if rule is None:
        guard = [t.guard for t in other.knowledge.techniques if t.id == owner]
        return [Aim(mine("technique"), lambda _: True, lambda a: [guard] if owner in a.withheld else [])]
    found = [Aim(
        lambda c: c.what in ("tier", "massage") and c.way == way,
        lambda c: c.what == "tier" and rank(c.old if way < 0 else c.new) <= RANK[rule.tier],
        deciding, f"checked.{owner}",
    )]
    if rule.caution:
        found.append(Aim(mine("caution"), lambda _: True, lambda a: [[
            f.rule.when for f in a.findings if family_of(f.rule) == owner or f.rule.caution == rule.caution]]))
    return found


def deciding(a: Assessment) -> list[list[Condition]]:
    """What must go for a milder tier; and for massage that need not wait."""
    return [[f.rule.when for f in a.findings if f.rule.tier == a.disposition],
            [f.rule.when for f in a.findings if f.rule.wait or f.rule.postpone]]


def freed(
    given: dict[str, str], aim: Aim, way: int, pair: Pair
) -> Iterator[tuple[dict[str, str], tuple[Assessment, Assessment]]]:
    """These answers with others of age, pregnancy, spot and duration, such that the aim is reached, or more of it.

    Each mask must be broken by one of its own answers, so it is enough to try those of one mask at a time."""
    order = list((pair.new if way < 0 else pair.old).by_fact.values())
    queue, seen = [given], {frozenset(given.items())}
    for trial in queue:
        judged = pair.judge(trial)
        if trial is not given and any(map(aim.reached, pair.changes(*judged))):
            yield trial, judged
        for masks in aim.masks(judged[way < 0]):
            free = [
                [a for a in relevant(order, [mask])
                 if a.fact not in trial and (a.fact in pair.loose or a.fact == aim.own)] for mask in masks
            ]
            for ask in min(free, key=len, default=[]):
                for value in kinds(ask.fact, ask.values, pair):
                    further = trial | {ask.fact: value}
                    if frozenset(further.items()) not in seen and len(queue) < MOST:
                        seen.add(frozenset(further.items()))
                        queue.append(further)
