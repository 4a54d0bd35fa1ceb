"""Rows -> Knowledge: rules are expanded, projected to a profile, and put in order."""

from functools import lru_cache
from pathlib import Path

from knowledge.condition import Condition, Leaf, every, widen
from knowledge.load import DATA, KnowledgeError, Plain, folder, read, rows_of, text, texts_of, version
from knowledge.models import (
    RANK,
    Knowledge,
    Phase,
    Profile,
    Question,
    Rule,
    Tier,
    families,
    touched,
)
from knowledge.parse import UNSURE, condition, finished, model, questions
from knowledge.rows import ArticleRow, ListedRow, PrivateGroup, Source
from knowledge.signed import sign_offs, signatures
from knowledge.tables import (
    check_ins,
    countries,
    doctors_question,
    every_row,
    fit,
    hand_over,
    heard_words,
    lookalikes,
    outcomes,
    row_ids,
    technique,
    warning_signs,
)

PHASES: tuple[Phase, ...] = ("consent", "screen", "story", "pattern", "review")
NOT_CHECKED = "not_checked"


@lru_cache(maxsize=8)
def knowledge(profile: Profile = "calibrated", data: Path = DATA) -> Knowledge:
    """The whole content for one threshold profile. Raises KnowledgeError."""
    common = texts_of(read(data / "common.yaml"), "common.yaml", "still_not_sure", "not_sure")
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
    heard, template = heard_words(read(data / "heard.yaml")), doctors_question(read(data / "checked.yaml"))
    sources = {row.id: row for row in every_row(Source, data / "sources.yaml")}
    signable = sign_offs(rules, asked, heard, template, signatures(read(data / "signatures.yaml")), sources)
    rules = [r for r in rules if r.only in (None, profile)]
    if profile == "strict":
        rules = [r.model_copy(update={"tier": r.strict or r.tier, "strict": None}) for r in rules]
    domain = domains(asked)
    asked += checked_questions(rules, template)
    rules = [part for r in rules for part in expanded(r, domain)]
    texts = read(data / "dispositions.yaml")
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
        lookalikes=lookalikes(rows_of(read(data / "lookalikes.yaml"), "lookalikes.yaml")),
        dispositions=outcomes(texts),
        warning_signs=warning_signs(texts),
        techniques=tuple(technique(row) for row in rows_of(read(data / "techniques.yaml"), "techniques.yaml")),
        common=common,
        client_facts=texts_of(read(data / "client_facts.yaml"), "client_facts.yaml"),
        article=every_row(ArticleRow, data / "article.yaml"),
        listed=every_row(ListedRow, data / "listed.yaml"),
        sources=sources,
        countries=countries(read(data / "countries.yaml")),
        heard={row: tuple(words) for row, words in heard.items()},
        row_ids=row_ids(read(data / "rows.yaml")),
        by_id=unique(asked),
        by_fact={fact: q for q in asked for fact in facts_of(q)},
        private=private(asked, rules),
        handover=hand_over(read(data / "handover.yaml")),
        checkins=check_ins(read(data / "checkins.yaml")),
        picture_alt=text(data / "body" / "body_alt.txt").strip(),
        sign_offs=signable,
    )
    check_references(found)
    return found


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
    row = {"row": str(row.get("id")).split(".")[0], **row}
    if row.get("heard"):
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


def private(asked: list[Question], rules: list[Rule]) -> dict[str, PrivateGroup]:
    """Every private fact with its group: as marked, the clarifying question too; and typed words of a crisis."""
    found = {q.id: q.private for q in asked if q.private}
    found |= {line.id: line.private for q in asked for line in q.all_lines() if line.private}
    found |= {q.id: found[q.clarifies] for q in asked if q.clarifies in found}
    kinds = ("crisis", "abuse", "poison")
    return {**found, **{f"heard.{r.heard}": "crisis" for r in rules if r.heard and r.kind in kinds}}


def check_references(found: Knowledge) -> None:
    """Every fact, value and source that is named exists. Raises KnowledgeError."""
    from knowledge.references import check  # here: it needs this module's `domains`

    check(found)
