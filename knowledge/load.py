"""YAML files -> plain rows: strings only, duplicate keys refused, places kept.

The only room that knows YAML. PyYAML alone would turn the option ids yes and
no into booleans and drop a duplicated red flag without a word.
"""

import hashlib
import json
from collections.abc import Iterable
from difflib import get_close_matches
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

DATA = Path(__file__).parent / "data"

LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # the one in C reads ten times as fast
Plain = Any  # dicts, lists and strings; every dict with an `id` has its `place`

# What the parser of YAML says -> what an author did.
SLIPS = {
    "mapping values are not allowed": "a colon in a text without quotes, or the line begins too far right",
    "found a tab character": "a tab: put spaces",
    "found character that cannot start any token": "a tab, or a text that begins with a sign and needs quotes",
    "did not find expected '-' indicator": "the line begins too far left, or its dash is missing",
    "did not find expected key": "the line begins too far right or left, or a quote above it is missing or too many",
    "did not find expected ',' or '}'": "a comma, a closing } or a quote is missing",
    "did not find expected ',' or ']'": "a comma, a closing ] or a quote is missing",
    "found unexpected end of stream": "a quote is opened and never closed",
    "could not find expected ':'": "a colon is missing, or a quote is opened and never closed",
}


class KnowledgeError(Exception):
    """A fault in the content, told to its author: where, what, why, how to mend it."""

    def __init__(self, place: str, what: str, why: str, mend: str) -> None:
        super().__init__(f"{place}: {what}\n  why it matters: {why}\n  how to mend it: {mend}")
        self.place, self.what, self.why, self.mend = place, what, why, mend


def nearest(name: str, known: Iterable[str]) -> str:
    """A hint for a misspelt name: "did you mean 'fever'? ", or nothing."""
    close = get_close_matches(name, sorted(known), 1, 0.8)
    return f"did you mean '{close[0]}'? " if close else ""


def listed(raw: Plain, name: str, place: str) -> list[str]:
    """Texts as a list; they stand as one or as a text with commas (which YAML reads ten times as fast): never taken
    letter by letter. Raises KnowledgeError."""
    texts = [part.strip() for part in raw.split(",") if part.strip()] if isinstance(raw, str) else raw
    if not isinstance(texts, list) or not all(isinstance(text, str) and text.strip() for text in texts):
        raise KnowledgeError(place, f"'{name}' is no list of phrases", "nothing would be heard",
                             "write it as a text: a phrase, another phrase")
    return texts


def rows_of(raw: Plain, place: str) -> list[Plain]:
    """The rows of a list, each with its fields and a place. Raises KnowledgeError."""
    wrong = [row for row in raw if not isinstance(row, dict)] if isinstance(raw, list) else [raw]
    if wrong:
        raise KnowledgeError(
            place, f"this is no list of rows: {str(wrong[0])[:60]!r}", "an entry that can't be read is lost",
            "begin each entry with `- id:`, and write its fields below one another; an empty list is []",
        )
    return [{"place": place, **row} for row in raw]


def fields_of(raw: Plain, place: str) -> dict[str, Plain]:
    """Fields and what stands under them. Raises KnowledgeError."""
    if not isinstance(raw, dict):
        raise KnowledgeError(place, f"these are no fields: {str(raw)[:60]!r}", "what stands here can't be used",
                             "write `name: text` below one another, and compare with the file as it was")
    return raw


def needed(raw: Plain, key: str, place: str) -> Plain:
    """What stands under a key that can't be left out. Raises KnowledgeError."""
    fields = raw if isinstance(raw, dict) else {}
    if fields.get(key) is None:
        close = [name for name in get_close_matches(key, fields, 1, 0.8) if name != key]
        instead = f", not `{close[0]}:`," if close else ""
        raise KnowledgeError(
            place, f"nothing stands under '{key}'", "what belongs there would be lost without a word",
            f"write `{key}:`{instead} and what belongs there below",
        )
    return fields[key]


def texts_of(raw: Plain, place: str, *keys: str) -> dict[str, str]:
    """Texts by their names, those of `keys` among them. Raises KnowledgeError."""
    for key in (*keys, *(raw if isinstance(raw, dict) else ["a name"])):
        if not isinstance(needed(raw, key, place), str) or not raw[key].strip():
            raise KnowledgeError(place, f"'{key}' is no text", "nobody could read it", "write it in one pair of quotes")
    return dict(raw)


def read(path: Path) -> Plain:
    """The content of one YAML file, the caller's own to change. Raises KnowledgeError."""
    return json.loads(_parsed(text(path), _named(path)))


def _named(path: Path) -> str:
    return path.name if path.parent.name == "data" else f"{path.parent.name}/{path.name}"


def text(path: Path) -> str:
    """The text of one file. Raises KnowledgeError."""
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as fault:
        raise KnowledgeError(
            _named(path), f"can't be read ({fault})", "a missing part would weaken the advice",
            "put the file back, saved as UTF-8",
        ) from fault


@lru_cache(maxsize=512)
def _parsed(text: str, name: str) -> str:
    """What the text says, as JSON: both profiles read each file, and to parse YAML takes ten times as long."""
    try:
        node = yaml.compose(text, Loader=LOADER)
    except yaml.YAMLError as fault:
        mark = getattr(fault, "problem_mark", None)
        place = f"{name}:{mark.line + 1}" if mark else name
        problem = str(getattr(fault, "problem", None) or fault)
        slip = next((f"; most often {slip}" for said, slip in SLIPS.items() if problem.startswith(said)), "")
        raise KnowledgeError(
            place, f"is not YAML: {problem}",
            "nothing after this point can be read",
            f"look at this line and the one above{slip}",
        ) from fault
    try:
        found = _plain(node, name, text.splitlines()) if node is not None else None
        return json.dumps([] if found is None else found)
    except RecursionError:
        raise KnowledgeError(name, "a part of it stands inside itself", "it could not be read to its end",
                             "write no & and * in front of a text without quotes") from None


def _plain(node: yaml.Node, name: str, lines: list[str]) -> Plain:
    place = f"{name}:{node.start_mark.line + 1}"
    if isinstance(node, yaml.ScalarNode):
        if node.value.startswith(("“", "”")) and not node.style:
            raise KnowledgeError(
                place, f"begins with a curly quote: {node.value[:40]}",
                "clients would read the quote, and an answer would not be found",
                'write straight quotes ("), and turn smart quotes off in your editor',
            )
        end = node.end_mark
        behind = "".join(lines[end.line:end.line + 1])[end.column:].lstrip()
        if behind.startswith("#") and " " in node.value and not node.style:
            raise KnowledgeError(
                place, f"'{node.value[-40:]}' ends before a #: what follows is taken for a remark",
                "clients would read a text that is cut in two",
                'put the whole text in "quotes"; a remark stands on a line of its own',
            )
        return None if node.value in ("null", "~", "") and not node.style else node.value
    if isinstance(node, yaml.SequenceNode):
        rows = [_plain(item, name, lines) for item in node.value]
        _distinct(rows, [f"{name}:{item.start_mark.line + 1}" for item in node.value])
        return rows
    assert isinstance(node, yaml.MappingNode)
    found: dict[str, Plain] = {}
    for key, value in node.value:
        if not isinstance(key, yaml.ScalarNode):
            raise KnowledgeError(
                f"{name}:{key.start_mark.line + 1}", "what stands before this colon is no name",
                "nothing could find what stands behind it", "write a name, or put quotes around a text with brackets",
            )
        if key.value in found:
            raise KnowledgeError(
                f"{name}:{key.start_mark.line + 1}", f"'{key.value}' stands here twice",
                "only one of the two would count, the other would be lost",
                "remove one, or give it another id",
            )
        found[key.value] = _plain(value, name, lines)
    if "id" in found:
        found["place"] = place
    return found


def _distinct(rows: list[Plain], places: list[str]) -> None:
    """Where one row of a list has an id, each has one of its own. Raises KnowledgeError."""
    ids = [row.get("id") for row in rows if isinstance(row, dict)]
    if not any(ids) or len(ids) < len(rows):
        return
    for id, place in zip(ids, places, strict=True):
        if not id:
            raise KnowledgeError(place, "this row has no id", "nothing could name it", "give it an id of its own")
        first = places[ids.index(id)]
        if first != place:
            raise KnowledgeError(
                place, f"the id '{id}' is taken by {first}",
                "one of the two would be lost without a word", "give one of them another id, or take it out",
            )


def folder(path: Path) -> list[tuple[str, list[Plain]]]:
    """Every YAML file of a folder in order of name, as (stem, rows). Raises KnowledgeError."""
    return [(file.stem, rows_of(read(file), f"{path.name}/{file.name}")) for file in sorted(path.glob("*.yaml"))]


# What advises nobody, and the signatures: to sign must not change what is signed.
ASIDE = {"cases", "clients", "hazards.yaml", "incidents.yaml", "reviewers.yaml", "signatures.yaml", "tiers.yaml"}


def version(data: Path = DATA) -> str:
    """Twelve hex digits over every content file but those of `ASIDE`."""
    total = hashlib.sha256()
    for file in sorted(data.rglob("*.yaml")):
        name = file.relative_to(data)
        if not ASIDE & set(name.parts):
            total.update(name.as_posix().encode() + b"\0" + file.read_bytes())
    return total.hexdigest()[:12]
