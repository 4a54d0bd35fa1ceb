"""Typed words -> what was understood, or unclear. Never a default, never a guess.

The one place for typed language. Here: what the words mean under the card that is shown, first as a
label, a number or a plain yes or no, then as a command, then freely (`cards.py`). The words
themselves are data: knowledge/data/lexicon.
"""

import re
import unicodedata
from datetime import date

from dialogs.hear.answers import UNCLEAR, lexicon, understand
from dialogs.hear.cards import choices, lines
from dialogs.hear.consent import agreed
from dialogs.hear.heard import Heard
from dialogs.hear.numbers import whole
from dialogs.hear.phrases import Lexicon
from dialogs.replies import Reply
from knowledge.models import Knowledge, Question

__all__ = ["LIMIT", "Heard", "country", "hear", "plain"]

LIMIT = 4000  # characters that are read
# Under another name in the chat.
COMMANDS = {"human": "person", "delete_data": "privacy", "language:unknown": "language"}


def plain(text: str) -> str:
    """Lower case, one kind of apostrophe, no control or direction marks, single spaces."""
    text = unicodedata.normalize("NFKC", text[:LIMIT]).replace("’", "'").replace("`", "'")
    text = "".join(c if unicodedata.category(c)[0] not in "CZ" else " " for c in text)
    return " ".join(text.lower().strip(" .!,;:").split())


def hear(
    text: str, reply: Reply | None, question: Question | None, knowledge: Knowledge,
    words: Lexicon | None = None, today: date = date(2026, 1, 1),
) -> Heard:
    """What the words mean under the card that is shown, on this day."""
    said, words = plain(text), words or lexicon()
    if text.strip() and not text.strip(" ?¿؟"):
        return Heard(command="help")
    for row, phrases in knowledge.heard.items():
        if any(re.search(rf"(?<!\w){re.escape(phrase)}(?!\w)", said) for phrase in phrases):
            return Heard(row=row)
    answer = _answer(said, reply, question, knowledge, words, today) if reply is not None else None
    if answer is not None and answer.sure:
        return answer
    # "112" where a number is asked for is one, however wrong, and no cry for help.
    numbered = question is not None and question.kind == "number" and whole(said, words) is not None
    command = UNCLEAR if numbered else understand(said, "commands", words, today)
    if command is not UNCLEAR:
        return Heard(command=COMMANDS.get(command.value, command.value), sure=command.sure)
    return answer or Heard()


def _answer(
    said: str, reply: Reply, question: Question | None, knowledge: Knowledge, words: Lexicon, today: date
) -> Heard | None:
    kind = question.kind if question else ""
    number = whole(said, words)
    if question is not None and kind == "number" and number is not None:
        return Heard(options=(str(number),), value=str(number)) if question.min <= number <= question.max else None
    for choice in reply.choices:
        if said and said == plain(choice.label):
            return chosen(choice.id, reply)
    if kind == "country":
        code = country(said, knowledge)
        return Heard(options=(code,)) if code else None
    if reply.card and reply.card.lines:
        return lines(said, reply.card, question, words, today)
    labels = [choice.label for choice in reply.choices]
    if number is not None and 1 <= number <= len(labels) and not any(label.isdecimal() for label in labels):
        return chosen(reply.choices[number - 1].id, reply)
    if question is not None and question.id == "consent":
        return agreed(said, reply.choices, question, knowledge, words, today)
    return choices(said, reply.choices, question, words, today)


def chosen(id: str, reply: Reply) -> Heard:
    if id == "unsure" and reply.card and reply.card.lines:
        return Heard(options=(), unsure=tuple(line.id for line in reply.card.lines))
    return Heard(options=(id,))


def country(said: str, knowledge: Knowledge) -> str:
    """ISO code of a country that is named as a whole, else ""."""
    for code, row in knowledge.countries.items():
        if code and (said == row.name.lower() or said in row.aliases or said == code.lower()):
            return code
    return ""
