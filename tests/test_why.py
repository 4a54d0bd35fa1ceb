"""Why, and what would change it: of the findings of random complete answers, and in the
results of every clinical case."""

import random

import pytest

from dialogs.cases import Known, cases, play
from dialogs.house import House
from dialogs.judge import answers_of
from knowledge.build import knowledge
from knowledge.condition import holds
from knowledge.match import assess
from knowledge.models import RANK, Profile
from knowledge.whatif import flip_words, would_raise
from tests.second_method import complete, questions

PROFILES: list[Profile] = ["calibrated", "strict"]


@pytest.mark.parametrize("profile", PROFILES)
def test_because_is_minimal_and_enough(profile: Profile) -> None:
    """The cited answers alone make the rule hold; without any one of them it is not known to."""
    k, asked, rng = knowledge(profile), questions(), random.Random(f"why {profile}")
    seen = 0
    for _ in range(600):
        facts = {**complete(rng, asked), **k.unchecked, **{f"heard.{row}": "no" for row in k.heard}}
        for finding in assess(facts, k).findings:
            cited = {b.fact: b.value for b in finding.because}
            alone = {**cited, **k.unchecked}
            assert all(facts[fact] == value for fact, value in cited.items())
            assert holds(finding.rule.when, alone) is True, finding.rule.id
            for fact in cited:
                rest = {f: v for f, v in alone.items() if f != fact}
                assert holds(finding.rule.when, rest) is not True, f"{finding.rule.id} does not need {fact}"
            seen += len(cited)
    assert seen > 3_500


@pytest.mark.parametrize("profile", PROFILES)
def test_three_answers_that_would_raise_it_and_each_does(
    profile: Profile, houses: dict[Profile, House], known: dict[Profile, Known]
) -> None:
    """For every case that ends in no emergency: three changes, quoted in the result, and each of them, made in the
    facts, makes the assessment more urgent. The planted cases, a rare answer each, are left out."""
    house = houses[profile]
    told: dict[str, int] = {}
    for case in cases():
        if case.whatever or case.planted or case.profile != profile or case.notices or case.types:
            continue
        last = play(house, answers_of(case, house), case.country, known=known[profile]).last
        tier, k = last.place.assessment.disposition, house.knowledge[profile]
        if tier == "D1" or last.place.state not in ("refer", "recommend", "outside"):
            continue
        found = would_raise(last.place.facts, tier, k)
        assert len(found) == 3, f"{case.name}: {tier}"
        text = last.replies[-1].text
        for leaf, rule in found:
            assert flip_words(leaf, k) in text, case.name
            value = sorted(leaf.values)[-1] if k.by_fact[leaf.fact].checklist else sorted(leaf.values)[0]
            changed = {**last.place.facts, leaf.fact: value}
            assert RANK[assess(changed, k).disposition] < RANK[tier], f"{case.name}: {rule.id}"
        told[last.place.assessment.text] = told.get(last.place.assessment.text, 0) + 1
    if profile == "calibrated":
        assert set(told) == {"D0", "D2", "D3", "D4", "D4w", "D5", "D5p", "D6", "D7"}, told
