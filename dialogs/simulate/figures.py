"""Runs -> figures: agreement with the labels, urgency, who is sent where, what each chat costs."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from math import ceil, sqrt
from statistics import median

from dialogs.measure import words_of
from dialogs.simulate.chat import Run
from knowledge.condition import leaves
from knowledge.models import RANK, Knowledge, Profile, Tier

BENIGN = ("D5", "D6", "D7")
TODAY = ("D1", "D2")  # emergency or same day
PER_MINUTE = 200  # words that are read in a minute
Labels = Mapping[str, Tier]


@dataclass(frozen=True, slots=True)
class Share:
    """So many of so many."""

    n: int
    of: int

    @property
    def value(self) -> float:
        return self.n / self.of if self.of else 0.0

    def interval(self) -> tuple[float, float]:
        """The Wilson 95 % interval, as shares."""
        if not self.of:
            return 0.0, 1.0
        z = 1.959964
        middle, half = self.value + z * z / (2 * self.of), z * sqrt(
            self.value * (1 - self.value) / self.of + z * z / (4 * self.of**2))
        whole = 1 + z * z / self.of
        return max(0.0, (middle - half) / whole), min(1.0, (middle + half) / whole)

    def __str__(self) -> str:
        low, high = self.interval()
        return f"{self.n} of {self.of}, {self.value:.1%} ({low:.1%} to {high:.1%})"


@dataclass(frozen=True, slots=True)
class Threshold:
    """A share and what it may be; `limit` is a share too."""

    name: str
    share: Share
    limit: float
    at_least: bool = False

    @property
    def holds(self) -> bool:
        return self.share.value >= self.limit if self.at_least else self.share.value <= self.limit

    @property
    def wanted(self) -> str:
        return f"at {'least' if self.at_least else 'most'} {self.limit:.0%}" if self.limit else "none"


def urgency(tier: str) -> int:
    """0 is an emergency; the three tiers that allow massage now are one."""
    return min(RANK[tier], RANK["D5"]) if tier in RANK else len(RANK)


def milder(run: Run, label: Tier) -> bool:
    return urgency(run.disposition) > urgency(label)


def graver(run: Run, label: Tier) -> bool:
    return urgency(run.disposition) < urgency(label)


def share(runs: Iterable[Run], true: Iterable[bool]) -> Share:
    return Share(sum(true), len(list(runs)))


def vignette_thresholds(runs: list[Run], labels: Labels) -> list[Threshold]:
    """What the vignettes must reach."""
    urgent = [r for r in runs if labels[r.client.id] in TODAY]
    benign = [r for r in runs if labels[r.client.id] in BENIGN]
    return [
        Threshold("emergency and same-day labels that end milder than same day",
                  share(urgent, (r.disposition not in TODAY for r in urgent)), 0.0),
        Threshold("at least as urgent as the label",
                  share(runs, (not milder(r, labels[r.client.id]) for r in runs)), 0.97, True),
        Threshold("exactly the label", share(runs, (r.disposition == labels[r.client.id] for r in runs)), 0.85, True),
        Threshold("benign labels sent to an emergency department or a doctor today",
                  share(benign, (r.disposition in TODAY for r in benign)), 0.10),
        Threshold("benign labels sent to a doctor first", share(benign, (r.doctor_first for r in benign)), 0.20),
    ]


def room_thresholds(runs: list[Run]) -> list[Threshold]:
    """What ordinary clients must be spared."""
    return [
        Threshold("ordinary clients sent to an emergency department or a doctor today",
                  share(runs, (r.disposition in TODAY for r in runs)), 0.05),
        Threshold("ordinary clients sent to a doctor first", share(runs, (r.doctor_first for r in runs)), 0.15),
    ]


def matrix(runs: Iterable[Run], labels: Labels) -> Counter[tuple[str, str]]:
    """(label, outcome) -> how many."""
    return Counter((labels[r.client.id], r.disposition) for r in runs)


def elsewhere(run: Run, plain: Run) -> str:
    """How this chat ends otherwise than the plain one of the same client, "" if it does not.

    Beyond an emergency nothing more is asked, so there only the disposition is compared.
    Somebody anxious may end more urgent, and never milder."""
    if run.fault:
        return run.fault
    if run.persona == "anxious":
        less = urgency(run.disposition) > urgency(plain.disposition)
        return f"ends in {run.disposition}, milder than {plain.disposition}" if less else ""
    if run.disposition != plain.disposition:
        return f"ends in {run.disposition or run.state}, plain in {plain.disposition}"
    if plain.state not in ("refer", "recommend"):
        return ""
    keys = ("findings", "massage", "si_fit", "side", "withheld")
    differ = [key for key in keys if run.outcome[key] != plain.outcome[key]]
    return f"differs from plain in {', '.join(differ)}" if differ else ""


def sent_by(run: Run, knowledge: Mapping[Profile, Knowledge]) -> list[str]:
    """The rules of the tier that was reached: their rows, each with the client's words."""
    outcome = run.outcome
    if not outcome:
        return []
    because, profile = outcome["because"], outcome["profile"]
    assert isinstance(because, list) and isinstance(outcome["findings"], list)
    rules = knowledge["strict" if profile == "strict" else "calibrated"].rules
    found = []
    for row in outcome["findings"]:
        facts = {leaf.fact for rule in rules if rule.row == row and rule.tier == run.disposition
                 for leaf in leaves(rule.when)}
        said = dict.fromkeys(b["said"] for b in because if b["question"] in facts)
        if facts:
            found.append(f"{row} ({'; '.join(said)})")
    return found


def words(run: Run) -> int:
    """Words that the client had before their eyes, from consent to the advice."""
    return sum(words_of(reply) for _, shown in run.turns for reply in shown.replies)


def middle_and_most(values: list[float]) -> tuple[float, float]:
    """Median and 90th percentile (nearest rank)."""
    return median(values), sorted(values)[ceil(0.9 * len(values)) - 1]


def left_out(run: Run, knowledge: Knowledge) -> list[str]:
    """Choices that came up though the answers do not have them: the quiet answer was given."""
    asked = dict.fromkeys(shown.card.id for _, shown in run.turns)
    found = []
    for id in asked:
        question = knowledge.by_id.get(id)
        known = question is None or question.checklist or question.settles or question.kind in ("country", "review")
        if not known and id not in run.client.answers:
            found.append(id)
    return found
