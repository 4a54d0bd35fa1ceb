"""Who, when and whether it is real, for each word of a message.

The lists are in cues.yaml. A cue inside a mention ("no feeling", "can't pee") belongs to the mention and changes
nothing outside it.
"""

from dataclasses import dataclass
from enum import IntEnum

from dialogs.hear.denial import reach
from dialogs.hear.match import Mention
from dialogs.hear.ordinary import explained
from dialogs.hear.tokens import Word
from knowledge.lexicon import CUES

HEAD = 3  # words at the head of a question that may ask it: "does massage help with ...?"


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


def context(said: list[Word], found: list[Mention], ruled: frozenset[str], *, helper: bool = False) -> Context:
    cues: dict[str, dict[int, int]] = {name: {} for name in CUES}
    inside = [0] * (len(said) + 1)  # for each word how far a mention that is no cue covers it
    for mention in found:
        if mention.name in cues:
            cues[mention.name][mention.first] = mention.last
        elif mention.last - mention.first > 1 and mention.name in ruled:
            for at in range(mention.first, mention.last):
                inside[at] = max(inside[at], mention.last)
    helper = helper or bool(cues["helper"])
    masked = {at for first, last in cues["deny_not"].items() for at in range(first, last)}
    for name in ("kin", "other", "past", "old"):  # "everyone would be better off" is about nobody else
        more = 0 if name == "other" else 1  # "like wiping someone else"
        cues[name] = {first: last for first, last in cues[name].items() if inside[first] <= last + more}
    denies = set(cues["deny"].values())  # "it never happened to me" is no "it happens to me"
    cues["indeed"] = {first: last for first, last in cues["indeed"].items() if first not in denies}
    whoses = _whose(said, cues)
    mine = helper or bool(cues["indeed"])  # "my mum had it and so do I"
    past, old = _times(said, cues, inside, masked)
    denied, well = reach(said, cues, inside, masked)
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


def _whose(said: list[Word], cues: dict[str, dict[int, int]]) -> list[str]:
    """Whose it is: "own", "kin" or "other". The last one named in the sentence; the client if nobody is."""
    found: list[str] = []
    whose = last = "own"
    until = 0  # where the words that name the last one end: "my next client", "the man I care for"
    for at, word in enumerate(said):
        if at and said[at - 1].sentence != word.sentence and at not in cues["he_she"]:
            whose = "own"
        for name in ("other", "kin"):
            after = cues[name].get(at, 0)
            if after and not _led(said, at, cues) and not (name == "other" and _titled(said, at, after)):
                tells = any(near in cues["reports"] for near in range(after, min(after + 2, len(said))))
                about = any(near in cues["he_she"] for near in range(at, min(after + 4, len(said))))
                if not tells or about:
                    whose = last = name
                    until = max(until, after)
        if at in cues["he_she"] and whose == "own":
            whose = last if last != "own" or at in cues["they"] else "kin"  # "they put a stent in": nobody's
        elif at in cues["own"] and at - 1 not in cues["by"] and at >= until:
            whose = "own"
        found.append(whose)
    return found


def _titled(said: list[Word], at: int, after: int) -> bool:
    """The message begins with who writes it: "Hairdresser, can't feel my hands"."""
    begin = said[:2]
    return (at, after) == (0, 1) and len({w.chunk for w in begin}) == 2 and len({w.sentence for w in begin}) == 1


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
    ended = {said[first].sentence - 1 for first, last in cues["past"].items() if _alone(said, first, last)}
    kept = {word.sentence for word, name in zip(said, nearest, strict=True) if name}
    for at, word in enumerate(said):
        if word.sentence in ended and word.sentence not in kept:
            nearest[at] = "past"  # "Kidney stones, shingles. Long ago."
    return [name in ("past", "gone") for name in nearest], [name == "old" for name in nearest]


def _alone(said: list[Word], first: int, last: int) -> bool:
    """It is a sentence of its own, small words apart, and one stands before it."""
    words = [at for at, word in enumerate(said) if word.sentence == said[first].sentence]
    return words[0] > 0 and all(first <= at < last or said[at].fill for at in words)


def _within(first: int, last: int, inside: list[int]) -> bool:
    """A mention that is more than the cue and a word covers it: "without any cause", not "if I" before anything."""
    return inside[first] > last + 1 or (first > 0 and inside[first - 1] >= last)


def _ifs(said: list[Word], cues: dict[str, dict[int, int]], inside: list[int]) -> list[bool]:
    """"If" and "would" reach forward to the end of the sentence; a question of the asking kind all of it."""
    ifs = [bool(cues["testing"])] * len(said)
    if cues["indeed"] or cues["testing"]:
        return ifs
    not_if = {at for first, last in cues["if_not"].items() for at in range(first, last)}
    on = False
    asking = {word.sentence for word in said if word.asks}
    bare = asking - {said[at].sentence for at in cues["own"]}  # "is fever a reason to stay away?"
    since = 0  # where the sentence begins
    for at, word in enumerate(said):
        begins = not at or said[at - 1].sentence != word.sentence
        if begins:
            on, since = False, at
        head = at - since < HEAD and word.sentence in asking
        opens = begins or said[at - 1].chunk != word.chunk or head
        if at in not_if and cues["if_not"].get(at, at) >= (cues["asks"].get(at, at) if opens else at):
            pass  # of two that begin here the longer one counts: "could be" and "could this be"
        elif at in cues["states"] and not begins and said[at - 1].chunk != word.chunk:
            on = False  # "what shall I do, I have a fever"
        elif (opens and at in cues["asks"]) or (begins and at in cues["asks_bare"] and word.sentence in bare) \
                or (at in cues["if"] and not _within(at, cues["if"][at], inside)):
            on = True
            ifs[since if head else at:at] = [True] * (at - since if head else 0)  # "with a fever can I come?"
        elif at in cues["stop"]:
            on = False
        ifs[at] = on
    return ifs
