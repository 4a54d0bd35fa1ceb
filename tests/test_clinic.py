"""A clinic file, as a clinic writes it: what may stand there, and what one wrong line says."""

import json
from datetime import timedelta
from pathlib import Path

import pytest
import yaml
from jsonschema import Draft7Validator

from bot.clinic.files import clinics
from bot.clinic.theme import READABLE, contrast, near
from dialogs.house import Clinic, Hook
from knowledge.load import KnowledgeError
from tools.schema import CLINIC

ROOT = Path(__file__).parent.parent
PNG = b"\x89PNG\r\n\x1a\n" + bytes(100)
WHOLE = """\
id: hillside
name: "Hillside Massage"
address: "1 Hill Road, Springfield"
phone: "+1 555 0100"
hours: "Monday to Friday, 9 to 5."
country: US
numbers: {advice: "+1 555 0199 (our nurse)"}
languages: en es
zone: America/Chicago
booking: https://hillside.example/book
profile: strict
mode: intake
mode_reason: "Our lawyer has not yet said what applies."
mode_date: 2026-11-23
days: 20
safety_name: "Ana Day"
safety_contact: "+1 555 0101"
checkins: "7d 48h"
consent:
  en: "Hillside asks you this before your visit."
  es: "Hillside le pregunta esto antes de su visita."
channels: web
origins: https://hillside.example https://www.hillside.example
theme: {colour: "#1a5f7a", logo: logo.png}
hooks:
  - {url: "https://hillside.example/hook", events: summary.sent summary.amended}
"""


def one(folder: Path, text: str) -> Clinic:
    (folder / "logo.png").write_bytes(PNG)
    (folder / "hillside.yaml").write_text(text, encoding="utf-8")
    return clinics(folder, Clinic())["hillside"]


def test_every_field_of_a_whole_file_is_used(tmp_path: Path) -> None:
    found = one(tmp_path, WHOLE)
    assert (found.days, found.lang, found.languages, found.mode) == (20, "en", ("en", "es"), "intake")
    assert found.checkins == (timedelta(hours=48), timedelta(days=7))
    assert found.origins == ("https://hillside.example", "https://www.hillside.example")
    assert found.channels == ("web",) and found.numbers == {"advice": "+1 555 0199 (our nurse)"}
    assert found.hooks == (Hook("https://hillside.example/hook", ("summary.sent", "summary.amended")),)
    assert (found.theme.on_colour, found.theme.logo, found.theme.logo_type) == ("#ffffff", PNG, "image/png")
    assert str(found.mode_date) == "2026-11-23" and found.consent["es"].startswith("Hillside le")
    assert found.booking == "https://hillside.example/book" and found.address == "1 Hill Road, Springfield"
    assert (found.phone, found.country, found.zone, found.profile) == ("+1 555 0100", "US", "America/Chicago", "strict")


def test_the_smallest_file_is_enough(tmp_path: Path) -> None:
    found = one(tmp_path, "id: hillside\nname: Hillside\n")
    assert found == Clinic(id="hillside", name="Hillside")


MISTAKES = [  # the right line, the wrong one, the line that is named, what is said
    ("id: hillside", "id: hill side", 1, "letters, digits"),
    ("id: hillside", "id: hill--side", 1, "reference of a booking"),
    ('name: "Hillside Massage"\n', "", 0, "the field 'name' is missing"),
    ("phone:", "phoen:", 4, "did you mean 'phone'?"),
    ("country: US", "country: America", 6, "two letters"),
    ("country: US", "country: Deutschland", 6, "did you mean DE?"),
    ("country: US", "country: UK", 6, "did you mean GB?"),
    ("country: US", "country: EU", 6, "is no country"),
    ("country: US", "country: XY", 6, "is no country"),
    ("zone: America/Chicago", "zone: berlin", 9, "did you mean 'Europe/Berlin'?"),
    ("numbers: {advice:", "numbers: {advise:", 7, "did you mean 'advice'?"),
    ("languages: en es", "languages: en fr", 8, "choose from en"),
    ("languages: en es", "languages: en es\nlang: de", 9, "add it to languages"),
    ("zone: America/Chicago", "zone: America/Chikago", 9, "did you mean 'America/Chicago'?"),
    ("booking: https://", "booking: http://", 10, "whole address with https://"),
    ("booking: https://", "booking: javascript:", 10, "whole address with https://"),
    ("booking: https://", "booking: https://me:secret@", 10, "no name or password"),
    ("profile: strict", "profile: lax", 11, "'calibrated' or 'strict'"),
    ("mode: intake", "mode: intak", 12, "'advice' or 'intake'"),
    ("mode_date: 2026-11-23", "mode_date: soon", 14, "such as 2026-11-23"),
    ("days: 20", "days: 0", 15, "1 is the least"),
    ("days: 20", "days: many", 15, "a whole number is needed"),
    ('safety_contact: "+1 555 0101"\n', "", 16, "write both or neither"),
    ('checkins: "7d 48h"', "checkins: sometimes", 18, '"48h 7d"'),
    ("  es: ", "  de: ", 19, "missing in es"),
    ("  es: ", "  fr: ", 19, "missing in es"),
    ("Hillside asks you this before your visit.", "We detect chronic incontinence.", 19, "hard to read"),
    ("channels: web", "channels: web fax", 22, "'web' or 'telegram'"),
    ("origins: https://hillside.example", "origins: https://hillside.example/", 23, "without a path"),
    ('"#1a5f7a"', "1a5f7a", 24, "# and six digits in quotes"),
    ('"#1a5f7a"', "#1a5f7a", 25, "a comma, a closing } or a quote is missing"),
    ('"#1a5f7a"', '"#7aa5c0", on_colour: "#ffffff"', 24, "contrast of 2.63 to 1"),
    ("logo.png", "lgo.png", 24, "did you mean 'logo.png'?"),
    ("logo.png", "hillside.yaml", 24, "no PNG, JPEG or WebP"),
    ("logo.png", "../logo.png", 24, "write only its name"),
    ("theme: {", "theme: x # {", 24, "fields are needed"),
    ("phone: ", "phone: 'ask us' # ", 4, "no phone number"),
    ("events: summary.sent", "events: summary.read", 26, "'summary.sent'"),
    ('{url: "https://', '{url: "ftp://', 26, "whole address with https://"),
]


@pytest.mark.parametrize(("right", "wrong", "line", "said"), MISTAKES, ids=[row[1][:30] for row in MISTAKES])
def test_one_wrong_line_is_told_at_its_place(right: str, wrong: str, line: int, said: str, tmp_path: Path) -> None:
    assert right in WHOLE
    with pytest.raises(KnowledgeError) as fault:
        one(tmp_path, WHOLE.replace(right, wrong, 1))
    told = str(fault.value)
    assert said in told and "why it matters" in told, told
    named = told.split(": ")[0].split("/")[-1]
    assert named == (f"hillside.yaml:{line}" if line else "hillside.yaml"), told
    assert str(tmp_path) not in told


def test_a_file_that_would_be_passed_over_is_told(tmp_path: Path) -> None:
    (tmp_path / "hillside.yml").write_text(WHOLE, encoding="utf-8")
    with pytest.raises(KnowledgeError, match=r"hillside\.yml.*\n.*\n.*call it hillside\.yaml"):
        clinics(tmp_path, Clinic())


def test_the_schema_takes_what_the_program_takes(tmp_path: Path) -> None:
    schema = Draft7Validator(json.loads(CLINIC.read_text(encoding="utf-8")))
    plain = yaml.load(WHOLE.replace("2026-11-23", '"2026-11-23"'), Loader=yaml.SafeLoader)
    demo = yaml.load((ROOT / "clinics" / "demo.yaml").read_text(), Loader=yaml.SafeLoader)
    assert list(schema.iter_errors(plain)) == list(schema.iter_errors(demo)) == []
    assert list(schema.iter_errors({**plain, "phoen": "1"}))


@pytest.mark.parametrize("on", ["#ffffff", "#000000", "#777777"])
@pytest.mark.parametrize("colour", ["#ff0000", "#00ff00", "#808080", "#ffffff", "#000000", "#1a5f7a", "#777777"])
def test_the_colour_that_is_proposed_is_readable(colour: str, on: str) -> None:
    assert contrast(near(colour, on), on) >= READABLE


def test_contrast_is_that_of_the_standard() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.005)  # the known one that just fails
    assert contrast("#767676", "#ffffff") == pytest.approx(4.54, abs=0.005)
