"""Wherever words can be typed, an emergency in them gets its line and a crisis its words: first, whatever was asked."""

from collections.abc import Callable
from dataclasses import replace
from typing import get_args

import pytest
from pydantic import BaseModel

from dialogs.events import Ask, Event, Open, Say, Tap
from dialogs.flow import FLOW
from dialogs.house import House, Outside, Receiver
from dialogs.paused import paused_step
from dialogs.session import Answer, Checking, Handing, Notice, Pending, Session
from dialogs.step import Step, step
from tests.chatkit import END, doing, finished

ANN = Receiver("ann", "Ann Lee", "en")
EMERGENCY = {
    "en": "my face is drooping and my speech is slurred", "de": "Mein Gesicht hängt herunter und ich lalle",
    "es": "se me cae la cara y hablo arrastrando las palabras",
}
CRISIS = {"en": "I don't want to live any more", "de": "Ich will nicht mehr leben", "es": "Ya no quiero vivir"}
LISTED = {"en": ["Yesterday it was an overdose"], "de": [], "es": []}  # by a phrase of heard.yaml, not by the lexicon
# What a session holds that is no place where words are typed. Whatever is new here is a place, and needs a case.
HELD = {
    "id", "clinic", "coming", "lang", "country", "log", "turn", "start", "draft", "waiting", "tries", "given", "ref",
    "closed", "plan", "checkins", "resuming",
}
BESIDE = {"pending", "stopped", "changing", "speaking", "reporting", "handing", "checking"}


def steps_of(model: type[BaseModel], field: str) -> set[str]:
    return set(get_args(model.model_fields[field].annotation))


ALL = {
    *FLOW.states, "stopped", "changing", "speaking", "reporting",
    *(f"pending {one}" for one in steps_of(Pending, "by")),
    *(f"handing {one}" for one in steps_of(Handing, "at")),
    *(f"checking {one}" for one in steps_of(Checking, "at")),
}


def test_every_place_where_words_are_typed_has_a_case() -> None:
    assert set(Session.model_fields) == HELD | BESIDE
    assert set(CASES) == ALL


def until(*states: str, **given: str) -> Callable[[House], Session]:
    """A chat that has just come to one of these states."""
    def made(house: House) -> Session:
        at = step(Session(id="x", country="US"), Open(), house, END)
        does = doing(at, house)
        for _ in range(80):
            if at.place.state in states:
                return at.session
            question = at.place.question
            assert question is not None
            if question.checklist:
                at = does(Tap(("none",)))
            else:
                known = {"consent": "agree", "age": "40", "pain": "4", "spot": "dimple_left", "duration": "days"}
                choices = [choice.id for choice in at.replies[-1].choices]
                at = does(Tap(({**known, **given}.get(question.id, choices[0]),)))
        raise AssertionError(at.place.state)
    return made


def end(*ticked: str, **given: str) -> Callable[[House], Session]:
    return lambda house: finished(house, ticked, **given).session


def typing(text: str) -> Callable[[House], Session]:
    return lambda house: step(until("screen")(house), Say(text), house, END).session


def also(**changes: object) -> Callable[[House], Session]:
    return lambda house: end()(house).but(**changes)


def sent(house: House) -> Session:
    session = end()(house)
    events: list[Event] = [Ask("share"), Tap(("send",)), *[Tap(("skip",))] * 4]
    for event in events:
        session = step(session, event, house, END).session
    assert session.given
    return session


STORY = (Answer(question="age", shown="x", values={"age": "a35"}, said="40", first=END, at=END),)
PLACES: dict[str, Callable[[House], Session]] = {
    "consent": until("consent"), "screen": until("screen"), "story": until("story"), "pattern": until("pattern"),
    "review": until("review"), "emergency": end("ces_pee"), "crisis": typing("I want to kill myself"),
    "refer": end("weight"), "recommend": end(), "outside": until("outside", consent="absent"),
    "declined": until("declined", consent="decline"), "stopped": also(stopped=True), "changing": also(changing=True),
    "speaking": also(speaking=True), "reporting": also(reporting=True),
}
ASIDE: dict[str, dict[str, Callable[[House], Session]]] = {
    "pending": {
        **{by: also(pending=Pending(by=by, entries=(2,), grave=("age",)))
           for by in ("back", "change", "restart", "wrong")},
        "typed": also(pending=Pending(by="typed", question="age", options=("a35",), typed="forty")),
        "renew": also(pending=Pending(by="renew", story=STORY)),
    },
    "handing": {
        **{at: also(handing=Handing(at=at, to=("ann",), send=True))
           for at in ("what", "private", "easier", "stops", "name", "visit")},
        "again": lambda house: sent(house).but(handing=Handing(at="again")),
    },
    "checking": {at: also(checking=Checking(at=at), plan=(END,)) for at in (
        "plan", "invited", "signs", "doctor", "pain", "change")},
}
CASES = {**PLACES, **{f"{kind} {one}": made for kind, beside in ASIDE.items() for one, made in beside.items()}}


@pytest.fixture(scope="module")
def receiving(house: House) -> House:
    return replace(house, outside=Outside(receivers=(ANN,), file=True, reach=True))


def heard(at: Step, before: Session) -> None:
    """Nothing is read into the words but the danger, and nothing goes out."""
    assert at.replies[0].kind == "urgent", at.replies[0].text
    assert at.session.handing is None and at.session.resuming is None and at.session.checking is None
    assert at.handed is None or not (at.handed.to or at.handed.id)
    new = at.session.log[len(before.log) :]
    agreed = any(isinstance(e, Answer) and e.values.get("consent", "").startswith("agree") for e in before.log)
    assert all(isinstance(entry, Notice) for entry in new)
    assert bool(new) == agreed or at.place.state == "crisis"
    assert not at.session.reporting and not at.session.stopped and (at.place.state != "crisis" or at.report is None)


@pytest.mark.parametrize("lang", EMERGENCY)
@pytest.mark.parametrize("place", CASES)
def test_an_emergency_is_answered_with_its_line_everywhere(place: str, lang: str, receiving: House) -> None:
    before = CASES[place](receiving).but(lang=lang)
    at = step(before, Say(EMERGENCY[lang]), receiving, END)
    heard(at, before)
    number = receiving.country(before).emergency.say
    assert number in at.replies[0].text
    paused = paused_step(before, Say(EMERGENCY[lang]), receiving, END)
    assert paused.replies[0].kind == "urgent" and number in paused.replies[0].text


@pytest.mark.parametrize("lang", CRISIS)
@pytest.mark.parametrize("place", CASES)
def test_a_crisis_is_answered_with_its_line_everywhere(place: str, lang: str, receiving: House) -> None:
    before = CASES[place](receiving).but(lang=lang)
    country = receiving.country(before)
    assert country.crisis and country.poison and country.crisis.number and country.poison.number
    typed = [(CRISIS[lang], country.crisis.number), *((text, country.poison.number) for text in LISTED[lang])]
    for words, line in typed:
        at = step(before, Say(words), receiving, END)
        heard(at, before)
        assert any(line in reply.text for reply in at.replies if reply.kind == "urgent")
        assert at.place.state in ("crisis", "emergency") or place == "declined"
        assert {"go_on", "stop"} <= {c.id for c in at.replies[0].choices} or at.place.state != "crisis"
        paused = paused_step(before, Say(words), receiving, END)
        assert paused.replies[0].kind == "urgent" and any(line in r.text for r in paused.replies if r.kind == "urgent")
