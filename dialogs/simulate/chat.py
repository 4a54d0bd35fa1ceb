"""A simulated client meets a chat: what is on the screen, and one chat from first to last.

A channel carries events and shows replies, nothing else; which one it is, nobody here knows.
"""

from collections.abc import Callable, Generator
from dataclasses import dataclass, field
from typing import Protocol

from dialogs.cases import NOW
from dialogs.events import Event
from dialogs.flow import ENDS, Place
from dialogs.house import House
from dialogs.replies import Card, Choice, Reply
from dialogs.session import Session
from dialogs.simulate.clients import Client
from dialogs.step import step
from knowledge.models import Knowledge

MOST = 500  # events of one chat; one that needs more does not end


@dataclass(frozen=True, slots=True)
class Shown:
    """What a client has before their eyes after one event."""

    replies: tuple[Reply, ...]
    card: Card
    state: str
    outcome: dict[str, object] | None

    def choices(self) -> tuple[Choice, ...]:
        """The buttons of the card that is open."""
        return next((r.choices for r in reversed(self.replies) if r.card and r.card.id == self.card.id), ())

    def ended(self) -> bool:
        """Nothing is asked any more."""
        return self.state in ENDS and self.card.id == "next"


class Channel(Protocol):
    """One new chat."""

    def send(self, event: Event) -> Shown: ...


class Surprise(Exception):
    """The chat did what this client knows it must not do."""


Script = Generator[Event, Shown, None]
Persona = Callable[[Client, Knowledge, int], Script]


class Core:
    """The channel without a channel: `step` itself."""

    def __init__(self, house: House) -> None:
        self.house = house
        self.session = Session(id="simulated")
        self.place: Place | None = None

    def send(self, event: Event) -> Shown:
        done = step(self.session, event, self.house, NOW, self.place)
        self.session, self.place = done.session, done.place
        return Shown(done.replies, done.card, done.place.state, done.outcome)


@dataclass(slots=True)
class Run:
    """One chat of one client, as it went."""

    client: Client
    persona: str
    turns: list[tuple[Event, Shown]] = field(default_factory=list)
    fault: str = ""

    @property
    def outcome(self) -> dict[str, object]:
        return (self.turns[-1][1].outcome or {}) if self.turns else {}

    @property
    def state(self) -> str:
        return self.turns[-1][1].state if self.turns else ""

    @property
    def disposition(self) -> str:
        """D0 to D7. Who says no to the chat is out of its scope; "" for a chat without an end."""
        return "D0" if self.state == "declined" else str(self.outcome.get("disposition", ""))

    @property
    def doctor_first(self) -> bool:
        """A doctor comes before any massage: D1 to D3, or D4 with `wait`."""
        return self.disposition in ("D1", "D2", "D3") or self.state == "refer"


def run(client: Client, name: str, persona: Persona, channel: Channel, knowledge: Knowledge, seed: int) -> Run:
    """One chat until the client has nothing more to do."""
    found = Run(client, name)
    script = persona(client, knowledge, seed)
    try:
        event = next(script)
        while len(found.turns) < MOST:
            shown = channel.send(event)
            found.turns.append((event, shown))
            event = script.send(shown)
        found.fault = f"the chat does not end within {MOST} events"
    except StopIteration:
        pass
    except Surprise as surprise:
        found.fault = str(surprise)
    return found
