"""`si-screen hear`: what the bot hears in typed words, and why. Nothing is kept."""

import json
import sys
from collections.abc import Iterable
from datetime import date
from typing import Any, TextIO

from bot.cli.shared import Arguments, Commands, typed
from dialogs.hear.answers import LISTS, Understood, understand
from dialogs.hear.answers import lexicon as answer_words
from dialogs.hear.flags import listen
from dialogs.hear.grades import Span
from dialogs.hear.story import slots
from knowledge.lexicon import languages, lexicon

TODAY = date(2026, 1, 1)  # for "since March" in the JSON form: the same lines give the same answers for ever
ONE_ROW = {"RF-MH.abuse": "RF-MH", "RF-OD": "RF-MH"}  # as the clinical draft counts them


def add(commands: Commands) -> None:
    hear = commands.add_parser("hear", help="what is heard in typed words: type a line, see which rows and why")
    hear.add_argument("--json", action="store_true",
                      help='lines of {"text", "question"?, "lang"?, "now"?} in, one object a line out')
    hear.add_argument("--lang", default="en", choices=languages(), help="language of the lexicon")
    hear.set_defaults(run=run)


def run(arguments: Arguments) -> int:
    if arguments.json:
        return machine(typed(), sys.stdout, arguments.lang)
    talk(typed(), arguments.lang)
    return 0


def talk(typed: TextIO, lang: str) -> None:
    words = lexicon(lang)
    for line in prompted(typed):
        heard = listen(line, words)
        for why in heard.why:
            print(f"  {why.grade:7} {why.row:12} “{line[why.span[0]:why.span[1]]}”  "
                  f"because: {' + '.join(why.concepts)} ({why.status})")
        if heard.helper:
            print("  somebody fills it in for the client")
        if not heard.why:
            print("  nothing heard")


def prompted(typed: TextIO) -> Iterable[str]:
    while True:
        if typed.isatty():
            print("> ", end="", flush=True)
        line = typed.readline()
        if not line:
            return
        if line.strip():
            yield line.rstrip("\n")


def machine(typed: TextIO, out: TextIO, lang: str) -> int:
    """One JSON object a line in and out; 1 if a line was none."""
    failed = False
    for line in typed:
        if not line.strip():
            continue
        try:
            asked = json.loads(line)
            today = date.fromisoformat(asked["now"]) if "now" in asked else TODAY
            found = answer(asked["text"], asked.get("question", ""), asked.get("lang", lang), today)
        except (ValueError, KeyError, TypeError, AttributeError):
            failed = True
            found = {"error": 'a line is an object with "text", and "question", "lang" and "now" (a date) if you like'}
        print(json.dumps(found, ensure_ascii=False), file=out, flush=True)
    return int(failed)


def answer(text: str, question: str, lang: str, today: date = TODAY) -> dict[str, Any]:
    """What is heard, ready for JSON. Raises KnowledgeError for a language without a lexicon."""
    heard = listen(text, lexicon(lang))
    found: dict[str, Any] = {name: spans(rows) for name, rows in
                             (("raised", heard.raised), ("check", heard.check), ("denied", heard.denied))}
    found |= {"helper": heard.helper, "crisis": heard.crisis}
    if question:
        found["answer"] = understood(text, question, lang, today)
    found["answers"] = {kind: value(kind, told) for kind, told in slots(text, answer_words(lang), today).items()}
    return found


def understood(text: str, question: str, lang: str, today: date = TODAY) -> Any:
    """The value of a typed answer to a question, or a kind of question: a text, a list, or "unclear"."""
    words = answer_words(lang)
    kind = words.words.kinds.get(question, {}).get("kind", (question,))[0]
    return value(kind, understand(text, kind, words, today))


# As others write the same: no command at all, and a man is not pregnant.
OTHERWISE = {("commands", "unclear"): "none", ("pregnancy", "man"): "no"}


def value(kind: str, told: Understood) -> Any:
    if (kind, told.value) in OTHERWISE:
        return OTHERWISE[kind, told.value]
    return list(told.values) if kind in LISTS and told.value not in ("unclear", "declined", "unsure") else told.value


def spans(rows: Iterable[tuple[str, Span]]) -> list[dict[str, Any]]:
    found: dict[str, Span] = {}
    for row, span in rows:
        found.setdefault(ONE_ROW.get(row, row), span)
    return [{"flag": row, "span": list(span)} for row, span in found.items()]


def rows_of(rows: Iterable[tuple[str, Span]]) -> set[str]:
    return one_row(row for row, _ in rows)


def one_row(rows: Iterable[str]) -> set[str]:
    """The rows as the clinical draft counts them."""
    return {ONE_ROW.get(row, row) for row in rows}

