"""Two contents side by side: one set of answers, judged by both.

A set of answers names only what is not quiet. What it does not name is answered quietly
(`dialogs.cases.quiet`); what a content does not ask does not exist in it. An answer that a content
does not offer counts there as "not sure", or as the quiet one where there is no "not sure".
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from dialogs.cases import Known, play, quiet
from dialogs.house import Clinic, House
from dialogs.proof.explore import Ask, asks
from dialogs.words import words
from knowledge.condition import ALWAYS, NA, Condition, holds, leaves
from knowledge.match import Assessment, assess, shown_fit
from knowledge.models import RANK, Knowledge, Profile, Question, family_of

MASSAGE = ("no", "after_ok", "adapted", "yes")  # most careful first
Given = Mapping[str, str]  # fact -> value


@dataclass(frozen=True, slots=True)
class Side:
    """One content in one profile, with everything it asks, in order."""

    knowledge: Knowledge
    asks: tuple[Ask, ...]
    by_fact: dict[str, Ask]
    quiet: dict[str, str]
    standing: dict[str, str]  # typed words and "a doctor has checked this", while nothing is said of them
    counts_as: dict[tuple[str, str], str]  # (fact, an answer that only the other content offers) -> what it is here
    said: Known = field(default_factory=dict)  # chats that were played, turn by turn

    def facts(self, given: Given) -> dict[str, str]:
        """The facts of a finished chat with these answers."""
        found = {fact: given.get(fact, value) for fact, value in self.standing.items()}
        agreed = given.get("consent", "agree").startswith("agree")  # the others answer only what belongs to it
        for ask in self.asks:
            left = not agreed and ask.phase != "consent"
            if left or (ask.gate is not ALWAYS and not holds(ask.gate, found)):
                found[ask.fact] = NA
                continue
            value = given.get(ask.fact, self.quiet[ask.fact])
            found[ask.fact] = self.counts_as.get((ask.fact, value), value)
        return found

    def asked(self, given: Given) -> Given:
        """Without what a doctor has checked, where that is not offered: it is only where a doctor comes first."""
        checked = {fact for fact in given if fact.startswith("checked.")}
        if not checked:
            return given
        rest = {fact: value for fact, value in given.items() if fact not in checked}
        findings = assess(self.facts(rest), self.knowledge).findings
        offered = {f"checked.{family_of(f.rule)}" for f in findings if f.doctor_first}
        return rest | {fact: given[fact] for fact in checked & offered}

    def judge(self, given: Given) -> Assessment:
        return assess(self.facts(self.asked(given)), self.knowledge)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What an answer set leads to, as far as it is compared."""

    text: str  # the tier, or D4w and D5p where massage waits; D7 is told as D6
    level: tuple[int, int]  # greater is less urgent: the tier, then massage
    kind: str
    cautions: frozenset[tuple[str, str]]  # (rule, words)
    withheld: frozenset[str]
    fit: str
    looks: str

    @property
    def massage(self) -> bool:
        """Massage is an option, now or after a doctor's OK."""
        return self.level[1] > 0


@dataclass(frozen=True, slots=True)
class Change:
    """One difference of two outcomes; `way` is -1 for less careful, 1 for more, 0 for neither."""

    what: str  # tier, massage, kind, caution, technique, fit or looks
    old: str
    new: str
    way: int = 0


@dataclass(frozen=True, slots=True)
class Pair:
    """The old and the new content in one profile."""

    profile: Profile
    old: Side
    new: Side
    same: dict[tuple[str, str], frozenset[str]]  # (fact, value) -> the values no condition tells from it
    techniques: frozenset[str]  # those that both contents have
    loose: frozenset[str]  # facts whose quiet value is not the mildest in both contents

    def judge(self, given: Given) -> tuple[Assessment, Assessment]:
        return self.old.judge(given), self.new.judge(given)

    def changes(self, old: Assessment, new: Assessment) -> tuple[Change, ...]:
        return changes(self.outcome(old), self.outcome(new))

    def outcome(self, found: Assessment) -> Outcome:
        fit = shown_fit(found) or ""
        alone = fit == "no" and found.disposition in ("D6", "D7")  # only then is it told to the client
        kinds = {f.rule.kind or "" for f in found.findings if f.rule.tier == "D1"}
        return Outcome(
            text="D6" if found.text == "D7" else found.text,
            level=(min(RANK[found.disposition], RANK["D6"]), MASSAGE.index(found.massage)),
            kind=kinds.pop() if len(kinds) == 1 else "",  # of several the chat stops at the first it hears
            cautions=frozenset((family_of(f.rule), f.rule.caution) for f in found.cautions()),
            withheld=frozenset(found.withheld) & self.techniques,
            fit=fit,
            looks=found.lookalike.id if alone and found.lookalike else "",
        )


def pair(old: Knowledge, new: Knowledge) -> Pair:
    sides = side(old), side(new)
    both = {t.id for t in old.techniques} & {t.id for t in new.techniques}
    loose = {a.fact for one in sides for a in one.asks if not one.knowledge.by_id[a.question].ordered}
    for fact in sides[0].by_fact.keys() & sides[1].by_fact.keys():
        first, second = (one.by_fact[fact].values for one in sides)
        common = [value for value in first if value in second]
        if first != second:
            loose.add(fact)
        if common and sides[0].quiet[fact] != sides[1].quiet[fact]:
            for one in sides:
                one.quiet[fact] = common[0]
        for one, there in zip(sides, reversed(sides), strict=True):
            mine = one.by_fact[fact].values
            for value in set(there.by_fact[fact].values) - set(mine):
                one.counts_as[fact, value] = "unsure" if "unsure" in mine else one.quiet[fact]
    return Pair(new.profile, *sides, alike(*sides), frozenset(both), frozenset(loose - {"consent"}))


def side(k: Knowledge) -> Side:
    listed: list[Ask] = []
    agreed = asks(k)
    for ask in [*asks(k, agreed=False), *agreed[1:]]:
        question = k.by_id[ask.question]
        if ask.fact == "consent":
            ask = replace(ask, values=(*agreed[0].values, *ask.values))
        elif question.more and question.more.id == ask.fact:
            ask = replace(ask, values=("no", "yes"))  # it is a button, without "not sure"
        listed.append(ask)
    standing = {f"heard.{row}": "no" for row in k.heard} | k.unchecked
    more = [Ask(fact, fact, "consent", ALWAYS, ("no", "yes")) for fact in standing if fact.startswith("heard.")]
    more += [Ask(q.id, q.id, q.phase, ALWAYS, tuple(o.id for o in q.options)) for q in k.questions if q.offered]
    return Side(
        knowledge=k, asks=tuple(listed), by_fact={ask.fact: ask for ask in [*listed, *more]},
        quiet={ask.fact: mild(ask, k.by_id[ask.question]) for ask in listed} | standing,
        standing=standing, counts_as={},
    )


def mild(ask: Ask, question: Question) -> str:
    """The quiet value of a fact; a number is its band."""
    value = "no" if question.checklist else quiet(question)
    if value.isdecimal():
        band = question.band(int(value))
        value = band.id if band else value
    return value if value in ask.values else ask.values[0]


def alike(old: Side, new: Side) -> dict[tuple[str, str], frozenset[str]]:
    """The values of a fact that no rule, gate or guard of the two contents tells apart."""
    told: dict[str, set[frozenset[str]]] = {}
    for one in (old, new):
        deciding: list[Condition] = [rule.when for rule in one.knowledge.rules]
        deciding += [technique.guard for technique in one.knowledge.techniques]
        for ask in one.by_fact.values():
            deciding.append(ask.gate)
            told.setdefault(ask.fact, set()).add(frozenset(ask.values))
        for leaf in (leaf for condition in deciding for leaf in leaves(condition)):
            told.setdefault(leaf.fact, set()).add(leaf.values)
    found: dict[tuple[str, str], frozenset[str]] = {}
    for fact, leaf_values in told.items():
        kinds: dict[tuple[bool, ...], list[str]] = {}
        for value in values_of(fact, old, new):
            kinds.setdefault(tuple(value in some for some in leaf_values), []).append(value)
        for group in kinds.values():
            found |= {(fact, value): frozenset(group) for value in group}
    return found


def values_of(fact: str, old: Side, new: Side) -> tuple[str, ...]:
    """Every value that one of the two contents offers, the quiet one first."""
    offered = [value for one in (new, old) if fact in one.by_fact for value in one.by_fact[fact].values]
    first = [one.quiet[fact] for one in (new, old) if fact in one.quiet]
    return tuple(dict.fromkeys([*first, *offered]))


def changes(old: Outcome, new: Outcome) -> tuple[Change, ...]:
    """Every difference that a client or therapist would notice, the gravest first."""
    found: list[Change] = []
    way = (new.level < old.level) - (new.level > old.level)
    if old.level[0] != new.level[0]:
        found.append(Change("tier", old.text, new.text, way))
    elif old.level[1] != new.level[1]:
        found.append(Change("massage", old.text, new.text, way))
    if old.kind != new.kind and old.kind and new.kind:
        found.append(Change("kind", old.kind, new.kind))
    if old.massage and new.massage:
        found += [Change("caution", id, "", -1) for id in lost(old, new)]
        found += [Change("caution", "", id, 1) for id in lost(new, old)]
        found += [Change("technique", id, "", -1) for id in sorted(old.withheld - new.withheld)]
        found += [Change("technique", "", id, 1) for id in sorted(new.withheld - old.withheld)]
    if old.fit != new.fit and old.fit and new.fit:
        found.append(Change("fit", old.fit, new.fit))
    if old.looks != new.looks and old.looks and new.looks:
        found.append(Change("looks", old.looks, new.looks))
    return tuple(found)


def lost(one: Outcome, other: Outcome) -> list[str]:
    """The cautions of `one` that `other` has neither under their id nor in their words."""
    ids, said = {id for id, _ in other.cautions}, {text for _, text in other.cautions}
    return sorted(id for id, text in one.cautions if id not in ids and text not in said)


def explains(one: Change, other: Change) -> bool:
    """Where `one` holds, `other` is no more than it: the same, or less of it since other rules speak too."""
    if one.what == other.what == "tier" and one.way == other.way:
        low, high = sorted((rank(one.old), rank(one.new)))
        return low <= rank(other.old) <= high and low <= rank(other.new) <= high
    if other.what == "massage" and one.what in ("tier", "massage"):
        return one.way == other.way
    return one == other


def rank(text: str) -> int:
    return next(place for tier, place in RANK.items() if text.startswith(tier))


def played(one: Side, given: Given) -> Assessment:
    """The same by a whole chat through the real `step`. Raises ValueError or RuntimeError where no chat goes so."""
    facts, k = one.facts(one.asked(given)), one.knowledge
    house = House({"calibrated": k, "strict": k}, {"en": words("en")}, clinics={"": Clinic(profile=k.profile)})
    said = {f: v for f, v in facts.items() if v != NA and (f not in one.standing or v != one.standing[f])}
    notices = tuple(f[6:] for f in said if f.startswith("heard."))
    sure = {f: v for f, v in said.items() if f.startswith("checked.") or (f in k.by_id and k.by_id[f].settles)}
    return play(
        house, sure, notices=notices, pick=lambda q: said.get(q.id, quiet(q)), line=lambda f: said.get(f, "no"),
        known=one.said,
    ).last.place.assessment
