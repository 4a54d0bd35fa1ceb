"""The client's language: asked for at any time, switched without losing an answer.

A question's fingerprint is that of its English words, so an answer counts in any language.
"""

import hashlib

from dialogs.events import Event, Say, Tap
from dialogs.house import House
from dialogs.languages import name
from dialogs.replies import Card, Choice, Reply
from dialogs.session import Session
from dialogs.turn import Turn

# The fingerprint is eight hex digits, as on every card: a channel takes no other back.
CARD = Card("language", "menu", hashlib.sha256(b"language").hexdigest()[:8], "language")


def ask(session: Session, house: House) -> Reply:
    """The languages on the menu, each in its own words."""
    choices = tuple(Choice(lang, name(lang)) for lang in house.languages(session))
    return Reply("ask", house.words_for(session)("language_which"), choices, False, CARD)


def turned(turn: Turn, event: Event) -> bool:
    """Whether the event chose a language; whatever else is done closes the list of languages."""
    if isinstance(event, Tap) and (event.question == CARD.id or (turn.session.speaking and not event.question)):
        return choose(turn, event.options[0] if event.options else "")
    if isinstance(event, Say):
        said = event.text.strip().casefold()
        langs = turn.house.languages(turn.session)
        return choose(turn, next((lang for lang in langs if said == name(lang).casefold()), ""))
    turn.session = turn.session.but(speaking=False)
    return False


def choose(turn: Turn, lang: str) -> bool:
    """Go on in this language, if it is on the menu; the place is said again in it."""
    turn.session = turn.session.but(speaking=False)
    if lang in turn.house.languages(turn.session):
        turn.session = turn.session.but(lang=lang)  # a line that is ticked stays so in every language
        turn.knowledge = turn.house.knowledge_for(turn.session)
        turn.place = turn.locate(turn.session)
        turn.tell("language_set")
    return lang in turn.house.languages(turn.session)
