"""Numbers in words or digits, spans ("6 or 7", the higher one counts), and pain 0 to 10."""

from dataclasses import dataclass
from itertools import pairwise
from math import ceil

from dialogs.hear.phrases import Lexicon
from dialogs.hear.polarity import asks
from dialogs.hear.text import Token, tokens
from dialogs.hear.understood import DECLINED, UNCLEAR, Said, Understood

HUNDRED, TOP, LONGEST = 100, 10, 6
AHEAD = 4  # words between "today" and its number
DASHES = ("-", "–", "—", "...", "…", "..")  # between "thirty" and "nine"
JOINED = 7  # letters that "sixtyone" and the like have at least


@dataclass(frozen=True, slots=True)
class Number:
    low: float
    high: float
    start: int  # tokens[start:end]
    end: int
    digits: bool

    @property
    def span(self) -> bool:
        return self.low != self.high


def whole(text: str, lexicon: Lexicon) -> int | None:
    """The number that is all there is: "7", "seven", "4/10", "3 out of 10", "64 years old"; else None."""
    words = tokens(text)
    found = _number(words, 0, lexicon) if words and text[:1].isalnum() else None
    if found is None or found.low != int(found.low) or found.low >= 1000:
        return None
    end = lexicon.table("number_cues.whole_after", whole=True).longest(words, found.end)[0]
    return int(found.low) if end == len(words) and "%" not in text else None


def numbers(words: list[Token], lexicon: Lexicon) -> list[Number]:
    """Every number, spans joined."""
    found: list[Number] = []
    values, reached = lexicon.table("numbers", whole=True), 0
    for i, token in enumerate(words):
        if i >= reached and (token.word[0].isdecimal() or len(token.word) > JOINED or values.opens(token.word)):
            one = _number(words, i, lexicon)
            found += [one] if one else []
            reached = one.end if one else 0
    return _spans(found, words, lexicon)


def _number(words: list[Token], i: int, lexicon: Lexicon) -> Number | None:
    word = words[i].word
    if word[0].isdecimal():
        if len(word) > LONGEST:
            return None
        value = float(word.replace(",", "."))
        low = -value if _minus(words, i) else value
        return Number(low, low, i, i + 1, True)
    values = lexicon.table("numbers", whole=True)
    end, got = values.longest(words, i)
    if got:
        value = float(got[0])
        apart = end < len(words) and words[end].breaks and words[end].gap.strip() not in DASHES
        if 20 <= value <= HUNDRED and end < len(words) and not apart:
            name = "number_cues.and" if value == HUNDRED else "number_cues.tens_and"
            joined = lexicon.table(name, whole=True).longest(words, end)[0]
            more, unit = values.longest(words, joined)  # "treinta y cuatro"
            if not unit:
                more, unit = lexicon.table("after_tens", whole=True).longest(words, end)
            if not unit and words[end].word in "123456789" and not words[end].breaks:
                more, unit = end + 1, (words[end].word,)
            if unit and 0 < float(unit[0]) < (HUNDRED if value == HUNDRED else 10):
                return Number(value + float(unit[0]), value + float(unit[0]), i, more, False)
        return Number(value, value, i, end, False)
    for cut in range(5, len(word) - 2):  # "thirtyfive"
        tens = values.root.words.get(word[:cut])
        unit_node = values.root.words.get(word[cut:])
        if tens and unit_node and tens.values and unit_node.values and 20 <= float(tens.values[0]) < HUNDRED:
            value = float(tens.values[0]) + float(unit_node.values[0])
            return Number(value, value, i, i + 1, False)
    return None


def _minus(words: list[Token], i: int) -> bool:
    return words[i].gap.endswith("-") and (i == 0 or words[i].gap[:-1].endswith(" "))


def _spans(found: list[Number], words: list[Token], lexicon: Lexicon) -> list[Number]:
    """"6 or 7", "6-7" and "between 6 and 7" as one number with a lower and a higher end."""
    joined: list[Number] = []
    spans = lexicon.single("number_cues.span")
    for one in found:
        before = joined[-1] if joined else None
        if before and not before.span and 0 <= before.low < one.high and (
            one.high <= before.low * 3 + 3 or one.high == TOP
        ):
            between = words[before.end : one.start]
            gap = words[one.start].gap
            of_ten = one.high == TOP and "/" in gap  # "3 / 10"
            dash = not between and gap.strip() in ("-", "–", "/") and gap != "/" and not of_ten
            if dash or (len(between) == 1 and between[0].word in spans and not words[one.start].breaks):
                joined[-1] = Number(before.low, one.high, before.start, one.end, before.digits and one.digits)
                continue
        joined.append(one)
    return joined


def intensity(said: Said) -> Understood:
    """0 to 10 as a whole number, the higher end of a span."""
    if said.declined():
        return DECLINED
    words, lexicon = said.all, said.lexicon
    if asks(said):
        return UNCLEAR
    end, sound = lexicon.table("number_sounds", whole=True).longest(words, 0)
    if sound and end == len(words):
        return Understood((sound[0],), sure=False, confirm=True)
    every = numbers(words, lexicon)
    fits = [n for n in every if _on_scale(n, said)] or [n for n in every if n.digits and _on_scale(n, said, odd=True)]
    fits = [n for n in fits if not (said.ends("number_cues.not_this", n.start) or said.ends("side_cues.than", n.start))
            ] if len(fits) > 1 else fits
    lower = [n for n in fits if n.high != TOP]
    fits = lower if len(lower) == 1 and said.has("number_cues.scale_top_is") else chosen(fits, said)
    if not fits:
        if said.has("number_cues.nothing"):
            return Understood(("0",), sure=len(words) < 4, confirm=len(words) > 3)
        if said.has("number_cues.top") and not numbers(words, lexicon):
            return Understood(("10",), sure=False, confirm=True)
        return UNCLEAR
    best = max(n.high for n in fits)
    best += 0.5 * (len(fits) == 1 and bool(
        lexicon.table("time_near.half_more", whole=True).longest(words, fits[0].end)[1]))
    plain = len(fits) == 1 and not fits[0].span and best == int(best)
    mended = any(token.repaired for token in words)
    bound = said.ends("number_cues.age_bound", fits[0].start)
    hedged = said.has("talk.hedge") or bound
    odd = len(fits) == 1 and _unknown_after(fits[0], said)
    return Understood((str(ceil(best)),), sure=plain and not mended and not hedged and not odd,
                      confirm=len(fits) > 1 or mended or bound or odd)


def _on_scale(n: Number, said: Said, odd: bool = False) -> bool:
    """`odd`: whatever follows it, if it begins a clause and is no count of things."""
    words = said.all
    thing = not n.digits and n.high == 1 and n.start > 0  # "the left one"
    if thing and not is_at(words, n.start - 1, said, "number_cues.one_lead"):
        return False
    minus = said.ends("number_cues.minus", n.start) and not said.ends("talk.hedge", n.start)  # "más o menos 3"
    if minus or said.ends("number_cues.scale_lead_not", n.start) or _other_scale(n, said):
        return False
    if n.start and not words[n.start].gap and len(words[n.start - 1].word) == 1 and words[n.start - 1].word.isalpha():
        return False  # "L5"
    if not 0 <= n.low <= n.high <= 10 or _after_scale_word(n, words, said.lexicon):
        return False
    if n.end == len(words):
        return "%" not in said.text and words[n.start].gap.strip(" ~").endswith(("/", "$")) is False
    after = words[n.end]
    if after.gap.startswith("%") or is_at(words, n.end, said, "number_cues.scale_not"):
        return False
    if after.gap.strip() == "/":
        return after.word == "10" or not after.word[0].isdecimal()
    if after.breaks or "-" in after.gap or is_at(words, n.end, said, "number_cues.scale_after"):
        return True
    led = n.start == 0 or words[n.start].breaks or said.ends("talk.correct", n.start)
    return odd and led and not is_at(words, n.end, said, "number_cues.age_not")


def _unknown_after(n: Number, said: Said) -> bool:
    """A word follows that says nothing about a scale: "5 middle"."""
    words = said.all
    return n.end < len(words) and not words[n.end].breaks and words[n.end].gap.strip() not in ("/", "-") and not is_at(
        words, n.end, said, "number_cues.scale_after")


def _after_scale_word(n: Number, words: list[Token], lexicon: Lexicon) -> bool:
    """The ten of "out of ten" and "/10", or both ends of "1 to 10"."""
    if n.high != 10:
        return False
    if n.span and n.low in (0, 1):
        return True
    out_of = n.start > 0 and words[n.start - 1].word in lexicon.single("number_cues.out_of")
    return out_of or (n.start > 0 and words[n.start].gap.strip() == "/")


def _other_scale(n: Number, said: Said) -> bool:
    """"3 out of 5", or the five of it."""
    if said.ends("number_cues.scale_out_of", n.start):
        return True
    cues = ("number_cues.out_of", "number_cues.scale_out_of")
    at = max(said.table(name).longest(said.all, n.end)[0] for name in cues)
    if not n.end < at < len(said.all):
        return False
    top = (*said.table("numbers").longest(said.all, at)[1], said.all[at].word)[0]
    return top.isdecimal() and top not in ("10", "100")


def is_at(words: list[Token], i: int, said: Said, name: str) -> bool:
    """A phrase of this list begins here."""
    return bool(said.lexicon.table(name, whole=True).longest(words, i)[1])


def chosen(fits: list[Number], said: Said) -> list[Number]:
    """Of several: what is said to be now, not another's word, and after a correction the last."""
    if len(fits) < 2:
        return fits
    words, table = said.all, said.lexicon.table
    for before, after in pairwise(fits):
        between = words[before.end : after.start]
        gap = "".join(token.gap for token in words[before.end : after.start + 1])
        cues = table("talk.correct", whole=True).find(between)
        parted = set("?,.") & set(gap) or len(between) == 1 or any(m.end - m.start > 1 for m in cues)
        if after is fits[-1] and ((cues and parted) or "*" in gap):
            return [after]
    starts = [0, *[n.end for n in fits[:-1]]]
    today = [n for n, start in zip(fits, starts, strict=True)
             if not table("number_cues.was", whole=True).find(words[max(start, n.start - AHEAD) : n.start])]
    if len(today) == 1:
        return today  # "was a 9 on Monday, a 5 now"
    own = [n for n, start in zip(fits, starts, strict=True)
           if not table("talk.others", whole=True).find(words[start : n.start])]
    now: list[Number] = []
    became = [n for n in fits if said.ends("number_cues.became", n.start)]  # "down to a 4"
    if len(became) == 1:
        return became
    for m in table("talk.rather", whole=True).find(words):
        behind = [n for n in fits if n.end <= m.start]
        beside = [n for n in behind if n.end == m.start and not words[m.start].breaks]
        ahead = [n for n in fits if 0 <= n.start - m.end < AHEAD
                 and not any(token.breaks for token in words[m.end : n.start + 1])]
        now += beside or ahead[:1] or behind[-1:] or fits[:1]
    now = list(dict.fromkeys(now))
    return (now if len(now) == 1 else None) or own or fits
