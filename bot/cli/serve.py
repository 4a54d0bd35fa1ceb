"""`si-screen serve`: the web chat, and Telegram if BOT_TOKEN is set."""

import asyncio

from bot.cli.shared import Arguments, Commands
from bot.settings import settings


def add(commands: Commands) -> None:
    commands.add_parser("serve", help="the web chat, and Telegram if BOT_TOKEN is set").set_defaults(run=run)


def run(_: Arguments) -> int:
    from bot.serve import serve  # only here: it loads the network libraries

    asyncio.run(serve(settings()))
    return 0
