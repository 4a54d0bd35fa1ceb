"""How it began, and a pregnancy in an opening story."""

from dialogs.hear.dates import Time
from dialogs.hear.duration import YEAR, times_of
from dialogs.hear.numbers import Number, numbers
from dialogs.hear.one import TRAUMA
from dialogs.hear.phrases import Mention
from dialogs.hear.story_parts import clauses, own
from dialogs.hear.story_since import LAST_WEEK, MANY, SHOWS, SUBJECT, WEEK, expected_weeks, weeks_along
from dialogs.hear.text import Token
from dialogs.hear.understood import Said, Understood

GRAVE = TRAUMA[:3]  # named anywhere they come before what is named first
PLAIN = (*GRAVE, "minor_fall")  # say what happened; a sport or a lift may only be what hurts now
DONE = ("sport", "lift_twist")  # what one did; a blow has words of its own
NOTHING = ("slow", "sudden", "none")
NEAR = 7  # words between "after" and what happened
FEW = 4  # words of a sentence that is no more than a question
CLOSE = 4  # and between "when" and it
FALLS = ("traffic", "fall_height", "minor_fall")  # may be told of others
ADULT = 12  # years; "at 6" is an hour
NO = 2  # words between a "no" and what did not happen
ME = 3  # words from a fall to a "me"
MINE = ("talk.myself", "story.mine")
OTHERS = ("talk.others", "talk.someone", "story.others", "story.pronouns", "story.seen")
TOGETHER = {("period", "late"): "possible", ("test", "positive"): "pregnant"}


def begun(sentences: list[Said], helper: bool) -> Understood | None:
    """What happened when it began, or that nothing did."""
    kinds: list[str] = []
    nothing: list[str] = []
    denied = False
    for i, one in enumerate(sentences):
        if not one.find("story_cause") or one.asked() or one.has("story.long_ago"):
            continue
        fell = any(_plain(one, m) and not _theirs(one, m, helper) for m in one.find("story_cause"))
        nothing += [m.value for m in one.find("story_cause") if m.value in NOTHING and not fell]  # "nothing dramatic"
        denied = denied or any(_denied(one, m) for m in one.find("story_cause"))
        if not _before(one) and not any(two.has("story.unlinked") for two in sentences[i : i + 2]):
            found = [m for m in one.find("story_cause") if m.value not in NOTHING and not _theirs(one, m, helper)]
            kinds += [m.value for m in found if _plain(one, m)]
            linked = one.find("story.cause_link") if _once(one) and not one.has("story.alarm") else []
            begun_else = any(one.begins("story.own_start", _place(one, link, last=True) + 1) for link in linked)
            links = [] if begun_else else linked  # "started a new job"
            later = one.words and one.table("story.since_then").longest(one.words, len(one.words) - 1)[1]
            told = any(m.start < SUBJECT for other in sentences[i + 1 : i + 2] for m in other.find("story.cause_link")
                       if not other.find("story_cause"))
            kinds += [m.value for m in found if m.value in TRAUMA and (
                told or later or any(link.start - NEAR < m.start < link.end + NEAR for link in links))]
            kinds += _after(one, found)
    if any(one.has("story.animal") for one in sentences):
        kinds = [kind for kind in kinds if kind != "assault"]  # "she threw me", of a horse
    none = next((value for value in NOTHING if value in nothing), "none" if denied and not kinds else "")
    first = [*(kind for kind in GRAVE if kind in kinds), *kinds]
    if kinds and (not none or (none == "none" and first[0] not in PLAIN)):
        return Understood(("sport" if first[0] == "lift_twist" and "sport" in kinds else first[0],))
    if none and not kinds:
        return Understood(("none",), near=(f"{none}_none",) if none != "none" else ())
    return None


def accidents(sentences: list[Said], helper: bool) -> list[Said]:
    """The sentences in which the client had a fall, a blow or a crash."""
    return [one for one in sentences if one.find("story_cause") and not one.asked() and not one.has("story.long_ago")
            and any(_plain(one, m) and not _theirs(one, m, helper) for m in one.find("story_cause"))
            and not _before(one)]


def _plain(one: Said, m: Mention) -> bool:
    """A fall, or a blow to "me" or "my hip"; "it caught on ..." may be the pain."""
    struck = m.value == "direct_blow" and one.words[m.end - 1].word in one.lexicon.single("story.struck_me")
    return struck or m.value in PLAIN


def _before(one: Said) -> bool:
    """It was another time and is over: "years ago", "when I was 19", "fine again"."""
    young = any(one.ends("story.was_aged", n.start) or _at_age(one, n) for n in numbers(one.all, one.lexicon)[:MANY])
    times = [time for time in times_of(one)[:MANY] if time.low > YEAR]
    old = bool(times) and not (one.has("story.since") or (
        one.has("story.pain") and not all(one.ends("story.in", time.start) for time in times)))
    well = any(len(part.all) == 1 and part.find("talk.fine") for part in clauses(one))  # "fell on the mat, fine"
    return one.has("story.over") or young or old or well


def _at_age(one: Said, n: Number) -> bool:
    """"Fell off a ladder at 50"."""
    stands = n.end == len(one.all) or bool(set(one.all[n.end].gap) & set(",;.)"))
    return stands and n.low >= ADULT and one.ends("story.at_age", n.start)


def _theirs(one: Said, m: Mention, helper: bool) -> bool:
    """"It fell down", "I never fell", "my ex had a crash": not what happened to the client; or only a knee was hurt."""
    if _elsewhere(one):
        return True
    if m.value in FALLS and not helper and _of_others(one, m):
        return True
    at = _place(one, m)
    start = max((i for i in range(at + 1) if one.all[i].breaks), default=0)
    before = one.all[max(start, at - NEAR) : at]
    if one.table("story.as_if").find(before):
        return True
    if m.value == "fall_height" and not _fell(one, before + one.all[at : _place(one, m, last=True) + 1]):
        return True
    if m.value in FALLS and one.has("story.repeated"):
        return True  # "I fell off the bottom step twice": a sign, no beginning
    if m.value in DONE and (one.table("story.again").find(one.all[start:at]) or _when(one, at)):
        return True
    if any(token.word in one.lexicon.single("story.no") for token in one.all[max(start, at - NO) : at]):
        return True  # "no tumbles off the bike"
    return at > 0 and not one.all[at].breaks and one.all[at - 1].word in one.lexicon.single("story.not_me")


def _fell(one: Said, words: list[Token]) -> bool:
    """"Started halfway down the stairs" is no fall."""
    return bool(one.table("story.falling").find(words))


def _when(one: Said, at: int) -> bool:
    """"When I sneezed it shot down": what one did then is a trigger, unless something began or a day stands before."""
    whens = [w.start for w in one.whole("story.when") if w.end <= at <= w.end + ME]
    before = [*(m.end for m in one.whole("story.began")), *(time.end for time in times_of(one)[:MANY])]
    return any(not any(start - CLOSE <= end <= start for end in before) for start in whens)


def _denied(one: Said, m: Mention) -> bool:
    """"Never banged it", "nobody hit me"."""
    at = _place(one, m)
    return m.value in TRAUMA and at > 0 and not one.all[at].breaks and (
        one.all[at - 1].word in one.lexicon.single("story.did_not"))


def _place(one: Said, m: Mention, last: bool = False) -> int:
    """Where a phrase of `words` stands among all words: its first, or its last."""
    kept = [i for i, token in enumerate(one.all) if token.word not in one.lexicon.skipped]
    return kept[m.end - 1 if last else m.start]


def _of_others(one: Said, m: Mention) -> bool:
    """Somebody else is named before it, and neither "I" nor "me" after them."""
    at = _place(one, m)
    who = max((o.end for name in OTHERS for o in one.whole(name) if o.end <= at), default=0)
    if one.table("story.of_me").find(one.all[at : _place(one, m, last=True) + 2]):
        return False
    if (one.begins("story.fell", at) and one.ends("story.any_one", at - 1) and not one.begins("story.own_thing", at - 1)
            and not (one.all[at].breaks or one.all[at - 1].breaks)):
        return True  # "our priest fell"
    return who > 0 and not any(who <= me.start < at + ME for name in MINE for me in one.whole(name))


def _elsewhere(one: Said) -> bool:
    """"I hurt my shoulder at the gym": another part is named, and none where it may hurt now."""
    return one.has("story.elsewhere") and not one.has("story.seat_of_pain")


def _once(one: Said) -> bool:
    """It tells of something that happened, not of what happens again and again."""
    return one.has("story.begin") or bool(times_of(one))


def _after(one: Said, found: list[Mention]) -> list[str]:
    """"... since the half marathon", "it started after moving a sofa", "went when I lifted"; not "worse after ..."."""
    words = one.words
    began = min((m.end for m in one.find("story.began")), default=len(words))
    leads = [(m.end, m.end + NEAR) for m in one.find("story.cause_lead")]
    leads += [(m.end, m.end + CLOSE) for m in one.find("story.when") if began <= m.start]
    if not leads or one.find("story.worse") or one.find("story.better") or not _once(one):
        return []
    return [m.value for m in found if m.value in DONE and any(
        lead <= m.start < until and not any(t.breaks for t in words[lead : m.start + 1])
        for lead, until in leads[:MANY])]


def pregnant(sentences: list[Said], helper: bool) -> Understood | None:
    """A pregnancy or a birth of the client, with its time if that is said; or that there is none."""
    found: dict[str, tuple[float, float] | None] = {}
    midwife = any(one.has("story_pregnancy.midwife") for one in sentences)
    for order, one in enumerate(sentences):
        if one.asked() and len(one.all) <= FEW:
            continue  # "Pregnant? No."
        mine = own(one)
        cue = {m.value for m in mine.find("story_pregnancy") if not (m.value == "pregnant" and _once_was(mine, m)) and (
            helper or m.value not in ("birth", "pregnant") or not _of_others(mine, m))}
        times = times_of(one)[:MANY]
        recent = bool(times) and times[0].high <= YEAR
        weeks = [t for t in times if 4 * WEEK <= t.low <= LAST_WEEK * WEEK and one.begins("units.7", t.end - 1)]
        if any(time.low <= YEAR and one.ends("story_pregnancy.born", time.start) and not one.all[time.start].breaks
               for time in times) or ("birth" in cue and recent and "pregnant" not in cue and not _child(one)):
            cue.add("postnatal_12m")
        if "postnatal_12m" in cue:
            cue.discard("pregnant")  # "since the last month of pregnancy"
            weeks = []
        if "postnatal_12m" in cue and (times[0].low > YEAR if times else one.has("story_pregnancy.child_age")):
            cue.discard("postnatal_12m")
        if any((midwife and expected_weeks(one, time)) or weeks_along(one, time) or _carries(one, time, order == 0)
               for time in weeks):
            cue.add("pregnant")
        cue |= {name for both, name in TOGETHER.items() if set(both) <= cue}
        if one.has("story.father"):
            return Understood(("no",), sure=False)
        value = next((v for v in ("no", "pregnant", "postnatal_12m", "possible") if v in cue), "")
        if value:
            time = (weeks if value == "pregnant" else times)[:1]
            found.setdefault(value, (time[0].low, time[0].high) if time else None)
    if len(found) != 1:
        return None
    value, days = found.popitem()
    return Understood((value,), sure=False, days=days)


def _once_was(one: Said, m: Mention) -> bool:
    """"Since I was about five months gone"."""
    at = _place(one, m)
    return bool(one.table("story.once_was").find(one.all[max(0, at - CLOSE) : at + 1]))


def _child(one: Said) -> bool:
    """"The section was for my sister": not the client's birth."""
    others = [m for m in one.whole("talk.others") if not one.begins("story_pregnancy.own_baby", m.start)]
    return bool(others) and not one.has("talk.myself")


def _carries(one: Said, time: Time, first: bool) -> bool:
    """"34 weeks with our second", or nothing but "34 weeks." at the beginning."""
    if time.start > SUBJECT or one.begins("story.time_tail", time.end):
        return False
    if one.begins("story_pregnancy.carrying", time.end):
        return bool(one.table("story_pregnancy.child").find(one.all[time.end : time.end + CLOSE + 1]))
    return first and time.end == len(one.all) and time.low >= SHOWS * WEEK
