"""Adding to a session: the opening, whole answers, single ticks, typed words, leaving."""

import re

from dialogs import retracts, tell
from dialogs.events import Open, Tap, Tick
from dialogs.facts import open_lines
from dialogs.flow import locate
from dialogs.replies import Card
from dialogs.say import offered
from dialogs.session import Answer, Draft
from dialogs.turn import Turn
from knowledge.models import Question

REF = re.compile(r"[A-Za-z0-9_-]{1,64}")


def opened(turn: Turn, event: Open) -> None:
    """A new chat takes clinic, language and country; an old one is resumed as it is, but for the link of another
    clinic."""
    session = turn.session
    if not session.log and not session.turn:
        clinic = turn.house.clinics.get(event.clinic)
        mine = session.but(clinic=event.clinic) if clinic else session
        langs = turn.house.languages(mine)
        wanted = event.lang.split("-")[0].lower()
        lang = wanted if wanted in langs else clinic.lang if clinic else session.lang
        country = event.country.upper() or (clinic.country if clinic else "")
        known = country and country in turn.knowledge.countries
        turn.session = session.but(
            clinic=mine.clinic,
            country=country if known else session.country,
            lang=lang if lang in langs else langs[0],
        )
        turn.knowledge = turn.house.knowledge_for(turn.session)
        turn.place = locate(turn.session, turn.knowledge)
    else:
        if session.pending or session.changing:
            turn.session = session.but(pending=None, changing=False)
        if event.clinic not in ("", session.clinic) and event.clinic in turn.house.clinics:
            moved(turn, event.clinic)
    if REF.fullmatch(event.ref) and event.clinic in ("", turn.session.clinic):
        turn.session = turn.session.but(ref=event.ref)  # also of a chat that goes on: the newest booking counts


def moved(turn: Turn, clinic: str) -> None:
    """The link of another clinic: it counts at once at consent and after an end, else from the next restart on."""
    turn.session = turn.session.but(coming=clinic)
    if turn.place.state == "consent" and not retracts.standing(turn):
        turn.session = retracts.arrived(turn.session, turn.house)
    elif turn.place.state in ("consent", "refer", "recommend", "outside", "declined"):
        retracts.restart(turn)
    turn.knowledge = turn.house.knowledge_for(turn.session)
    turn.place = locate(turn.session, turn.knowledge)
    if turn.session.coming:
        turn.tell("clinic_later", clinic=turn.house.clinics[clinic].name)


def add_answer(turn: Turn, question: Question, values: dict[str, str], said: str) -> None:
    turn.session = turn.session.add(Answer(
        question=question.id, shown=question.shown, values=values, said=said, at=turn.now,
    ))


def answered(turn: Turn, tap: Tap) -> None:
    """One option of a choice, number, spot, country or review question."""
    question = turn.place.question
    assert question is not None
    if len(tap.options) != 1:
        turn.tell("unclear")
        return
    id = tap.options[0]
    if question.kind == "country":
        if (id in turn.knowledge.countries and id) or id == "other":
            add_answer(turn, question, {question.id: id}, id)
        else:
            turn.tell("country_unknown")
        return
    if question.kind == "number" and id.isdecimal() and len(id) < 5:
        band = question.band(int(id))
        if band is None:
            turn.tell("no_pain_number", min=question.min, max=question.max)
        else:
            add_answer(turn, question, {question.id: band.id}, str(int(id)))
        return
    option = next((o for o in offered(question, turn.session) if o.id == id), None)
    if option is None:
        turn.tell("unclear")
    elif question.kind == "review" and id == "change":
        retracts.change(turn, "")
    elif question.settles and id in ("first", "second"):
        fact = question.settles[0 if id == "first" else 1]
        retracts.change(turn, turn.knowledge.by_fact[fact].id)
    elif question.id == "consent" and id == "decline":
        turn.session = turn.session.but(log=(), start=0, closed=(), draft=None)
        add_answer(turn, question, {question.id: id}, option.say)
    else:
        add_answer(turn, question, {question.id: id}, option.say)


def carded(turn: Turn, tap: Tap, card: Card) -> None:
    """A whole checklist: ticked and unsure lines; the others are "no"."""
    question = turn.place.question
    assert question is not None
    lines = [line.id for line in card.lines]
    more = question.more
    known = {*lines, "none", *([more.id] if more else [])}
    ticked, unsure = set(tap.options), set(tap.unsure)
    if tap.options == ("unsure",):
        ticked, unsure = set(), set(lines)
    # What was ticked on the way stands until it is unticked: no answer is lost here.
    draft = turn.session.draft
    held = draft.values if draft and draft.shown == card.shown else {}
    ticked |= {id for id, v in held.items() if v == "yes"} - unsure
    unsure |= {id for id, v in held.items() if v == "unsure"} - ticked
    if not (ticked | unsure) <= known or (ticked & unsure) or not ticked | unsure:
        turn.tell("empty")
        return
    if "none" in ticked and len(ticked | unsure) > 1:
        turn.tell("empty")
        held_back(turn, question, {id: "yes" if id in ticked else "unsure" for id in lines if id in ticked | unsure})
        return
    values = {id: "yes" if id in ticked else "unsure" if id in unsure else "no" for id in lines}
    if more and more.id not in turn.place.facts:
        values[more.id] = "yes" if more.id in ticked else "no"
    commit(turn, question, values)


def commit(turn: Turn, question: Question, values: dict[str, str]) -> None:
    """Add a card's answer. If it is an emergency only what was ticked is an answer: a line
    that nobody got to read in peace is not a "no"."""
    said = "; ".join(
        line.say for line in question.all_lines() if values.get(line.id) in ("yes", "unsure")
    )
    before = turn.session
    add_answer(turn, question, values, said)
    if turn.locate(turn.session).state == "emergency" and turn.place.state != "emergency":
        turn.session = before
        ticks = {id: v for id, v in values.items() if v != "no"}
        add_answer(turn, question, ticks, said)


def ticked(turn: Turn, tick: Tick, card: Card) -> None:
    """One line set on a card that is not done; an emergency line acts at once."""
    question = turn.place.question
    if question is None or turn.session.pending or tick.question != card.id or tick.shown != card.shown:
        turn.tell("stale")
        return
    lines = {line.id for line in open_lines(question, turn.place.facts)}
    if tick.line not in lines or tick.value not in ("no", "unsure", "yes"):
        turn.tell("stale")
        return
    draft = turn.session.draft
    values = dict(draft.values) if draft and draft.shown == card.shown else {}
    values[tick.line] = tick.value
    held_back(turn, question, values)


def held_back(turn: Turn, question: Question, values: dict[str, str]) -> None:
    """Lines that are set while the card is not done: kept as a draft, unless they are an emergency already."""
    marked = {id: v for id, v in values.items() if v != "no"}
    trial = turn.session.add(Answer(
        question=question.id, shown=question.shown, values=marked, said="", at=turn.now,
    ))
    if turn.locate(trial).state == "emergency":
        commit(turn, question, marked)
    else:
        turn.session = turn.session.but(
            draft=Draft(question=question.id, shown=question.shown, values=values)
        )


def typed(turn: Turn, before: int, text: str) -> None:
    """Keep the typed words with the answer they became; none of those before consent."""
    if len(turn.session.log) != before + 1:
        return
    entry = turn.session.log[-1]
    if isinstance(entry, Answer) and not entry.typed and entry.question != "consent":
        turn.session = turn.session.but(
            log=(*turn.session.log[:-1], entry.model_copy(update={"typed": text}))
        )


def stop(turn: Turn) -> None:
    """Leave; nothing is lost. What is urgent so far is said once more."""
    turn.session = turn.session.but(stopped=True, draft=None, plan=(), checking=None)
    turn.quiet = True
    findings = [f for f in turn.place.assessment.findings if f.doctor_first]
    if findings and turn.place.state in ("screen", "story", "emergency", "refer"):
        text = turn.knowledge.dispositions[findings[0].rule.tier if not findings[0].rule.wait else "D4w"]
        title = text.title
        if findings[0].rule.tier == "D1":
            title = tell.action(turn.place, turn.session, turn.house)
        turn.tell("stopped_urgent", "urgent", advice=title)
    turn.tell("stopped")
    turn.tell("emergency_now", emergency=turn.emergency())
