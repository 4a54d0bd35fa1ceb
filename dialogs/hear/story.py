"""An opening story -> what it says beyond doubt about ordinary questions. Red flags are never filled from it.

Sentence by sentence; what is said of somebody else, of an operation or of another time is left out. Here: where it
hurts and what makes it worse or better. How it began: story_begin.py; age, side and strength: story_facts.py.
"""

import re
from datetime import date
from itertools import pairwise

from dialogs.hear.lists import named
from dialogs.hear.phrases import Lexicon
from dialogs.hear.story_begin import begun, pregnant, since
from dialogs.hear.story_facts import aged, side, strength, told_for
from dialogs.hear.text import READ, tokens
from dialogs.hear.understood import Said, Understood, said

SENTENCE = re.compile(r"[.!?؟\n]+(?=\s|$)|\s--\s")
SENTENCES, WORDS = 60, 400  # that are read; a story has 20 to 250
REACH = 4  # words a "not" or "is fine" covers in a story
LISTED = 6  # words of a clause that may belong to a list
OPENS = 2  # or it opens with what it lists
CLAUSES = 60  # of a sentence that are read
FAR = ("foot", "below_knee", "thigh_front")  # named for much else, so only beside a pain
CLOSE = 4  # words between a pain and what one does while it hurts


def slots(text: str, lexicon: Lexicon, today: date) -> dict[str, Understood]:
    """Kind of question -> what the story says; a kind it does not speak of is missing."""
    sentences, left = list[Said](), WORDS
    for part in parts(text[:READ])[:SENTENCES]:
        sentences.append(said(part, lexicon, today, every=tokens(part)[:left]))
        left -= len(sentences[-1].all)
    helper = told_for(sentences)
    own = [one for one in sentences if helper or not one.has("talk.others")]
    found: dict[str, Understood | None] = {
        "age_years": aged(sentences, helper), "side": side(own), "onset_duration": since(sentences, helper),
        "pain_areas": _areas(own, helper), "trauma_kind": begun(sentences), "intensity_0_10": strength(own),
        "pregnancy": pregnant(sentences), **_factors(sentences, helper),
    }
    return {kind: value for kind, value in found.items() if value is not None}


def parts(text: str) -> list[str]:
    """The sentences, each with its mark."""
    ends = [0, *(m.end() for m in SENTENCE.finditer(text)), len(text)]
    return [text[start:end] for start, end in pairwise(ends) if text[start:end].strip(" .!?\n")]


def _areas(sentences: list[Said], helper: bool) -> Understood | None:
    found, doubted = dict[str, None](), dict[str, None]()
    for one in sentences:
        if one.asked() or (not helper and one.has("story.helper")):
            continue
        for start, end in _clauses(one):
            words = one.words[start:end]
            if not one.lexicon.table("story.not_area").find(words):
                got = named(one, "pain_areas", words, reach=REACH).values
                if not (one.has("story.pain") or one.has("story.path")):
                    got = [area for area in got if area not in FAR]
                vague = one.lexicon.table("story.vague_area").find(words)
                (found if not vague else doubted).update(dict.fromkeys(got))
    found = found or doubted  # "the bony bit" only says more of the hip that was named
    return Understood(tuple(found)) if found else None


def _factors(sentences: list[Said], helper: bool) -> dict[str, Understood | None]:
    """What makes it worse and what makes it better, clause by clause."""
    found: dict[str, dict[str, None]] = {"aggravating": {}, "relieving": {}}
    for one in sentences:
        if not helper and one.has("talk.others") and not one.has("story.worse"):
            continue
        wish = one.asked() or one.has("story.wish")
        for mood, start, end in _moods(one):
            for value in named(one, mood, one.words[start:end], reach=REACH).values:
                if mood == "aggravating" or not (wish or (value == "massage" and one.has("story.asks_massage"))):
                    found[mood][value] = None
    return {kind: Understood(tuple(values)) if values else None for kind, values in found.items()}


def _moods(one: Said) -> list[tuple[str, int, int]]:
    """The clauses that tell what makes it worse or better. One without a cue is about what the one before was; the
    short ones at the beginning, of a list, about what the first with a cue is."""
    found, before, waiting = list[tuple[str, int, int]](), "", list[tuple[int, int]]()
    for start, end in _clauses(one):
        mood = _mood(one, start, end)
        if mood and not before:
            found += [(mood, *span) for span in waiting]
        elif not mood and not before and end - start <= LISTED and not _idle(one, start, end):
            waiting.append((start, end))
        before = mood or before
        if mood or (before and _lists(one, before, start, end) and not _idle(one, start, end)):
            found.append((before, start, end))
    return found


def _lists(one: Said, mood: str, start: int, end: int) -> bool:
    """A clause without a cue goes on with the list before it if it is short or opens with such a thing."""
    found = one.lexicon.table(mood).find(one.words[start:end])
    return end - start <= LISTED or any(m.start < OPENS for m in found)


def _idle(one: Said, start: int, end: int) -> bool:
    """A thing that changes nothing, that can be done, or that happened once."""
    words, table = one.words[start:end], one.lexicon.table
    return any(table(f"story.{name}").find(words) for name in ("neither", "able", "once"))


def _mood(one: Said, start: int, end: int) -> str:
    """Whether this clause is about what makes it worse or better."""
    words, table = one.words[start:end], one.lexicon.table
    worse, better = table("story.worse").find(words), table("story.better").find(words)
    once = table("story.once").find(words) and not table("story.sure_mood").find(words)
    if once or table("story.neither").find(words):
        return ""
    if worse or better:
        return "relieving" if better else "aggravating"
    pain = table("story.pain").find(words)
    linked = pain and (table("story.link").find(words) or any(
        0 <= m.start - p.end < CLOSE for p in pain for m in table("aggravating").find(words)))
    links = [m.end for m in table("story.link").find(words)]
    linked = linked or (one.find("story.pain") and not one.find("story.better") and any(
        0 <= m.start - at < CLOSE for at in links for m in table("aggravating").find(words)))
    first = pain[0].start if pain else 0
    told = any(m.end > first or first >= min(links, default=0) for m in table("story.event").find(words)) or (
        table("story.able").find(words))
    return "aggravating" if linked and not told else ""


def _clauses(one: Said) -> list[tuple[int, int]]:
    """Parted by punctuation and words such as "but"; and by an "and" between what is worse and what is better."""
    words = one.words
    starts = {0} | {i for i, t in enumerate(words) if i and t.breaks}
    starts |= {m.start for m in one.find("talk.breaks")}
    cues = sorted([*((m.start, 1) for m in one.find("story.worse")), *((m.start, 0) for m in one.find("story.better"))])
    joins = [i for i, t in enumerate(words) if t.word in one.lexicon.single("number_cues.and")]
    starts |= {i for i in joins for (a, kind), (b, other) in pairwise(cues) if kind != other and a < i <= b}
    return list(pairwise([*sorted(starts), len(words)]))[:CLAUSES]
