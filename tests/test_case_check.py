"""Cases that name what does not exist are told, as are rows without a case; a case that fails is told so that
an author understands it (each is shown a fault planted for it)."""

import shutil
from pathlib import Path

import pytest

from dialogs.case_check import lacking, misnamed, told
from dialogs.cases import Known, cases
from dialogs.house import House
from dialogs.judge import faults
from dialogs.measure import lengths
from knowledge.build import knowledge
from knowledge.load import DATA, KnowledgeError
from knowledge.models import Profile

NAME = '"One calf newly swollen or sore to touch"\n'
GIVEN = 'given: {swollen_leg: "yes"}'
MISNAMED = [
    ("row: RF-DVT\n", "row: RF-DTV\n", "names the row 'RF-DTV', which rows.yaml does not list: did you mean 'RF-DVT'?"),
    ("findings: [RF-DVT]", "not_findings: [RF-DTV]", "names the row 'RF-DTV'"),
    (GIVEN, 'given: {swolen_leg: "yes"}', "'swolen_leg', which no question or line has: did you mean 'swollen_leg'?"),
    (GIVEN, "given: {swollen_leg: yess}", "'yess', which it does not have: its answers are no, unsure, yes"),
    (GIVEN, 'given: {swollen_leg: "yes", checked.RF-DTV: ok}', "there is no such rule with `checked`"),
]
REFUSED = [
    (GIVEN, "given: [swollen_leg]", "the case has no given"),
    ("  row: RF-DVT\n", "", "the case has no row"),
    ("  row: RF-DVT\n", "  row: RF-DVT\n  profil: strict\n", "did you mean 'profile'?"),
    ("  row: RF-DVT\n", "  row: RF-DVT\n  profile: strickt\n", "there is no profile 'strickt'"),
    ("then: {disposition: D2,", "then: {outcome: D2,", "has 'outcome', which means nothing"),
]


def edited(tmp_path: Path, right: str, wrong: str) -> Path:
    """A content whose case of the swollen calf was edited."""
    data = tmp_path / "data"
    shutil.copytree(DATA / "cases", data / "cases")
    file = data / "cases" / "same_day.yaml"
    head, found, tail = file.read_text(encoding="utf-8").partition(NAME)
    assert found and right in tail, "the example is no longer in the content"
    file.write_text(head + found + tail.replace(right, wrong, 1), encoding="utf-8")
    return data


@pytest.mark.parametrize(("right", "wrong", "said"), MISNAMED, ids=[row[1] for row in MISNAMED])
def test_a_case_that_names_nothing_is_told_with_its_place(tmp_path: Path, right: str, wrong: str, said: str) -> None:
    (complaint,) = misnamed(cases(edited(tmp_path, right, wrong)), knowledge("strict"))
    assert complaint.startswith(f"cases/same_day.yaml '{NAME[1:-2]}': ") and said in complaint


@pytest.mark.parametrize(("right", "wrong", "said"), REFUSED, ids=[row[2] for row in REFUSED])
def test_a_case_that_asserts_nothing_is_refused(tmp_path: Path, right: str, wrong: str, said: str) -> None:
    with pytest.raises(KnowledgeError) as fault:
        cases(edited(tmp_path, right, wrong))
    assert said in str(fault.value) and "how to mend it:" in str(fault.value)


def test_a_row_without_a_case_is_told() -> None:
    found = [case for case in cases() if "RF-DVT" not in case.rows]
    (complaint,) = lacking(found, knowledge("strict"))
    assert complaint.startswith("rules/2-same-day.yaml:") and "no case stands for RF-DVT" in complaint


def test_the_shipped_cases_have_no_complaint() -> None:
    found, k = cases(), knowledge("strict")
    assert [*misnamed(found, k), *lacking(found, k)] == []


def test_a_failing_case_says_the_outcomes_by_name_and_what_it_stands_for(
    house: House, houses: dict[Profile, House]
) -> None:
    k = house.knowledge["calibrated"]
    weak = k.with_rules(tuple(rule for rule in k.rules if rule.row != "RF-DVT"))
    calf = [case for case in cases() if case.name == NAME[1:-2]]
    lost: dict[Profile, House] = {**houses, "calibrated": House(
        {"calibrated": weak, "strict": weak}, houses["calibrated"].words, houses["calibrated"].clinics)}
    said: dict[Profile, Known] = {"calibrated": {}, "strict": {}}
    (complaint,) = told(faults(calf, lost, said), k)
    for part in ("disposition is D7 (Not an SI pattern), expected D2 (Same day); does not find RF-DVT",
                 'it stands for RF-DVT: "new one-leg swelling', "how to mend it:"):
        assert part in complaint


def test_an_answer_that_is_never_asked_for_does_not_stop_the_measuring(
    tmp_path: Path, houses: dict[Profile, House], known: dict[Profile, Known]
) -> None:
    """It used to end `check` with a traceback, at the first step of the guide: write the case first."""
    found = lengths(houses["calibrated"], known["calibrated"], edited(tmp_path, GIVEN, 'given: {birth_pop: "yes"}'))
    assert found and NAME[1:-2] not in [length.name for length in found]
