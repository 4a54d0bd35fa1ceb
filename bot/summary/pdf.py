"""A summary as PDF: one page, then the ledger. Tagged for screen readers (PDF/UA-1), readable in greyscale."""

from pathlib import Path
from typing import Any, Literal

from bot.summary.body import picture
from bot.typeset import typeset
from dialogs.summary import Part, Summary
from dialogs.words import words

Paper = Literal["a4", "us-letter"]
TEMPLATE = Path(__file__).with_name("summary.typ")
LEFT, RIGHT = ("changed", "cautions", "fit"), ("pain", "result")  # on the first page, below the first screen


def pdf(summary: Summary, paper: Paper = "a4") -> bytes:
    """The bytes of the file. Raises NoPdf."""
    data = content(summary, paper)
    at = summary.made.replace(microsecond=0)  # the library takes whole seconds only
    try:
        made: bytes = typeset(TEMPLATE, data, format="pdf", pdf_standards="ua-1", timestamp=at)
    except RuntimeError as fault:
        if "could not be displayed" not in str(fault):
            raise
        # A letter that no font here has: boxes are shown, said so, and the file is tagged all the same.
        data["fonts"] = words(summary.lang)("sum_fonts")
        made = typeset(TEMPLATE, data, format="pdf", timestamp=at)
    return made


def png(summary: Summary, paper: Paper = "a4", ppi: float = 100) -> list[bytes]:
    """The pages as pictures, to look at. Raises NoPdf."""
    made = typeset(TEMPLATE, content(summary, paper), format="png", ppi=ppi)
    return made if isinstance(made, list) else [made]


def content(summary: Summary, paper: Paper) -> dict[str, Any]:
    """What the template shows: text only."""
    w, made = words(summary.lang), f"\u2066{summary.made:%Y-%m-%d %H:%M} UTC\u2069"
    left, right = ([part(p) for id in ids for p in summary.parts if p.id == id] for ids in (LEFT, RIGHT))
    rest = [part(p) for p in summary.parts if p.id not in (*LEFT, *RIGHT)]
    pain = next((line for p in summary.parts if p.id == "pain" for line in p.lines if line.id == "worst"), None)
    marks = w("sum_picture", worst=pain.text) if pain and summary.spots else w("sum_no_marks")
    return {
        "paper": paper, "lang": summary.lang, "dir": w.direction, "title": w("sum_title"),
        "foot": w("sum_foot", version=summary.version, at=made, id=summary.id),
        "page": w("sum_page"), "screen": [line.model_dump() for line in summary.screen],
        "left": left, "right": right, "rest": rest,
        "picture": picture(summary.spots, w), "alt": marks, "marks": marks,
        "fonts": "",
    }


def part(one: Part) -> dict[str, Any]:
    return {"title": one.title, "lines": [line.model_dump() for line in one.lines]}
