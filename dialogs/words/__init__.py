"""The bot's own phrases, per language, as plain text with {names} to fill in.

English is `en.yaml`; the others are PO files keyed by the phrase. A phrase that counts
something has a form for each plural category of the language (CLDR, by Babel).
"""

from collections.abc import Iterable, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Literal

from babel import Locale
from babel.lists import format_list

from knowledge.catalog import catalog
from knowledge.load import read

HERE = Path(__file__).parent
COUNTED = "count"  # in a phrase with plural forms: the name of the value that is counted


class Words:
    """Phrases of one language; a missing phrase is a fault of ours and raises."""

    def __init__(self, lang: str, phrases: Mapping[str, str]) -> None:
        self.lang = lang
        self.locale = Locale.parse(lang)
        self.phrases = phrases
        self.counted = {phrase: row[COUNTED] for phrase, row in english().items() if isinstance(row, dict)}

    def __call__(self, phrase: str, /, **values: object) -> str:
        if phrase in self.counted:
            category = self.locale.plural_form(int(str(values[self.counted[phrase]])))
            return fill(self.phrases.get(f"{phrase}.{category}") or self.phrases[f"{phrase}.other"], **values)
        return fill(self.phrases[phrase], **values)

    @property
    def direction(self) -> str:
        """ltr or rtl."""
        return str(self.locale.text_direction)


def fill(text: str, **values: object) -> str:
    """Put values in place of {names}; a client's braces are left alone."""
    for name, value in values.items():
        text = text.replace("{" + name + "}", str(value))
    return " ".join(text.split())


def listed(items: Iterable[str], lang: str, style: Literal["standard", "or"] = "standard") -> str:
    """`A, B and C`, or `A, B or C`, as the language writes it."""
    return format_list(list(items), style=style, locale=lang)


def in_row(items: Iterable[str], lang: str, mark: Literal[",", ";"] = ",") -> str:
    """`A, B, C`, with the marks of the language's script."""
    marks = {"ar": {",": "،", ";": "؛"}}.get(lang, {})
    return f"{marks.get(mark, mark)} ".join(items)


@lru_cache(maxsize=1)
def english() -> dict[str, str | dict[str, str]]:
    """The English phrases as they are written: text, or forms by plural category."""
    return {k: v or "" for k, v in read(HERE / "en.yaml").items()}


def texts(lang: str = "en") -> dict[str, str]:
    """Every phrase to translate into a language: key -> English; a counted one for each of its categories."""
    found: dict[str, str] = {}
    for phrase, row in english().items():
        if isinstance(row, dict):
            categories = sorted({*Locale.parse(lang).plural_form.tags, "other"})
            found |= {f"{phrase}.{c}": row.get(c) or row["other"] for c in categories}
        else:
            found[phrase] = row
    return found


@lru_cache(maxsize=16)
def words(lang: str) -> Words:
    """The phrases of a language; English where there is none, or it is stale."""
    if lang == "en" or not (HERE / f"{lang}.po").exists():
        return Words("en", texts())
    made = catalog(HERE / f"{lang}.po")
    return Words(lang, {key: made[key][1] if made.get(key, ("",))[0] == text else text
                        for key, text in texts(lang).items()})
