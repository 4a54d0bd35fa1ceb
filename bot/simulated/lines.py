"""The channel "json": `si-screen chat --json --session FILE`, one run of it for each event."""

import io
import json
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path

from bot.simulated.wire import raw, shown
from bot.terminal import machine
from dialogs.cases import NOW
from dialogs.events import Event, Open
from dialogs.house import House
from dialogs.simulate.chat import Shown


class Lines:
    """One chat in one file; between two events nothing else is kept."""

    def __init__(self, house: House, path: Path) -> None:
        self.house, self.path = house, path

    def send(self, event: Event) -> Shown:
        out = io.StringIO()
        machine(self.house, [json.dumps(raw(event))], out, lambda: NOW, Open(), self.path)
        return shown(json.loads(out.getvalue()))


@contextmanager
def lines(house: House) -> Iterator[Callable[[], Lines]]:
    """A folder of session files, gone afterwards; what it yields begins a new chat."""
    with tempfile.TemporaryDirectory() as folder:
        names = count()
        yield lambda: Lines(house, Path(folder) / f"{next(names)}.json")
