"""A warning sign that was made milder is told, though nothing else is wrong with it."""

from pathlib import Path

import pytest

from knowledge.build import knowledge
from knowledge.check_tiers import check, urgent
from tests.planted import TODAY, Edit, copy

MILD: Edit = (TODAY, "- id: RF-DVT\n  tier: D2", "- id: RF-DVT\n  tier: D5")
ROW = "{id: RF-DVT, draft: D2}"


def told(data: Path) -> list[str]:
    return check(knowledge("calibrated", data), data)


def test_every_urgent_row_of_the_content_stands_in_the_file(tmp_path: Path) -> None:
    assert check(knowledge()) == []
    text = (copy(tmp_path / "data") / "tiers.yaml").read_text(encoding="utf-8")
    assert [row for row in urgent(knowledge()) if f"id: {row}," not in text and not row.startswith("OUT-")] == []


def test_a_weakened_red_flag_is_told_until_somebody_says_why(tmp_path: Path) -> None:
    (complaint,) = told(copy(tmp_path / "mild", MILD))
    assert "tiers.yaml:" in complaint and "RF-DVT leads to D5, and it led to D2" in complaint
    decided = "{id: RF-DVT, draft: D2, now: D5, why: \"Dr A. Example, 1 May: the leg is looked at by another row\"}"
    assert told(copy(tmp_path / "decided", MILD, ("tiers.yaml", ROW, decided))) == []


@pytest.mark.parametrize(("edit", "says"), [
    ((TODAY, "- id: RF-DVT\n  tier: D2", "- id: RF-INF.leg\n  tier: D2"), "RF-DVT leads to nothing, and it led to D2"),
    (("tiers.yaml", ROW, "{id: RF-DVT, draft: D2, now: D5}"), "RF-DVT is made milder and says not why"),
    (("tiers.yaml", ROW, "{id: RF-DTV, draft: D2}"), "RF-DTV is no row of rows.yaml: did you mean 'RF-DVT'?"),
])
def test_what_does_not_fit_is_told(tmp_path: Path, edit: Edit, says: str) -> None:
    assert says in "\n".join(told(copy(tmp_path / "data", edit)))
