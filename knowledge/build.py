"""Rows -> Knowledge: rules are expanded, projected to a profile, and put in order."""

from functools import lru_cache
from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel

from knowledge.condition import Condition, Leaf, every, widen
from knowledge.load import DATA, KnowledgeError, Plain, folder, read, version
from knowledge.models import (
    RANK,
    DispositionText,
    Fit,
    FitItem,
    Knowledge,
    LookAlike,
    Phase,
    Profile,
    Question,
    Rule,
    Technique,
    Tier,
    families,
    touched,
)
from knowledge.parse import UNSURE, condition, finished, model, questions
from knowledge.rows import ArticleRow, Country, ListedRow, PrivateGroup, Source, WarningSign
from knowledge.signed import sign_offs, signatures
from knowledge.visit import CheckIns, Extra, HandOver

PHASES: tuple[Phase, ...] = ("consent", "screen", "story", "pattern", "review")
NOT_CHECKED = "not_checked"
M = TypeVar("M", bound=BaseModel)


@lru_cache(maxsize=8)
def knowledge(profile: Profile = "calibrated", data: Path = DATA) -> Knowledge:
    """The whole content for one threshold profile. Raises KnowledgeError."""
    common = read(data / "common.yaml")
    asked: list[Question] = []
    for stem, rows in folder(data / "questions"):
        phase = next((p for p in PHASES if p == stem.split("-", 1)[-1]), None)
        if phase is None:
            raise KnowledgeError(
                f"questions/{stem}.yaml", "the file is not named after a phase of the chat",
                "the order of the phases is the safety argument",
                f"name the file after one of {', '.join(PHASES)}",
            )
        asked += questions(phase, rows, common["still_not_sure"])
    rules = [rule(row) for _, rows in folder(data / "rules") for row in rows]
    heard, template = read(data / "heard.yaml"), read(data / "checked.yaml")
    signable = sign_offs(rules, asked, heard, template, signatures(read(data / "signatures.yaml")))
    rules = [r for r in rules if r.only in (None, profile)]
    if profile == "strict":
        rules = [r.model_copy(update={"tier": r.strict or r.tier, "strict": None}) for r in rules]
    domain = domains(asked)
    asked += checked_questions(rules, template)
    rules = [part for r in rules for part in expanded(r, domain)]
    texts = read(data / "dispositions.yaml")
    article = read(data / "article.yaml")
    countries = read(data / "countries.yaml")
    found = Knowledge(
        profile=profile,
        version=version(data),
        questions=tuple(asked),
        in_order=tuple(q for q in asked if not q.offered),
        unchecked={q.id: NOT_CHECKED for q in asked if q.offered},
        rules=tuple(rules),
        families=families(tuple(rules)),
        touched=touched(families(tuple(rules))),
        fit=fit(read(data / "fit.yaml")),
        lookalikes=tuple(with_when(LookAlike, row) for row in read(data / "lookalikes.yaml")),
        dispositions={row["id"]: model(DispositionText, row) for row in texts["dispositions"]},
        warning_signs=tuple(model(WarningSign, row) for row in texts["warning_signs"]),
        techniques=tuple(technique(row) for row in read(data / "techniques.yaml")),
        common=common,
        client_facts=read(data / "client_facts.yaml"),
        article=tuple(model(ArticleRow, row) for row in article),
        listed=tuple(model(ListedRow, row) for row in read(data / "listed.yaml")),
        sources={row["id"]: model(Source, row) for row in read(data / "sources.yaml")},
        countries={
            code: model(Country, {"id": code, **row})
            for code, row in [("", countries["general"] | {"in": "your country"}),
                              *countries["countries"].items()]
        },
        heard={row: tuple(words) for row, words in heard.items()},
        row_ids={kind: row_ids(kind, raw) for kind, raw in read(data / "rows.yaml").items()},
        by_id=unique(asked),
        by_fact={fact: q for q in asked for fact in facts_of(q)},
        private=private(asked, rules),
        handover=hand_over(read(data / "handover.yaml")),
        checkins=check_ins(read(data / "checkins.yaml")),
        picture_alt=(data / "body" / "body_alt.txt").read_text(encoding="utf-8").strip(),
        sign_offs=signable,
    )
    check_references(found)
    return found


def row_ids(kind: str, raw: Plain) -> tuple[str, ...]:
    """A list of ids, or `{from: 1, to: 66}` as AF-01 to AF-66 (MP-1 has one digit)."""
    if isinstance(raw, list):
        return tuple(raw)
    if not isinstance(raw, dict) or not all(str(raw.get(end)).isdigit() for end in ("from", "to")):
        raise KnowledgeError(
            "rows.yaml", f"'{kind}' is no list of rows", "no row of it would be accounted for",
            "write {from: 1, to: 28}, or the ids in [brackets]",
        )
    width = 1 if kind == "MP" else 2
    return tuple(f"{kind}-{n:0{width}d}" for n in range(int(raw["from"]), int(raw["to"]) + 1))


def facts_of(question: Question) -> tuple[str, ...]:
    """The facts an answer to this question gives."""
    if question.checklist:
        return tuple(line.id for line in question.all_lines())
    return (question.id,)


def domains(asked: list[Question]) -> dict[str, frozenset[str]]:
    """Every fact with the values it can take."""
    found: dict[str, frozenset[str]] = {}
    for question in asked:
        for fact in facts_of(question):
            options = UNSURE if question.checklist else [o.id for o in question.options]
            found[fact] = frozenset(options)
        if question.heard:
            found[f"heard.{question.heard}"] = frozenset(["no", "yes", "left"])
    return found


def unique(asked: list[Question]) -> dict[str, Question]:
    found: dict[str, Question] = {}
    for question in asked:
        if question.id in found:
            raise KnowledgeError(
                question.place, f"the id '{question.id}' is taken by {found[question.id].place}",
                "an answer could count for the wrong question", "give one of them another id",
            )
        found[question.id] = question
    return found


def rule(row: Plain) -> Rule:
    place = row.get("place", "?")
    row = {"row": row.get("id", "").split(".")[0], **row}
    if "heard" in row:
        row["when"] = {f"heard.{row['heard']}": "yes"}
    return model(Rule, {**row, "when": condition(row.get("when"), place)})


def expanded(r: Rule, domain: dict[str, frozenset[str]]) -> list[Rule]:
    """A rule with its "not sure" and "a doctor has checked this" forms as rules of their own."""
    found = [r]
    if r.unsure:
        extra = {fact: frozenset(["unsure"]) for fact, d in domain.items() if "unsure" in d}
        found.append(r.model_copy(update={
            "id": f"{r.id}.unsure", "tier": r.unsure, "when": widen(r.when, extra),
            "kind": None, "wait": r.unsure == "D4" and r.wait, "unsure": None,
        }))
    if not r.checked:
        return found
    fact = checked_fact(r)
    parts: list[Rule] = []
    for part in found:
        if RANK[part.tier] >= RANK[r.checked]:  # mild as it is: a doctor's look can't make it graver
            parts.append(part)
            continue
        parts += [
            lowered(part, "", part.tier, Leaf(fact, frozenset(["unsure", "worse", NOT_CHECKED]))),
            lowered(part, ".seen", r.checked,
                    Leaf(fact, frozenset(["seen", "unsure", "worse", NOT_CHECKED]))),
            lowered(part, ".ok", r.checked, None),
        ]
    return parts


def lowered(r: Rule, suffix: str, tier: Tier, extra: Condition | None) -> Rule:
    waits = r.wait if not suffix else suffix == ".seen"
    return r.model_copy(update={
        "id": r.id + suffix, "tier": tier, "wait": waits,
        "kind": r.kind if tier == "D1" else None,
        "when": every(r.when, extra) if extra else r.when,
    })


def checked_fact(r: Rule) -> str:
    return f"checked.{r.id}"


def checked_questions(rules: list[Rule], template: Plain) -> list[Question]:
    """For every doctor-first rule the question "has a doctor checked this since?"."""
    return [
        finished(model(Question, {
            **template, "id": checked_fact(r), "offered": r.id, "phase": "story",
            "kind": "choice", "rows": (r.row,), "source": r.source, "place": r.place,
        }))
        for r in rules if r.checked
    ]


def with_when(kind: type[M], row: Plain) -> M:
    return model(kind, {**row, "when": condition(row["when"], row.get("place", "?"))})


def fit(raw: Plain) -> Fit:
    items = tuple(with_when(FitItem, row) for row in raw["items"])
    return model(Fit, {**raw, "items": items})


def technique(row: Plain) -> Technique:
    return model(Technique, {**row, "guard": condition(row["guard"], row.get("place", "?"))})


def private(asked: list[Question], rules: list[Rule]) -> dict[str, PrivateGroup]:
    """Every private fact with its group: as marked, the clarifying question too; and typed words of a crisis."""
    found = {q.id: q.private for q in asked if q.private}
    found |= {line.id: line.private for q in asked for line in q.all_lines() if line.private}
    found |= {q.id: found[q.clarifies] for q in asked if q.clarifies in found}
    kinds = ("crisis", "abuse", "poison")
    return {**found, **{f"heard.{r.heard}": "crisis" for r in rules if r.heard and r.kind in kinds}}


def hand_over(raw: Plain) -> HandOver:
    rows = [{**row, "told": tuple(condition(told, row.get("place", "?")) for told in row.get("told") or ())}
            for row in raw["questions"]]
    return model(HandOver, {**raw, "questions": tuple(model(Extra, row) for row in rows), "place": "handover.yaml"})


def check_ins(raw: Plain) -> CheckIns:
    parsed = {name: condition(raw.get(name), "checkins.yaml") for name in ("lasts", "strong")}
    return model(CheckIns, {**raw, **parsed, "place": "checkins.yaml"})


def check_references(found: Knowledge) -> None:
    """Every fact, value and source that is named exists. Raises KnowledgeError."""
    from knowledge.references import check  # here: it needs this module's `domains`

    check(found)
