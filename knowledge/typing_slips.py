"""One slip of a finger: a letter too many, too few, another one, or two swapped.

Two words are one slip apart when leaving out one letter of each (or of one) makes them the same, so a table of
the lexicon's words with one letter left out finds them by looking up, without measuring distances.
"""


def without_one(word: str) -> list[str]:
    return [word[:i] + word[i + 1:] for i in range(1, len(word))]  # the first letter is hardly ever wrong


def deletions(words: set[str]) -> dict[str, str]:
    """Each word with one letter left out -> the word; the first in order of the alphabet wins."""
    found: dict[str, str] = {}
    for word in sorted(words):
        found.setdefault(word, word)
        for short in without_one(word):
            found.setdefault(short, word)
    return found


def repaired(word: str, slips: dict[str, str]) -> str | None:
    """The word of the lexicon that was probably meant; None if there is none."""
    for candidate in (word, *without_one(word)):
        meant = slips.get(candidate)
        if meant is not None and abs(len(meant) - len(word)) <= 1:
            return meant
    return None
