"""Plain rows -> conditions and questions, with errors an author can act on."""

import hashlib
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from knowledge.condition import AtLeast, Condition, Leaf, every
from knowledge.load import KnowledgeError, Plain, nearest
from knowledge.models import Line, Option, Phase, Question

UNSURE = ("no", "unsure", "yes")
SETTLE = ("first", "second", "both")  # two answers do not fit: the first two take one back, so never stand
M = TypeVar("M", bound=BaseModel)


def model(kind: type[M], row: Plain) -> M:
    """One row as its model; pydantic's complaint becomes a KnowledgeError."""
    place = row.get("place", "?") if isinstance(row, dict) else "?"
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


def condition(raw: Plain, place: str) -> Condition:
    """`{any: [...]}`, `{all: [...]}`, `{at_least: 2, of: [...]}` or `{fact: value(s)}`."""
    if isinstance(raw, dict):
        keys = set(raw) - {"place"}
        if keys == {"any"} or keys == {"all"}:
            word = keys.pop()
            parts = tuple(condition(part, place) for part in raw[word])
            return AtLeast(len(parts) if word == "all" else 1, parts)
        if keys == {"at_least", "of"} and str(raw["at_least"]).isdigit():
            parts = tuple(condition(part, place) for part in raw["of"])
            return AtLeast(int(raw["at_least"]), parts)
        if len(keys) == 1:
            fact = keys.pop()
            values = raw[fact]
            return Leaf(fact, frozenset([values] if isinstance(values, str) else values))
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
                raw_lines = row[key] if key == "lines" else [row[key]]
                lines = []
                for raw in raw_lines:
                    sure = raw.pop("sure", None)
                    if "when" in raw:
                        raw["when"] = condition(raw["when"], raw.get("place", place))
                    line = model(Line, raw)
                    lines.append(line)
                    if sure:
                        if not isinstance(sure, dict) or set(sure) - {"place"} != {"ask", "no", "yes"}:
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
