"""Facts -> assessment: which rules hold, fail or are open; the most urgent wins.

The SI fit is a separate count of signed, capped points that no rule may use.
"""

from dataclasses import dataclass

from knowledge.condition import Condition, Facts, holds, support
from knowledge.models import RANK, URGENCY, Fit, FitItem, Knowledge, LookAlike, Massage, Rule, Tier

DOCTOR_FIRST: frozenset[Tier] = frozenset(["D1", "D2", "D3"])


@dataclass(frozen=True, slots=True)
class Because:
    """One answer that a finding rests on."""

    fact: str
    value: str


@dataclass(frozen=True, slots=True)
class Finding:
    """A rule that holds, with the answers that make it hold."""

    rule: Rule
    because: tuple[Because, ...]

    @property
    def doctor_first(self) -> bool:
        return self.rule.tier in DOCTOR_FIRST or self.rule.wait


@dataclass(frozen=True, slots=True)
class FitResult:
    """`band` is fits | partly | no; `speaks` are the items that hold, for or against."""

    band: str
    points: int
    speaks: tuple["Spoken", ...]


@dataclass(frozen=True, slots=True)
class Spoken:
    """One item of the fit that holds, with the answers that make it hold."""

    id: str
    say: str
    points: int
    because: tuple[Because, ...]


@dataclass(frozen=True, slots=True)
class Assessment:
    disposition: Tier
    massage: Massage
    findings: tuple[Finding, ...]  # most urgent first, one a rule
    fit: FitResult
    lookalike: LookAlike | None
    withheld: tuple[str, ...]  # ids of techniques
    version: str

    @property
    def text(self) -> str:
        """The id of the disposition's text; D4 and D5 have two forms."""
        return told_as(self.disposition, self.massage)

    @property
    def doctor_first(self) -> bool:
        return any(finding.doctor_first for finding in self.findings)

    def rows(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(finding.rule.row for finding in self.findings))

    def cautions(self) -> tuple[Finding, ...]:
        """The cautions that hold, one a row and words."""
        found = [f for f in self.findings if f.rule.caution]
        return tuple({f.rule.caution: f for f in found}.values())


def told_as(disposition: Tier, massage: Massage) -> str:
    """The id of an outcome's text: D4w where massage waits for a doctor's OK, D5p where it is put off."""
    return {"D4": "D4w", "D5": "D5p"}.get(disposition, disposition) if massage == "after_ok" else disposition


def assess(facts: Facts, knowledge: Knowledge) -> Assessment:
    """The whole assessment of these facts."""
    findings = found(facts, knowledge)
    urgent = min((RANK[f.rule.tier] for f in findings), default=len(URGENCY))
    fit = fitted(facts, knowledge)
    massage_only: Tier = "D7" if fit.band == "no" else "D6"
    disposition = URGENCY[urgent] if urgent < len(URGENCY) else massage_only
    return Assessment(
        disposition=disposition,
        massage=massage(disposition, findings),
        findings=findings,
        fit=fit,
        lookalike=next((x for x in knowledge.lookalikes if holds(x.when, facts)), None),
        withheld=tuple(t.id for t in knowledge.techniques if holds(t.guard, facts)),
        version=knowledge.version,
    )


def found(facts: Facts, knowledge: Knowledge) -> tuple[Finding, ...]:
    """The rules that hold, most urgent first; of one rule's forms only the most urgent."""
    places = {i for answer in facts.items() for i in knowledge.touched.get(answer, ())}
    held = [
        next(rule for rule in family.forms if holds(rule.when, facts))
        for family in (knowledge.families[i] for i in sorted(places)) if holds(family.widest, facts)
    ]
    held.sort(key=lambda rule: (RANK[rule.tier], not rule.wait))
    return tuple(Finding(rule, because(rule.when, facts)) for rule in held)


def because(condition: Condition, facts: Facts) -> tuple[Because, ...]:
    """The answers that make the condition hold, none too many: without any one of them it would
    not be known to hold. The standing "not checked" is no answer of anybody."""
    cited = {leaf.fact: facts[leaf.fact] for leaf in support(condition, facts)}
    for fact in tuple(cited):
        rest = {other: value for other, value in cited.items() if other != fact}
        if holds(condition, rest):
            cited = rest
    return tuple(
        Because(fact, value) for fact, value in cited.items()
        if not (fact.startswith("checked.") and value == "not_checked")
    )


def massage(disposition: Tier, findings: tuple[Finding, ...]) -> Massage:
    """What the outcome says about massage."""
    if disposition in ("D0", "D1", "D2", "D3"):
        return "no"
    if any(f.rule.wait or f.rule.postpone for f in findings):
        return "after_ok"
    return "adapted" if findings else "yes"


def fitted(facts: Facts, knowledge: Knowledge) -> FitResult:
    """The SI points; unknown answers count nothing."""
    held = [item for item in knowledge.fit.items if holds(item.when, facts)]
    total, band = banded(held, knowledge.fit)
    speaks = tuple(Spoken(item.id, item.say, item.points, because(item.when, facts)) for item in held)
    return FitResult(band, total, speaks)


def banded(held: list[FitItem], fit: Fit) -> tuple[int, str]:
    """Points and band of the items that hold: each group counts up to its cap, and "fits"
    needs the key item and some others besides."""
    groups: dict[str, int] = {}
    for item in held:
        name = item.group or item.id
        groups[name] = min(groups.get(name, 0) + item.points, fit.caps.get(name, item.points))
    total = sum(groups.values())
    ids = {item.id for item in held if item.points > 0}
    if total >= fit.fits and fit.key in ids and len(ids) > fit.others:
        return total, "fits"
    return total, "partly" if total >= fit.partly else "no"


def shown_fit(assessment: Assessment) -> str | None:
    """The band, or None where a doctor comes first."""
    gated = assessment.disposition in ("D0", *DOCTOR_FIRST) or assessment.text == "D4w"
    return None if gated else assessment.fit.band
