"""The bot's own phrases, per language, as plain text with {names} to fill in."""

from functools import lru_cache
from pathlib import Path

from knowledge.load import read

HERE = Path(__file__).parent
LANGUAGES = tuple(sorted(file.stem for file in HERE.glob("*.yaml")))


class Words:
    """Phrases of one language; a missing phrase is a fault of ours and raises."""

    def __init__(self, lang: str, phrases: dict[str, str]) -> None:
        self.lang = lang
        self.phrases = phrases

    def __call__(self, phrase: str, /, **values: object) -> str:
        return fill(self.phrases[phrase], **values)


def fill(text: str, **values: object) -> str:
    """Put values in place of {names}; a client's braces are left alone."""
    for name, value in values.items():
        text = text.replace("{" + name + "}", str(value))
    return " ".join(text.split())


@lru_cache(maxsize=16)
def words(lang: str) -> Words:
    """The phrases of a language, English where it is not on the menu."""
    if lang not in LANGUAGES:
        lang = "en"
    return Words(lang, {k: v or "" for k, v in read(HERE / f"{lang}.yaml").items()})
