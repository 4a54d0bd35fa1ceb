"""Check-ins by Telegram: the loop that asks when one is due, and the picture of the trend."""

import asyncio
import logging
import sqlite3
from dataclasses import replace
from datetime import timedelta

from bot import quiet
from bot.host import Busy, Host
from bot.records import checkins
from bot.records.outbox import Held, Sender
from bot.records.rows import Row
from bot.records.therapists import Therapist
from bot.telegram.render import pictured, render
from bot.telegram.text import clean
from dialogs.checkin import TREND
from dialogs.checkin_ask import trend
from dialogs.events import CheckIn
from dialogs.session import Session
from dialogs.words import in_row

LOG = logging.getLogger(__name__)
LATER = 3600.0  # seconds until somebody who is in the middle of something is looked at again
LONGEST = timedelta(days=1)  # after which they are asked all the same


async def asking(host: Host, sender: Sender, channel: str) -> None:
    """Ask whoever is to be asked, until cancelled. No fault ends it."""
    while True:
        try:
            if ask_due(host, channel):
                sender.wake()
        except Exception as fault:  # a locked or full disk passes
            LOG.error("check-ins can't be asked: %s", type(fault).__name__)
        await asyncio.sleep(sender.pace.idle)


def ask_due(host: Host, channel: str) -> int:
    """One turn for each chat that is due; how many were asked."""
    now = host.clock().timestamp()
    return sum(tried(host, key, int(key.removeprefix(channel)), now)
               for key in checkins.due(host.store.db, now, channel))


def tried(host: Host, key: str, chat: int, now: float) -> bool:
    """One that can't be asked, such as a chat that can't be read, keeps nobody else waiting. Raises sqlite3.Error."""
    try:
        return ask(host, key, chat, now)
    except (sqlite3.Error, Busy):
        raise
    except Exception as fault:
        LOG.error("a check-in can't be asked: %s", type(fault).__name__)
        checkins.postpone(host.store.db, key, now + LATER)
        return False


def ask(host: Host, key: str, chat: int, now: float) -> bool:
    """False if it is not the moment. The update has the name of its time, so it is handled once."""
    session = host.store.load(key)
    if session is None or not session.plan or session.plan[0] > host.clock():
        return False  # another process has asked meanwhile
    late = host.clock() - session.plan[0]
    morning = checkins.by_day(host.clock(), checkins.zones(session, host.house)).timestamp()
    if host.paused(session) or (session.busy() and late < LONGEST):
        morning = now + LATER
    if morning > now:
        checkins.postpone(host.store.db, key, morning)
        return False
    host.turn(key, f"checkin:{session.plan[0].isoformat()}", CheckIn(), lambda step: render(step, chat, host.house))
    return True


def trended(host: Host, row: Row, key: str, to: Therapist, visit: str) -> Row | None:
    """The trend for a therapist, as it is at this moment: the first line says nothing about anybody. None if the
    client has deleted it. Raises Held in quiet hours."""
    session, words = host.store.glimpse(key), host.house.words_for(Session(id="", lang=to.lang))
    points = trend(session) if session else ()
    if session is None or not session.checkins or len(points) < 2:
        return None
    wait = quiet.wait(to.quiet, to.zone, host.clock())
    if wait:
        raise Held(wait)
    numbers = in_row((str(pain) for _, pain in points), words.lang)
    change = words(f"checkin_{session.checkins[-1].change or 'unsure'}")
    text = "\n\n".join([words("checkin_new"), words("checkin_therapist", visit=visit, numbers=numbers, change=change)])
    body = pictured(row.body["params"]["chat_id"], TREND, clean(text), {})[0]
    return replace(row, body={**body, "trend": [list(point) for point in points]})
