"""Since when it hurts, of all the times in an opening story."""

from dialogs.hear.dates import Time
from dialogs.hear.duration import YEAR, band, times_of
from dialogs.hear.story_times import NEAR, since_aged, told_times
from dialogs.hear.understood import Said, Understood

MANY = 12  # times in a sentence that are weighed
SURE = 3  # points a time needs to be the time since it hurts
SUBJECT = 2  # words at the beginning of a clause that may say of whom it is
LAST_NIGHT = 2  # words of a moment: "last night", no lead as in "the last few days"
HEDGE = 4  # words of "the best part of"
BRIEF = 6  # words of a sentence that says little but a time
AGE = 16  # years
YEARS = 0.8  # of a year: "last year"
SMALL = 3  # words beside a time that is all a clause says
WEEK, LAST_WEEK = 7, 42  # days; of a pregnancy
HIT = 6  # points of the time of an accident
SHOWS = 20  # weeks after which it is more likely a pregnancy than a pain


def since(sentences: list[Said], helper: bool, accidents: list[Said], age: int, born: Time | None
          ) -> Understood | None:
    """The time with most signs of being the time since it hurts; none if two differ that are as likely.

    `accidents`: the sentences that tell of a fall or a crash of the teller; `age`: in years, 0 if it is not told;
    `born`: how long ago the client gave birth."""
    rated: list[tuple[int, Time]] = []
    plain: list[Time] = []
    pain = False
    cues = ("story_pregnancy.midwife", "story_pregnancy.pregnant")
    expecting = any(one.has(cue, whole=False) for one in sentences for cue in cues)
    hurts = any(_hurts(one, 0, len(one.all)) or one.find("pain_areas") or one.has("story.low") for one in sentences)
    if not (hurts or any(
            one.has("story.alarm") or one.has("story_side") or one.find("story_cause") for one in sentences)):
        return None  # nothing hurts: "my period came on Monday"
    for one, last in zip(sentences, [None, *sentences], strict=False):
        hurt, pain = pain, pain or one.has("story.pain") or one.has("story.body")
        times = [time for time in told_times(one)[:MANY] if _likely(one, time) and not (
            (expecting and expected_weeks(one, time)) or weeks_along(one, time) or _aged(one, time))]
        times = [time for time in times if not (hurts and _of_sign(one, time)) and not (
            hurt and time.named and one.ends("story.but_since", time.start))]  # "but since Tuesday my leg is tight"
        times = [time for time in times if not last or not one.begins("story.of_that", time.end) or _hurts(
            last, 0, len(last.all))]  # "I sleep on a futon. Seven months of that."
        hits = _moments(one) if any(one is other for other in accidents) else []
        rated += [(_points(one, time, helper) + pain + HIT * (time in hits), time) for time in times]
        rated += [(HIT, time) for time in _since_then(one, last)]
        about = len(one.all) <= BRIEF or any(one.has(f"story.{name}") for name in ("pain", "body", "it_is"))
        aged = since_aged(one, age) if pain and about else None  # not "a decorator since I was sixteen"
        plain += [time for time in times if _plain(one, time) or _pain_since(one, time)] + ([aged] if aged else [])
        if born and one.has("story_pregnancy.since_birth") and _hurts(one, 0, len(one.all)):
            plain.append(born)
    best = max((points for points, _ in rated), default=0)
    enough = SURE - (len({band(time.high) for points, time in rated if points >= 0}) == 1)
    top = plain or [time for points, time in rated if points >= enough]
    if any(one.has("story.recurs") for one in sentences) and len(
            {band(time.high) for points, time in rated if points >= 0}) > 1:
        return None
    if not top or len({band(time.high) for time in top}) > 1 or (top[0].low > LAST_WEEK and _new(sentences, top[0])):
        return None
    if not plain and any(points > 0 and band(time.high) != band(top[0].high) for points, time in rated) and any(
            time in top for one in sentences if one.has("story.alarm") for time in times_of(one)):
        return None  # of two times the one of a warning sign is not sure to be that of the pain
    time = plain[0] if plain else next(time for points, time in rated if points == best)
    low, high = band(time.low), band(time.high)
    edge = low != high
    return Understood((high,), sure=not edge, confirm=edge, near=(low,) if edge else (), days=(time.low, time.high))


def _since_then(one: Said, last: Said | None) -> list[Time]:
    """"We moved on Saturday and I've been stiff since", "A month ago I slipped. Since then my hip aches"."""
    for m in one.whole("story.since_then"):
        start, end = _part(one, m.start, m.end)
        if m.end < len(one.all) and not one.all[m.end].breaks and m.end - m.start < 2:
            continue
        alone = end - start == m.end - m.start  # "my right hip, ever since"
        if (_hurts(one, start, end) and one.has("story.pain")) or (alone and _hurts(one, 0, len(one.all))):
            here = [t for t in _moments(one) if t.end <= m.start]
            times = here or (_moments(last) if last else [])
            return times if len(times) == 1 else []
    return []


def _moments(one: Said) -> list[Time]:
    """The times when something happened, no lengths of time."""
    return [time for time in told_times(one) if time.named or one.begins("story.ago", time.end) or not any(
        one.begins("units", i) for i in range(time.start, time.end))]


def _hurts(one: Said, start: int, end: int) -> bool:
    """A pain is named there that is no warning sign; or a part of the body, and no warning sign."""
    words = one.all[start:end]
    signs = {i for m in one.table("story.alarm").find(words) for i in range(m.start, m.end)}
    pain = any(m.start not in signs for m in one.table("story.pain").find(words))
    return pain or (not signs and bool(one.table("story.body").find(words)))


def _of_sign(one: Said, time: Time) -> bool:
    """"For a week I've had hot sweats": beside a warning sign and no pain."""
    start, end = _part(one, time.start, time.end)
    return bool(one.table("story.alarm").find(one.all[start:end])) and not _hurts(one, start, end)


def _new(sentences: list[Said], time: Time) -> bool:
    """"For years, but today it's different"; not "About two months back I got a new pain"."""
    return any(one.has("story.new") for one in sentences) and not any(
        time in told_times(one) and not one.table("talk.breaks").find(one.all[time.end : m.start + 1])
        for one in sentences for m in one.whole("story.new"))


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
    if time.low > YEAR * YEARS and one.has("story.alarm"):
        return False
    about = any(one.has(f"story.{name}") for name in ("pain", "body", "begin", "since")) or one.find("story_cause")
    low, high = _part(one, time.start, time.end)
    in_year = one.ends("story.in", time.start) and not any(
        one.table(f"story.{name}").find(one.all[low:high]) for name in ("pain", "begin"))
    return not in_year and (
        bool(about) or len(one.all) <= BRIEF or one.begins("story.of", time.end) or _plain(one, time))


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


def _pain_since(one: Said, time: Time) -> bool:
    """"My back pain is from three weeks", "sore now for about a month": nothing else stands between."""
    if time.named or time.high < 1 or one.has("story.over"):
        return False
    low, _ = _part(one, time.start, time.end)
    if one.begins("story.had", low) or one.ends("story.in", time.start):
        return False  # "I'd pain for a year and then it stopped"
    pain = [m for m in one.table("story.pain").find(one.all[low : time.start])]
    between = one.all[low + pain[-1].end : time.start] if pain else []
    return bool(between) and _hurts(one, low, time.start) and all(
        t.word in one.lexicon.single("story.pain_since") for t in between)


def _points(one: Said, time: Time, helper: bool) -> int:
    """Signs in the clause that this time is when the pain began."""
    start, end = _clause(one, time)
    clause, at = one.all[start:end], time.start
    hedge = next((n for n in range(HEDGE, 0, -1)
                  if one.table("story.time_hedge").longest(one.all[at - n : at] if at >= n else [], 0)[0] == n), 0)
    the = next((n for n in range(HEDGE, 0, -1)
                if one.table("story.time_the").longest(one.all[at - n : at] if at >= n else [], 0)[0] == n), 0)
    lead = any(one.ends("story.time_lead", i) for i in (at, at - hedge, at - the)) or (
        one.begins("story.time_lead", at) and not (time.named and time.end - at == LAST_NIGHT))
    begun = bool(one.table("story.begin").find(clause) or one.find("story_cause"))
    few = len(clause) - (time.end - at) <= 3
    alone = few and time.high >= 1
    lone = alone * (1 if one.ends("story.in", at - the) else 2)
    tail = one.begins("story.time_tail", time.end) or one.begins("story.of_it", time.end)
    lead = lead or one.begins("story.since", at)  # "since the pandemic" is one time
    points = 2 * (lead or tail) + (hedge > 0 or begun) + time.named + lone
    points += bool(one.table("story.pain").find(clause)) + one.ends("story.body", at)
    low, high = _part(one, at, time.end)
    other = any(not at - low < m.end <= time.end - low and not at - low <= m.start < time.end - low
                for m in one.table("story.not_since").find(one.all[low:high])) and not (
        one.table("story.began").find(one.all[low:at]) and one.table("story.pain").find(one.all[low:at]))
    child = one.has("story_pregnancy.child_age") and one.begins("story.old", time.end)
    others = child or (not helper and any(m.start < SUBJECT for m in one.table("talk.others").find(clause)))
    wrong = (other or others or one.begins("talk.asks", 0) or one.has("story.over")
             or one.ends("story.time_not", at) or one.begins("story.time_not_after", time.end)
             or (one.begins("story.brief", time.end - 1) and not tail))
    points += bool(one.table("story.since").find(clause[: at - start]))
    points += 2 * bool(one.table("story.this_time").find(clause))
    own = lead or tail or begun or alone or points > 2
    points -= 2 * (not own)  # nothing but the name of a day
    eased = one.table("story.changed").find(clause if time.named else one.all[low:at])
    it = one.table("story.it_is").find(one.all[low:high])
    began = one.table("story.began").find(clause) or one.find("story_cause")
    if not (few or began or it or _hurts(one, start, end) or one.find("pain_areas") or one.has("story_side")):
        points -= 2  # "I've lived here for three weeks"
    return points - 4 * bool(wrong) - 2 * bool(eased) - time.vague


def expected_weeks(one: Said, time: Time) -> bool:
    """"30 weeks" of a pregnancy, or the day in "30 weeks on Thursday"."""
    if time.named:
        return any(expected_weeks(one, other) for other in times_of(one) if not other.named and other.end <= time.start)
    weeks = 4 * WEEK <= time.low <= LAST_WEEK * WEEK and one.begins("units.7", time.end - 1)
    opens = time.start < SUBJECT or any(one.ends(f"story.{name}", time.start) for name in ("age_lead", "week_of")) or (
        one.all[time.start].breaks and (time.end == len(one.all) or one.all[time.end].breaks))
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


def _part(one: Said, start: int, end: int) -> tuple[int, int]:
    """The part of a clause around these words: from comma, "but" or "and I've" to the next."""
    starts = {i for i, token in enumerate(one.all) if set(token.gap) & set(",;:")} | {
        m.start for m in one.whole("story.and_i")}
    return (max((at for at in starts if at <= start), default=0),
            min((at for at in starts if at >= end), default=len(one.all)))
