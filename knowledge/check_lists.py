"""The lexicons as their author writes them: no phrase runs on into the next line, and each row of theirs exists.

Not looked at when they are loaded, since a server would read them twice. A forgotten comma at the end of a line makes
one phrase of two, "tired swollen", and neither is heard any more; nothing else could notice it.
"""

import re
from collections.abc import Iterator
from pathlib import Path

from knowledge.check_names import listed_rows
from knowledge.load import DATA, nearest, read
from knowledge.models import Knowledge

LIST = re.compile(r"( *)(?:- )?([\w.\"'-]+): *>-? *")  # a name, and its phrases below it
MADE = "points.yaml"  # made by a tool, which breaks its lines anywhere


def check(k: Knowledge, data: Path = DATA) -> list[str]:
    """Complaints about every lexicon. Raises KnowledgeError where a file can't be read."""
    found = [c for file in sorted((data / "lexicon").rglob("*.yaml")) if file.name != MADE for c in run_on(file)]
    return found + list(unknown(k, data))


def run_on(file: Path) -> Iterator[str]:
    """Phrases that a list breaks across two lines."""
    inside, name, last = -1, "", ""
    for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), 1):
        text = line.strip()
        if text and len(line) - len(line.lstrip()) <= inside:
            inside, last = -1, ""
        if inside >= 0 and text:
            if last and not last.endswith(","):
                yield (f"{file.parent.name}/{file.name}:{number - 1}: '{name}': \"{phrase(last, -1)}\" and "
                       f"\"{phrase(text, 0)}\" of the next line are one phrase, since there is no comma between them: "
                       "neither would be heard. End each line of a list with a comma; a phrase stands on one line")
            last = text
        elif head := LIST.fullmatch(line):
            inside, name = len(head[1]), head[2]


def phrase(line: str, which: int) -> str:
    return line.split(",")[which].strip()


def unknown(k: Knowledge, data: Path) -> Iterator[str]:
    """Rows of a lexicon or of heard.yaml that nobody knows: what they hear would lead nowhere. A rule of a row may
    be named too, such as RF-MH.abuse."""
    known = listed_rows(k) | {rule.id for rule in k.rules}
    for file in sorted((data / "lexicon").glob("*/flags*.yaml")):
        for row in read(file):
            if row["id"] not in known:
                yield (f"{row['place']}: the row '{row['id']}' does not exist, so nothing follows when it is heard: "
                       f"{nearest(row['id'], known)}write a row of rows.yaml or the id of a rule")
    heeded = {rule.heard for rule in k.rules} | {question.heard for question in k.questions}
    for row in k.heard:
        if row not in heeded:
            yield (f"heard.yaml: no rule and no question has `heard: {row}`, so nothing follows when it is heard: "
                   f"{nearest(row, [heard for heard in heeded if heard])}write one, or take it out")
