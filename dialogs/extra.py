"""What eases the pain and what it stops: asked when a client hands over, unless it was told before. For the summary
only; no rule uses it, so it stands beside the facts."""

from datetime import date
from itertools import pairwise
from typing import Literal

from dialogs.flow import Place
from dialogs.hear.answers import lexicon, understand
from dialogs.hear.opening import LONG
from dialogs.hear.phrases import Lexicon
from dialogs.hear.story import slots
from dialogs.hear.text import tokens
from dialogs.hear.understood import Said, covered, said
from dialogs.house import House
from dialogs.session import Answer, Session, Told
from dialogs.summary.pain import known
from knowledge.models import Knowledge
from knowledge.visit import Extra

EASIER: Literal["easier"] = "easier"  # the one that typed words are understood for


def left(place: Place, session: Session, house: House) -> list[Extra]:
    """The questions that are still to be asked; none in an emergency."""
    if place.state == "emergency":
        return []
    told = {one.question for one in before(session, house)}
    return [x for x in house.knowledge_for(session).handover.questions
            if x.id not in told and not known(x, place.facts)]


def before(session: Session, house: House) -> tuple[Told, ...]:
    """What was told in the chat already: in an opening story and confirmed, or in the words of a typed answer."""
    gone, found = session.retracted(), list[str]()
    for i, entry in enumerate(session.log[session.start :], session.start):
        if isinstance(entry, Answer) and i not in gone:
            if entry.question == EASIER:
                found += entry.values
            short = entry.typed if len(tokens(entry.typed)) < LONG else ""  # of a story only what was confirmed counts
            found += storied(short, lexicon(session.lang), house.today, house.knowledge_for(session))
    return (Told(question=EASIER, options=tuple(dict.fromkeys(found))),) if found else ()


def storied(text: str, words: Lexicon, today: date, knowledge: Knowledge) -> list[str]:
    """The options that words about anything name as easing."""
    got = slots(text, words, today).get("relieving") if text else None
    return options(got.values, words, knowledge) if got else []


def named(id: str, ids: list[str], knowledge: Knowledge) -> str:
    question = next(x for x in knowledge.handover.questions if x.id == id)
    return "; ".join(option.say for option in question.options if option.id in ids)


def answered(id: str, text: str, words: Lexicon, today: date, knowledge: Knowledge) -> Told:
    """A typed answer to one of the questions: its options if all of it was understood, else the words."""
    got = understand(text, "relieving", words, today) if id == EASIER else None
    plain = got and got.sure and named_only(said(text, words, today), got.values)
    found = options(got.values, words, knowledge) if got and plain else []
    return Told(question="easier" if id == EASIER else "stops", options=tuple(found), words="" if found else text)


def named_only(text: Said, values: tuple[str, ...]) -> bool:
    """Nothing is said but these things, one by one. "I can't lie down", "less walking", "heat without ice" or "when I
    stop moving" is more: an option in their place could tell the therapist the opposite."""
    if text.has("talk.negate"):
        return False
    for words in (text.all, text.words):
        got = (covered(words, text.lexicon, "relieving", "talk.filler", "talk.eases") or {}).get("relieving", [])
        joined = any(b.start <= a.end and not words[b.start].breaks for a, b in pairwise(got))
        if not joined and {mention.value for mention in got} == set(values):
            return True
    return False


def options(values: tuple[str, ...], words: Lexicon, knowledge: Knowledge) -> list[str]:
    kinds = words.words.kinds[EASIER]
    question = next(x for x in knowledge.handover.questions if x.id == EASIER)
    return [o.id for o in question.options if set(values) & set(kinds.get(o.id, ()))]
