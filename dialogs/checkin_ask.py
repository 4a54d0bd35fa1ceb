"""What a check-in asks and when it may: pure, without a turn."""

import hashlib
from datetime import datetime, timedelta

from babel.dates import format_skeleton, format_timedelta

from dialogs.flow import Place
from dialogs.house import House
from dialogs.replies import Card, Choice, Reply
from dialogs.session import Answer, Closed, Session
from dialogs.words import Words, in_row, listed
from knowledge.condition import holds
from knowledge.models import Knowledge

CHECK = "checkin"


def wanted(place: Place, session: Session, house: House) -> bool:
    """The client was told an outcome after which we may ask how it goes."""
    return session.told() is not None and followed(place, session, house)


def followed(place: Place, session: Session, house: House) -> bool:
    outcomes = house.knowledge_for(session).checkins.outcomes
    return place.state in ("refer", "recommend") and place.assessment.disposition in outcomes


def offered(place: Place, session: Session, house: House) -> bool:
    """Whether the ending has a button for check-ins."""
    return house.outside.reach and bool(house.clinic(session).checkins) and followed(place, session, house)


def on(place: Place, session: Session) -> bool:
    """A check-in is what the client is looking at."""
    return session.checking is not None and place.question is None and place.state in ("refer", "recommend")


def card(place: Place, session: Session) -> Card:
    mark = f"{CHECK}{len(session.log)}{session.checking}{len(session.checkins)}{len(session.plan)}"
    return Card(CHECK, "menu", hashlib.sha256(mark.encode()).hexdigest()[:8], place.state)


def ask(place: Place, session: Session, house: House) -> Reply:
    """The open step. The first message says nothing about health: it may stand on a locked screen."""
    words, knowledge, checking = house.words_for(session), house.knowledge_for(session), session.checking
    ids: tuple[str, ...]
    assert checking is not None
    if checking.at == "plan":
        return Reply("ask", next_time(session, words), choices(words, "keep", "off"), card=card(place, session))
    if checking.at == "invited":
        text = "\n\n".join([words("checkin_new"), words("checkin_invite")])
        return Reply("ask", text, choices(words, "start", "off"), card=card(place, session))
    if checking.at == "signs":
        signs = in_row((sign.say for sign in knowledge.warning_signs), knowledge.lang)
        text, ids = words("checkin_signs", signs=signs), ("no", "unsure", "yes")
    elif checking.at == "doctor":
        text, ids = words("checkin_doctor"), ("seen", "not_yet")
    elif checking.at == "pain":
        numbers = [Choice(str(n), str(n)) for n in range(11)]
        more = choices(words, "unsure", "off")
        return Reply("ask", words("checkin_pain"), (*numbers, *more), card=card(place, session))
    else:
        text, ids = words("checkin_change"), ("better", "same", "worse")
    return Reply("ask", text, choices(words, *ids, "off"), card=card(place, session))


def choices(words: Words, *ids: str) -> tuple[Choice, ...]:
    return tuple(Choice(id, words(f"checkin_{id}")) for id in ids)


def after(times: tuple[timedelta, ...], words: Words) -> str:
    """ "2 days and 7 days"."""
    return listed((format_timedelta(time, "hour" if time % timedelta(days=1) else "day", threshold=100,
                                    locale=words.locale) for time in times), words.lang)


def next_time(session: Session, words: Words) -> str:
    """When the client is asked again."""
    if not session.plan:
        return words("checkin_last")
    return words("checkin_next", date=format_skeleton("MMMEd", session.plan[0], locale=words.locale))


def first_told(session: Session) -> Closed | None:
    """How this screening ended the first time."""
    return next((closed for closed in session.closed if closed.start == session.start), None)


def trend(session: Session) -> tuple[tuple[float, int], ...]:
    """(days since the end of the chat, pain 0 to 10), oldest first; the first is what the chat was told."""
    end = first_told(session)
    if end is None:
        return ()
    gone = session.retracted()
    found = [
        (0.0, int(entry.said)) for i, entry in enumerate(session.log[: end.upto])
        if i >= session.start and i not in gone and isinstance(entry, Answer) and entry.question == "pain"
        and entry.said.isdecimal()
    ][-1:]
    for one in session.checkins:
        if one.start == session.start and one.pain is not None:
            found.append(((one.at - end.at) / timedelta(days=1), one.pain))
    return tuple(found)


def lasting(place: Place, session: Session, knowledge: Knowledge, now: datetime) -> bool:
    """It has lasted for weeks by now."""
    end, own = first_told(session), knowledge.checkins
    return holds(own.lasts, place.facts) is True or (end is not None and now - end.at >= timedelta(weeks=own.weeks))


def persists(knowledge: Knowledge) -> str:
    """Why pain that does not change belongs to a doctor, as the content says it."""
    return next((rule.reason for rule in knowledge.rules if rule.row == "RF-PERSIST"), "")
