"""Typed words -> what was understood, or unclear. Never a default, never a guess.

The one place for typed language. For now: button labels, option numbers, yes and
no in common forms, numbers and words from 0 to 10, the names of commands, and the
smallest net of danger words (knowledge/data/heard.yaml). A later release puts
free language here.
"""

import re
import unicodedata
from dataclasses import dataclass

from dialogs.replies import Reply
from knowledge.models import Knowledge, Question

LIMIT = 4000  # characters that are read

YES = frozenset(["yes", "y", "yeah", "yep", "yup", "ya", "yes please", "of course", "correct", "right",
                 "that is right", "true", "ok", "okay", "sure"])
NO = frozenset(["no", "n", "nope", "nah", "no thanks", "not really", "none", "nothing", "none of these",
                "none of them", "no to all", "neither"])
UNSURE = frozenset(["not sure", "unsure", "don't know", "dont know", "i don't know", "i dont know", "dunno",
                    "no idea", "maybe", "perhaps", "idk", "?"])
NUMBERS = {word: n for n, word in enumerate(
    ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"])}
COMMANDS = {
    "back": "back", "go back": "back", "undo": "back", "change": "change", "restart": "restart",
    "start again": "restart", "start over": "restart", "stop": "stop", "pause": "stop", "quit": "stop",
    "help": "help", "why": "why", "why do you ask": "why", "person": "person",
    "talk to a person": "person", "talk to someone": "person", "human": "person",
    "emergency": "emergency", "status": "status", "privacy": "privacy", "language": "language",
    "problem": "problem", "report a problem": "problem",
}


@dataclass(frozen=True, slots=True)
class Heard:
    """One of: a command, a danger word's row, an answer, or nothing understood."""

    command: str = ""
    row: str = ""
    options: tuple[str, ...] = ()
    unsure: tuple[str, ...] = ()
    value: str = ""  # a number as typed


def plain(text: str) -> str:
    """Lower case, one kind of apostrophe, no control or direction marks, single spaces."""
    text = unicodedata.normalize("NFKC", text[:LIMIT]).replace("’", "'").replace("`", "'")
    text = "".join(c if unicodedata.category(c)[0] not in "CZ" else " " for c in text)
    return " ".join(text.lower().strip(" .!,;:").split())


def hear(text: str, reply: Reply | None, question: Question | None, knowledge: Knowledge) -> Heard:
    """What the words mean under the card that is shown."""
    said = plain(text)
    for row, phrases in knowledge.heard.items():
        if any(re.search(rf"(?<!\w){re.escape(phrase)}(?!\w)", said) for phrase in phrases):
            return Heard(row=row)
    if reply is not None:
        answer = _answer(said, reply, question, knowledge)
        if answer is not None:
            return answer
    command = COMMANDS.get(said.lstrip("/"))
    return Heard(command=command) if command else Heard()


def _answer(
    said: str, reply: Reply, question: Question | None, knowledge: Knowledge
) -> Heard | None:
    choices = reply.choices
    if question is not None and question.kind == "number":
        number = _number(said)
        if number is not None and question.min <= number <= question.max:
            return Heard(options=(str(number),), value=str(number))
        if number is not None:
            return None
    for choice in choices:
        if said and said == plain(choice.label):
            return _chosen(choice.id, reply)
    if question is not None and question.kind == "country":
        code = country(said, knowledge)
        return Heard(options=(code,)) if code else None
    if reply.card and reply.card.lines:
        return _lines(said, reply)
    number = _number(said)
    if number is not None and 1 <= number <= len(choices) and not _has_numbers(choices):
        return _chosen(choices[number - 1].id, reply)
    for words, first in ((YES, "yes"), (NO, "no")) if question is None or question.id != "consent" else ():
        # The word on the button counts, not its id: "Yes, as before" may be the answer "no".
        begins = [choice for choice in choices if re.match(rf"{first}(?=[,.]|$)", plain(choice.label))]
        if said in words and begins:
            return _chosen(begins[0].id, reply) if len(begins) == 1 else None
    ids = {choice.id for choice in choices}
    for words, id in ((YES, "yes"), (NO, "no"), (UNSURE, "unsure"), (YES, "right")):
        if said in words and id in ids:
            return _chosen(id, reply)
    return None


def _chosen(id: str, reply: Reply) -> Heard:
    if id == "unsure" and reply.card and reply.card.lines:
        return Heard(options=(), unsure=tuple(line.id for line in reply.card.lines))
    return Heard(options=(id,))


def _lines(said: str, reply: Reply) -> Heard | None:
    """A checklist by numbers ("2", "1 and 3", "not sure 4"), a bare denial, or a bare "not sure"."""
    assert reply.card is not None
    lines = reply.card.lines
    if said in NO:
        return Heard(options=("none",))
    if said in UNSURE:
        return Heard(unsure=tuple(line.id for line in lines))
    about = re.fullmatch(r"(?:not sure|unsure)(?: about)? (.+)", said)
    if about:
        said = about[1]
    parts = [p for p in re.split(r"\s*(?:,|;|&|\+|\band\b|\s)\s*", said) if p]
    numbers = [_number(part) for part in parts]
    if parts and all(n is not None and 1 <= n <= len(lines) for n in numbers):
        chosen = tuple(lines[n - 1].id for n in numbers if n is not None)
        return Heard(unsure=chosen) if about else Heard(options=chosen)
    return None


def _number(said: str) -> int | None:
    if said in NUMBERS:
        return NUMBERS[said]
    match = re.fullmatch(r"(\d{1,3})(?:\s*(?:/|out of|of)\s*10)?(?:\s*(?:years?|yrs?)(?: old)?)?", said)
    return int(match[1]) if match else None


def _has_numbers(choices: tuple[object, ...]) -> bool:
    """The labels are numbers themselves, so a number is a label and no position."""
    return any(getattr(choice, "label", "").isdigit() for choice in choices)


def country(said: str, knowledge: Knowledge) -> str:
    """ISO code of a country that is named as a whole, else ""."""
    for code, row in knowledge.countries.items():
        if code and (said == row.name.lower() or said in row.aliases or said == code.lower()):
            return code
    return ""
