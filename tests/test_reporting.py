"""Reporting a problem, in the chat itself: one message, whatever the client does around it."""

from dataclasses import replace
from pathlib import Path

import pytest

from dialogs.cases import NOW
from dialogs.events import Ask, Back, Open, Say, Tap
from dialogs.house import Clinic, House
from dialogs.problem import LONGEST
from dialogs.session import Session
from dialogs.step import step
from tests.chatfile import CHATS, play
from tests.test_golden import Core


@pytest.mark.parametrize("path", CHATS, ids=lambda p: p.stem)
def test_where_the_client_is_does_not_change(house: House, path: Path) -> None:
    """At the end of each golden chat: every ending, and questions."""
    core = Core(house)
    play(path, core)
    session = Session.model_validate_json(core.stored)
    here = step(session, Open(), house, NOW)
    session = here.session
    for ends in (Tap(("cancel",)), Say("Cancel"), Back(), Say("back"), Say("this is wrong"), Open()):
        begun = step(session, Say("report a problem"), house, NOW)
        assert begun.replies[-1].text.startswith("Thank you.") and begun.card.id == "problem"
        asked = step(begun.session, Ask("emergency"), house, NOW)
        assert asked.replies[0].kind == "urgent" and asked.card.id == "problem"
        done = step(asked.session, ends, house, NOW)
        assert (done.card, done.place.facts, done.session.log) == (here.card, here.place.facts, session.log)
        assert here.place.state not in ("emergency", "crisis") or done.replies[0].text == here.replies[0].text
        assert (done.report is not None) == (ends == Say("this is wrong"))


def test_another_button_leaves_the_report_and_counts(house: House) -> None:
    session = step(Session(id="x", country="US"), Tap(("agree",)), house, NOW).session
    begun = step(session, Ask("problem"), house, NOW).session
    done = step(begun, Tap(("ces_pee",), (), "signs_nerve"), house, NOW)
    assert done.place.state == "emergency" and not done.session.reporting


def test_danger_words_in_a_report_are_heard_first_and_only_a_crisis_is_not_kept(house: House) -> None:
    session = step(Session(id="x", country="US"), Tap(("agree",)), house, NOW).session
    begun = step(session, Ask("problem"), house, NOW).session
    done = step(begun, Say("your chat makes me want to die"), house, NOW)
    assert done.place.state == "crisis" and done.replies[0].text.startswith("Please talk to someone now:")
    assert done.report is None and not done.session.reporting
    done = step(begun, Say("my speech is slurred and you said nothing"), house, NOW)
    assert [reply.kind for reply in done.replies] == ["urgent", "inform", "inform", "ask"]
    assert "911" in done.replies[0].text and "Your code: " in done.replies[1].text
    assert done.place.question is not None and done.place.question.id == "stroke"


def test_a_long_report_is_cut_and_the_client_is_told(house: House) -> None:
    begun = step(Session(id="x", country="US"), Ask("problem"), house, NOW).session
    done = step(begun, Say("x" * 1500), house, NOW)
    assert done.report is not None and len(done.report.text) == LONGEST
    assert "the first 1000 letters" in done.replies[0].text
    again = step(begun, Say("  \n "), house, NOW)
    assert again.report is None and again.session.reporting


def test_without_a_named_person_it_is_kept_and_said_plainly(house: House) -> None:
    begun = step(Session(id="x", country="US"), Ask("problem"), house, NOW).session
    done = step(begun, Say("wrong"), house, NOW)
    assert done.report is not None and "No one is named here" in done.replies[0].text
    assert "the clinic, or whoever runs this chat" in done.replies[0].text
    mill = replace(house, clinics={"": Clinic(name="Mill Lane", phone="020 7946 0000")})
    assert "Please tell Mill Lane, 020 7946 0000." in step(
        Session(id="x"), Ask("problem"), replace(mill, reports=False), NOW).replies[0].text
