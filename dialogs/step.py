"""The one function: session + event -> session' + replies. Reads like the policy.

No clock, no I/O, no randomness. A tap counts only for the exact card that was
shown; anything else is answered politely and changes nothing.
"""

from dataclasses import dataclass, replace
from datetime import datetime

from dialogs import checkin, edits, endings, handed, handover, notices, problem, renew, retracts, speak, tell, typed
from dialogs.events import Ask, Back, Change, CheckIn, Event, Hear, Open, Overhear, Restart, Say, Stop, Tap, Tick
from dialogs.flow import Place, locate, same_day
from dialogs.hear import LIMIT, hear
from dialogs.hear.answers import lexicon
from dialogs.house import House
from dialogs.outcome import outcome, to_client
from dialogs.replies import Card, Reply
from dialogs.say import card_of, menu_card
from dialogs.session import Session
from dialogs.turn import Handed, Report, Turn


@dataclass(frozen=True, slots=True)
class Step:
    """The new session, what to say, and where the client is now."""

    session: Session
    replies: tuple[Reply, ...]
    place: Place
    card: Card
    outcome: dict[str, object] | None = None
    changed: bool = True
    report: Report | None = None  # to be kept with this turn
    handed: Handed | None = None  # to be done with this turn
    paused: bool = False  # no advice was given; see `paused.py`


def step(session: Session, event: Event, house: House, now: datetime, known: Place | None = None) -> Step:
    """One turn. Never raises for anything a person can send. `known`: where the turn before ended; see `locate`."""
    house = replace(house, today=now.date())
    knowledge = house.knowledge_for(session)
    was = locate(session, knowledge, known)
    turn = Turn(session, house, now, knowledge, was, [], tried=was)
    if session.stopped and not isinstance(event, Stop):
        turn.session, turn.back = session.but(stopped=False), True
        turn.tell("welcome_back")
    act(turn, event)
    if turn.back and turn.session.stopped:  # "stop" once more
        turn.before.remove(Reply("inform", house.words_for(session)("welcome_back")))
    if session.stopped and was.state == "emergency" and not isinstance(event, Stop):
        turn.quiet = False  # whoever comes back to an emergency reads it again, first
    if turn.session.log is not session.log or turn.session.start != session.start:
        turn.knowledge = house.knowledge_for(turn.session)
        turn.place = turn.locate(turn.session)
        if was.state == "screen" and turn.place.state == "story" and not renew.offer(turn):
            turn.tell("progress", left=turn.place.left)
        if same_day(turn.place) and not same_day(was):
            advice = tell.advice_line(turn.session, house)
            turn.tell("same_day", "urgent", advice=advice, emergency=turn.emergency())
            told = turn.before[-1]  # the first sentence stands alone: it is what must be seen
            turn.before[-1] = replace(told, text=told.text.replace(". ", ".\n", 1))
    typed.resume(turn)
    handover.resume(turn)
    handed.changed(turn)
    asked = turn.place.question
    if asked and asked.id in turn.place.read.stale and (asked is not was.question or isinstance(event, Open)):
        turn.tell("reworded")
    replies = list(turn.before)
    final = outcome(turn.place, turn.session, house)
    if not turn.quiet:
        replies = endings.arrange(replies, endings.shown(turn, final))
    changed = turn.session != session
    if changed:
        turn.session = endings.close(turn, final, replies).but(turn=session.turn + 1)
    return Step(turn.session, tuple(replies), turn.place, card_of(turn.place, turn.session), to_client(final, turn),
                changed, turn.report, turn.handed)


def act(turn: Turn, event: Event) -> None:
    """What each event does."""
    if gone(turn, event):
        turn.tell("stale")
        if turn.session.reporting:
            turn.before.append(problem.ask(turn.place, turn.session, turn.house))
            turn.quiet = True
        return
    if turn.session.reporting and problem.left(turn, event):
        return
    if turn.session.handing and handover.left(turn, event):
        return
    if turn.session.checking and not turn.session.reporting and checkin.left(turn, event):
        return
    if not turn.session.reporting and speak.turned(turn, event):
        return
    if isinstance(event, Open):
        edits.opened(turn, event)
    elif isinstance(event, Tap):
        tapped(turn, event)
    elif isinstance(event, Tick):
        edits.ticked(turn, event, card_of(turn.place, turn.session))
    elif isinstance(event, Say):
        said(turn, event)
    elif isinstance(event, Hear):
        notices.notice(turn, event.row, event.said)
    elif isinstance(event, Overhear):
        if not notices.beside(turn, event.text) and event.ask:
            endings.asked(turn, event.ask)
    elif isinstance(event, Back):
        retracts.back(turn)
    elif isinstance(event, Change):
        retracts.change(turn, event.question)
    elif isinstance(event, Restart):
        retracts.restart(turn)
    elif isinstance(event, Stop):
        edits.stop(turn)
    elif isinstance(event, CheckIn):
        checkin.begin(turn)
    else:
        endings.asked(turn, event.what)


def gone(turn: Turn, event: Event) -> bool:
    """A press under a card that is gone, while something is talked through beside: it leaves nothing of that. Such as
    the second of two quick taps."""
    session, place = turn.session, turn.place
    under = session.but(reporting=False, handing=None, checking=None)
    if under == session or not isinstance(event, Tap | Tick) or not event.question:
        return False
    cards = (card_of(place, session), card_of(place, under), menu_card(place, under), speak.CARD)
    return not any(event.question == card.id and event.shown in ("", card.shown) for card in cards)


def tapped(turn: Turn, tap: Tap) -> None:
    """A whole answer, for the card that is shown and for no other."""
    card = card_of(turn.place, turn.session)
    menu = menu_card(turn.place, turn.session)
    beside = tap.question == menu.id or (not tap.question and tap.options[:1] in endings.EMERGENCY)
    if turn.place.state == "emergency" and beside and not turn.session.pending:
        card = menu  # "I am going" counts beside a follow-up question too
    if (tap.question and tap.question != card.id) or (tap.shown and tap.shown != card.shown):
        turn.tell("stale")
    elif turn.session.pending and turn.session.pending.by == "typed":
        typed.confirmed(turn, tap)
    elif turn.session.pending and turn.session.pending.by == "renew":
        renew.confirmed(turn, tap)
    elif card.kind == "confirm":
        retracts.confirmed(turn, tap)
    elif turn.session.changing:
        retracts.picked(turn, tap)
    elif turn.place.question is None or card is menu:
        endings.chosen(turn, tap)
    elif turn.place.question.checklist:
        edits.carded(turn, tap, card)
    else:
        edits.answered(turn, tap)


def said(turn: Turn, event: Say) -> None:
    """Typed words: an answer, a command, a danger word, or asked again once."""
    stale = bool(event.shown) and event.shown != card_of(turn.place, turn.session).shown
    asking = [] if stale else [r for r in handover.here(turn.place, turn.session, turn.house) if r.card]
    question = turn.place.question
    if handover.typed(turn, event.text):
        return
    if turn.session.reporting:
        asking, question = [problem.ask(turn.place, turn.session, turn.house)], None
    elif turn.session.pending or turn.session.handing:
        question = None
    heard = hear(event.text, asking[-1] if asking else None, question, turn.knowledge,
                 lexicon(turn.session.lang), turn.house.today)
    shown = turn.session.pending if turn.session.pending and turn.session.pending.by == "typed" else None
    if shown and not shown.story and typed.unsaid(heard):
        turn.session = turn.session.but(pending=None)  # said in other words: hear it as the answer
        return said(turn, Say(event.text))
    plain, already = heard.sure and (heard.options or heard.command), len(turn.before)
    told = typed.told(turn, event.text) if question and not plain else ()
    raised = not (heard.row or plain) and notices.overheard(turn, event.text, heard.options)
    if turn.session.reporting and (raised or not (heard.command or heard.options)):
        if heard.row:
            notices.notice(turn, heard.row, event.text[:LIMIT])
        problem.told(turn, event.text)
    elif raised:
        typed.wait(turn, told)
    elif heard.row:
        notices.notice(turn, heard.row, event.text[:LIMIT])
        typed.wait(turn, told)
    elif heard.command and not typed.thanked(turn, event.text):  # "thanks for your help" asks for none
        command(turn, heard.command)
    elif shown and shown.story and typed.unsaid(heard):
        typed.amended(turn, event.text)
    elif len(told) > 1:
        typed.show_story(turn, told)
    elif typed.doubtful(turn, heard):
        typed.show_back(turn, heard, event.text)
    elif (heard.options or heard.unsure) and (heard.sure or not turn.session.handing):
        tap = Tap(heard.options, heard.unsure)
        before = len(turn.session.log)
        act(turn, tap)
        edits.typed(turn, before, event.text[:typed.KEPT])
    elif told:
        typed.show_story(turn, told)
    elif turn.back:
        pass
    elif typed.thanked(turn, event.text):
        turn.tell("thanked")
        turn.quiet = turn.place.question is None
    elif turn.place.question is None and not turn.session.pending:
        turn.tell("unclear_end")
        turn.quiet = True
    else:
        turn.session = turn.session.but(tries=turn.session.tries + 1)
        if len(turn.before) == already:  # nobody who got a number to call is told that they were not understood
            turn.tell(typed.unclear(turn, event.text), emergency=turn.emergency())


def command(turn: Turn, name: str) -> None:
    """A command in words."""
    events: dict[str, Event] = {"back": Back(), "change": Change(), "restart": Restart(), "stop": Stop()}
    if not (name.startswith("language:") and speak.choose(turn, name.removeprefix("language:"))):
        act(turn, events.get(name, Ask(name.split(":")[0])))
