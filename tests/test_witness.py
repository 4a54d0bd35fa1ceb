"""The search for the smallest answers that change: against the walk over every conversation, and the net under it."""

import random
from pathlib import Path

from dialogs.compare.net import cast
from dialogs.compare.pair import pair, values_of
from dialogs.compare.witness import search
from dialogs.proof.explore import relevant, walk
from dialogs.proof.prove import base
from knowledge.build import knowledge
from knowledge.condition import Leaf, every
from knowledge.models import RANK, Knowledge, family_of
from knowledge.residual import given
from tests.planted import PLANTED, copy


def test_each_set_changes_as_it_says_and_no_answer_less_does(tmp_path: Path) -> None:
    data = copy(tmp_path / "data", *(edit for _, edits, _ in PLANTED for edit in edits))
    both = pair(knowledge(), knowledge("calibrated", data))
    found = search(both)
    assert len(found) > 8
    for one in found:
        first = {f: next(v for v in values_of(f, both.old, both.new) if v in vs) for f, vs in one.answers.items()}
        assert set(one.changes) <= set(both.changes(*both.judge(first)))
        for fact in first:
            less = {f: v for f, v in first.items() if f != fact}
            assert not set(one.changes) <= set(both.changes(*both.judge(less)))


def with_tier(k: Knowledge, id: str, tier: str) -> Knowledge:
    return k.with_rules(tuple(r.model_copy(update={"tier": tier}) if r.id == id else r for r in k.rules))


def test_the_search_agrees_with_the_walk_over_every_conversation() -> None:
    """A rule's tier falls by one. Where the walk over its facts, all others quiet, finds a way on which no other
    rule is as urgent, the search tells one; and if not, none."""
    k = knowledge()
    side = pair(k, k).old
    order, quiet = list(side.asks), side.facts({})
    lower = {"D2": "D3", "D3": "D4"}
    told = []
    for rule in [r for r in k.rules if r.tier in lower and r.id == family_of(r)][2::3]:
        goal = base(rule, k)
        assert not isinstance(goal, bool)
        near = relevant(order, [goal])
        far = [(fact, value) for fact, value in quiet.items() if fact not in {ask.fact for ask in near}]
        masks = [base(r, k) for r in k.rules if RANK[r.tier] <= RANK[rule.tier] and r.id != rule.id]
        for fact, value in far:
            masks = [given(mask, fact, value) for mask in masks]
        ends = walk(near, [goal, *{mask for mask in masks if mask is not False}]).ends
        found = search(pair(k, with_tier(k, rule.id, lower[rule.tier])))
        told.append(any(c.way < 0 for one in found for c in one.changes))
        assert told[-1] == any(end[0] is True and True not in end[1:] for end in ends), rule.id
    assert True in told and False in told


def test_the_net_finds_nothing_under_the_search_on_random_edits() -> None:
    rng = random.Random(20260115)
    k = knowledge("strict")
    rules = [r for r in k.rules if r.id == family_of(r) and r.row != "RF-AXSPA"]  # its many sets take long
    for _ in range(8):
        new = k
        for rule in rng.sample(rules, 2):
            new = with_tier(new, rule.id, rng.choice(["D2", "D3", "D4", "D5"]))
        both = pair(k, new)
        assert cast(both, search(both), 150, rng.random).unexplained == []


def test_the_net_adds_what_the_search_can_not_see() -> None:
    """A rule on plain "no"s is refused by the proof: it hides every other from the search, which looks at quiet
    answers. The net still shows what changes where one of these lines is ticked."""
    k = knowledge()
    leg = next(r for r in k.rules if r.id == "RF-DVT")
    lines = [line.id for card in ("where_else", "worse") for line in k.by_id[card].lines]
    none = every(*(Leaf(line, frozenset(["no"])) for line in lines))
    old = k.with_rules((*k.rules, leg.model_copy(update={"id": "X", "row": "X", "when": none})))
    both = pair(old, with_tier(old, "RF-DVT", "D3"))
    assert search(both) == []
    caught = cast(both, [], 400, random.Random(1).random).unexplained
    assert caught
    for one in caught:
        assert one.rules == ("RF-DVT",) and "swollen_leg" in one.answers and len(one.answers) == 2
        assert set(one.answers) & set(lines)
