"""The files beside the questions and rules -> their rows, each checked for its form. All raise KnowledgeError."""

from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel

from knowledge.condition import ALWAYS
from knowledge.load import KnowledgeError, Plain, fields_of, listed, needed, read, rows_of
from knowledge.models import URGENCY, DispositionText, Fit, FitItem, LookAlike, Question, Technique
from knowledge.parse import condition, model
from knowledge.rows import Country, WarningSign
from knowledge.visit import CheckIns, Extra, HandOver, Known

M = TypeVar("M", bound=BaseModel)
CHECKED = {"ok", "seen", "unsure", "worse", "not_checked"}
OUTCOMES = (*URGENCY, "D4w", "D5p")  # the ids of their texts


def heard_words(raw: Plain) -> dict[str, list[str]]:
    """The words of each row that acts at once, as they are compared: small letters, straight apostrophes."""
    found = {row: listed(words or [], row, "heard.yaml") for row, words in raw.items()} if isinstance(raw, dict) else {}
    if not found or not all(found.values()):
        raise KnowledgeError(
            "heard.yaml", "a row stands here without words", "whoever types of a crisis would not be heard",
            "write `RF-MH: kill myself, end my life`",
        )
    return {row: [word.lower().replace("’", "'") for word in words] for row, words in found.items()}


def every_row(kind: type[M], file: Path) -> tuple[M, ...]:
    """A file that is a list of rows."""
    return tuple(model(kind, row) for row in rows_of(read(file), file.name))


def doctors_question(raw: Plain) -> Plain:
    """The question whether a doctor has looked at it since, once it is known to be whole."""
    place = "checked.yaml"
    more = {"place": place, "id": "checked", "phase": "story", "kind": "choice"}
    asked = model(Question, {**fields_of(raw, place), **more})
    if {option.id for option in asked.options} != CHECKED:
        raise KnowledgeError(place, "the answers are not those that the rules know", "a doctor's look would not count",
                             f"write these options, and no other: {', '.join(sorted(CHECKED))}")
    return raw


def outcomes(raw: Plain) -> dict[str, DispositionText]:
    """What each outcome says, by its id; none may be missing."""
    rows = rows_of(needed(raw, "dispositions", "dispositions.yaml"), "dispositions.yaml")
    found = {row.id: row for row in (model(DispositionText, row) for row in rows)}
    for id in [id for id in OUTCOMES if id not in found]:
        raise KnowledgeError("dispositions.yaml", f"the outcome {id} has no words",
                             "whoever comes to this result would be told nothing", f"write a row with `id: {id}`")
    return found


def warning_signs(raw: Plain) -> tuple[WarningSign, ...]:
    """Those that every result names."""
    place = "dispositions.yaml"
    found = tuple(model(WarningSign, row) for row in rows_of(needed(raw, "warning_signs", place), place))
    if not found:
        raise KnowledgeError(place, "there is no warning sign", "nobody would know when to call for help",
                             "write each as `- {id: ..., say: \"...\"}`")
    return found


def countries(raw: Plain) -> dict[str, Country]:
    """The phone lines by country, those of no country under ""."""
    place, named = "countries.yaml", needed(raw, "countries", "countries.yaml")
    rows = [("", {**fields_of(needed(raw, "general", place), place), "in": "your country"}),
            *((code, fields_of(row, f"{place} '{code}'")) for code, row in fields_of(named, place).items())]
    return {code: model(Country, {"place": f"{place} '{code}'", **row, "id": code}) for code, row in rows}


def row_ids(raw: Plain) -> dict[str, tuple[str, ...]]:
    """By kind, a list of ids, or `{from: 1, to: 66}` as AF-01 to AF-66 (MP-1 has one digit)."""
    return {kind: _ids(kind, ids) for kind, ids in fields_of(raw, "rows.yaml").items()}


def _ids(kind: str, raw: Plain) -> tuple[str, ...]:
    if isinstance(raw, (list, str)):
        return tuple(listed(raw, kind, "rows.yaml"))
    if not isinstance(raw, dict) or not all(str(raw.get(end)).isdecimal() for end in ("from", "to")):
        raise KnowledgeError(
            "rows.yaml", f"'{kind}' is no list of rows", "no row of it would be accounted for",
            "write {from: 1, to: 28}, or the ids in [brackets]",
        )
    width = 1 if kind == "MP" else 2
    return tuple(f"{kind}-{n:0{width}d}" for n in range(int(raw["from"]), int(raw["to"]) + 1))


def with_when(kind: type[M], row: Plain) -> M:
    return model(kind, {**row, "when": condition(row.get("when"), row["place"])})


def lookalikes(rows: list[Plain]) -> tuple[LookAlike, ...]:
    """In their order; the first that holds is shown. Only the last may take whoever is left: `when: {all: []}`."""
    found = [model(LookAlike, {**row, "when": ALWAYS}) if n == len(rows) and row.get("when") == {"all": []}
             else with_when(LookAlike, row) for n, row in enumerate(rows, 1)]
    return tuple(found)


def fit(raw: Plain) -> Fit:
    items = tuple(with_when(FitItem, row) for row in rows_of(needed(raw, "items", "fit.yaml"), "fit.yaml"))
    found = model(Fit, {"place": "fit.yaml", **raw, "items": items})
    groups = {item.group for item in items if item.group}
    if found.key not in {item.id for item in items} or groups != found.caps.keys():
        raise KnowledgeError(
            "fit.yaml", f"`key` '{found.key}' is no item, or `caps` are not for the groups {', '.join(sorted(groups))}",
            "the points would be counted otherwise than they were meant",
            "name an item under `key`, and each `group` of the items once under `caps`",
        )
    return found


def technique(row: Plain) -> Technique:
    return model(Technique, {**row, "guard": condition(row.get("guard"), row["place"])})


def hand_over(raw: Plain) -> HandOver:
    asked = []
    for row in rows_of(needed(raw, "questions", "handover.yaml"), "handover.yaml"):
        told = rows_of(row.get("told") or [], row["place"])
        asked.append(model(Extra, {**row, "told": tuple(with_when(Known, one) for one in told)}))
    return model(HandOver, {**raw, "questions": tuple(asked), "place": "handover.yaml"})


def check_ins(raw: Plain) -> CheckIns:
    raw = fields_of(raw, "checkins.yaml")
    parsed = {name: condition(raw.get(name), "checkins.yaml") for name in ("lasts", "strong")}
    return model(CheckIns, {**raw, **parsed, "place": "checkins.yaml"})
