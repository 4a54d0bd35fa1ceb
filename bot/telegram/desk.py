"""What every turn of the Telegram channel needs, and the few calls that skip the outbox."""

import asyncio
import logging
from collections.abc import Coroutine
from dataclasses import dataclass, field
from typing import Any
from weakref import WeakValueDictionary

from telegram import Bot, Update
from telegram.error import BadRequest, Forbidden, RetryAfter, TelegramError
from telegram.ext import BaseUpdateProcessor

from bot.host import Host
from bot.records.outbox import Sender
from bot.telegram.send import seconds
from bot.telegram.text import clean, cut
from dialogs.session import Session
from dialogs.words import Words

LOG = logging.getLogger(__name__)
TOAST = 200  # characters of an answer to a pressed button
GROUPS = 10_000  # groups that are remembered as told
PATIENCE = 5.0  # seconds to wait for Telegram while a whole chat waits


class Chats(BaseUpdateProcessor):
    """One update of a chat at a time, in the order they came; chats side by side."""

    def __init__(self, most: int = 256) -> None:
        super().__init__(most)
        self.locks: WeakValueDictionary[int, asyncio.Lock] = WeakValueDictionary()

    async def do_process_update(self, update: object, coroutine: Any) -> None:
        chat = update.effective_chat if isinstance(update, Update) else None
        lock = self.locks.setdefault(chat.id if chat else 0, asyncio.Lock())
        async with lock:
            await coroutine

    async def initialize(self) -> None:
        """There is nothing to prepare."""

    async def shutdown(self) -> None:
        """There is nothing to give back."""


@dataclass(slots=True)
class Desk:
    """One bot, one host, one sender."""

    bot: Bot
    host: Host
    sender: Sender
    signup: str = ""  # the code with which therapists sign up; "" for no sign-up
    address: str = ""  # of the web server, for links to the inbox of staff
    chats: Chats = field(default_factory=Chats)
    greeted: set[int] = field(default_factory=set)  # groups that were told; in memory only
    tasks: set[asyncio.Task[None]] = field(default_factory=set)

    def words(self, key: str) -> Words:
        """The phrases in the language of a chat, English where there is none yet."""
        return self.host.house.words_for(self.host.store.glimpse(key) or Session(id=""))

    def later(self, work: Coroutine[Any, Any, None]) -> None:
        """Do this beside the turns; `settle` waits for it."""
        task = asyncio.create_task(work)
        self.tasks.add(task)
        task.add_done_callback(self.tasks.discard)

    async def answer(self, query: str, text: str = "") -> None:
        """Answer a pressed button, then let its messages go out."""
        try:
            await self.bot.answer_callback_query(query, cut(text, TOAST) or None)
        except TelegramError as fault:  # too old, mostly: the turn itself is done
            LOG.info("a button's answer came too late: %s", type(fault).__name__)
        self.sender.wake()

    async def say(self, chat: int, text: str) -> None:
        """Send at once, past the outbox, so that nothing of it is kept; a few tries."""
        for wait in (0.5, 2.0, PATIENCE):
            try:
                await self.bot.send_message(chat, clean(text))
                return
            except RetryAfter as fault:
                wait = min(seconds(fault), PATIENCE)
            except (BadRequest, Forbidden):
                break
            except TelegramError:
                pass
            await asyncio.sleep(wait)
        LOG.warning("a message that is kept nowhere could not be sent")

    async def settle(self, patience: float) -> None:
        """Let answers on their way arrive."""
        if self.tasks:
            _, late = await asyncio.wait(set(self.tasks), timeout=patience)
            for task in late:
                task.cancel()
            await asyncio.gather(*late, return_exceptions=True)
