"""Reporting a problem: one typed message, kept for the person who answers for safety.

The core only says what is to be kept (`Report`); the host keeps it in the same
transaction as the turn. Danger words in a report are heard before anything else.
"""

import hashlib
from dataclasses import replace

from dialogs import notices, tell
from dialogs.events import Back, Event, Spoken, Tap
from dialogs.flow import Place
from dialogs.house import Clinic, House
from dialogs.outcome import FINISHED
from dialogs.replies import Choice, Reply
from dialogs.say import PROBLEM, card_of, menu
from dialogs.session import Session
from dialogs.turn import Report, Turn

LONGEST = 1000  # characters of a report that are kept
LETTERS, DIGITS = "ABCDEFGHJKLMNPQRSTUVWXYZ", "23456789"  # none that looks like another


def asked(turn: Turn) -> None:
    """The client wants to report: the next typed message is the report."""
    if turn.house.reports:
        if turn.place.state in ("emergency", "crisis"):
            turn.before.append(again(turn.place, turn.session, turn.house))
        turn.session = turn.session.but(reporting=True, handing=None)
        turn.before.append(ask(turn.place, turn.session, turn.house))
    else:
        turn.tell("problem_elsewhere", whom=whom(turn.session, turn.house))


def again(place: Place, session: Session, house: House) -> Reply:
    """The first line of an emergency, which stays ahead of everything, with what matters of its menu."""
    words, action = house.words_for(session), tell.action(place, session, house)
    told = menu(Reply("urgent", words("emergency_again", action=action)), place, session, house)
    return replace(told, choices=tuple(c for c in told.choices if c.id in ("going", "cannot", "stop")))


def ask(place: Place, session: Session, house: House) -> Reply:
    words, clinic = house.words_for(session), house.clinic(session)
    text = words("problem_ask", reader=clinic.safety_name or words("problem_reader"),
                 emergency=house.country(session).emergency.say)
    return Reply("ask", text, (Choice("cancel", words("problem_cancel")),), False, card_of(place, session))


def left(turn: Turn, event: Event) -> bool:
    """Any act but words and questions ends a report that was begun; True if it meant no more."""
    if isinstance(event, Spoken):
        return False
    turn.session = turn.session.but(reporting=False)
    cancelled = isinstance(event, Back) or (isinstance(event, Tap) and cancels(event))
    if cancelled:
        done(turn, turn.house.words_for(turn.session)("problem_cancelled"))
    return cancelled


def cancels(tap: Tap) -> bool:
    return tap.question == PROBLEM or (not tap.question and tap.options == ("cancel",))


def told(turn: Turn, text: str) -> None:
    """The one message. Words of a crisis are no report: whoever writes them reads that nothing of it is sent."""
    if notices.crisis(turn, text):
        turn.session = turn.session.but(reporting=False)
    else:
        keep(turn, text)


def keep(turn: Turn, text: str) -> None:
    """The report itself. An empty one is asked for again."""
    words, clinic = turn.house.words_for(turn.session), turn.house.clinic(turn.session)
    if not text.strip():
        turn.before.append(ask(turn.place, turn.session, turn.house))
        turn.quiet = True
        return
    last = turn.session.closed[-1] if turn.session.closed else None
    told = last.outcome if last and last.upto >= turn.session.start and turn.place.state in FINISHED else {}
    turn.report = Report(
        code=code(turn.session), text=text.strip()[:LONGEST], disposition=str(told.get("disposition", "")),
        version=str(told.get("version", turn.knowledge.version)),
    )
    turn.session = turn.session.but(reporting=False)
    phrases = ("problem_sent", "problem_reach") if clinic.safety_name else ("problem_kept", "problem_tell")
    said = [
        words(phrase, code=turn.report.code, name=clinic.safety_name, contact=clinic.safety_contact,
              whom=whom(turn.session, turn.house), n=LONGEST, emergency=turn.emergency())
        for phrase in (*phrases, *(["problem_cut"] if len(text.strip()) > LONGEST else []), "problem_worse")
    ]
    done(turn, "\n".join(said))


def done(turn: Turn, text: str) -> None:
    """Say this, then go on where the client was. Advice that was told is not told again,
    only its buttons; an emergency is."""
    place, reply = turn.locate(turn.session), Reply("inform", text)
    busy = place.question or turn.session.pending or turn.session.changing
    if not busy and place.state not in ("emergency", "crisis"):
        reply, turn.quiet = menu(reply, place, turn.session, turn.house), True
    # Behind what is urgent, ahead of "let me ask about it".
    turn.before.insert(sum(r.kind == "urgent" for r in turn.before), reply)


def code(session: Session) -> str:
    """Such as AB12-CD34: easy to say on the phone. The same turn has the same code each time
    it is worked out, and who has the code can't find the chat by it."""
    number = int.from_bytes(hashlib.sha256(f"{session.id} {session.turn}".encode()).digest())
    found = ""
    for alphabet in (LETTERS, LETTERS, DIGITS, DIGITS) * 2:
        number, at = divmod(number, len(alphabet))
        found += alphabet[at]
    return f"{found[:4]}-{found[4:]}"


def whom(session: Session, house: House) -> str:
    """Whom to tell of a problem: the named person, else the clinic, in words."""
    clinic = house.clinic(session)
    if clinic.safety_name:
        return f"{clinic.safety_name}, {clinic.safety_contact}"
    if clinic.name == Clinic().name:
        return house.words_for(session)("problem_operator")
    return f"{clinic.name}, {clinic.phone}" if clinic.phone else clinic.name
