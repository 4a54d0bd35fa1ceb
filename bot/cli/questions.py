"""`si-screen questions`: everything that is asked, in order."""

import json

from bot.cli.shared import Arguments, Commands
from knowledge.build import knowledge
from knowledge.listing import listing


def add(commands: Commands) -> None:
    questions = commands.add_parser("questions", help="questions, options, lines and gates")
    questions.add_argument("--json", action="store_true")
    questions.set_defaults(run=run)


def run(arguments: Arguments) -> int:
    rows = listing(knowledge())
    if arguments.json:
        print(json.dumps({"version": knowledge().version, "questions": rows}, indent=1, ensure_ascii=False))
    else:
        for row in rows:
            print(f"{row['phase']:8} {row['id']:24} {row['ask']}")
    return 0
