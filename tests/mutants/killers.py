"""Who catches a fault, the cheapest first: loading, lints, the cases near it, properties."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import cached_property

from dialogs.cases import Case, Known, cases, play
from dialogs.house import House
from dialogs.judge import answers_of, judge
from dialogs.proof.prove import milder, prove
from knowledge.check import LINTS, Lint
from knowledge.load import KnowledgeError
from knowledge.models import Knowledge, Profile, family_of
from tests.mutants.behaviour import violated
from tests.mutants.content import PROFILES, Folder, Lazily, Mutant, houses
from tests.mutants.effect import Baseline
from tests.mutants.scripted import deafer

TYPED = ("types", "hears")
STRICT = "strict is never milder than calibrated"
NO_EFFECT, SURVIVED = "no effect", "survived"
Found = dict[Profile, Knowledge]


@dataclass
class Killers:
    """The shipped content, and those who may catch a fault in it."""

    shipped: Found
    cases: list[Case] = field(default_factory=cases)
    lints: tuple[Lint, ...] = LINTS
    properties: Callable[[Found], str | None] | None = None  # None: `disproved`
    behaviours: Callable[[Found], tuple[str, str] | None] = violated
    at: dict[Profile, House] = field(default_factory=dict)  # houses of the shipped content in which the cases were
    said: dict[Profile, Known] = field(default_factory=lambda: {p: {} for p in PROFILES})  # played already; see `play`

    @cached_property
    def baseline(self) -> dict[Profile, Baseline]:
        return {profile: Baseline(k) for profile, k in self.shipped.items()}

    @cached_property
    def near(self) -> dict[str, list[Case]]:
        """Rule, clinical row, answer, guard or what a case claims -> the cases that rest on it."""
        found: dict[str, list[Case]] = defaultdict(list)
        at = self.at or houses(self.shipped)
        for case in self.cases:
            given = answers_of(case, at[case.profile])
            keys = {*given, *case.then, *case.then.get("asks", ()), *(f"row {row}" for row in case.rows)}
            keys |= {"types"} if case.types else set()
            if not case.whatever:
                played = play(at[case.profile], given, case.country, case.notices, types=case.types,
                              known=self.said[case.profile])
                keys |= {f"rule {family_of(f.rule)}" for step in played.steps for f in step.place.assessment.findings}
                keys |= {f"guard {id}" for id in played.last.place.assessment.withheld}
            for key in keys:
                found[key].append(case)
        return found

    def close(self, mutant: Mutant) -> list[Case]:
        """The cases that rest on what was weakened, those that rest on most of it first."""
        count = Counter(case.place for key in mutant.touches for case in self.near.get(key, ()))
        return sorted((c for c in self.cases if count[c.place]), key=lambda c: (c.whatever, -count[c.place]))

    def complaint(self, k: Knowledge) -> str | None:
        """The first lint that complains."""
        return next((f"lint: {lint.__name__}" for lint in self.lints if any(lint(k))), None)

    def proof(self, weak: Found) -> str | None:
        return self.properties(weak) if self.properties else disproved(weak)

    def differs(self, mutant: Mutant, weak: Found) -> bool:
        """Whether anything at all is weaker: no fault is planted for nothing."""
        if mutant.touches == TYPED:
            return deafer(self.shipped, weak)
        return mutant.certain or any(
            self.baseline[profile].differs(weak[profile], mutant.gives) for profile in PROFILES)

    def of_shipped(self) -> str | None:
        """What the shipped content itself fails."""
        complaints = (self.complaint(k) for k in self.shipped.values())
        found = next((c for c in complaints if c), None) or self.of_machine(self.shipped)
        return None if found == SURVIVED else found

    def of_content(self, mutant: Mutant, folder: Folder) -> str:
        """By what this fault, which stands in the folder, is caught; else NO_EFFECT or SURVIVED."""
        weak = Lazily(folder)
        try:
            found = (self.complaint(weak["calibrated"]) or failed(self.close(mutant), weak)
                     or self.complaint(weak["strict"]))
            if found:
                return found
            if not self.differs(mutant, weak):
                return NO_EFFECT
            return self.proof(weak) or SURVIVED
        except KnowledgeError as fault:
            return f"load: {fault.why}"

    def of_typing(self, weak: Found) -> str:
        """By what a fault in what is heard, which is planted now, is caught; else SURVIVED."""
        near = [case for key in TYPED for case in self.near.get(key, ())]
        return failed(near, weak) or SURVIVED

    def of_machine(self, weak: Found) -> str:
        """By what a fault of the machine, which is planted now, is caught; else SURVIVED."""
        broken = self.behaviours(weak)
        if broken:
            return f"behaviour: {broken[0]}"
        return failed(self.cases, weak) or self.proof(weak) or SURVIVED


def failed(found: Iterable[Case], weak: Found) -> str | None:
    """The first case that does not hold, or whose chat comes to no end."""
    at, said = houses(weak), {profile: Known() for profile in PROFILES}
    for case in found:
        try:
            if judge(case, at[case.profile], said=said[case.profile]):
                return f"case: {case.place}"
        except RuntimeError:
            return f"case: {case.place}"
    return None


def disproved(weak: Found) -> str | None:
    """The first property of `si-screen prove` that does not hold."""
    if milder(weak["calibrated"], weak["strict"]):
        return f"property: {STRICT}"
    for profile in PROFILES:
        try:
            broken = next((name for name, examples in prove(weak[profile]).holds if examples), None)
        except RuntimeError:  # the walk meets a gate that nothing decides
            broken = "every gate is decided when its turn comes"
        if broken:
            return f"property: {broken}"
    return None
