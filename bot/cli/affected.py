"""`si-screen affected`: a rule was wrong; whose advice would be more urgent now? Reads the store, changes nothing,
and prints no answer of anybody."""

import contextlib
import json
import sqlite3
from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any

from bot.cli.shared import Arguments, Commands, kept
from bot.clinic.files import house
from bot.records.chats import Unreadable
from bot.settings import Settings, SettingsError, settings
from dialogs.house import House
from dialogs.replay import Advice, Again, again, last_told, rules_of
from dialogs.session import Closed, Session

NUMBERS = ("chats", "without_advice", "unreadable", "told", "not_concerned", "judged", "reworded")
CHANNELS = {"web": "web chat", "tg": "Telegram"}


def add(commands: Commands) -> None:
    affected = commands.add_parser("affected", help="whose advice would be more urgent under the present content")
    affected.add_argument("--rule", default="", metavar="ID", help="only where this rule or row holds now, or is open")
    affected.add_argument("--since", default="", metavar="DATE", help="only advice told on this day or later, in UTC")
    affected.add_argument("--json", action="store_true", help="one JSON object")
    affected.set_defaults(run=run)


def run(arguments: Arguments) -> int:
    """0 nobody; 1 somebody is to be looked at. Raises SettingsError, KnowledgeError."""
    found = settings()
    own = house(found.clinics, found.own())
    if arguments.rule and not any(rules_of(arguments.rule, k) for k in own.knowledge.values()):
        raise SettingsError(f"--rule is wrong: no rule or row has the id '{arguments.rule}'; nobody would be found; "
                            "`si-screen sign --list` shows the rows")
    try:
        since = date.fromisoformat(arguments.since) if arguments.since else date.min
    except ValueError:
        raise SettingsError(f"--since is wrong: '{arguments.since}' is not a day; write it as 2026-11-22") from None
    report = judged(chats(found), own, arguments.rule, since)
    print(json.dumps(report, indent=1) if arguments.json else text(report, own))
    return 1 if report["affected"] or report["unjudged"] else 0


def chats(found: Settings) -> Iterator[tuple[str, Session | None]]:
    """The chats of the store by key; None for one that can't be read. Raises SettingsError."""
    try:
        with contextlib.closing(kept(found, reading=True)) as store:
            for key, _ in store.touched():
                try:
                    session = store.load(key)
                except Unreadable:
                    yield key, None
                else:
                    if session:  # else it was deleted since the keys were read
                        yield key, session
    except sqlite3.Error as fault:
        raise SettingsError(f"SI_SCREEN_DATA {found.data} can't be read: {fault}") from None


def judged(held: Iterable[tuple[str, Session | None]], own: House, rule: str, since: date) -> dict[str, Any]:
    """Every outcome that was told, beside what it would be now; as plain data, without any answer."""
    affected: list[dict[str, Any]] = []
    unjudged: list[dict[str, Any]] = []
    count: Counter[str] = Counter()
    for key, session in held:
        count["chats"] += 1
        if session is None:
            count["unreadable"] += 1
            continue
        count["without_advice"] += not session.closed
        for closed in last_told(session):
            if closed.at.date() < since:
                continue
            count["told"] += 1
            found = again(session, closed, own)
            if rule and not found.concerns(rule):
                count["not_concerned"] += 1
            elif found.unknown and not found.more_urgent:
                why = "would be asked today: " + ", ".join(found.unknown)
                unjudged.append({**line(key, session, closed, found), "why": why})
            else:
                count["judged"] += 1
                count["reworded"] += found.reworded
                if found.more_urgent:
                    affected.append(line(key, session, closed, found))
    today = datetime.now(UTC).date()
    return {
        "content": own.knowledge["calibrated"].version, "rule": rule or None,
        "since": None if since == date.min else str(since),
        "affected": sorted(affected, key=lambda x: (x["clinic"], x["at"])),
        "unjudged": sorted(unjudged, key=lambda x: (x["clinic"], x["at"])),
        **{name: count[name] for name in NUMBERS},
        "deleted_if_untouched_since": {
            clinic.id: str(today - timedelta(days=clinic.days)) for clinic in (own.clinics or {}).values()
        },
    }


def line(key: str, session: Session, closed: Closed, found: Again) -> dict[str, Any]:
    """One outcome. The code is the beginning of the chat's own random id, which the client's copy of the data shows."""
    channel = key.split(":")[0]
    return {
        "clinic": session.clinic, "code": session.id[:8], "channel": CHANNELS.get(channel, channel),
        "at": closed.at.isoformat(timespec="minutes"), "old": brief(found.old), "new": brief(found.new),
        "reworded": found.reworded,
    }


def brief(advice: Advice) -> str:
    return f"{advice.disposition} ({advice.kind or f'massage {advice.massage}'})"


def text(report: dict[str, Any], own: House) -> str:
    """The report for people."""
    n, more, open_ = report, len(report["affected"]), len(report["unjudged"])
    since = f"told since {n['since']}" if n["since"] else "that is kept"
    only = f", {n['not_concerned']} are not concerned by {n['rule']}" if n["rule"] else ""
    deleted = [f"{day} ({own.clinics[id].name})" for id, day in n["deleted_if_untouched_since"].items()]
    return "\n".join([
        f"Advice {since}, judged with content {n['content']}",
        *listed("More urgent now", n["affected"], own),
        *listed("Could not be judged", n["unjudged"], own),
        "",
        f"Of {n['told']} pieces of advice {more} would be more urgent now, {n['judged'] - more} would not, "
        f"{open_} could not be judged{only}.",
        f"{n['reworded']} were judged on answers to questions that were reworded since.",
        f"Kept are {n['chats']} chats; {n['without_advice']} have had no final advice yet, "
        f"{n['unreadable']} can't be read.",
        "Not kept, so neither judged nor counted: chats that their client deleted, and those that nobody "
        f"touched since before {', '.join(deleted)}.",
    ])


def listed(title: str, rows: list[dict[str, Any]], own: House) -> list[str]:
    """The rows of one list, by clinic."""
    out = ["", f"{title}: {len(rows)}"]
    for clinic in dict.fromkeys(row["clinic"] for row in rows):
        known = own.clinics.get(clinic)
        out.append(f"  {known.name if clinic and known else clinic or 'no clinic named'}")
        for row in (row for row in rows if row["clinic"] == clinic):
            what = f"{row['old']}; {row['why']}" if "why" in row else f"{row['old']} -> {row['new']}"
            more = "  (a question was reworded since)" if row["reworded"] else ""
            out.append(f"    {row['code']}  {row['at'][:16].replace('T', ' ')}  {row['channel']:9} {what}{more}")
    return out
