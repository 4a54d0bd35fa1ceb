"""The proof holds on the shipped content, catches faults planted for it, and agrees with the engine."""

import random
from collections.abc import Callable

import pytest

from dialogs.cases import play
from dialogs.house import House
from dialogs.proof.explore import asks, walk
from dialogs.proof.prove import base, milder, prove
from knowledge.build import knowledge
from knowledge.condition import AtLeast, Leaf, every, holds
from knowledge.models import Knowledge, Profile, Question
from knowledge.residual import given


@pytest.mark.parametrize("profile", ["calibrated", "strict"])
def test_every_property_holds(profile: Profile) -> None:
    proof = prove(knowledge(profile))
    assert proof.counterexamples() == []
    assert proof.rules > 150 and proof.walked.conversations > 10**50 and proof.walked.places > 1000


def test_strict_is_never_milder() -> None:
    calibrated, strict = knowledge("calibrated"), knowledge("strict")
    assert milder(calibrated, strict) == []
    weaker = with_rule(strict, "RF-DVT", tier="D3")
    assert milder(calibrated, weaker) == ["'RF-DVT' is missing, changed or milder in strict"]


def with_rule(k: Knowledge, id: str, **changes: object) -> Knowledge:
    assert any(r.id == id for r in k.rules)
    return k.with_rules(tuple(r.model_copy(update=changes) if r.id == id else r for r in k.rules))


def with_question(k: Knowledge, id: str, change: Callable[[Question], Question]) -> Knowledge:
    return k.model_copy(update={"in_order": tuple(change(q) if q.id == id else q for q in k.in_order)})


def leaf(fact: str, *values: str) -> Leaf:
    return Leaf(fact, frozenset(values))


SWOLLEN = next(line.say for line in knowledge().by_fact["swollen_leg"].lines if line.id == "swollen_leg")
FAULTS: list[tuple[str, Callable[[Knowledge], Knowledge], str]] = [
    ("a gate that never opens", lambda k: with_question(k, "foot_kind", lambda q: q.model_copy(
        update={"when": every(leaf("foot_drop", "yes"), leaf("foot_drop", "no"))})), "can never be"),
    ("a red-flag question moved behind the story", lambda k: with_question(k, "severe", lambda q: q.model_copy(
        update={"phase": "pattern"})), "waits for severe after the story"),
    ("a rule that can never hold", lambda k: with_rule(k, "RF-TRAUMA-2", when=every(
        leaf("hip_kind", "fall"), leaf("hip_kind", "can"))), "can never hold"),
    ("unsure milder than no", lambda k: with_rule(k, "RF-DVT", when=leaf("swollen_leg", "no", "yes")),
     "'swollen_leg' from 'no' to 'unsure' can fall below D2: somebody who answers "
     f'"{SWOLLEN}": no is told "Same day", and who answers'),
    ("the gravest answer forgotten", lambda k: with_rule(
        k, "RF-CA", when=every(leaf("cancer_pain", "unsure"), leaf("checked.RF-CA", "not_checked"))),
     "'cancer_pain' from 'unsure' to 'new' can fall"),
    ("not sure about an emergency sign made mild", lambda k: k.with_rules(tuple(
        r.model_copy(update={"tier": "D4"}) if r.id.startswith("RF-PE.unsure") else r for r in k.rules)),
     "'chest': yes is an emergency, but not sure can end milder than same day"),
    ("an outcome without a next step", lambda k: k.model_copy(update={"dispositions": {
        **k.dispositions, "D5p": k.dispositions["D5p"].model_copy(update={"next": ""})}}), "names no next step"),
    ("a card too long for a message", lambda k: k.model_copy(update={"questions": tuple(
        q.model_copy(update={"ask": "Where? " * 200}) if q.id == "spot" else q for q in k.questions)}), "'spot' has 1"),
    ("not sure earns points", lambda k: k.model_copy(update={"fit": k.fit.model_copy(update={"items": tuple(
        i.model_copy(update={"when": leaf("agg_roll", "unsure", "yes")}) if i.id == "load_roll" else i
        for i in k.fit.items)})}), "'load_roll' counts 'not sure'"),
    ("a band out of reach", lambda k: k.model_copy(update={"fit": k.fit.model_copy(update={"fits": 30})}),
     "the band 'fits' can't be reached"),
    ("no end to the chat", lambda k: k.model_copy(update={"in_order": k.in_order + tuple(
        k.by_id["onset"].model_copy(update={"id": f"again_{n}", "phase": "review"}) for n in range(20))}), "screens"),
]


@pytest.mark.parametrize(("name", "plant", "what"), FAULTS, ids=[f[0] for f in FAULTS])
def test_a_planted_fault_is_caught(name: str, plant: Callable[[Knowledge], Knowledge], what: str) -> None:
    assert what in "\n".join(prove(plant(knowledge())).counterexamples())


def test_the_walk_agrees_with_the_engine_on_random_chats(houses: dict[Profile, House]) -> None:
    """Facts of real chats through `step`: each rule by residuals holds as the engine says."""
    house = houses["calibrated"]
    k = house.knowledge["calibrated"]
    order = asks(k)
    bases = {rule.id: base(rule, k) for rule in k.rules}
    rng = random.Random(20260115)
    for _ in range(300):
        def pick(q: Question) -> str:
            if q.id in ("consent", "review"):
                return "agree" if q.id == "consent" else "right"
            return rng.choice([o.id for o in q.options])

        played = play(house, {}, pick=pick, line=lambda _: rng.choices(("no", "unsure", "yes"), (12, 1, 2))[0])
        facts = played.last.place.facts
        for rule in k.rules:
            left = bases[rule.id]
            for ask in order:
                if ask.fact in facts and ask.fact not in played.last.place.read.presumed:
                    left = given(left, ask.fact, facts[ask.fact])
            for row in k.heard:
                left = given(left, f"heard.{row}", facts[f"heard.{row}"])
            if isinstance(left, bool) and not played.last.place.read.presumed:
                assert holds(rule.when, facts) is left, rule.id


def test_merging_changes_no_count() -> None:
    """A small chat, counted by hand: 3 * 3 * (1 + 2) histories."""
    k = knowledge()
    order = [a for a in asks(k) if a.fact in ("night", "constant")]
    assert walk(order).conversations == 9
    joined = walk(order, [AtLeast(1, (leaf("night", "yes"), leaf("constant", "yes")))])
    assert joined.conversations == 9 and joined.places == 1 + 2 + 2 and joined.ends == {(True,), (False,)}
