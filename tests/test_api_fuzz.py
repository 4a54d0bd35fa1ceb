"""schemathesis against the running API: no fault of ours, and every answer as the document says."""

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from bot.api.openapi import FILE
from bot.api.problems import KINDS
from bot.clinic.files import house as build_house
from dialogs.house import Clinic, House
from tests.api_fuzz import ROOT, fuzzed
from tests.browser.server import serving

DOC = (ROOT / "docs" / "api.md").read_text(encoding="utf-8")


def test_what_schemathesis_makes_up(house: House) -> None:  # `make api-fuzz` also walks every boundary
    done = fuzzed(house, "--max-examples", "2", "--phases", "fuzzing,stateful", "--seed", "7",
                  "--suppress-health-check", "all")  # a slow machine is no fault of the API
    assert done.returncode == 0, done.stdout + done.stderr


def test_every_problem_is_explained() -> None:
    told = re.findall(r"^\| `([a-z-]+)` \| (\d{3}) \|", DOC, re.MULTILINE)
    assert dict(told) == {kind: str(status) for kind, (status, _) in KINDS.items()}


@pytest.mark.skipif(not all(map(shutil.which, ("curl", "jq", "openssl"))), reason="the walk needs them")
def test_the_walk_as_it_is_written(tmp_path: Path) -> None:
    lines = "\n".join(re.findall(r"^```sh\n(.*?)^```", DOC, re.MULTILINE | re.DOTALL))
    store = tmp_path / "si-screen.db"
    with serving(build_house(ROOT / "clinics", Clinic()), store) as (url, _):
        assert "http://127.0.0.1:8080" in lines
        command = f'si-screen() {{ "{sys.executable}" -m bot.cli "$@"; }}'
        done = subprocess.run(
            ["bash", "-eo", "pipefail", "-c", f"{command}\n{lines.replace('http://127.0.0.1:8080', url)}"],
            cwd=tmp_path, capture_output=True, text=True, check=False, env={
                **os.environ, "PYTHONPATH": str(ROOT), "SI_SCREEN_DATA": str(tmp_path), "no_proxy": "*",
                "SI_SCREEN_CLINICS": str(ROOT / "clinics")})
    assert done.returncode == 0, done.stdout + done.stderr
    assert '"D1"' in done.stdout and "Go to an emergency department now." in done.stdout
    assert (tmp_path / "summary.pdf").read_bytes().startswith(b"%PDF") and '"forgotten": ' in done.stdout


def test_the_schemas_of_the_document_are_schemas() -> None:
    found = json.loads(FILE.read_text(encoding="utf-8"))
    for schema in found["components"]["schemas"].values():
        Draft202012Validator.check_schema(schema)
