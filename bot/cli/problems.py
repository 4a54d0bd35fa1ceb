"""`si-screen problems`: what clients reported. The words of a report are shown only by --show."""

import contextlib
import json
from dataclasses import asdict
from typing import Any

from bot.cli.shared import Arguments, Commands, clean, kept, minute
from bot.records import problems
from bot.records.problems import Problem
from bot.records.store import Store
from bot.settings import SettingsError, settings


def add(commands: Commands) -> None:
    reports = commands.add_parser("problems", help="the problems that clients reported")
    what = reports.add_mutually_exclusive_group()
    what.add_argument("--show", metavar="CODE", help="also the words of this report; it counts as seen then")
    what.add_argument("--close", metavar="CODE", help="this report is dealt with; --note says how")
    reports.add_argument("--note", default="", help="what was done, with --close")
    reports.add_argument("--json", action="store_true")
    reports.set_defaults(run=run)


def run(arguments: Arguments) -> int:
    """0 done. Raises SettingsError, also for a code that no report has."""
    if arguments.close and not arguments.note:
        raise SettingsError("--close needs --note: what was done about the problem")
    if arguments.note and not arguments.close:
        raise SettingsError("--note goes with --close")
    with contextlib.closing(kept(settings())) as store:
        if arguments.close:
            problems.close(store.db, found(store, arguments.close).code, arguments.note)
        if arguments.show:
            problems.seen(store.db, found(store, arguments.show).code)
        code = arguments.show or arguments.close
        chosen = [found(store, code)] if code else problems.listed(store.db)
    rows = [row(problem, words=bool(arguments.show)) for problem in chosen]
    if arguments.json:
        print(json.dumps(rows, indent=1, ensure_ascii=False))
    else:
        print("\n".join(map(line, rows)) or "No problem was reported.")
    return 0


def found(store: Store, code: str) -> Problem:
    """The report with this code, typed in any case and with or without the dash."""
    bare = "".join(c for c in code.upper() if c.isalnum())
    for problem in problems.listed(store.db):
        if problem.code.replace("-", "") == bare:
            return problem
    raise SettingsError(f"no report has the code '{code}'; si-screen problems lists them")


def row(problem: Problem, words: bool) -> dict[str, Any]:
    """A report as data. Without `words` nothing that a client or an operator wrote; never
    the chat's key, with which the chat could be read."""
    held = asdict(problem)
    del held["key"]
    held["at"] = minute(problem.at)
    held["forgotten"] = not problem.key
    return held if words else {name: value for name, value in held.items() if name not in ("text", "note")}


def line(row: dict[str, Any]) -> str:
    """One report for people; the words on lines of their own."""
    advice = row["disposition"] or "none yet"
    head = f"{row['code']}  {row['at']}  {row['state']:6}  advice {advice:8}  content {row['version']}"
    if row["forgotten"]:
        head += "  (the rest is deleted)"
    else:
        head += f"  {row['channel']}  clinic {row['clinic'] or 'none'}"
    told = [clean(row[name]) for name in ("text", "note") if row.get(name)]
    return "\n    ".join([head, *told])
