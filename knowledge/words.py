"""Text -> folded words with their places. Used for what a client types and for the phrases of the lexicon alike.

Folded: compatibility forms, capitals, accents and typographic apostrophes are gone, so that `Können`, `KONNEN` and
`können` are one word. Linear in the length of the text: one pass by character, one pass of a regular expression
without nested repeats.
"""

import re
import unicodedata
from functools import lru_cache

PIECE = re.compile(r"[^\W\d_][^\W_]*(?:'[^\W\d_]+)*|\d+(?:[.,:]\d+)*|[.!?;…\n]+|[,:()–—/&+=]+|-+|'")
ENDINGS = ("'s", "'ve", "'m", "'re", "'ll", "'d")  # "back's" is back + 's; "don't" stays one word


@lru_cache(maxsize=4096)
def _letter(letter: str) -> str:
    if letter in "’‘`´ʼ":
        return "'"
    if letter == "ß":
        return "ss"
    kind = unicodedata.category(letter)
    if kind in ("Cf", "Mn"):  # direction marks, joiners, accents
        return ""
    if kind[0] in "CZ" and letter != "\n":
        return " "
    return "".join(c for c in unicodedata.normalize("NFKD", letter) if unicodedata.category(c) != "Mn").lower()


def fold(text: str) -> tuple[str, list[int] | range]:
    """The folded text, and for each of its characters the place in the original."""
    if text.isascii() and "`" not in text:
        return text.lower(), range(len(text))
    letters: list[str] = []
    places: list[int] = []
    for place, letter in enumerate(text):
        for c in _letter(letter):
            letters.append(c)
            places.append(place)
    return "".join(letters), places


def pieces(text: str) -> list[tuple[str, int, int]]:
    """Words, numbers and stops as (folded, start, end), places in the original text."""
    folded, places = fold(text)
    found: list[tuple[str, int, int]] = []
    for match in PIECE.finditer(folded):
        word, start, end = match[0], match.start(), match.end()
        ending = next((e for e in ENDINGS if word.endswith(e) and len(word) > len(e)), "") if "'" in word else ""
        if ending:
            cut = end - len(ending)
            found.append((word[:-len(ending)], places[start], places[cut - 1] + 1))
            found.append((ending, places[cut], places[end - 1] + 1))
        else:
            found.append((word, places[start], places[end - 1] + 1))
    return found


def number(word: str) -> float | None:
    """The value of a number as typed ("39,8" is 39.8, "180:1" is 180), else None."""
    if not word[:1].isdecimal():
        return None
    whole = re.split(r"[.,:]", word)
    try:
        return float(".".join(whole[:2]))
    except ValueError:
        return None
