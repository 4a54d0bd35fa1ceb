"""schemathesis against the running API: no fault of ours, and every answer as the document says."""

import json

from jsonschema import Draft202012Validator

from bot.api.openapi import FILE
from bot.api.problems import KINDS
from dialogs.house import House
from tests.api_fuzz import ROOT, fuzzed


def test_what_schemathesis_makes_up(house: House) -> None:
    done = fuzzed(house, "--max-examples", "6", "--phases", "coverage,fuzzing,stateful", "--seed", "7")
    assert done.returncode == 0, done.stdout + done.stderr


def test_every_problem_is_explained() -> None:
    text = (ROOT / "docs" / "api.md").read_text(encoding="utf-8")
    for kind, (status, _) in KINDS.items():
        assert f"| `{kind}` | {status} |" in text


def test_the_schemas_of_the_document_are_schemas() -> None:
    found = json.loads(FILE.read_text(encoding="utf-8"))
    for schema in found["components"]["schemas"].values():
        Draft202012Validator.check_schema(schema)
