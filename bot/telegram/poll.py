"""Long polling. An update is confirmed only after its turn is kept.

The library's own Updater confirms on its next call, handled or not; so the loop is ours.
"""

import asyncio
import logging
from datetime import timedelta

from telegram.error import RetryAfter

from bot.telegram.desk import Desk
from bot.telegram.send import seconds
from bot.telegram.turns import take

LOG = logging.getLogger(__name__)
ALLOWED = ("message", "edited_message", "callback_query", "my_chat_member")
WAIT = timedelta(seconds=25)
LONGEST = 30.0  # seconds between tries while Telegram can't be reached


async def poll(desk: Desk) -> None:
    """Fetch and handle updates until cancelled."""
    offset: int | None = None
    pause = 0.0
    while True:
        try:
            updates = await desk.bot.get_updates(offset=offset, timeout=WAIT, allowed_updates=ALLOWED)
            await take(desk, updates)
        except Exception as fault:
            # No network, another poller (409), a full disk: the same updates come again.
            pause = min(LONGEST, pause * 2 or desk.sender.pace.first)
            if isinstance(fault, RetryAfter):
                pause = max(pause, seconds(fault))
            LOG.warning("no updates (%s), next try in %.1f s", type(fault).__name__, pause)
            await asyncio.sleep(pause)
        else:
            pause = 0.0
            if updates:
                offset = updates[-1].update_id + 1
