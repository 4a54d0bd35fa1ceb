"""`si-screen clinic new`, `check` and `papers`, as somebody types them."""

import io
import sys
from pathlib import Path

import pytest

from bot.clinic.files import clinics
from bot.records import staff
from bot.records.store import Store
from dialogs.house import Clinic
from tests.conftest import Command

GERMAN = {  # field: what is typed, wrong answers first
    "name": ["Praxis Grün"], "id": ["praxis grün", "gruen"], "address": ["Weg 1, Berlin"], "phone": ["+49 30 1234"],
    "hours": ["Montag bis Freitag, 9 bis 17 Uhr."], "country": ["Germany", "XY", "de"],
    "zone": ["Berlin", "Europe/Berlin"],
    "languages": ["fr", "de en"], "mode": [""], "mode_reason": [""], "profile": ["hard", "strict"], "days": ["0", "20"],
    "safety_name": ["Ana Grün"], "safety_contact": ["", "ana@gruen.example"], "booking": ["gruen.example", ""],
    "origins": ["https://gruen.example/", "https://gruen.example"], "colour": ["green", "#7aa5c0"],
    "logo": ["none.png", __file__, "docs/chat.png"], "consent.de": ["Nur wir lesen, was Sie senden."],
    "consent.en": ["Notwithstanding contraindications participants acknowledge responsibility.", "Only we read it."],
    "channels": ["web"],
}


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("SI_SCREEN_CLINICS", str(tmp_path / "clinics"))
    return tmp_path / "clinics"


def types(monkeypatch: pytest.MonkeyPatch, *lines: str) -> None:
    monkeypatch.setattr(sys, "stdin", io.StringIO("".join(f"{line}\n" for line in lines)))


def test_a_new_clinic_is_asked_for_and_its_file_can_be_used(
    folder: Path, command: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    types(monkeypatch, *(line for answers in GERMAN.values() for line in answers))
    told = command("clinic", "new")
    assert "probably a medical device" in told and "[intake]" in told, "the choice is explained"
    assert told.count("how to mend it") >= 8, "each wrong answer was told and asked again"
    assert 'data-clinic="gruen"' in told and "si-screen clinic check gruen" in told
    made = clinics(folder, Clinic())["gruen"]
    assert (made.name, made.country, made.lang, made.languages) == ("Praxis Grün", "DE", "de", ("de", "en"))
    assert (made.mode, made.days, made.channels, made.profile) == ("intake", 20, ("web",), "strict")
    assert made.mode_reason and made.mode_date, "the choice is recorded with its reason and its date"
    assert (made.theme.colour, made.theme.on_colour) == ("#7aa5c0", "#000000")
    assert made.theme.logo == Path("docs/chat.png").read_bytes() and (folder / "gruen.png").is_file()
    assert made.consent == {"de": "Nur wir lesen, was Sie senden.", "en": "Only we read it."}
    assert "Praxis Grün can be used" in command("clinic", "check", "gruen")


def test_check_says_when_nobody_gets_what_clients_send(
    folder: Path, command: Command, tmp_path: Path
) -> None:
    folder.mkdir()
    (folder / "hill.yaml").write_text("id: hill\nname: Hill\n")
    assert "nobody gets what clients send" in command("clinic", "check", "hill")
    Store(tmp_path / "si-screen.db").close()
    command("staff", "add", "--clinic", "hill", "--name", "Ann", "--role", "manager")
    assert "nobody gets what clients send" not in command("clinic", "check", "hill")


def test_a_consent_sentence_that_lacks_a_language_is_left_out_and_told(
    folder: Path, command: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    types(monkeypatch, "Hill", *[""] * 14, "Only we read it.", *[""] * 5)
    assert "needed in each language" in command("clinic", "new")
    assert clinics(folder, Clinic())["hill"].consent == {}


def test_answers_that_end_early_write_nothing(folder: Path, command: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    types(monkeypatch, "Hill", "")
    assert "nothing was written" in command("clinic", "new", code=2)
    assert not folder.exists()


def test_a_file_is_never_written_over(folder: Path, command: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    folder.mkdir()
    (folder / "gruen.yaml").write_text("id: other\nname: Other\n")
    types(monkeypatch, "Gruen", "", "gruen", "other", "hill", *[""] * 20)
    assert command("clinic", "new").count("already") == 3
    assert (folder / "gruen.yaml").read_text() == "id: other\nname: Other\n"
    assert "hill" in clinics(folder, Clinic())


def test_check_tells_every_file_that_is_wrong(folder: Path, command: Command) -> None:
    folder.mkdir()
    (folder / "a.yaml").write_text("id: a\nname: A\ncountry: GB\n")
    (folder / "b.yaml").write_text("id: b\nname: B\nphoen: 1\n")
    (folder / "c.yaml").write_text("id: a\nname: C\n")
    told = command("clinic", "check", code=1)
    assert "b.yaml:3: there is no field 'phoen'" in told and "c.yaml: another file has the clinic id 'a'" in told
    assert "probably a medical device" in told, "advice in the UK without a reason is to be looked at"
    assert "'b'" not in command("clinic", "check", "a", code=1), "only of this clinic"
    assert "there is no clinic 'zz'" in command("clinic", "check", "zz", code=2)


CLINIC = """id: hill
name: Hillside
address: "1 Hill | Road <script>x</script>"
country: DE
days: {days}
mode: intake
mode_reason: "Our lawyer says so."
channels: {channels}
languages: en de
hooks: [{{url: "https://books.example/hook", events: summary.sent}}]
"""


def test_papers_say_what_is_running(
    folder: Path, command: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder.mkdir()
    (folder / "hill.yaml").write_text(CLINIC.format(days=17, channels="web telegram"))
    store = Store(tmp_path / "si-screen.db")
    staff.add(store.db, "hill", "Ana", "manager", "en", 1.0)
    store.close()
    monkeypatch.setenv("BOT_TOKEN", "1234567:" + "a" * 30)
    command("clinic", "papers", "--clinic", "hill", "--out", str(tmp_path / "one"))
    papers = {file.name: file.read_text(encoding="utf-8") for file in (tmp_path / "one").iterdir()}
    assert len(papers) == 8 and all("Draft for a lawyer, not legal advice" in text for text in papers.values())
    assert not [name for name, text in papers.items() if "$" in text], "nothing is left to be put in"
    assert "**17 days** after" in papers["retention.md"] and "730 days" in papers["retention.md"]
    assert "Telegram FZ-LLC" in papers["sub-processors.md"] and "books.example" in papers["sub-processors.md"]
    assert "<script" not in "".join(papers.values()) and "| Controller | Hillside, 1 Hill / Road" in papers[
        "record-of-processing.md"]
    assert "1 staff who sign in" in papers["record-of-processing.md"]
    assert "Our lawyer says so." in papers["impact-assessment.md"]
    assert str(tmp_path / "si-screen.db") in papers["data-and-backups.md"]
    assert "Ihre Antworten werden 17 Tage aufbewahrt" in papers["privacy-notice.de.md"]

    (folder / "hill.yaml").write_text(CLINIC.format(days=5, channels="web"))
    told = command("clinic", "papers", "--clinic", "hill", "--out", str(tmp_path / "one"), code=2)
    assert "name a new folder" in told
    command("clinic", "papers", "--clinic", "hill", "--out", str(tmp_path / "two"))
    after = {file.name: file.read_text(encoding="utf-8") for file in (tmp_path / "two").iterdir()}
    assert "**5 days** after" in after["retention.md"] and "17 days" not in "".join(after.values())
    assert "Telegram FZ-LLC" not in "".join(after.values())
    assert "it is off for this clinic" in after["sub-processors.md"]


def test_papers_of_a_clinic_that_is_not_there(folder: Path, command: Command, tmp_path: Path) -> None:
    assert "there is no clinic" in command("clinic", "papers", "--clinic", "hil", "--out", str(tmp_path / "x"), code=2)
    assert not (tmp_path / "x").exists()
