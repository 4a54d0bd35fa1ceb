"""What the schemas know of the content: its facts with their answers, rows, sources; and the two kinds
of entry that have no model, conditions and clinical cases."""

from pathlib import Path
from typing import Any, get_args

from knowledge.build import domains
from knowledge.load import read
from knowledge.models import EmergencyKind, Knowledge, Massage, Profile, Question, Tier
from knowledge.parse import UNSURE

FIELDS: dict[str, dict[str, str]] = read(Path(__file__).with_name("fields.yaml"))
Schema = dict[str, Any]
TEXT: Schema = {"type": "string"}


def ref(name: str) -> Schema:
    return {"$ref": f"#/$defs/{name}"}


def listed(item: Schema, **more: Any) -> Schema:
    return {"type": "array", "items": item, **more}


def one_or_more(item: Schema) -> Schema:
    """A single name, or a list of names."""
    return {"anyOf": [item, listed(item, minItems=1)]}


def shared(ks: list[Knowledge]) -> Schema:
    """What all schemas may point to: conditions, facts with their answers, rows, sources."""
    k = ks[-1]
    facts = {fact: values for one in ks for fact, values in domains(list(one.questions)).items()
             if not fact.startswith("heard.")}
    asked = {fact: question for one in ks for fact, question in one.by_fact.items()}
    answers = {fact: answer(asked[fact], values) for fact, values in facts.items()}
    rows = [row for ids in k.row_ids.values() for row in ids]
    rules = dict.fromkeys(family.id for one in ks for family in one.families)
    own = [row for row in dict.fromkeys(rule.row for one in ks for rule in one.rules) if row not in rows]
    return {
        "condition": {
            "description": "{fact: answer}, {fact: [answers]}, {all: [...]}, {any: [...]} or {at_least: 2, of: [...]}. "
                           "There is no \"not\". A fact that is not known here is misspelt, or new: `make schema`.",
            "type": "object", "minProperties": 1, "additionalProperties": False,
            "properties": {
                "all": parts("Every one of these holds."), "any": parts("At least one of these holds."),
                "at_least": {"type": "integer", "minimum": 1, "description": "So many of the parts under `of` hold."},
                "of": parts("The parts that `at_least` counts."),
                **{fact: {"description": about(asked[fact], fact), **one_or_more(answers[fact])}
                   for fact, question in asked.items() if not question.offered and not question.clarifies},
            },
            "if": {"anyOf": [{"required": ["at_least"]}, {"required": ["of"]}]},
            "then": {"required": ["at_least", "of"], "maxProperties": 2}, "else": {"maxProperties": 1},
        },
        "given": {"type": "object", "additionalProperties": False, "properties": {
            fact: {"description": about(asked[fact], fact), **number(asked[fact], answers[fact])} for fact in asked}},
        "line": {"enum": list(UNSURE)},
        "row": {"enum": rows + own},
        "row_or_rule": {"enum": [*rows, *own, *(id for id in rules if id not in rows + own)]},
        "source": {"enum": list(k.sources)},
        "heard": {"enum": list(k.heard)},
        "technique": {"enum": [technique.id for technique in k.techniques]},
        "country": {"enum": [code for code in k.countries if code]},
        "fact": {"enum": list(asked)},
    }


def parts(words: str) -> Schema:
    return {"description": words, **listed(ref("condition"), minItems=1)}


def answer(question: Question, values: frozenset[str]) -> Schema:
    """The values of a fact, mildest first."""
    if question.kind == "country":
        return {"anyOf": [ref("country"), {"const": "other"}]}
    return ref("line") if question.checklist else {"enum": [o.id for o in question.options if o.id in values]}


def number(question: Question, values: Schema) -> Schema:
    """In a case a number may be given itself, not its band."""
    if question.kind != "number":
        return values
    return {"anyOf": [{"type": "integer", "minimum": question.min, "maximum": question.max},
                      {"type": "string", "pattern": r"^\d+$"}, values]}


def about(question: Question, fact: str) -> str:
    """What a fact means, for the hint of the editor."""
    line = next((line.say for line in question.all_lines() if line.id == fact), "")
    if line:
        return f"{question.name or question.ask} “{line}”"
    return f"{question.ask} " + " · ".join(f"{o.id}: {o.say}" for o in question.options)


def case() -> Schema:
    """A clinical case; played by dialogs/cases.py."""
    tier, rows = {"enum": list(get_args(Tier))}, listed(ref("row"))
    then = record("Then", (), {
        "disposition": tier, "at_least": tier, "kind": {"enum": list(get_args(EmergencyKind))},
        "findings": rows, "not_findings": rows, "massage": {"enum": list(get_args(Massage))},
        "fit": {"enum": ["fits", "partly", "no", None]}, "withheld": listed(ref("technique")), "cautions": rows,
        "side": {"enum": ["left", "right", "both", "middle", "none"]}, "reached": tier,
        "alone": tier, "asks": listed(ref("fact")), "says": listed(TEXT),
        "numbers": {"type": "object", "propertyNames": ref("country"), "additionalProperties": TEXT},
        "hears": {"type": "object", "propertyNames": TEXT, "additionalProperties": ref("row")},
    })
    found = record("Case", ("name", "row", "then"), {
        "name": TEXT, "row": one_or_more(ref("row")), "quote": TEXT, "given": ref("given"), "ticks": listed(TEXT),
        "each": listed({"anyOf": [TEXT, ref("given")]}, minItems=1), "types": listed(TEXT),
        "then": {**then, "minProperties": 1}, "profile": {"enum": list(get_args(Profile))},
        "country": {"anyOf": [ref("country"), {"const": ""}]},
        "notices": listed(ref("heard")), "whatever_else": {"type": "boolean"}, "why": TEXT,
    })
    return {**found, "anyOf": [{"required": [field]} for field in ("given", "ticks", "each")]}


def record(kind: str, required: tuple[str, ...], properties: Schema) -> Schema:
    """A kind of entry that has no model, with its words."""
    return {"type": "object", "additionalProperties": False, "required": list(required),
            "properties": {field: {**own, "description": FIELDS[kind][field]} for field, own in properties.items()}}
