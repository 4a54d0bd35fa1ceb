"""`si-screen staff`: who can open a clinic's inbox, and the links by which they sign in."""

import contextlib
import time

from bot.cli.shared import Arguments, Commands, clean, day, kept, known
from bot.records import audit, staff, therapists
from bot.records.staff import ROLES, Member
from bot.records.store import Store
from bot.settings import Settings, SettingsError, settings


def add(commands: Commands) -> None:
    own = commands.add_parser("staff", help="who can open the inbox of a clinic")
    acts = own.add_subparsers(dest="act", required=True, metavar="ACT")
    new = acts.add_parser("add", help="one more member of staff; then: staff link ID")
    new.add_argument("--clinic", default="", metavar="ID", help="left out: chats without a clinic")
    new.add_argument("--name", required=True, help="clients whose summary they opened read it")
    new.add_argument("--role", required=True, choices=ROLES)
    new.add_argument("--lang", default="", help="language of the pages and summaries; left out: the clinic's")
    new.add_argument("--therapist", default="", metavar="ID",
                     help="who they are in Telegram (si-screen therapist list); they can ask for a link there")
    link = acts.add_parser("link", help="a link to sign in; it works once, for 30 minutes")
    link.add_argument("id")
    link.add_argument("--address", default="", metavar="URL", help="of the server; left out: SI_SCREEN_ADDRESS")
    shown = acts.add_parser("list", help="everybody who is or was there")
    shown.add_argument("--clinic", default=None, metavar="ID")
    gone = acts.add_parser("revoke", help="end a membership: they are signed out and can't sign in again")
    gone.add_argument("id")
    own.set_defaults(run=run)


def run(arguments: Arguments) -> int:
    """0 done. Raises SettingsError, KnowledgeError."""
    found, now = settings(), time.time()
    if arguments.act == "add":
        known(arguments.clinic, found)
    with contextlib.closing(kept(found)) as store:
        if arguments.act == "add":
            one = added(store, arguments, found, now)
            print(f"{line(one)}\nTo sign in: si-screen staff link {one.id}")
        elif arguments.act == "list":
            rows = [line(one) for one in staff.everybody(store.db) if arguments.clinic in (None, one.clinic)]
            print("\n".join(rows) or "Nobody is there.")
        elif arguments.act == "revoke":
            staff.revoke(store.db, one_of(store, arguments.id).id, now)
            print("They are signed out and can't sign in again. What was given to them is for nobody now.")
        else:
            print(linked(store, one_of(store, arguments.id), arguments.address or address(found), now))
    return 0


def added(store: Store, arguments: Arguments, found: Settings, now: float) -> Member:
    """Raises SettingsError for a language or a therapist that is not there."""
    from bot.clinic.files import house  # only here: it reads all of the content

    own = house(found.clinics, found.own())
    lang = arguments.lang or own.clinics[arguments.clinic].lang
    if lang not in own.words:
        raise SettingsError(f"--lang is wrong: '{lang}' is none of {', '.join(sorted(own.words))}")
    name = clean(arguments.name).strip()[:60]
    if not name:
        raise SettingsError("--name is empty: the access log has to say who has seen what")
    to = therapists.by_id(store.db, arguments.therapist) if arguments.therapist else None
    if arguments.therapist and (to is None or to.clinic != arguments.clinic or to.revoked is not None):
        raise SettingsError(f"no therapist of this clinic has the id '{arguments.therapist}'; "
                            "si-screen therapist list shows them")
    return staff.add(store.db, arguments.clinic, name, arguments.role, lang, now, arguments.therapist)


def address(found: Settings) -> str:
    """Of the server: as it is set, else where it listens on this computer."""
    return found.address or f"http://{found.host}:{found.port or 8080}"


def linked(store: Store, one: Member, where: str, now: float) -> str:
    if one.revoked is not None:
        raise SettingsError(f"the membership of {clean(one.name)} has ended; add them anew")
    token = staff.link(store.db, one.id, now)
    audit.noted(store.db, now, one.clinic, one.who, "link")
    return (f"For {clean(one.name)} alone. It works once, for {int(staff.LINK / 60)} minutes; any earlier link has "
            f"ended.\n{where.rstrip('/')}/staff/in/{token}")


def one_of(store: Store, id: str) -> Member:
    found = staff.by_id(store.db, id)
    if found is None:
        raise SettingsError(f"nobody has the id '{id}'; si-screen staff list shows them")
    return found


def line(one: Member) -> str:
    until = f"ended {day(one.revoked)}" if one.revoked else f"since {day(one.added)}"
    return f"{one.id}  {clean(one.name)}  {one.role}  clinic {one.clinic or 'none'}  {one.lang}  {until}"
