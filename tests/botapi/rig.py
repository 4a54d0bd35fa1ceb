"""The bot under test beside the fake, in one loop."""

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from bot.clinic.files import house
from bot.host import Host
from bot.records.outbox import Pace
from bot.records.store import Store
from bot.settings import Settings
from bot.telegram import channel
from bot.telegram.channel import Telegram
from dialogs.house import House
from tests.botapi import BotApi, Chat
from tests.patience import PATIENCE

FAST = Pace(burst=1000, per_chat=1000, overall=100_000, tries=6, lasting=0.0, first=0.02, longest=0.1, idle=0.02)
# The chat of a person with plain pain, who gets the advice that massage is fine.
PLAIN = {
    "US": "Yes. I am 18 or over, in the US", "How old": "35 to 44", "pregnant": "Not for me",
    "one finger": "1", "from 0 (none)": "4",
}


class Rig:
    """One store, one host, one running channel."""

    def __init__(self, api: BotApi, path: Path, pace: Pace = FAST, folder: Path = Path("none")) -> None:
        self.api, self.pace = api, pace
        self.settings = Settings(bot_token=api.token, telegram_api=api.url, data=path, clinics=folder)
        self.store = Store(path / "test.db")
        self.host = Host(built(folder), self.store)
        self.running: Telegram | None = None

    async def start(self) -> None:
        self.running = await channel.start(self.host, self.settings, self.pace)

    async def stop(self) -> None:
        if self.running:
            await channel.stop(self.running)
        self.running = None

    async def settle(self, seconds: float = PATIENCE) -> None:
        """Until every update is confirmed and every message delivered."""
        assert self.running is not None
        desk = self.running.desk
        end = time.monotonic() + seconds
        while self.api.pending or self.due() or desk.tasks or desk.sender.busy:
            assert time.monotonic() < end, f"not settled: {len(self.api.pending)} pending, {self.due()} due"
            assert not self.running.sending.done()
            await asyncio.sleep(0.002)

    def due(self) -> int:
        found: int = self.count("outbox WHERE state='due' AND key NOT LIKE 'hook:%'")  # events are another channel's
        return found

    def count(self, where: str) -> int:
        found: int = self.store.db.execute(f"SELECT count(*) FROM {where}").fetchone()[0]
        return found

    def answers(self, chat: Chat) -> dict[str, str]:
        """Every fact that stands in the log."""
        session = self.store.load(f"tg:{chat.id}")
        gone = session.retracted() if session else frozenset()
        found: dict[str, str] = {}
        for i, entry in enumerate(session.log if session else ()):
            if entry.type == "answer" and i not in gone:
                found.update(entry.values)
        return found

    async def say(self, chat: Chat, text: str) -> str:
        chat.say(text)
        await self.settle()
        return chat.last()

    async def tap(self, chat: Chat, label: str) -> str:
        chat.tap(label)
        await self.settle()
        return chat.last()

    async def walk(self, chat: Chat, until: str = "Note for my therapist") -> None:
        """Answer question after question until a button or a text is there."""
        for _ in range(80):
            if until in chat.buttons() or until in chat.last():
                return
            await self.tap(chat, plain(chat))
        raise AssertionError(chat.screen())


def plain(chat: Chat) -> str:
    """The button that a person with plain pain presses next."""
    asked = chat.card().get("text") or chat.card().get("caption", "")
    buttons = chat.buttons()
    for words, label in PLAIN.items():
        if (words in asked or words == "US") and label in buttons:
            return label
    if "Done" in buttons:
        return "Done"
    for label in ("None of these", "No", "Yes, that is right"):
        if label in buttons:
            return label
    return buttons[0]


_houses: dict[Path, House] = {}


def built(folder: Path) -> House:
    """The content, read once for every test of a process."""
    if folder not in _houses:
        _houses[folder] = house(folder, Settings().own())
    return _houses[folder]


@asynccontextmanager
async def rig(path: Path, pace: Pace = FAST, folder: Path = Path("none")) -> AsyncIterator[Rig]:
    """A fake and a bot that polls it."""
    async with BotApi() as api:
        found = Rig(api, path, pace, folder)
        await found.start()
        try:
            yield found
        finally:
            await found.stop()
            found.store.close()
    assert not api.refusals, api.refusals
