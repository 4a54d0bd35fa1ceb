"""Answers that do not fit together: noticed, asked about, and no outcome while one is open."""

import re

import pytest

from dialogs.cases import NOW, play
from dialogs.events import Open, Tap
from dialogs.flow import ENDS
from dialogs.house import House
from dialogs.step import Step, step
from knowledge.build import knowledge
from knowledge.condition import leaves
from knowledge.models import Profile, Question
from tests import contradictions

K = knowledge()
PAIRS = {q.id: q for q in K.questions if q.settles}


def told(question: Question) -> dict[str, str]:
    """Answers that open this question: one value for each leaf of its gate."""
    given: dict[str, str] = {}
    for leaf in leaves(question.when):
        values = [v for v in ("yes", "no", *(o.id for o in K.by_fact[leaf.fact].options)) if v in leaf.values]
        given.setdefault(leaf.fact, values[0])
    parents = {"sudden_pain": {"sudden_kind": "eased"}, "older_legs": {"ces_older": "yes", "old_legs": "yes"},
               "accident_kind": {"onset": "accident"}, "blood_kind": {"blood": "yes"}, "pregnancy": {"age": "30"}}
    for fact, more in parents.items():
        if fact in given:
            given |= more
    return given


def asked(house: House, question: Question) -> Step:
    """A chat up to this question."""
    played = play(house, told(question))
    stopped = next((s for s in played.steps if s.card.id == question.id), None)
    assert stopped is not None, f"{question.id} was never asked: {played.asked}"
    return stopped


@pytest.mark.parametrize("id", PAIRS)
def test_it_is_asked_before_any_outcome_and_both_goes_on(id: str, houses: dict[Profile, House]) -> None:
    here = asked(houses["calibrated"], PAIRS[id])
    assert here.place.state not in ENDS and here.outcome is None
    done = step(here.session, Tap(("both",), (), here.card.id, here.card.shown), houses["calibrated"], NOW)
    assert done.card.id != id and done.place.facts[id] == "both"


@pytest.mark.parametrize("choice", ["first", "second"])
@pytest.mark.parametrize("id", PAIRS)
def test_one_of_them_is_asked_again_and_the_other_answer_stays(
    id: str, choice: str, houses: dict[Profile, House]
) -> None:
    house, question = houses["calibrated"], PAIRS[id]
    here = asked(house, question)
    fact = question.settles[0 if choice == "first" else 1]
    grave = any(f.doctor_first for f in here.place.assessment.findings)
    done = step(here.session, Tap((choice,), (), here.card.id, here.card.shown), house, NOW)
    if done.session.pending:
        assert grave, "only an answer that sends to a doctor is confirmed first"
        done = step(done.session, Tap(("take_back",)), house, NOW)
    again = K.by_fact[fact].id
    assert done.card.id in (again, "review"), "the question of that answer is open again"
    assert again in [q.id for q in done.place.read.unanswered]
    assert done.place.facts.get(fact) in (None, K.by_id[again].presume) and done.place.facts.get(id) in (None, "na")
    assert done.session.log[: len(here.session.log)] == here.session.log, "nothing is erased"


def test_the_story_waits_for_it_also_after_stop_and_back(houses: dict[Profile, House]) -> None:
    house = houses["calibrated"]
    here = asked(house, PAIRS["settle_knee"])
    again = step(here.session, Open(), house, NOW)
    assert again.card.id == "settle_knee"


def test_the_solver_lists_pairs_that_could_be_declared() -> None:
    """It finds a pair that is declared when that is taken out of the list, and prints the rest."""
    listed = contradictions.candidates(K)
    assert not {pair for pair in listed if set(pair.facts) in [set(q.settles) for q in PAIRS.values()]}
    bare = K.model_copy(update={"questions": tuple(q for q in K.questions if not q.settles)})
    more = contradictions.candidates(bare)
    assert any(set(pair.facts) == {"metal", "hip_new"} for pair in more)
    assert len(more) > len(listed) > 0
    assert all(re.match(r"'.+': yes and '.+'", pair.told(K)) for pair in listed)
