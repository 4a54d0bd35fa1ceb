"""Taking back: Back, Change, Restart and "I tapped the wrong thing".

Nothing is erased. A retraction is one more entry of the log, and an answer that
sent the client to a doctor is taken back only after one plain confirmation.
"""

from typing import Literal

from dialogs.events import Tap
from dialogs.house import House
from dialogs.session import Answer, Pending, Retract, Session
from dialogs.turn import Turn
from knowledge.condition import leaves

By = Literal["back", "change", "restart", "wrong"]


def grave(turn: Turn, entries: tuple[int, ...]) -> tuple[str, ...]:
    """The facts among these entries without which a doctor would not come first."""
    facts = {
        fact for i in entries for entry in [turn.session.log[i]] if isinstance(entry, Answer)
        for fact in entry.values
    }
    cited = [b.fact for f in turn.place.assessment.findings if f.doctor_first for b in f.because]
    return tuple(fact for fact in rests_on(turn, cited) if fact in facts)


def rests_on(turn: Turn, cited: list[str]) -> list[str]:
    """These facts and every answer that led to their being asked: gates, joined lines,
    clarifying answers. Taking back any of them takes back the finding."""
    found: dict[str, None] = {}
    todo = list(cited)
    while todo:
        fact = todo.pop(0)
        question = turn.knowledge.by_fact.get(fact)
        if fact in found or question is None:
            continue
        found[fact] = None
        gates = [question.when, *(line.when for line in question.all_lines() if line.id == fact)]
        todo += [
            leaf.fact for gate in gates for leaf in leaves(gate)
            if turn.place.facts.get(leaf.fact) in leaf.values
        ]
        todo += [f"{fact}_sure", *([question.splits] if question.splits else [])]
    return list(found)


def retract(turn: Turn, by: By, entries: tuple[int, ...]) -> None:
    """Take entries back, after a confirmation if one of them is grave."""
    serious = grave(turn, entries)
    if not entries:
        turn.tell("back_start")
    elif serious:
        turn.session = turn.session.but(
            pending=Pending(by=by, entries=entries, grave=serious), draft=None, changing=False
        )
    else:
        turn.session = turn.session.add(Retract(entries=entries, by=by, at=turn.now))


def standing(turn: Turn) -> list[int]:
    """Where in the log the answers of this screening stand that are not taken back."""
    gone = turn.session.retracted()
    return [
        i for i in range(turn.session.start, len(turn.session.log))
        if i not in gone and isinstance(turn.session.log[i], Answer)
    ]


def back(turn: Turn) -> None:
    """Undo the last answer, a whole card at a time."""
    if turn.session.pending or turn.session.changing:
        turn.session = turn.session.but(pending=None, changing=False)
        return
    if turn.session.draft:
        turn.session = turn.session.but(draft=None)
        return
    held = standing(turn)
    if not held:
        turn.tell("back_start")
        return
    retract(turn, "wrong" if turn.place.state == "emergency" else "back", (held[-1],))


def change(turn: Turn, question: str) -> None:
    """Ask one question again, and the review after it; without an id, list them."""
    if not question:
        turn.session = turn.session.but(changing=True, draft=None, pending=None)
        return
    log = turn.session.log
    held = standing(turn)
    mine = [i for i in held if getattr(log[i], "question", "") == question]
    if not mine:
        turn.tell("change_none")
        return
    review = [i for i in held if getattr(log[i], "question", "") == "review"]
    retract(turn, "change", tuple(sorted({*mine, *review})))
    if not turn.session.pending:
        turn.tell("changed")


def picked(turn: Turn, tap: Tap) -> None:
    """A choice from the list of answers to change."""
    turn.session = turn.session.but(changing=False)
    if tap.options != ("cancel",):
        change(turn, tap.options[0] if tap.options else "?")


def restart(turn: Turn) -> None:
    """Begin again. A finished screening stays as it was; a grave answer asks first."""
    entries = tuple(standing(turn))
    if grave(turn, entries):
        retract(turn, "restart", entries)
    else:
        begin_again(turn, entries)


def begin_again(turn: Turn, entries: tuple[int, ...], grave: tuple[str, ...] = ()) -> None:
    finished = turn.session.told() is not None
    session = arrived(turn.session.but(pending=None), turn.house)
    if entries and (not finished or grave):
        session = session.add(
            Retract(entries=entries, by="restart", confirmed=bool(grave), grave=grave, at=turn.now)
        )
    turn.session = session.but(
        start=len(session.log), draft=None, waiting=(), changing=False, tries=0, plan=(), checking=None, resuming=None)
    words = turn.house.words_for(session)
    turn.tell("restarted", kept=words("restarted_kept") if finished else "")


def arrived(session: Session, house: House) -> Session:
    """At the clinic whose link came meanwhile, and in its country and perhaps language; as it was if none came."""
    clinic = house.clinics.get(session.coming) if session.coming else None
    if clinic is None:
        return session
    there = session.but(clinic=session.coming, coming="", ref="", country=clinic.country or session.country)
    langs = house.languages(there)
    return there if there.lang in langs else there.but(lang=clinic.lang if clinic.lang in langs else langs[0])


def confirmed(turn: Turn, tap: Tap) -> None:
    """The answer to "do you want to take it back?"; both stay in the log."""
    pending = turn.session.pending
    assert pending is not None and pending.by != "typed" and pending.by != "renew"
    if tap.options == ("keep",):
        turn.session = turn.session.but(pending=None)
        turn.tell("kept")
    elif tap.options == ("take_back",):
        if pending.by == "restart":
            begin_again(turn, pending.entries, pending.grave)
            return
        turn.session = turn.session.but(pending=None).add(
            Retract(entries=pending.entries, by=pending.by, confirmed=True, grave=pending.grave, at=turn.now)
        )
        turn.tell("taken")
    else:
        turn.tell("unclear")
