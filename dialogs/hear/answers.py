"""A typed reply under a question of a kind -> what it means, "ask again", or "will not say".

The kinds and their values are those of the lexicon's sections; `cards.py` puts them onto our own questions.
"""

from collections.abc import Callable
from datetime import date

from dialogs.hear.age import age
from dialogs.hear.commands import command
from dialogs.hear.lists import listed
from dialogs.hear.named import NO_VALUES, in_reply
from dialogs.hear.numbers import intensity
from dialogs.hear.one import pregnancy, trauma
from dialogs.hear.onset import onset
from dialogs.hear.phrases import Lexicon, compiled
from dialogs.hear.polarity import polarity
from dialogs.hear.side import side
from dialogs.hear.text import tokens
from dialogs.hear.understood import DECLINED, UNCLEAR, Said, Understood, said
from knowledge.answers import answer_words

__all__ = ["DECLINED", "UNCLEAR", "Understood", "lexicon", "understand"]

LISTS = ("pain_areas", "aggravating", "relieving")
ONE: dict[str, Callable[[Said], Understood]] = {
    "yes_no_unsure": polarity, "side": side, "intensity_0_10": intensity, "onset_duration": onset, "age_years": age,
    "pregnancy": pregnancy, "trauma_kind": trauma, "commands": command,
}
LONGEST = 250  # words of an answer; who writes more tells a story
MEND = {"yes_no_unsure": "polarity", "intensity_0_10": "numbers", "age_years": "numbers", "onset_duration": "units"}


def lexicon(lang: str = "en") -> Lexicon:
    """The compiled words of a language, made once."""
    return compiled(answer_words(lang))


def ready(lang: str) -> None:
    """The tables are built when they are first asked for, which takes up to a second in English; here before anybody
    waits for it."""
    for kind in (*ONE, *LISTS):
        understand("no, it is a 5 since May, on the left side, worse when I sit", kind, lexicon(lang), date(2026, 1, 1))
    understand("qzt", "yes_no_unsure", lexicon(lang), date(2026, 1, 1))  # how words sound


def understand(text: str, kind: str, words: Lexicon, today: date) -> Understood:
    """Never raises; a kind that is not known is unclear."""
    mend = MEND.get(kind, in_reply(kind))
    also = ("numbers", "units", "days_ago", "months", "weekdays") if kind in ("onset_duration", "pregnancy") else ()
    every = tokens(text)
    if len(every) > LONGEST:
        return UNCLEAR
    got = _meant(said(text, words, today, mend, *also, every=every), kind, words)
    calm = [token for token in every if token.word not in words.single("talk.oath")]
    if got is not UNCLEAR or not 0 < len(calm) < len(every):
        return got
    return _meant(said(text, words, today, mend, *also, every=calm), kind, words).doubted()  # "every bloody night"


def _meant(reply: Said, kind: str, words: Lexicon) -> Understood:
    if kind in LISTS:
        order = tuple(v for v in words.section(kind) if v not in NO_VALUES)
        return listed(reply, kind, order)
    return ONE[kind](reply) if kind in ONE else UNCLEAR
