"""The Telegram channel: start and stop it beside a web server, in one event loop."""

import asyncio
import logging
import os
from dataclasses import dataclass

from telegram import Bot
from telegram.error import InvalidToken, TelegramError
from telegram.request import HTTPXRequest

from bot.host import Host
from bot.records.outbox import Pace, Sender
from bot.records.rows import Row
from bot.settings import Settings
from bot.telegram.checkin import asking
from bot.telegram.desk import Desk
from bot.telegram.log import keep_quiet
from bot.telegram.poll import LONGEST, poll
from bot.telegram.safety import unless_paused
from bot.telegram.send import deliver
from bot.telegram.therapist_send import delivered, filled
from bot.telegram.words import all_texts

LOG = logging.getLogger(__name__)
CHANNEL = "tg:"  # how the keys of this channel's chats begin
PATIENCE = 5.0  # seconds for what is on its way when the channel stops

# The library warns at every 429 until it may tell times as timedelta.
os.environ.setdefault("PTB_TIMEDELTA", "true")


@dataclass(frozen=True, slots=True)
class Telegram:
    """A running channel. `listening` ends by itself only if the token is refused."""

    desk: Desk
    listening: asyncio.Task[None]
    sending: asyncio.Task[None]
    asking: asyncio.Task[None]


async def start(host: Host, settings: Settings, pace: Pace | None = None) -> Telegram:
    """Begin to serve with settings.bot_token; returns at once, whether or not Telegram
    can be reached. Raises ValueError without a token."""
    if not settings.bot_token:
        raise ValueError("the Telegram channel needs BOT_TOKEN")
    keep_quiet()
    bot = Bot(
        settings.bot_token,
        base_url=f"{settings.telegram_api}/bot",
        base_file_url=f"{settings.telegram_api}/file/bot",
        request=HTTPXRequest(read_timeout=10),
        get_updates_request=HTTPXRequest(read_timeout=10),
    )
    async def send(row: Row) -> None:
        whole = await filled(host, row)
        if whole is not None:
            delivered(host, row, await deliver(bot, host.store, unless_paused(host, whole)))

    sender = Sender(host.store, CHANNEL, send, pace)
    desk = Desk(bot, host, sender, settings.signup, settings.address)
    host.reached = (CHANNEL,)
    return Telegram(desk, asyncio.create_task(listen(desk)), asyncio.create_task(sender.run()),
                    asyncio.create_task(asking(host, sender, CHANNEL)))


async def stop(running: Telegram) -> None:
    """End it. Turns that are begun are finished, messages that are not sent stay due."""
    running.listening.cancel()
    running.asking.cancel()
    await asyncio.gather(running.listening, running.asking, return_exceptions=True)
    await running.desk.settle(PATIENCE)
    running.sending.cancel()
    await asyncio.gather(running.sending, return_exceptions=True)
    await running.desk.sender.settle(PATIENCE)
    await running.desk.bot.shutdown()


async def listen(desk: Desk) -> None:
    """Get ready, then poll until cancelled."""
    if await ready(desk):
        await register(desk.bot)
        await poll(desk)


async def ready(desk: Desk) -> bool:
    """Reach Telegram, however long that takes. False if it refuses the token."""
    pause = 0.0
    while True:
        try:
            await desk.bot.initialize()
            # A webhook that somebody set would keep every update from polling.
            await desk.bot.delete_webhook()
            return True
        except InvalidToken:
            LOG.error("Telegram refuses the BOT_TOKEN: the Telegram channel is off")
            return False
        except TelegramError as fault:
            pause = min(LONGEST, pause * 2 or desk.sender.pace.first)
            LOG.warning("Telegram can't be reached (%s), next try in %.1f s", type(fault).__name__, pause)
            await asyncio.sleep(pause)


async def register(bot: Bot) -> None:
    """Commands and descriptions in every language, English also where there is none.
    They are no condition for the chat, so a fault is only told."""
    for lang, texts in all_texts().items():
        for code in (None, lang) if lang == "en" else (lang,):
            try:
                await bot.set_my_commands(list(texts.commands.items()), language_code=code)
                await bot.set_my_description(texts.description, language_code=code)
                await bot.set_my_short_description(texts.short, language_code=code)
            except TelegramError as fault:
                LOG.warning("commands were not registered: %s", type(fault).__name__)
                return
