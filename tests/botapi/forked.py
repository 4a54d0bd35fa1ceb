"""The bot as a process of its own that starts at once: forked from one that has read the content already."""

import asyncio
import multiprocessing
from multiprocessing.process import BaseProcess
from pathlib import Path

from bot.clinic.files import house
from bot.host import Host
from bot.records.store import Store
from bot.settings import Settings
from bot.telegram import channel
from tests.botapi.rig import FAST
from tests.botapi.server import BotApi

HOUSE = house(Path("none"), Settings().own())
FORK = multiprocessing.get_context("forkserver")
FORK.set_forkserver_preload([__name__, "tests.hooks_kit"])


async def serve(url: str, folder: Path) -> None:
    host = Host(HOUSE, Store(folder / "test.db"))
    running = await channel.start(host, Settings(bot_token=BotApi.token, telegram_api=url), FAST)
    await asyncio.gather(running.listening, running.sending)


def run(url: str, folder: Path) -> None:
    asyncio.run(serve(url, folder))


def started(url: str, folder: Path) -> BaseProcess:
    """To be killed by whoever started it."""
    made = FORK.Process(target=run, args=(url, folder))
    made.start()
    return made
