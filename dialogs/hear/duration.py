"""Amounts of time in words -> days, and from days a band. Dates: `dates.py`."""

from dialogs.hear.dates import LASTS, WEEK, Time, dates, last_year
from dialogs.hear.numbers import HUNDRED, Number, numbers
from dialogs.hear.text import Token
from dialogs.hear.understood import Said

BANDS = (("under_2_weeks", 14), ("2_to_6_weeks", 42), ("6_to_12_weeks", 91), ("3_to_12_months", 365),
         ("over_1_year", 10**6))  # under so many days
YEAR, HALF = 365, 0.5
SIX_WEEKS, THIRTEEN_WEEKS = 42, 91
OLDEST = 120  # years


def band(days: float) -> str:
    return next(name for name, under in BANDS if days < under)


def times_of(said: Said) -> list[Time]:
    """Every stretch of time; an amount with its unit before a name of a day, month or year."""
    if "times" not in said.memo:
        said.memo["times"] = _times(said.all, said)
    times: list[Time] = said.memo["times"]
    return times


def _times(words: list[Token], said: Said) -> list[Time]:
    plain = {n.end: n for n in numbers(words, said.lexicon)}
    apart = _told_apart(words, said, list(plain.values()))
    if apart:
        return [apart]
    found = _amounts(words, said, plain)
    taken = {i for t in found for i in range(t.start, t.end)}
    months = {m.end for m in said.lexicon.table("months", whole=True).find(words)}
    named = {i for m in said.lexicon.table("holidays", whole=True).find(words) for i in range(m.start, m.end)}
    for mention in said.lexicon.table("days_ago", whole=True).find(words):
        if mention.start in months and last_year(words, mention.start, said)[0]:
            continue  # "October last year" is a month
        if mention.start in named:
            continue  # "new years day"
        lasts = said.begins("time_near.rate", mention.end) or said.ends("time_near.lasts", mention.start)
        lasts = lasts or mention.start in plain  # "ten minutes": no more than a length
        lasts = lasts or (_brief(mention.end - 1, said) and said.begins("time_near.then", mention.end))
        if mention.value == "other":
            taken |= set(range(mention.start, mention.end))
        elif not lasts and not taken & set(range(mention.start, mention.end)):
            low, high = (float(x) for x in mention.value.split("-"))
            found.append(Time(low, high, mention.start, mention.end, high - low > 12, high <= 40))
            taken |= set(range(mention.start, mention.end))
    found += [t for t in dates(words, said) if not taken & set(range(t.start, t.end))]
    found = found or _ages(list(plain.values()), said)
    return _summed(sorted(found, key=lambda t: t.start), words, said)


def _brief(at: int, said: Said) -> bool:
    """A unit of less than a day stands here."""
    unit = said.table("units").longest(said.all, at)[1]
    return bool(unit) and float(unit[0]) < 1


def _told_apart(words: list[Token], said: Said, found: list[Number]) -> Time | None:
    """"Not weeks. Months. Five if I'm honest": a unit alone, and the number in a clause of its own."""
    if len(found) != 1 or len(words) > LASTS:
        return None
    one, units = found[0], said.whole("units")
    counted = {one.end} | {m.end for m in said.whole("amounts")}
    bare = [m for m in units if m.end <= one.start and m.start not in counted and float(m.value) >= 1
            and not said.ends("number_cues.not_this", m.start)]
    led = words[one.start].breaks or said.ends("talk.hedge", one.start)
    if not bare or not led or one.high > HUNDRED or any(m.start == one.end for m in units) or not any(
        token.breaks for token in words[bare[-1].end : one.start + 1]
    ):
        return None
    unit = float(bare[-1].value)
    return Time(one.low * unit, one.high * unit, bare[-1].start, one.end)


def _ages(found: list[Number], said: Said) -> list[Time]:
    """"I was 30, I'm 45 now", "since I had my son and he's 6"."""
    then = [n for n in found if said.ends("time_near.age_then", n.start)]
    now = [n for n in found if said.ends("time_near.age_now", n.start) or said.begins("time_near.age_now", n.end)]
    for a in then:
        for b in now:
            if a is not b and 0 < a.low < b.low <= OLDEST:
                return [Time((b.low - a.low) * YEAR, (b.low - a.low + 1) * YEAR, a.start, a.end)]
    child = [n for n in found if said.ends("time_near.child_now", n.start) and 0 < n.low < OLDEST]
    if child and said.has("story_pregnancy.birth"):
        return [Time(child[0].low * YEAR * 1.05, (child[0].low + 1) * YEAR, child[0].start, child[0].end)]
    return []


def _summed(times: list[Time], words: list[Token], said: Said) -> list[Time]:
    """"Two weeks and three days" is one time."""
    found: list[Time] = []
    joins = said.lexicon.single("number_cues.and")
    for time in times:
        last = found[-1] if found else None
        between = words[last.end : time.start] if last else []
        if last and not (last.named or time.named) and time.high < last.low / 2 and not words[time.start].breaks and (
            not between or (len(between) == 1 and between[0].word in joins and not between[0].breaks)
        ):
            found[-1] = Time(last.low + time.low, last.high + time.high, last.start, time.end, last.vague)
        else:
            found.append(time)
    return found


def _amounts(words: list[Token], said: Said, plain: dict[int, Number]) -> list[Time]:
    """"three weeks", "a couple of months", "2-3 yrs", "half a year", "a year and a half"."""
    lexicon, found = said.lexicon, []
    lasts = lexicon.table("time_near.lasts", whole=True).find(words)[:LASTS]
    units, amounts = lexicon.table("units", whole=True), lexicon.table("amounts", whole=True)
    named: dict[int, Number] = {}
    for m in amounts.find(words):
        ends = [float(x) for x in m.value.split("-")]
        named[m.end] = Number(ends[0], ends[-1], m.start, m.end, False)
    i = 0
    while i < len(words):
        end, got = units.longest(words, i)
        if not got or words[i].breaks:
            i += 1
            continue
        number = plain.get(i) or named.get(i)
        for at in range(i - 1, max(-1, i - 4), -1):  # something may stand between: "two long years"
            between = not words[at].breaks and lexicon.table("time_near.between", whole=True).longest(words, at)[0] == i
            if number is None and between:
                number = plain.get(at) or (named.get(at) if float(got[0]) > WEEK else None)
        if number and number.low == HALF and number.start > 0:
            whole = plain.get(number.start - 1)  # "two and a half months"
            joins = lexicon.table("number_cues.and", whole=True).longest(words, number.start - 1)[1]
            if whole and joins:
                number = Number(whole.low + HALF, whole.high + HALF, whole.start, number.end, False)
        half = lexicon.table("time_near.half_more", whole=True).longest(words, end)
        if number is None and half[1] and not (i and words[i - 1].word.isdecimal()):
            number = Number(1, 1, i, i, False)  # "month and a half"
        if end < len(words) and lexicon.table("number_cues.is_old", whole=True).longest(words, end)[1] \
                and got[0] == "365":
            number = None  # an age
        rate = lexicon.table("time_near.rate", whole=True).longest(words, end)[0]
        if rate > end and got[0] not in ("30.4", "365"):
            number, end = None, rate  # "20 minutes a day"
        if number and any(m.end == number.start for m in lasts):
            number = None  # "after ten minutes"
        if float(got[0]) < 1 and said.begins("time_near.then", end):
            number, end = None, end + 1  # "20 minutes after sitting"
        if number and number.low >= 0 and not (number.high > 200 and number.digits):
            unit = float(got[0])
            near = number.low * unit, number.high * unit
            if half[1]:
                near, end = (near[0] + unit / 2, near[1] + unit / 2), half[0]
            found.append(Time(*_around(near, number.start, end, words, said), number.start, end))
        i = max(end, i + 1)
    return found


def _around(days: tuple[float, float], start: int, end: int, words: list[Token], said: Said) -> tuple[float, float]:
    """"over a year" is more than a year, "nearly a year" is less."""
    table = said.lexicon.table
    before, after = words[max(0, start - 4) : start], words[end : end + 3]
    if table("time_near.over", whole=True).find(before) or table("time_near.over", whole=True).longest(after, 0)[1]:
        return days[0] * 1.05, days[1] * 1.1
    if table("time_near.under", whole=True).find(before):
        return days[0] * 0.93, days[1] * 0.97
    return days
