"""Since when, how it began, and a pregnancy in an opening story."""

from dialogs.hear.duration import YEAR, Time, band, times_of
from dialogs.hear.numbers import numbers
from dialogs.hear.one import TRAUMA
from dialogs.hear.understood import Said, Understood

GRAVE = TRAUMA[:3]  # named anywhere they come before what is named first
PLAIN = (*GRAVE, "minor_fall")  # say what happened; a sport or a lift may only be what hurts now
NOTHING = ("slow", "sudden", "none")
MANY = 12  # times in a sentence that are weighed
SURE = 3  # points a time needs to be the time since it hurts
SUBJECT = 2  # words at the beginning of a clause that may say of whom it is
HEDGE = 4  # words of "the best part of"
NEAR = 7  # words between "after" and what happened
WEEK, LAST_WEEK = 7, 42  # days; of a pregnancy


def since(sentences: list[Said], helper: bool) -> Understood | None:
    """The time with most signs of being the time since it hurts; none if two differ that are as likely."""
    rated: list[tuple[int, Time]] = []
    pain = False
    cues = ("story_pregnancy.midwife", "story_pregnancy.pregnant")
    expecting = any(one.has(cue, whole=False) for one in sentences for cue in cues)
    for one in sentences:
        pain = pain or one.has("story.pain") or one.has("story.body")
        rated += [(_points(one, time, helper) + pain, time) for time in times_of(one)[:MANY]
                  if not (expecting and _gone(one, time)) and not _weeks(one, time) and not _aged(one, time)]
    best = max((points for points, _ in rated), default=0)
    enough = SURE - (len([points for points, _ in rated if points >= 0]) == 1)
    top = [time for points, time in rated if points >= max(enough, best - 2)]
    if not top or len({band(time.high) for time in top}) > 1:
        return None
    time = next(time for points, time in rated if points == best)
    low, high = band(time.low), band(time.high)
    edge = low != high
    return Understood((high,), sure=not edge, confirm=edge, near=(low,) if edge else (), days=(time.low, time.high))


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


def _gone(one: Said, time: Time) -> bool:
    """"30 weeks" of a pregnancy, or the day in "30 weeks on Thursday"."""
    if time.named:
        return any(_gone(one, other) for other in times_of(one) if not other.named and other.end <= time.start)
    weeks = 4 * WEEK <= time.low <= LAST_WEEK * WEEK and one.begins("units.7", time.end - 1)
    opens = time.start < SUBJECT or one.ends("story.age_lead", time.start)
    return weeks and opens and not one.begins("story.time_tail", time.end)


def _weeks(one: Said, time: Time) -> bool:
    """"I'm 14 weeks and sore": nobody but a pregnant woman says so."""
    after = one.all[time.end] if time.end < len(one.all) else None
    alone = after is None or after.breaks or after.word in one.lexicon.single("number_cues.and")
    return alone and one.ends("story.i_am", time.start)


def _aged(one: Said, time: Time) -> bool:
    """"Tengo 62 años": an age."""
    return time.low > 10 * YEAR and (one.ends("story.age_lead", time.start) or one.begins("story.age_lead", time.start))


def _clause(one: Said, time: Time) -> tuple[int, int]:
    words = one.all
    start = next((i for i in range(time.start, 0, -1) if set(words[i].gap) & set(",;:")), 0)
    return start, next((i for i in range(time.start + 1, len(words)) if set(words[i].gap) & set(",;:")), len(words))


def begun(sentences: list[Said]) -> Understood | None:
    """What happened when it began, or that nothing did."""
    kinds: list[str] = []
    nothing: list[str] = []
    for i, one in enumerate(sentences):
        if not one.asked() and not one.has("story.long_ago") and not _before(one):
            found = one.find("story_cause")
            nothing += [m.value for m in found if m.value in NOTHING]
            kinds += [m.value for m in found if m.value in PLAIN]
            links = one.find("story.cause_link") if _once(one) else []
            told = any(m.start < SUBJECT for other in sentences[i + 1 : i + 2] for m in other.find("story.cause_link")
                       if not other.find("story_cause"))
            kinds += [m.value for m in found if m.value in TRAUMA and (
                told or any(link.start - NEAR < m.start < link.end + NEAR for link in links))]
            kinds += _after(one)
    none = next((value for value in NOTHING if value in nothing), "")
    first = [*(kind for kind in GRAVE if kind in kinds), *kinds]
    if kinds and (not none or (none == "none" and first[0] not in PLAIN)):
        return Understood(("sport" if first[0] == "lift_twist" and "sport" in kinds else first[0],))
    if none and not kinds:
        return Understood(("none",), near=(f"{none}_none",) if none != "none" else ())
    return None


def _before(one: Said) -> bool:
    """It was another time and is over: "years ago", "when I was 19", "fine again"."""
    young = any(one.ends("story.was_aged", n.start) for n in numbers(one.all, one.lexicon)[:MANY])
    old = any(time.low > 2 * YEAR for time in times_of(one)[:MANY]) and not (
        one.has("story.pain") or one.has("story.since"))
    return one.has("story.over") or young or old


def _once(one: Said) -> bool:
    """It tells of something that happened, not of what happens again and again."""
    return one.has("story.begin") or bool(times_of(one))


def _after(one: Said) -> list[str]:
    """"... since the half marathon", "it started after moving a sofa"; not "worse after running"."""
    words, table = one.words, one.lexicon.table
    leads = table("story.cause_lead").find(words)
    if not leads or table("story.worse").find(words) or table("story.better").find(words) or not _once(one):
        return []
    return [m.value for m in table("trauma_kind").find(words) if m.value in TRAUMA and m.value not in PLAIN and any(
        lead.end <= m.start < lead.end + NEAR and not any(t.breaks for t in words[lead.end : m.start + 1])
        for lead in leads[:MANY])]


def pregnant(sentences: list[Said]) -> Understood | None:
    """A pregnancy or a birth of the client, with its time if that is said; or that there is none."""
    found: dict[str, tuple[float, float] | None] = {}
    midwife = any(one.has("story_pregnancy.midwife") for one in sentences)
    for one in sentences:
        cue = {m.value for m in one.find("story_pregnancy")}
        times = [t for t in times_of(one)[:MANY]]
        weeks = [t for t in times if 4 * WEEK <= t.low <= LAST_WEEK * WEEK and one.begins("units.7", t.end - 1)]
        cue.discard("born")
        if any(time.low <= YEAR and one.ends("story_pregnancy.born", time.start) for time in times):
            cue.add("postnatal_12m")
        if (one.has("talk.others") or one.begins("story.pronouns", 0)) and "postnatal_12m" not in cue:
            continue
        if "postnatal_12m" in cue and (times[0].low > YEAR if times else one.has("story_pregnancy.child_age")):
            cue.discard("postnatal_12m")
        if any((midwife and _gone(one, time)) or _weeks(one, time) for time in weeks):
            cue.add("pregnant")
        value = next((v for v in ("no", "pregnant", "postnatal_12m") if v in cue), "")
        if value:
            time = (weeks if value == "pregnant" else times)[:1]
            found.setdefault(value, (time[0].low, time[0].high) if time else None)
    if len(found) != 1:
        return None
    value, days = found.popitem()
    return Understood((value,), sure=False, days=days)
