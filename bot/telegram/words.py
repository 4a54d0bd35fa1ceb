"""commands.yaml: the texts that only Telegram needs, per language."""

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from dialogs.words import fill
from knowledge.load import read

FILE = Path(__file__).parent / "commands.yaml"


@dataclass(frozen=True, slots=True)
class Texts:
    """One language: what is shown before the chat, the commands, a few buttons."""

    short: str
    description: str
    commands: dict[str, str]
    words: dict[str, str]

    def __call__(self, word: str, /, **values: object) -> str:
        return fill(self.words[word], **values)


@lru_cache(maxsize=1)
def all_texts() -> dict[str, Texts]:
    """Every language by its code. Raises KnowledgeError."""
    return {lang: Texts(**row) for lang, row in read(FILE).items()}


def texts(lang: str) -> Texts:
    """One language, English where it is not there."""
    found = all_texts()
    return found.get(lang) or found["en"]
