"""Days of the week, holidays, months, seasons and years in words -> days, told back from today."""

from dataclasses import dataclass
from datetime import date, timedelta

from dialogs.hear.phrases import Mention
from dialogs.hear.text import Token
from dialogs.hear.understood import Said, covered

PARTS = ("early", "mid", "late")  # of a month or season
LASTS = 12  # words of a kind that are weighed
FEW = 6  # words of a reply that is a date and little else
MONTH, WEEK = 30.4, 7
DAYS = 31
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


def dates(words: list[Token], said: Said) -> list[Time]:
    """Every day, month, season and year that is named as a time since when it hurts."""
    holidays = said.lexicon.table("holidays", whole=True).find(words)[:LASTS]
    inside = {i for m in holidays for i in range(m.start, m.end)}
    found = _weekdays(words, said) + [_holiday(m, words, said) for m in holidays]
    for name, length in (("months", 1), ("seasons", 3)):
        for m in said.lexicon.table(name, whole=True).find(words)[:LASTS]:
            time = None if m.start in inside else _of_month(m, length, words, said)
            found += [time] if time else []
    return found + _years(words, said, found)


def _weekdays(words: list[Token], said: Said) -> list[Time]:
    found, lead = list[Time](), said.lexicon.table("time_near.since", whole=True)
    for m in said.lexicon.table("weekdays", whole=True).find(words)[:LASTS]:
        if len(words[m.start].word) < 4 < len(words) and not lead.find(words[max(0, m.start - 2) : m.start]):
            continue  # "sat" and "sun" are also other words
        past = (said.today.weekday() - int(m.value)) % WEEK
        end = said.lexicon.table("time_near.before_last", whole=True).longest(words, m.end)[0]
        if end > m.end:  # "the Thursday before last"
            found.append(Time(past + WEEK, past + WEEK * (1 + (past < 2)), m.start, end, named=True))
            continue
        found.append(Time(past or 0.5, past + WEEK * (past < 2), m.start, m.end, named=True))
    return found


def _holiday(m: Mention, words: list[Token], said: Said) -> Time:
    month, day_of = map(int, m.value.split("-"))
    year, end = last_year(words, m.end, said)
    past = _since(month, day_of, year, said.today)
    return Time(max(0.5, past - ABOUT), past + ABOUT, m.start, end, vague=True)


def _since(month: int, day: int, year: int, today: date) -> int:
    when = date(year or today.year, month, day)
    return (today - (when if when <= today else when.replace(year=today.year - 1))).days


def _of_month(m: Mention, length: int, words: list[Token], said: Said) -> Time | None:
    """Since such a month or season began; None where the word says no time ("march", "may", "fall")."""
    table, today = said.lexicon.table, said.today
    lead = table("time_near.since", whole=True)
    year, end = _year(words, m.end, today)
    if not year:
        year, end = last_year(words, m.end, said)
    before = table("time_near.before_last", whole=True).longest(words, m.end)[0]
    day, at, after = _day_of(words, m, length, said)
    part = next((third for third, near in enumerate(PARTS) if said.begins(f"time_near.{near}", m.end) or any(
        said.ends(f"time_near.{near}", m.start - lag) for lag in (0, 1))), None)
    bare = len(words) <= m.end - m.start + 1 or (
        m.start < 2 and len(words) <= FEW and (part is not None or covered(words[m.end :], said.lexicon, "talk.hedge")))
    bare = bare and not said.ends("talk.negate", m.start)  # "didn't fall"
    if not (year or bare or day or before > m.end or lead.find(words[max(0, m.start - 3) : m.start])
            or table("time_near.last", whole=True).find(words[max(0, m.start - 1) : m.start])):
        return None
    if day:
        past = max(0.5, _since(int(m.value), day, year, today))
        return Time(past, past, at, max(end, after))
    now = (today.month - int(m.value)) % 12 < length  # "last winter", in winter
    last = said.ends("time_near.last", m.start) and length > 1 and (now or date(today.year, int(m.value), 1) <= today)
    year = year or (today.year - 1 - (now and today.month < int(m.value)) if last else 0)
    year = today.year - 2 + (date(today.year, int(m.value), 1) <= today) if before > m.end else year
    return _month(int(m.value), length, year, m.start, max(before, end), today, part)


def _years(words: list[Token], said: Said, found: list[Time]) -> list[Time]:
    """"Since 2019", and "the 12th" of this month."""
    years, today = list[Time](), said.today
    lead, taken = said.lexicon.table("time_near.since", whole=True), {i for t in found for i in range(t.start, t.end)}
    for i, token in enumerate(words):
        if not token.word.isdecimal() and not (i + 1 < len(words) and words[i + 1].word.isdecimal()):
            continue
        year, end = _year(words, i, today)
        led = lead.find(words[max(0, i - 2) : i]) or len(words) < 3
        if year and led and i not in taken:
            years.append(Time(max(1, (today - date(year, 12, 31)).days), (today - date(year, 1, 1)).days, i, end))
        if token.word.isdecimal() and 0 < int(token.word) <= DAYS and i + 1 < len(words) and words[i + 1].gap == "" \
                and words[i + 1].word in said.lexicon.single("ordinal_ends") and i not in taken:
            past = (today.day - int(token.word)) % DAYS
            years.append(Time(past, past, i, i + 2))
    return years


def _day_of(words: list[Token], m: Mention, length: int, said: Said) -> tuple[int, int, int]:
    """The day of "the 10th of May" or "May 10", and where the two begin and end; 0 if there is none."""
    day, at = _day_before(words, m.start, said)
    after = words[m.end] if m.end < len(words) and length == 1 else None
    if not day and after and not after.breaks and after.word.isdecimal() and 0 < int(after.word) <= DAYS \
            and not said.begins("units", m.end + 1):
        return min(int(after.word), 28), m.start, m.end + 1
    return day, at, m.end


def _day_before(words: list[Token], month: int, said: Said) -> tuple[int, int]:
    """The day of "the 10th of May" and where it stands; 0 if there is none."""
    small = {**said.lexicon.single("ordinal_ends"), **said.lexicon.single("time_near.of")}
    for i in range(month - 1, max(-1, month - 4), -1):
        if words[i].word.isdecimal() and 0 < int(words[i].word) < 32:
            return min(int(words[i].word), 28), i  # so that every month has it
        if words[i].word not in small:
            break
    return 0, month


def last_year(words: list[Token], i: int, said: Said) -> tuple[int, int]:
    """Last year, if those words stand here."""
    end = said.lexicon.table("time_near.last_year", whole=True).longest(words, i)[0]
    return (said.today.year - 1, end) if end > i else (0, i)


def _year(words: list[Token], i: int, today: date) -> tuple[int, int]:
    for at in (i, i + 1):
        if at < len(words) and words[at].word.isdecimal() and 1940 < int(words[at].word) <= today.year:
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
