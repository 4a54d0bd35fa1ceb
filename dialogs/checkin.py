"""Check-ins: how it goes some days after the chat. The client asks for them, and stops them by one tap.

A side dialogue at an end, like `problem`. What is said counts only where it is graver: a new sign opens
the warning-sign questions anew, strong pain its own question, and both go through the same step.
"""


from dialogs import checkin_ask, problem
from dialogs.checkin_ask import CHECK
from dialogs.events import Back, Event, Spoken, Tap
from dialogs.handed import live
from dialogs.replies import Reply
from dialogs.session import Answer, CheckedIn, Checking, Entry, Mark
from dialogs.turn import Handed, Turn
from dialogs.words import in_row
from knowledge.condition import holds

TREND = "trend"  # the picture of the pain by day
ANEW = "anew:"


def asked(turn: Turn) -> None:
    """The button at an end: begin, or show when the next one is."""
    session, house = turn.session, turn.house
    words, clinic = house.words_for(session), house.clinic(session)
    if not checkin_ask.offered(turn.place, session, house):
        turn.tell("unclear_end")
        turn.quiet = True
    elif session.plan:
        turn.session = session.but(checking=Checking(at="plan"))
    else:
        turn.session = session.but(plan=tuple(turn.now + time for time in clinic.checkins))
        said = words("checkin_planned", times=checkin_ask.after(clinic.checkins, words))
        problem.done(turn, f"{said} {words('checkin_shared')}")


def begin(turn: Turn) -> None:
    """The time has come. Nothing is asked of a client who has begun anew, or whom others look after by now."""
    left = tuple(at for at in turn.session.plan if at > turn.now)
    turn.session = turn.session.but(plan=left)
    if checkin_ask.wanted(turn.place, turn.session, turn.house):
        clear = turn.session.but(reporting=False, pending=None, changing=False, speaking=False, handing=None)
        turn.session = clear.but(checking=Checking(at="invited"))
    else:
        turn.session, turn.quiet = turn.session.but(plan=()), True


def left(turn: Turn, event: Event) -> bool:
    """Any act but words and questions ends a check-in that was begun; True if it meant no more."""
    if isinstance(event, Spoken):
        return False
    card = checkin_ask.card(turn.place, turn.session)
    if checkin_ask.on(turn.place, turn.session) and isinstance(event, Tap) and event.question in ("", CHECK):
        if event.shown and event.shown != card.shown:
            turn.tell("stale")
            return True
        reply = checkin_ask.ask(turn.place, turn.session, turn.house)
        if len(event.options) == 1 and event.options[0] in [choice.id for choice in reply.choices]:
            chosen(turn, event.options[0])
            return True
    turn.session = turn.session.but(checking=None)
    if isinstance(event, Back):
        problem.done(turn, turn.house.words_for(turn.session)("checkin_closed"))
    return isinstance(event, Back)


def chosen(turn: Turn, id: str) -> None:
    """One step further."""
    checking, words = turn.session.checking, turn.house.words_for(turn.session)
    assert checking is not None
    if id == "off":
        turn.session = turn.session.but(checking=None, plan=())
        problem.done(turn, words("checkin_off_said"))
    elif id == "keep":
        turn.session = turn.session.but(checking=None)
        problem.done(turn, checkin_ask.next_time(turn.session, words))
    elif checking.at == "invited":
        onward(turn, Checking(at="signs"))
    elif checking.at == "signs" and id in ("yes", "unsure"):
        done = CheckedIn(start=turn.session.start, signs="yes" if id == "yes" else "unsure", at=turn.now)
        turn.session = turn.session.but(checkins=(*turn.session.checkins, done))
        turn.session = turn.session.add(Mark(what=f"{ANEW}signs", at=turn.now))
        turn.tell("notice_urgent", "urgent", emergency=turn.emergency())
        turn.tell("checkin_anew")
    elif checking.at == "signs":
        onward(turn, Checking(at="doctor" if turn.place.assessment.doctor_first else "pain"))
    elif checking.at == "doctor":
        onward(turn, Checking(at="pain", doctor=id))
    elif checking.at == "pain":
        onward(turn, checking.model_copy(update={"at": "change", "pain": id}))
    else:
        finish(turn, checking, id)


def onward(turn: Turn, checking: Checking) -> None:
    turn.session = turn.session.but(checking=checking)


def finish(turn: Turn, checking: Checking, change: str) -> None:
    """Keep it, say what follows from it, and show the trend."""
    session, words = turn.session, turn.house.words_for(turn.session)
    pain = int(checking.pain) if checking.pain.isdecimal() else None
    done = CheckedIn(
        start=session.start, signs="no", doctor=checking.doctor, pain=pain, change=change, at=turn.now)
    turn.session = session.but(checking=None, checkins=(*session.checkins, done))
    turn.session = turn.session.add(*stronger(turn, pain))
    said = [words("checkin_thanks")]
    if checking.doctor:
        said.append(words(f"checkin_said_{checking.doctor}", button=words("checked")))
    if change != "better" and checkin_ask.lasting(turn.place, session, turn.knowledge, turn.now):
        said.append(words("checkin_persist", reason=checkin_ask.persists(turn.knowledge)))
    elif change != "better":
        said.append(words("checkin_wait"))
    if change == "worse":
        said.append(words("checkin_said_worse"))
    said.append(checkin_ask.next_time(session, words))
    problem.done(turn, "\n".join(said))
    trend = checkin_ask.trend(turn.session)
    if len(trend) > 1:
        numbers = in_row((str(pain) for _, pain in trend), words.lang)
        turn.before.insert(0, Reply("note", words("checkin_trend", numbers=numbers), picture=TREND))
        given = live(session)
        if given and given.to:
            turn.handed = Handed(trend=given.id)


def stronger(turn: Turn, pain: int | None) -> tuple[Entry, ...]:
    """Strong pain counts as an answer of today, and the question that follows from it is asked anew."""
    question, own = turn.knowledge.by_id["pain"], turn.knowledge.checkins
    band = question.band(pain) if pain is not None else None
    if band is None or not holds(own.strong, {**turn.place.facts, "pain": band.id}):
        return ()
    said = Answer(question="pain", shown=question.shown, values={"pain": band.id}, said=str(pain), at=turn.now)
    return said, Mark(what=f"{ANEW}{own.asks}", at=turn.now)
