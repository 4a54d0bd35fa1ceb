"""Private answers: shared only by a separate yes, else only their group is told.

Which answers are private, and in which group, is content: `private` beside a question or a line.
"""

from collections.abc import Mapping
from typing import get_args

from dialogs.hear import plain
from dialogs.hear.answers import lexicon, understand
from dialogs.hear.text import tokens
from dialogs.house import House
from dialogs.session import Retract, Session
from knowledge.models import Knowledge
from knowledge.rows import PrivateGroup

GROUPS: tuple[PrivateGroup, ...] = get_args(PrivateGroup)
VALUES = ("yes", "unsure", "no")


def state(group: str, facts: Mapping[str, str], knowledge: Knowledge) -> str:
    """yes | unsure | no of the whole group; "" if nothing of it was asked."""
    found = {facts.get(fact) for fact, own in knowledge.private.items() if own == group}
    if "left" in found:  # the client went on after danger words; they were said all the same
        return "yes"
    return next((value for value in VALUES if value in found), "")


def intimate(session: Session, facts: Mapping[str, str], knowledge: Knowledge) -> bool:
    """Whether something private may have been said: an answer, also one that was taken back, or danger words."""
    answers = {(fact, value) for fact, value in facts.items() if value not in ("no", "na")}
    answers |= {(fact, "yes") for e in session.log if isinstance(e, Retract) for fact in e.grave}
    return any(fact in knowledge.private or (fact.startswith("heard.") and value != "no") for fact, value in answers)


def bare(typed: str, session: Session, house: House) -> bool:
    """A yes, a no, a "not sure" or a number alone: it tells no more than the answer that it became."""
    words = house.words_for(session)
    if plain(typed) in {plain(words(phrase)) for phrase in ("none", "not_sure", "not_sure_all")}:
        return True
    if len(tokens(typed)) != 1 or typed.strip().isdecimal():
        return typed.strip().isdecimal()
    meant = understand(typed, "yes_no_unsure", lexicon(session.lang), house.today)
    return meant.sure and meant.value in ("yes", "no", "unsure")
