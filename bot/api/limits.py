"""How many requests a key may make: counted in whole minutes, in this process."""

import math

from bot.api.problems import Problem
from bot.records.keys import ApiKey

WINDOW = 60



class Limits:
    """The requests of the present minute, by key."""

    def __init__(self) -> None:
        self.minute = 0
        self.counts: dict[str, int] = {}

    def count(self, key: ApiKey, now: float) -> dict[str, str]:
        """One more request: the headers that say how many are left. Raises Problem.

        The headers are those of draft-ietf-httpapi-ratelimit-headers-10: `q` requests in `w` seconds, `r` left
        for the next `t` seconds.
        """
        minute = int(now // WINDOW)
        if minute != self.minute:
            self.minute, self.counts = minute, {}
        used = self.counts[key.id] = self.counts.get(key.id, 0) + 1
        left, wait = max(key.per_minute - used, 0), math.ceil((minute + 1) * WINDOW - now)
        headers = {"RateLimit-Policy": f'"key";q={key.per_minute};w={WINDOW}', "RateLimit": f'"key";r={left};t={wait}'}
        if used > key.per_minute:
            raise Problem("rate-limited", f"{key.per_minute} a minute", headers={**headers, "Retry-After": str(wait)})
        return headers
