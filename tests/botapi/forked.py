"""The bot as a process of its own that starts at once: forked from one that has read the content already."""

import asyncio
import multiprocessing
from multiprocessing.process import BaseProcess
from pathlib import Path

from bot.clinic.files import house
from bot.settings import Settings
from tests.botapi.process import serve

HOUSE = house(Path("none"), Settings().own())
FORK = multiprocessing.get_context("forkserver")
FORK.set_forkserver_preload([__name__, "tests.hooks_kit"])


def run(url: str, folder: Path) -> None:
    asyncio.run(serve(url, folder, HOUSE))


def started(url: str, folder: Path) -> BaseProcess:
    """To be killed by whoever started it."""
    made = FORK.Process(target=run, args=(url, folder))
    made.start()
    return made
