"""Commands in words: only if the whole reply is one, or a clause of its own, so that "back pain" never goes back."""

import re
from itertools import pairwise

from dialogs.hear.text import Token
from dialogs.hear.understood import UNCLEAR, Said, Understood, covered

ARROW = re.compile(r"\s*<+[-=]*\s*")  # drawn with signs
SHORT = 2  # words
LONG = 16  # words of a reply of which one clause may be a command


def command(said: Said) -> Understood:
    """The command; "language:xx" with an ISO code, "language:unknown" where none is named."""
    if ARROW.fullmatch(said.text):
        return Understood(("back",))
    if not said.all or (any(token.repaired for token in said.all) and len(said.all) > SHORT):
        return UNCLEAR  # a slip is mended only where little else is said
    for section, filler in (("languages", "languages"), ("commands_alone", "alone"), ("commands", "commands")):
        got = _whole(said, said.all, section, filler)
        if got is not None:
            return got
    got = _pair(said, said.all)
    got = _clause(said) if got is UNCLEAR else got
    return UNCLEAR if got.value == "stop" and said.declined() else got  # "I don't want to answer that one"


def _whole(said: Said, words: list[Token], section: str, filler: str) -> Understood | None:
    """Phrases of one section and small words; None if there is anything else."""
    found = covered(words, said.lexicon, section, f"fillers.{filler}")
    names = [m.value for m in found[section]] if found else []
    if "none" in names:
        return UNCLEAR
    if found and names and section == "languages":
        named = [name for name in names if name != "unknown"]
        kept = [m.value for m in found[section] if m.value in named and not said.ends("talk.negate", m.start)]
        named = kept or named  # "in English, not German"
        return Understood((f"language:{(named or names)[-1]}",))
    if names:
        name = min(names, key=ORDER.index) if all(n in ORDER for n in names) else names[0]
        return Understood(("language:unknown",) if name == "language" else (name,))
    return None


def _pair(said: Said, words: list[Token]) -> Understood:
    """A verb and an object of the same command, and nothing but small words beside them."""
    for name in said.lexicon.section("command_verbs"):
        sections = (f"command_verbs.{name}", f"command_objects.{name}")
        found = covered(words, said.lexicon, *reversed(sections), "fillers.pairs")
        if found and all(found[section] for section in sections):
            return Understood((next(n for n in ORDER if name.startswith(n)),), sure=False)  # "stop_later" is a "stop"
    return UNCLEAR


def _clause(said: Said) -> Understood:
    """A clause that is a command of its own, in a short reply that is not about the body."""
    starts = [i for i, token in enumerate(said.all) if i and token.breaks]
    answer = said.table("polarity").longest(said.all, 0)[0]  # "no machines, a person" begins with no answer
    if not starts or len(said.all) > LONG or answer == starts[0] or said.has("command_blocks"):
        return UNCLEAR
    found = set[str]()
    for start, end in pairwise([0, *starts, len(said.all)]):
        words = said.all[start:end]
        got = _whole(said, words, "commands", "commands") if len(words) > 1 else None
        got = got or _pair(said, words)
        found |= {got.value} if got is not UNCLEAR else set()
    return Understood((min(found, key=ORDER.index),), sure=False) if found and found <= set(ORDER) else UNCLEAR


# Where a reply holds two, the one that takes more with it: "stop and delete my data".
ORDER = ("emergency", "delete_data", "human", "restart", "problem", "language", "back", "stop", "change", "why",
         "status", "privacy", "help")
