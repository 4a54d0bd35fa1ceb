"""Signs that look like digits and are no number: a tap or a message of them never breaks a chat."""

from pathlib import Path

import pytest

from dialogs.cases import NOW, play
from dialogs.events import Say, Tap
from dialogs.house import House
from dialogs.step import step

ROOT = Path(__file__).parent.parent
ODD = ("²", "①", "⁴⁰", "\U00010a40", "୲", "4²")


@pytest.mark.parametrize("odd", ODD)
def test_no_question_breaks_on_it(house: House, odd: str) -> None:
    numbers = 0
    for at in play(house, {}).steps:
        card, asked = at.card, at.place.question
        told = step(at.session, Tap((odd,), (), card.id, card.shown), house, NOW)
        step(at.session, Say(f"{odd} years, {odd} of 10"), house, NOW)
        if asked and asked.kind == "number":
            numbers += 1
            assert told.place.question == asked and told.replies, "it is no answer"
            assert step(at.session, Say(odd), house, NOW).replies
    assert numbers == 2


def test_digits_of_another_script_are_a_number(house: House) -> None:
    at = next(at for at in play(house, {}).steps if at.place.question and at.place.question.id == "age")
    done = step(at.session, Tap(("٤٠",), (), at.card.id, at.card.shown), house, NOW)
    assert done.place.facts["age"] == step(at.session, Tap(("40",)), house, NOW).place.facts["age"]
    assert done.session.log[-1].model_dump()["said"] == "40"


def test_only_what_int_takes_counts_as_digits() -> None:
    files = [file for room in ("knowledge", "dialogs", "bot", "tools") for file in (ROOT / room).rglob("*.py")]
    assert not [file for file in files if ".isdigit()" in file.read_text(encoding="utf-8")], "write isdecimal()"
