"""Areas of the body as people put them together: "hip, on the outside", "front and side of the thigh"; and parts that
only say where another one is: "the dimple above my bum"."""

from itertools import pairwise

from dialogs.hear.phrases import Mention
from dialogs.hear.text import Token, without
from dialogs.hear.understood import Said

AREAS = "pain_areas"
NEAR = 6  # words between a part of the body and what it is beside
REACH = 4  # words from a direction to its part of the body
LOW_BACK, LOW_BACK_SIDE = "low_back_midline", "psis_dimple"


def put_together(said: Said) -> None:
    """What belongs together stands together in `said.words`: without the "me" of "front of me thigh"."""
    said.words = without(said.words, frozenset(said.lexicon.single("area_cues.mine")))
    said.words = _spread(_rejoined(_aspects(said.words, said), said), said)


def asks_where(said: Said) -> bool:
    """"Is the hip part of it", not "how you say, the buttocks"."""
    return said.begins("area_cues.asks", 0) and not said.begins("area_cues.word_for", 0)


def _rejoined(words: list[Token], said: Said) -> list[Token]:
    """"Hip, on the outside", "thigh (back)" and "middle, lower back" without what parts them: a clause that only says
    which side of the part beside it."""
    direction, nouns = said.lexicon.table("area_cues.direction"), said.lexicon.table("area_cues.nouns")
    sides = said.lexicon.single("area_cues.which")
    edges = [0, *(i for i, token in enumerate(words) if i and token.breaks), len(words)]
    joined, begun = list(words), 0
    for start, end in pairwise(edges[1:]):
        reached = direction.longest(words, start)[0]
        whose = reached == end or reached - start > 1 or ("(" in words[start].gap and words[start].word in sides)
        leads = direction.longest(words, begun)[0] == start and nouns.longest(words, start)[0] > start
        if leads or (whose and nouns.find(words[begun:start])):
            joined[start] = words[start]._replace(gap=" ")
        else:
            begun = start
    return joined


def _aspects(words: list[Token], said: Said) -> list[Token]:
    """"Hip: front and side" as "front and side hip": a clause of nothing but directions belongs to the part before."""
    sides, joins = said.lexicon.single("area_cues.which"), said.lexicon.single("area_cues.joins")
    nouns = said.lexicon.table("area_cues.nouns")
    edges = [0, *(i for i, token in enumerate(words) if i and token.breaks), len(words)]
    for before, (start, end) in zip(edges, pairwise(edges[1:]), strict=False):
        clause, named = words[start:end], nouns.find(words[before:start])
        if len(clause) > 2 and named and before + named[-1].end == start and all(
                token.word in (joins if i % 2 else sides) for i, token in enumerate(clause)):
            at = before + named[-1].start
            part = [words[at]._replace(gap=" "), *words[at + 1 : start]]
            return [*words[:at], clause[0]._replace(gap=words[at].gap), *clause[1:], *part, *words[end:]]
    return words


def _spread(words: list[Token], said: Said) -> list[Token]:
    """"Front and side of the thigh" as "front thigh and side thigh", "side of hip and thigh" as "side hip and side
    thigh"."""
    sides, nouns = said.lexicon.single("area_cues.which"), said.lexicon.table("area_cues.nouns")
    joins = said.lexicon.single("area_cues.joins")
    spread: list[Token] = []
    for i, token in enumerate(words):
        before, after = words[i - 1].word if i else "", words[i + 1 : i + 2]
        if before in joins and i > 1 and nouns.longest(words, i)[0] > i and token.word not in sides:
            said_of = [t for t in words[max(0, i - REACH) : i - 1] if t.word in sides]
            part = any(nouns.longest(words, j)[0] == i - 1 for j in range(max(0, i - REACH), i - 1))
            spread += [Token(said_of[-1].word, token.gap)] if said_of and part else []
        spread.append(token)
        second = words[i + 2 : i + 3] if token.word in sides and after and after[0].word in joins else []
        if second and second[0].word in sides:
            ends = [(j, nouns.longest(words, j)[0]) for j in range(i + 3, min(len(words), i + 3 + REACH))]
            spread += next((words[j:end] for j, end in ends if end > j), [])
    return spread


def low_back_too(said: Said, values: set[str], mentions: list[Mention]) -> bool:
    """"Lower back, buttock, calf": alone it may be either spot of the low back, in a list it is the back itself."""
    if {LOW_BACK, LOW_BACK_SIDE} & values:
        return False
    inside = {i for m in mentions for i in range(m.start, m.end)}
    nots = {m.start for m in said.find("talk.negate")} | {m.start for m in said.find("area_cues.off")} | {
        m.start for m in said.find("area_cues.beside")} | {m.start for m in said.find("talk.past")}
    return any(m.start not in inside and not nots & set(range(m.end + 1)) for m in said.find("area_cues.low_back"))


def elsewhere(said: Said, words: list[Token], mentions: list[Mention]) -> set[Mention]:
    """A part of the body that only says where another one is: "the dimple above my bum"; and a "bony bit" whose place
    is named after it."""
    table, joined, found = said.lexicon.table, said.lexicon.single("area_cues.joins"), set[Mention]()
    off = {m.end for m in table("area_cues.off").find(words)}
    sides = said.lexicon.single("story_side.left"), said.lexicon.single("story_side.right")
    found |= {m for m in mentions if m.start in off or (
        m.start - 1 in off and any(words[m.start - 1].word in side for side in sides))}
    cues = {m.end: m.start for m in table("area_cues.beside").find(words)}
    for before, m in pairwise(mentions):
        between = words[before.end : cues.get(m.start, before.end)]
        if m.start in cues and len(between) < NEAR and not any(t.word in joined or t.breaks for t in between):
            found.add(m)
    vague = {(m.start, m.end) for m in table("area_cues.vague").find(words)}
    for m, after in pairwise(mentions):
        between = words[m.end : after.start + 1]
        if (m.start, m.end) in vague and after not in found and len(between) <= NEAR and not any(
            t.word in joined or t.breaks for t in between
        ):
            found.add(m)
    found |= {m for before, m in pairwise(mentions) if before.end == m.start and words[m.start].breaks and any(
        m.start <= start < m.end for start, _ in vague)}  # "outside of the hip, the bony bit"
    place = table("area_cues.place")
    found |= {m for before, m in pairwise(mentions) if before.end <= m.start and words[before.end].breaks
              and m.start <= place.longest(words, before.end)[0] + 1
              and place.longest(words, before.end)[1]}  # "hip on the outside, where the hand hangs"
    return found | _moved(said, words, mentions)


def _moved(said: Said, words: list[Token], mentions: list[Mention]) -> set[Mention]:
    """Where it was and is no more: "used to be the calf, now only the buttock", not "... now the buttock too"."""
    table = said.lexicon.table
    nows = [n for n in table("talk.today").find(words) if any(m.start >= n.end for m in mentions)]
    only = said.has("talk.now_only")
    past = [p for p in table("talk.past").find(words) if p.end - p.start > 1 or only]
    past += table("area_cues.began").find(words) if only else []
    if not (nows and past) or said.has("side_cues.too"):
        return set()
    return {m for m in mentions for p in past if p.end <= m.start < nows[-1].start and not any(
        token.breaks for token in words[p.end : m.start + 1])}
