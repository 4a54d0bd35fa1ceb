"""Handing over the summary: what would go, to whom, the client's yes, and taking it back.

A side dialogue at an end, like `problem`. What it does is in `handed.py`.
"""

import unicodedata
from typing import TYPE_CHECKING

from dialogs import handed, problem
from dialogs.events import Ask, Back, Event, Hear, Say, Tap
from dialogs.flow import Place
from dialogs.handed import STATES, Handed, hidden, live
from dialogs.hear import hear, plain
from dialogs.hear.answers import lexicon
from dialogs.house import House
from dialogs.replies import Choice, Reply
from dialogs.say import HAND, card_of, say
from dialogs.session import Given, Handing, Session
from dialogs.summary import Booking, Line, Summary, summary
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


def ask(place: Place, session: Session, house: House) -> Reply:
    """The open step of the hand-over."""
    words, handing = house.words_for(session), session.handing
    assert handing is not None
    if handing.at == "what":
        ids, text = ways(handing, house), what(session, house)
    elif handing.at == "private":
        said = hidden(session, house)
        ids, text = ("yes", "no"), "\n".join([words("hand_private"), *(f"• {one}" for one in said)])
    elif handing.at == "again":
        ids, text = ("back", "anew"), sent(session, house)
    else:
        ids, text = ("skip",), words(f"hand_{handing.at}_ask")
    choices = tuple(Choice(id, words(f"hand_{id}")) for id in (*ids, "nothing"))
    return Reply("ask", text, choices, False, card_of(place, session))


def ways(handing: Handing, house: House) -> tuple[str, ...]:
    """How it can be handed over here."""
    file = "file" if house.outside.file else "text"
    found: tuple[str, ...] = (file,)
    if handing.to:
        found = ("send", "both", "file") if house.outside.file else ("send", "text")
    return found if handing.whole else ("whole", *found)


def what(session: Session, house: House) -> str:
    """Exactly what would be handed over, and to whom."""
    words, handing, clinic = house.words_for(session), session.handing, house.clinic(session)
    assert handing is not None
    now = session.log[-1].at
    past = {} if live(session) else house.outside.earlier
    before = past.get(session.lang) or next(iter(past.values()), None)
    made = summary(session, house, now, Booking(), False, session.lang, "", before, again=True)
    lines = [words("hand_to", names=names(session, house), clinic=clinic.name) if handing.to else words("hand_keep")]
    lines += ["", whole(made) if handing.whole else "\n".join(map(line, made.screen)), ""]
    if hidden(session, house):
        lines.append(words("hand_grouped"))
    lines.append(words("hand_later") if handing.to else words("hand_find"))
    return "\n".join([*lines, words("hand_which")])


def whole(made: Summary) -> str:
    """All of a summary, with the headings of its parts."""
    parts = ["\n".join([part.title, *map(line, part.lines)]) for part in made.parts]
    return "\n\n".join(["\n".join(map(line, made.screen)), *parts])


def line(one: Line) -> str:
    head = f"{one.label}: {one.text}" if one.text else f"{one.label}:"
    return "\n".join([head, *(f"• {row}" for row in one.rows)])


def names(session: Session, house: House) -> str:
    to = session.handing.to if session.handing else ()
    return listed((one.name for one in house.outside.receivers if one.id in to), house.words_for(session).lang)


def sent(session: Session, house: House) -> str:
    """What became of the one that was sent."""
    words, given, outside = house.words_for(session), live(session), house.outside
    assert given is not None
    phrase = "hand_was_seen" if outside.fate == "seen" else "hand_was_sent"
    return words(phrase, names=listed(outside.seen or given.to, words.lang), date=given.at.date().isoformat())


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
        onward(turn, handing.model_copy(update=ways), "private" if hidden(session, turn.house) else "name")
    elif handing.at == "private":
        onward(turn, handing.model_copy(update={"private": id == "yes"}), "name")
    else:
        kept(turn, "")


def onward(turn: "Turn", handing: Handing, at: str) -> None:
    """To the next step; a reference of the booking stands for its name and time."""
    turn.session = turn.session.but(handing=handing.model_copy(update={"at": at}))
    if at == "name" and turn.session.ref:
        finish(turn, "")


def typed(turn: "Turn", text: str) -> bool:
    """A name or a time is kept as typed, unless it is a danger word or a command; False if it was none."""
    handing = turn.session.handing
    if handing is None or handing.at not in ("name", "visit"):
        return False
    heard = hear(text, None, None, turn.knowledge, lexicon(turn.session.lang))
    if heard.row or heard.command:
        return False
    labels = {plain(choice.label): choice.id for choice in ask(turn.place, turn.session, turn.house).choices}
    if plain(text) in labels:
        chosen(turn, labels[plain(text)])
    else:
        kept(turn, clean(text))
    return True


def kept(turn: "Turn", text: str) -> None:
    """The name, then the time of the visit; "" is skipped."""
    handing = turn.session.handing
    assert handing is not None
    if handing.at == "name":
        onward(turn, handing.model_copy(update={"name": text}), "visit")
    else:
        finish(turn, text)


def clean(text: str, longest: int = LONGEST) -> str:
    """A name or a time in any script, on one line, without what could disturb the text around it."""
    chars = (" " if unicodedata.category(c) == "Cc" else c for c in text if ord(c) not in TURNING)
    return " ".join("".join(chars).split())[:longest]


def finish(turn: "Turn", visit: str) -> None:
    """The client has said yes to all of it: hand it over."""
    session, house, handing, outside = turn.session, turn.house, turn.session.handing, turn.house.outside
    assert handing is not None
    words, receivers = house.words_for(session), {one.id: one for one in outside.receivers}
    if handing.send and set(handing.to) != set(receivers):
        turn.session = session.but(handing=begun(house))  # others than those who were named
        turn.tell("hand_others")
        return
    to = handing.to if handing.send else ()
    given = Given(
        id=handed.code(session), start=session.start, upto=len(session.log), private=handing.private,
        to=tuple(receivers[one].name for one in to), name=handing.name, visit=visit, ref=session.ref, at=turn.now,
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
        said.append(whole(made[session.lang]))
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
