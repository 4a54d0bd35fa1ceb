"""`python -m tests.api_fuzz`: schemathesis against the running API.

`--seconds` and `--examples` bound it; `--seed` repeats a run.
"""

import argparse
import os
import subprocess
import sys
import tempfile
from pathlib import Path

from bot.clinic.files import house
from bot.host import Host
from dialogs.house import Clinic, House
from knowledge.load import DATA
from tests.api_kit import Api, two_clinics
from tests.browser.server import serving
from tests.patience import caller

ROOT = Path(__file__).parent.parent
# What is made up reaches beyond "not found" and "used for another request": an id and a key that could be
# right become those of a chat and a summary that are there, and a key that nobody has used.
HOOKS = """
import re
import uuid
import schemathesis
from tests.patience import caller

IDS = {{"/v1/chats": "{chat}", "/v1/summaries": "{summary}"}}


@schemathesis.hook
def before_call(context, case, kwargs):
    if re.fullmatch('"?[A-Za-z0-9_-]{{8,64}}"?', str((case.headers or {{}}).get("Idempotency-Key"))):
        case.headers["Idempotency-Key"] = str(uuid.uuid4())
    if case.path.endswith("/turns") and uuid.uuid4().int % 4:
        case.headers["If-Match"] = "*"  # else most turns would end at "changed"
    wanted = [id for root, id in IDS.items() if case.path.startswith(root + "/")]
    made_up = case.meta is None or case.meta.phase.name.value != "stateful"
    if wanted and made_up and case.method != "DELETE" and re.fullmatch(
            "[A-Za-z0-9_-]+", str(case.path_parameters["id"])):
        case.path_parameters["id"] = wanted[0]
"""
CONFIG = """
hooks = "hooks"
auth.openapi.key.bearer = "{secret}"
[checks.positive_data_acceptance]
# The chat changed (412), or an act needs If-Match (428): no schema can say that of a header.
expected-statuses = ["2xx", "401", "404", "409", "412", "428"]
"""


def run(url: str, host: Host, *flags: str) -> subprocess.CompletedProcess[str]:
    """One run of schemathesis with a key that may do everything."""
    with caller(url) as http, tempfile.TemporaryDirectory() as folder:
        api = Api(http, host, "oak")
        hooks = HOOKS.format(summary=api.opened().finish().share(), chat=api.opened().id)
        config = Path(folder, "schemathesis.toml")
        config.write_text(CONFIG.format(secret=api.secret), encoding="utf-8")
        Path(folder, "hooks.py").write_text(hooks, encoding="utf-8")
        return subprocess.run(
            [sys.executable, "-m", "schemathesis.cli", "--config-file", str(config), "--no-color", "run",
             f"{url}/v1/openapi.json", *flags],
            cwd=folder, env={**os.environ, "PYTHONPATH": f"{ROOT}{os.pathsep}{folder}"},
            capture_output=True, text=True, check=False)


def fuzzed(own: House, *flags: str) -> subprocess.CompletedProcess[str]:
    with serving(two_clinics(own)) as (url, host):
        return run(url, host, *flags)


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--examples", default="200")
    parser.add_argument("--seconds", default="300")
    parser.add_argument("--seed", default="")
    found = parser.parse_args()
    seed = ["--seed", found.seed] if found.seed else []
    done = fuzzed(house(DATA / "no-clinics", Clinic()), "--max-examples", found.examples, "--max-time", found.seconds,
                  "--continue-on-failure", *seed)
    print(done.stdout, done.stderr, sep="\n")
    sys.exit(done.returncode)
