"""The command `si-screen`: serve, chat, questions, check, prove."""

import argparse
import asyncio
import json
import sys
from datetime import UTC, datetime
from pathlib import Path

from bot.clinics import house
from bot.settings import Settings, SettingsError, settings
from bot.terminal import BadSession, machine, talk
from dialogs.cases import cases, judge
from dialogs.events import Open
from dialogs.house import Clinic
from dialogs.measure import gates, lengths, report, too_long
from dialogs.prove import milder, prove
from knowledge.build import knowledge
from knowledge.check import check, row_places
from knowledge.listing import listing
from knowledge.load import KnowledgeError
from knowledge.models import Profile

PROFILES: tuple[Profile, ...] = ("calibrated", "strict")


def parser() -> argparse.ArgumentParser:
    top = argparse.ArgumentParser(prog="si-screen", description="Screens low-back, hip and buttock pain.")
    commands = top.add_subparsers(dest="command", required=True)
    commands.add_parser("serve", help="the web chat, and Telegram if BOT_TOKEN is set")
    chat = commands.add_parser("chat", help="the same chat in this terminal")
    chat.add_argument("--json", action="store_true", help="one JSON object a line in, one a line out")
    chat.add_argument("--now", help="a fixed time, ISO 8601, such as 2026-01-15T22:30:00+00:00")
    chat.add_argument("--lang", default="", help="language code")
    chat.add_argument("--clinic", default="", help="id of a clinic file")
    chat.add_argument("--country", default="", help="ISO code, such as US")
    chat.add_argument("--session", type=Path, help="a file that keeps the chat")
    commands.add_parser("prove", help="walk every conversation and prove what must hold")
    questions = commands.add_parser("questions", help="questions, options, lines and gates")
    questions.add_argument("--json", action="store_true")
    checks = commands.add_parser("check", help="rows, lints, cases and lengths of the content")
    checks.add_argument("--quick", action="store_true", help="without the cases")
    checks.add_argument("--gates", action="store_true", help="also every line that was not asked, and why")
    return top


def main(argv: list[str] | None = None) -> int:
    """Run a command; 0 fine, 1 the content is not fit, 2 wrong settings or usage."""
    arguments = parser().parse_args(argv)
    try:
        found = settings()
        if arguments.command == "serve":
            from bot.serve import serve  # only here: it loads the network libraries

            asyncio.run(serve(found))
        elif arguments.command == "chat":
            chatted(arguments, found)
        elif arguments.command == "questions":
            print_questions(arguments.json)
        elif arguments.command == "prove":
            return proved()
        else:
            return checked(arguments.quick, arguments.gates)
    except (SettingsError, BadSession) as fault:
        print(f"si-screen: {fault}", file=sys.stderr)
        return 2
    except KnowledgeError as fault:
        print(f"si-screen: the content can't be used.\n{fault}", file=sys.stderr)
        return 2
    except (BrokenPipeError, KeyboardInterrupt):
        return 0
    return 0


def chatted(arguments: argparse.Namespace, found: Settings) -> None:
    own = house(found.clinics, found.own())
    opened = Open(arguments.clinic, arguments.lang, arguments.country)
    if arguments.now:
        try:
            fixed = datetime.fromisoformat(arguments.now)
        except ValueError:
            raise SettingsError(f"--now is wrong: '{arguments.now}' is not a time") from None
    if arguments.clinic and arguments.clinic not in own.clinics:
        raise SettingsError(f"--clinic is wrong: there is no clinic '{arguments.clinic}' in {found.clinics}")

    def now() -> datetime:
        return fixed if arguments.now else datetime.now(UTC)

    if arguments.json:
        sys.stdin.reconfigure(encoding="utf-8", errors="replace")  # type: ignore[union-attr]  # text stdin
        machine(own, sys.stdin, sys.stdout, now, opened, arguments.session)
    else:
        talk(own, now, opened, arguments.session)


def print_questions(as_json: bool) -> None:
    rows = listing(knowledge())
    if as_json:
        print(json.dumps({"version": knowledge().version, "questions": rows}, indent=1, ensure_ascii=False))
        return
    for row in rows:
        print(f"{row['phase']:8} {row['id']:24} {row['ask']}")


def checked(quick: bool, why: bool = False) -> int:
    """Print what is accounted for; the complaints decide the exit code."""
    complaints: list[str] = []
    for profile in PROFILES:
        complaints += [c for c in check(knowledge(profile)) if c not in complaints]
    k = knowledge()
    places = row_places(k)
    unused = [row.id for row in k.article if row.use == "unused"]
    for kind, ids in k.row_ids.items():
        used = [id for id in ids if id in places and id not in unused]
        listed = [id for id in unused if id.startswith(kind)]
        print(f"{kind}: {len(used)} of {len(ids)} rows in use, {len(listed)} listed as unused with the reason, "
              f"{len(ids) - len(used) - len(listed)} unaccounted")
    print(f"content {k.version}: {len(k.questions)} questions, {len(k.rules)} rules with their forms")
    if not quick:
        complaints += cases_hold(why)
    for complaint in complaints:
        print(complaint)
    print("the content is fit to serve" if not complaints else f"{len(complaints)} complaints: see above")
    return 1 if complaints else 0


def proved() -> int:
    """Every property in both profiles, with what was covered; 1 if one fails."""
    failed = False
    for profile in PROFILES:
        proof = prove(knowledge(profile))
        walked = proof.walked
        print(f"{profile}: {walked.conversations:.3g} conversations of {walked.shortest} to {walked.longest} screens, "
              f"merged into {walked.places} places; {proof.rules} rules, {proof.places} places in all")
        for name, examples in proof.holds:
            print(f"  {'FAILS' if examples else 'holds'}: {name}")
            for example in examples[:20]:
                print(f"    {example}")
        failed = failed or bool(proof.counterexamples())
    for example in milder(knowledge("calibrated"), knowledge("strict")):
        print(f"  FAILS: strict is never milder than calibrated: {example}")
        failed = True
    print("some property fails" if failed else "every property holds, and strict is never milder than calibrated")
    return 1 if failed else 0


def cases_hold(why: bool) -> list[str]:
    """The clinical cases and the lengths, as complaints."""
    nowhere = Path("no-clinics")
    houses = {p: house(nowhere, Clinic(profile=p)) for p in PROFILES}
    found = cases()
    wrong = [f"{c.place}: {fault}" for c in found for fault in judge(c, houses[c.profile])]
    print(f"cases: {len(found) - len({w.split(':')[0] for w in wrong})} of {len(found)} hold")
    measured = lengths(houses["calibrated"])
    for row in report(measured):
        print(row)
    for row in gates(measured, knowledge()) if why else []:
        print(f"  {row}")
    return wrong + too_long(measured)


if __name__ == "__main__":
    sys.exit(main())
