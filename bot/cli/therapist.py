"""`si-screen therapist`: invite, list, revoke and reassign those who get summaries."""

import contextlib
import io
import time
from zoneinfo import ZoneInfo

import segno

from bot import quiet
from bot.cli.shared import Arguments, Commands, clean, day, kept, known
from bot.records import opened, summaries, therapists
from bot.records.opened import Letter
from bot.records.store import Store
from bot.records.therapists import Therapist
from bot.settings import SettingsError, settings

WHAT = {"new": "a summary", "reopened": "that answers are changing", "taken": "that a summary was taken back",
        "trend": "the trend of the pain", "pdf": "a file", "file": "a file", "emptied": "clearing a message",
        "replaced": "clearing a message", "ended": "clearing a message", "deleted": "deleting a file",
        "show": "what a button opens"}


def add(commands: Commands) -> None:
    own = commands.add_parser("therapist", help="who gets the summaries of a clinic's clients")
    acts = own.add_subparsers(dest="act", required=True, metavar="ACT")
    new = acts.add_parser("invite", help="a link for one therapist; it works once, for 7 days")
    new.add_argument("--clinic", default="", metavar="ID", help="left out: chats without a clinic")
    new.add_argument("--name", required=True, help="clients read it")
    new.add_argument("--lang", default="", help="language of the summaries; left out: that of their Telegram")
    new.add_argument("--quiet", default="", metavar="21:00-07:00", help="hours in which only what is urgent comes")
    new.add_argument("--zone", default="UTC", help="time zone of the quiet hours, such as Europe/Berlin")
    acts.add_parser("list", help="all therapists, what they have not opened, and what could not be delivered")
    acts.add_parser("undelivered", help="the messages that were given up, each with its number")
    again = acts.add_parser("resend", help="try messages again that were given up")
    again.add_argument("number", nargs="*", type=int, help="left out: all of them")
    gone = acts.add_parser("revoke", help="end a link, or an invite that is open")
    gone.add_argument("id")
    moved = acts.add_parser("reassign", help="link a therapist with another clinic")
    moved.add_argument("id")
    moved.add_argument("--clinic", required=True, metavar="ID")
    own.set_defaults(run=run)


def run(arguments: Arguments) -> int:
    """0 done. Raises SettingsError, KnowledgeError."""
    found, now = settings(), time.time()
    if arguments.act == "invite":
        known(arguments.clinic, found)
        checked(arguments.quiet, arguments.zone)
        from bot.telegram.name import link, username  # only here: it loads the network libraries

        name = username(found)
    with contextlib.closing(kept(found)) as store:
        if arguments.act == "invite":
            token = therapists.invite(store.db, arguments.clinic, arguments.name.strip()[:60], arguments.lang,
                                      arguments.quiet, arguments.zone, now)
            print(invitation(link(name, f"inv-{token}"), arguments.name))
        elif arguments.act == "list":
            print("\n".join(line(store, one) for one in therapists.listed(store.db)) or "No therapist is linked.")
            print("\n".join(open_invites(store, now)), end="")
        elif arguments.act == "undelivered":
            print("\n".join(map(stuck, opened.letters(store.db))) or "Nothing was given up.")
        elif arguments.act == "resend":
            found_letters = chosen(store, arguments.number)
            opened.resend(store.db, found_letters, now)
            print(f"{len(found_letters)} messages are tried again as soon as si-screen serve runs.")
        elif arguments.act == "revoke" and therapists.cancel(store.db, arguments.id):
            print("The invite can't be used any more.")
        elif arguments.act == "revoke":
            one = one_of(store, arguments.id)
            with store.transaction():
                summaries.ended(store.db, one, now)
                therapists.revoke(store.db, one.id, now)
            print("The link has ended. They get nothing more and can open nothing. What was sent to them is cleared\n"
                  "from their chat while si-screen serve runs. What they have read, saved or printed can't be undone.")
        else:
            known(arguments.clinic, found)
            one = one_of(store, arguments.id)
            with store.transaction():
                summaries.ended(store.db, one, now)
                therapists.reassign(store.db, one.id, arguments.clinic)
            print(f"{clean(one.name)} gets the summaries of clinic {arguments.clinic} from now on, "
                  "and can open none of the one before.")
    return 0


def checked(hours: str, zone: str) -> None:
    """Raises SettingsError for hours or a zone that mean nothing."""
    if hours and not quiet.FORM.fullmatch(hours):
        raise SettingsError(f"--quiet is wrong: '{hours}' is not like 21:00-07:00")
    try:
        ZoneInfo(zone)
    except (ValueError, OSError, KeyError):
        raise SettingsError(f"--zone is wrong: there is no time zone '{zone}'; one is Europe/Berlin") from None


def invitation(url: str, name: str) -> str:
    """The link, and the same as a picture for a phone."""
    picture = io.StringIO()
    segno.make(url, error="m").terminal(picture, compact=True)
    return (f"For {clean(name)} alone. It works once, for {therapists.DAYS} days. Whoever opens it first is linked.\n"
            f"{url}\n\n{picture.getvalue()}")


def chosen(store: Store, numbers: list[int]) -> list[Letter]:
    """The given-up messages of these numbers, all without any. Raises SettingsError."""
    found = {letter.id: letter for letter in opened.letters(store.db)}
    for number in numbers:
        if number not in found:
            raise SettingsError(f"no message {number} was given up; si-screen therapist undelivered lists them")
    return [found[number] for number in numbers or found]


def stuck(letter: Letter) -> str:
    """One message that was given up."""
    to = f"{clean(letter.name)}, clinic {letter.clinic or 'none'}" if letter.name else "a client"
    return f"{letter.id}  {day(letter.at)}  {WHAT.get(letter.what, letter.what)}  for {to}  after {letter.tries} tries"


def one_of(store: Store, id: str) -> Therapist:
    found = therapists.by_id(store.db, id)
    if found is None:
        raise SettingsError(f"no therapist has the id '{id}'; si-screen therapist list shows them")
    return found


def line(store: Store, one: Therapist) -> str:
    """One therapist, with what waits and what is stuck."""
    until = f"ended {day(one.revoked)}" if one.revoked else f"since {day(one.linked)}"
    counts = opened.waiting(store.db, one)
    told = [f"{one.id}  {clean(one.name)}  clinic {one.clinic or 'none'}  {until}"]
    told += [f"quiet {one.quiet} {one.zone}"] if one.quiet else []
    told += [f"{n} {what}" for what, n in counts.items() if n]
    return "  ".join(told)


def open_invites(store: Store, now: float) -> list[str]:
    rows = store.db.execute("SELECT hash, name, clinic, expires FROM invite WHERE used IS NULL AND expires>?", (now,))
    return [f"{hash[:8]}  invited: {clean(name)}  clinic {clinic or 'none'}  until {day(end)}\n"
            for hash, name, clinic, end in rows]
