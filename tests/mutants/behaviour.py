"""What must hold of the machine, whoever talks to it: random clients with detours, and a few
scripted turns. Each property is a function that yields its violations."""

import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from dialogs.events import Ask, Back, Change, Event, Open, Say, Stop, Tap, Tick
from dialogs.facts import open_lines
from dialogs.house import House
from dialogs.session import Answer, Entry, Retract, Session
from dialogs.step import Step, step
from knowledge.models import Knowledge, Profile, Rule
from tests.mutants.client import (
    Truth,
    asked_in,
    emergencies,
    expected,
    held_by,
    known,
    lawful,
    possible,
    somebody,
)
from tests.mutants.content import houses

FIRST = ("D1", "D2", "D3")
NOW = datetime(2026, 1, 15, 22, 30, tzinfo=UTC)
CLIENTS = 150
SEED = 20260115


@dataclass(frozen=True)
class View:
    """Where a chat stands, and what the oracle says of its log."""

    step: Step
    facts: Truth
    held: list[Rule]

    @classmethod
    def of(cls, step: Step, k: Knowledge) -> "View":
        facts = known(step.session, k)
        return cls(step, facts, held_by(facts, k))


@dataclass(frozen=True)
class Turn:
    """One turn of a chat: what was, what the client did, what is."""

    before: View
    event: Event
    after: View
    k: Knowledge

    def new(self) -> tuple[Entry, ...]:
        return self.after.step.session.log[len(self.before.step.session.log) :]


def chat(house: House, truth: Truth, rng: random.Random) -> Iterator[Turn]:
    """A whole chat in which every question is answered truly, in the end, with detours."""
    k = house.knowledge["calibrated" if house.clinics[""].profile == "calibrated" else "strict"]
    here = View.of(step(Session(id="somebody", country="US"), Open(), house, NOW), k)
    past: list[Event] = []
    detours = 6
    for _ in range(250):
        session, detour = here.step.session, None
        if detours and rng.random() < 0.2:
            detour, detours = away(here.step, past, rng), detours - 1
        if detour is None and here.step.place.question is None and not (session.pending or session.changing):
            return
        event = detour or onward(here.step, truth, rng)
        past.append(event)
        done = step(session, event, house, NOW)
        there = replace(here, step=done) if done.session.log == session.log and (
            done.session.start == session.start) else View.of(done, k)
        yield Turn(here, event, there, k)
        here = there
    raise RuntimeError("the chat comes to no end")


def away(here: Step, past: list[Event], rng: random.Random) -> Event | None:
    """Something else than an answer."""
    lines = open_lines(here.place.question, here.place.facts) if here.place.question else ()
    tick = Tick(rng.choice(lines).id, "unsure", here.card.id, here.card.shown) if lines else None
    asked = [e.question for e in here.session.log if isinstance(e, Answer)]
    change = Change(rng.choice(asked)) if asked else None
    old = rng.choice(past) if past else None
    return rng.choice([Back(), Ask("why"), Say("hm"), Stop(), Open(), change, old if isinstance(old, Tap) else None,
                       tick if tick and rng.random() < 0.3 else None])


def onward(here: Step, truth: Truth, rng: random.Random) -> Event:
    """The true answer to what is asked."""
    card, question = here.card, here.place.question
    if here.session.pending:
        return Tap((rng.choice(("keep", "take_back")),), (), card.id, card.shown)
    if here.session.changing:
        return Tap(("cancel",), (), card.id, card.shown)
    assert question is not None
    if question.offered:
        return Tap(("not_checked",), (), card.id, card.shown)
    if not question.checklist:
        return Tap((truth[question.id],), (), card.id, card.shown)
    lines = [line.id for line in open_lines(question, here.place.facts)]
    lines += [question.more.id] if question.more and question.more.id not in here.place.facts else []
    yes = tuple(id for id in lines if truth[id] == "yes")
    unsure = tuple(id for id in lines if truth[id] == "unsure")
    held = here.session.draft.values if here.session.draft else {}
    wrong = [id for id, value in held.items() if value != "no" and truth[id] != value]
    if wrong:
        return Tick(wrong[0], truth[wrong[0]], card.id, card.shown)
    grave = [id for id in yes if id != (question.more.id if question.more else "") and id not in held]
    if grave and rng.random() < 0.3:
        return Tick(rng.choice(grave), "yes", card.id, card.shown)
    return Tap(yes or (() if unsure else ("none",)), unsure, card.id, card.shown)


# ---- of every turn ------------------------------------------------------------


def first_and_at_once(turn: Turn) -> Iterator[str]:
    """An emergency is there from the tick on, and is told before anything else."""
    after, emergency = turn.after.step, emergencies(turn.after.held)
    if emergency != (after.place.state == "emergency"):
        yield f"{turn.event}: emergency {emergency}, but the chat is in {after.place.state}"
    busy = after.session.pending or after.session.changing or after.session.stopped
    if emergency and after.changed and not busy and after.replies[0].kind != "urgent":
        yield f"{turn.event}: something else is said before the emergency"


def only_what_was_shown(turn: Turn) -> Iterator[str]:
    """A tap on another card, or on an old one, changes no answer."""
    event, card = turn.event, turn.before.step.card
    menu = turn.before.step.place.state == "emergency"  # its buttons count beside a follow-up
    if isinstance(event, Tap | Tick) and event.shown and event.shown != card.shown and not menu and turn.new():
        yield f"{event} counted on the card {card.id}"


def after_a_confirmation(turn: Turn) -> Iterator[str]:
    """What sent a client to a doctor is taken back only after one plain confirmation."""
    lost = {r.id for r in turn.before.held if r.wait or r.tier in FIRST} - {r.id for r in turn.after.held}
    taken = [entry for entry in turn.new() if isinstance(entry, Retract)]
    if taken and lost and not all(entry.confirmed and entry.grave for entry in taken):
        yield f"{turn.event} took back {', '.join(lost)} unasked"
    keep = isinstance(turn.event, Tap) and turn.event.options == ("keep",) and turn.before.step.session.pending
    if keep and turn.new():
        yield "to keep the answer changed it"


def open_is_not_no(turn: Turn) -> Iterator[str]:
    """What is still to be asked has no value, unless it is presumed its gravest."""
    got, said = turn.after.step.place.facts, turn.after.facts
    for question in turn.k.in_order:
        if question.clarifies or question.kind == "country":
            continue
        for fact, gates in asked_in(question):
            if got.get(fact) != said.get(fact) and all(possible(gate, said) for gate in gates):
                yield f"{turn.event}: '{fact}' is {got.get(fact)}, but the log says {said.get(fact)}"


def no_unread_no(turn: Turn) -> Iterator[str]:
    """If a card becomes an emergency, its other lines are not taken for a no."""
    if turn.after.step.place.state == "emergency" and turn.before.step.place.state != "emergency":
        for entry in turn.new():
            question = turn.k.by_id.get(entry.question) if isinstance(entry, Answer) else None
            if isinstance(entry, Answer) and question and question.lines and "no" in entry.values.values():
                yield f"{turn.event}: a line that nobody got to read counts as no"


def nothing_is_erased(turn: Turn) -> Iterator[str]:
    """The log only grows."""
    before, after = (view.step.session.log for view in (turn.before, turn.after))
    if after[: len(before)] != before:
        yield f"{turn.event} changed what was said before"


def urgent_on_leaving(turn: Turn) -> Iterator[str]:
    """Whoever stops while a doctor comes first is told so once more."""
    urgent = any(rule.tier in FIRST for rule in turn.before.held)
    if isinstance(turn.event, Stop) and urgent and turn.after.step.replies[0].kind != "urgent":
        yield "stopped without a word of what is urgent"


EACH: dict[str, Callable[[Turn], Iterator[str]]] = {
    "an emergency is told at once and first": first_and_at_once,
    "a tap counts only for the card that is shown": only_what_was_shown,
    "a grave answer is taken back only after a confirmation": after_a_confirmation,
    "what is open is neither a no nor ruled out": open_is_not_no,
    "a line that nobody got to read is not a no": no_unread_no,
    "nothing that was said is erased": nothing_is_erased,
    "whoever leaves is told what is urgent": urgent_on_leaving,
}
THE_ANSWERS = "the outcome is that of the answers, whatever the detours"


def violated(found: dict[Profile, Knowledge]) -> tuple[str, str] | None:
    """The first property that some client finds broken, with the way it was broken."""
    from tests.mutants.scripted import SCRIPTED

    for name, script in SCRIPTED.items():
        for fault in script(found):
            return name, fault
    at = houses(found)
    for n in range(CLIENTS):
        rng = random.Random(SEED + n)
        profile: Profile = "strict" if n % 3 == 0 else "calibrated"
        truth = somebody(found[profile], rng)
        turns: list[Turn] = []
        try:
            for turn in chat(at[profile], truth, rng):
                turns.append(turn)
                for name, holds in EACH.items():
                    for fault in holds(turn):
                        return name, fault
        except RuntimeError as endless:
            return THE_ANSWERS, str(endless)
        for fault in told(turns[-1].after.step, truth, found[profile]):
            return THE_ANSWERS, fault
    return None


def told(end: Step, truth: Truth, k: Knowledge) -> Iterator[str]:
    """What is wrong with the end of a chat."""
    want, got = expected(lawful(truth, k), k), end.place.assessment
    if end.place.state != want.state:
        yield f"ends in {end.place.state}, not {want.state}"
    elif want.state != "emergency":
        if want.disposition not in ("", got.disposition) or got.massage != want.massage:
            yield f"{got.disposition} with massage {got.massage}, not {want.disposition} with {want.massage}"
        rows = want.rows
        if want.state != "recommend":  # the pattern and the touch card are not asked
            asked = {fact: value for fact, value in lawful(truth, k).items() if fact in end.place.facts}
            rows = expected(asked, k).rows
        if set(got.rows()) != rows:
            yield f"finds {sorted(set(got.rows()) ^ rows)} or not"
