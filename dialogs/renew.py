"""A client who comes back: what hardly changes is shown once and confirmed, the rest is asked.

Warning signs are asked anew before anything is offered. What can be taken over is content (`lasting`): of a
checklist only what was ticked, its gravest answer; the other lines are asked.
"""


from babel.dates import format_date

from dialogs import meant
from dialogs.events import Tap
from dialogs.flow import locate
from dialogs.house import House
from dialogs.replies import Choice, Reply
from dialogs.session import Answer, Mark, Pending, Session
from dialogs.turn import Turn
from knowledge.models import Question

NOT = "not_renewed"  # the mark of a client who wants to be asked everything


def offer(turn: Turn) -> bool:
    """Between the warning signs and the rest: ask once whether the earlier answers still hold."""
    session = turn.session
    done = any(e.what == NOT if isinstance(e, Mark) else isinstance(e, Answer) and e.first
               for e in session.log[session.start :])
    story = () if done or session.pending else earlier(turn)
    if story:
        turn.session = session.but(pending=Pending(by="renew", story=story), draft=None)
    return bool(story)


def earlier(turn: Turn) -> tuple[Answer, ...]:
    """What can be carried over from the screening before, as answers of today. Only where the words of the question
    are the same, and the same kind of person answers."""
    session = turn.session
    before = session.closed[-1] if session.closed else None
    if before is None or before.upto > session.start or before.start >= session.start:
        return ()
    then = session.but(log=session.log[: session.start], start=before.start)
    place = locate(then, turn.knowledge)
    helped = [facts.get("consent") == "agree_helper" for facts in (place.facts, turn.place.facts)]
    if helped[0] != helped[1]:
        return ()
    found, gone = [], then.retracted()
    standing = [e for i, e in enumerate(then.log) if i >= before.start and i not in gone and isinstance(e, Answer)]
    for question in turn.knowledge.in_order:
        values = kept(question, place.facts)
        said = [e for e in standing if e.question == question.id and values.keys() & e.values]
        if said and said[-1].shown == question.shown and question.id not in turn.place.read.index:
            found.append(said[-1].model_copy(update={
                "values": values, "typed": "", "first": min(e.first or e.at for e in said), "at": turn.now,
                "said": said[-1].said if question.lasting else "; ".join(words(question, values))}))
    return tuple(found)


def kept(question: Question, facts: dict[str, str]) -> dict[str, str]:
    """Of the answers to a question those that can be carried over."""
    if question.lasting:
        return {question.id: facts[question.id]} if facts.get(question.id, "unsure") != "unsure" else {}
    return {line.id: "yes" for line in question.all_lines() if line.lasting and facts.get(line.id) == "yes"}


def words(question: Question, values: dict[str, str]) -> list[str]:
    return [line.say for line in question.all_lines() if line.id in values]


def ask(pending: Pending, session: Session, house: House) -> Reply:
    """ "Last time you told me ... Is all of it still right?"."""
    phrases, knowledge = house.words_for(session), house.knowledge_for(session)
    first = max(entry.first for entry in pending.story if entry.first)
    lines = [phrases("again_ask", date=format_date(first, locale=phrases.locale)),
             *(f"• {meant.line(entry, knowledge)}" for entry in pending.story), phrases("again_right")]
    choices = (Choice("yes", phrases("again_yes")), Choice("no", phrases("again_no")))
    return Reply("confirm", "\n".join(lines), choices, card=meant.card(pending, "confirm"))


def confirmed(turn: Turn, tap: Tap) -> None:
    """All of it counts as said today, or all is asked."""
    pending = turn.session.pending
    assert pending is not None
    if tap.options == ("yes",):
        turn.session = turn.session.but(pending=None).add(*pending.story)
    elif tap.options == ("no",):
        turn.session = turn.session.but(pending=None).add(Mark(what=NOT, at=turn.now))
    else:
        turn.tell("unclear")
        return
    turn.tell("progress", left=turn.locate(turn.session).left)
