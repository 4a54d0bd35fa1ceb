"""What a hand-over does: the summary as it goes out, and the new one when answers change.

The core only says what is to be kept and sent (`Handed`); the host does it in the same
transaction as the turn.
"""

import hashlib
from collections.abc import Iterable, Mapping
from datetime import datetime

from dialogs import tell
from dialogs.flow import locate
from dialogs.house import House
from dialogs.said import label
from dialogs.session import Answer, Given, Mark, Notice, Session
from dialogs.summary import Booking, Summary, summary
from dialogs.summary.private import bare
from dialogs.turn import Handed, Turn
from dialogs.words import listed
from knowledge.condition import NA

STATES = ("emergency", "refer", "recommend")  # where there is something to hand over


def live(session: Session) -> Given | None:
    """What was sent of this screening and not taken back."""
    last = session.given[-1] if session.given else None
    return last if last and last.start == session.start and not last.taken else None


def booking(given: Given) -> Booking:
    return Booking(name=given.name, visit=given.visit, ref=given.ref)


def bodies(
    session: Session, house: House, now: datetime, given: Given, langs: Iterable[str],
    before: Mapping[str, Summary] | None = None, *, again: bool = False, amends: str = "",
) -> dict[str, Summary]:
    """The summary in each language that is needed; `before` is the one that it is compared with, of the same screening
    or, with `again`, of an earlier one; `amends` the id of the one that it takes the place of."""
    old = before or {}
    first = next(iter(old.values()), None)
    return {
        lang: summary(session, house, now.replace(microsecond=0), booking(given), given.private, lang, given.id,
                      old.get(lang, first), again=again, told=given.told).model_copy(update={"amends": amends})
        for lang in sorted(set(langs))
    }


def code(session: Session) -> str:
    """Sixteen hex digits; the same turn has the same each time it is worked out."""
    return hashlib.sha256(f"{session.id} {session.turn} summary".encode()).hexdigest()[:16]


def hidden(session: Session, house: House) -> tuple[str, ...]:
    """What a summary has only with a separate yes, in the client's words: private answers, whatever was typed or
    written in free words (not a bare yes, no or number), and what was taken back."""
    knowledge, words = house.knowledge_for(session), house.words_for(session)
    facts = locate(session, knowledge).facts
    found = [label(fact, value, knowledge) for fact, value in facts.items()
             if fact in knowledge.private and not fact.startswith("heard.") and value not in ("no", NA)]
    for entry in session.log[session.start :]:
        typed = entry.typed if isinstance(entry, Answer) else entry.said if isinstance(entry, Notice) else ""
        found += [words("hand_typed", said=typed)] if typed and not bare(typed, session, house) else []
    taken = tell.taken_back(session, knowledge)
    return tuple(dict.fromkeys([*found, taken] if taken else found))


def changed(turn: Turn) -> None:
    """After something was sent: answers that change it send the new one, to the same people; a danger word
    says at once that there will be one. Nothing more is shared by it than the client agreed to."""
    session, house, given = turn.session, turn.house, live(turn.session)
    before, read = house.outside.before, house.outside.read
    if given is None or not before or turn.handed or session.pending or session.changing:
        return
    since = session.log[given.upto :]
    if turn.place.state in STATES:
        if all(isinstance(entry, Mark) and entry.what in ("going", "cannot") for entry in since):
            return
        private = given.private and agreed(session, given, house) >= set(hidden(session, house))
        new = given.model_copy(update={
            "id": code(session), "upto": len(session.log), "private": private, "reopened": False, "at": turn.now})
        langs = (session.lang, *before, *(lang for one in house.outside.receivers for lang in (one.lang, *one.more)))
        made = bodies(session, house, turn.now, new, langs, before, amends=given.id)
        if given.reopened or any(made[lang].changed for lang in before):
            if read != before:  # what nobody has opened yet is new to whoever reads this one
                made = bodies(session, house, turn.now, new, langs, read, amends=given.id)
            turn.handed = Handed(new.id, made, session.lang, instead=given.id)
            turn.tell("hand_amended", names=listed(given.to, house.words_for(session).lang))
        else:
            new = given.model_copy(update={"upto": len(session.log)})
    elif turn.place.question and not given.reopened and any(isinstance(entry, Notice) for entry in since):
        turn.handed = Handed(reopened=given.id)
        turn.tell("hand_reopened", names=listed(given.to, house.words_for(session).lang))
        new = given.model_copy(update={"reopened": True})
    else:
        return
    turn.session = turn.session.but(given=(*session.given[:-1], new))


def agreed(session: Session, given: Given, house: House) -> set[str]:
    """The private answers that the client saw when they agreed to share them."""
    return set(hidden(session.but(log=session.log[: given.upto]), house))
