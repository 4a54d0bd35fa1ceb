"""The poster and the card: one page in each language, with a code that opens the chat of the clinic."""

import io
from dataclasses import replace
from pathlib import Path
from typing import get_args

import pytest
from pypdf import PdfReader

from bot.cli import main
from bot.poster import Kind, Paper, content, poster
from dialogs.house import Clinic, House

HILL = Clinic(id="hill", name="Hillside Massage and Bodywork, Practice for Movement and Rest", country="US",
              phone="+1 555 0100", address="Suite 1200, The Old Mill, 12 Mill Road, Springfield, Illinois 62704")
SITE = "https://chat.hill.example"
BOT = "https://t.me/si_screen_bot?start=hill"


@pytest.mark.parametrize("kind", get_args(Kind))
@pytest.mark.parametrize("lang", ["en", "es", "de", "ar"])
def test_one_page_that_names_the_clinic_and_whom_to_call(house: House, lang: str, kind: Kind) -> None:
    house = replace(house, clinics={"": Clinic(), "hill": HILL})
    for paper in get_args(Paper):
        made = PdfReader(io.BytesIO(poster(house, HILL, lang, kind, paper, SITE, BOT)))
        assert len(made.pages) == 1
        text = " ".join(made.pages[0].extract_text().split())
        assert "911" in text and "Hillside" in text and "+1 555 0100" in text
        assert made.root_object["/MarkInfo"]["/Marked"]  # type: ignore[index]  # for screen readers


def test_the_codes_open_this_clinic(house: House) -> None:
    house = replace(house, clinics={"": Clinic(), "hill": HILL})
    codes = content(house, HILL, "es", "poster", "a4", SITE, BOT)["codes"]
    assert [one["address"] for one in codes] == [f"{SITE}/?clinic=hill&lang=es", BOT]
    assert all(one["svg"].startswith("<svg") for one in codes)


def test_the_logo_stands_on_it_and_a_broken_one_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "hill.yaml").write_text(
        'id: hill\nname: Hill\ncountry: US\ntheme: {colour: "#1a5f7a", logo: hill.png}\n')
    monkeypatch.setenv("SI_SCREEN_CLINICS", str(tmp_path))
    for kind in get_args(Kind):
        (tmp_path / "hill.png").write_bytes((Path(__file__).parents[1] / "docs" / "chat.png").read_bytes())
        words = ["poster", "--clinic", "hill", "--site", SITE, "--kind", kind, "--out", str(tmp_path / "made.pdf")]
        assert main(words) == 0
        page = PdfReader(tmp_path / "made.pdf").pages
        assert len(page) == 1 and len(page[0].images) == 1
    (tmp_path / "hill.png").write_bytes(b"\x89PNG\r\n\x1a\nbroken")
    capsys.readouterr()
    assert main(words) == 2 and "save it as PNG anew" in capsys.readouterr().err


@pytest.mark.parametrize(("words", "told"), [
    (["--clinic", "nowhere", "--site", SITE], "there is no clinic 'nowhere'"),
    (["--clinic", "demo", "--site", "chat.example"], "is no address of a web chat"),
    (["--clinic", "demo", "--site", SITE, "--lang", "xx"], "there is no language 'xx'"),
])
def test_as_typed(words: list[str], told: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["poster", *words]) == 2 and told in capsys.readouterr().err


def test_a_file_is_written(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "card.pdf"
    assert main(["poster", "--clinic", "demo", "--site", SITE, "--kind", "card", "--out", str(file)]) == 0
    assert file.read_bytes().startswith(b"%PDF") and "is written" in capsys.readouterr().out
