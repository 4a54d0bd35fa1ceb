"""A poster for the wall and a card for the desk, with the code that opens the chat of one clinic."""

import io
from pathlib import Path
from typing import Any, Literal
from urllib.parse import urlencode

import segno

from bot.typeset import typeset
from dialogs.house import Clinic, House
from dialogs.session import Session
from knowledge.load import read

Kind = Literal["poster", "card"]
Paper = Literal["a4", "us-letter"]
HERE = Path(__file__).parent
OURS = ("#0b5c5c", "#ffffff")  # the colours of the page, for a clinic without its own


def poster(house: House, clinic: Clinic, lang: str, kind: Kind, paper: Paper, site: str, bot: str = "") -> bytes:
    """One page as PDF, tagged for screen readers. `site` is the address of the web chat, with https and without a
    path; `bot` the link of the bot, "" if clients can't come in by Telegram. Raises bot.typeset.NoPdf."""
    made: bytes = typeset(HERE / "poster.typ", content(house, clinic, lang, kind, paper, site, bot),
                          format="pdf", pdf_standards="ua-1")
    return made


def png(*what: Any) -> bytes:
    """The same as a picture, to look at."""
    pages = typeset(HERE / "poster.typ", content(*what), format="png", ppi=100)
    return bytes(pages[0] if isinstance(pages, list) else pages)


def content(
    house: House, clinic: Clinic, lang: str, kind: Kind, paper: Paper, site: str, bot: str,
) -> dict[str, Any]:
    """What the template shows: text and pictures of codes."""
    w = read(HERE / "words.yaml")[lang]
    web = f"{site.rstrip('/')}/?{urlencode({'clinic': clinic.id, 'lang': lang} if clinic.id else {'lang': lang})}"
    codes = [{"svg": code(web), "label": w["how"], "address": web}]
    if bot:
        codes.append({"svg": code(bot), "label": w["telegram"], "address": bot})
    emergency = house.country(Session(id="", clinic=clinic.id, country=clinic.country, lang=lang)).emergency.say
    below = (clinic.address, clinic.phone) if kind == "poster" else (clinic.phone,)
    return {
        "kind": kind, "paper": paper, "lang": lang, "dir": house.words[lang].direction, "name": clinic.name,
        "title": w["title"], "lead": w["lead"], "what": w["what"], "free": w["free"], "codes": codes,
        "urgent": w["urgent"].replace("{emergency}", emergency),
        "colour": clinic.theme.colour or OURS[0], "on_colour": clinic.theme.on_colour or OURS[1],
        "logo": list(clinic.theme.logo),
        "foot": " · ".join(f"\u2068{part}\u2069" for part in below if part),
    }


def code(address: str) -> str:
    """A QR code as SVG. Level Q still reads with a quarter of it worn off."""
    out = io.BytesIO()
    segno.make(address, error="q", micro=False).save(out, kind="svg", border=2, scale=8, xmldecl=False)
    return out.getvalue().decode()
