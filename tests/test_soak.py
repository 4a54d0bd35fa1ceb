"""Small runs of the soak and of the typed words; `make soak` makes a hundred thousand sequences,
`make fuzz` types for ten minutes."""

import random
from collections import Counter

import pytest

from dialogs.house import House
from knowledge.models import Profile
from tests.fuzz import chat, ready, said
from tests.soak import sequences


@pytest.mark.parametrize("profile", ["calibrated", "strict"])
def test_random_event_sequences_keep_every_promise(profile: Profile) -> None:
    seen = sequences(profile, 24, "test")
    assert seen["turns"] > 700 and seen["emergency"] and seen["recommend"] and seen["refer"]


def test_whatever_is_typed_nothing_breaks(house: House) -> None:
    rng, lines = random.Random("test"), said()
    seen: Counter[str] = Counter()
    ready(house)
    for _ in range(8):
        chat(house, rng, lines, [word for line in lines for word in line.split()], seen)
    assert seen["messages"] > 30 and seen["raised"]
