"""How long it has hurt: one of the bands."""

from dialogs.hear.dates import Time
from dialogs.hear.duration import BANDS, band, times_of
from dialogs.hear.numbers import numbers
from dialogs.hear.text import Token
from dialogs.hear.understood import DECLINED, UNCLEAR, Said, Understood, covered


def onset(said: Said) -> Understood:
    """One band; at a boundary the higher one, to be confirmed."""
    if said.declined():
        return DECLINED
    times = times_of(said)
    times = [t for t in times if not said.ends("number_cues.not_this", t.start)] or times  # "not days, three weeks"
    told = said.has("talk.myself") or said.has("story.mine") or said.has("talk.tells")
    if not times or (said.begins("talk.someone", 0) and not told):  # "my dad's had his for years"
        return UNCLEAR
    if len(times) == 1 and _how_it_was(times[0], said):
        return UNCLEAR  # "yesterday was better"
    time = _put_right(times[-1], said) or chosen(times, said.all, said)
    low, high = band(time.low), band(time.high)
    # Exactly 2 or 6 weeks, 3 months or a year: the client's "6 weeks" may be either side.
    edge = low != high or any(abs(time.low - at) <= at * 0.03 for _, at in BANDS[:-1])
    near = tuple(dict.fromkeys([low, high, *([band(time.low * 0.96)] if edge else [])]))
    several = len({band(t.high) for t in times}) > 1
    mended = any(token.repaired for token in said.all)
    return Understood((high,), sure=not (edge or several or mended or time.vague), confirm=edge or several,
                      near=tuple(v for v in near if v != high), days=(time.low, time.high))


def _how_it_was(time: Time, said: Said) -> bool:
    """How a day was, not since when it hurts: "last week was awful", "a bit worse today"."""
    if not time.named or said.has("story.begin"):
        return False
    goes_on = time.end < len(said.all) and not said.all[time.end].breaks
    after = any(said.begins(f"time_near.{name}", time.end) for name in ("was_so", "so"))
    return (goes_on and after) or (not said.all[time.start].breaks and said.ends("time_near.so", time.start))


def _put_right(last: Time, said: Said) -> Time | None:
    """"Two months, no wait, five": a number behind a correction, at the end, counts in the unit that was told."""
    units = [float(m.value) for m in said.whole("units") if last.start <= m.start < last.end]
    for number in numbers(said.all, said.lexicon) if units else ():
        between, rest = said.all[last.end : number.start], said.all[number.end :]
        ends = covered(rest, said.lexicon, "talk.hedge", "talk.correct", "talk.filler") is not None
        if number.start >= last.end and ends and any(
                said.table(name).find([*between, *rest]) for name in ("talk.correct", "time_near.rather")):
            return Time(number.low * units[0], number.high * units[0], number.start, number.end)
    return None


def chosen(times: list[Time], words: list[Token], said: Said) -> Time:
    """Of several: the one after "but", the one of "this time" or "now"; else the first."""
    if len(times) == 1:
        return times[0]
    for time in times:
        if said.ends("time_near.this_one", time.start):
            return time
    for time in times[1:]:
        if said.ends("time_near.rather", time.start):
            return time
    calm = [time for time in times if not _flared(time, times, said)]
    if len(calm) == 1:
        return calm[0]
    breaks = said.lexicon.table("talk.breaks", whole=True).find(words)
    for mark in breaks:
        later = [t for t in times if t.start >= mark.end]
        if later:
            # "years, but worse since Sunday"
            flare = times[0].start < mark.start and said.table("time_near.flare").find(words[mark.end :])
            return times[0] if flare else later[0]
    rather = said.lexicon.table("talk.rather", whole=True)
    for i, time in enumerate(times):
        until = times[i + 1].start if i + 1 < len(times) else len(words)
        if rather.find(words[time.end : until]):
            return time
    correct = said.lexicon.table("talk.correct", whole=True)
    if correct.find(words[times[-2].end : times[-1].start]):
        return times[-1]
    # "a couple of days, maybe three" says the same twice: exact before vague
    exact = [t for t in times if not t.vague]
    return (exact or times)[0]


def _flared(time: Time, times: list[Time], said: Said) -> bool:
    """"..., worse since October": since when it is worse, in the clause of this time and before it."""
    since = max((t.end for t in times if t.end <= time.start), default=0)
    start = next((i for i in range(time.start, since, -1) if said.all[i].breaks), since)
    return bool(said.table("time_near.flare").find(said.all[start : time.start]))
