"""A client who comes back: what hardly changes is confirmed once, warning signs and the rest are asked anew."""

import random
from collections.abc import Iterable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from dialogs.events import Back, Change, Open, Restart, Say
from dialogs.flow import locate
from dialogs.house import House
from dialogs.measure import count
from dialogs.session import Answer, Mark, Session
from dialogs.step import Step, step
from dialogs.words import words
from knowledge.condition import leaves
from knowledge.match import DOCTOR_FIRST
from knowledge.models import Knowledge
from tests.botapi.rig import rig
from tests.chatkit import END, answered, doing, finished, tapped
from tests.test_therapists import clinic, linked, sends

W = words("en")
LATER = END + timedelta(days=20)
ILL = ("thinners", "joints", "injected", "injury", "also_buttock", "no_touch")


def again(at: Step, house: House, ticked: tuple[str, ...] = (), **given: str) -> Step:
    """Begin anew, and answer up to where something is shown to be confirmed."""
    begun = step(at.session, Restart(), house, LATER)
    return answered(begun, doing(begun, house, LATER), ticked, rng=None, **given)


def asked(at: Step) -> list[str]:
    """The questions of this screening in the order they were answered."""
    return [e.question for e in at.session.log[at.session.start :] if isinstance(e, Answer) and not e.first]


@pytest.fixture
def offered(house: House) -> Step:
    return again(finished(house, ILL, thinner_kind="strong", bleed="other"), house)


def test_every_warning_sign_is_asked_before_anything_is_offered(offered: Step, house: House) -> None:
    screen = [q.id for q in house.knowledge["calibrated"].in_order if q.phase == "screen"]
    assert offered.session.pending and offered.session.pending.by == "renew"
    plain = [id for id in screen if id in asked(finished(house))]
    assert asked(offered) == ["consent", *plain]


def test_it_is_shown_in_the_words_of_then_and_counts_as_said_now(offered: Step, house: House) -> None:
    shown = offered.replies[-1]
    assert shown.kind == "confirm" and shown.text.startswith(W("again_ask", date="Jan 13, 2026"))
    for said in ("Age: 40", "Blood thinners", "Very bendy joints", "Left dimple", "Buttock"):
        assert said in shown.text
    done = tapped(offered, "yes", house=house, now=LATER)
    assert done.replies[0].text == W("progress", left=done.place.left)
    new = {e.question: e for e in done.session.log[done.session.start :] if isinstance(e, Answer) and e.first}
    assert new["age"].said == "40" and new["age"].first == END and new["age"].at == LATER
    assert new["history"].values == {"thinners": "yes"} and not set(new["history_2"].values) - {"joints"}
    assert Session.model_validate_json(done.session.model_dump_json()) == done.session


def test_what_was_not_ticked_and_what_follows_from_a_caution_is_asked(offered: Step, house: House) -> None:
    done = tapped(offered, "yes", house=house, now=LATER)
    end = answered(done, doing(done, house, LATER), ("cancer",), cancer_pain="new")
    assert "thinner_kind" in asked(end) and "history" in asked(end) and "pain" in asked(end) and "age" not in asked(end)
    assert end.place.facts["thinners"] == "yes" and end.place.facts["cancer"] == "yes"
    assert end.place.assessment.disposition in DOCTOR_FIRST  # the new cancer


def test_whoever_says_no_is_asked_everything_and_not_offered_again(offered: Step, house: House) -> None:
    no = tapped(offered, "no", house=house, now=LATER)
    assert no.place.question and no.place.question.id == "age"
    assert not any(isinstance(e, Answer) and e.first for e in no.session.log)
    back = step(step(no.session, Back(), house, LATER).session, Back(), house, LATER)
    end = answered(back, doing(back, house, LATER))
    assert end.place.state == "recommend" and {"age", "spot", "history"} <= set(asked(end))


@pytest.mark.parametrize(("said", "yes"), [("yes", True), ("no", False), ("xyzzy", None)])
def test_typed(offered: Step, house: House, said: str, yes: bool | None) -> None:
    at = step(offered.session, Say(said), house, LATER)
    assert bool(at.session.pending) == (yes is None)
    assert any(isinstance(e, Answer) and e.first for e in at.session.log) == bool(yes)


def test_a_danger_word_goes_first(offered: Step, house: House) -> None:
    at = step(offered.session, Say("my face is drooping"), house, LATER)
    assert not at.session.pending and at.place.question and at.place.question.id == "stroke"


def test_what_was_confirmed_can_be_changed(offered: Step, house: House) -> None:
    at = tapped(offered, "yes", house=house, now=LATER)
    at = step(at.session, Change("spot"), house, LATER)
    assert "spot" not in at.place.facts
    end = answered(at, doing(at, house, LATER), spot="upper_back")
    assert end.place.assessment.disposition == "D3"


def test_what_is_carried_over_can_clear_no_warning_sign(house: House) -> None:
    """Of a card only a tick, the gravest; prove shows that a graver answer is never milder. The loader refuses more."""
    asked = house.knowledge["strict"].questions
    assert [q.id for q in asked if q.lasting] == ["age", "spot"]
    assert {(q.phase, q.kind) for q in asked for line in q.all_lines() if line.lasting} == {("story", "history")}


def deciding(k: Knowledge) -> Iterable[str]:
    for rule in k.rules:
        if rule.tier in DOCTOR_FIRST or rule.wait:
            yield from (leaf.fact for leaf in leaves(rule.when))


def test_no_denial_that_a_doctor_first_rule_looks_at_is_carried_over(house: House) -> None:
    for n in range(40):
        rng = random.Random(n)
        at = step(Session(id="x", country="US"), Open(), house, END)
        at = answered(at, doing(at, house), rng=rng)
        if at.session.told() is None or at.place.assessment.doctor_first:
            continue
        shown = again(at, house)
        if shown.session.pending:
            done = tapped(shown, "yes", house=house, now=LATER)
            new = [e for e in done.session.log[done.session.start :] if isinstance(e, Answer) and e.first]
            low = {f for e in new for f, v in e.values.items() if v != "yes" and f not in ("age", "spot")}
            assert not low & set(deciding(house.knowledge["calibrated"])) and not low
            place = locate(done.session, house.knowledge["calibrated"])
            asks = [e for e in new if e.question in place.read.index]
            assert asks, "what is confirmed counts"


@pytest.mark.parametrize("why", ["helper", "taken back", "reworded", "first time"])
def test_when_nothing_is_offered(house: House, why: str) -> None:
    at = finished(house, ILL, thinner_kind="strong", bleed="other")
    given = {"consent": "agree_helper"} if why == "helper" else {}
    if why == "taken back":  # a grave answer: restart takes all of it back
        at = finished(house, ("weight",))
        begun = tapped(step(at.session, Restart(), house, LATER), "take_back", house=house, now=LATER)
        shown = answered(begun, doing(begun, house, LATER))
    elif why == "reworded":
        log = tuple(e.model_copy(update={"shown": "0" * 8}) if isinstance(e, Answer) else e for e in at.session.log)
        shown = again(replace(at, session=at.session.but(log=log)), house)
    elif why == "first time":
        begun = step(at.session.but(closed=()), Restart(), house, LATER)
        shown = answered(begun, doing(begun, house, LATER))
    else:
        shown = again(at, house, (), **given)
    assert shown.session.pending is None and shown.place.state == "recommend"


def test_a_third_time_tells_when_it_was_said_first(offered: Step, house: House) -> None:
    done = tapped(offered, "yes", house=house, now=LATER)
    end = answered(done, doing(done, house, LATER), thinner_kind="strong", bleed="other")
    third = again(end, house)
    assert third.session.pending and {one.first for one in third.session.pending.story} == {END}
    assert not any(isinstance(e, Mark) for e in third.session.log)


def test_it_is_shorter_and_its_message_is_short(offered: Step, house: House) -> None:
    done = tapped(offered, "yes", house=house, now=LATER)
    end = answered(done, doing(done, house, LATER), thinner_kind="strong", bleed="other")
    assert len(asked(end)) + 1 < len(asked(finished(house, ILL, thinner_kind="strong", bleed="other")))
    assert count(offered.replies[-1].text) < 120


async def test_by_telegram(tmp_path: Path) -> None:
    async with rig(tmp_path) as bot:
        chat = bot.api.chat()
        await bot.say(chat, "/start")
        await bot.walk(chat)
        await bot.say(chat, "/restart")
        await bot.walk(chat, W("again_yes"))
        assert "Age: 35" in chat.last()
        await bot.tap(chat, W("again_yes"))
        await bot.walk(chat)
        assert "You can see a massage therapist" in "".join(chat.said()[-2:])


async def test_the_therapist_reads_first_what_has_changed_since(tmp_path: Path) -> None:
    async with clinic(tmp_path) as bot:
        ann, pat = bot.api.chat(77), bot.api.chat(1)
        await linked(bot, ann)
        await bot.say(pat, "/start hill")
        await bot.tap(pat, "Yes. I am 18 or over and it is about me")
        await bot.walk(pat)
        await sends(bot, pat)
        await bot.say(pat, "/restart")
        await bot.tap(pat, "Yes. I am 18 or over and it is about me")
        await bot.walk(pat, W("again_yes"))
        await bot.tap(pat, W("again_yes"))
        await bot.walk(pat, "Blood thinners")
        await bot.tap(pat, "2")
        await bot.walk(pat)
        label = W("sum_changed", at="")
        assert label in await bot.tap(pat, W("hand_button"))
        for act in ("hand_send", "hand_skip", "hand_skip"):
            await bot.tap(pat, W(act))
        await bot.say(pat, "Pat Doe")
        await bot.say(pat, "Fri 9 am")
        _, _, told = ann.last().partition("\n\n")
        assert told.startswith(label) and "What to avoid" in told.splitlines()[0] and "Client: Fri 9 am" in told
