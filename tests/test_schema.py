"""The schemas accept every content file, refuse what authors get wrong with its place, and are up to date."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from jsonschema import Draft7Validator
from jsonschema.exceptions import best_match

from dialogs.cases import THEN
from knowledge.load import DATA
from tools.schema import OUT, main

# What simulated clients say is no content; its own package reads it.
# The lists of heard words are checked as they are compiled (knowledge.lexicon).
FILES = sorted(
    file for file in DATA.rglob("*.yaml")
    if "clients" not in file.relative_to(DATA).parts
    and not ("lexicon" in file.relative_to(DATA).parts and not file.stem.startswith("answers"))
)
MODELINE = re.compile(r"# yaml-language-server: \$schema=(\S+)")


class Core(yaml.CSafeLoader):
    """YAML 1.2, as editors read it: no and on are words, dates are text."""


Core.yaml_implicit_resolvers = {}
Core.add_implicit_resolver("tag:yaml.org,2002:bool", re.compile(r"^(?:true|false)$"), list("tf"))
Core.add_implicit_resolver("tag:yaml.org,2002:int", re.compile(r"^[-+]?[0-9]+$"), list("-+0123456789"))
Core.add_implicit_resolver("tag:yaml.org,2002:null", re.compile(r"^(?:~|null|)$"), ["~", "n", ""])


def schema_of(file: Path) -> Path:
    """The schema that the first line of a file names."""
    named = MODELINE.fullmatch(file.read_text(encoding="utf-8").splitlines()[0])
    assert named, f"{file.name} does not begin with its schema"
    return (file.parent / named[1]).resolve()


def complaints(file: Path, text: str) -> list[str]:
    """What an editor would mark: the place in the file, and what is wrong there."""
    validator = Draft7Validator(json.loads(schema_of(file).read_text(encoding="utf-8")))
    faults = validator.iter_errors(yaml.load(text, Loader=Core))
    return [f"{'.'.join(str(part) for part in fault.absolute_path)}: {fault.message}"
            for fault in (best_match([fault]) for fault in faults)]


@pytest.mark.parametrize("file", FILES, ids=lambda f: f.relative_to(DATA).as_posix())
def test_every_content_file_fits_its_schema(file: Path) -> None:
    assert complaints(file, file.read_text(encoding="utf-8")) == []


def test_the_schemas_are_up_to_date_and_each_is_used(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(check=True) == 0, capsys.readouterr().out
    used = {schema_of(file) for file in FILES}
    assert used == set(OUT.glob("*.json"))
    for path in used:
        Draft7Validator.check_schema(json.loads(path.read_text(encoding="utf-8")))


def test_a_case_may_expect_what_is_compared() -> None:
    case = json.loads((OUT / "cases.json").read_text(encoding="utf-8"))["items"]
    assert set(case["properties"]["then"]["properties"]) == THEN


def test_every_field_has_its_words() -> None:
    for path in OUT.glob("*.json"):
        for place, field in fields(json.loads(path.read_text(encoding="utf-8")), path.stem):
            assert field.get("description"), place


def fields(schema: Any, place: str) -> Iterator[tuple[str, Any]]:
    """Every field of every kind of entry; the two numbers of `from` and `to` in rows.yaml speak for themselves."""
    if isinstance(schema, dict):
        for name, own in schema.get("properties", {}).items():
            if "additionalProperties" in schema and not place.startswith("rows"):
                yield f"{place}.{name}", own
        for name, own in schema.items():
            if name not in ("if", "then", "else", "allOf"):
                yield from fields(own, f"{place}.{name}")
    elif isinstance(schema, list):
        for own in schema:
            yield from fields(own, place)


RULES, SCREEN, CASES = "rules/2-same-day.yaml", "questions/2-screen.yaml", "cases/further.yaml"
# what the author did, file, right, wrong, the field that is named, what is said
MISTAKES = [
    ("a misspelt field", RULES, "  trigger:", "  triger:", "", "'triger' was unexpected"),
    ("an unknown tier", RULES, "  tier: D2", "  tier: D9", ".tier", "'D9' is not one of"),
    ("a fact that nobody asks", RULES, "{fever: ", "{feaver: ", ".when", "'feaver' was unexpected"),
    ("an answer that the question has not", RULES, "{urine_kind: [burning,", "{urine_kind: [burned,",
     ".urine_kind.0", "'burned' is not one of"),
    ("two facts in one", RULES, '{fever: "yes"}', '{fever: "yes", constant: "yes"}', ".when", "too many properties"),
    ("at_least without of", "rules/3-doctor.yaml", "    of:\n", "    any:\n", ".when", "'of' is a required property"),
    ("no reason", RULES, "  reason:", "  note:", "", "'reason' is a required property"),
    ("no words for the desk", RULES, "  tell:", "  note:", "", "'tell' is a required property"),
    ("an emergency without a kind", "rules/1-emergency.yaml", "  kind: department\n", "", "", "'kind' is a required"),
    ("no source", RULES, "  source: [yusuf-2019]\n", "", "", "'source' is a required property"),
    ("an unknown source", RULES, "[yusuf-2019]", "[yusuf-2091]", ".source.0", "'yusuf-2091' is not one of"),
    ("a certainty of one's own", RULES, "certainty: source", "certainty: certain", ".certainty", "'certain' is not"),
    ("verified in words", RULES, "verified: false", "verified: soon", ".verified", "'soon' is not of type 'boolean'"),
    ("a line without words", SCREEN, "      say: \"Pee leaks out\"\n", "", ".lines.1", "'say' is a required property"),
    ("an unknown row", SCREEN, "      rows: [RF-CES-1]\n", "      rows: [RF-CSE-1]\n", ".rows.0", "'RF-CSE-1' is not"),
    ("a kind of question that does not exist", SCREEN, "kind: signs", "kind: sings", ".kind", "'sings' is not one of"),
    ("a split without its gravest reading", SCREEN, "  presume: waves\n", "", "", "'presume' is a required property"),
    ("a case that asserts something unknown", CASES, "then: {disposition:", "then: {tier:", ".then", "'tier' was"),
    ("a case on a fact that nobody asks", CASES, "given: {onset:", "given: {onsett:", ".given", "'onsett' was"),
    ("points as a word", "fit.yaml", "points: 3", "points: three", ".points", "'three' is not of type 'integer'"),
    ("a phone line without verified", "countries.yaml", ", verified: false}", "}", ".emergency", "'verified' is a req"),
    ("a hazard without what remains", "hazards.yaml", "  residual:", "  rest:", "", "'rest' was unexpected"),
    ("a control at two places", "hazards.yaml", ", test: tests/test_content.py}",
     ", test: tests/test_content.py, row: RF-DVT}", ".controls.0", "is valid under each of"),
    ("an article row for nobody", "article.yaml", "audience: C/T", "audience: everybody", ".audience", "'everybody'"),
]


@pytest.mark.parametrize(
    ("file", "right", "wrong", "place", "said"), [row[1:] for row in MISTAKES], ids=[row[0] for row in MISTAKES])
def test_a_mistake_is_marked_at_its_place(file: str, right: str, wrong: str, place: str, said: str) -> None:
    text = (DATA / file).read_text(encoding="utf-8")
    assert right in text, "the example is no longer in the content"
    told = complaints(DATA / file, text.replace(right, wrong, 1))
    assert any(said in what and what.split(": ")[0].endswith(place) for what in told), told
