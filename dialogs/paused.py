"""While advice is paused: plain signposting in place of every question and every result.

An emergency and a crisis are told as before, and first. A danger word is still heard. An
answer is not counted: its card is asked again when the chat goes on. Which chats are
paused is the host's to say; here is only what they are told.
"""

from dataclasses import replace
from datetime import datetime

from dialogs import notices, problem, tell
from dialogs.events import Ask, Back, Event, Hear, Open, Overhear, Say, Spoken, Stop, Tap
from dialogs.flow import Place
from dialogs.hear import hear
from dialogs.house import House, Outside
from dialogs.replies import Card, Choice, Reply
from dialogs.say import MENU, card_of, menu_card
from dialogs.session import Session
from dialogs.step import Step, step

PAUSED = "paused"
ASKS = ("emergency", "person", "privacy", "problem")  # what may be asked meanwhile
BUTTONS = ("going", "cannot", "stop", "person", "problem")  # of an ending that is told meanwhile
UNSAID = ("welcome_back", "notice_ask", "stale")  # each speaks of a question that does not come
URGENT = ("emergency", "crisis")


def paused_step(session: Session, event: Event, house: House, now: datetime) -> Step:
    """One turn that gives no advice. Danger words, "I am going" and a report are kept."""
    begun, house = bool(session.log or session.turn), replace(house, outside=Outside())  # nothing is handed over
    session = session.but(handing=None)
    clear = session.but(pending=None, changing=False)
    here = step(clear, event if isinstance(event, Open) and not begun else Open(), house, now)
    meant = harmless(event, session, here.place, house)
    if meant is None or isinstance(meant, Stop):
        kept = session if begun else here.session
        if not isinstance(event, Spoken):
            kept = kept.but(reporting=False)
        done = Step(kept.but(stopped=isinstance(meant, Stop)), (), here.place, here.card)
    else:
        done = step(clear, meant, house, now)
    # A mark of its own each time: a channel that draws only what is new draws it again.
    menu = Card(PAUSED, "menu", f"{int(now.timestamp() * 1000) & 0xFFFFFFFF:08x}", PAUSED)
    replies = said(done, meant, here, replace(signpost(done.session, house), card=menu), house)
    kept = done.session
    if kept != session:
        kept = kept.but(turn=session.turn + 1)
    urgent = done.place.state in URGENT
    card = card_of(done.place, kept) if kept.reporting else menu_card(done.place, kept) if urgent else menu
    return Step(kept, replies, done.place, card, {PAUSED: True}, kept != session, done.report, paused=True)


def resumed(event: Event) -> Event:
    """A tap on the paused card means the same once the chat goes on."""
    if isinstance(event, Tap) and event.question == PAUSED:
        return Ask(event.options[0]) if event.options[:1] in (("person",), ("problem",)) else Open()
    return event


def harmless(event: Event, session: Session, place: Place, house: House) -> Event | None:
    """What this does without a question, an answer or advice; None if nothing."""
    if isinstance(event, Ask):
        return event if event.what in ASKS else None
    if isinstance(event, Say):
        asking = problem.ask(place, session, house) if session.reporting else None
        heard = hear(event.text, asking, None, house.knowledge_for(session))
        if not heard.row and notices.listened(event.text, session, place).raised:
            return event if session.reporting else Overhear(event.text)
        if heard.command in ASKS:
            return Ask(heard.command)
        if heard.command:
            return Stop() if heard.command == "stop" else None
        return event if heard.row or session.reporting else None
    if session.reporting and (isinstance(event, Back) or (isinstance(event, Tap) and problem.cancels(event))):
        return event
    if isinstance(event, Tap):
        id = event.options[0] if len(event.options) == 1 and event.question in ("", MENU) else ""
        if id in ASKS:
            return Ask(id)
        if id == "stop" and place.state == "crisis":
            return Stop()
        return event if id in ("going", "cannot") and place.state == "emergency" else None
    return event if isinstance(event, Stop | Hear | Overhear) else None


def said(done: Step, meant: Event | None, here: Step, signs: Reply, house: House) -> tuple[Reply, ...]:
    """What is urgent first, then what was asked for, then where to turn (`signs`)."""
    words = house.words_for(done.session)
    unsaid = [words(phrase) for phrase in UNSAID]
    told = [plain(r) for r in done.replies if r.kind in ("urgent", "inform") and r.text not in unsaid]
    if meant == Ask("problem"):
        told = []  # it is asked below, and an emergency is told in full
    if done.place.state in URGENT and not isinstance(meant, Tap) and not any(r.card for r in told):
        told = [plain(r) for r in here.replies if r.kind == "urgent" and r.card] + told
    told.sort(key=lambda reply: reply.kind != "urgent")
    if isinstance(meant, Stop):
        told.append(Reply("inform", words("stopped")))
    told.append(Reply("inform", words("paused_short")) if done.place.state in URGENT else signs)
    if done.session.reporting:
        told[-1] = replace(told[-1], choices=(), card=None)
        told.append(problem.ask(done.place, done.session, house))
    return tuple(told)


def plain(reply: Reply) -> Reply:
    """Without the buttons that lead to questions or advice."""
    if reply.kind != "urgent":
        return Reply(reply.kind, reply.text)
    return replace(reply, choices=tuple(choice for choice in reply.choices if choice.id in BUTTONS))


def signpost(session: Session, house: House) -> Reply:
    """The warning signs and the emergency number; else whom to see before a massage."""
    words, clinic = house.words_for(session), house.clinic(session)
    whom = [words("paused_else")]
    if clinic.phone:
        whom.append(words("person_clinic", name=clinic.name, phone=clinic.phone, hours=clinic.hours))
    whom.append(tell.advice_line(session, house))
    text = "\n".join([
        words("paused"), tell.watch(session, house, short=True), " ".join(whom).strip(), words("paused_kept"),
    ])
    choices = (
        Choice("again", words("paused_again")), Choice("person", words("person_button")),
        Choice("problem", words("problem_button")),
    )
    return Reply("inform", text, choices)
