"""The channel "telegram" of the simulated clients: the real adapter against the strict fake.

What is done is done with the buttons that are on the screen. Where the chat is, is read
from the store, and it must be on the screen too.
"""

import asyncio
import tempfile
from collections.abc import Callable, Coroutine, Iterator
from contextlib import AsyncExitStack, contextmanager
from itertools import count
from pathlib import Path
from typing import Any

from bot.telegram import buttons as buttons
from dialogs.events import Back, Change, Event, Open, Restart, Say, Stop, Tap
from dialogs.flow import locate
from dialogs.house import House
from dialogs.outcome import outcome
from dialogs.replies import Card
from dialogs.say import card_of, say
from dialogs.simulate.chat import Shown, Surprise
from dialogs.words import words
from tests.botapi.chat import Chat, Message, labels
from tests.botapi.rig import Rig
from tests.botapi.server import BotApi

COMMANDS: dict[type[Event], str] = {
    Open: "/start", Back: "/back", Change: "/change", Restart: "/restart", Stop: "/stop",
}


class Telegram:
    """One person's chat with the bot."""

    def __init__(self, bot: Rig, chat: Chat, wait: Callable[[Coroutine[Any, Any, None]], None]) -> None:
        self.bot, self.chat, self.wait = bot, chat, wait
        self.cards: dict[str, tuple[Card, Message]] = {}  # every card that was shown, by its id

    def send(self, event: Event) -> Shown:
        self.wait(self.act(event))
        shown = self.seen()
        self.cards[shown.card.id] = shown.card, self.chat.card()
        return shown

    async def act(self, event: Event) -> None:
        """One event, as a person in Telegram does it."""
        if isinstance(event, Tap):
            await self.tap(event)
        else:
            await self.bot.say(self.chat, event.text if isinstance(event, Say) else COMMANDS[type(event)])
        if isinstance(event, Change) and event.question:
            await self.press(buttons.tap(self.seen().card, event.question))

    async def press(self, data: str) -> None:
        """The newest button that carries this. A card without it is a fault of the channel."""
        held = next((m for m in reversed(self.chat.messages) if data in (d for _, d in labels(m))), None)
        if held is None:
            raise Surprise(f"there is no button '{data}' on the screen")
        self.chat.press(data, held)
        await self.bot.settle()

    async def tap(self, tap: Tap) -> None:
        """A whole answer, with as many presses as it takes."""
        card = self.seen().card
        if tap.question != card.id:
            await self.old(tap)
        elif not card.lines:
            await self.press(buttons.tap(card, tap.options[0]))
        else:
            await self.ticks(tap, card)

    async def ticks(self, tap: Tap, card: Card) -> None:
        """Line after line. A sign of an emergency acts at once, and then the card is gone."""
        on_card = {line.id for line in card.lines}
        presses: list[str] = []
        for id in tap.unsure:  # after each the list of lines to be unsure of closes
            presses += [buttons.data("m", card, "u"), buttons.tick(card, id, "unsure")]
        presses += [buttons.tick(card, id, "yes") for id in tap.options if id in on_card]
        whole = [id for id in tap.options if id not in on_card]  # none, or the line below the card
        presses.append(buttons.tap(card, whole[0]) if whole else buttons.data("d", card))
        for data in presses:
            await self.press(data)
            if self.seen().card.shown != card.shown or self.seen().card.lines != card.lines:
                return

    async def old(self, tap: Tap) -> None:
        """A button of an earlier message, also where it was taken off since."""
        card, message = self.cards[tap.question]
        one = len(tap.options) == 1 and tap.options[0] not in {line.id for line in card.lines}
        self.chat.press(buttons.tap(card, tap.options[0]) if one else buttons.data("d", card), message)
        await self.bot.settle()

    def seen(self) -> Shown:
        """Where the chat is. Raises Surprise if that is not on the screen."""
        house, said = self.bot.host.house, "\n".join(self.chat.said())
        session = self.bot.store.load(f"tg:{self.chat.id}")
        if session is None:  # after a no nothing is kept
            if words("en")("declined").split(".")[0] not in self.chat.last():
                raise Surprise("nothing is kept, and nothing says so")
            return Shown((), Card("next", "menu", "", "declined"), "declined", None)
        place = locate(session, house.knowledge_for(session))
        replies = tuple(say(place, session, house))
        for reply in replies:
            if reply.text.splitlines()[0] not in said:
                raise Surprise(f"the card '{reply.card.id if reply.card else ''}' is not on the screen")
        return Shown(replies, card_of(place, session), place.state, outcome(place, session, house))


@contextmanager
def telegram(house: House) -> Iterator[Callable[[], Telegram]]:
    """A fake of Telegram and a bot that polls it; what it yields is a new person's chat."""
    with tempfile.TemporaryDirectory() as folder, asyncio.Runner() as loop:
        stack = AsyncExitStack()
        api = loop.run(stack.enter_async_context(BotApi()))
        bot = Rig(api, Path(folder))
        bot.host.house = house
        loop.run(bot.start())
        people = count(1000)
        try:
            yield lambda: Telegram(bot, api.chat(next(people)), loop.run)
        finally:
            loop.run(bot.stop())
            bot.store.close()
            loop.run(stack.aclose())
        assert not api.refusals, api.refusals
