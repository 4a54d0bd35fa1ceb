"""The lines of tests/heard: their form, what must hold over all of them, and the known failures among them.

known.jsonl lists lines that are known to fail, as {"text", "row"}: a row that is not heard yet. A line that
starts to pass has to leave the list.
"""

import json
import statistics
import time
from pathlib import Path

import pytest

from dialogs.hear.flags import listen
from knowledge.lexicon import languages, lexicon
from knowledge.load import DATA, read
from tools.bench_hear import HEARD, Line, flags, lines

FILES = sorted(path for path in HEARD.glob("*.jsonl") if path.name != "known.jsonl")
KINDS = {"positive", "mixed", "negated", "other_person", "past_resolved", "hypothetical", "idiom", "benign"}
ROWS = {*read(DATA / "rows.yaml")["RF"], "RF-MH.abuse", *(f"MC-{n:02}" for n in range(1, 28))}
# What must hold of the English lines, over all of them. Set below what was measured, to be raised with it.
HEARD_AT_LEAST, ALARMS_AT_MOST, DENIED_AT_MOST = 0.80, 0.08, 0.08


def rows(path: Path) -> list[Line]:
    return list(lines(path))


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_every_line_has_the_form(path: Path) -> None:
    kind, lang, _ = path.name.split(".")
    assert kind in ("redflags", "answers", "stories")
    assert len(lang) == 2
    texts = [(line["text"], line.get("question")) for line in rows(path)]
    assert len(set(texts)) == len(texts), "a line stands twice"
    for line in rows(path):
        if kind == "answers":
            assert {"question", "text", "expect"} <= set(line)
            continue
        assert {"text", "present", "absent"} <= set(line)
        named = {row for key in ("present", "absent", "may") for row in line.get(key, [])}
        assert named <= ROWS, f"unknown rows: {named - ROWS}"
        assert not set(line["present"]) & set(line["absent"])
        if kind == "redflags":
            assert line["kind"] in KINDS
            assert bool(line["present"]) == (line["kind"] in ("positive", "mixed"))


def test_english_is_heard_as_well_as_it_was() -> None:
    took: list[float] = []
    found = flags(rows(HEARD / "redflags.en.jsonl"), lexicon("en"), took)
    share = {name: found.hits[name] / count for name, count in found.all.items()}
    assert share["messages: raised or check"] >= HEARD_AT_LEAST
    assert share["nothing present: raised"] <= ALARMS_AT_MOST
    assert share["A denied row that is raised"] <= DENIED_AT_MOST
    assert statistics.median(took) < 5, "milliseconds; usual is 0.5"


def test_a_language_compiles_fast_enough() -> None:
    lexicon.cache_clear()
    begun = time.process_time()  # not by the clock: others may be using the machine
    lexicon("en")
    assert time.process_time() - begun < 2, "seconds; usual is 0.15"


@pytest.mark.skipif(not (HEARD / "known.jsonl").exists(), reason="no line is known to fail")
def test_known_failures_still_fail() -> None:
    for text in (HEARD / "known.jsonl").read_text(encoding="utf-8").splitlines():
        line = json.loads(text)
        found = listen(line["text"], lexicon(line.get("lang", "en")))
        assert line["row"] not in {row for row, _ in found.raised + found.check}, f"passes now: {line['text']}"


def test_every_language_names_only_rows_of_the_draft() -> None:
    for lang in languages():
        assert {flag.id for flag in lexicon(lang).flags} <= ROWS
