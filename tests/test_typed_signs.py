"""Typed words under a card of warning signs: only a plain no is one at once; what sounds like one is shown back."""

import pytest

from dialogs.cases import NOW
from dialogs.events import Say, Tap
from dialogs.house import House
from dialogs.step import step
from tests.test_hear import at


@pytest.mark.parametrize(("lang", "text"), [
    ("en", "no"), ("en", "none of that"), ("en", "nah nothing new"), ("es", "no, nada"), ("es", "ninguna de esas"),
    ("de", "nichts davon"), ("de", "nö"),
])
def test_a_plain_no_counts_at_once(house: House, lang: str, text: str) -> None:
    here = at(house, "signs_nerve").session.but(lang=lang)
    assert step(here, Say(text), house, NOW).card.id == "signs_now"


@pytest.mark.parametrize(("lang", "text"), [
    ("en", "all clear"), ("en", "not that I know of"), ("es", "todo bien"), ("es", "todo funciona"),
    ("de", "alles unauffällig"), ("de", "funktioniert alles"),
])
def test_that_all_is_well_is_shown_back_before_it_denies_every_line(house: House, lang: str, text: str) -> None:
    here = at(house, "signs_nerve").session.but(lang=lang)
    asked = step(here, Say(text), house, NOW)
    assert asked.card.kind == "confirm" and text in asked.replies[-1].text
    assert asked.session.log == here.log
    assert step(asked.session, Tap(("yes",)), house, NOW).card.id == "signs_now"
    assert step(asked.session, Tap(("no",)), house, NOW).card.id == "signs_nerve"
