"""A faint sign of a crisis: no phrase of the lexicon is met, but its words together are those of people in one."""

from itertools import groupby
from operator import itemgetter

from dialogs.hear.grades import Why
from dialogs.hear.tokens import Word, sentences
from knowledge.points import Points, features

LONG = 30  # words
SHOWN = 3  # words that tell most, for whoever asks why


def faint(said: list[Word], points: Points) -> Why | None:
    """At check grade, or nothing. Where several parts of a long message come to enough, the one with the most."""
    heard = [(sum(points.crisis.get(feature, 0) for feature in found), part, found)
             for part in parts(said) for found in [features(word.word for word in part)]]
    most, part, found = max(heard, key=itemgetter(0), default=(0, [], []))
    if not heard or most < (points.enough_in_story if len(said) > LONG else points.enough):
        return None
    row = max(points.kinds, key=lambda row: sum(points.kinds[row].get(feature, 0) for feature in found))
    tell = sorted(found, key=lambda feature: -points.crisis.get(feature, 0))[:SHOWN]
    return Why(row, "check", (part[0].start, part[-1].end), tuple(tell), "words", True, len(part))


def parts(said: list[Word]) -> list[list[Word]]:
    """A message as a whole; of a long one its sentences, for many words add up to much."""
    if len(said) <= LONG:
        return [said] if said else []
    numbered = zip(sentences(said), said, strict=True)
    return [[word for _, word in part] for _, part in groupby(numbered, key=itemgetter(0))]
