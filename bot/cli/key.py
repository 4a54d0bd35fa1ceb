"""`si-screen key`: API keys for the systems of a clinic."""

import contextlib
import time

from bot.cli.shared import Arguments, Commands, clean, kept, known, minute
from bot.records import keys
from bot.records.keys import SCOPES, ApiKey
from bot.records.store import Store
from bot.settings import SettingsError, settings

PER_MINUTE = 600
HOURS = 24


def add(commands: Commands) -> None:
    own = commands.add_parser("key", help="API keys for the systems of a clinic")
    acts = own.add_subparsers(dest="act", required=True, metavar="ACT")
    new = acts.add_parser("new", help="a new key; its secret is shown once")
    new.add_argument("--clinic", required=True, metavar="ID")
    new.add_argument("--scopes", required=True, nargs="+", metavar="SCOPE", help=", ".join(SCOPES))
    new.add_argument("--name", required=True, help="the system that uses it; clients read who opened their summary")
    new.add_argument("--per-minute", type=int, default=PER_MINUTE, metavar="N", help="requests a minute at most")
    listed = acts.add_parser("list", help="every key, with its scopes and when it was last used")
    listed.add_argument("--clinic", default="", metavar="ID", help="only those of this clinic")
    moved = acts.add_parser("rotate", help="a new secret; the old one works for some hours more")
    moved.add_argument("id")
    moved.add_argument("--hours", type=float, default=HOURS, help=f"left out: {HOURS}; 0 ends the old one at once")
    acts.add_parser("revoke", help="end a key at once").add_argument("id")
    own.set_defaults(run=run)


def run(arguments: Arguments) -> int:
    """0 done. Raises SettingsError, KnowledgeError."""
    found, now = settings(), time.time()
    if arguments.act == "new":
        if not arguments.clinic:
            raise SettingsError("--clinic is wrong: a key is for one clinic; docs/clinics.md says how to make its file")
        known(arguments.clinic, found)
        scopes = chosen(arguments.scopes)
        if arguments.per_minute < 1:
            raise SettingsError("--per-minute is wrong: write a number from 1 on")
    with contextlib.closing(kept(found)) as store:
        if arguments.act == "new":
            made, secret = keys.new(store.db, arguments.clinic, arguments.name.strip()[:60], scopes,
                                    arguments.per_minute, now)
            print(f"Key {made.id} for clinic {made.clinic}: {', '.join(scopes)}\n{told(secret)}")
        elif arguments.act == "list":
            print("\n".join(line(store, one) for one in keys.listed(store.db, arguments.clinic)) or "There is no key.")
        elif arguments.act == "rotate":
            print(rotated(store, working(store, arguments.id), max(arguments.hours, 0.0), now))
        else:
            keys.revoke(store.db, working(store, arguments.id).id, now)
            print("The key has ended. No secret of it works any more.")
    return 0


def chosen(given: list[str]) -> tuple[str, ...]:
    """The scopes, written with spaces or commas. Raises SettingsError."""
    scopes = tuple(dict.fromkeys(part for one in given for part in one.split(",") if part))
    wrong = [one for one in scopes if one not in SCOPES]
    if wrong or not scopes:
        raise SettingsError(f"--scopes is wrong: there is no '{' '.join(wrong)}'; there are {', '.join(SCOPES)}")
    return scopes


def told(secret: str) -> str:
    return f"{secret}\nThis is shown once and kept nowhere. Send it as: Authorization: Bearer SECRET"


def rotated(store: Store, one: ApiKey, hours: float, now: float) -> str:
    secret = keys.rotate(store.db, one.id, now + hours * 3600, now)
    old = f"works until {minute(now + hours * 3600)}" if hours else "has ended"
    return f"A new secret for key {one.id}; the one before {old}.\n{told(secret)}"


def working(store: Store, id: str) -> ApiKey:
    found = keys.by_id(store.db, id)
    if found is None or found.revoked:
        raise SettingsError(f"no key that works has the id '{id}'; si-screen key list shows them")
    return found


def line(store: Store, one: ApiKey) -> str:
    """One key, with how many of its secrets work and when one was last used."""
    told = [f"{one.id}  clinic {one.clinic}  {', '.join(one.scopes)}  {one.per_minute} a minute"]
    told += [clean(one.name)] if one.name else []
    if one.revoked:
        return "  ".join([*told, f"ended {minute(one.revoked)}"])
    for secret in keys.made(store.db, one.id):
        used = f"last used {minute(secret.used)}" if secret.used else "not used yet"
        until = f", works until {minute(secret.until)}" if secret.until else ""
        told.append(f"secret of {minute(secret.made)}: {used}{until}")
    return "  ".join(told)
