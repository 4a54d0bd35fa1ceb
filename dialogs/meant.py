"""A typed answer shown back in our words, before it counts."""

import hashlib

from dialogs.house import House
from dialogs.replies import Card, Choice, Reply
from dialogs.said import label, titled
from dialogs.session import Answer, Pending, Session
from knowledge.models import Knowledge

ALONE = "ask"  # the choice to be asked one by one after all


def card(pending: Pending, phase: str) -> Card:
    """Another one for every answer, so that an old "yes" confirms nothing new."""
    told = [(entry.question, entry.shown, entry.values, entry.said) for entry in pending.story]
    mark = f"{pending.question}{pending.options}{pending.unsure}{pending.typed}{told or ''}"
    return Card("confirm", "confirm", hashlib.sha256(mark.encode()).hexdigest()[:8], phase)


def ask(pending: Pending, session: Session, house: House) -> Reply:
    """ "You wrote ... Do you mean ...?" with a yes and a no."""
    words, knowledge = house.words_for(session), house.knowledge_for(session)
    choices: tuple[Choice, ...] = (Choice("yes", words("meant_yes")), Choice("no", words("meant_no")))
    if pending.story:
        wrong = [Choice(one.question, words("story_wrong", name=name(one, knowledge))) for one in pending.story]
        choices = (choices[0], *wrong, Choice(ALONE, words("story_none"))) if len(wrong) > 1 else choices
        text = "\n".join([words("review"), *(f"• {line(one, knowledge)}" for one in pending.story), words("story")])
        return Reply("confirm", text, choices, card=card(pending, "confirm"))
    question = knowledge.by_id[pending.question]
    if question.checklist:
        meant = [label(id, "yes", knowledge) for id in pending.options if id != "none"]
        meant += [label(id, "unsure", knowledge) for id in pending.unsure]
    else:
        found = [question.option(id) for id in pending.options]
        meant = [option.say if option else id for id, option in zip(pending.options, found, strict=True)]
    phrase = "meant_only" if question.checklist and meant else "meant" if pending.typed else "meant_plain"
    said = "; ".join(meant) or words("none")
    return Reply("confirm", words(phrase, typed=pending.typed, said=said), choices, card=card(pending, "confirm"))


def name(entry: Answer, knowledge: Knowledge) -> str:
    """Short name of its question, or the question itself."""
    question = knowledge.by_id.get(entry.question) or next(
        x for x in knowledge.handover.questions if x.id == entry.question)  # told for the hand-over
    return titled(question)


def line(entry: Answer, knowledge: Knowledge) -> str:
    """One answer in the words of its question."""
    question = knowledge.by_id.get(entry.question)
    said = "; ".join(label(fact, value, knowledge) for fact, value in entry.values.items())
    return f"{name(entry, knowledge)}: {entry.said if question is None or question.kind == 'number' else said}"
