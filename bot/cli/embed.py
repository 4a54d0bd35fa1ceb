"""`si-screen embed check`: what keeps the chat from showing on a clinic's page."""

from bot.cli.shared import Arguments, Commands, clinic_of
from bot.clinic.files import clinics
from bot.settings import SettingsError, settings


def add(commands: Commands) -> None:
    own = commands.add_parser("embed", help="the chat on a clinic's own page")
    acts = own.add_subparsers(dest="act", required=True, metavar="ACT")
    check = acts.add_parser("check", help="fetch a page, and say what keeps the chat from showing there")
    check.add_argument("url", metavar="URL", help="the page of the clinic, as visitors open it")
    check.add_argument("--clinic", default="", metavar="ID", help="the clinic that it should be")
    own.set_defaults(run=run)


def run(arguments: Arguments) -> int:
    """0 the chat shows, 1 something blocks it. Raises SettingsError, KnowledgeError."""
    from bot.embed.check import troubles  # only here: they load the network libraries
    from bot.embed.fetch import Unreachable, client, fetched

    found = settings()
    known = clinics(found.clinics, found.own())
    if arguments.clinic:
        clinic_of(arguments.clinic, known, found.clinics)
    with client() as http:
        try:
            page = fetched(http, arguments.url if "://" in arguments.url else f"https://{arguments.url}")
        except Unreachable as fault:
            raise SettingsError(str(fault)) from None
        told = troubles(http, page, known, arguments.clinic)
    blocking = [one for one in told if one.blocks]
    print(page.url)
    for line in page.found.lines:
        print(f"  found: {line.way}{f' in {line.within}' if line.within else ''}, clinic '{line.clinic}', {line.home}")
    print("Nothing blocks the chat on this page." if not blocking else "The chat does not show on this page:")
    for n, one in enumerate(told, 1):
        print(f"{n}. {one.what[0].upper()}{one.what[1:]}.\n   To mend it: {one.mend}.")
    return 1 if blocking else 0
