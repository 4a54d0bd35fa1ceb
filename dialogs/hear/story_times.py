"""The times that a sentence of an opening story names, and which of them say nothing of a pain."""

from dialogs.hear.dates import WEEK, Time
from dialogs.hear.duration import OLDEST, YEAR, times_of
from dialogs.hear.numbers import numbers
from dialogs.hear.understood import Said

AHEAD = 2  # words between an age and the month in which it is reached, or two times that are one
NEAR = 7  # words between "three weeks of" and the pain
LATEST = 90  # the highest "day 19 of this"
CLOCK = 24


def told_times(one: Said) -> list[Time]:
    """Every time that may be one since when it hurts, in order of the words."""
    if "told_times" not in one.memo:
        kept = [time for time in times_of(one) if not _idle(one, time)]
        taken = {i for time in kept for i in range(time.start, time.end)}
        more = [time for time in _more(one) if not taken & set(range(time.start, time.end))]
        one.memo["told_times"] = sorted(kept + more, key=lambda time: time.start)
    found: list[Time] = one.memo["told_times"]
    return found


def since_aged(one: Said, age: int) -> Time | None:
    """"Since I was forty" of somebody who is `age` now."""
    for n in numbers(one.all, one.lexicon):
        if one.ends("story.since_aged", n.start) and 0 < n.low < age <= OLDEST and n.low == n.high:
            return Time((age - n.low) * YEAR, (age - n.low + 1) * YEAR, n.start, n.end)
    return None


def _more(one: Said) -> list[Time]:
    """"Three Sundays ago", "day 19 of this", "since 4 am", "at 4 this morning"."""
    found: list[Time] = []
    for n in numbers(one.all, one.lexicon):
        if n.low != n.high or n.low < 1:
            continue
        end = one.table("story.week_days").longest(one.all, n.end)[0]
        if end > n.end and one.begins("story.ago", end):
            found.append(Time((n.low - 1) * WEEK, n.low * WEEK, n.start, end))
        elif n.low <= LATEST and one.ends("story.day", n.start) and not one.all[n.start].breaks and (
                n.end == len(one.all) or one.all[n.end].breaks or one.begins("story.of", n.end)):
            found.append(Time(n.low, n.low, n.start, n.end))
        elif n.low <= CLOCK and one.ends("story.since_clock", n.start) and one.begins("story.clock", n.end):
            found.append(Time(0, 1, n.start, one.table("story.clock").longest(one.all, n.end)[0], named=True))
        elif n.low <= CLOCK and one.ends("story.at_clock", n.start) and one.begins("story.this_day", n.end):
            found.append(Time(0, 1, n.end, one.table("story.this_day").longest(one.all, n.end)[0], named=True))
    return found


def _idle(one: Said, time: Time) -> bool:
    """"Woke up" before a time; the day in "three weeks ago on Sunday"; "a day's illness"; "two days every month";
    "thirty miles a week"; "it's Tuesday"; "39 in August"; "four days of coaches"; "if I rest a week"."""
    words, start, end = one.all, time.start, time.end
    other = any(0 <= t.start - end <= 1 and not words[t.start].breaks for t in times_of(one) if t is not time)
    if other and one.begins("story.woke", start):
        return True
    if time.named and any(0 <= start - t.end <= AHEAD and not t.named and all(
            words[i].word in one.lexicon.single("story.upon") for i in range(t.end, start)) for t in times_of(one)):
        return True
    ago = one.begins("story.ago", end)
    if not ago and not time.named and one.begins("story.come", end) and any(
            t.named and t.start - end == 1 for t in times_of(one)):
        return True  # "a year in March": not yet
    if words[end - 1].word.endswith("'s") and not time.named:
        return True
    if not ago and end < len(words) and not words[end].breaks and one.begins("story.how_often", end):
        return True
    if not ago and start and words[start].word in one.lexicon.single("story.article") and not words[start].breaks and (
            words[start - 1].word not in one.lexicon.single("story.before_a")):
        return True
    if time.named and one.ends("story.today_is", start) and not one.begins("story.since", end):
        return True
    if one.ends("story.ahead", start) and any(
            0 < start - n.end <= AHEAD and one.ends("story.age_lead", n.start) for n in numbers(words, one.lexicon)):
        return True
    if end < len(words) and not words[end].breaks and words[end].word in one.lexicon.single(
            "story.of_what") and not one.begins("story.of_it", end):
        return not any(one.table(name).find(words[end : end + NEAR]) for name in ("story.pain", "story.hurt"))
    return _if(one, time)


def _if(one: Said, time: Time) -> bool:
    """What is done again and again: no comma and no "since" stands between the "if" and the time."""
    begin = next((i for i in range(time.start, 0, -1) if one.all[i].breaks), 0)
    ago = one.begins("story.ago", time.end)
    return not ago and any(begin <= m.start < time.start and not any(
        m.end <= s.start < time.start for s in one.whole("story.since")) for m in one.whole("story.each_time"))
