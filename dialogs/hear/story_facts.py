"""Age, side of the pain and its strength in an opening story."""

from collections import Counter
from itertools import pairwise

from dialogs.hear.numbers import Number, numbers
from dialogs.hear.text import Token
from dialogs.hear.understood import Said, Understood

YOUNGEST, ADULT, OLDEST, TOP = 10, 16, 110, 10
EASING = ("medication", "heat", "cold", "massage")  # "two tablets and it's a 3" says little of the pain without
HOT = (35, 42)  # degrees of a body
FEW = 3  # words of a sentence that says little but an age
NOT = 4  # words between "not" or "is fine" and the side it is about
NO_PLACE = {"foot", "below_knee", "thigh_front", "other", "unclear", "none"}  # too often named for something else
MANY = 12  # numbers or sides in a sentence that are weighed


def told_for(sentences: list[Said]) -> bool:
    """Somebody tells it for another: a relative at the beginning, then "he" or "she", and no "my back"."""
    pronouns = sum(len(one.whole("story.pronouns")) for one in sentences)
    kin, pain, mine = (any(one.has(f"story.{name}") for one in part) for name, part in (
        ("kin", sentences[:2]), ("pain", sentences), ("mine", sentences)))
    return pronouns > 1 and kin and pain and not mine


def aged(sentences: list[Said], helper: bool) -> Understood | None:
    """The client's age: "I'm 52", "52, nurse", "52 year old"; of a story told for somebody, theirs."""
    for plain in (True, False):
        for order, one in enumerate(sentences):
            for n in numbers(one.all, one.lexicon)[:MANY]:
                if HOT[0] <= n.low <= HOT[1] and one.has("story.hot"):
                    continue  # "fever, 39"
                told = _theirs(one, n) if helper else _is_age(one, n, order == 0) if plain else _opens(one, n)
                if told and n.low == n.high == int(n.low) and YOUNGEST <= n.low <= OLDEST:
                    return Understood((str(int(n.low) - _to_come(one, n)),), sure=not helper, confirm=helper)
    return None


def _to_come(one: Said, n: Number) -> bool:
    """"I'm 39 in August"; not "I turned 39 in August"."""
    return one.begins("story.to_come", n.end) and not one.all[n.end].breaks and not one.ends("story.turned", n.start)


def _opens(one: Said, n: Number) -> bool:
    """"68 and otherwise fine", "36 x", "I have 44 years", "lady, 60 years": weaker signs than those of `_is_age`."""
    words, end = one.all, one.table("story.years").longest(one.all, n.end)[0]
    if n.low < ADULT or (end < len(words) and not words[end].breaks and (
            end > n.end or not (_stands(one, n) or one.begins("story.now", n.end)))):
        return False
    if end > n.end:
        return one.ends("story.years_lead", n.start) or (words[n.start].breaks and not any(
            one.has(f"story.{name}") for name in ("pain", "body", "since", "low")))
    return n.start == 0 and (len(words) <= FEW or not any(one.has(f"story.{name}") for name in ("pain", "scale")))


def _theirs(one: Said, n: Number) -> bool:
    """"My nan is 84", "my son's 13"."""
    words = one.all
    return _stands(one, n) and (one.ends("story.kin_age", n.start) or (
        one.ends("story.kin", n.start) and words[n.start].breaks))


def _is_age(one: Said, n: Number, first: bool) -> bool:
    words = one.all
    after = words[n.end] if n.end < len(words) else None
    tail = one.begins("story.age_tail", n.end)
    if tail and one.begins("story.of_what", one.table("story.age_tail").longest(words, n.end)[0]):
        return False  # "twenty yrs of plastering"
    if tail and one.begins("story.pain", one.table("story.age_tail").longest(words, n.end)[0]):
        return False  # "a twenty year old problem"
    if after and not after.breaks and not tail and one.begins("number_cues.age_not", n.end):
        return False
    if one.begins("number_cues.age_one_less", n.end) or (after and after.gap.startswith("%")):
        return False
    if one.ends("talk.others", n.start) or one.table("story.helper").find(words[max(0, n.start - 3) : n.start]):
        return False
    unit = after is not None and not after.breaks and one.begins("units", n.end)
    if unit and not tail:
        return False
    old = bool({t.word for t in words[n.end : n.end + 3]} & one.lexicon.single("story.old").keys())
    if tail and not (unit and not old and one.has("story.begin")):
        return True
    stands = _stands(one, n)
    if n.start == 0:
        return stands and (first or after is None or after.breaks) and n.low >= ADULT
    if words[n.start].breaks and stands and n.low >= ADULT and (after is None or after.breaks):
        kin = any(one.has(name) for name in ("story.kin", "talk.others", "story.pronouns"))
        return bool({",", ":"} & set(words[n.start].gap)) or ("(" in words[n.start].gap and not kin)
    return one.ends("story.age_lead", n.start) and not one.ends("story.age_not", n.start) and (
        stands or (not unit and not words[n.start].breaks))


def _stands(one: Said, n: Number) -> bool:
    after = one.all[n.end] if n.end < len(one.all) else None
    return after is None or after.breaks or one.begins("story.age_opens", n.end)


def side(sentences: list[Said]) -> Understood | None:
    """left, right, both or middle: what is said of the pain, weighed by how often; only if nothing is said of it,
    the side of a numb leg or an operated hip."""
    if any(len(one.whole("story.turns")) > 1 and {"left", "right"} <= {m.value for m in one.whole("story_side")}
           for one in sentences):
        return Understood(("alternates",))  # "left one week, right the next"
    return _weighed(sentences, False) or _weighed(sentences, True)


def _weighed(sentences: list[Said], trouble: bool) -> Understood | None:
    count: Counter[str] = Counter()
    alone = since = 0  # sentences with one side only, and the last that corrects what was said
    for order, one in enumerate(sentences):
        here = _sides(one, trouble)
        if one.has("story_side") and not one.has("story.side_lie") and (
                one.table("talk.correct").longest(one.all, 0)[0] > 1):
            count.clear()  # "No wait, right, sorry."
            since = order
        count.update(here)
        alone += bool(here) and "both" not in here
    left, right = count["left"], count["right"]
    if count["both"]:
        turns = any(one.has("story.in_turn") for one in sentences if _sides(one, trouble))
        return None if alone else Understood(("alternates" if turns else "both",))
    if left and right and any(one.has("side.alternates")
                              for one in sentences if {"left", "right"} <= set(_sides(one, trouble))):
        return Understood(("alternates",))
    if left and right and min(left, right) * 3 > max(left, right):
        named = {value for one in sentences[since:] for value in _sides(one, trouble, placed=True)}  # "my left dimple"
        return Understood((named.pop(),)) if len(named) == 1 else None
    if left or right:
        return Understood(("left" if left > right else "right",))
    return Understood(("middle",)) if count["middle"] else None


def _sides(one: Said, trouble: bool, *, placed: bool = False) -> list[str]:
    """The sides a sentence names; `placed`: only right before a place that may hurt here."""
    found = list[str]()
    others = {i for m in one.whole("side") if m.value == "other" for i in range(m.start, m.end)}
    for m in one.whole("story_side")[:MANY]:
        if m.start in others and not one.ends("story.side_strong", m.start):
            continue
        clause = _clause(one, m.start)
        lies = one.ends("story.side_lie", m.start) and not any(
            one.table(f"story.{name}").find(clause) for name in ("pain", "worse", "cannot"))
        if lies or one.table("story.side_was").find(clause):
            continue  # "I lie on my right"; "before it was the left"
        of_else = any(one.table(f"story.{name}").find(clause) for name in ("alarm", "done")) or (
            one.ends("talk.negate", m.start))
        if (trouble or not of_else) and ((m.value in ("both", "middle") and not of_else)
                                         or _of_body(one, m.value, m.start, m.end)) and (
                not placed or _at_place(one, m.end)):
            found.append(m.value)
    if {"left", "right"} <= set(found) and one.has("story.side_both"):
        return ["both"]
    return found


def _clause(one: Said, at: int) -> list[Token]:
    breaks = [0, *(i for i, token in enumerate(one.all) if i and token.breaks), len(one.all)]
    return next(one.all[start:end] for start, end in pairwise(breaks) if start <= at < end)


def _at_place(one: Said, end: int) -> bool:
    values = one.table("pain_areas").longest(one.all, end)[1]
    return one.begins("story.sure_place", end) or not {*values} <= NO_PLACE


def _of_body(one: Said, value: str, start: int, end: int) -> bool:
    """This "left" or "right" is a side of the body."""
    words = one.all
    more = end < len(words) and not words[end].breaks
    body = more and one.begins("story.side_after", end)
    stop = next((i for i in range(end, len(words)) if words[i].breaks), len(words))
    begin = next((i for i in range(start, 0, -1) if words[i].breaks), 0)
    if one.table("talk.negate").find(words[max(begin, start - NOT) : start]) or (
            one.table("talk.fine").find(words[end : min(stop, end + NOT)])):
        return False  # "nothing on the right", "the left one is fine"
    if one.ends("story.side_strong", start) and not one.ends("story.side_not_before", start):
        return True
    if more and one.begins("story.side_not_after", end) and not body:
        return False
    if one.ends("story.side_not_before", start) and not body:
        return False
    alone = (start == 0 or words[start].breaks) and not more and (value == "left" or start > 0)
    return body or one.ends("story.side_before", start) or alone


def strength(sentences: list[Said]) -> Understood | None:
    """Pain from 0 to 10, if one number is given as that."""
    found = set()
    for one in sentences:
        all = numbers(one.all, one.lexicon)[:MANY]
        small = [n for n in all if 0 <= n.high <= TOP and n.high == int(n.high)]
        if len(small) == len(all) > 2 and one.ends("story.now", small[-1].start) and _stands(one, small[-1]):
            found.add(int(small[-1].high))  # "3, then 5, now 7"
            continue
        today = [n for n in small if _stands_first(one, n) and one.begins("story.now_after", n.end)]
        if len(small) > 1 and len(today) == 1:
            found.add(int(today[0].high))  # "7 yesterday, 4 today"
            continue
        eased = min((m.start for m in one.whole("relieving") if m.value in EASING), default=len(one.all))
        for n in (n for n in small if n.start < eased):
            if _counted(one, n):
                continue
            other = any(o.high != n.high and _stands(one, o) for o in small)  # "Friday it's a 7, Monday a 3"
            if not one.ends("story.scale_not", n.start) and (
                    _of_ten(one, n) or (not other and (_called(one, n) or _rated(one, n)))):
                found.add(int(n.high))
    return Understood((str(found.pop()),)) if len(found) == 1 else None


def _stands_first(one: Said, n: Number) -> bool:
    return n.start == 0 or one.all[n.start].breaks


def _rated(one: Said, n: Number) -> bool:
    """"7 on a bad day." """
    return n.start == 0 and one.begins("story.scale_bad", n.end)


def _counted(one: Said, n: Number) -> bool:
    """"Eight out of ten people"."""
    return one.begins("story.scale_of", one.table("story.scale").longest(one.all, n.end)[0])


def _of_ten(one: Said, n: Number) -> bool:
    slash = n.end < len(one.all) and one.all[n.end].gap.strip() == "/"
    return one.begins("story.scale", n.end) and (slash or one.all[n.end].word != str(TOP))


def _called(one: Said, n: Number) -> bool:
    """"I'd call it a four", "the pain is a 3"."""
    words: list[Token] = one.all
    after = words[n.end] if n.end < len(words) else None
    stands = after is None or after.breaks or one.begins("story.scale_after", n.end)
    return stands and not words[n.start].breaks and one.ends("story.scale_lead", n.start) and not (
        after is not None and (after.gap.startswith(("%", "/")) or one.begins("units", n.end)))
