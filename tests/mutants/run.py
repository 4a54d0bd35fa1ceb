"""Every fault planted, one at a time, on two processes; and what was found, as a report."""

import random
import tempfile
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from multiprocessing import get_context
from pathlib import Path

from knowledge.build import knowledge
from tests.mutants import machine, others, questions, rules, typed
from tests.mutants.content import PROFILES, Folder, Lazily, Mutant, content, planted
from tests.mutants.killers import NO_EFFECT, SURVIVED, Found, Killers
from tools.docs import table

SEED = 20260115
WAYS = ("load", "lint", "case", "property", "behaviour")  # how a fault is caught, the cheapest first
PROCESSES = 2
Fault = Mutant | machine.Weak | machine.Moved | typed.Deaf


def faults() -> list[Fault]:
    """Every fault, always the same ones."""
    files, rng = content(), random.Random(SEED)
    return [
        *rules.mutants(files, rng), *questions.mutants(files, rng), *others.mutants(files, rng),
        *typed.faults(knowledge()), *machine.LINES, *machine.TABLES,
    ]


def sample(found: list[Fault], size: int) -> list[Fault]:
    """One fault of each of so many kinds, always the same ones."""
    kinds: dict[str, list[Fault]] = defaultdict(list)
    for fault in found:
        kinds[fault.kind].append(fault)
    rng = random.Random(SEED)
    return [rng.choice(kinds[kind]) for kind in sorted(rng.sample(sorted(kinds), size))]


def shipped() -> Found:
    return {profile: knowledge(profile) for profile in PROFILES}


class Bench:
    """What one process needs: the content, a folder of its own, and those who may catch a fault."""

    def __init__(self, found: list[Fault], killers: Killers) -> None:
        self.files, self.faults, self.killers = content(), found, killers
        self.folder = Folder(Path(tempfile.mkdtemp(prefix="si-screen-mutants-")))

    def plant(self, i: int) -> str:
        """What caught this fault."""
        fault = self.faults[i]
        if isinstance(fault, Mutant):
            self.folder.write(planted(fault, self.files))
            return self.killers.of_content(fault, self.folder)
        self.folder.write({})
        if isinstance(fault, typed.Deaf):
            with typed.planted(fault):
                return self.killers.of_typing(self.killers.shipped)
        with machine.planted(fault):
            found = self.killers.of_machine(Lazily(self.folder))
        knowledge.cache_clear()
        return found


BENCH: list[Bench] = []  # the one of this process


def _begin(found: list[Fault], killers: Killers) -> None:
    BENCH[:] = [Bench(found, killers)]


def _plant(i: int) -> tuple[int, str]:
    return i, BENCH[0].plant(i)


def every(found: list[Fault], killers: Killers) -> Iterator[tuple[Fault, str]]:
    """Each fault with what caught it, on two processes."""
    with get_context("fork").Pool(PROCESSES, _begin, (found, killers)) as pool:
        for i, verdict in pool.imap_unordered(_plant, range(len(found)), chunksize=4):
            yield found[i], verdict


def at_once(found: list[Fault], killers: Killers) -> list[tuple[Fault, str]]:
    """The same in this process, for a few."""
    bench = Bench(found, killers)
    return [(fault, bench.plant(i)) for i, fault in enumerate(found)]


def report(results: Iterable[tuple[Fault, str]]) -> tuple[str, list[str], int]:
    """The counts by kind as a table, who caught how many with every survivor, and the exit code."""
    kinds: dict[str, Counter[str]] = defaultdict(Counter)
    killers, survivors = Counter[str](), []
    for fault, verdict in results:
        kinds[fault.kind][verdict.split(":")[0]] += 1
        if verdict == SURVIVED:
            survivors.append(str(fault))
        elif verdict != NO_EFFECT:
            killers[verdict.split(" '")[0]] += 1  # a case by its file
    rows = [counts(kind, kinds[kind]) for kind in sorted(kinds)]
    rows.append(counts("all", sum(kinds.values(), Counter())))
    lines = [f"{n} by {who}" for who, n in killers.most_common()]
    lines += [f"SURVIVED: {fault}" for fault in sorted(survivors)]
    return table("|".join(("Kind of fault", "Planted", "Caught", *WAYS, "Without effect")), rows), lines, (
        1 if survivors else 0)


def counts(kind: str, found: Counter[str]) -> tuple[object, ...]:
    """One row: what has no effect is not planted."""
    planted_ = found.total() - found[NO_EFFECT]
    return kind, planted_, planted_ - found[SURVIVED], *(found[way] for way in WAYS), found[NO_EFFECT]
