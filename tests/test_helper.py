"""Somebody helps a client and types for them: "she" is the client, and her emergency is one."""

import pytest

from dialogs.events import Open, Say, Tap
from dialogs.house import House
from dialogs.session import Session
from dialogs.step import Step, step
from dialogs.words import words
from tests.chatkit import END


def helped(house: House, lang: str, consent: str) -> Step:
    """At the question where the pain is worst."""
    at = step(Session(id="x", country="US"), Open(lang=lang), house, END)
    at = step(at.session, Tap((consent,), (), at.card.id, at.card.shown), house, END)
    while at.place.question and at.place.question.id != "spot":
        at = answered_once(at, house)
    return at


def answered_once(at: Step, house: House) -> Step:
    question = at.place.question
    assert question is not None
    known = {"age": "a35", "duration": "days", "pain": "p4"}
    id = "none" if question.checklist else known.get(question.id, at.replies[-1].choices[0].id)
    return step(at.session, Tap((id,), (), at.card.id, at.card.shown), house, END)


@pytest.mark.parametrize(("lang", "text", "row"), [
    ("en", "he has chest pain and can't breathe", "RF-PE"),
    ("en", "she can't pee", "RF-CES-1"),
    ("en", "mum's bottom is numb", "RF-CES-2"),
    ("en", "his speech is slurred", "RF-STROKE"),
    ("de", "sie kann nicht mehr pinkeln", "RF-CES-1"),
    ("de", "er hat Brustschmerzen und bekommt keine Luft", "RF-PE"),
    ("de", "seine Sprache ist verwaschen", "RF-STROKE"),
    ("es", "ella no puede orinar", "RF-CES-1"),
    ("es", "mi madre tiene entumecida la zona íntima", "RF-CES-2"),
])
def test_what_a_helper_types_of_the_client_is_the_clients(lang: str, text: str, row: str, house: House) -> None:
    at = helped(house, lang, "agree_helper")
    done = step(at.session, Say(text), house, END)
    assert done.replies[0].text == words(lang)("notice_urgent", emergency="911"), done.replies[0].text
    assert [entry.row for entry in done.session.log if entry.type == "notice"][:1] == [row]


@pytest.mark.parametrize(("lang", "text"), [
    ("en", "he keeps saying he wants to kill himself"),
    ("en", "she talks about killing herself all the time"),
    ("en", "her husband hits her"),
    ("en", "she took all of her pills an hour ago"),
    ("en", "he hurts himself on purpose"),
    ("de", "sie will sich umbringen"),
    ("de", "er hat sich etwas angetan"),
    ("de", "ihr Mann schlägt sie"),
    ("de", "er hat alle seine Tabletten geschluckt"),
    ("es", "ella quiere matarse"),
    ("es", "su marido la golpea"),
    ("es", "dice que no quiere vivir"),
])
def test_the_clients_crisis_in_a_helpers_words_stops_the_questions(lang: str, text: str, house: House) -> None:
    done = step(helped(house, lang, "agree_helper").session, Say(text), house, END)
    assert done.place.state == "crisis", done.replies[0].text


@pytest.mark.parametrize(("lang", "text"), [
    ("en", "he hurt his back at work"), ("en", "she says the pain is killing her"), ("en", "her sister hit the brakes"),
    ("en", "she never wanted to hurt herself"), ("de", "er hat sich beim Heben verletzt"),
    ("de", "sie hat sich den Kopf gestoßen"), ("es", "se ha hecho daño levantando una caja"),
    ("es", "él se cortó afeitándose"),
])
def test_what_a_helper_says_of_a_hurt_is_no_crisis(lang: str, text: str, house: House) -> None:
    done = step(helped(house, lang, "agree_helper").session, Say(text), house, END)
    assert done.place.state != "crisis", done.replies[0].text


@pytest.mark.parametrize(("lang", "text"), [
    ("en", "she can't pee"), ("de", "sie kann nicht mehr pinkeln"), ("es", "ella no puede orinar")])
def test_somebody_elses_emergency_is_only_asked_about_where_nobody_helps(lang: str, text: str, house: House) -> None:
    at = helped(house, lang, "agree")
    done = step(at.session, Say(text), house, END)
    assert done.replies[0].kind != "urgent" and done.place.question != at.place.question
