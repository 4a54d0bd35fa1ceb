"""Since when it hurts, of all the times in an opening story."""

from dialogs.hear.duration import YEAR, Time, band, times_of
from dialogs.hear.understood import Said, Understood

MANY = 12  # times in a sentence that are weighed
SURE = 3  # points a time needs to be the time since it hurts
SUBJECT = 2  # words at the beginning of a clause that may say of whom it is
HEDGE = 4  # words of "the best part of"
BRIEF = 6  # words of a sentence that says little but a time
AGE = 16  # years
YEARS = 0.8  # of a year: "last year"
SMALL = 3  # words beside a time that is all a clause says
NEAR = 7  # words between "three weeks of" and the pain
WEEK, LAST_WEEK = 7, 42  # days; of a pregnancy
SHOWS = 20  # weeks after which it is more likely a pregnancy than a pain


def since(sentences: list[Said], helper: bool) -> Understood | None:
    """The time with most signs of being the time since it hurts; none if two differ that are as likely."""
    rated: list[tuple[int, Time]] = []
    plain: list[Time] = []
    pain, new = False, False
    cues = ("story_pregnancy.midwife", "story_pregnancy.pregnant")
    expecting = any(one.has(cue, whole=False) for one in sentences for cue in cues)
    for one in sentences:
        pain = pain or one.has("story.pain") or one.has("story.body")
        times = [time for time in times_of(one)[:MANY] if _likely(one, time) and not (
            (expecting and expected_weeks(one, time)) or weeks_along(one, time) or _aged(one, time))]
        rated += [(_points(one, time, helper) + pain, time) for time in times]
        plain += [time for time in times if _plain(one, time)]
        new = new or one.has("story.new")
    best = max((points for points, _ in rated), default=0)
    enough = SURE - (len([points for points, _ in rated if points >= 0]) == 1)
    top = plain or [time for points, time in rated if points >= enough]
    if not top or len({band(time.high) for time in top}) > 1 or (new and top[0].low > LAST_WEEK):
        return None
    if not plain and any(points > 0 and band(time.high) != band(top[0].high) for points, time in rated) and any(
            time in top for one in sentences if one.has("story.alarm") for time in times_of(one)):
        return None  # of two times the one of a warning sign is not sure to be that of the pain
    time = plain[0] if plain else next(time for points, time in rated if points == best)
    low, high = band(time.low), band(time.high)
    edge = low != high
    return Understood((high,), sure=not edge, confirm=edge, near=(low,) if edge else (), days=(time.low, time.high))


def _likely(one: Said, time: Time) -> bool:
    """Not "one week left, the next right"; a day or years only beside a word of pain, of the body or of a begin."""
    turns = one.whole("story.turns")
    if len(turns) > 1 and any(m.start < time.end and time.start < m.end for m in turns):
        return False
    weeks = SHOWS * WEEK <= time.low <= LAST_WEEK * WEEK and one.begins("units.7", time.end - 1)
    if weeks and not one.begins("story.time_tail", time.end) and not one.ends("story.time_lead", time.start):
        return False  # nobody counts a pain so
    if not time.named and time.low <= YEAR * YEARS:
        return True
    start, end = _clause(one, time)
    if time.low > YEAR * YEARS and one.has("story.alarm"):
        return False
    about = any(one.has(f"story.{name}") for name in ("pain", "body", "begin", "since")) or one.find("story_cause")
    in_year = one.ends("story.in", time.start) and not any(
        one.table(f"story.{name}").find(one.all[start:end]) for name in ("pain", "begin"))
    return not in_year and (bool(about) or len(one.all) <= BRIEF or one.begins("story.of", time.end))


def _plain(one: Said, time: Time) -> bool:
    """Beyond doubt: "left dimple, five months", "three weeks of an ache", "right hip since I moved a month ago"."""
    short = time.high < 1 or one.begins("story.brief", time.end - 1)
    other = one.ends("story.time_not", time.start) or one.begins("story.time_not_after", time.end)
    if short or other or time.named or one.has("story.alarm") or one.has("story.over"):
        return False
    start, end = _clause(one, time)
    since = [m.start for m in one.whole("story.since") if start <= m.start < end]
    stop = min((at for at in since if at >= time.end), default=end)
    words = one.all[start:stop]
    if one.begins("story.of", time.end) and one.table("story.pain").find(one.all[time.end : time.end + NEAR]):
        return True
    place = bool(one.find("pain_areas") or one.has("story_side") or one.has("story.low"))
    of_else = one.table("story.not_since").find(one.all[_start(one, start - 1) : stop])
    if place and not of_else and len(words) - (time.end - time.start) <= SMALL:
        return True
    life = one.table("story.life").find(words) or not one.table("story.not_since").find(words)
    return place and bool(life and since) and since[0] < time.start and one.begins("story.ago", time.end)


def _points(one: Said, time: Time, helper: bool) -> int:
    """Signs in the clause that this time is when the pain began."""
    start, end = _clause(one, time)
    clause, at = one.all[start:end], time.start
    hedge = next((n for n in range(HEDGE, 0, -1)
                  if one.table("story.time_hedge").longest(one.all[at - n : at] if at >= n else [], 0)[0] == n), 0)
    lead = any(one.ends("story.time_lead", i) for i in (at, at - hedge)) or one.begins("story.time_lead", at)
    begun = bool(one.table("story.begin").find(clause) or one.find("story_cause"))
    alone = len(clause) - (time.end - at) <= 3 and time.high >= 1
    tail = one.begins("story.time_tail", time.end)
    points = 2 * (lead or tail) + (hedge > 0 or begun) + time.named + 2 * alone
    points += bool(one.table("story.pain").find(clause)) + one.ends("story.body", at)
    other = any(not at - start < m.end <= time.end - start and not at - start <= m.start < time.end - start
                for m in one.table("story.not_since").find(clause))
    child = one.has("story_pregnancy.child_age") and one.begins("story.old", time.end)
    others = child or (not helper and any(m.start < SUBJECT for m in one.table("talk.others").find(clause)))
    wrong = (other or others or one.begins("talk.asks", 0) or one.has("story.over")
             or one.ends("story.time_not", at) or one.begins("story.time_not_after", time.end)
             or (one.begins("story.brief", time.end - 1) and not tail))
    points += bool(one.table("story.since").find(clause[: at - start]))
    points += 2 * bool(one.table("story.this_time").find(clause))
    own = lead or tail or begun or alone or points > 2
    points -= 2 * (not own)  # nothing but the name of a day
    eased = time.named and one.table("story.changed").find(clause)
    return points - 4 * bool(wrong) - 2 * bool(eased) - time.vague


def expected_weeks(one: Said, time: Time) -> bool:
    """"30 weeks" of a pregnancy, or the day in "30 weeks on Thursday"."""
    if time.named:
        return any(expected_weeks(one, other) for other in times_of(one) if not other.named and other.end <= time.start)
    weeks = 4 * WEEK <= time.low <= LAST_WEEK * WEEK and one.begins("units.7", time.end - 1)
    opens = time.start < SUBJECT or one.ends("story.age_lead", time.start)
    return weeks and opens and not one.begins("story.time_tail", time.end)


def weeks_along(one: Said, time: Time) -> bool:
    """"I'm 14 weeks and sore": nobody but a pregnant woman says so."""
    after = one.all[time.end] if time.end < len(one.all) else None
    alone = after is None or after.breaks or after.word in one.lexicon.single("number_cues.and")
    return alone and not one.all[time.start].breaks and one.ends("story.i_am", time.start)


def _aged(one: Said, time: Time) -> bool:
    """"Tengo 62 años": an age; so are "32 years" beside no pain and no part of the body."""
    start, end = _clause(one, time)
    alone = end - start == time.end - time.start and not any(
        one.has(name) for name in ("story.pain", "story.body", "story.low", "story_side"))
    lead = one.ends("story.age_lead", time.start) or one.begins("story.age_lead", time.start)
    return (alone and time.low > AGE * YEAR) or (lead and time.low > 10 * YEAR)


def _start(one: Said, at: int) -> int:
    return next((i for i in range(at, 0, -1) if set(one.all[i].gap) & set(",;:")), 0)


def _clause(one: Said, time: Time) -> tuple[int, int]:
    words, start = one.all, _start(one, time.start)
    return start, next((i for i in range(time.start + 1, len(words)) if set(words[i].gap) & set(",;:")), len(words))
