"""A typed answer shown back in our words, before it counts."""

import hashlib

from dialogs.house import House
from dialogs.replies import Card, Choice, Reply
from dialogs.said import label
from dialogs.session import Pending, Session


def card(pending: Pending, phase: str) -> Card:
    """Another one for every answer, so that an old "yes" confirms nothing new."""
    mark = f"{pending.question}{pending.options}{pending.unsure}{pending.typed}"
    return Card("confirm", "confirm", hashlib.sha256(mark.encode()).hexdigest()[:8], phase)


def ask(pending: Pending, session: Session, house: House) -> Reply:
    """ "You wrote ... Do you mean ...?" with a yes and a no."""
    words, knowledge = house.words_for(session), house.knowledge_for(session)
    question = knowledge.by_id[pending.question]
    if question.checklist:
        meant = [label(id, "yes", knowledge) for id in pending.options if id != "none"]
        meant += [label(id, "unsure", knowledge) for id in pending.unsure]
    else:
        found = [question.option(id) for id in pending.options]
        meant = [option.say if option else id for id, option in zip(pending.options, found, strict=True)]
    phrase = "meant_only" if question.checklist and meant else "meant"
    choices = (Choice("yes", words("meant_yes")), Choice("no", words("meant_no")))
    said = "; ".join(meant) or words("none")
    return Reply("confirm", words(phrase, typed=pending.typed, said=said), choices, card=card(pending, "confirm"))
