"""Make the JSON Schemas that editors complete and check the content files with.

`make schema` writes knowledge/data/schema, and the published ones of a summary and of a clinic file;
with --check nothing is written and what is out of date is named. Shapes come from the models of knowledge/, words from
tools/fields.yaml, names of facts, answers, rows and sources from the content itself.
"""

import json
import sys
from pathlib import Path

from pydantic import BaseModel

from bot import summary
from bot.api import openapi
from bot.api.table import OPERATIONS
from bot.clinic import form
from dialogs.summary import Summary
from knowledge.build import knowledge
from knowledge.check_tiers import Urgency
from knowledge.load import DATA
from knowledge.models import DispositionText, Fit, LookAlike, Option, Question, Rule, Technique
from knowledge.reviewers import Reviewer
from knowledge.rows import ArticleRow, Country, ListedRow, Signature, Source, WarningSign
from knowledge.safety import PLACES, Hazard, Incident
from knowledge.visit import CheckIns, HandOver
from tools.schema_names import FIELDS, TEXT, Schema, case, listed, one_or_more, record, ref, shared

OUT = DATA / "schema"
SUMMARY, CLINIC = (Path(str(room.__file__)).with_name("schema.json") for room in (summary, form))
TEXTS: Schema = {"type": "object", "additionalProperties": TEXT}

# In whatever model they stand: the fields that name something of the content.
NAMES: dict[str, Schema] = {
    "when": ref("condition"), "guard": ref("condition"), "lasts": ref("condition"), "strong": ref("condition"),
    "cautions": listed(ref("row")), "asks": ref("fact"),
    "splits": ref("fact"), "heard": ref("heard"),
    "settles": listed(ref("fact"), minItems=2, maxItems=2),
}
MORE: dict[tuple[str, str], Schema] = {
    ("Question", "rows"): one_or_more(ref("row")), ("Line", "rows"): listed(ref("row")),
    ("Technique", "rows"): one_or_more(ref("row")), ("Incident", "rows"): one_or_more(ref("row_or_rule")),
    ("ListedRow", "id"): ref("row"), ("ArticleRow", "id"): ref("row"), ("Control", "row"): ref("row_or_rule"),
    ("Rule", "id"): {"type": "string", "pattern": r"^(RF|MC|MP|OUT)-"}, ("Rule", "row"): ref("row"),
    ("Option", "country"): ref("country"), ("Urgency", "id"): ref("row"),
    ("LookAlike", "when"): {"anyOf": [ref("condition"), {"const": {"all": []}}]},  # the last takes whoever is left
}


def of(model: type[BaseModel], without: tuple[str, ...] = ()) -> tuple[Schema, Schema]:
    """The schema of a model as authors write it, and those of the models inside it."""
    found = model.model_json_schema(by_alias=True)
    inner = {name: shape(name, one) for name, one in found.pop("$defs", {}).items() if name not in ("Leaf", "AtLeast")}
    return shape(model.__name__, found, without), inner


def shape(name: str, found: Schema, without: tuple[str, ...] = ()) -> Schema:
    """One model with its words and names, without what the program fills in."""
    properties: Schema = {}
    for field, own in found["properties"].items():
        if field not in ("place", *without):
            own = {k: v for k, v in own.items() if k not in ("title", "default")}
            own = MORE.get((name, field)) or NAMES.get(field) or own
            if field == "source" and own.get("type") == "array":
                own = one_or_more(ref("source"))
            properties[field] = {**own, "description": FIELDS[name][field]}
    return {"type": "object", "additionalProperties": False, "properties": properties,
            "required": [field for field in found.get("required", ()) if field in properties]}


def demand(when: Schema, *required: str) -> Schema:
    return {"if": {"properties": when, "required": list(when)}, "then": {"required": list(required)}}


def schemas() -> dict[str, Schema]:
    """Every kind of file with its schema."""
    ks = [knowledge("calibrated"), knowledge("strict")]
    question, inner = of(Question, ("phase", "clarifies", "offered", "shown"))
    question["required"] = ["id", "kind", "ask", "why"]
    question["allOf"] = [demand({"kind": {"enum": ["signs", "history"]}}, "lines"),
                         demand({"kind": {"enum": ["choice", "number", "spot", "review"]}}, "options"),
                         demand({"splits": {}}, "presume")]
    inner["Line"]["properties"]["sure"] = {**ref("Sure"), "description": FIELDS["Line"]["sure"]}
    inner["Sure"] = record("Sure", ("ask", "no", "yes"), {"ask": TEXT, "no": TEXT, "yes": TEXT})
    rule, _ = of(Rule)
    rule["required"] = ["id", "tier", "trigger", "reason", "source", "certainty", "verified"]
    rule["anyOf"] = [{"required": ["when"]}, {"required": ["heard"]}]
    rule["allOf"] = [demand({"tier": {"const": "D1"}}, "kind"), demand({"strict": {"const": "D1"}}, "kind"),
                     demand({"tier": {"enum": ["D1", "D2", "D3"]}}, "tell"), demand({"wait": {"const": True}}, "tell")]
    hazard, controls = of(Hazard)
    controls["Control"]["oneOf"] = [{"required": [kind]} for kind in PLACES]
    country, lines = of(Country)
    country["required"] = [field for field in country["required"] if field != "id"]
    general = {**country, "required": [field for field in country["required"] if field != "in"]}
    lines |= {"Country": country, "General": general}
    outcomes, _ = of(DispositionText)
    sign, _ = of(WarningSign)
    option, _ = of(Option)
    signature, _ = every(Signature)
    kinds: dict[str, tuple[Schema, Schema]] = {
        "questions": (listed(question), inner),
        "rules": (listed(rule), {}),
        "fit": of(Fit),
        "lookalikes": every(LookAlike),
        "techniques": every(Technique),
        "handover": of(HandOver),
        "checkins": of(CheckIns),
        "dispositions": (record("Dispositions", ("dispositions", "warning_signs"), {
            "dispositions": listed(outcomes), "warning_signs": listed(sign)}), {}),
        "countries": (record("Countries", ("general", "countries"), {"general": ref("General"), "countries": {
            "type": "object", "propertyNames": {"pattern": "^[A-Z]{2}$"}, "additionalProperties": ref("Country"),
        }}), lines),
        "sources": every(Source),
        "cases": (listed(case()), {}),
        "article": every(ArticleRow),
        "listed": every(ListedRow),
        "tiers": every(Urgency),
        "checked": (record("Checked", ("ask", "why", "options"), {
            "ask": TEXT, "why": TEXT, "options": listed(option)}), {}),
        "heard": ({"type": "object", "additionalProperties": {
            "anyOf": [{**TEXT, "pattern": r"\w"}, listed(TEXT, minItems=1)]}}, {}),
        "answers": ({"type": "object", "additionalProperties": {
            "type": "object", "additionalProperties": listed(TEXT)}}, {}),
        "client_facts": (TEXTS, {}),
        "common": (TEXTS, {}),
        "rows": ({"type": "object", "additionalProperties": {"anyOf": [listed(TEXT), {
            "type": "object", "required": ["from", "to"], "additionalProperties": False,
            "properties": {"from": {"type": "integer"}, "to": {"type": "integer"}}}]}}, {}),
        "hazards": (listed(hazard), controls),
        "incidents": every(Incident),
        "reviewers": every(Reviewer),
        "signatures": ({**signature, "type": ["array", "null"]}, {}),  # `si-screen sign` adds to it
    }
    common = shared(ks)
    return {kind: {"$schema": "http://json-schema.org/draft-07/schema#", "title": f"SI Screen: {kind}", **own,
                   "$defs": used(own, {**common, **defs})} for kind, (own, defs) in kinds.items()}


def clinic_file() -> Schema:
    """A clinic file. YAML reads a number or a date by itself, and a list may be one text with spaces."""
    found = form.ClinicForm.model_json_schema()
    for one in (found, *found["$defs"].values()):
        one["properties"].pop("place")
        for field in one["properties"].values():
            field.pop("title", None)
            if field.get("type") == "array" and "string" in (field["items"].get("type"), ):
                field["type"] = ["array", "string"]
    found["properties"]["consent"] = {"description": found["properties"]["consent"]["description"],
                                      "anyOf": [TEXT, TEXTS]}
    return {"$schema": "http://json-schema.org/draft-07/schema#", **found, "title": "SI Screen: a clinic"}


def every(model: type[BaseModel]) -> tuple[Schema, Schema]:
    own, inner = of(model)
    return listed(own), inner


def used(own: Schema, defs: Schema) -> Schema:
    """Those of the definitions that this schema needs, in order of name."""
    found: set[str] = set()
    todo = [json.dumps(own)]
    while todo:
        text = todo.pop()
        new = {name for name in defs if f'"#/$defs/{name}"' in text} - found
        found |= new
        todo += [json.dumps(defs[name]) for name in new]
    return {name: defs[name] for name in sorted(found)}


def main(check: bool) -> int:
    """Write, or only compare; 1 if --check found something out of date."""
    made = {OUT / f"{kind}.json": json.dumps(one, indent=1, ensure_ascii=False) + "\n"
            for kind, one in schemas().items()}
    own = Summary.model_json_schema(mode="serialization")
    made[openapi.FILE] = openapi.text(OPERATIONS)
    made[SUMMARY] = json.dumps({**own, "title": "SI Screen: summary"}, indent=1, ensure_ascii=False) + "\n"
    made[CLINIC] = json.dumps(clinic_file(), indent=1, ensure_ascii=False) + "\n"
    stale = [path for path, text in made.items() if not path.is_file() or path.read_text(encoding="utf-8") != text]
    for path in stale:
        print(path.name, "is out of date: run `make schema`" if check else "is written")
        if not check:
            path.write_text(made[path], encoding="utf-8")
    return 1 if stale and check else 0


if __name__ == "__main__":
    sys.exit(main("--check" in sys.argv[1:]))
