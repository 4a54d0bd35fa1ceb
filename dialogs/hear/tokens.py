"""Typed text -> words: spelt out, each with its sentence and its chunk (what stands between commas)."""

from dataclasses import dataclass

from dialogs.hear.text import again
from knowledge.lexicon import Lexicon
from knowledge.typing_slips import repaired
from knowledge.words import ENDINGS, pieces

LENGTH = 5  # letters a word must have before a slip is mended
SHORT = 5  # a sentence of so few words belongs to its neighbours
LONGEST = 40  # nobody's word is longer, in German either; to look for slips in it would only cost time


@dataclass(slots=True)
class Word:
    word: str
    start: int  # place in the original text
    end: int
    sentence: int
    chunk: int
    fill: bool = False  # may be left out
    mended: bool = False  # it was another word before a slip was mended
    asks: bool = False  # a question mark follows


def words(text: str, lexicon: Lexicon) -> list[Word]:
    found: list[Word] = []
    sentence = chunk = 0
    for piece, start, end in pieces(text):
        letter = piece[0]
        if not (letter.isalnum() or (letter == "'" and len(piece) > 1)):
            if letter in "-'" and not (letter == "-" and (len(piece) > 1 or text[start - 1:start].isspace())):
                continue  # a hyphen inside a word, a quotation mark
            chunk += 1
            if letter == "?" and found:
                found[-1].asks = True
            if letter in ".!?;…\n":
                sentence += 1
            continue
        if piece in ENDINGS:
            continue  # "I'm" is "I", as "im" is
        for said in lexicon.spell.get(piece) or (piece,):
            mended = None
            long = LENGTH <= len(said) <= LONGEST and said.isalpha()
            if long and said not in lexicon.known and not _stem(said, lexicon):
                mended = repaired(said, lexicon.slips)
            found.append(Word(mended or said, start, end, sentence, chunk, said in lexicon.fill, mended is not None))
            del found[len(found) - again(found) :]
    return found


def _stem(word: str, lexicon: Lexicon) -> bool:
    return any(word[:n] in lexicon.starts for n in range(3, len(word) + 1)) \
        or any(word[n:] in lexicon.ends for n in range(len(word) - 2)) \
        or any(part in word for part in lexicon.inside)


def sentences(said: list[Word]) -> list[int]:
    """For each word a number that is the same within a sentence and in short ones beside it."""
    sizes: dict[int, int] = {}
    for word in said:
        sizes[word.sentence] = sizes.get(word.sentence, 0) + 1
    groups, group = [], 0
    for at, word in enumerate(said):
        if at and word.sentence != said[at - 1].sentence \
                and sizes[word.sentence] > SHORT and sizes[said[at - 1].sentence] > SHORT:
            group += 1
        groups.append(group)
    return groups
