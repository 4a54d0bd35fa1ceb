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

SEED = 20260115
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


def by(verdict: str) -> str:
    """Who caught it, in a few words: a case by its file."""
    return verdict.split(" '")[0]


def report(results: Iterable[tuple[Fault, str]]) -> tuple[list[str], int]:
    """Lines by kind and by killer, every survivor, and the exit code."""
    kinds: dict[str, Counter[str]] = defaultdict(Counter)
    survivors = []
    for fault, verdict in results:
        kinds[fault.kind][by(verdict)] += 1
        if verdict == SURVIVED:
            survivors.append(str(fault))
    lines, total = [], Counter[str]()
    for kind in sorted(kinds):
        count = kinds[kind]
        total += count
        lines.append(f"{kind}: {summary(count)}")
        lines += [f"    {n} by {who}" for who, n in count.most_common() if who not in (NO_EFFECT, SURVIVED)]
    lines.append(f"all: {summary(total)}")
    lines += [f"    {n} by {who}" for who, n in total.most_common() if who not in (NO_EFFECT, SURVIVED)]
    lines += [f"SURVIVED: {fault}" for fault in sorted(survivors)]
    return lines, 1 if survivors else 0


def summary(count: Counter[str]) -> str:
    planted_ = count.total() - count[NO_EFFECT]
    text = f"{planted_} planted, {planted_ - count[SURVIVED]} caught"
    return text + (f" ({count[NO_EFFECT]} more have no effect, not planted)" if count[NO_EFFECT] else "")
