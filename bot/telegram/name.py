"""The name of our bot, for links."""

import asyncio

from telegram import Bot
from telegram.error import TelegramError
from telegram.request import HTTPXRequest

from bot.settings import Settings, SettingsError


def username(settings: Settings) -> str:
    """Asks Telegram. Raises SettingsError without a token, and if Telegram can't be reached or refuses it."""
    if not settings.bot_token:
        raise SettingsError("BOT_TOKEN is missing: the link leads to its bot")
    try:
        return asyncio.run(asked(settings.bot_token, settings.telegram_api))
    except TelegramError as fault:
        raise SettingsError(f"BOT_TOKEN: Telegram did not tell the name of the bot ({type(fault).__name__})") from None


async def asked(token: str, api: str) -> str:
    async with Bot(token, base_url=f"{api}/bot", request=HTTPXRequest(), get_updates_request=HTTPXRequest()) as bot:
        return bot.username


def link(name: str, payload: str) -> str:
    """Opens the bot `name` and sends it /start with this payload."""
    return f"https://t.me/{name}?start={payload}"
