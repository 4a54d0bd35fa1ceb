"""The client's own age."""

import re
from dataclasses import replace
from itertools import pairwise

from dialogs.hear.numbers import HUNDRED, Number, chosen, numbers
from dialogs.hear.text import Token, normal
from dialogs.hear.understood import DECLINED, PHRASE, SHORT, UNCLEAR, Said, Understood

OLDEST, YOUNGEST, DAYS = 120, 8, 31
SHORT_YEAR = 30  # from here on two figures after a month are a year and no day
DATE = re.compile(r"\b(\d{1,2})[./-](\d{1,2})[./-]((?:19|20)?\d\d)\b")
ISO = re.compile(r"\b(?:19|20)\d\d-\d\d-\d\d\b")


def age(said: Said) -> Understood:
    """Whole years, 8 to 120; a decade or a word such as "pensioner" is unclear."""
    words, lexicon = said.all, said.lexicon
    found = [n for n in numbers(words, lexicon) if n.low == int(n.low)]
    found = _in_parts(found)
    born = [n for n in found if 1900 < n.low <= said.today.year]
    short = _short_year(found, said)
    if short:  # "born in 74"
        years = said.today.year - short - _still_to_come(said)
        told = [int(n.low) for n in found if abs(n.low - years) < 2 and n.low != short % HUNDRED]
        years = told[0] if told else years  # "48, born in 77"
        return Understood((str(years),), sure=False, confirm=True) if years >= YOUNGEST else UNCLEAR
    dated = DATE.search(said.text) or ISO.search(said.text) or _dated(said)
    fits = [n for n in found if YOUNGEST <= n.high <= OLDEST and _aged(n, said) and not _round(n, said)]
    alone = len(born) == 1 and not fits and not said.ends("time_near.since", born[0].start)  # "1970 so you can guess"
    if born and (said.has("number_cues.age_birth") or len(words) == 1 or dated or alone):
        years = said.today.year - int(born[0].low) - _still_to_come(said)
        own = [n.low for n in found if abs(n.low - years) < 2]  # "born in 1975, so 50"
        return Understood((str(int(own[0]) if own else years),), sure=False, confirm=True)
    reckoned = _reckoned(found, said)
    if reckoned:
        return Understood((str(reckoned),), sure=False, confirm=True)
    fits = _own(fits, found, said)
    fits = [n for n in fits if said.ends("number_cues.age_truly", n.start)][:1] or fits
    fits = [n for n in fits if not said.begins("number_cues.age_joke", n.end)] or fits
    fits = chosen(fits, said) if len(fits) > 1 else fits
    if not fits or _torn(fits, said):
        return DECLINED if said.declined() else UNCLEAR
    ahead = words[fits[0].end].gap if fits[0].end < len(words) else said.text.rstrip()[-1:]
    bound = lexicon.table("number_cues.age_bound", whole=True).find(_same_clause(words, fits[0].start))
    if ahead.startswith("+") or bound or fits[0].high - fits[0].low > 2:
        return UNCLEAR
    one, less = fits[0], lexicon.table("number_cues.age_one_less", whole=True)
    before, after = _same_clause(words, one.start), words[one.end :]
    after = [] if said.begins("number_cues.age_still", one.end) else after  # "49 until tomorrow"
    corrected = len(found) > 1 and any(n.high == one.high + 1 for n in found)
    truly = said.ends("number_cues.age_truly", one.start)
    lower = not truly and bool(less.find(before) or (not corrected and len(fits) == 1 and _turning(said, one) and (
        less.find(after) or _month_ahead(said, one))))
    value = int(one.high) - lower
    hedged = said.has("talk.hedge") or lower or one.span or any(token.repaired for token in words)
    return Understood((str(value),), sure=not hedged and len(fits) == 1, confirm=hedged or len(fits) > 1)


def _same_clause(words: list[Token], at: int) -> list[Token]:
    """The few words before this one that no comma parts from it."""
    start = at
    while start > max(0, at - PHRASE) and not words[start].breaks:
        start -= 1
    return words[start:at]


def _round(n: Number, said: Said) -> bool:
    """Of "late 40s" and "closer to 50", not of "in my sixties, 63 to be exact"."""
    def apart(start: int, end: int) -> bool:
        return start <= end and any(token.breaks for token in said.all[start : end + 1])

    return any(m.start <= n.end + 1 and not apart(m.end, n.start) and not apart(n.end, m.start)
               for m in said.whole("number_cues.age_round"))


def _torn(fits: list[Number], said: Said) -> bool:
    """"50 or maybe 60", "30 40 ish": two that are far apart."""
    if len(fits) < 2 or (fits[0].end == fits[1].start and not said.all[fits[1].start].breaks):
        return len(fits) > 1
    ors = said.lexicon.single("side_cues.or")
    return abs(fits[0].high - fits[1].high) > 1 and any(
        said.all[i].word in ors or said.begins("talk.hedge", i) for i in range(fits[0].end, fits[1].start))


def _dated(said: Said) -> bool:
    """A date with the name of a month and little else: "14 march 1970", but not "since march 1970"."""
    months = said.whole("months")
    return bool(months) and len(said.words) <= SHORT and not said.ends("time_near.since", months[0].start)


def _in_parts(found: list[Number]) -> list[Number]:
    """"Nineteen ninety" and "30 9" as one number."""
    whole: list[Number] = []
    for n in found:
        a = whole[-1] if whole else None
        if a and n.start == a.end and a.low == 19 and 10 <= n.low < HUNDRED:
            whole[-1] = replace(n, low=1900 + n.low, high=1900 + n.high, start=a.start)
        elif a and n.start == a.end and a.low in range(20, HUNDRED, 10) and 1 <= n.low < 10 and not n.span:
            whole[-1] = replace(a, low=a.low + n.low, high=a.low + n.low, end=n.end)
        else:
            whole.append(n)
    return whole


def _short_year(found: list[Number], said: Said) -> int:
    """The year of birth from two figures: "born in 74", "april 88", "'79", "3/5/62"; 0 if there is none."""
    day = DATE.search(said.text)
    figures = [int(day[3])] if day and len(day[3]) == 2 else []
    cued = said.has("number_cues.age_birth")
    # "June 74", "14 June 74", "born June 74", but not "since June 74" nor "in June, 74".
    after_month = {m.end for m in said.whole("months") if m.end < len(said.all) and not said.all[m.end].breaks and (
        m.start == 0 or said.ends("number_cues.born_in", m.start) or any(n.end == m.start for n in found))}
    full = any(1900 < n.low <= said.today.year for n in found)
    for n in sorted(found, key=lambda n: n.start not in after_month) if not day and not full else ():
        ahead = said.all[n.end].gap if n.end < len(said.all) else said.text.rstrip()[-1:]
        if said.begins("units", n.end) or said.all[n.start].breaks or "'" in normal(ahead):
            continue  # "born 44 years ago", "first born, 45", "'44'"
        led = said.ends("number_cues.born_in", n.start) or (cued and n.start in after_month)
        before = said.table("number_cues.born_after").longest(said.all, n.end)[0]  # "86 born"
        written = said.all[n.start].gap.endswith("'") or n.start in after_month or before == len(said.all) > n.end
        if n.low < 100 and not n.span and (led or (written and n.low >= SHORT_YEAR)):
            figures.append(int(n.low))
    if not figures:
        return 0
    return (2000 if figures[0] <= said.today.year % 100 else 1900) + figures[0]


def _reckoned(found: list[Number], said: Said) -> int:
    """"Two years off 60" and "the big 5-0"; 0 if nothing of the kind is said."""
    for a, b in pairwise(found):
        between = said.all[a.end : b.start]
        if a.span or b.span or not YOUNGEST <= b.low <= OLDEST or a.low >= b.low:
            continue
        for name, by in (("number_cues.age_minus", -a.low), ("number_cues.age_plus", a.low)):
            if between and said.table(name).longest(said.all, a.end)[0] == b.start:
                return int(b.low + by)
    for tens, nought in pairwise(said.all):
        if tens.word in "23456789" and nought.word == "0" and nought.gap == "-":
            return 10 * int(tens.word)
    return 0


def _own(fits: list[Number], found: list[Number], said: Said) -> list[Number]:
    """Without the ages of other people, and of parts of the body: the nearest one named before the number is not the
    one who writes."""
    mine: list[Number] = []
    for n in fits:
        since = max((other.end for other in found if other.end <= n.start), default=0)
        own = [m.end for m in said.whole("talk.myself") if since <= m.start < n.start]
        others = [m.end for name in ("talk.someone", "number_cues.age_part")
                  for m in said.whole(name) if since <= m.start < n.start]
        if not others or (own and max(own) > max(others)):
            mine.append(n)
    if said.has("number_cues.age_for"):  # "she is 91, I'm her daughter": typed for the one who comes
        return [n for n in fits if n not in mine][:1] or fits[:1]
    return mine


def _still_to_come(said: Said) -> bool:
    """The birthday of this year, as far as a month is named: "November 1988", "21.11.1988", "11/21/1988"."""
    months = [int(m.value) for m in said.whole("months")]
    day = DATE.search(said.text)
    months = [n for n in map(int, day.groups()) if 0 < n < 13] if day else months
    return bool(months) and all(month > said.today.month for month in months)


def _turning(said: Said, one: Number) -> bool:
    """"80 next month" is 79; in "42 next week it's 43" and "34, soon" the number is the age now."""
    rest = said.all[one.end :]
    return len(rest) > 0 and not rest[0].breaks


def _month_ahead(said: Said, one: Number) -> bool:
    """"50 next May", or "50 in May" while it is March; not "I was 50 in May"."""
    months = [m for m in said.whole("months") if m.start == one.end + 1]
    if not months or said.ends("number_cues.age_was", one.start):
        return False
    still = said.begins("number_cues.age_in", one.end) and int(months[0].value) > said.today.month
    return still or said.begins("number_cues.age_next", one.end)


def _aged(n: Number, said: Said) -> bool:
    """Asked for an age, a plausible number is one unless something contradicts it: a unit or a thing that is counted
    after it, "bus" or "since" before it. In the middle of other words it needs a cue before or after it."""
    words, table = said.all, said.table
    if said.ends("number_cues.born_in", n.start) and said.begins("units", n.end):
        return True  # "born 44 years ago"
    parted = "," in words[n.start].gap  # "early 30s, 32"
    whose = said.has("number_cues.age_for") or said.ends("number_cues.age_mine", n.start)
    thing = said.ends("number_cues.age_thing", n.start) and not whose
    if thing or (said.ends("number_cues.age_lead_not", n.start) and not parted) or _otherwise(n, said):
        return False  # "my waist is 44"
    led = n.start == 0 or words[n.start].breaks or said.ends("number_cues.age_lead", n.start) or (
        said.ends("talk.correct", n.start))
    if n.end == len(words):
        return not said.text.rstrip().endswith("%")
    after = words[n.end]
    end, have = table("number_cues.age_is").longest(words, n.end + 1)
    if have and table("units").longest(words, n.end)[1] == ("365",) and (end == len(words) or words[end].breaks):
        return True  # "41 years I have"
    yes, no = (table(f"number_cues.age_{name}").longest(words, n.end)[0] for name in ("after", "not"))
    if after.gap.startswith("%") or no > max(yes, n.end) or (no == yes > n.end):
        return False
    if after.breaks or after.gap.strip() in ("/", "-", "+"):
        return True
    old = yes > n.end and (said.begins("number_cues.is_old", yes) or not said.begins("units", n.end))
    return led or old or yes - n.end > 1  # "been a nurse 30 years" is no age, "30 years old" is one


def _otherwise(n: Number, said: Said) -> bool:
    """"5'8", "B12", "24/7", "15 May"."""
    words, table = said.all, said.table
    before, gap = words[n.start - 1].word if n.start else "", words[n.start].gap
    after = words[n.end] if n.end < len(words) else None
    named = n.end + said.begins("ordinal_ends", n.end)
    day = n.high <= DAYS and (said.begins("months", named) or said.ends("months", n.start))
    sexes = (table(f"number_cues.age_{name}").longest(words[n.start - 1 : n.start], 0)[1] for name in ("after", "lead"))
    code = len(before) == 1 and before.isalpha() and not gap and not any(sexes)
    over = after is not None and after.gap == "/" and after.word[0].isdecimal() and abs(n.high - float(after.word)) != 1
    ratio = over or (gap == "/" and before[0].isdecimal())
    return day or code or ratio or (len(before) == 1 and before.isdecimal() and gap in (" ", "'"))
