"""Amounts of time, days of the week, months, years and seasons in words -> days, and from days a band."""

from dataclasses import dataclass
from datetime import date, timedelta

from dialogs.hear.numbers import Number, numbers
from dialogs.hear.text import Token
from dialogs.hear.understood import Said

BANDS = (("under_2_weeks", 14), ("2_to_6_weeks", 42), ("6_to_12_weeks", 91), ("3_to_12_months", 365),
         ("over_1_year", 10**6))  # under so many days
PARTS = ("early", "mid", "late")  # of a month or season
LASTS = 12  # words of a kind that are weighed
MONTH, YEAR, WEEK, HALF = 30.4, 365, 7, 0.5
SIX_WEEKS, THIRTEEN_WEEKS = 42, 91
OLDEST = 120  # years
ABOUT = 4  # days around a day with a name


@dataclass(frozen=True, slots=True)
class Time:
    """A stretch of time in days, and where it stands in the words."""

    low: float
    high: float
    start: int
    end: int
    vague: bool = False
    named: bool = False  # a day, "yesterday" or "last week", no amount


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
    found = _amounts(words, said, plain)
    taken = {i for t in found for i in range(t.start, t.end)}
    months = {m.end for m in said.lexicon.table("months", whole=True).find(words)}
    named = {i for m in said.lexicon.table("holidays", whole=True).find(words) for i in range(m.start, m.end)}
    for mention in said.lexicon.table("days_ago", whole=True).find(words):
        if mention.start in months and _last_year(words, mention.start, said)[0]:
            continue  # "October last year" is a month
        if mention.start in named:
            continue  # "new years day"
        lasts = said.begins("time_near.rate", mention.end) or said.ends("time_near.lasts", mention.start)
        lasts = lasts or mention.start in plain  # "ten minutes": no more than a length
        if mention.value == "other":
            taken |= set(range(mention.start, mention.end))
        elif not lasts and not taken & set(range(mention.start, mention.end)):
            low, high = (float(x) for x in mention.value.split("-"))
            found.append(Time(low, high, mention.start, mention.end, high - low > 12, high <= 40))
            taken |= set(range(mention.start, mention.end))
    found += [t for t in _dates(words, said) if not taken & set(range(t.start, t.end))]
    found = found or _ages(list(plain.values()), said)
    return _summed(sorted(found, key=lambda t: t.start), words, said)


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
        if number and number.low == HALF and number.start > 0:
            whole = plain.get(number.start - 1)  # "two and a half months"
            joins = lexicon.table("number_cues.and", whole=True).longest(words, number.start - 1)[1]
            if whole and joins:
                number = Number(whole.low + HALF, whole.high + HALF, whole.start, number.end, False)
        half = lexicon.table("time_near.half_more", whole=True).longest(words, end)
        if number is None and half[1] and not (i and words[i - 1].word.isdigit()):
            number = Number(1, 1, i, i, False)  # "month and a half"
        # a word may stand between: "two long years"
        between = words[i - 1].word in lexicon.single("time_near.between")
        if number is None and i and between and not words[i - 1].breaks:
            number = plain.get(i - 1)
        if end < len(words) and lexicon.table("number_cues.is_old", whole=True).longest(words, end)[1] \
                and got[0] == "365":
            number = None  # an age
        rate = lexicon.table("time_near.rate", whole=True).longest(words, end)[0]
        if rate > end and got[0] not in ("30.4", "365"):
            number, end = None, rate  # "20 minutes a day"
        if number and any(m.end == number.start for m in lasts):
            number = None  # "after ten minutes"
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


def _dates(words: list[Token], said: Said) -> list[Time]:
    """Weekdays, months, seasons and years, told back from today."""
    table, today, found = said.lexicon.table, said.today, []
    lead = table("time_near.since", whole=True)
    for m in table("weekdays", whole=True).find(words)[:LASTS]:
        if len(words[m.start].word) < 4 < len(words) and not lead.find(words[max(0, m.start - 2) : m.start]):
            continue  # "sat" and "sun" are also other words
        past = (today.weekday() - int(m.value)) % WEEK
        found.append(Time(past or 0.5, past + WEEK * (past < 2), m.start, m.end, named=True))
    holidays = table("holidays", whole=True).find(words)[:LASTS]
    for m in holidays:
        month, day_of = map(int, m.value.split("-"))
        year, end = _last_year(words, m.end, said)
        when = date(year or today.year, month, day_of)
        past = (today - (when if when <= today else when.replace(year=today.year - 1))).days
        found.append(Time(max(0.5, past - ABOUT), past + ABOUT, m.start, end, vague=True))
    inside = {i for m in holidays for i in range(m.start, m.end)}
    for name, length in (("months", 1), ("seasons", 3)):
        for m in table(name, whole=True).find(words)[:LASTS]:
            if m.start in inside:
                continue
            bare = len(words) <= m.end - m.start + 1
            year, end = _year(words, m.end, today)
            if not year:
                year, end = _last_year(words, m.end, said)
            before = table("time_near.before_last", whole=True).longest(words, m.end)[0]
            day, at = _day_before(words, m.start, said)
            if not (year or bare or day or before > m.end or lead.find(words[max(0, m.start - 3) : m.start])
                    or table("time_near.last", whole=True).find(words[max(0, m.start - 1) : m.start])):
                continue  # "march", "may" and "fall" are also other words
            last = said.ends("time_near.last", m.start) and length > 1 and date(today.year, int(m.value), 1) <= today
            year = year or (today.year - 1 if last else 0)
            year = today.year - 2 + (date(today.year, int(m.value), 1) <= today) if before > m.end else year
            part = next((third for third, near in enumerate(PARTS) if any(
                said.ends(f"time_near.{near}", m.start - lag) for lag in (0, 1))), None)
            if day:
                when = date(year or today.year, int(m.value), day)
                past = (today - (when if when <= today else when.replace(year=today.year - 1))).days
                found.append(Time(max(0.5, past), max(0.5, past), at, end))
                continue
            found.append(_month(int(m.value), length, year, m.start, max(before, end), today, part))
    for i, token in enumerate(words):
        if not token.word.isdigit() and not (i + 1 < len(words) and words[i + 1].word.isdigit()):
            continue
        year, end = _year(words, i, today)
        led = lead.find(words[max(0, i - 2) : i]) or len(words) < 3
        if year and led and not any(t.start <= i < t.end for t in found):
            found.append(Time(max(1, (today - date(year, 12, 31)).days), (today - date(year, 1, 1)).days, i, end))
        if token.word.isdigit() and 0 < int(token.word) < 32 and i + 1 < len(words) and words[i + 1].gap == "" \
                and words[i + 1].word in said.lexicon.single("ordinal_ends") \
                and not any(t.start <= i < t.end for t in found):
            past = (today.day - int(token.word)) % 31
            found.append(Time(past, past, i, i + 2))
    return found


def _day_before(words: list[Token], month: int, said: Said) -> tuple[int, int]:
    """The day of "the 10th of May" and where it stands; 0 if there is none."""
    small = {**said.lexicon.single("ordinal_ends"), **said.lexicon.single("time_near.of")}
    for i in range(month - 1, max(-1, month - 4), -1):
        if words[i].word.isdigit() and 0 < int(words[i].word) < 32:
            return min(int(words[i].word), 28), i  # so that every month has it
        if words[i].word not in small:
            break
    return 0, month


def _last_year(words: list[Token], i: int, said: Said) -> tuple[int, int]:
    """Last year, if those words stand here."""
    end = said.lexicon.table("time_near.last_year", whole=True).longest(words, i)[0]
    return (said.today.year - 1, end) if end > i else (0, i)


def _year(words: list[Token], i: int, today: date) -> tuple[int, int]:
    for at in (i, i + 1):
        if at < len(words) and words[at].word.isdigit() and 1940 < int(words[at].word) <= today.year:
            return int(words[at].word), at + 1
    return 0, i


def _month(
    first: int, length: int, year: int, start: int, end: int, today: date, part: int | None = None
) -> Time:
    """The last such month or season that has begun, or the `part`-th third of it."""
    begun = date(year or today.year, first, 1)
    if not year and begun > today:
        begun = date(today.year - 1, first, 1)
    days = MONTH * length
    over = begun + timedelta(days=int(days if part is None else days * (part + 1) / 3))
    begun += timedelta(days=int(days * (part or 0) / 3))
    return Time(max(0.5, (today - over).days), max(0.5, (today - begun).days), start, end)
