"""Handing over the summary: what would go, to whom, the client's yes, and taking it back.

A side dialogue at an end, like `problem`. What it asks is in `handover_ask.py`, what it does in `handed.py`.
"""

import unicodedata
from typing import TYPE_CHECKING

from dialogs import extra, handed, intake, problem
from dialogs.events import Ask, Back, Event, Hear, Say, Tap
from dialogs.flow import Place
from dialogs.handed import STATES, Handed, live
from dialogs.handover_ask import ask, extra_of, names, steps
from dialogs.hear import hear, plain
from dialogs.hear.answers import lexicon
from dialogs.house import House
from dialogs.replies import Reply
from dialogs.say import HAND, card_of, say
from dialogs.session import Given, Handing, Session, Told
from dialogs.summary.text import whole
from dialogs.words import listed

if TYPE_CHECKING:
    from dialogs.step import Turn

LONGEST = 80  # characters of a name and of a time that are kept
TURNING = frozenset(range(0x202A, 0x202F)) | frozenset(range(0x2066, 0x206A))  # marks that turn the text behind them


def asked(turn: "Turn") -> None:
    """The client wants to hand over, or to look at what was handed over."""
    if turn.place.state in STATES:
        at = Handing(at="again") if live(turn.session) else begun(turn.house)
        turn.session, turn.quiet = turn.session.but(handing=at), False
    else:
        turn.tell("hand_none")


def begun(house: House) -> Handing:
    return Handing(at="what", to=tuple(one.id for one in house.outside.receivers))


def here(place: Place, session: Session, house: House) -> list[Reply]:
    """What the client sees: the hand-over that is open, else the place."""
    if not session.handing or place.state not in STATES:
        return say(place, session, house)
    first = [problem.again(place, session, house)] if place.state == "emergency" else []
    return [*first, ask(place, session, house)]


def left(turn: "Turn", event: Event) -> bool:
    """Any act but words and questions ends a hand-over that was begun; True if it meant no more."""
    if isinstance(event, Say | Ask | Hear):
        return False
    if turn.place.state in STATES and isinstance(event, Tap) and event.question in ("", HAND):
        card = card_of(turn.place, turn.session)
        ids = [choice.id for choice in ask(turn.place, turn.session, turn.house).choices]
        if event.shown and event.shown != card.shown:
            turn.tell("stale")
            return True
        if len(event.options) == 1 and event.options[0] in ids:
            chosen(turn, event.options[0])
            return True
    turn.session = turn.session.but(handing=None)
    if isinstance(event, Back):
        nothing(turn)
    return isinstance(event, Back)


def nothing(turn: "Turn") -> None:
    turn.session = turn.session.but(handing=None)
    problem.done(turn, turn.house.words_for(turn.session)("hand_nothing_said"))


def chosen(turn: "Turn", id: str) -> None:
    """One step further."""
    handing, session = turn.session.handing, turn.session
    assert handing is not None
    if id == "nothing":
        nothing(turn)
    elif id == "back":
        take_back(turn)
    elif id == "anew":
        turn.session = session.but(handing=begun(turn.house))
    elif id == "whole":
        turn.session = session.but(handing=handing.model_copy(update={"whole": True}))
    elif handing.at == "what":
        ways = {"send": id in ("send", "both"), "file": id in ("file", "both")}
        onward(turn, handing.model_copy(update=ways))
    elif handing.at == "private":
        onward(turn, handing.model_copy(update={"private": id == "yes"}))
    elif id == "skip":
        onward(turn, handing)
    else:
        told = Told(question="easier" if handing.at == "easier" else "stops", options=(id,))
        onward(turn, handing.model_copy(update={"told": (*handing.told, told)}))


def onward(turn: "Turn", handing: Handing) -> None:
    """To the next step, or all is said."""
    order = ["what", *steps(turn.place, turn.session, turn.house)]
    rest = order[order.index(handing.at) + 1 :]
    if rest:
        turn.session = turn.session.but(handing=handing.model_copy(update={"at": rest[0]}))
    else:
        finish(turn, handing)


def typed(turn: "Turn", text: str) -> bool:
    """A name, a time or what is said of the pain, unless it is a danger word or a command; False if it was none."""
    handing, words = turn.session.handing, lexicon(turn.session.lang)
    if handing is None or handing.at in ("what", "private", "again"):
        return False
    heard = hear(text, None, None, turn.knowledge, words)
    if heard.row or heard.command:
        return False
    labels = {plain(choice.label): choice.id for choice in ask(turn.place, turn.session, turn.house).choices}
    if plain(text) in labels:
        chosen(turn, labels[plain(text)])
    elif extra_of(turn.session, turn.house):
        told = extra.answered(handing.at, clean(text), words, turn.house.today, turn.knowledge)
        onward(turn, handing.model_copy(update={"told": (*handing.told, told)}))
    else:
        onward(turn, handing.model_copy(update={handing.at: clean(text)}))
    return True


def clean(text: str, longest: int = LONGEST) -> str:
    """A name or a time in any script, on one line, without what could disturb the text around it."""
    chars = (" " if unicodedata.category(c) == "Cc" else c for c in text if ord(c) not in TURNING)
    return " ".join("".join(chars).split())[:longest]


def finish(turn: "Turn", handing: Handing) -> None:
    """The client has said yes to all of it: hand it over."""
    session, house, outside = turn.session, turn.house, turn.house.outside
    words, receivers = house.words_for(session), {one.id: one for one in outside.receivers}
    if handing.send and set(handing.to) != set(receivers):
        turn.session = session.but(handing=begun(house))  # others than those who were named
        turn.tell("hand_others")
        return
    to = handing.to if handing.send else ()
    given = Given(
        id=handed.code(session), start=session.start, upto=len(session.log), private=handing.private,
        to=tuple(receivers[one].name for one in to), told=(*extra.before(session, house), *handing.told),
        name=handing.name, visit=handing.visit, ref=session.ref, at=turn.now,
    )
    old = live(session) if to else None
    langs = (session.lang, *(lang for one in to for lang in (receivers[one].lang, *receivers[one].more)))
    made = handed.bodies(session, house, turn.now, given, langs, outside.before if old else outside.earlier,
                         again=old is None)
    if to or handing.file:
        turn.handed = Handed(given.id, made, session.lang, to, handing.file, old.id if old else "")
    turn.session = session.but(handing=None, given=(*session.given, given) if to else session.given)
    said = [words("hand_sent", names=names(session, house))] if to else []
    if to and not (given.name or given.visit or given.ref):
        said.append(words("hand_unmatched"))
    if handing.file:
        said.append(words("hand_filed"))
    elif not to:
        said.append(whole(intake.seen(made[session.lang], turn.place, session, house)))
    if to:
        said.append(words("hand_worse", emergency=turn.emergency()))
    problem.done(turn, "\n".join(said))


def take_back(turn: "Turn") -> None:
    """Withdraw what was sent, and say honestly what can't be."""
    given, words, outside = live(turn.session), turn.house.words_for(turn.session), turn.house.outside
    assert given is not None
    turn.handed = Handed(taken=given.id)
    taken = given.model_copy(update={"taken": True})
    turn.session = turn.session.but(handing=None, given=(*turn.session.given[:-1], taken))
    phrase = {"seen": "hand_taken_seen", "delivered": "hand_taken_delivered"}.get(outside.fate, "hand_taken")
    whom = listed(outside.seen or given.to, words.lang)
    problem.done(turn, words(phrase, names=whom, clinic=turn.house.clinic(turn.session).name))
