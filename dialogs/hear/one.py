"""One thing of several: pregnancy, how it began."""

from itertools import pairwise

from dialogs.hear.age import OLDEST
from dialogs.hear.dates import WEEK
from dialogs.hear.duration import YEAR, times_of
from dialogs.hear.named import named
from dialogs.hear.numbers import numbers
from dialogs.hear.phrases import Mention
from dialogs.hear.understood import DECLINED, SHORT, UNCLEAR, Said, Understood

LISTED = 12  # words of a list that begins with a "no"
PAST_IT = 56  # years
LONG = 90  # days: a shorter time alone may be since a birth or of a pregnancy
# Where several fit, the gravest or the most telling first.
TRAUMA = ("assault", "traffic", "fall_height", "direct_blow", "sport", "minor_fall", "lift_twist")

OTHERS_TOO = ("traffic", "fall_height", "sport", "minor_fall")  # may have happened to somebody else


def pregnancy(said: Said) -> Understood:
    """pregnant, postnatal_12m, possible or no; with the time in days where it is said."""
    if said.declined():
        return DECLINED
    raw = said.lexicon.table("pregnancy").find(said.words)
    nots = {m.end for m in said.find("talk.negate") if m.end < len(said.words) and not said.words[m.end].breaks}
    found = {"no" if m.value == "postnatal_12m" and m.start in nots else m.value for m in raw}  # "not postpartum"
    others = bool(said.lexicon.table("pregnancy.others", whole=True).find(said.all)) or "others" in found
    times = times_of(said)
    days = (times[0].low, times[0].high) if times else None
    if "unclear" in found and not found & {"postnatal_12m"}:
        return UNCLEAR
    if others:
        return Understood(("no",), sure=False, confirm=True) if found & {"no", "men"} else UNCLEAR
    if "grown" in found and "pregnant" not in found:
        return Understood(("no",), sure=False, confirm=True)
    baby = "postnatal_12m" in found or (said.has("talk.others") and times)
    if baby and (times or "postnatal_12m" in found) and "pregnant" not in found:
        if days and days[0] > YEAR:
            return Understood(("no",), sure=False, confirm=days[0] < 2 * YEAR)
        if not times and _years(said):
            return Understood(("no",), sure=False, confirm=True)
        return Understood(("postnatal_12m",), sure=False, days=days)
    if "men" in found:
        return Understood(("man",), sure=len(said.words) < 4)
    if not found & {"pregnant", "no"} and _past_it(said):
        return Understood(("no",), sure=False, confirm=True)
    if "possible" in found:
        might = any(a.value == "possible" and b.value == "pregnant" and b.start == a.end
                    and not said.words[b.start].breaks for a, b in pairwise(raw))
        firm = found & {"pregnant"} and not said.has("talk.hedge") and not might
        if not firm:
            return Understood(("possible",), sure=len(said.words) < 4)
    if "no" in found and times and not found & {"pregnant", "possible"} and _kidding(said, times[0].start):
        return Understood(("pregnant",), sure=False, confirm=True, days=days)
    if found & {"pregnant"}:
        if "no" in found and _starts_no(raw) and not _taken_back(said, raw):
            return Understood(("no",), sure=False, confirm=True)
        return Understood(("pregnant",), sure=False, days=days)
    if "no" in found:
        return Understood(("no",), sure=len(said.words) < 3)
    if said.table("pregnancy.am").longest(said.all, 0)[0] == len(said.all):
        return Understood(("pregnant",), sure=False, confirm=True)
    yes = any(said.table(name).longest(said.all, 0)[1] == ("yes",) for name in ("polarity_opens", "polarity"))
    nth = _ordinal(said)
    if nth:
        return Understood(("pregnant",), sure=False, confirm=True, days=(nth, nth))
    if _weeks_and_days(said) or (yes and times and times[0].low >= 7):
        return Understood(("pregnant",), sure=False, confirm=True, days=days)
    if times and days and days[0] >= LONG and days[1] < 300:
        return Understood(("pregnant",), sure=False, confirm=True, days=days)
    return UNCLEAR


def _past_it(said: Said) -> bool:
    """"At 71, hardly": an age at which nobody is."""
    if "%" in said.text or said.has("talk.others") or said.has("talk.someone"):
        return False
    return any(PAST_IT <= n.low <= n.high <= OLDEST and not said.begins("number_cues.age_not", n.end) and not said.ends(
        "number_cues.age_lead_not", n.start) for n in numbers(said.all, said.lexicon))


def _weeks_and_days(said: Said) -> bool:
    """"20+3" or "19/40", as midwives write it."""
    return any(a.word.isdecimal() and 3 < int(a.word) < 43 and (
        (b.gap.strip() == "+" and b.word in set("0123456")) or (b.gap.strip() == "/" and b.word == "40"))
               for a, b in pairwise(said.all))


def _ordinal(said: Said) -> float:
    """Days of "im 6. Monat": a number with a full stop and a unit of weeks or months; 0 if there is none."""
    for number, unit in pairwise(said.all):
        got = said.table("units").longest([unit], 0)[1]
        if number.word.isdecimal() and unit.gap.strip() == "." and got and float(got[0]) >= WEEK:
            return int(number.word) * float(got[0])
    return 0


def _kidding(said: Said, start: int) -> bool:
    """A correction before the weeks: "no, wait, yes, 9 weeks"."""
    return any(m.end <= start and (said.all[m.start].breaks or m.end - m.start > 1)
               for m in said.whole("talk.correct") if m.end > 1)


def _taken_back(said: Said, raw: list[Mention]) -> bool:
    """"No... wait, yes, I'm 9 weeks"."""
    last = max(m.start for m in raw if m.value == "pregnant")
    nos = [m.end for m in raw if m.value == "no" and m.end <= last]
    return bool(nos) and bool(said.table("talk.correct").find(said.words[nos[-1] : last + 1]))


def _years(said: Said) -> bool:
    """The child's age as a bare number: "youngest is 4"."""
    return any(t.word.isdecimal() or said.lexicon.table("numbers", whole=True).longest([t], 0)[1] for t in said.all)


def _starts_no(raw: list[Mention]) -> bool:
    first = min(raw, key=lambda m: m.start)
    return first.value == "no"


def trauma(said: Said) -> Understood:
    """How it began: the most telling of what is named; "none" only where a cause is denied."""
    found = named(said, "trauma_kind")
    values = set(found.values) - _nearly(said, found.mentions)
    every = said.find("trauma_kind")
    kinds = [] if _denied_list(said) else [kind for kind in TRAUMA if kind in values]
    if kinds[:1] == ["fall_height"] and said.has("trauma_cues.low", whole=False):
        kinds[0] = "minor_fall"
    if said.declined() and kinds[:1] != ["assault"]:
        return DECLINED
    if said.asked() or any(said.begins(f"talk.{name}", 0) for name in ("asks", "asks_if", "asks_whether")) or (
        kinds and len(said.whole("talk.hedge")) > 1
    ):
        return UNCLEAR  # "might have been the gym, might have been the car"
    if kinds == ["minor_fall"] and len(said.words) < SHORT - 1 and "unclear" in {m.value for m in every}:
        return UNCLEAR  # "I fell": from where?
    nothing = max((m.start for m in every if m.value == "none"), default=-1)
    if nothing >= 0 and not (kinds and _caused(said, nothing, every)):
        sudden = said.has("trauma_kind.sudden_none", whole=False)
        slow = said.has("trauma_kind.slow_none", whole=False)
        near = ("sudden_none",) if sudden and not slow else ("slow_none",) if slow and not sudden else ()
        return Understood(("none",), sure=False, near=near)
    if kinds and kinds[0] in OTHERS_TOO and said.begins("talk.someone", 0) and not (
        said.has("talk.myself") or said.has("story.mine") or said.begins("story.pronouns", 0)
    ):
        return UNCLEAR  # "my wife had a car crash"
    if kinds:
        return Understood((kinds[0],), sure=False, near=tuple(kinds[1:]))
    for value in ("slow_none", "sudden_none"):
        if value in values:
            return Understood(("none",), sure=False, near=(value,))
    short = len(said.all) < SHORT or said.begins("quantity.none", 0)
    if (short and said.has("quantity.none")) or found.excluded & set(TRAUMA) or _denied_list(said):
        return Understood(("none",), sure=False, confirm=True)
    return UNCLEAR


def _nearly(said: Said, mentions: list[Mention]) -> set[str]:
    """What nearly happened, or is feared."""
    cues = [m.end for m in said.find("trauma_cues.nearly")]
    return {m.value for m in mentions if any(0 <= m.start - at < SHORT and not any(
        token.breaks for token in said.words[at : m.start + 1]) for at in cues)}


def _denied_list(said: Said) -> bool:
    """"No bump, bang or fall": the "no" holds up to the last of them."""
    ors = said.lexicon.single("side_cues.or")
    return said.begins("talk.negate", 0) and len(said.all) < LISTED and len(said.all) > 1 and not (
        said.all[1].breaks or said.has("talk.breaks")) and any(token.word in ors for token in said.all)


def _caused(said: Said, nothing: int, every: list[Mention]) -> bool:
    """After the last "nothing happened" something did: "didn't fall, a car bumped me"."""
    after = [m.start for m in every if m.value in TRAUMA and m.start > nothing]
    parted = [i for i, token in enumerate(said.words) if token.breaks] + [m.start for m in said.find("talk.breaks")]
    return bool(after) and any(nothing < i <= after[-1] for i in parted)
