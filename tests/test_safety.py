"""Hazards and incidents: refused where they are malformed or name what does not exist; shown in the book."""

import re
import shutil
from collections import Counter
from datetime import date
from pathlib import Path

import pytest

from bot.book import book
from knowledge.build import knowledge
from knowledge.load import DATA, KnowledgeError, version
from knowledge.safety import check, hazards, incidents, nowhere

ROOT = Path(__file__).parent.parent
INCIDENT = """
- id: IN-001
  date: 2027-01-31
  what: "A client read <b>newly</b> swollen as tired and did not tick it."
  reported_by: massage therapist
  found_by: "asked again before the session"
  rows: [RF-DVT]
  severity: grave
  before: "0123456789ab"
"""
BROKEN = [
    ("hazards.yaml", "  owner: clinician\n", "  owner: nobody\n", "owner"),
    ("hazards.yaml", "  residual:", "  rest:", "rest: there is no such field"),
    ("hazards.yaml", ", test: tests/test_content.py}", "}", "a control names one place"),
    ("hazards.yaml", "- id: HZ-02", "- id: HZ-01", "is taken by"),
    ("incidents.yaml", "2027-01-31", "31 January", "date"),
    ("incidents.yaml", "0123456789ab", "first", "before"),
    ("incidents.yaml", "  severity:", "  closed: 2027-02-01\n  severity:", "a closed incident has an action"),
    ("incidents.yaml", "- id: IN-001\n  date", "entry:\n  date", "is no list of rows"),
]


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    shutil.copytree(DATA, tmp_path / "data")
    return tmp_path / "data"


def edit(copy: Path, file: str, old: str, new: str) -> None:
    text = (copy / file).read_text(encoding="utf-8")
    assert old in text
    (copy / file).write_text(text.replace(old, new, 1), encoding="utf-8")


def test_every_control_names_a_place_that_exists() -> None:
    assert check(knowledge("strict")) == []
    places = {
        "test": {path.relative_to(ROOT).as_posix() for path in (ROOT / "tests").glob("test_*.py")},
        "document": {path.relative_to(ROOT).as_posix() for path in [*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")]},
        "proved": re.findall(r'"([^"\n]+)"', (ROOT / "dialogs" / "proof" / "prove.py").read_text(encoding="utf-8")),
    }
    assert list(nowhere(hazards(), places)) == []
    kinds = Counter(control.shown_by()[0] for hazard in hazards() for control in hazard.controls)
    assert min(kinds[kind] for kind in ("proved", "row", "case", "test", "document")) > 0


def test_hazards_and_incidents_are_no_part_of_the_version(copy: Path) -> None:
    before = version(copy)
    edit(copy, "hazards.yaml", "HZ-01", "HZ-99")
    (copy / "incidents.yaml").write_text(INCIDENT)
    assert version(copy) == before == version()


@pytest.mark.parametrize(("file", "old", "new", "what"), BROKEN, ids=[row[3] for row in BROKEN])
def test_a_malformed_entry_is_refused_with_its_place(copy: Path, file: str, old: str, new: str, what: str) -> None:
    (copy / "incidents.yaml").write_text(INCIDENT)
    edit(copy, file, old, new)
    with pytest.raises(KnowledgeError) as fault:
        (hazards if file == "hazards.yaml" else incidents)(copy)
    assert what in str(fault.value) and file in str(fault.value)
    assert "why it matters:" in str(fault.value) and "how to mend it:" in str(fault.value)


def test_names_that_do_not_exist_are_complaints(copy: Path) -> None:
    (copy / "incidents.yaml").write_text(INCIDENT.replace("RF-DVT", "RF-DVD"))
    edit(copy, "hazards.yaml", "case: emergency", "case: emergencies")
    told = "\n".join(check(knowledge("strict"), copy))
    assert "IN-001 names the row 'RF-DVD'" in told and "by the case 'emergencies'" in told


def test_an_incident_stands_in_the_book(copy: Path) -> None:
    today = date(2027, 2, 1)
    assert "The log is empty" in book(today)
    (copy / "incidents.yaml").write_text(INCIDENT)
    found = book(today, data=copy)
    assert "A client read &lt;b&gt;newly&lt;/b&gt; swollen as tired" in found
    assert "before 0123456789ab, after not yet" in found
