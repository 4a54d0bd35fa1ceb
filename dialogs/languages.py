"""Which languages are on the menu, what they are called, and the content in each of them."""

from collections.abc import Mapping

from babel import Locale

from dialogs.words import HERE, Words, texts, words
from knowledge.catalog import FOLDER, Catalog, catalog, for_client, lacking, languages, translated, union
from knowledge.models import Knowledge, Profile

Content = dict[Profile, Knowledge]
FOR_THERAPISTS = ("note_", "sum_", "ther_")  # phrases that may stay English


def missing(lang: str, english: Mapping[str, str]) -> list[str]:
    """What keeps a language off the menu: texts that a client must be able to read and that are
    missing, or stale because the English changed. `english`: the texts of the content in both profiles (`union`)."""
    phrases = HERE / f"{lang}.po"
    there: Catalog = catalog(phrases) if phrases.exists() else {}
    return [
        *lacking(english, catalog(FOLDER / f"{lang}.po"), for_client),
        *lacking(texts(lang), there, lambda key: not key.startswith(FOR_THERAPISTS)),
    ]


def menu(content: Content) -> list[str]:
    """The languages a client can choose, English first."""
    english = union(content.values())
    return ["en", *(lang for lang in languages() if not missing(lang, english))]


def spoken(content: Content) -> tuple[dict[tuple[Profile, str], Knowledge], dict[str, Words]]:
    """The content and the phrases of every language on the menu."""
    found = menu(content)
    return (
        {(profile, lang): translated(k, lang, catalog(FOLDER / f"{lang}.po"))
         for lang in found[1:] for profile, k in content.items()},
        {lang: words(lang) for lang in found},
    )


def name(lang: str) -> str:
    """A language in its own words: Deutsch, español, العربية."""
    return str(Locale.parse(lang).get_display_name(lang)).capitalize()
