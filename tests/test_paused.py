"""While advice is paused, whatever a chat is and whatever is sent: nothing is advised, nothing is
counted, danger is still heard."""

import itertools
from pathlib import Path

import pytest

from dialogs.cases import NOW
from dialogs.events import Ask, Back, Change, Event, Hear, Open, Restart, Say, Stop, Tap, Tick
from dialogs.house import House
from dialogs.paused import paused_step
from dialogs.session import Answer, Notice, Session
from dialogs.step import step
from dialogs.words import words
from tests.chatfile import CHATS, Said, actions, event
from tests.test_golden import Core

W = words("en")
SIGNS = "Get help at once for: trouble with pee or poo"

EVENTS: list[Event] = [
    Open(), Say("none"), Say("1"), Say("note"), Say("restart"), Say("purple"), Ask("note"), Ask("desk"), Ask("why"),
    Ask("status"), Ask("help"), Ask("joint"), Ask("person"), Ask("privacy"), Ask("emergency"), Ask("problem"),
    Back(), Change(), Change("age"), Restart(), Stop(), Tap(("none",)), Tap(("unsure",)), Tap(("note",), (), "next"),
    Tap(("checked",), (), "next"), Tap(("wrong",), (), "next"), Tap(("restart",), (), "next"), Tap(("take_back",)),
    Tap(("cannot",), (), "next"), Tap(("go_on",), (), "next"), Tick("ces_pee", "yes", "signs_nerve", "x"),
]


@pytest.mark.parametrize("path", CHATS, ids=lambda p: p.stem)
def test_wherever_a_chat_is_nothing_is_advised_or_counted_and_it_goes_on_there(path: Path, house: House) -> None:
    core, last = Core(house), None
    turn = itertools.count()
    for action in actions(path):
        found = core.send(event(action, last))
        last = found if found.choices or last is None else Said(
            found.texts, last.choices, found.lines, found.question, found.shown)
        session = Session.model_validate_json(core.stored)
        here = step(session, Open(), house, NOW)
        advice = {r.text for r in here.replies if r.kind in ("result", "note", "ask", "confirm")}
        for _ in range(3):
            happened = EVENTS[next(turn) * 7 % len(EVENTS)]
            done = paused_step(session, happened, house, NOW)
            assert done.outcome == {"paused": True}
            kinds = {reply.kind for reply in done.replies}
            assert kinds <= {"urgent", "inform"} | ({"ask"} if done.session.reporting else set())
            assert not advice & {reply.text for reply in done.replies}
            if here.place.state in ("emergency", "crisis"):
                cannot = happened == Tap(("cannot",), (), "next") and "Say where you are" in done.replies[0].text
                assert done.replies[0].kind == "urgent"
                assert cannot or done.replies[0].text == here.replies[0].text
            else:
                assert any(reply.text.startswith(W("paused")) and SIGNS in reply.text for reply in done.replies)
            before = [entry for entry in session.log if entry.type != "mark"]
            assert [entry for entry in done.session.log if entry.type != "mark"] == before
            on = step(done.session.but(reporting=False, stopped=False), Open(), house, NOW)
            assert (on.place.state, on.card.id, on.place.facts) == (here.place.state, here.card.id, here.place.facts)


def test_danger_words_are_heard_and_kept(house: House) -> None:
    session = step(Session(id="x", country="US"), Tap(("agree",)), house, NOW).session
    done = paused_step(session, Say("I want to die"), house, NOW)
    assert done.replies[0].text == step(session, Say("I want to die"), house, NOW).replies[0].text
    assert done.place.state == "crisis" and done.session.log[-1].type == "notice"
    assert {"go_on"}.isdisjoint(choice.id for reply in done.replies for choice in reply.choices)
    done = paused_step(session, Hear("RF-STROKE", "my speech is slurred"), house, NOW)
    assert [r.kind for r in done.replies] == ["urgent", "inform"] and isinstance(done.session.log[-1], Notice)
    assert step(done.session, Open(), house, NOW).place.question.id == "stroke"  # type: ignore[union-attr]  # open
    new = paused_step(Session(id="y"), Say("overdose"), house, NOW)
    assert "poison" in new.replies[0].text and new.replies[0].kind == "urgent"


def test_a_report_that_was_begun_is_not_taken_for_an_answer(house: House) -> None:
    session = step(Session(id="x", country="US"), Tap(("agree",)), house, NOW).session
    asked = paused_step(session, Ask("problem"), house, NOW)
    for said in ("none", "2"):
        done = paused_step(asked.session, Say(said), house, NOW)
        assert done.report is not None and done.report.text == said
        assert not any(isinstance(entry, Answer) for entry in done.session.log[1:])
