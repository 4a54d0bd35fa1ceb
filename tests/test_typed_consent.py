"""Words typed under the first card, before consent."""

import pytest

from dialogs.cases import NOW
from dialogs.events import Open, Tap
from dialogs.house import House
from dialogs.session import Session
from dialogs.step import Step, step
from tests.test_typed import STORY, answer, answers, says


def consent(text: str, house: House, country: str = "") -> Step:
    return says(step(Session(id="x"), Open(country=country), house, NOW), text, house)


@pytest.mark.parametrize(("text", "country", "means"), [
    ("yes uk", "", "agree_gb"), ("I live in Northern Ireland", "", "agree_gb"), ("sure, Australia", "", "agree_au"),
    ("ok I'm 52, Spain", "", "agree_other"), ("yes", "US", "agree"), ("yes please", "GB", "agree"),
])
def test_a_typed_yes_to_the_first_card_is_shown_back(house: House, text: str, country: str, means: str) -> None:
    done = consent(text, house, country)
    assert done.card.kind == "confirm" and not answers(done) and text not in done.session.model_dump_json()
    assert answer(says(done, "yes", house)).values == {"consent": means}


@pytest.mark.parametrize("text", ["no", "no thanks", "nope"])
def test_a_typed_no_to_the_first_card_ends_the_chat(house: House, text: str) -> None:
    done = consent(text, house)
    assert done.place.state == "declined" and not answer(done).typed


@pytest.mark.parametrize("text", ["yes", "not in the uk", "US or Canada", "I'm 16 in the uk", "maybe"])
def test_what_is_no_consent_is_asked_again(house: House, text: str) -> None:
    done = consent(text, house)
    assert done.card.id == "consent" and not answers(done) and "Which of these is you?" in done.replies[0].text


def test_a_story_is_not_kept_before_consent(house: House) -> None:
    here = step(Session(id="x", country="US"), Open(), house, NOW)
    done = says(here, STORY, house)
    assert done.session.log == here.session.log and done.card.id == here.card.id
    assert "dimple" not in done.session.model_dump_json() and "tell me again" in done.replies[0].text


def test_words_in_a_language_that_is_not_understood_are_told_so_with_the_number(house: House) -> None:
    here = step(Session(id="x", country="EG"), Open(lang="ar"), house, NOW)
    told = says(step(here.session, Tap(("agree",)), house, NOW), "لا أستطيع التبول منذ أمس", house)
    assert told.card.id == "signs_nerve" and house.country(told.session).emergency.say in told.replies[0].text
    assert told.replies[0].text != says(told, "لا", house).replies[0].text
