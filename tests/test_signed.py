"""What a signature covers, when it counts, and what a client reads with and without it."""

import re
import shutil
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from bot.cli.sign import append
from bot.host import Host
from bot.jsonl import result
from bot.records.store import Store
from dialogs.cases import Case, cases, play
from dialogs.events import Ask, Event, Open, Tap
from dialogs.house import Clinic, House
from dialogs.step import Step, step
from dialogs.words import words
from knowledge.build import knowledge
from knowledge.load import DATA
from knowledge.models import Knowledge, Profile
from knowledge.signed import standing, state

SINCE, UNTIL = date(2026, 1, 1), date(2026, 12, 31)
THEN = datetime(2026, 6, 1, 12, tzinfo=UTC)
UNCHECKED = re.compile("checked by a clinician", re.IGNORECASE)


def loaded(data: Path, profile: Profile = "calibrated") -> Knowledge:
    """The content of a folder as it is now, past the cache."""
    return knowledge.__wrapped__(profile, data)


def content(folder: Path) -> Path:
    """A copy of the content that nobody has signed."""
    data = folder / "data"
    shutil.copytree(DATA, data, ignore=shutil.ignore_patterns("cases", "clients", "fonts"))
    (data / "signatures.yaml").write_text("# nobody yet\n", encoding="utf-8")
    return data


def sign(data: Path, rows: list[str] | None = None) -> Knowledge:
    """Sign these rows, or all, for the year 2026."""
    marks = {s.row: s.mark for s in loaded(data).sign_offs if rows is None or s.row in rows}
    entry = {"name": "Dr A. Example", "role": "GP", "registration": "", "date": str(SINCE), "until": str(UNTIL)}
    append(data / "signatures.yaml", entry, marks)
    return loaded(data)


@pytest.fixture
def data(tmp_path: Path) -> Path:
    return content(tmp_path)


@pytest.fixture(scope="module")
def signed(tmp_path_factory: pytest.TempPathFactory) -> House:
    """A house whose whole content is signed for the year 2026."""
    return house_of(sign(content(tmp_path_factory.mktemp("signed"))))


def house_of(k: Knowledge) -> House:
    return House({"calibrated": k, "strict": k}, {"en": words("en")}, {"": Clinic()})


def test_a_signature_counts_from_its_first_to_its_last_day_and_changes_no_version(data: Path) -> None:
    before = loaded(data)
    rows = [s.row for s in before.sign_offs if s.tier in ("D1", "D2", "D3")]
    assert list(standing(before, SINCE).unsigned) == rows and len(rows) > 35
    k = sign(data, ["RF-DVT", "RF-CES-1"])
    assert k.version == before.version
    assert k.sign_offs == loaded(data, "strict").sign_offs, "one signature is for both profiles"
    for day in (SINCE, UNTIL):
        assert set(rows) - set(standing(k, day).unsigned) == {"RF-DVT", "RF-CES-1"}
    for day in (date(2025, 12, 31), date(2027, 1, 1)):
        assert list(standing(k, day).unsigned) == rows
    assert standing(sign(data, rows), UNTIL).signed, "D4 to D7 may stay unsigned"


def test_a_row_that_only_the_strict_profile_sends_to_a_doctor_has_to_be_signed_too(data: Path) -> None:
    file = data / "rules" / "4-cautions.yaml"
    text = file.read_text(encoding="utf-8")
    k = loaded(data)
    assert "MC-04" not in standing(k, SINCE).unsigned and "RF-RAD" in standing(k, SINCE).unsigned
    assert not any(r.tier in ("D1", "D2", "D3") for r in k.rules if r.row == "RF-RAD")
    file.write_text(text.replace("- id: MC-04\n", "- id: MC-04\n  strict: D3\n"), encoding="utf-8")
    assert "MC-04" in standing(loaded(data), SINCE).unsigned


@pytest.mark.parametrize(("file", "old", "new", "touched"), [
    ("questions/2-screen.yaml", "leg newly swollen, warm", "leg newly swollen, hot", {"RF-DVT", "RF-OBS-1"}),
    ("rules/2-same-day.yaml", "id: RF-DVT\n  tier: D2", "id: RF-DVT\n  tier: D3", {"RF-DVT"}),
    ("rules/2-same-day.yaml", "unsure: D3\n  trigger: \"One leg", "unsure: D4\n  trigger: \"One leg", {"RF-DVT"}),
    ("rules/2-same-day.yaml", "This can be a blood clot.", "It can be a blood clot.", {"RF-DVT"}),
    ("heard.yaml", '"face is drooping", ', "", {"RF-STROKE"}),
    ("rules/2-same-day.yaml", "- id: RF-DVT\n", "# moved down\n\n- id: RF-DVT\n", set()),
    ("rules/2-same-day.yaml", "verified: false", "verified: true", set()),
    ("dispositions.yaml", "title: \"", "title: \"Now: ", set()),
    ("sources.yaml", "GPonline, hip pain", "A page on hip pain", {"RF-ABDO"}),
    ("sources.yaml", "seen in excerpt\", certainty: one_source}\n- {id: oscestop",
     "seen in full\", certainty: source}\n- {id: oscestop", {"RF-ABDO"}),
])
def test_an_edit_makes_exactly_the_touched_rows_stale(
    file: str, old: str, new: str, touched: set[str], data: Path
) -> None:
    sign(data)
    text = (data / file).read_text(encoding="utf-8")
    assert old in text
    (data / file).write_text(text.replace(old, new, 1), encoding="utf-8")
    after = loaded(data)
    assert {s.row for s in after.sign_offs if state(s, UNTIL) == "changed"} == touched
    assert {s.row for s in after.sign_offs if state(s, UNTIL) == "signed"} == {
        s.row for s in after.sign_offs} - touched


def test_the_gate_that_decides_whether_a_line_is_asked_is_signed_with_it(data: Path) -> None:
    """"Yes, but for longer than 2 weeks" opens the card of old signs, which four rows rest on."""
    sign(data)
    file = data / "questions" / "2-screen.yaml"
    text = file.read_text(encoding="utf-8")
    assert "longer than 2 weeks" in text
    file.write_text(text.replace("longer than 2 weeks", "longer than 9 weeks"), encoding="utf-8")
    stale = {s.row for s in loaded(data).sign_offs if state(s, UNTIL) == "changed"}
    assert {"RF-CES-1", "RF-CES-2", "RF-CES-3", "RF-CES-4"} <= stale and "RF-DVT" not in stale


def said(case: Case, house: House) -> tuple[Step, list[str]]:
    """The end of a chat, and every text that tells it: the result, the note, the text for the desk."""
    played = play(house, case.given, case.country, case.notices)
    told = [played.last.replies[0].text]
    for what in ("note", "desk"):
        asked = step(played.session, Ask(what), house, THEN)
        told += [reply.text for reply in asked.replies if reply.kind == "note"]
    return played.last, told


ENDS = {case.then["disposition"]: case for case in reversed(cases())
        if "disposition" in case.then and not case.whatever and case.profile == "calibrated" and not case.notices}
CRISIS = next(case for case in cases() if case.then.get("kind") == "crisis")


@pytest.mark.parametrize("case", [*ENDS.values(), CRISIS], ids=[*ENDS, "crisis"])
def test_every_end_says_that_nobody_has_checked_it_and_only_then(case: Case, signed: House) -> None:
    k = signed.knowledge["calibrated"]
    bare = tuple(s.model_copy(update={"signed": ()}) for s in k.sign_offs)
    unsigned = house_of(k.model_copy(update={"sign_offs": bare}))
    one_open = house_of(k.model_copy(update={"sign_offs": (bare[0], *k.sign_offs[1:])}))
    last, told = said(case, unsigned)
    assert len(told) == (2 if last.place.state in ("emergency", "refer", "recommend") else 1)
    assert all(UNCHECKED.search(text) for text in told), told
    assert not any(UNCHECKED.search(text.splitlines()[0]) for text in told[:1]), "the action comes first"
    assert last.outcome is not None and last.outcome["signed"] is False
    assert last.outcome["unsigned_rows"] == len(standing(k, date.max).unsigned) > 35
    last, told = said(case, one_open)
    assert all(UNCHECKED.search(text) for text in told) and last.outcome and last.outcome["unsigned_rows"] == 1
    last, told = said(case, signed)
    assert not any(UNCHECKED.search(text) or "  " in text or " ," in text for text in told), told
    assert last.outcome and last.outcome["signed"] is True and last.outcome["unsigned_rows"] == 0


def test_all_eight_dispositions_are_among_the_ends() -> None:
    assert set(ENDS) == {f"D{n}" for n in range(8)}


def render(done: Step) -> list[dict[str, Any]]:
    return [result(done)]


def test_a_running_server_stops_advising_when_the_signatures_run_out(signed: House) -> None:
    now = [datetime(2026, 12, 31, 23, 59, tzinfo=UTC)]
    host = Host(signed, Store(":memory:"), clock=lambda: now[0], require_signed=True)

    def turn(id: str, event: Event) -> str:
        told = host.turn("web:one", id, event, render)[0]
        return "\n".join(reply["text"] for reply in told["replies"])

    assert "computer program" in turn("1", Open(country="US"))
    assert "First the signs" in turn("2", Tap(("agree",)))
    now[0] = datetime(2027, 1, 1, tzinfo=UTC)
    assert turn("3", Tap(("none",))).startswith(words("en")("paused"))
    now[0] = datetime(2026, 12, 31, tzinfo=UTC)  # as if signed again
    assert "First the signs" in turn("4", Open())
