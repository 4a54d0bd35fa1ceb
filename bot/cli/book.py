"""`si-screen book`: the review book, the whole content as one HTML document to read and sign."""

from datetime import UTC, datetime
from pathlib import Path

from bot.cli.shared import PROFILES, Arguments, Commands
from bot.settings import SettingsError


def add(commands: Commands) -> None:
    made = commands.add_parser("book", help="the whole content as one HTML document, to read, print and sign")
    made.add_argument("--out", type=Path, default=Path("book.html"), help="the file to write; book.html if left out")
    made.add_argument("--profile", choices=PROFILES, help="one profile only; both if left out")
    made.set_defaults(run=run)


def run(arguments: Arguments) -> int:
    from bot.book import book  # only here: it loads the template engine

    text = book(datetime.now(UTC).date(), (arguments.profile,) if arguments.profile else PROFILES)
    try:
        arguments.out.write_text(text, encoding="utf-8")
    except OSError as fault:
        raise SettingsError(f"--out is wrong: {arguments.out} can't be written: {fault.strerror}") from None
    print(f"{arguments.out} is written. Open it in a browser; print it there for a PDF.")
    return 0
