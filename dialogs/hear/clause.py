"""A yes or no that is built of small words, clause by clause: "not often, but it does happen"."""

from itertools import pairwise

from dialogs.hear.phrases import Mention, clauses
from dialogs.hear.text import Token
from dialogs.hear.understood import Said, Understood, covered

LAST = ("yes", "no")  # a bare answer may stand after what leads up to it: "since Tuesday, yes"
LONG = 12  # words after a "no" that may still belong to it
CLOSE = 3  # words from "sorry, I mean" to the answer


def bare(said: Said, words: list[Token]) -> dict[str, list[Mention]] | None:
    """Nothing but yes, no and what is said around them; else None."""
    return covered(words, said.lexicon, "polarity", "talk.filler", "polarity_words.lead")


def built(said: Said) -> Understood | None:
    """Clause by clause, each of small words: "I haven't noticed any of that", "not often, but it does happen"."""
    inside = {i for m in said.whole("polarity_told") for i in range(m.start + 1, m.end)}  # "fine ever since" is one
    starts = [start for start, _ in clauses(said.all, said.table("talk.breaks")) if start not in inside]
    told = [clause(said, said.all[start:end]) for start, end in pairwise([*starts, len(said.all)])]
    if told[-1] == "since":  # "I did have, but it's gone"
        told = ["past" if value == "yes" and said.begins("polarity_words.past_open", start) else value
                for start, value in zip(starts, told, strict=True)]
    values = [value for value in told if value]
    if not values or None in told or len(said.all) > LONG * 2:
        return None
    if values[-1] in LAST and {*values[:-1]} <= ({values[-1], "half"} if values[-1] == "yes" else {"no", "past"}):
        return Understood((values[-1],), sure=False, confirm=True)
    over = values[-1] == "since" and {*values[:-1]} <= {"past", "no", "since"}
    return Understood(("no",), sure=False, confirm=True) if over else None


def says(said: Said, words: list[Token]) -> tuple[str, int]:
    """yes, no or unsure, and the word behind it, where words begin with a phrase that says so whatever follows. Behind
    some only a time may follow: "it's gone numb" is no "it's gone"."""
    table = said.table("polarity_told")
    for m in table.find(words):
        before = words[said.table("talk.breaks").longest(words, 0)[0] : m.start] if m.start else []
        led = covered(before, said.lexicon, "talk.filler", "polarity_words.lead") is not None
        if m.value in ("reports", "other") or not led:
            break
        rest = words[m.end :]
        if m.value.endswith("_end") and rest and not rest[0].breaks and not said.table(
                "polarity_words.times").longest(rest, 0)[1]:
            break
        return m.value.removesuffix("_end"), m.end
    return "", 0


def clause(said: Said, words: list[Token]) -> str | None:
    """What a clause of small words says; "" for one that only says when, None for any other."""
    told = says(said, words)[0]
    if told:
        return "since" if told == "no" else told
    only = said.table("polarity_words.only").find(words)
    if only and covered(words[: only[0].start], said.lexicon, "talk.filler", "polarity_words.lead") is not None:
        return "yes"
    if not said.table("polarity_words.tail").longest(words, 0)[1]:
        words = words[said.table("talk.breaks").longest(words, 0)[0] :]
    if said.table("polarity_words.since_open").longest(words, 0)[1]:
        return "since"
    tail = next((m.start for m in said.table("polarity_words.tail").find(words)), len(words))
    if words and not tail:  # "since May it has"
        last = said.table("polarity").find(words)
        return "yes" if last and last[-1].end == len(words) > last[-1].start + 1 and last[-1].value == "yes" else ""
    around = ("talk.filler", "polarity_words.lead")
    names = [f"polarity_words.{value}" for value in (*LAST, "half", "past", "since", "small")]
    found = covered(words[:tail], said.lexicon, *names, "polarity", *around)
    if len({m.value for m in said.table("polarity_opens").find(words[:tail])}) > 1:
        return None  # "no yeah"
    if found is None:
        return "past" if said.table("polarity_words.past_open").longest(words, 0)[1] else None
    if any(said.table("quantity.none").find(words[m.start : m.end]) for m in found["polarity_words.yes"]):
        return "no"  # "I've had nothing like that"
    kinds = {name.removeprefix("polarity_words.") for name in names[:-1] if found[name]}
    kinds |= {m.value.removeprefix("weak_") for m in found["polarity"]}
    if not kinds:  # "on and off"
        said_so = covered(words[:tail], said.lexicon, "polarity", "polarity_words.small", *around)
        kinds = {m.value.removeprefix("weak_") for m in said_so["polarity"]} if said_so else kinds
    if "since" in kinds and "past" not in kinds:
        return "since"
    kinds -= {"yes"} if "no" in kinds and _denied(found) else set()
    if kinds == {"past", "yes"}:
        return "past"  # "before, yes"
    if len(kinds) > 1:
        return "half" if kinds == {"half", "no"} else None
    value = kinds.pop() if kinds else ""
    return None if value == "no" and tail < len(words) else value


def _denied(found: dict[str, list[Mention]]) -> bool:
    """The "not" stands before the "have it"."""
    yes = min((m.start for m in found["polarity_words.yes"]), default=0)
    return all(m.value not in ("yes", "weak_yes") for m in found["polarity"]) and any(
        m.end <= yes for name in ("polarity_words.no", "polarity") for m in found[name] if m.value != "unsure")


def breaks(said: Said, words: list[Token]) -> bool:
    """A "but" or the like; "only" takes nothing back."""
    only = said.table("polarity_words.only_this")
    return any(not only.longest(words, m.start)[1] for m in said.table("talk.breaks").find(words))


def parts(words: list[Token]) -> list[list[Token]]:
    """Between the punctuation."""
    found: list[list[Token]] = [[]]
    for token in words:
        if token.breaks and found[-1]:
            found.append([])
        found[-1].append(token)
    return found


def ended(said: Said, words: list[Token]) -> bool:
    """A clause says that it is over, or denies it: "I did, but that's all sorted now"."""
    return any(says(said, words[start:end])[0] == "no" for start, end in clauses(words, said.table("talk.breaks")))


def turns(said: Said, rest: list[Token], value: str, but: bool = False) -> bool:
    """What follows may say the opposite: another yes or no, a "but", or a long story after a "no"."""
    if not but and breaks(said, rest):
        return True
    if value == "yes" and ended(said, rest):
        return True
    found = [m for m in said.table("polarity").find(rest) if (value, m.value) != ("no", "yes")]
    if value == "no":  # "no, I go regularly" takes nothing back, "no, I do" does
        opens, able = said.table("polarity_opens").find(rest), said.table("polarity_words.able").find(rest)
        starts = {m.start for m in said.table("polarity").find(rest) if m.value == "yes"} - {m.start for m in able}
        if any(m.value == "yes" for m in opens) or any(not i or rest[i].breaks for i in starts):
            return True
    # far behind a yes, a single "never" belongs to the story: "yes, since May, I never told anybody"
    told = [m for m in found if value == "no" or m.end - m.start > 1 or m.start < CLOSE or rest[m.start].breaks]
    others = {m.value.removeprefix("weak_") for m in told} & {"yes", "no", "unsure"} - {value}
    return bool(others) or (value == "no" and len(rest) > LONG)
