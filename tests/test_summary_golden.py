"""Three golden summaries, as prose; the first screens stand in docs/summary.md too.

`make golden` writes both anew; read the difference before committing it.
"""

import re
from pathlib import Path

import pytest

from dialogs.house import House
from dialogs.summary.text import part, screen
from tests.summary_kit import of

HERE = Path(__file__).parent
DOCS = HERE.parent / "docs" / "summary.md"
GOLDEN = ("blood-thinner", "pregnant", "emergency")


@pytest.mark.parametrize("name", GOLDEN)
def test_golden_summary(name: str, house: House, pytestconfig: pytest.Config) -> None:
    found = of(house, name)
    text = "\n\n".join([screen(found), *(part(found, one.id) for one in found.parts)])
    text = text.replace(found.version, "VERSION") + "\n"
    path = HERE / "summaries" / f"{name}.txt"
    example = re.compile(rf"(<!-- {name}:begin -->\n```text\n).*?(```\n<!-- {name}:end -->)", re.DOTALL)
    docs = DOCS.read_text("utf-8")
    told = example.sub(lambda m: f"{m[1]}{screen(found)}\n{m[2]}", docs)
    if pytestconfig.getoption("--golden-update"):
        path.write_text(text, "utf-8")
        DOCS.write_text(told, "utf-8")
    meant = "if this change is meant: make golden, and read the difference"
    assert text == path.read_text("utf-8"), meant
    assert example.search(docs) and told == DOCS.read_text("utf-8"), meant
