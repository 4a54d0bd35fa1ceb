"""A strict fake of the Telegram Bot API over real HTTP, with a client side.

    async with BotApi() as api:
        chat = api.chat()
        # point a bot at api.url with api.token
        chat.say("/start")
        await chat.until(lambda: chat.buttons())
        chat.tap("Yes")
        print(chat.screen())

It refuses what the documentation of the Bot API refuses: unknown methods and
parameters, buttons and texts that are too long, edits that change nothing, answers
that come too late, two pollers. Faults are made to order: `api.fail`, `api.drop`.
Nothing but the standard library is needed.
"""

from tests.botapi.chat import Chat
from tests.botapi.rules import Refused
from tests.botapi.server import BotApi
from tests.botapi.state import Call

__all__ = ["BotApi", "Call", "Chat", "Refused"]
