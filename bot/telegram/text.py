"""Text on its way in and out: Telegram counts in UTF-16 units and allows 4,096 of them."""

import re

MESSAGE, CAPTION = 4096, 1024
# Control characters, and marks that turn the direction of everything behind them.
HARMFUL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")


def units(text: str) -> int:
    """Length as Telegram counts it."""
    return len(text.encode("utf-16-le")) // 2


def whole(text: str) -> str:
    """Half surrogates, which no file can hold, replaced."""
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


def clean(text: str) -> str:
    """Text that can't disturb what stands around it."""
    return HARMFUL.sub("", whole(text).replace("\r\n", "\n"))


def split(text: str, limit: int = MESSAGE) -> list[str]:
    """Parts of at most `limit` units, cut at line breaks, else at spaces, else anywhere."""
    parts = []
    while units(text) > limit:
        head = cut(text, limit)
        at = head.rfind("\n") + 1 or head.rfind(" ") + 1 or len(head)
        parts.append(text[:at].rstrip())
        text = text[at:].lstrip("\n ")
    return [part for part in [*parts, text] if part.strip()] or ["…"]


def cut(text: str, limit: int) -> str:
    """The longest beginning of at most `limit` units."""
    return text.encode("utf-16-le")[: limit * 2].decode("utf-16-le", "ignore")


def short(text: str, limit: int) -> str:
    """A label of at most `limit` characters, cut at a word with an ellipsis."""
    return text if len(text) <= limit else text[: limit - 1].rsplit(" ", 1)[0] + "…"
