"""`si-screen poster`: the poster or the card of a clinic, as PDF."""

from pathlib import Path
from typing import get_args
from urllib.parse import urlsplit

from bot.cli.shared import Arguments, Commands, clinic_of
from bot.clinic.files import house
from bot.poster import Kind, Paper, poster
from bot.settings import SettingsError, settings
from bot.summary.filed import LETTER
from bot.typeset import NoPdf


def add(commands: Commands) -> None:
    own = commands.add_parser("poster", help="a poster or a card with the code that opens the chat of a clinic")
    own.add_argument("--clinic", default="", metavar="ID", help="left out: the chat without a clinic")
    own.add_argument("--site", required=True, metavar="URL", help="the web chat, such as https://chat.example.org")
    own.add_argument("--kind", choices=get_args(Kind), default="poster")
    own.add_argument("--paper", choices=get_args(Paper), help="left out: that of the clinic's country")
    own.add_argument("--lang", default="", metavar="LANG", help="left out: the first language of the clinic")
    own.add_argument("--telegram", action="store_true", help="a second code, for Telegram (needs BOT_TOKEN)")
    own.add_argument("--out", type=Path, metavar="FILE", help="left out: poster.pdf or card.pdf")
    own.set_defaults(run=run)


def run(arguments: Arguments) -> int:
    """0 written. Raises SettingsError, KnowledgeError."""
    found = settings()
    own = house(found.clinics, found.own())
    clinic = clinic_of(arguments.clinic, own.clinics, found.clinics)
    lang = arguments.lang or clinic.lang or "en"
    if lang not in own.words:
        raise SettingsError(f"there is no language '{lang}'. The languages are: {', '.join(sorted(own.words))}")
    site = urlsplit(arguments.site)
    if site.scheme not in ("https", "http") or not site.netloc or site.query or site.fragment:
        raise SettingsError(f"'{arguments.site}' is no address of a web chat. Write it as https://chat.example.org")
    if site.scheme == "http":
        print("Note: without https, answers can be read on their way. Use such a poster only to try it out.")
    bot = ""
    if arguments.telegram:
        if "telegram" not in clinic.channels:
            raise SettingsError(f"the file of clinic '{clinic.id}' turns Telegram off (channels)")
        from bot.telegram.name import link, username  # only here: it loads the network libraries

        bot = link(username(found), clinic.id)
    try:
        paper: Paper = arguments.paper or ("us-letter" if clinic.country in LETTER else "a4")
        made = poster(own, clinic, lang, arguments.kind, paper, arguments.site, bot)
    except NoPdf as fault:
        raise SettingsError(str(fault)) from None
    except RuntimeError as fault:  # what typst raises; only the logo comes from outside
        if not clinic.theme.logo:
            raise
        raise SettingsError(
            f"the logo of clinic '{clinic.id}' can't be drawn. Open it, and save it as PNG anew") from fault
    file = arguments.out or Path(f"{arguments.kind}.pdf")
    file.write_bytes(made)
    print(f"{file} is written. Scan its code once before you hang it up.")
    return 0
