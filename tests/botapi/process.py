"""The bot as a process of its own, to be killed: process.py <api url> <folder>."""

import asyncio
import sys
from pathlib import Path

from bot.clinic.files import house
from bot.host import Host
from bot.records.store import Store
from bot.settings import Settings
from bot.telegram import channel
from dialogs.house import House
from tests.botapi.rig import FAST
from tests.botapi.server import BotApi


async def main(url: str, folder: Path) -> None:
    await serve(url, folder, house(folder / "none", Settings().own()))


async def serve(url: str, folder: Path, own: House) -> None:
    settings = Settings(bot_token=BotApi.token, telegram_api=url)
    host = Host(own, Store(folder / "test.db"))
    running = await channel.start(host, settings, FAST)
    await asyncio.gather(running.listening, running.sending)


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1], Path(sys.argv[2])))
