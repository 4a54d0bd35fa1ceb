"""Where a clinic only takes answers in (`mode: intake`): what a client reads in place of advice on massage.

Emergencies, and whatever sends to a doctor first, are told as everywhere. Only the end that would speak of
massage is another: no outcome, no fit to the joint, no caution. The therapist's notes are whole.
"""

from typing import TYPE_CHECKING

from dialogs import tell
from dialogs.flow import Place
from dialogs.house import House
from dialogs.session import Session
from knowledge.models import Knowledge

if TYPE_CHECKING:
    from dialogs.summary import Summary

# What a client reads of their own summary: their answers, and nothing that was concluded from them.
LINES = ("client", "signs", "why", "where", "worse", "easier", "stops", "easier_stops", "content")
PARTS = ("pain", "signs", "words", "about")
BUTTONS = ("note", "joint")  # that the end does without


def on(place: Place, session: Session, house: House) -> bool:
    """The client is at the end that would speak of massage, and their clinic only takes answers in."""
    return place.state == "recommend" and house.clinic(session).mode == "intake"


def title(place: Place, session: Session, house: House) -> str:
    """What is said first: that it is done, or to see a doctor beside it."""
    return house.words_for(session)("intake_doctor" if place.assessment.disposition == "D4" else "intake_done")


def told(place: Place, session: Session, house: House) -> str:
    """The end of such a chat."""
    words, knowledge = house.words_for(session), house.knowledge_for(session)
    parts = [title(place, session, house)]
    if place.assessment.disposition == "D4":
        parts += [tell.reasons(place, session, house), doctor(place, session, knowledge, house)]
    parts.append(words("intake_next", clinic=house.clinic(session).name))
    if house.outside.receivers:
        parts.append(words("intake_share", button=words("hand_button")))
    parts += [tell.if_true(session, house), tell.watch(session, house)]
    parts += tell.unsigned("crisis_unsigned", session, house)
    return "\n".join(part for part in parts if part)


def doctor(place: Place, session: Session, knowledge: Knowledge, house: House) -> str:
    """What to say to the doctor, as after any advice to see one beside the massage."""
    return tell.filled(knowledge.dispositions["D4"].next, place, session, house)


def seen(made: "Summary", place: Place, session: Session, house: House) -> "Summary":
    """A summary as its client sees it."""
    if not on(place, session, house):
        return made
    return made.model_copy(update={
        "screen": tuple(line for line in made.screen if line.id in LINES),
        "parts": tuple(part for part in made.parts if part.id in PARTS),
    })
