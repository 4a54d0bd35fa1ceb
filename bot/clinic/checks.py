"""What one value of a clinic file must be. A fault says what is wrong, why it matters, how to mend it."""

import re
from collections.abc import Iterable
from urllib.parse import urlsplit
from zoneinfo import available_timezones

from babel import Locale
from babel.core import get_global

from knowledge import catalog
from knowledge.load import nearest
from knowledge.reading import faults

# The site itself, no path; http only where nothing leaves the computer.
ORIGIN = re.compile(r"https://[a-z0-9.-]+(:\d+)?|http://(localhost|127\.0\.0\.1)(:\d+)?")
LINK = re.compile(r"https://[^\s/@]+([/?#]\S*)?|http://(localhost|127\.0\.0\.1)(:\d+)?(/\S*)?")
NAMES = ("en", "de", "es", "ar")  # languages in which the name of a country is understood
NOWHERE = {"EU", "EZ", "QO", "UN", "XA", "XB", "ZZ"}  # two letters that stand for no one country
TIME = re.compile(r"[1-9]\d{0,2}[hd]")


class Wrong(ValueError):
    """A value that can't be used. pydantic carries it; `files.form` adds the place. `field`: its name,
    where it is not the one that was looked at."""

    def __init__(self, what: str, why: str, mend: str, field: str = "") -> None:
        super().__init__(what)
        self.what, self.why, self.mend, self.field = what, why, mend, field


def one_line(value: object) -> object:
    """Texts that clients read on one line: without the spaces around, and with nothing that can't be seen."""
    if not isinstance(value, str):
        return value
    value = value.strip()
    if not value.isprintable():
        raise Wrong("holds a line break or a sign that can't be seen", "clients read it on one line",
                    "write it on one line, without tabs or hidden signs")
    return value


def phone(text: str) -> str:
    if text and sum(sign.isdecimal() for sign in text) < 3:
        raise Wrong(f"'{text}' is no phone number", "clients who want to talk to a person are told to call it",
                    "write the number, such as +1 555 0100, or leave it out; words about it belong into hours")
    return text


def id(value: object) -> object:
    text = str(value)
    if not re.fullmatch(r"[A-Za-z0-9_-]{1,64}", text):
        raise Wrong(f"the clinic id is '{text}'", "it stands in links and commands",
                    "use letters, digits, - and _, at most 64, such as hillside")
    if "--" in text or text.startswith("inv-"):
        raise Wrong(f"the clinic id is '{text}'", "in a link, -- stands before the reference of a booking and inv- "
                    "begins an invite", "choose an id without them")
    return text


def country(value: object) -> object:
    text = str(value).strip().upper()
    known = set(Locale("en").territories) - NOWHERE
    if not re.fullmatch(r"[A-Z]{2}", text) or text not in known:
        code = next((code for lang in NAMES for code, name in Locale(lang).territories.items()
                     if name.casefold() == text.casefold() and code in known and len(code) == 2), "")
        once = get_global("territory_aliases").get(text, [])  # UK, and codes of states that are no more
        hint = f"did you mean {code or once[0]}? " if code or len(once) == 1 else ""
        raise Wrong(f"'{value}' is no country", "its emergency numbers are told to clients",
                    f"{hint}write two letters, such as US, GB, DE or ES, or leave it out and clients are asked")
    return text


def language(value: object) -> object:
    return _languages((str(value).strip(),))[0]


def languages(value: object) -> object:
    return _languages(value.split() if isinstance(value, str) else value)


def _languages(value: object) -> tuple[str, ...]:
    found = tuple(str(one) for one in value) if isinstance(value, (list, tuple)) else (str(value),)
    known = ["en", *catalog.languages()]
    for one in found:
        if one not in known:
            raise Wrong(f"'{one}' is no language of this chat", "clients could not read anything in it",
                        f"choose from {', '.join(known)}")
    return tuple(dict.fromkeys(found))


def zone(value: object) -> object:
    if value not in (known := available_timezones()):
        town = str(value).replace(" ", "_").title()
        ends = sorted(name for name in known if name.endswith(f"/{town}"))
        hint = f"did you mean '{ends[-1]}'? " if ends else nearest(town, known)
        raise Wrong(f"the time zone '{value}' does not exist", "it says when it is night for the clients",
                    f"{hint}write one such as Europe/Berlin or America/Chicago")
    return value


def link(value: object) -> object:
    text = str(value).strip()
    if not LINK.fullmatch(text) or not urlsplit(text).hostname:
        raise Wrong(f"'{text}' is no link", "a click or an event would lead nowhere, or could be read on the way",
                    "write the whole address with https://, and no name or password in it")
    return text


def origins(value: object) -> object:
    found = tuple(value.split()) if isinstance(value, str) else value
    for origin in found if isinstance(found, (list, tuple)) else ():
        if not ORIGIN.fullmatch(str(origin)):
            raise Wrong(f"'{origin}' is no origin", "only a site that is named exactly may show the chat",
                        "write https:// and the host in small letters, without a path, "
                        "such as https://www.clinic.example")
    return found


def times(value: object) -> object:
    """Such as "48h 7d"; "" for none."""
    if not isinstance(value, str) or not all(TIME.fullmatch(one) for one in value.split()):
        raise Wrong(f"checkins is '{value}'", "clients are told when they will be asked how it goes",
                    'write hours or days, such as "48h 7d", or "" for none')
    return value


def channels(value: object) -> object:
    found = tuple(value.split()) if isinstance(value, str) else value
    if isinstance(found, (list, tuple)) and "web" not in found:
        raise Wrong("the web chat is not among the channels", "every clinic has it; Telegram can be left out",
                    "write channels: web, or leave the line out for both")
    return found


def colour(value: object) -> object:
    text = str(value).strip().lower()
    if re.fullmatch(r"#[0-9a-f]{3}", text):
        text = "#" + "".join(2 * digit for digit in text[1:])
    if not re.fullmatch(r"#[0-9a-f]{6}", text):
        raise Wrong(f"'{value}' is no colour", "the page could not show it",
                    'write # and six digits in quotes, such as "#1a5f7a"; without quotes YAML takes it for a remark')
    return text


def together(name: str, contact: str) -> None:
    if bool(name) != bool(contact):
        raise Wrong("only one of safety_name and safety_contact is there",
                    "clients who report a problem are told who gets it and how to reach them", "write both or neither",
                    "safety_name" if name else "safety_contact")


def first_among(lang: str, offered: tuple[str, ...]) -> None:
    if lang and offered and lang not in offered:
        raise Wrong(f"the first language {lang} is not among the languages {' '.join(offered)}",
                    "the chat would begin in a language that can't be chosen", "add it to languages, or change lang",
                    "lang")


def said_in_all(sentences: dict[str, str], offered: tuple[str, ...]) -> None:
    """The clinic's own consent sentence in each language that clients can choose."""
    if not sentences:
        return
    lacks = [lang for lang in offered or ("en", *catalog.languages()) if lang not in sentences]
    if lacks:
        every = ", ".join(f'{lang}: "..."' for lang in offered or ("en", *catalog.languages()))
        raise Wrong(f"the consent sentence is missing in {', '.join(lacks)}",
                    "whoever agrees must be able to read what they agree to",
                    f"write each: consent: {{{every}}}; or offer only the others: languages: {' '.join(sentences)}",
                    "consent")
    extra = [lang for lang in sentences if lang not in (offered or ("en", *catalog.languages()))]
    if extra:
        raise Wrong(f"the consent sentence is in {', '.join(extra)}, which clients can't choose",
                    "nobody would ever read it", "add the language to languages, or take the sentence out", "consent")
    for text in sentences.values():
        if len(text) > 300:
            raise Wrong("the consent sentence has more than 300 signs", "nobody reads a long consent",
                        "write one short sentence", "consent")
    hard = list(faults(sentences["en"])) if "en" in sentences else []
    if hard:
        raise Wrong(f"the consent sentence is hard to read: {hard[0]}", "clients must understand what they agree to",
                    "use shorter words and sentences", "consent")


def within(path: str, found: Iterable[str], field: str) -> str:
    """A file that stands beside the clinic file, by name only."""
    found = set(found)
    if path not in found:
        raise Wrong(f"there is no file '{path}' beside the clinic file", "clients would miss what it holds",
                    f"{nearest(path, found)}put it into the same folder, and write only its name", field)
    return path
