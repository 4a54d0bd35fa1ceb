"""The nouns of the knowledge base, as frozen models. Data lives in data/*.yaml.

Every row has an id, a source, a certainty and `verified`; rules know tiers,
never words of the dialogue.
"""

from typing import Literal

from knowledge.condition import ALWAYS, Condition, leaves, some
from knowledge.rows import ArticleRow, Certainty, Country, ListedRow, Names, PrivateGroup, Row, SignOff, Source
from knowledge.rows import Option as Option
from knowledge.rows import Tier as Tier
from knowledge.rows import WarningSign as WarningSign
from knowledge.visit import CheckIns, HandOver
from knowledge.visit import Technique as Technique

Massage = Literal["no", "after_ok", "adapted", "yes"]
EmergencyKind = Literal["ambulance", "department", "maternity", "crisis", "abuse", "poison"]
Profile = Literal["calibrated", "strict"]
Phase = Literal["consent", "screen", "story", "pattern", "review"]
QuestionKind = Literal["choice", "signs", "history", "number", "spot", "country", "review"]

# Most urgent first; the order in which outcomes win (clinical decision: D0 before D4).
URGENCY: tuple[Tier, ...] = ("D1", "D2", "D3", "D0", "D4", "D5", "D6", "D7")
RANK: dict[Tier, int] = {tier: rank for rank, tier in enumerate(URGENCY)}


class Line(Row):
    """One first-person statement of a checklist; its values run no < unsure < yes."""

    id: str
    say: str
    rows: Names = ()
    when: Condition = ALWAYS
    lasting: bool = False  # ticked once it stays true: who comes back may confirm it
    private: PrivateGroup | None = None


class Question(Row):
    id: str
    phase: Phase
    kind: QuestionKind
    ask: str
    why: str
    name: str = ""  # what it is about, for lists; the question itself where empty
    source: Names = ()
    rows: Names = ()
    when: Condition = ALWAYS
    ordered: bool = True
    lasting: bool = False
    private: PrivateGroup | None = None  # shared only by a separate yes; else this group is named
    options: tuple[Option, ...] = ()
    lines: tuple[Line, ...] = ()
    more: Line | None = None
    splits: str | None = None
    settles: Names = ()  # two facts that do not fit together: "first" and "second" ask one of them again
    presume: str | None = None
    clarifies: str | None = None
    heard: str | None = None
    offered: str | None = None  # id of the rule a doctor may have checked
    picture: str | None = None
    unit: str | None = None
    min: int = 0
    max: int = 0
    buttons: Literal["bands", "numbers"] = "bands"
    shown: str = ""  # fingerprint of id + English text + ids

    @property
    def checklist(self) -> bool:
        return self.kind in ("signs", "history")

    def option(self, id: str) -> Option | None:
        return next((o for o in self.options if o.id == id), None)

    def band(self, number: int) -> Option | None:
        return next((o for o in self.options if o.low is not None and o.low <= number <= (o.high or 0)), None)

    def all_lines(self) -> tuple[Line, ...]:
        return self.lines + ((self.more,) if self.more else ())


class Rule(Row):
    """`when` holds -> at least `tier`. `row` is the id of the clinical row it speaks for."""

    id: str
    row: str
    tier: Tier
    when: Condition
    trigger: str
    reason: str = ""
    kind: EmergencyKind | None = None
    wait: bool = False
    postpone: bool = False
    heard: str | None = None
    strict: Tier | None = None
    only: Profile | None = None
    unsure: Tier | None = None
    checked: Tier | None = None
    tell: str = ""  # what to tell the doctor or the desk
    caution: str = ""  # what a client with a caution does
    note: str = ""  # what the therapist does
    source: Names
    certainty: Certainty
    verified: bool


class Family(Row):
    """One rule with its forms ("not sure", "a doctor has checked"), most urgent first.

    If `widest` does not hold, none of the forms does."""

    id: str
    widest: Condition
    forms: tuple[Rule, ...]


class FitItem(Row):
    id: str
    points: int
    when: Condition
    group: str = ""
    say: str
    answers: bool = False
    note: str = ""
    source: Names
    certainty: Certainty
    verified: bool


class Fit(Row):
    id: str
    items: tuple[FitItem, ...]
    caps: dict[str, int]
    fits: int
    partly: int
    key: str
    others: int


class LookAlike(Row):
    id: str
    when: Condition
    client: str
    note: str
    source: Names
    certainty: Certainty
    verified: bool


class DispositionText(Row):
    id: str
    name: str
    title: str
    action: str
    massage: str = ""
    next: str
    change: str
    source: Names


class Knowledge(Row):
    """Everything, checked and projected to one threshold profile."""

    profile: Profile
    version: str
    signed_by: str = ""  # who signed the clinic's own part; "" where there is none
    lang: str = "en"  # of the texts; conditions and fingerprints are the same in all
    questions: tuple[Question, ...]
    in_order: tuple[Question, ...]  # those that are asked in turn, so not the offered ones
    unchecked: dict[str, str]  # the offered ones, with their standing answer
    rules: tuple[Rule, ...]
    families: tuple[Family, ...]
    touched: dict[tuple[str, str], tuple[int, ...]]  # (fact, value) -> the families it may make hold
    fit: Fit
    lookalikes: tuple[LookAlike, ...]
    dispositions: dict[str, DispositionText]
    warning_signs: tuple[WarningSign, ...]
    techniques: tuple[Technique, ...]
    common: dict[str, str]  # small words that the content shares
    client_facts: dict[str, str]
    article: tuple[ArticleRow, ...]
    listed: tuple[ListedRow, ...]
    sources: dict[str, Source]
    countries: dict[str, Country]
    heard: dict[str, tuple[str, ...]]
    row_ids: dict[str, tuple[str, ...]]  # every row that must be accounted for, by kind
    by_id: dict[str, Question]
    by_fact: dict[str, Question]
    private: dict[str, PrivateGroup]  # fact -> its group
    handover: HandOver
    checkins: CheckIns
    picture_alt: str
    sign_offs: tuple[SignOff, ...]  # most urgent first; the same in both profiles

    def with_rules(self, rules: tuple[Rule, ...]) -> "Knowledge":
        """The same content with other rules."""
        found = families(rules)
        return self.model_copy(update={"rules": rules, "families": found, "touched": touched(found)})

    def __repr__(self) -> str:  # the whole content would drown every error message
        return f"Knowledge({self.profile} {self.version})"


def family_of(rule: Rule) -> str:
    """The rule's id without the forms "not sure", "seen" and "ok"."""
    parts = rule.id.split(".")
    while parts[-1] in ("unsure", "seen", "ok"):
        parts.pop()
    return ".".join(parts)


def families(rules: tuple[Rule, ...]) -> tuple[Family, ...]:
    """The rules by family. A form "ok" drops the check that a doctor has looked, so where
    there are such forms they hold whenever any other form does."""
    found: dict[str, list[Rule]] = {}
    for rule in rules:
        found.setdefault(family_of(rule), []).append(rule)
    return tuple(
        Family(id=id, widest=_widest(forms), forms=tuple(sorted(forms, key=lambda rule: RANK[rule.tier])))
        for id, forms in found.items()
    )


def touched(found: tuple[Family, ...]) -> dict[tuple[str, str], tuple[int, ...]]:
    """For each answer the places of the families that have it in a leaf. Conditions know no
    "not", so a family without any such answer can't hold and need not be looked at."""
    index: dict[tuple[str, str], list[int]] = {}
    for i, family in enumerate(found):
        for leaf in leaves(family.widest):
            for value in leaf.values:
                index.setdefault((leaf.fact, value), []).append(i)
    return {answer: tuple(dict.fromkeys(places)) for answer, places in index.items()}


def _widest(forms: list[Rule]) -> Condition:
    ids = {rule.id for rule in forms}
    open_ = [rule.when for rule in forms if f"{rule.id}.ok" not in ids and not rule.id.endswith(".seen")]
    return open_[0] if len(open_) == 1 else some(*open_)
