"""Plain rows -> conditions and questions, with errors an author can act on."""

import hashlib
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from knowledge.condition import AtLeast, Condition, Leaf, every, some
from knowledge.load import KnowledgeError, Plain, fields_of, nearest, rows_of
from knowledge.models import Line, Option, Phase, Question

UNSURE = ("no", "unsure", "yes")
SETTLE = ("first", "second", "both")  # two answers do not fit: the first two take one back, so never stand
READ = {"say", "ask", "why", "title"}
M = TypeVar("M", bound=BaseModel)


def model(kind: type[M], row: Plain) -> M:
    """One row as its model; pydantic's complaint becomes a KnowledgeError."""
    row = fields_of(row, "?")
    place = row.get("place", "?")
    if name := empty(row):
        raise KnowledgeError(place, f"{kind.__name__} '{row.get('id', '')}': nothing stands under '{name}'",
                             "nobody could read it or name it", "write it, or take its row out")
    try:
        return kind.model_validate({k: v for k, v in row.items() if v is not None})
    except ValidationError as fault:
        # A misspelt field is also missing: tell the spelling.
        first = min(fault.errors(), key=lambda error: error["type"] != "extra_forbidden")
        where = ".".join(str(part) for part in first["loc"])
        fields = sorted({field.alias or name for name, field in kind.model_fields.items()} - {"place"})
        unknown = first["type"] == "extra_forbidden"
        raise KnowledgeError(
            place, f"{kind.__name__} '{row.get('id', '')}': {where}: "
                   f"{'there is no such field' if unknown else first['msg']}",
            "a row that is not understood can't be used or checked",
            f"{nearest(where, fields) if unknown else ''}compare with the other rows of this file; "
            f"the fields of a {kind.__name__} are {', '.join(fields)}",
        ) from fault


def empty(raw: Plain) -> str:
    """The first field, however deep, that must be read or named and is an empty text; "" if there is none."""
    if isinstance(raw, (list, tuple)):
        return next(filter(None, map(empty, raw)), "")
    fields = raw.items() if isinstance(raw, dict) else ()
    return next((key for key, value in fields if key in READ and isinstance(value, str) and not value.strip()),
                "") or next(filter(None, (empty(value) for _, value in fields)), "")


def condition(raw: Plain, place: str) -> Condition:
    """`{any: [...]}`, `{all: [...]}`, `{at_least: 2, of: [...]}` or `{fact: value(s)}`."""
    row = {k: v for k, v in raw.items() if k != "place"} if isinstance(raw, dict) else {}
    match row:
        case {"all": [_, *_] as parts} if len(row) == 1:
            return every(*(condition(part, place) for part in parts))
        case {"any": [_, *_] as parts} if len(row) == 1:
            return some(*(condition(part, place) for part in parts))
        case {"at_least": str(n), "of": [*parts]} if len(row) == 2 and n.isdecimal():
            if not 0 < int(n) <= len(parts):
                raise KnowledgeError(
                    place, f"at least {n} of {len(parts)} {'always holds' if n == '0' else 'can never hold'}",
                    "such a rule protects nobody, or stops everybody", f"write a number from 1 to {len(parts) or 2}",
                )
            found = tuple(condition(part, place) for part in parts)
            if len(set(found)) < len(found):
                raise KnowledgeError(place, f"a part stands twice under 'of': {parts!r}",
                                     "one answer would count as two", "name each part once")
            return AtLeast(int(n), found)
    if len(row) == 1 and not any(row.values()):
        raise KnowledgeError(
            place, f"nothing stands under '{next(iter(row))}': {raw!r}", "such a rule never holds, or always",
            "write the answers, such as {fever: [unsure, yes]}; the parts of `all` and `any` are conditions",
        )
    if len(row) == 1 and not row.keys() & {"all", "any"}:
        (fact, values), = row.items()
        values = [values] if isinstance(values, str) else values
        if isinstance(values, list) and all(isinstance(value, str) for value in values):
            return Leaf(fact, frozenset(values))
    raise KnowledgeError(
        place, f"this is not a condition: {raw!r}",
        "a rule that can't be read can't protect anybody",
        "write {all: [...]}, {any: [...]}, {at_least: 2, of: [...]} or {question: [options]}",
    )


def fingerprint(question: Question) -> str:
    """Eight hex digits over what the client is asked: id, English text, ids of the answers."""
    parts = [question.id, question.kind, question.ask]
    parts += [f"{option.id}={option.say}" for option in question.options]
    parts += [f"{line.id}={line.say}" for line in question.all_lines()]
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:8]


def questions(phase: Phase, rows: list[Plain], still: str) -> list[Question]:
    """The questions of one file, each card followed by its clarifying questions; `still` is
    their "still not sure"."""
    found: list[Question] = []
    for row in rows:
        place = row.get("place", "?")
        row = dict(row)
        sures: list[tuple[dict[str, Any], Line]] = []
        for key in ("lines", "more"):
            if row.get(key):
                lines = []
                for raw in rows_of(row[key] if key == "lines" else [row[key]], place):
                    sure = raw.pop("sure", None)
                    if "when" in raw:
                        raw["when"] = condition(raw["when"], raw["place"])
                    line = model(Line, raw)
                    lines.append(line)
                    if sure:
                        if not isinstance(sure, dict) or set(sure) - {"place"} != {"ask", "no", "yes"} or \
                                not all(isinstance(text, str) for text in sure.values()):
                            raise KnowledgeError(
                                line.place, f"the question after 'not sure' of '{line.id}' is not whole",
                                "whoever is not sure could not answer it",
                                'write sure: {ask: "...", no: "...", "yes": "..."}',
                            )
                        sures.append((sure, line))
                row[key] = tuple(lines) if key == "lines" else lines[0]
        if "when" in row:
            row["when"] = condition(row["when"], place)
        if "heard" in row:
            row["when"] = every(Leaf(f"heard.{row['heard']}", frozenset(["yes"])))
        found.append(finished(model(Question, {**row, "phase": phase})))
        found += [clarifier(sure, line, found[-1], still) for sure, line in sures]
    return found


def finished(question: Question) -> Question:
    return question.model_copy(update={"shown": fingerprint(question)})


def clarifier(sure: dict[str, Any], line: Line, card: Question, still: str) -> Question:
    """The one question after "not sure"; its answer replaces that of the line."""
    return finished(Question(
        id=f"{line.id}_sure", phase=card.phase, kind="choice", ask=sure["ask"], why=card.why,
        source=card.source, rows=line.rows, clarifies=line.id, place=line.place,
        options=(
            Option(id="no", say=sure["no"]),
            Option(id="unsure", say=still),
            Option(id="yes", say=sure["yes"]),
        ),
    ))


def values(question: Question) -> tuple[str, ...]:
    """The values a choice question can take, mildest first."""
    return tuple(option.id for option in question.options)
