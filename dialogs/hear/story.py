"""An opening story -> what it says beyond doubt about ordinary questions. Red flags are never filled from it.

Sentence by sentence; what is said of somebody else, of an operation or of another time is left out.
"""

import re
from collections import Counter
from datetime import date
from itertools import pairwise

from dialogs.hear.duration import Time, band, times_of
from dialogs.hear.lists import named
from dialogs.hear.numbers import Number, numbers
from dialogs.hear.one import TRAUMA, pregnancy
from dialogs.hear.phrases import Lexicon, Token
from dialogs.hear.understood import Said, Understood, said

SENTENCE = re.compile(r"[.!?\n]+(?=\s|$)|\s--\s")
YOUNGEST, OLDEST = 10, 110
GRAVE = TRAUMA[:3]  # named anywhere they come before what is named first
PLAIN = (*GRAVE, "minor_fall")  # say what happened; a sport or a lift may only be what hurts now
MANY = 12  # times in a sentence that are weighed
SURE = 3  # points a time needs to be the time since it hurts


def slots(text: str, lexicon: Lexicon, today: date) -> dict[str, Understood]:
    """Kind of question -> what the story says; a kind it does not speak of is missing."""
    parts = [part for part in SENTENCE.split(text[:4096]) if part.strip()]
    sentences = [said(part, lexicon, today) for part in parts]
    found: dict[str, Understood | None] = {
        "age_years": _age(sentences), "side": _side(sentences), "onset_duration": _since(sentences),
        "pain_areas": _areas(sentences), "trauma_kind": _trauma(sentences), "intensity_0_10": _pain(sentences),
        "pregnancy": _pregnancy(sentences), **_factors(sentences),
    }
    return {kind: value for kind, value in found.items() if value is not None}


def _table(one: Said, name: str, words: list[Token] | None = None) -> bool:
    return bool(one.lexicon.table(name, whole=True).find(one.all if words is None else words))


def _ends(one: Said, name: str, at: int) -> bool:
    """A phrase of this list ends right before this word."""
    table = one.lexicon.table(name, whole=True)
    return any(table.longest(one.all[:at], start)[0] == at for start in range(max(0, at - 3), at))


def _age(sentences: list[Said]) -> Understood | None:
    if sum(len(one.lexicon.table("story.pronouns", whole=True).find(one.all)) for one in sentences) > 2:
        return None  # told for somebody: whose age it is can't be known
    for order, one in enumerate(sentences):
        words = one.all
        for n in numbers(words, one.lexicon):
            if n.low == n.high == int(n.low) and YOUNGEST <= n.low <= OLDEST and _is_age(one, n, order == 0):
                return Understood((str(int(n.low)),))
    return None


def _is_age(one: Said, n: Number, first: bool) -> bool:
    words, table = one.all, one.lexicon.table
    after = words[n.end] if n.end < len(words) else None
    tail = bool(table("story.age_tail", whole=True).longest(words, n.end)[1])
    if after and not after.breaks and not tail and table("number_cues.age_not", whole=True).longest(words, n.end)[1]:
        return False
    less = table("number_cues.age_one_less", whole=True).longest(words, n.end)[1]
    if less or (after and after.gap.startswith("%")):
        return False
    if _ends(one, "talk.others", n.start) or _table(one, "story.helper", words[max(0, n.start - 3) : n.start]):
        return False
    unit = after is not None and not after.breaks and table("units", whole=True).longest(words, n.end)[1]
    if unit and not tail:
        return False
    if tail and not (unit and one.has("story.begin") and "old" not in {t.word for t in words[n.end : n.end + 2]}):
        return True
    stands = after is None or after.breaks or bool(table("story.age_opens", whole=True).longest(words, n.end)[1])
    if n.start == 0:
        return stands and (first or after is None or after.breaks) and n.low >= 16
    if words[n.start].breaks and stands and n.low >= 16 and (after is None or after.breaks):
        return "," in words[n.start].gap and not (n.digits and n.low > OLDEST)
    return _ends(one, "story.age_lead", n.start) and not _ends(one, "story.age_not", n.start) and (
        stands or (not unit and not words[n.start].breaks))


def _side(sentences: list[Said]) -> Understood | None:
    count: Counter[str] = Counter()
    for one in sentences:
        words, table = one.all, one.lexicon.table
        if _table(one, "talk.others"):
            continue
        others = {i for m in table("side", whole=True).find(words) if m.value == "other" for i in range(m.start, m.end)}
        for i, token in enumerate(words):
            value = token.word if token.word in ("left", "right", "both", "either") else ""
            if not value or i in others:
                continue
            body = bool(table("story.side_after", whole=True).longest(words, i + 1)[1]) and not _breaks(words, i + 1)
            if value in ("both", "either"):
                count["both"] += bool(table("story.both_after", whole=True).longest(words, i + 1)[1])
                continue
            if _ends(one, "story.side_strong", i) and not _ends(one, "story.side_not_before", i):
                count[value] += 1
                continue
            turns = table("story.side_not_after", whole=True).longest(words, i + 1)[1] and not _breaks(words, i + 1)
            if turns and not body:
                continue
            alone = i == 0 or token.breaks
            if _ends(one, "story.side_not_before", i) and not body:
                continue
            if body or _ends(one, "story.side_before", i) or (
                alone and _breaks(words, i + 1) and (value == "left" or i > 0)
            ):
                count[value] += 1
    if count["both"] and max(count["left"], count["right"]) < 2:
        return Understood(("both",))
    left, right = count["left"], count["right"]
    if left and right and min(left, right) * 3 > max(left, right):
        return None
    if left or right:
        return Understood(("left" if left > right else "right",))
    return None


def _breaks(words: list[Token], i: int) -> bool:
    return i >= len(words) or words[i].breaks


def _since(sentences: list[Said]) -> Understood | None:
    """The time with most signs of being the time since it hurts; none if two differ that are as likely."""
    rated: list[tuple[int, Time]] = []
    pain = False
    for one in sentences:
        here = _table(one, "story.pain") or _table(one, "story.body")
        pain = pain or here
        rated += [(_points(one, time) + pain, time) for time in times_of(one.all, one)[:MANY]]
    best = max((points for points, _ in rated), default=0)
    enough = SURE - (len([points for points, _ in rated if points >= 0]) == 1)
    top = [time for points, time in rated if points >= max(enough, best - 1)]
    if not top or len({band(time.high) for time in top}) > 1:
        return None
    time = next(time for points, time in rated if points == best)
    low, high = band(time.low), band(time.high)
    edge = low != high
    return Understood((high,), sure=not edge, confirm=edge, near=(low,) if edge else (), days=(time.low, time.high))


def _points(one: Said, time: Time) -> int:
    """Signs in the clause that this time is when the pain began."""
    words, table = one.all, one.lexicon.table
    start, end = _clause(one, time)
    clause, at = words[start:end], time.start
    hedge = _ends(one, "story.time_hedge", at)
    lead = _ends(one, "story.time_lead", at - hedge) or _ends(one, "story.time_lead", at)
    tail = bool(table("story.time_tail", whole=True).longest(words, time.end)[1])
    begun = _table(one, "story.begin", clause)
    alone = len(clause) - (time.end - time.start) <= 3
    points = 2 * (lead or tail) + (hedge or begun) + time.named + 2 * (alone and time.high >= 1)
    points += _table(one, "story.pain", clause)
    wrong = _table(one, "story.not_since", clause) or _table(one, "talk.others", clause)
    return points - 4 * wrong - time.vague


def _clause(one: Said, time: Time) -> tuple[int, int]:
    starts = [0, *(i for i, t in enumerate(one.all) if i and set(t.gap) & set(",;:")), len(one.all)]
    start = max(s for s in starts if s <= time.start)
    return start, min(s for s in starts if s > start)


def _areas(sentences: list[Said]) -> Understood | None:
    found: dict[str, None] = {}
    for one in sentences:
        if one.text.rstrip().endswith("?") or _table(one, "story.helper") or _table(one, "talk.others"):
            continue
        for start, end in _clauses(one):
            words = one.words[start:end]
            if not one.lexicon.table("story.not_area").find(words):
                found |= dict.fromkeys(named(one, "pain_areas", words).values)
    return Understood(tuple(found)) if found else None


def _factors(sentences: list[Said]) -> dict[str, Understood | None]:
    """What makes it worse and what makes it better, clause by clause."""
    found: dict[str, dict[str, None]] = {"aggravating": {}, "relieving": {}}
    for one in sentences:
        mood = ""
        if _table(one, "talk.others") and not _table(one, "story.worse"):
            continue
        for start, end in _clauses(one):
            words = one.words[start:end]
            table = one.lexicon.table
            worse, better = bool(table("story.worse").find(words)), bool(table("story.better").find(words))
            worse = worse or bool(not better and table("story.pain").find(words) and table("story.link").find(words))
            if worse or better:
                mood = "" if worse and better else "aggravating" if worse else "relieving"
            if mood:
                found[mood] |= dict.fromkeys(named(one, mood, words).values)
    return {kind: Understood(tuple(values)) if values else None for kind, values in found.items()}


def _clauses(one: Said) -> list[tuple[int, int]]:
    starts = {0} | {i for i, t in enumerate(one.words) if i and t.breaks}
    starts |= {m.start for m in one.lexicon.table("talk.breaks").find(one.words)}
    edges = [*sorted(starts), len(one.words)]
    return list(pairwise(edges))


def _trauma(sentences: list[Said]) -> Understood | None:
    kinds: list[str] = []
    none = ""
    for one in sentences:
        if one.text.rstrip().endswith("?"):
            continue
        found = one.lexicon.table("story_cause").find(one.words)
        raw = {m.value for m in found}
        none = none or next((v for v in ("slow", "sudden", "none") if v in raw), "")
        linked = _table(one, "story.cause_link")
        kinds += [m.value for m in found if m.value in PLAIN or (linked and m.value in TRAUMA)]
    if kinds and not none:
        grave = [kind for kind in GRAVE if kind in kinds]
        return Understood(((grave or kinds)[0],))
    if none and not kinds:
        return Understood(("none",), near=(f"{none}_none",) if none != "none" else ())
    return None


def _pain(sentences: list[Said]) -> Understood | None:
    found = set()
    for one in sentences:
        for n in numbers(one.all, one.lexicon):
            scale = one.lexicon.table("story.scale", whole=True).longest(one.all, n.end)[1]
            slash = n.end < len(one.all) and one.all[n.end].gap.strip() == "/"
            if 0 <= n.high <= 10 and scale and (slash or one.all[n.end].word != "10"):
                found.add(int(n.high))
    return Understood((str(found.pop()),)) if len(found) == 1 else None


def _pregnancy(sentences: list[Said]) -> Understood | None:
    for one in sentences:
        got = pregnancy(one)
        cue = {m.value for m in one.lexicon.table("story_pregnancy").find(one.words)}
        if got.value in cue and got.value in ("pregnant", "postnatal_12m"):
            return got
    return None
