"""Words that are written as they sound: "noo nuffin lyk dat", "nt relly".

`sounds` in the lexicon names the letters of each sound. Only the words of yes, no and "not sure" are known by their
sounds, and only where a reply is not understood otherwise.
"""

from functools import lru_cache

from dialogs.hear.phrases import Lexicon
from dialogs.hear.text import Token
from dialogs.hear.understood import Said
from knowledge.answers import Section

# Of words that sound alike the one of the first list is meant.
OF = ("polarity_opens", "polarity_words.no", "polarity_words.yes", "polarity_words.small", "talk.filler", "polarity")
SILENT, LETTERS = "-", 4  # letters of one sound at most
LONGEST, WORDS = 16, 40  # letters of a word, words of a reply
WAYS = 16  # to say a word; after so many a sound has only its first
VOWELS = frozenset("aeiou")


def sounded(said: Said) -> list[Token] | None:
    """The words, those that nobody spells so as they are spelt; None if there are none."""
    if len(said.all) > WORDS:
        return None
    spelt = {word: right for right, words in said.lexicon.section("spelt").items() for word in words}
    meant = {t.word: spelt.get(t.word) or ("" if t.word in said.lexicon.known else _meant(t.word, said.lexicon))
             for t in said.all}
    if not any(meant.values()):
        return None
    return [token._replace(word=meant[token.word] or token.word, repaired=True) for token in said.all]


def _meant(word: str, lexicon: Lexicon) -> str:
    """The word that sounds so, most like it in its letters; "" if there is none."""
    if len(word) > LONGEST or not word.isalpha() or not word.isascii():
        return ""
    near = _known(lexicon)
    found = [(known[0] != word[0], at, abs(len(known) - len(word)), known)
             for sound in _spoken(word, lexicon.section("sounds")) for at, known in near.get(sound, ())
             if len(known) > 2 or VOWELS.isdisjoint(word)]
    return min(found)[-1] if found else ""


@lru_cache(maxsize=8)
def _known(lexicon: Lexicon) -> dict[str, list[tuple[int, str]]]:
    """How the words sound, and their consonants alone -> the words, and in which list of OF they stand."""
    found: dict[str, list[tuple[int, str]]] = {}
    sounds, done = lexicon.section("sounds"), set[str]()
    for at, name in enumerate(OF):
        words = lexicon.table(name, whole=True).vocabulary - done
        done |= words
        for word in words:
            plain = word.replace("'", "")
            if not plain.isascii() or not plain.isalpha():
                continue
            for sound in _spoken(plain, sounds):
                for known in {sound, sound[0] + "".join(c for c in sound[1:] if c not in VOWELS)}:
                    if len(known) > 1:
                        found.setdefault(known, []).append((at, word))
    return found


def _spoken(word: str, sounds: Section) -> set[str]:
    """The ways to say it; a sound is said once where its letters are doubled."""
    letters = _letters(tuple(sounds.items()))
    ways, at = {""}, 0
    while at < len(word):
        size = next((n for n in range(min(LETTERS, len(word) - at), 0, -1) if word[at : at + n] in letters), 1)
        of = letters.get(word[at : at + size], (word[at],))[: None if len(ways) < WAYS else 1]
        ways = {way + ("" if sound == SILENT and at else word[at] if sound == SILENT else
                       "" if way.endswith(sound) else sound) for way in ways for sound in of}
        at += size
    return ways


@lru_cache(maxsize=8)
def _letters(sounds: tuple[tuple[str, tuple[str, ...]], ...]) -> dict[str, tuple[str, ...]]:
    """Letters -> the sounds they may stand for."""
    every = {letters for _, spelt in sounds for letters in spelt}
    return {letters: tuple(sound for sound, spelt in sounds if letters in spelt) for letters in every}
