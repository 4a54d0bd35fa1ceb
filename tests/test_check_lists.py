"""Lists of typed words: a forgotten comma and a row that nobody knows are told to their author."""

from pathlib import Path

import pytest

from knowledge.build import knowledge
from knowledge.check_lists import check
from knowledge.lexicon import lexicon
from tests.planted import copy

EN = "lexicon/en/"


def test_no_phrase_of_the_content_runs_on_into_the_next_line() -> None:
    assert check(knowledge("strict")) == []


@pytest.mark.parametrize(("file", "old", "new", "what"), [
    ("concepts-2.yaml", ", hot forehead?, pyrexia*,\n", ", hot forehead?, pyrexia*\n",
     "'fever': \"pyrexia*\" and \"febrile\" of the next line are one phrase"),
    ("concepts-2.yaml", "fever: >\n", "fever: >\n  tired\n",
     "concepts-2.yaml:3: 'fever': \"tired\" and \"fever*\" of the next line are one phrase"),
    ("flags.yaml", "- id: RF-DVT\n", "- id: RF-DVT2\n",
     "the row 'RF-DVT2' does not exist, so nothing follows when it is heard: did you mean 'RF-DVT'?"),
])
def test_what_would_no_longer_be_heard_is_told(tmp_path: Path, file: str, old: str, new: str, what: str) -> None:
    data = copy(tmp_path / "data", (EN + file, old, new))
    lexicon("en", data)  # it can be read, so nothing else tells
    (complaint,) = check(knowledge("strict", data), data)
    assert what in complaint and f"{file}:" in complaint


def test_a_danger_word_without_a_rule_is_told(tmp_path: Path) -> None:
    data = copy(tmp_path / "data", ("heard.yaml", "RF-STROKE: [", "RF-FLOOD: [\"flooded\"]\nRF-STROKE: ["))
    (complaint,) = check(knowledge("strict", data), data)
    assert "no rule and no question has `heard: RF-FLOOD`" in complaint
