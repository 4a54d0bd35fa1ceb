"""A cry for help in a word or two is answered with the emergency number, wherever the chat is; a number is a number."""

import pytest

from dialogs.events import Open, Say, Tap
from dialogs.house import House
from dialogs.session import Session
from dialogs.step import Step, step
from dialogs.words import words
from tests.chatkit import END, finished

CRIES = {
    "en": ("🆘", "sos", "SOS!", "help me", "Help me please", "911", "112", "999", "ambulance", "call an ambulance",
           "I need an ambulance now"),
    "de": ("🆘", "sos", "Notruf", "112", "Krankenwagen", "Rettungswagen", "Rufen Sie einen Krankenwagen", "hilf mir"),
    "es": ("🆘", "sos", "¡Socorro!", "ayuda urgente", "112", "ambulancia", "llame a una ambulancia"),
}


def told(at: Step, text: str, house: House) -> list[str]:
    return [reply.text for reply in step(at.session, Say(text), house, END).replies]


def places(lang: str, house: House) -> list[Step]:
    """At consent, at a card, at an end."""
    first = step(Session(id="x", country="US"), Open(lang=lang), house, END)
    card = step(first.session, Tap(("agree",)), house, END)
    end = finished(house)
    return [first, card, step(end.session.but(lang=lang), Open(), house, END)]


@pytest.mark.parametrize(("lang", "text"), [(lang, text) for lang, cries in CRIES.items() for text in cries])
def test_a_cry_for_help_gets_the_emergency_number(lang: str, text: str, house: House) -> None:
    for at in places(lang, house):
        assert told(at, text, house) == [words(lang)("emergency_now", emergency="911")], at.place.state


@pytest.mark.parametrize(("lang", "text"), [
    ("en", "help"), ("de", "hilfe"), ("es", "ayuda"), ("en", "can you help me")])
def test_a_bare_help_is_explained_and_names_the_number(lang: str, text: str, house: House) -> None:
    for at in places(lang, house):
        [said] = told(at, text, house)
        assert said == words(lang)("help", emergency="911") and said.endswith("911.")


def test_a_number_that_was_asked_for_is_one_and_a_car_is_none(house: House) -> None:
    session = finished(house).session
    for question in ("age", "pain"):
        log = tuple(e for e in session.log if getattr(e, "question", "") not in (question, "review"))
        at = step(session.but(log=log, closed=()), Open(), house, END)
        assert at.place.question and at.place.question.id == question
        for number in ("911", "112", "999"):
            assert told(at, number, house)[0] == words("en")("unclear"), question
    for at in places("en", house)[1:]:
        assert words("en")("emergency_now", emergency="911") not in told(at, "my car is a 911", house)
