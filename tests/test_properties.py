"""Properties of the conversation, over random people."""

import itertools
from datetime import UTC, datetime

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dialogs.events import Ask, Back, Change, Event, Hear, Open, Restart, Say, Stop, Tap, Tick
from dialogs.facts import open_lines
from dialogs.house import House
from dialogs.say import card_of, offered
from dialogs.session import Answer, Session
from dialogs.step import Step, step
from knowledge.condition import holds
from knowledge.models import RANK

NOW = datetime(2026, 1, 15, 22, 30, tzinfo=UTC)
START = Session(id="p", country="US")

ids = st.sampled_from(
    ["none", "unsure", "yes", "no", "agree", "agree_us", "ces_pee", "fever", "slowly", "keep", "take_back",
     "going", "cannot", "wrong", "checked", "right", "change", "restart", "note", "a35", "days", "review", "?"]
)
texts = st.one_of(
    st.text(max_size=60),
    st.sampled_from(["yes", "none", "2", "1 and 3", "not sure", "back", "I want to die", "seven", "stop",
                     "<b>hi</b> *x* {said}", "‮abc\u0000", "my face is drooping"]),
)
# A walk draws numbers; `choose` turns each into what this person does at this place.
walks = st.lists(st.tuples(st.integers(0, 99), st.integers(0, 10**6)), min_size=1, max_size=45)
wild: st.SearchStrategy[Event] = st.one_of(
    st.builds(Open), st.just(Back()), st.just(Restart()), st.just(Stop()),
    st.builds(Say, texts), st.builds(Ask, st.sampled_from(["why", "help", "person", "note", "status", "x"])),
    st.builds(Change, ids), st.builds(Hear, st.sampled_from(["RF-MH", "RF-STROKE", "RF-CA", "nope"]), texts),
    st.builds(Tap, st.lists(ids, max_size=3).map(tuple), st.lists(ids, max_size=2).map(tuple),
              st.sampled_from(["", "consent", "signs_nerve", "next", "confirm"]), st.sampled_from(["", "00000000"])),
    st.builds(Tick, ids, st.sampled_from(["yes", "no", "unsure", "?"]), ids, ids),
)


def choose(at: Step, session: Session, a: int, b: int) -> Event:
    """A person who mostly answers, sometimes anything else."""
    if a > 96:
        return (Back(), Restart(), Stop(), Change(""))[b % 4]
    card = card_of(at.place, session)
    question = at.place.question
    if question is None or session.pending or session.changing:
        choices = [c for r in at.replies for c in r.choices]
        return Tap((choices[b % len(choices)].id,)) if choices else Ask("status")
    if question.checklist:
        lines = open_lines(question, at.place.facts)
        ticked = tuple(x.id for i, x in enumerate(lines) if a > 80 and b >> i & 1)
        unsure = tuple(x.id for i, x in enumerate(lines) if a > 90 and b >> (i + 9) & 1 and x.id not in ticked)
        return Tap(ticked or (() if unsure else ("none",)), unsure, card.id, card.shown)
    if question.kind == "country":
        return Tap(("US",), (), card.id, card.shown)
    options = offered(question, session)
    if question.id in ("consent", "review") and a < 90:
        return Tap((options[0].id,), (), card.id, card.shown)
    return Tap((options[b % len(options)].id,), (), card.id, card.shown)


def walk(house: House, steps: list[tuple[int, int]]) -> list[Step]:
    done = [step(START, Open(), house, NOW)]
    for a, b in steps:
        done.append(step(done[-1].session, choose(done[-1], done[-1].session, a, b), house, NOW))
    return done


quick = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@quick
@given(walks, st.lists(wild, max_size=12))
def test_nothing_a_person_does_breaks_or_sticks_the_chat(
    house: House, steps: list[tuple[int, int]], events: list[Event]
) -> None:
    session = walk(house, steps)[-1].session
    for event in events:
        done = step(session, event, house, NOW)
        assert done.replies, "a person is always answered"
        assert all(r.text.strip() for r in done.replies)
        assert Session.model_validate_json(done.session.model_dump_json()) == done.session
        session = done.session
    here = step(session, Open(), house, NOW)
    assert any(r.choices for r in here.replies), "there is always a way on"


@quick
@given(walks)
def test_the_log_only_grows_and_old_entries_never_change(house: House, steps: list[tuple[int, int]]) -> None:
    done = walk(house, steps)
    for before, after in itertools.pairwise(done):
        if after.place.state != "declined":
            assert after.session.log[: len(before.session.log)] == before.session.log


@quick
@given(walks)
def test_back_then_the_same_answer_is_identity(house: House, steps: list[tuple[int, int]]) -> None:
    done = walk(house, steps)
    last = done[-1]
    _, b = steps[-1]
    if last.place.question is None or last.session.pending or last.session.changing:
        return
    event = choose(last, last.session, 10, b)
    there = step(last.session, event, house, NOW)
    if there.session.pending or there.session.changing or len(there.session.log) != len(last.session.log) + 1:
        return
    if not isinstance(there.session.log[-1], Answer):  # "ask me again" takes an answer back
        return
    back = step(there.session, Back(), house, NOW)
    if back.session.pending:
        back = step(back.session, Tap(("take_back",)), house, NOW)
    again = step(back.session, event, house, NOW)
    assert again.place.facts == there.place.facts
    assert again.place.state == there.place.state
    assert card_of(again.place, again.session).id == card_of(there.place, there.session).id


@quick
@given(walks)
def test_a_double_or_stale_tap_changes_nothing(house: House, steps: list[tuple[int, int]]) -> None:
    done = walk(house, steps)
    for before, a in zip(done, steps, strict=False):
        event = choose(before, before.session, *a)
        if isinstance(event, Tap) and event.shown:
            later = done[-1]
            if card_of(later.place, later.session).shown != event.shown:
                again = step(later.session, event, house, NOW)
                assert again.session.log == later.session.log
                assert again.replies[0].kind in ("inform", "urgent")


@quick
@given(walks)
def test_an_emergency_comes_at_once_and_first(house: House, steps: list[tuple[int, int]]) -> None:
    for done in walk(house, steps):
        urgent = [f for f in done.place.assessment.findings
                  if f.rule.tier == "D1" and f.rule.kind not in ("crisis", "abuse", "poison")]
        assert bool(urgent) == (done.place.state == "emergency")
        if done.place.state == "emergency" and not (done.session.pending or done.session.changing):
            assert done.replies[0].kind == "urgent" or done.session.stopped or not done.changed


@quick
@given(walks)
def test_a_doctor_first_finding_is_never_taken_back_without_a_confirmation(
    house: House, steps: list[tuple[int, int]]
) -> None:
    done = walk(house, steps)
    for before, after in itertools.pairwise(done):
        new = after.session.log[len(before.session.log) :]
        if before.place.assessment.doctor_first and not after.place.assessment.doctor_first:
            assert all(e.confirmed for e in new if e.type == "retract")
            assert new or after.session.start != before.session.start


@quick
@given(walks)
def test_no_massage_while_a_doctor_first_rule_holds_or_is_open(
    house: House, steps: list[tuple[int, int]]
) -> None:
    for done in walk(house, steps):
        if done.place.state == "recommend":
            assert not done.place.assessment.doctor_first
            knowledge = house.knowledge_for(done.session)
            grave = [r.id for r in knowledge.rules if holds(r.when, done.place.facts) is None
                     and (RANK[r.tier] < RANK["D4"] or r.wait)]
            assert grave == []
