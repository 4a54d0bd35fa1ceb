"""Consent in typed words. A yes is always shown back as the whole sentence of its button before it counts."""

from collections.abc import Iterable
from datetime import date

from dialogs.hear.answers import understand
from dialogs.hear.heard import Heard
from dialogs.hear.phrases import Lexicon
from dialogs.hear.text import plain_phrase, tokens
from dialogs.hear.understood import said
from dialogs.replies import Choice
from knowledge.models import Knowledge, Question

LONG = 8  # words; who writes more says more than a yes and a country
ADULT = 18


def agreed(text: str, offered: Iterable[Choice], question: Question, knowledge: Knowledge, words: Lexicon,
           today: date) -> Heard | None:
    """"uk", "yes, I live in Spain", "no thanks"; a yes alone only where no country is asked with it."""
    ids = [choice.id for choice in offered]
    every = tokens(text)
    if not every or len(every) > LONG or any(t.word.isdecimal() and int(t.word) < ADULT for t in every):
        return None
    bare = understand(text, "yes_no_unsure", words, today).value
    if bare == "no":
        return Heard(options=("decline",))
    if said(text, words, today).has("talk.negate"):
        return None
    countries = {o.country: o.id for o in question.options if o.country and o.id in ids}
    named = {countries.get(code, "agree_other") for code in _named(text, knowledge)} & {*ids}
    plain = {"agree"} & {*ids} if bare == "yes" else set[str]()
    found = named or plain
    return Heard(options=(found.pop(),), sure=False, confirm=True) if len(found) == 1 else None


def _named(text: str, knowledge: Knowledge) -> list[str]:
    """Codes of the countries that are named; "Northern Ireland" is not Ireland too."""
    padded = f" {plain_phrase(text)} "
    names = {f" {plain_phrase(name)} ": code for code, row in knowledge.countries.items() if code
             for name in (row.name, *row.aliases)}
    found = [name for name in names if name in padded]
    return [names[name] for name in found if not any(name in other for other in found if other != name)]
