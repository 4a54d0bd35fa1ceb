"""`si-screen chat`: the same chat in this terminal, for people or as JSON lines."""

import sys
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from bot.cli.shared import Arguments, Commands, clinic_of, typed
from bot.clinic.files import house
from bot.settings import SettingsError, settings
from bot.terminal import machine, talk
from dialogs.events import Open
from knowledge.signed import demand


def add(commands: Commands) -> None:
    chat = commands.add_parser("chat", help="the same chat in this terminal")
    chat.add_argument("--json", action="store_true", help="one JSON object a line in, one a line out")
    chat.add_argument("--now", help="a fixed time, ISO 8601, such as 2026-01-15T22:30:00+00:00")
    chat.add_argument("--lang", default="", help="language code")
    chat.add_argument("--clinic", default="", help="id of a clinic file")
    chat.add_argument("--country", default="", help="ISO code, such as US")
    chat.add_argument("--session", type=Path, help="a file that keeps the chat")
    chat.set_defaults(run=run)


def run(arguments: Arguments) -> int:
    found = settings()
    own = replace(house(found.clinics, found.own()), reports=False)  # nothing is kept here
    opened = Open(arguments.clinic, arguments.lang, arguments.country)
    if arguments.now:
        try:
            fixed = datetime.fromisoformat(arguments.now)
        except ValueError:
            raise SettingsError(f"--now is wrong: '{arguments.now}' is not a time") from None
    if arguments.clinic:
        clinic_of(arguments.clinic, own.clinics, found.clinics)

    def now() -> datetime:
        return fixed if arguments.now else datetime.now(UTC)

    if found.require_signed:
        demand(own.knowledge["calibrated"], now().date())
    if arguments.json:
        machine(own, typed(), sys.stdout, now, opened, arguments.session)
    else:
        talk(own, now, opened, arguments.session)
    return 0
