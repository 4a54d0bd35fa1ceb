"""The harness of planted faults (tests/mutants) works: a sample is caught, and what nobody
catches is reported. `make mutants` plants every fault."""

import pytest

from dialogs.cases import Known
from dialogs.house import House
from knowledge.models import Profile
from tests.mutants import machine
from tests.mutants.content import Mutant
from tests.mutants.killers import NO_EFFECT, SURVIVED, Killers
from tests.mutants.run import Fault, at_once, faults, report, sample, shipped


@pytest.fixture(scope="module")
def every() -> list[Fault]:
    return faults()


@pytest.fixture(scope="module")
def killers(houses: dict[Profile, House], known: dict[Profile, Known]) -> Killers:
    return Killers(shipped(), at=houses, said=known)


def test_there_are_faults_for_every_rule(every: list[Fault], killers: Killers) -> None:
    written = {rule.id for k in killers.shipped.values() for rule in k.rules if rule.trigger and "." not in rule.id}
    named = {str(fault).split(": ")[-1].split(" ")[0] for fault in every}
    assert written - named == set()
    assert len(every) > 1000 and len({str(fault) for fault in every}) > 1000


def test_a_fault_of_each_kind_is_caught(every: list[Fault], killers: Killers) -> None:
    found = at_once(sample(every, 14), killers)
    assert [str(fault) for fault, verdict in found if verdict == SURVIVED] == []
    assert sum(verdict != NO_EFFECT for _, verdict in found) > 8


def test_what_nobody_catches_survives(every: list[Fault]) -> None:
    blind = Killers(shipped(), cases=[], lints=(), properties=lambda _: None, behaviours=lambda _: None)
    dropped = [f for f in every if isinstance(f, Mutant) and str(f) == "rule dropped: RF-DVT"]
    moved = [f for f in every if str(f).endswith("no row for an emergency")]
    results = at_once([*dropped, *moved], blind)
    table, lines, code = report(results)
    assert code == 1 and "| all | 2 | 0 |" in table
    assert [line for line in lines if line.startswith("SURVIVED")] == [
        "SURVIVED: machine: the table changed: no row for an emergency", "SURVIVED: rule dropped: RF-DVT"]


def test_a_fault_without_effect_is_not_planted() -> None:
    """A milder form that a graver rule always covers changes no outcome: the solver says so."""
    killers = Killers(shipped(), cases=[], lints=(), properties=lambda _: None)
    covered = "rule: gravest value dropped: RF-CES-1.unchanged pee_course=worse"
    assert [v for _, v in at_once([f for f in faults() if str(f) == covered], killers)] == [NO_EFFECT]


@pytest.mark.parametrize("fault", [*machine.LINES, *machine.TABLES], ids=lambda fault: fault.name)
def test_a_fault_of_the_machine_still_fits_its_code(fault: machine.Weak | machine.Moved) -> None:
    with machine.planted(fault):
        pass
