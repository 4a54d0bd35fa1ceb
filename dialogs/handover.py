"""Handing over the summary: what would go, to whom, the client's yes, and taking it back.

A side dialogue at an end, like `problem`. What it asks is in `handover_ask.py`, what it does in `handed.py`.
"""

import unicodedata

from dialogs import extra, handed, intake, notices, problem
from dialogs.events import Back, Event, Spoken, Tap
from dialogs.flow import Place
from dialogs.handed import STATES, live
from dialogs.handover_ask import ask, names, steps
from dialogs.hear import hear, plain
from dialogs.hear.answers import lexicon
from dialogs.hear.text import tokens
from dialogs.house import House
from dialogs.replies import Reply
from dialogs.say import HAND, card_of, say
from dialogs.session import Given, Handing, Notice, Session, Told
from dialogs.summary.text import whole
from dialogs.turn import Handed, Turn
from dialogs.words import listed

NAMED = 3  # words of a name
LONGEST = 80  # characters of a name and of a time that are kept
WORDS = 300  # and of what is said of the pain: half of it can say the opposite
TURNING = frozenset(range(0x202A, 0x202F)) | frozenset(range(0x2066, 0x206A))  # marks that turn the text behind them


def asked(turn: Turn) -> None:
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


def left(turn: Turn, event: Event) -> bool:
    """Any act but words and questions ends a hand-over that was begun; True if it meant no more."""
    if isinstance(event, Spoken):
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


def nothing(turn: Turn) -> None:
    turn.session = turn.session.but(handing=None)
    problem.done(turn, turn.house.words_for(turn.session)("hand_left" if live(turn.session) else "hand_nothing_said"))


def chosen(turn: Turn, id: str) -> None:
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


def onward(turn: Turn, handing: Handing) -> None:
    """To the next step, or all is said."""
    order = ["what", *steps(turn.place, turn.session, turn.house)]
    rest = [at for at in order[order.index(handing.at) + 1 :] if at not in given(handing)]
    if rest:
        turn.session = turn.session.but(handing=handing.model_copy(update={"at": rest[0]}))
    else:
        finish(turn, handing)


def typed(turn: Turn, text: str) -> bool:
    """A name, a time or what is said of the pain, unless it is a command; False if it was none. Danger words in it are
    heard first, and leave the hand-over; after a doubtful one it goes on, once its question is answered."""
    handing, words = turn.session.handing, lexicon(turn.session.lang)
    if handing is None:
        return False
    heard = hear(text, None, None, turn.knowledge, words)
    if plain(text) == plain(turn.house.words_for(turn.session)("problem_cancel")) and not heard.row:
        chosen(turn, "nothing")  # the first word of its button; elsewhere it stops the chat
        return True
    if handing.at in ("what", "private", "again") or heard.row or heard.command:
        return False
    labels = {plain(choice.label): choice.id for choice in ask(turn.place, turn.session, turn.house).choices}
    if plain(text) in labels:
        chosen(turn, labels[plain(text)])
        return True
    # A name is a name: Mr Krebs has no cancer. An emergency in as few words is heard all the same.
    named = handing.at == "name" and len(tokens(text)) <= NAMED and not notices.grave(turn, text)
    if not named and notices.overheard(turn, text):
        return True
    if handing.at in ("name", "visit"):
        handing = handing.model_copy(update={handing.at: clean(text)})
    else:
        told = extra.answered(handing.at, clean(text, WORDS, "…"), words, turn.house.today, turn.knowledge)
        handing = handing.model_copy(update={"told": (*handing.told, told)})
    if turn.session.resuming and turn.locate(turn.session).question:
        turn.session = turn.session.but(resuming=handing)
    else:
        turn.session = turn.session.but(handing=handing, resuming=None)
        onward(turn, handing)
    return True


def resume(turn: Turn) -> None:
    """A doubtful word was asked about: the hand-over goes on where it was if the advice is as it was. If there is more
    that is private than was shown, it begins with what would go."""
    session, place, old = turn.session, turn.place, turn.session.resuming
    if old is None or place.question or session.aside() or session.reporting:
        return
    ended, turn.session = session.closed[-1] if session.closed else None, session.but(resuming=None)
    if ended is None or place.state not in STATES or ended.outcome.get("disposition") != place.assessment.disposition:
        return
    turn.session = turn.session.but(handing=old)
    words = turn.house.words_for(session)
    typed = {words("hand_typed", said=entry.said) for entry in session.log[ended.upto :] if isinstance(entry, Notice)}
    shown = {*handed.hidden(session.but(log=session.log[: ended.upto]), turn.house), *typed}
    if not shown.issuperset(handed.hidden(session, turn.house)):
        anew = begun(turn.house).model_copy(update={"told": old.told, "name": old.name, "visit": old.visit})
        turn.session = turn.session.but(handing=anew)
    elif old.at in given(old):
        onward(turn, old)


def given(handing: Handing) -> set[str]:
    """The steps that were answered in words."""
    return {*(one.question for one in handing.told), *(at for at in ("name", "visit") if getattr(handing, at))}


def clean(text: str, longest: int = LONGEST, cut: str = "") -> str:
    """Typed words in any script, on one line, without what could disturb the text around them. `cut` stands at the end
    where there were more."""
    chars = (" " if unicodedata.category(c) == "Cc" else c for c in text if ord(c) not in TURNING)
    said = " ".join("".join(chars).split())
    return said if len(said) <= longest else f"{said[:longest].rstrip()}{cut}"


def finish(turn: Turn, handing: Handing) -> None:
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
    made = handed.bodies(session, house, turn.now, given, langs, outside.read if old else outside.earlier,
                         again=old is None, amends=old.id if old else "")
    if to or handing.file:
        turn.handed = Handed(given.id, made, session.lang, to, handing.file, old.id if old else "")
    turn.session = session.but(handing=None, given=(*session.given, given) if to else session.given)
    said = [words("hand_sent", names=names(session, house), button=words("hand_button"))] if to else []
    if to and not (given.name or given.visit or given.ref):
        said.append(words("hand_unmatched"))
    if handing.file:
        said.append(words("hand_filed"))
    elif not to:
        said.append(whole(intake.seen(made[session.lang], turn.place, session, house)))
    if to:
        said.append(words("hand_worse", emergency=turn.emergency()))
    problem.done(turn, "\n".join(said))


def take_back(turn: Turn) -> None:
    """Withdraw what was sent, and say honestly what can't be."""
    given, words, outside = live(turn.session), turn.house.words_for(turn.session), turn.house.outside
    assert given is not None
    turn.handed = Handed(taken=given.id)
    taken = given.model_copy(update={"taken": True})
    turn.session = turn.session.but(handing=None, given=(*turn.session.given[:-1], taken))
    phrase = {"seen": "hand_taken_seen", "delivered": "hand_taken_delivered"}.get(outside.fate, "hand_taken")
    whom = listed(outside.seen or given.to, words.lang)
    problem.done(turn, words(phrase, names=whom, clinic=turn.house.clinic(turn.session).name))
