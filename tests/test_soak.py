"""A small run of the soak (tests/soak.py); `make soak` makes a hundred thousand sequences."""

import pytest

from knowledge.models import Profile
from tests.soak import sequences


@pytest.mark.parametrize("profile", ["calibrated", "strict"])
def test_random_event_sequences_keep_every_promise(profile: Profile) -> None:
    seen = sequences(profile, 120, "test")
    assert seen["turns"] > 2000 and seen["emergency"] and seen["recommend"] and seen["refer"]
