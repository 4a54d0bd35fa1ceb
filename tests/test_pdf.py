"""The PDF: one page and a ledger, what a reader asks is answered on it, nothing that is typed is markup."""

import io
import re
import struct
import sys
import zlib
from datetime import UTC, datetime
from functools import cache
from typing import Any

import pytest
from pypdf import PdfReader

from bot.summary.body import picture
from bot.summary.pdf import pdf, png
from bot.typeset import NoPdf
from dialogs.house import House
from dialogs.session import Answer
from dialogs.summary import Booking, Summary
from dialogs.words import words
from tests.summary_kit import FIVE, MANY, chat, line, of, summed

# What a therapist wants to know, and the line that answers it.
ASKED = {"why here": "why", "where": "where", "which side": "side", "any red flag asked and denied": "signs",
         "what to avoid": "avoid", "what to try": "try"}


def read(data: bytes) -> PdfReader:
    return PdfReader(io.BytesIO(data))


@cache
def texts(reader: PdfReader) -> list[str]:
    """Of each page; to take it out takes longer than to typeset it."""
    return [flat(page.extract_text()) for page in reader.pages]


def catalog(reader: PdfReader) -> Any:
    return reader.trailer["/Root"]


def flat(text: str) -> str:
    """Without line breaks and the marks that only steer the writing direction."""
    return " ".join(re.sub("[\u2066-\u2069\u200e\u200f\u00ad]", "", text).split())


@pytest.fixture(scope="module", params=[(name, paper) for name in FIVE for paper in ("a4", "us-letter")], ids="-".join)
def made(request: pytest.FixtureRequest, house: House) -> tuple[str, Summary, PdfReader]:
    name, paper = request.param
    found = of(house, name)
    return name, found, read(pdf(found, paper))


def test_one_page_and_the_ledger(made: tuple[str, Summary, PdfReader]) -> None:
    _, found, reader = made
    pages = texts(reader)
    assert 2 <= len(pages) <= 3 and min(map(len, pages)) > 600, "no page has a few words only"
    assert all(flat(found.part(id).title) in pages[0] for id in ("cautions", "pain")) or found.lang == "ar"
    ledger = flat(found.part("signs").title)
    assert ledger not in pages[0]
    if found.lang != "ar":
        assert any(ledger in text for text in pages[1:])
        assert all(f"Page {n} of {len(pages)}" in text for n, text in enumerate(pages, 1))


def test_six_questions_have_their_line_on_the_first_page(made: tuple[str, Summary, PdfReader]) -> None:
    name, found, reader = made
    first = texts(reader)[0]
    for question, id in ASKED.items():
        one = line(found, id)
        answer = one.text or one.rows[0]
        assert answer, (name, question)
        if found.lang == "ar":  # taken out of a PDF, its words are whole but in the order in which they are drawn
            assert all(word in first for word in one.label.split()), (name, question)
        else:
            assert flat(f"{one.label}: {one.text}") in first, (name, question)
            assert all(flat(row) in first for row in one.rows), (name, question)
    assert len(re.findall(r"\d+", line(found, "signs").text)) >= 4, "asked, no, yes, not sure"


def test_it_is_tagged_and_says_its_language(made: tuple[str, Summary, PdfReader]) -> None:
    _, found, reader = made
    root = catalog(reader)
    assert root["/MarkInfo"]["/Marked"]
    assert "/StructTreeRoot" in root
    assert str(root["/Lang"]).split("-")[0] == found.lang
    assert reader.metadata and reader.metadata.title
    assert b"pdfuaid" in (reader.xmp_metadata.stream.get_data() if reader.xmp_metadata else b"")  # PDF/UA-1


def test_the_picture_says_in_words_what_it_shows(made: tuple[str, Summary, PdfReader]) -> None:
    name, found, reader = made
    figures = [str(tag["/Alt"]) for tag in tags(catalog(reader)["/StructTreeRoot"]) if "/Alt" in tag]
    assert len(figures) == 1
    spot = next((one.text for one in found.part("pain").lines if one.id == "worst"), "")
    assert spot in figures[0] if spot else name == "emergency"


def tags(node: object) -> list[dict[str, object]]:
    """Every element of the structure tree."""
    found: list[dict[str, object]] = []
    todo = [node]
    while todo:
        one = todo.pop()
        one = one.get_object() if hasattr(one, "get_object") else one
        if isinstance(one, dict):
            found.append(one)
            todo.append(one.get("/K"))
        elif isinstance(one, list):
            todo += one
    return found


def test_both_papers(house: House) -> None:
    found = of(house, "blood-thinner").model_copy(update={"made": datetime(2026, 1, 15, 22, 30, 1, 5, UTC)})
    a4, letter = read(pdf(found, "a4")).pages, read(pdf(found, "us-letter")).pages
    assert (round(a4[0].mediabox.width), round(a4[0].mediabox.height)) == (595, 842)
    assert (round(letter[0].mediabox.width), round(letter[0].mediabox.height)) == (612, 792)


def test_whoever_has_very_many_cautions_loses_none(house: House) -> None:
    found = summed(house, chat(house, MANY), booking=Booking(name="Pat " * 20, visit="soon"))
    pages = texts(read(pdf(found, "us-letter")))
    rows = [flat(f"{one.label}: {one.text}")[:40] for one in found.part("cautions").lines]
    assert len(rows) > 12 and all(row in pages[0] for row in rows) and min(map(len, pages)) > 600


def test_it_is_all_grey(house: House) -> None:
    for page in png(of(house, "pregnant"), ppi=24):
        assert {r == g == b for r, g, b in pixels(page)} == {True}


def pixels(data: bytes) -> list[tuple[int, int, int]]:
    """The pixels of an 8-bit PNG file with or without transparency."""
    width, height, _, kind = struct.unpack(">IIBB", data[16:26])
    at, packed = 8, b""
    while at < len(data):
        size, name = struct.unpack(">I4s", data[at : at + 8])
        packed += data[at + 8 : at + 8 + size] if name == b"IDAT" else b""
        at += size + 12
    raw, n = zlib.decompress(packed), {2: 3, 6: 4}[kind]
    above, found = bytearray(width * n), []
    for y in range(height):
        filter_, row = raw[y * (width * n + 1)], bytearray(raw[y * (width * n + 1) + 1 : (y + 1) * (width * n + 1)])
        for i in range(width * n):
            a, b, c = (row[i - n], above[i], above[i - n]) if i >= n else (0, above[i], 0)
            near = min((a, b, c), key=lambda v: abs(a + b - c - v))
            row[i] = (row[i] + (0, a, b, (a + b) // 2, near)[filter_]) & 255
        above = row
        found += [(row[i], row[i + 1], row[i + 2]) for i in range(0, width * n, n)]
    return found


@pytest.mark.parametrize("booking", [Booking(name="W" * 80), Booking(visit="next" * 24)], ids=["name", "visit"])
def test_a_word_without_an_end_stays_in_its_box(booking: Booking, house: House) -> None:
    """Nothing is drawn between the box of the first screen and the picture beside it."""
    page = png(summed(house, chat(house, FIVE["one-side"][0]), booking=booking), ppi=25.4)[0]  # a pixel a millimetre
    drawn, width = pixels(page), struct.unpack(">I", page[16:20])[0]
    gap = {drawn[y * width + x] for y in range(20, 70) for x in range(136, 139)}
    assert gap == {(255, 255, 255)}


def test_the_marks_of_the_client_are_in_the_picture() -> None:
    drawn = picture(("dimple_left", "buttock_left"), words("de"))
    zones = dict(re.findall(r'id="zone-(\w+)" class="zone".*?fill="([^"]*)"', drawn))
    assert (zones["dimple_left"], zones["buttock_left"], zones["dimple_right"]) == ("#303030", "url(#hatch)", "none")
    assert ">Vorne<" in drawn and ">links<" in drawn
    assert not set(re.findall(r"#[0-9A-F]{6}", drawn)) & {"#F7B780", "#8EC3EE", "#FFDD33", "#EDF2F8", "#F3EBE2"}


TYPED = '#panic("x") #let y = 1; *bold* _it_ $x^2$ `code` \\ @ref <tag> ]{ // /* = Head'


def test_what_people_typed_is_never_markup(house: House) -> None:
    played = chat(house, FIVE["one-side"][0])
    log = tuple(e.model_copy(update={"typed": TYPED}) if isinstance(e, Answer) else e for e in played.session.log)
    played.session = played.session.but(log=log)
    found = summed(house, played, private=True, booking=Booking(name=TYPED, visit="#5 *noon*"))
    text = " ".join(texts(read(pdf(found))))
    assert text.replace(" ", "").count(TYPED.replace(" ", "")) >= 2  # in the booking, and in the client's own words
    assert "#5 *noon*" in text


NAMES = ["李小龍 😀👩‍⚕️", "דוד בן־גוריון", "Нина Ω", "हिन्दी ไทย", "\u202egnp.exe\u0000", "é" * 5000, "word " * 4000]


@pytest.mark.parametrize("name", NAMES, ids=range(len(NAMES)))
def test_any_name_makes_a_file(name: str, house: House) -> None:
    found = summed(house, chat(house, FIVE["one-side"][0]), booking=Booking(name=name, visit="soon"))
    reader = read(pdf(found))
    assert catalog(reader)["/MarkInfo"]["/Marked"]  # tagged, even where a letter has no font
    first = line(found, "client").text
    assert not set(first) & {"\u202e", "\u0000"}
    assert len(first.split()) < 20
    assert Summary.model_validate_json(found.model_dump_json()) == found


def test_without_the_library_the_error_names_the_extra(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "typst", None)
    with pytest.raises(NoPdf, match=r"the optional extra: make setup"):
        pdf(of(house, "one-side"))
