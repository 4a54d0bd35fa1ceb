"""What can be done at an end, and the questions a client may ask at any time."""

import json
from dataclasses import asdict
from typing import Any

from dialogs import checkin, edits, handover, intake, note, problem, retracts, tell
from dialogs.events import Tap
from dialogs.replies import Card, Choice, Reply
from dialogs.session import Answer, Closed, Mark, Retract, Session
from dialogs.turn import Turn

EMERGENCY = (("going",), ("cannot",), ("wrong",), ("checked",), ("person",), ("share",), ("problem",))


def chosen(turn: Turn, tap: Tap) -> None:
    """A button of the menu under an ending."""
    id = tap.options[0] if len(tap.options) == 1 else ""
    state = turn.place.state
    if id in ("person", "note", "desk", "joint", "share", "problem"):
        asked(turn, id)
    elif id == "checkin":
        checkin.asked(turn)
    elif id == "restart":
        retracts.restart(turn)
    elif id == "change":
        retracts.change(turn, "")
    elif state == "emergency" and id in ("going", "cannot"):
        mark(turn, id)
        first = tell.gravest(turn.place)
        action = tell.action(turn.place, turn.session, turn.house)
        turn.tell(f"{id}_said", "urgent", action=action, emergency=turn.emergency(),
                  tell=tell.telling(first, turn.session, turn.knowledge))
        if id == "cannot":
            turn.tell("cannot_no_phone")
        turn.quiet = True
    elif state == "emergency" and id == "wrong":
        wrong(turn)
    elif state in ("emergency", "refer") and id == "checked":
        offer(turn)
    elif state == "crisis" and id == "go_on" and unasked(turn.session):
        start = turn.session.start
        ended = tuple(one for one in turn.session.closed if one.start < start)
        turn.session = turn.session.but(log=turn.session.log[:start], closed=ended)
    elif state == "crisis" and id == "go_on":
        for finding in turn.place.assessment.findings:
            if finding.rule.heard:
                mark(turn, f"go_on:{finding.rule.heard}")
    elif state == "crisis" and id == "stop":
        edits.stop(turn)
    else:
        turn.tell("unclear_end")


def unasked(session: Session) -> bool:
    """Nothing was answered yet: whoever goes on has said nothing that is kept."""
    return not any(isinstance(entry, Answer | Retract) for entry in session.log[session.start :])


def mark(turn: Turn, what: str) -> None:
    turn.session = turn.session.add(Mark(what=what, at=turn.now))


def wrong(turn: Turn) -> None:
    """The answers of the emergency rules, taken back after one plain confirmation."""
    cited = [b.fact for f in turn.place.assessment.findings if f.rule.tier == "D1" for b in f.because]
    # What was presumed was not said: the tick of the joined line is what was tapped.
    tapped = {
        (question.splits or fact) if (question := turn.knowledge.by_fact.get(fact))
        and fact in turn.place.read.presumed else fact
        for fact in cited
    }
    tapped |= {f"{fact}_sure" for fact in tapped}
    log = turn.session.log
    entries = tuple(
        i for i in retracts.standing(turn) if tapped & set(getattr(log[i], "values", {}))
    )
    retracts.retract(turn, "wrong", entries)


def offer(turn: Turn) -> None:
    """Ask, for each doctor-first finding, whether a doctor has looked at it since."""
    for finding in turn.place.assessment.findings:
        base = finding.rule.id.removesuffix(".unsure").removesuffix(".seen")
        question = turn.knowledge.by_id.get(f"checked.{base}")
        if finding.doctor_first and question and question.offered:
            turn.session = turn.session.add(Mark(what=f"offer:{question.offered}", at=turn.now))


def asked(turn: Turn, what: str) -> None:
    """Why, help, person, status, emergency, privacy, note: said, and no answer changes."""
    turn.quiet = True
    finished = turn.place.question is None
    question = turn.place.question
    if intake.on(turn.place, turn.session, turn.house) and what in ("why", *intake.BUTTONS):
        turn.tell("intake_note")
    elif what == "why" and turn.place.state != "recommend":
        if question is None:
            turn.tell("why_nothing")
            return
        names = [turn.knowledge.sources[s].name for s in question.source]
        turn.tell("why", why=question.why)
        if names:
            turn.tell("why_source", sources="; ".join(names[:3]))
    elif what == "person":
        turn.before.append(Reply("inform", tell.person(turn.session, turn.house)))
    elif what == "joint" or (what == "why" and turn.place.state == "recommend"):
        facts = [*turn.knowledge.client_facts.values()]
        turn.before.append(Reply("inform", "\n".join(facts)))
        turn.tell("joint_source")
    elif what == "emergency":
        turn.tell("emergency_now", "urgent", emergency=turn.emergency())
    elif what == "problem":
        problem.asked(turn)
    elif what == "share":
        handover.asked(turn)
    elif what == "status":
        turn.tell("status_end" if finished else "status", asked=turn.place.asked, left=turn.place.left)
    elif what == "privacy":
        turn.tell("privacy", days=turn.house.clinic(turn.session).days)
    elif what == "language":
        turn.session, turn.quiet = turn.session.but(speaking=True, handing=None), False
    elif what == "note" and turn.place.state == "recommend":
        turn.before.append(Reply("note", note.therapist(turn.place, turn.session, turn.house)))
    elif what == "desk" and turn.place.state in ("refer", "emergency"):
        turn.before.append(Reply("note", note.desk(turn.place, turn.session, turn.house)))
    elif what in ("note", "desk"):
        turn.tell("note_none")
    elif what in ("photo", "edited", "group"):
        turn.tell({"photo": "not_text", "edited": "edited", "group": "group"}[what], emergency=turn.emergency())
    else:
        turn.tell("help", emergency=turn.emergency())


def frozen(reply: Reply) -> dict[str, object]:
    """A reply as plain data, to be told again word for word."""
    found: dict[str, object] = json.loads(json.dumps(asdict(reply)))  # lists, as it is stored
    return found


def thawed(raw: dict[str, Any]) -> Reply:
    card = raw["card"]
    if card:
        card = Card(**{**card, "lines": tuple(Choice(**line) for line in card["lines"])})
    return Reply(**{**raw, "choices": tuple(Choice(**c) for c in raw["choices"]), "card": card})


def arrange(before: list[Reply], here: list[Reply]) -> list[Reply]:
    """What is urgent comes first, before anything else is said."""
    if here and here[0].kind == "urgent":
        return here[:1] + before + here[1:]
    return before + here


def shown(turn: Turn, final: dict[str, object] | None) -> list[Reply]:
    """The replies of the place; a closed outcome is told from its frozen copy."""
    last = turn.session.told()
    same = final and last and last.state == turn.place.state and last.lang == turn.session.lang
    if last and same and not turn.session.aside():
        return [thawed(reply) for reply in last.result]
    return handover.here(turn.place, turn.session, turn.house)


def close(turn: Turn, final: dict[str, object] | None, replies: list[Reply]) -> Session:
    """Freeze a new outcome; an earlier one stays as it was."""
    session = turn.session
    busy = session.aside() or turn.quiet or turn.place.question
    if final is None or busy or session.told():
        return session
    told = tuple(frozen(reply) for reply in replies if reply.card)
    done = Closed(start=session.start, upto=len(session.log), state=turn.place.state, outcome=final,
                    result=told, lang=session.lang, at=turn.now)
    return session.but(closed=(*session.closed, done))
