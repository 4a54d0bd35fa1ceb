"""What is said at a check-in: it can only raise, and the trend is told."""

import random
import zlib
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.plot import HIGH, WIDE, png
from dialogs.checkin import ANEW
from dialogs.checkin_ask import trend
from dialogs.events import CheckIn, Open, Say, Tap
from dialogs.house import House, Outside
from dialogs.session import Mark, Session
from dialogs.step import Step, step
from dialogs.words import words
from knowledge.match import DOCTOR_FIRST
from knowledge.models import RANK
from tests.chatkit import END, answered, doing, finished, tapped

W = words("en")
DAY = timedelta(days=1)


@pytest.fixture
def reached(house: House) -> House:
    """Clients can be written to."""
    return replace(house, outside=Outside(reach=True))


@pytest.fixture
def planned(reached: House) -> Step:
    """A plain chat that ended, with check-ins."""
    return tapped(finished(reached), "checkin", house=reached)


def test_only_where_the_client_can_be_reached_and_others_do_not_look_after_them(reached: House, house: House) -> None:
    def button(at: Step) -> bool:
        return "checkin" in [choice.id for reply in at.replies for choice in reply.choices]

    assert button(finished(reached)) and not button(finished(house))
    assert button(finished(reached, ("weight",)))  # D3
    assert not button(finished(reached, ("urine",), urine_kind="waves"))  # D2
    assert not button(finished(reached, ("ces_pee",)))  # D1
    assert "checkin" not in str(step(finished(house).session, Tap(("checkin",)), house, END).session.plan)


def due(at: Step, house: House, days: int = 2) -> Step:
    return step(at.session, CheckIn(), house, END + days * DAY)


def test_the_first_message_has_no_word_about_health_and_its_answers_are_told_as_a_trend(
    planned: Step, reached: House
) -> None:
    at = due(planned, reached)
    assert at.replies[0].text == f"{W('checkin_new')}\n\n{W('checkin_invite')}"
    at = tapped(at, "start", "no", "6", "same", house=reached, now=END + 2 * DAY)
    assert at.session.checking is None and at.session.log == planned.session.log
    assert [reply.picture for reply in at.replies] == ["trend", None]
    assert "4, 6" in at.replies[0].text and W("checkin_wait") in at.replies[1].text
    at = due(at, reached, 7)
    at = tapped(at, "start", "unsure", house=reached, now=END + 7 * DAY)
    assert at.place.state == "screen" and at.place.question and at.place.question.id == "signs_nerve"
    assert trend(at.session) == ((0.0, 4), (2.0, 6))


def test_typed_answers_count_too(planned: Step, reached: House) -> None:
    at = due(planned, reached)
    for text in ("start", "no, none of them", "6", "worse"):
        at = step(at.session, Say(text), reached, END + 2 * DAY)
    assert [(one.pain, one.change) for one in at.session.checkins] == [(6, "worse")]
    assert W("checkin_said_worse") in at.replies[-1].text


def test_strong_pain_asks_its_question_and_milder_pain_changes_nothing(planned: Step, reached: House) -> None:
    now = END + 2 * DAY
    at = tapped(due(planned, reached), "start", "no", "9", "worse", house=reached, now=now)
    assert at.place.question and at.place.question.id == "severe" and at.place.facts["pain"] == "strong"
    end = tapped(at, "nothing", house=reached, now=now)
    assert end.place.assessment.disposition == "D2"
    copes = tapped(at, "copes", "right", house=reached, now=now)
    assert copes.place.state == "recommend" and copes.place.facts["pain"] == "strong"


def test_whoever_should_see_a_doctor_is_asked_about_that_first(reached: House) -> None:
    at = tapped(finished(reached, ("weight",)), "checkin", house=reached)
    now = END + 2 * DAY
    at = tapped(due(at, reached), "start", "no", house=reached, now=now)
    assert at.replies[-1].text == W("checkin_doctor")
    for said in ("not_yet", "seen"):
        done = tapped(at, said, "3", "better", house=reached, now=now)
        assert W(f"checkin_said_{said}", button=W("checked")) in done.replies[-1].text
        assert "checked" in [choice.id for choice in done.replies[-1].choices] and done.place.state == "refer"


@pytest.mark.parametrize(("duration", "days", "change", "doctor"), [
    ("days", 2, "same", False), ("days", 35, "same", True), ("months", 2, "worse", True),
    ("months", 35, "better", False),
])
def test_what_lasts_and_is_no_better_belongs_to_a_doctor(
    reached: House, duration: str, days: int, change: str, doctor: bool
) -> None:
    at = tapped(finished(reached, duration=duration), "checkin", house=reached)
    at = tapped(due(at, reached, days), "start", "no", "4", change, house=reached, now=END + days * DAY)
    rule = next(r for r in reached.knowledge["calibrated"].rules if r.row == "RF-PERSIST")
    assert (W("checkin_persist", reason=rule.reason) in at.replies[-1].text) == doctor
    assert at.place.state == "recommend"


def test_answers_after_a_new_sign_can_only_raise(houses: dict[str, House]) -> None:
    """Random people answer twice, the second time anything they like."""
    raised = 0
    for n in range(100):
        house, rng = houses["strict" if n % 2 else "calibrated"], random.Random(n)
        at = step(Session(id="x", country="US"), Open(), house, END)
        before = answered(at, doing(at, house), rng=rng)
        old = before.place.assessment
        if before.place.state not in ("refer", "recommend"):
            continue
        anew = step(before.session.add(Mark(what=f"{ANEW}signs", at=END)), Open(), house, END)
        after = answered(anew, doing(anew, house), rng=rng)
        new = after.place.assessment
        assert min(RANK[new.disposition], RANK["D6"]) <= min(RANK[old.disposition], RANK["D6"]), f"person {n}"
        assert new.doctor_first or not old.doctor_first
        assert old.disposition not in DOCTOR_FIRST or after.place.state in ("emergency", "refer")
        raised += new.disposition != old.disposition
    assert raised > 5


def test_a_sign_that_a_doctor_has_checked_counts_again_when_it_is_ticked_anew(house: House) -> None:
    at = finished(house, ("swollen_leg",))
    at = tapped(at, "checked", "ok", house=house)
    at = answered(at, doing(at, house))
    assert at.place.assessment.disposition not in DOCTOR_FIRST
    anew = step(at.session.add(Mark(what=f"{ANEW}signs", at=END)), Open(), house, END)
    same, again = answered(anew, doing(anew, house)), answered(anew, doing(anew, house), ("swollen_leg",))
    assert same.place.assessment.disposition == at.place.assessment.disposition
    assert again.place.assessment.disposition == "D2"


def test_the_picture_is_a_png_with_its_points() -> None:
    made = png([(0.0, 6), (2.0, 4), (7.1, 10)])
    assert made.startswith(b"\x89PNG\r\n\x1a\n")
    at = made.index(b"IDAT")
    pixels = zlib.decompress(made[at + 4 : at + 4 + int.from_bytes(made[at - 4 : at])])
    assert len(pixels) == HIGH * (WIDE + 1)
    dark = [n for n, value in enumerate(pixels) if value == 0 and n % (WIDE + 1)]
    assert min(n // (WIDE + 1) for n in dark) < 30 and len(dark) > 300
    with pytest.raises(ValueError, match="nothing"):
        png([])
