"""The channels by name. Each is made only when it is asked for."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path

from bot.settings import SettingsError
from dialogs.house import House
from dialogs.simulate.chat import Channel, Core

CHANNELS = ("core", "json", "web", "telegram")
ROOT = Path(__file__).resolve().parent.parent.parent


@contextmanager
def channel(name: str, house: House) -> Iterator[Callable[[], Channel]]:
    """What begins a new chat in this channel. Raises SettingsError."""
    if name == "core":
        yield lambda: Core(house)
    elif name == "json":
        from bot.simulated.lines import lines

        with lines(house) as begin:
            yield begin
    elif name == "web":
        from bot.simulated.web import served

        with served(house) as begin_web:
            yield begin_web
    else:
        if not (ROOT / "tests" / "simulated_telegram.py").is_file():
            raise SettingsError("--channel telegram is wrong: the strict copy of Telegram's API stands in tests/, "
                                "which only a checkout of the source has")
        sys.path.append(str(ROOT))
        with import_module("tests.simulated_telegram").telegram(house) as begin_telegram:
            yield begin_telegram
