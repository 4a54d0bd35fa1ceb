"""Who, when and whether it is real, for each word of a message.

The lists are in cues.yaml. A cue inside a mention ("no feeling", "can't pee") belongs to the mention and changes
nothing outside it.
"""

from collections import Counter
from dataclasses import dataclass
from enum import IntEnum

from dialogs.hear.match import Mention
from dialogs.hear.ordinary import explained
from dialogs.hear.tokens import Word
from knowledge.lexicon import CUES
from knowledge.words import number

SCOPE = 14  # words a "no" reaches at most
LIST = 5  # words of a chunk that may still belong to a list: "no fever, chills, night sweats"
BACK = 8  # words that "is fine" reaches back at most


class Status(IntEnum):
    """What holds of a mention, in the order of what makes it count less."""

    FINE = 0
    DOUBT = 1  # a doubtful phrase, or a slip of the finger was mended
    ORDINARY = 2  # it has an everyday reason, or goes as soon as one moves
    OLD = 3
    IF = 4
    PAST = 5
    KIN = 6  # a relative's
    OTHER = 7  # somebody else's, or an animal's
    DENIED = 8
    FIGURE = 9


@dataclass(frozen=True, slots=True)
class Context:
    status: list[Status]  # of each word, denial apart
    denied: list[bool]  # of each word
    well: list[bool]  # of each word: "is fine" follows it
    denies: dict[int, int]  # where words of denial begin
    recent: bool  # it is new or goes on now
    off: bool  # something is new, lost or wrong
    figures: list[tuple[tuple[int, int], ...]]  # of each word the runs [first, last) around it that mean something else
    helper: bool

    def is_well(self, mention: Mention) -> bool:
        """It is there and does no harm: "a new hip, no bother" denies no new hip."""
        return True in self.well[mention.first:mention.last]

    def of(self, mention: Mention) -> Status:
        """What holds of a mention: of its worst word, or nothing if one of its words is part of a figure."""
        begin, end = mention.first, mention.last
        for figures in self.figures[begin:end]:
            for first, last in figures:
                if not (begin < first and last < end):
                    return Status.FIGURE
        worst = max(self.status[begin:end])
        if mention.doubt and worst < Status.DOUBT:
            worst = Status.DOUBT
        if True in self.denied[begin:end] and begin not in self.denies:
            return max(worst, Status.DENIED)  # "not suicidal, just don't want to live": the second has its own "not"
        return worst


def context(said: list[Word], found: list[Mention], ruled: frozenset[str]) -> Context:
    cues: dict[str, dict[int, int]] = {name: {} for name in CUES}
    inside = [0] * (len(said) + 1)  # for each word how far a mention that is no cue covers it
    for mention in found:
        if mention.name in cues:
            cues[mention.name][mention.first] = mention.last
        elif mention.last - mention.first > 1 and mention.name in ruled:
            for at in range(mention.first, mention.last):
                inside[at] = max(inside[at], mention.last)
    helper = bool(cues["helper"])
    masked = {at for first, last in cues["deny_not"].items() for at in range(first, last)}
    for name in ("kin", "other", "past", "old"):  # "everyone would be better off" is about nobody else
        more = 0 if name == "other" else 1  # "like wiping someone else"
        cues[name] = {first: last for first, last in cues[name].items() if inside[first] <= last + more}
    whoses = _whose(said, cues)
    mine = helper or bool(cues["indeed"])  # "my mum had it and so do I"
    past, old = _times(said, cues, inside, masked)
    well = [False] * len(said)
    denied = _denied(said, cues, inside, masked, well)
    layers = (
        (Status.ORDINARY, explained(said, cues, denied)),
        (Status.OLD, old),
        (Status.IF, _ifs(said, cues, inside)),
        (Status.PAST, past),
        (Status.KIN, [not mine and whose == "kin" for whose in whoses]),
        (Status.OTHER, [not mine and whose == "other" for whose in whoses]),
    )
    status = [Status.DOUBT if word.mended else Status.FINE for word in said]
    for kind, words in layers:
        status = [kind if yes else was for was, yes in zip(status, words, strict=True)]
    figures: list[tuple[tuple[int, int], ...]] = [()] * len(said)
    for first, last in cues["figure"].items():
        for at in range(first, last):
            figures[at] += ((first, last),)
    return Context(status, denied, well, cues["deny"], bool(cues["new"]), bool(cues["off"]), figures, helper)


def _denied(said: list[Word], cues: dict[str, dict[int, int]], inside: list[int], masked: set[int],
            well: list[bool]) -> list[bool]:
    """"No" reaches forward to the end of the statement, "is fine" and a "no" that ends a chunk reach back."""
    denied = [False] * len(said)
    sizes = Counter(word.chunk for word in said if not word.fill)
    timed = {word.chunk for word in said if number(word.word) is not None}  # "no fall, stiff for 45 minutes"
    left = 0  # words that the last "no" still reaches
    ends = False  # it denies no list, only what stands in its own chunk: "isn't swollen, very painful"
    begins = 0  # of the chunk, or of the statement in it
    it = ""  # what the last "no" spoke of: "it's not the disc it's my sickle cell" denies one of the two
    for at, word in enumerate(said):
        before = said[at - 1] if at else None
        if before is None or before.sentence != word.sentence:
            left, begins = 0, at
        elif before.chunk != word.chunk:
            begins = at
            if ends or sizes[word.chunk] > LIST or word.chunk in timed \
                    or any(at in cues[name] for name in ("the", "own", "he_she", "new")):
                left = 0
        if (at in cues["stop"] and at not in masked) or (at in cues["joins"] and at + 1 in cues["own"]):
            left, begins = 0, at
        if left and it and word.word == it:
            left = 0
        if at in masked:
            continue
        last = at + 1 >= len(said) or said[at + 1].chunk != word.chunk
        if at in cues["no"] and last and not inside[at]:
            if at > begins:
                denied[begins:at] = [True] * (at - begins)
            elif at and sizes[said[at - 1].chunk] <= LIST:  # "Cancer? No."
                since = at - 1
                while since and said[since - 1].chunk == said[at - 1].chunk:
                    since -= 1
                denied[since:at] = [True] * (at - since)
            left = 0
            continue
        if at in cues["deny_after"] and not inside[at] and _closes(said, cues["deny_after"][at], cues):
            since = max(begins, at - BACK)
            denied[since:at] = [True] * (at - since)
            if at in cues["well"]:
                well[since:at] = [True] * (at - since)
        if at in cues["deny"] and inside[at] < cues["deny"][at]:
            left = SCOPE + cues["deny"][at] - at
            ends = cues["deny_here"].get(at, 0) >= cues["deny"][at]  # "don't have any" denies a list, "don't" does not
            it = before.word if before and at - 1 in cues["the"] and before.sentence == word.sentence else ""
            continue
        if left:
            denied[at], left = True, left - 1
    return denied


def _closes(said: list[Word], end: int, cues: dict[str, dict[int, int]]) -> bool:
    """Nothing that it could belong to follows: "is fine and", but not "and good God", "and strong pain"."""
    return end >= len(said) or said[end].chunk != said[end - 1].chunk or said[end].fill \
        or any(end in cues[name] for name in ("joins", "stop", "own", "deny", "new", "past"))


def _whose(said: list[Word], cues: dict[str, dict[int, int]]) -> list[str]:
    """Whose it is: "own", "kin" or "other". The last one named in the sentence; the client if nobody is."""
    found: list[str] = []
    whose = last = "own"
    until = 0  # where the words that name the last one end: "my next client", "the man I care for"
    for at, word in enumerate(said):
        if at and said[at - 1].sentence != word.sentence and at not in cues["he_she"]:
            whose = "own"
        for name in ("other", "kin"):
            if at in cues[name] and not _led(said, at, cues):
                after = cues[name][at]
                tells = any(near in cues["reports"] for near in range(after, min(after + 2, len(said))))
                about = any(near in cues["he_she"] for near in range(after, min(after + 4, len(said))))
                if not tells or about:
                    whose = last = name
                    until = max(until, after)
        if at in cues["he_she"] and whose == "own":
            whose = last if last != "own" or at in cues["they"] else "kin"  # "they put a stent in": nobody's
        elif at in cues["own"] and at - 1 not in cues["by"] and at >= until:
            whose = "own"
        found.append(whose)
    return found


def _led(said: list[Word], at: int, cues: dict[str, dict[int, int]]) -> bool:
    """A word such as "at", "by" or "I" leads up to this one: "knocked over by the dog", "I'm a bloke of 50"."""
    before = at - 1
    while before > 0 and said[before].fill and before + 1 not in cues["by"].values():
        before -= 1
    return before + 1 in cues["by"].values() or (before in cues["own"] and not said[before].fill)


def _times(said: list[Word], cues: dict[str, dict[int, int]], inside: list[int],
           masked: set[int]) -> tuple[list[bool], list[bool]]:
    """Past and over; and old but unchanged. Of the times in a sentence the nearest one counts; a time that stands
    before a "but" does not reach beyond it."""
    before: list[tuple[int, str]] = [(0, "")] * len(said)  # the nearest time that ends here or earlier, and its end
    after = list(before)  # the nearest that begins here or later, and its beginning
    longer = [span for name in ("past", "gone", "old") for span in cues[name].items()]
    covered = {at for first, last in longer for at in range(first, last)}
    denies = set(cues["deny"].values())  # "hasn't healed" is not over
    for name in ("new", "old", "past", "gone"):
        for first, last in cues[name].items():
            if (name == "new" and first in covered) or (name == "gone" and (first in denies or inside[first] >= last)):
                continue  # "fine now", "three years now"; "the urge has vanished" is no end of a trouble
            if name == "past" and first in masked:
                continue  # "I got used to it"
            after[first] = (first, name)
            for at in range(first, last) if name != "gone" else ():  # "gone" speaks of what stands before it
                before[at] = (at, name)
    for marks, order in ((before, range(1, len(said))), (after, range(len(said) - 2, -1, -1))):
        for at in order:
            beside = at - 1 if marks is before else at + 1
            if not marks[at][1] and said[beside].sentence == said[at].sentence \
                    and not (marks is before and at in cues["turn"]):
                marks[at] = marks[beside]
    nearest = [
        late[1] if late[1] and (not early[1] or late[0] - at < at - early[0]) else early[1]
        for at, (early, late) in enumerate(zip(before, after, strict=True))
    ]
    return [name in ("past", "gone") for name in nearest], [name == "old" for name in nearest]


def _within(first: int, last: int, inside: list[int]) -> bool:
    """A mention that is more than the cue and a word covers it: "without any cause", not "if I" before anything."""
    return inside[first] > last + 1 or (first > 0 and inside[first - 1] >= last)


def _ifs(said: list[Word], cues: dict[str, dict[int, int]], inside: list[int]) -> list[bool]:
    """"If" and "would" reach forward to the end of the sentence; a question of the asking kind all of it."""
    ifs = [False] * len(said)
    if cues["indeed"]:
        return ifs
    not_if = {at for first, last in cues["if_not"].items() for at in range(first, last)}
    on = False
    for at, word in enumerate(said):
        begins = not at or said[at - 1].sentence != word.sentence
        if begins:
            on = False
        opens = begins or said[at - 1].chunk != word.chunk
        if at in not_if and cues["if_not"].get(at, at) >= (cues["asks"].get(at, at) if opens else at):
            pass  # of two that begin here the longer one counts: "could be" and "could this be"
        elif (opens and at in cues["asks"]) or (at in cues["if"] and not _within(at, cues["if"][at], inside)):
            on = True
        elif at in cues["stop"]:
            on = False
        ifs[at] = on
    return ifs
