"""Who, when and whether it is real, for each word of a message.

The lists are in cues.yaml. A cue inside a mention ("no feeling", "can't pee") belongs to the mention and changes
nothing outside it.
"""

from dataclasses import dataclass
from enum import IntEnum

from dialogs.hear.match import Mention
from dialogs.hear.tokens import Word
from knowledge.lexicon import CUES

SCOPE = 14  # words a "no" reaches at most
BACK = 8  # words that "is fine" reaches back at most


class Status(IntEnum):
    """What holds of a mention, in the order of what makes it count less."""

    FINE = 0
    MENDED = 1
    OLD = 2
    IF = 3
    PAST = 4
    OTHER = 5
    DENIED = 6
    FIGURE = 7


@dataclass(frozen=True, slots=True)
class Context:
    status: list[Status]  # of each word
    recent: frozenset[int]  # sentences that say it is new or goes on now
    helper: bool


def context(said: list[Word], found: list[Mention]) -> Context:
    cues: dict[str, dict[int, int]] = {name: {} for name in CUES}
    inside = [0] * (len(said) + 1)  # for each word how far a mention that is no cue covers it
    for mention in found:
        if mention.name in cues:
            cues[mention.name][mention.first] = mention.last
        elif mention.last - mention.first > 1:
            for at in range(mention.first, mention.last):
                inside[at] = max(inside[at], mention.last)
    helper = bool(cues["helper"])
    masked = {at for first, last in cues["deny_not"].items() for at in range(first, last)}
    layers = (
        (Status.OLD, _times(said, cues)[1]),
        (Status.IF, _ifs(said, cues, inside)),
        (Status.PAST, _times(said, cues)[0]),
        (Status.OTHER, [False] * len(said) if helper else _others(said, cues)),
        (Status.DENIED, _denied(said, cues, inside, masked)),
        (Status.FIGURE, _covered(len(said), cues["figure"])),
    )
    status = [Status.MENDED if word.mended else Status.FINE for word in said]
    for kind, words in layers:
        status = [kind if yes else was for was, yes in zip(status, words, strict=True)]
    recent = frozenset(said[at].sentence for at in cues["new"])
    return Context(status, recent, helper)


def _covered(size: int, cue: dict[int, int]) -> list[bool]:
    words = [False] * size
    for first, last in cue.items():
        words[first:last] = [True] * (last - first)
    return words


def _denied(said: list[Word], cues: dict[str, dict[int, int]], inside: list[int], masked: set[int]) -> list[bool]:
    """"No" reaches forward to the end of the statement, "is fine" and a "no" that ends a chunk reach back."""
    denied = [False] * len(said)
    left = 0  # words that the last "no" still reaches
    begins = 0  # of the chunk, or of the statement in it
    for at, word in enumerate(said):
        before = said[at - 1] if at else None
        if before is None or before.sentence != word.sentence:
            left, begins = 0, at
        elif before.chunk != word.chunk:
            begins = at
            if at in cues["the"] or at in cues["own"] or at in cues["he_she"] or at in cues["new"]:
                left = 0
        if at in cues["stop"] and at not in masked:
            left, begins = 0, at
        elif word.word == "and" and at + 1 < len(said) and at + 1 in cues["own"]:
            left = 0
        if at in masked:
            continue
        last = at + 1 >= len(said) or said[at + 1].chunk != word.chunk
        if at in cues["no"] and last and not inside[at]:
            if at > begins:
                denied[begins:at] = [True] * (at - begins)
            left = 0
            continue
        if at in cues["deny_after"] and not inside[at]:
            since = max(begins, at - BACK)
            denied[since:at] = [True] * (at - since)
        if at in cues["deny"] and inside[at] < cues["deny"][at]:
            left = SCOPE + cues["deny"][at] - at
            continue
        if left:
            denied[at], left = True, left - 1
    return denied


def _others(said: list[Word], cues: dict[str, dict[int, int]]) -> list[bool]:
    """Whose it is: the last one named in the sentence, the client if nobody is."""
    others = [False] * len(said)
    other = False
    for at, word in enumerate(said):
        if at and said[at - 1].sentence != word.sentence:
            other = other and at in cues["he_she"]
        if at in cues["other"]:
            after = cues["other"][at]
            tells = any(near in cues["reports"] for near in range(after, min(after + 2, len(said))))
            about = any(near in cues["he_she"] for near in range(after, min(after + 4, len(said))))
            other = other if tells and not about else True
        elif at in cues["he_she"]:
            other = True
        elif at in cues["own"]:
            other = False
        others[at] = other
    return others


def _times(said: list[Word], cues: dict[str, dict[int, int]]) -> tuple[list[bool], list[bool]]:
    """Past and over; and old but unchanged. Of the times in a sentence the nearest one counts."""
    past, old = [False] * len(said), [False] * len(said)
    marks: dict[int, list[tuple[int, int, str]]] = {}
    for name in ("past", "gone", "old", "new"):
        for first, last in cues[name].items():
            marks.setdefault(said[first].sentence, []).append((first, last, name))
    for at, word in enumerate(said):
        near = marks.get(word.sentence, ())
        if not near:
            continue
        # "gone" speaks of what stands before it
        distances = [(first - at if first > at else at - last + 1 if at >= last else 0, name)
                     for first, last, name in near if name != "gone" or first > at]
        if distances:
            nearest = min(distances)[1]
            past[at], old[at] = nearest in ("past", "gone"), nearest == "old"
    return past, old


def _ifs(said: list[Word], cues: dict[str, dict[int, int]], inside: list[int]) -> list[bool]:
    """"If" and "would" reach forward to the end of the sentence; a question of the asking kind all of it."""
    ifs = [False] * len(said)
    if cues["indeed"]:
        return ifs
    on = False
    for at, word in enumerate(said):
        begins = not at or said[at - 1].sentence != word.sentence
        if begins:
            on = False
        opens = begins or said[at - 1].chunk != word.chunk
        if (opens and at in cues["asks"]) or (at in cues["if"] and inside[at] < cues["if"][at]):
            on = True
        elif at in cues["stop"]:
            on = False
        ifs[at] = on
    return ifs
