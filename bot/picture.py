"""The numbered body, with its few words in a language."""

from collections.abc import Mapping

from dialogs.words import Words
from knowledge.load import DATA

FOLDER = DATA / "body"
WIDE = 10  # letters; a longer word is set smaller, to stay inside its coloured field


def svg(words: Words) -> str:
    """The picture as a client sees it."""
    return named((FOLDER / "body.svg").read_text(encoding="utf-8"), {
        "Front": words("pic_front"), "Back": words("pic_back"),
        "your left": words("pic_left"), "your right": words("pic_right"),
    })


def png(lang: str) -> bytes:
    """The same as PNG, made by `make picture`; in English where a language has none."""
    own = FOLDER / f"body.{lang}.png"
    return (own if own.exists() else FOLDER / "body.png").read_bytes()


def named(text: str, names: Mapping[str, str]) -> str:
    """An SVG with other words in place of its English ones."""
    for english, said in names.items():
        inside = escaped(said) if len(said) <= WIDE else f'<tspan font-size="24">{escaped(said)}</tspan>'
        text = text.replace(f">{english}</text>", f">{inside}</text>")
    return text


def escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
