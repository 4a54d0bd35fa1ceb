"""A story in parts: its sentences, what in them is told of the client, and the clauses of a sentence."""

import re
from itertools import pairwise

from dialogs.hear.numbers import numbers
from dialogs.hear.phrases import Mention
from dialogs.hear.text import Token, without
from dialogs.hear.understood import Said

SENTENCE = re.compile(r"[.!?؟\n]+(?=\s|$)|\s--\s")
OPENS = 3  # words at the beginning of a clause that say of whom it is
LITTLE, TOP = 1, 10  # out of ten
LONG = 25  # words of a clause without a comma, in which more than one thing is said
CLAUSES = 60  # of a sentence that are read


def parts(text: str) -> list[str]:
    """The sentences, each with its mark."""
    ends = [0, *(m.end() for m in SENTENCE.finditer(text)), len(text)]
    return [text[start:end] for start, end in pairwise(ends) if text[start:end].strip(" .!?\n")]


def cut(one: Said, start: int, end: int) -> Said:
    """Some of the words of a sentence, as a sentence of its own."""
    words = one.all[start:end]
    return Said(one.text, words, without(words, one.lexicon.skipped), one.lexicon, one.today)


def clauses(one: Said) -> list[Said]:
    """Parted by punctuation and words such as "but"; and by an "and" between what is worse and what is better."""
    if "clauses" not in one.memo:
        one.memo["clauses"] = _clauses(one)
    found: list[Said] = one.memo["clauses"]
    return found


def ratings(one: Said) -> list[Mention]:
    """Numbers out of ten, as "worse" or "better": "6 out of 10 sitting, 1 out of 10 lying"."""
    if not one.has("story.scale"):
        return []
    return [Mention("worse" if n.high > LITTLE else "better", n.start, n.end) for n in numbers(one.all, one.lexicon)
            if n.high <= TOP and one.begins("story.scale", n.end) and n.end < len(one.all) and (
                one.all[n.end].word != str(TOP) or one.all[n.end].gap.strip() == "/")]


def _clauses(one: Said) -> list[Said]:
    starts = {0} | {i for i, token in enumerate(one.all) if i and token.breaks}
    starts |= {m.start for name in ("talk.breaks", "story.than", "story.until") for m in one.whole(name)}
    edges = [*sorted(starts), len(one.all)]
    long = {i for start, end in pairwise(edges) if end - start > LONG for i in range(start, end)}
    starts |= {m.start for m in one.whole("story.runs") if m.start in long} if long else set()
    cues = sorted((m.start, mood) for mood in ("worse", "better") for name in (mood, f"{mood}_exact")
                  for m in [*one.whole(f"story.{name}"), *(r for r in ratings(one) if r.value == mood)])
    for m in one.whole("story.its"):
        if not one.ends("story.not_its", m.start):
            starts = starts - set(range(m.start + 1, m.end)) | {m.start}
    joins = [i for i, token in enumerate(one.all) if token.word in one.lexicon.single("number_cues.and")]
    starts |= {i for i in joins for (a, kind), (b, other) in pairwise(cues) if kind != other and a < i <= b}
    return [cut(one, start, end) for start, end in list(pairwise([*sorted(starts), len(one.all)]))[:CLAUSES]]


def own(one: Said) -> Said:
    """Without what is told of somebody else: from where they are named to the clause that says "I" or "my hip"."""
    if "own" not in one.memo:
        one.memo["own"] = _own(one)
    found: Said = one.memo["own"]
    return found


def _own(one: Said) -> Said:
    cues = [m for name in ("talk.others", "talk.someone", "story.others", "story.pronouns") for m in one.whole(name)
            if not one.ends("story.place", m.start)]
    if not cues:
        return one
    mine = {m.start for name in ("talk.myself", "story.mine") for m in one.whole(name)
            if not one.ends("talk.negate", m.start)}  # "she's not me"
    starts = [0, *(i for i, token in enumerate(one.all) if i and token.breaks), len(one.all)]
    kept, theirs = list[Token](), False
    for start, end in pairwise(starts):
        me = any(start <= at < end for at in mine)  # "he kicked me" is told of me
        here = [m for m in cues if start <= m.start < end]
        theirs = not me and (theirs or any(m.start - start < OPENS and all(
            one.begins("story.opens", i) for i in range(start, m.start)) for m in here))
        # "She can't manage stairs so I'm up and down": from there on it is told of me.
        turn = min((at - 1 for at in mine if start < at < end and one.begins("story.and_so", at - 1)), default=start)
        first = min((m.start for m in here), default=end)
        if first - start < OPENS and first < turn and not any(start <= at < turn for at in mine):
            start, here = turn, [m for m in here if m.start >= turn]
        # "I bend to do Dad's socks": what is theirs goes, the rest stays.
        stop = min((m.start for m in here if one.all[m.end - 1].word.endswith("'s")), default=end)
        kept += [] if theirs else one.all[start:stop]
    return Said(one.text, kept, without(kept, one.lexicon.skipped), one.lexicon, one.today)
