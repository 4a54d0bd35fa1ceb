"""Quiet hours: such as "21:00-07:00" in a time zone; "" for never."""

import re
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

FORM = re.compile(r"([01]\d|2[0-3]):([0-5]\d)-([01]\d|2[0-3]):([0-5]\d)")


def wait(quiet: str, zone: str, now: datetime) -> float:
    """Seconds until the quiet hours are over, 0 outside them. `now` with its time zone."""
    found = FORM.fullmatch(quiet)
    if not found:
        return 0.0
    here = now.astimezone(ZoneInfo(zone))
    begin, end = time(int(found[1]), int(found[2])), time(int(found[3]), int(found[4]))
    at = here.time().replace(tzinfo=None)
    inside = begin <= at < end if begin <= end else at >= begin or at < end
    if not inside:
        return 0.0
    day = here.date() + timedelta(days=1) if at >= end else here.date()
    # As moments and not as clock times: the night when clocks change has another length.
    return datetime.combine(day, end, here.tzinfo).timestamp() - now.timestamp()
