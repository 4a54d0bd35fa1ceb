"""The certificate stands up to somebody who does not trust us: the verifier alone accepts ours,
and rejects every one that was tampered with, also where the hash was made anew."""

import copy
import json
import random
import shutil
import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from dialogs.proof.certificate import certificate, digest
from dialogs.proof.prove import prove
from knowledge.build import knowledge
from knowledge.load import DATA
from knowledge.models import Profile
from tools.verify import verify

VERIFIER = Path(__file__).parent.parent / "tools" / "verify.py"
PROFILES: tuple[Profile, ...] = ("calibrated", "strict")
NOW = datetime(2026, 1, 15, tzinfo=UTC)


def made(data: Path = DATA) -> dict[str, Any]:
    found = certificate({p: (knowledge(p, data), prove(knowledge(p, data)), 1.0) for p in PROFILES}, NOW, data)
    plain: dict[str, Any] = json.loads(json.dumps(found))
    return plain


@pytest.fixture(scope="module")
def ours() -> dict[str, Any]:
    return made()


def rehashed(changed: dict[str, Any]) -> dict[str, Any]:
    return {**changed, "hash": digest(changed["content"])}


def rule(content: dict[str, Any], id: str) -> Any:
    return next(r for path, rows in content.items() if path.startswith("rules/") for r in rows if r["id"] == id)


def card(content: dict[str, Any], id: str) -> Any:
    return next(q for path, rows in content.items() if path.startswith("questions/") for q in rows if q["id"] == id)


def test_the_verifier_accepts_it_alone(ours: dict[str, Any], tmp_path: Path) -> None:
    """Run as somebody else would: another folder, no site packages, nothing of ours to import."""
    file, alone = tmp_path / "certificate.json", tmp_path / "verify.py"
    file.write_text(json.dumps(ours))
    shutil.copy(VERIFIER, alone)
    run = [sys.executable, "-I", "-S", str(alone), str(file)]
    done = subprocess.run(run, capture_output=True, text=True, cwd=tmp_path, check=False)
    assert done.returncode == 0 and done.stdout.startswith("accepted"), done.stdout + done.stderr
    done = subprocess.run([*run, "--hash", "0" * 64], capture_output=True, text=True, check=False)
    assert done.returncode == 1 and "not the one you expected" in done.stdout
    file.write_text(json.dumps(ours)[:-100])
    done = subprocess.run(run, capture_output=True, text=True, check=False)
    assert done.returncode == 1 and "no readable certificate" in done.stdout


def test_it_lacks_no_place_and_has_none_too_many(ours: dict[str, Any]) -> None:
    rng = random.Random(20260115)
    walks = [w for p in PROFILES for w in ours["profiles"][p]["walks"]]
    for walk in rng.sample(walks, 8):
        front = rng.choice(walk["places"])
        place = front.pop(rng.randrange(len(front)))
        assert any("missing" in f or "does not start" in f for f in verify(ours)), walk["asks"]
        front.append(place)
    assert list(verify(ours)) == []
    front = next(w for w in walks if len(w["asks"]) > 3)["places"][3]
    front.append([front[0][0], [*front[0][1], [99, 0]]])
    assert any("can't be reached" in f for f in verify(ours))
    front.pop()


WEAKENED: list[tuple[str, Callable[[dict[str, Any]], object]]] = [
    ("a rule dropped", lambda c: c["rules/2-same-day.yaml"].remove(rule(c, "RF-DVT"))),
    ("a tier lowered", lambda c: rule(c, "RF-DVT").update(tier="D3")),
    ("the strict tier dropped", lambda c: rule(c, "RF-CA.night").pop("strict")),
    ("not sure dropped", lambda c: rule(c, "RF-DVT").pop("unsure")),
    ("the gravest answer taken out", lambda c: rule(c, "RF-CA").update(when={"cancer_pain": ["unsure"]})),
    ("any made all", lambda c: rule(c, "RF-CES-1").update(when={"all": rule(c, "RF-CES-1")["when"]["any"]})),
    ("one more needed", lambda c: rule(c, "RF-AXSPA")["when"].update(at_least="4")),
    ("wait dropped", lambda c: next(
        r for rows in (c["rules/3-doctor.yaml"], c["rules/4-cautions.yaml"]) for r in rows if "wait" in r).pop("wait")),
    ("a line cut", lambda c: card(c, "signs_sudden")["lines"].pop()),
    ("an option cut", lambda c: card(c, "cancer_pain")["options"].pop()),
    ("a card made conditional", lambda c: card(c, "signs_other").update(when={"onset": "accident"})),
    ("a line made conditional", lambda c: card(c, "signs_now")["lines"][0].update(when={"ces_legs": "yes"})),
    ("a row no longer accounted for", lambda c: c["listed.yaml"].pop()),
    ("a card moved behind the story", lambda c: c["questions/4-pattern.yaml"].append(
        c["questions/3-story.yaml"].pop(next(
            i for i, q in enumerate(c["questions/3-story.yaml"]) if q["id"] == "severe")))),
]


@pytest.mark.parametrize(("name", "weaken"), WEAKENED, ids=[name for name, _ in WEAKENED])
def test_weakened_content_with_its_hash_made_anew_is_rejected(
    ours: dict[str, Any], name: str, weaken: Callable[[dict[str, Any]], object]
) -> None:
    content = copy.deepcopy(ours["content"])
    weaken(content)
    assert content != ours["content"]
    assert next(verify(rehashed({**ours, "content": content})), None), name
    assert any("has the hash" in f for f in verify({**ours, "content": content}))


def test_a_certificate_made_wholly_anew_from_weakened_content_fails_at_a_case(tmp_path: Path) -> None:
    """The liar runs our own prover on weaker rules: the cases in the certificate speak up."""
    data = tmp_path / "data"
    shutil.copytree(DATA, data)
    file = data / "rules" / "2-same-day.yaml"
    file.write_text(file.read_text().replace("- id: RF-DVT\n  tier: D2", "- id: RF-DVT\n  tier: D4"))
    found = list(verify(made(data)))
    assert any("it must be D2" in f and "swollen" in f for f in found)
