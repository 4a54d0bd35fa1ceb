"""The command `si-screen`. Each command is a file here with `add`, which names its arguments
and its function; the function returns the exit code: 0 fine, 1 the content is not fit."""

import argparse
import sys

from bot.cli import (
    affected,
    book,
    chat,
    check,
    clinic,
    diff,
    embed,
    hear,
    key,
    pause,
    poster,
    problems,
    prove,
    questions,
    report,
    serve,
    sign,
    simulate,
    staff,
    therapist,
    webhook,
)
from bot.settings import SettingsError
from bot.terminal import BadSession
from knowledge.load import KnowledgeError

COMMANDS = (serve, chat, questions, hear, check, diff, prove, sign, affected, pause, problems, simulate, book,
            therapist, clinic, staff, key, webhook, embed, poster, report)


def parser() -> argparse.ArgumentParser:
    top = argparse.ArgumentParser(prog="si-screen", description="Screens low-back, hip and buttock pain.")
    commands = top.add_subparsers(dest="command", required=True, metavar="COMMAND")
    for command in COMMANDS:
        command.add(commands)
    return top


def main(argv: list[str] | None = None) -> int:
    """Run a command; 2 means wrong settings, usage, or content that can't be read."""
    arguments = parser().parse_args(argv)
    try:
        return int(arguments.run(arguments))
    except (SettingsError, BadSession) as fault:
        print(f"si-screen: {fault}", file=sys.stderr)
        return 2
    except KnowledgeError as fault:
        print(f"si-screen: a file can't be used.\n{fault}", file=sys.stderr)
        return 2
    except (BrokenPipeError, KeyboardInterrupt):
        return 0
