"""`si-screen report`: what therapists thought of the summaries, by disposition, with 95% intervals."""

import contextlib
import json
from typing import Any

from bot.cli.shared import Arguments, Commands, kept
from bot.records import opened, summaries
from bot.records.opened import JUDGEMENTS
from bot.settings import settings
from dialogs.simulate.figures import Share
from knowledge.models import RANK

NAMES = {"agree": "agree", "cautious": "too cautious", "missed": "missed something"}


def add(commands: Commands) -> None:
    own = commands.add_parser("report", help="what therapists thought of the summaries, and what nobody has opened")
    own.add_argument("--reasons", action="store_true", help="also what they wrote, without which summary it was about")
    own.add_argument("--json", action="store_true")
    own.set_defaults(run=run)


def run(arguments: Arguments) -> int:
    """0. Raises SettingsError."""
    with contextlib.closing(kept(settings(), reading=True)) as store:
        found, undeliverable = summaries.listed(store.db), opened.undeliverable(store.db)
    sent = [one for one in found if one.state != "file"]
    tiers = [tier for tier in RANK if any(one.disposition == tier for one in sent)]
    rows = [{"disposition": tier, **counted([one for one in sent if one.disposition == tier])} for tier in tiers]
    unread = sum(one.state == "sent" for one in sent)
    reasons = [{"disposition": one.disposition, "judgement": one.judgement, "reason": one.reason}
               for one in sent if one.reason]
    if arguments.json:
        told = {"by_disposition": rows, "unread": unread, "undeliverable": undeliverable}
        print(json.dumps({**told, **({"reasons": reasons} if arguments.reasons else {})}, indent=1, ensure_ascii=False))
        return 0
    print("\n".join(map(line, rows)) or "No summary was sent.")
    print(f"Nobody has opened: {unread}. Could not be delivered: {undeliverable}.")
    if arguments.reasons:
        print("\n".join(f"{one['disposition']}  {NAMES[one['judgement']]}: {one['reason']!r}" for one in reasons))
    return 0


def counted(found: list[summaries.Kept]) -> dict[str, Any]:
    """How many were sent and judged, and of those judged the share of each judgement. What was replaced counts only
    if it was judged."""
    judged = [one for one in found if one.judgement]
    sent = [one for one in found if one.judgement or one.state in ("sent", "seen")]
    shares = {name: Share(sum(one.judgement == name for one in judged), len(judged)) for name in JUDGEMENTS}
    return {"sent": len(sent), "judged": len(judged), **{
        name: {"n": share.n, "low": round(share.interval()[0], 4), "high": round(share.interval()[1], 4)}
        for name, share in shares.items()}}


def line(row: dict[str, Any]) -> str:
    told = [f"{row['disposition']}  {row['sent']} sent, {row['judged']} judged"]
    if row["judged"]:
        told += [f"{NAMES[name]} {row[name]['n']} ({row[name]['low']:.1%} to {row[name]['high']:.1%})"
                 for name in JUDGEMENTS]
    return "; ".join(told)
