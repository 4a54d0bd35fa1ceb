"""Global commands live in every state: each is answered, and none changes an answer by itself."""

import pytest

from dialogs.cases import NOW, play
from dialogs.events import Ask, Back, Change, Event, Open, Restart, Say, Stop, Tap
from dialogs.flow import ASKING, ENDS
from dialogs.house import House
from dialogs.session import Session
from dialogs.step import Step, step
from dialogs.words import words
from knowledge.models import Profile

COMMANDS: list[Event] = [
    *map(Ask, ("help", "person", "emergency", "status", "privacy", "why", "language", "problem", "note", "desk")),
    Back(), Change(), Restart(), Stop(), Open(),
]


@pytest.fixture(scope="module")
def states(houses: dict[Profile, House]) -> dict[str, Step]:
    """One chat in each of the eleven states."""
    house = houses["calibrated"]
    found: dict[str, Step] = {}
    chats: list[tuple[dict[str, str], tuple[str, ...]]] = [
        ({"spot": "dimple_left"}, ()), ({"ces_numb": "yes"}, ()), ({"fever": "yes"}, ()),
        ({"consent": "age_16_17"}, ()), ({}, ("RF-MH",)),
    ]
    for given, notices in chats:
        played = play(house, given, notices=notices)
        for done in played.steps:
            found.setdefault(done.place.state, done)
    start = step(Session(id="s", country="US"), Open(), house, NOW)
    found["consent"], found["declined"] = start, step(start.session, Tap(("decline",)), house, NOW)
    return found


def test_every_state_is_there(states: dict[str, Step]) -> None:
    assert set(states) == {*ASKING, *ENDS}


@pytest.mark.parametrize("state", [*ASKING, *ENDS])
@pytest.mark.parametrize("event", COMMANDS, ids=lambda e: getattr(e, "what", type(e).__name__))
def test_it_is_answered(state: str, event: Event, states: dict[str, Step], houses: dict[Profile, House]) -> None:
    house, at = houses["calibrated"], states[state]
    done = step(at.session, event, house, NOW)
    assert done.replies and all(reply.text.strip() for reply in done.replies)
    if isinstance(event, Ask):
        assert done.session.log == at.session.log and done.place.state == state
    if isinstance(event, Ask) and event.what in ("emergency", "person"):
        assert "911" in done.replies[0].text, "help names the number in every state"
    back = step(done.session, Open(), house, NOW)
    assert any(reply.choices for reply in back.replies), "and there is always a way on"


THANKS = [("en", "thanks"), ("en", "thank you so much, very helpful"), ("en", "thanks for your help"),
          ("es", "muchas gracias por su ayuda"), ("es", "gracias"), ("de", "vielen dank"), ("de", "danke für alles")]


@pytest.mark.parametrize(("lang", "text"), THANKS)
def test_thanks_are_taken_kindly_and_change_nothing(
    states: dict[str, Step], house: House, lang: str, text: str
) -> None:
    """Where something is urgent they are no reason to say anything kind."""
    for name, here in states.items():
        session = here.session.but(lang=lang)
        done = step(session, Say(text), house, NOW)
        assert done.session.log == session.log and done.place.state == name and done.session.tries == session.tries
        kind = words(lang)("thanked") in [reply.text for reply in done.replies]
        assert kind is (name not in ("emergency", "crisis")), (name, [reply.text for reply in done.replies])
