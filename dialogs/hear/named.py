"""What is named in a reply and not excluded; what is excluded is cut before anything is matched."""

from bisect import bisect_left, bisect_right
from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import pairwise

from dialogs.hear.areas import AREAS, elsewhere
from dialogs.hear.phrases import Mention
from dialogs.hear.text import READ, Token
from dialogs.hear.understood import Said

# What speaks for a section in a clause, and what speaks against it.
MOODS = {"aggravating": ("talk.worsens", "talk.eases"), "relieving": ("talk.eases", "talk.worsens")}
LONG, OPENS = 12, 3  # cues in a reply that are weighed; words before a "nothing"
REPLY = 15  # words; what is longer tells of more than what was asked: "I am writing this on the bus and the man ..."
NO_VALUES = ("other", "unclear", "none")  # keys of a section that are no values themselves


def in_reply(section: str) -> str:
    """The phrases of a section with those that mean something only in a reply to that very question."""
    return f"{section}+{section}_reply" if section in MOODS else section


@dataclass(slots=True)
class Named:
    """What was named: in order, and what was cut out."""

    values: list[str] = field(default_factory=list)
    excluded: set[str] = field(default_factory=set)
    mentions: list[Mention] = field(default_factory=list)


def clause_of(said: Said) -> Callable[[int], int]:
    """Which clause a word belongs to."""
    nows = {m.end for m in said.find("talk.today")}  # "now only" is one
    edges = {m.start for m in said.find("talk.breaks")} - nows
    edges |= {i for i, token in enumerate(said.words) if token.breaks}
    starts = sorted(edges - {0})
    return lambda at: bisect_right(starts, at)


def named(
    said: Said, section: str, words: list[Token] | None = None, *, whole: bool = False, reach: int = READ
) -> Named:
    """What is named and not excluded, clause by clause. A "not" holds to the end of its clause; "is fine" after
    a thing cuts what stands before it in the clause; neither goes further than so many words (`reach`)."""
    lexicon, result = said.lexicon, Named()
    short = words is None and len(said.all) <= REPLY
    table = lexicon.table(in_reply(section) if short else section, whole=whole)
    words = said.words if words is None else words
    mentions = table.find(words)
    if not mentions:
        return result
    taken = {i for m in mentions if m.value != "unclear" for i in range(m.start, m.end)}
    kept = {i for m in lexicon.table("talk.keep", whole=whole).find(words) for i in range(m.start, m.end)}
    kept |= {m.start for m in lexicon.table("talk.correct", whole=whole).find(words) if m.end - m.start > 1}
    negated = [m for m in lexicon.table("talk.negate", whole=whole).find(words) if m.start not in kept | taken]
    inside = {i for m in negated for i in range(m.start + 1, m.end)}
    if any(m.start in inside for m in mentions):  # "apart from sitting" names no "from sitting"
        mentions = table.find([t._replace(word="") if i in inside else t for i, t in enumerate(words)])
    fine = [m for m in lexicon.table("talk.fine", whole=whole).find(words)
            if not set(range(m.start, m.end)) & (kept | taken)]
    if section == "relieving":  # there "is good" cuts nothing, only "is no good" does
        fine = [m for m in fine if any(lexicon.table(name, whole=True).find(words[m.start : m.end])
                                       for name in ("talk.negate", "talk.last_no", "quantity.none"))]
    starts = {0} | {i for i, token in enumerate(words) if i and token.breaks}
    fine += [m for m in lexicon.table("talk.last_bad" if section == "relieving" else "talk.last_good").find(words)
             if m.start not in kept | taken and (m.end == len(words) or m.end in starts)]
    starts |= {m.start for m in lexicon.table("talk.breaks").find(words) if m.start not in taken}
    starts -= {i for m in negated for i in range(m.start + 1, m.end)}  # "all but"
    if section == "relieving":  # "I tried heat, but no good"
        useless = lexicon.table("talk.useless", whole=whole).find(words)
        fine += useless
        late = {m.start for m in useless} - starts  # "tablets do nothing"
        mentions = [m for m in mentions if m.start not in late]
        edges = [*sorted(starts), len(words)]
        starts -= {a for a, b in pairwise(edges) if any(a <= m.start < b for m in useless)
                   and not any(a <= m.start < b for m in mentions)} - {0}
    easy = _easy(said, words, kept, sorted(starts)) if section == "aggravating" else set()
    nots, goods = [m.start for m in negated], _goods(
        words, fine, [m for m in lexicon.table("talk.last_no", whole=whole).find(words) if m.start not in kept], starts)
    near = elsewhere(said, words, mentions) if section == AREAS else _other_mood(said, section, words, mentions)
    at = 0
    for start, end in pairwise([*sorted(starts), len(words)]):
        good = bisect_left(goods, end) - 1
        while at < len(mentions) and mentions[at].start < end:
            m, at = mentions[at], at + 1
            if m.value in NO_VALUES or m in near:
                continue
            if m.start in easy:
                result.excluded.add(m.value)
                continue
            cut = bisect_left(nots, m.start) - 1  # the nearest "not" before it
            if (cut >= 0 and start <= nots[cut] and m.start <= nots[cut] + reach) or (
                good >= 0 and m.start < goods[good] <= m.start + reach and goods[good] > start
                and not (section == "side" and _between(said, words, mentions[at:], m.end, goods[good]))
            ):
                result.excluded.add(m.value)
            elif m.value not in result.values:
                result.values.append(m.value)
            result.mentions.append(m)
    result.values = [v for v in result.values if v not in result.excluded or _again(v, result, words, nots)]
    return result


def _easy(said: Said, words: list[Token], kept: set[int], edges: list[int]) -> set[int]:
    """The words of a clause such as "I can walk for miles"."""
    cans = [m.start for m in said.lexicon.table("talk.can").find(words) if m.start not in kept]
    eased, found = said.lexicon.table("talk.at_ease").find(words) if cans else [], set[int]()
    for start, end in pairwise([*edges, len(words)]):
        if any(start <= at < end for at in cans) and any(start <= m.start < end for m in eased):
            found.update(range(start, end))
    return found


def _between(said: Said, words: list[Token], later: list[Mention], end: int, good: int) -> bool:
    """A second side stands before the "is fine", and no "and" joins the two: "right hip left is fine"."""
    joins = said.lexicon.single("number_cues.and")
    return any(m.start < good and m.value not in NO_VALUES and not any(t.word in joins for t in words[end : m.start])
               for m in later[:OPENS])


def _goods(words: list[Token], fine: list[Mention], last_no: list[Mention], starts: set[int]) -> list[int]:
    """Where an "is fine" stands. A "no" that ends a clause is one ("heat yes, ice no"), but not after a clause that
    tells what is fine: "sitting is fine, running no"."""
    last = {m.start for m in last_no if m.end == len(words) or m.end in starts}
    real = sorted(m.start for m in fine if m.start not in last)
    edges = sorted(starts)
    flipped = {at for at in last if real and real[0] < edges[bisect_right(edges, at) - 1]}
    return sorted({*real, *last} - flipped)


def _other_mood(said: Said, section: str, words: list[Token], mentions: list[Mention]) -> set[Mention]:
    """Asked what makes it better, what "makes it worse" in its own clause, and the other way round."""
    if section not in MOODS or words is not said.words:
        return set()
    own, other, untried = ([m.start for m in said.find(name)] for name in (*MOODS[section], "talk.untried"))
    untried = [at for at in untried if not any(m.start == at for m in said.find("talk.correct"))]  # "should be heat"
    clause = clause_of(said)
    told = {clause(at) for at in own[:LONG]}
    elsewhere = {clause(at) for at in other[:LONG]} - told
    first = {clause(at): at for at in reversed(untried)} if not own else {}  # "doctor said to walk"
    return {m for m in mentions if clause(m.start) in elsewhere
            or first.get(clause(m.start), m.start) < m.start}


def _again(value: str, result: Named, words: list[Token], nots: list[int]) -> bool:
    """Named with and without a "not": the last mention counts."""
    last = max(m.start for m in result.mentions if m.value == value)
    broken = max((i for i in range(last + 1) if words[i].breaks), default=0)
    return not any(broken <= at < last for at in nots)
