"""A client who answers question after question, for tests of what comes after a chat."""

import random
from collections.abc import Callable
from datetime import UTC, datetime

from dialogs.events import Event, Open, Tap
from dialogs.house import House
from dialogs.session import Session
from dialogs.step import Step, step

END = datetime(2026, 1, 13, 18, 30, tzinfo=UTC)  # day in the whole of the US
GIVEN = {"consent": "agree", "age": "40", "pain": "4", "spot": "dimple_left", "duration": "days"}
Does = Callable[[Event], Step]


class Clock:
    """What stands in for the time; tests move it."""

    def __init__(self, now: datetime) -> None:
        self.now = now

    def __call__(self) -> datetime:
        return self.now


def doing(at: Step, house: House, now: datetime = END) -> Does:
    """A chat without a server, from here on."""
    held = [at]

    def does(event: Event) -> Step:
        held.append(step(held[-1].session, event, house, now))
        return held[-1]

    return does


def answered(
    at: Step, does: Does, ticked: tuple[str, ...] = (), *, rng: random.Random | None = None, **given: str
) -> Step:
    """Answer all that is asked, with the mildest answers where nothing is given, or at random with `rng`."""
    for _ in range(150):
        question, card = at.place.question, at.card
        if question is None or at.session.pending or (at.place.state in ("emergency", "refer") and rng is None):
            return at
        lines = [line.id for line in card.lines]
        if question.checklist:
            yes = [id for id in lines if (rng.random() < 0.04 if rng else id in ticked)]
            more = tuple(id for id in lines if rng and id not in yes and rng.random() < 0.04)
            at = does(Tap(tuple(yes) or (() if more else ("none",)), more, card.id, card.shown))
            continue
        ids = [choice.id for choice in at.replies[-1].choices]
        ids = [id for id in ids if not question.settles or id not in ("first", "second")]
        known = {**GIVEN, **given}.get(question.id)
        plain = rng is None or question.id in ("consent", "review") or rng.random() < 0.5
        id = (known or ids[0]) if plain or rng is None else rng.choice(ids)
        at = does(Tap((id,), (), card.id, card.shown))
    raise AssertionError("the chat does not come to an end")


def finished(house: House, ticked: tuple[str, ...] = (), **given: str) -> Step:
    """A whole chat of somebody in the US."""
    at = step(Session(id="x", country="US"), Open(), house, END)
    return answered(at, doing(at, house), ticked, rng=None, **given)


def tapped(at: Step, *ids: str, house: House, now: datetime = END) -> Step:
    """One button after another."""
    for id in ids:
        at = step(at.session, Tap((id,)), house, now)
    return at
