"""The channel of events: takes them from the outbox, spreads them to the clinics' addresses, tries each by the
ladder of the convention."""

import asyncio
import logging
import random
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from bot.hooks.post import SECONDS, Post, posting
from bot.hooks.post import sent as send_once
from bot.host import Host
from bot.records import hooks
from bot.records.outbox import Later, Pace, Sender, Undeliverable
from bot.records.rows import Row

LOG = logging.getLogger(__name__)
MINUTE, HOUR = 60.0, 3600.0
# Seconds to the next try, as the convention has them: ten tries over three days.
LADDER = (5.0, 5 * MINUTE, 30 * MINUTE, 2 * HOUR, 5 * HOUR, 10 * HOUR, 14 * HOUR, 20 * HOUR, 24 * HOUR)
AHEAD = 30 * HOUR  # the longest wait, with its jitter
JITTER = 0.2  # of the wait, either way


class Deliver:
    """What the sender calls for each row."""

    def __init__(self, host: Host, post: Post, ladder: tuple[float, ...] = LADDER) -> None:
        self.host, self.post, self.ladder = host, post, ladder
        # One try at a time to each address: nobody is flooded, and while all goes well order is kept.
        self.turns: dict[str, asyncio.Lock] = {}

    async def __call__(self, row: Row) -> None:
        """Raises Later or Undeliverable."""
        event, url = row.body["event"], row.body["url"]
        clinic = self.host.house.clinics.get(event["data"]["clinic"])
        wanted = [hook.url for hook in clinic.hooks if event["type"] in hook.events] if clinic else []
        if not url:
            with self.host.store.transaction():
                hooks.spread(self.host.store.db, event, wanted, time.time())
        elif url not in wanted:
            raise Undeliverable("the clinic file does not name its address any more")
        else:
            async with self.turns.setdefault(url, asyncio.Lock()):
                await self.bring(row, hooks.endpoint(self.host.store.db, event["data"]["clinic"], url))

    async def bring(self, row: Row, to: hooks.Endpoint) -> None:
        """One try. A disabled address gets nothing; its events wait until it works again."""
        if to.disabled is not None:
            raise Undeliverable(f"an address of clinic {to.clinic} is disabled")
        came = await send_once(self.post, to, row.body["event"])
        db, now = self.host.store.db, time.time()
        if came.kind == "fine":
            hooks.succeeded(db, to, came.text, now)
            return
        if hooks.failed(db, to, came.text, now, gone=came.kind == "gone"):
            LOG.error("webhooks: an address of clinic %s is disabled (%s). See: si-screen webhook list",
                      to.clinic, came.text)
        if row.tries >= len(self.ladder) or came.kind == "gone":
            raise Undeliverable(came.text)
        raise Later(wait(self.ladder[row.tries], came.wait))


def wait(rung: float, asked: float) -> float:
    """The rung with its jitter, longer if the receiver asked for it, at most a day."""
    jittered = rung * random.uniform(1 - JITTER, 1 + JITTER)  # noqa: S311  # spreads load, keeps no secret
    return max(jittered, min(asked, 24 * HOUR))


@asynccontextmanager
async def running(
    host: Host, local: bool, *, seconds: float = SECONDS, ladder: tuple[float, ...] = LADDER, idle: float = 1.0,
) -> AsyncIterator[None]:
    """Sends until left; what is on its way then has a moment to arrive, and all else stays due."""
    async with posting(local, seconds) as post:
        pace = Pace(per_chat=25.0, tries=len(ladder) + 1, lasting=0.0, ahead=AHEAD, idle=idle)
        sender = Sender(host.store, hooks.CHANNEL, Deliver(host, post, ladder), pace)
        task = asyncio.create_task(sender.run())
        try:
            yield
        finally:
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)
            await sender.settle(5)
