"""Words that add up to a hint of a crisis where no phrase is met: what is told, what is left alone, and that the
points are those that the labelled lines teach."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from dialogs.cases import NOW
from dialogs.events import Say
from dialogs.hear.flags import Listened, listen
from dialogs.house import House
from dialogs.step import step
from knowledge.lexicon import languages, lexicon
from knowledge.load import DATA, KnowledgeError
from knowledge.points import Points, points
from tests.test_hear import at
from tools.points import file_of

# Nobody's lines that anything was learned from.
HINTS = {
    "I keep telling the kids where the papers are, they would do better on their own": "RF-MH",
    "it would be a relief if the lorry did not stop": "RF-MH",
    "my daughter would be happier with her gran, I only drag everybody down": "RF-MH",
}
HARMLESS = [
    "worse on the stairs and when I turn over in bed", "he told me to take two paracetamol before bed and rest",
    "my husband works nights and I lift our son on my own", "I just want to sleep on my left side again",
    "since I moved house in August, carrying boxes", "thinking about a new mattress",
]
# Answers as people give them, with their doubts: they would bring the line to every second chat.
ANSWERS = {
    "en": ["about five months i think", "i think about 3 weeks", "no i don't think so", "it hurts a lot in the car",
           "my hip has hurt all day", "i guess it doesn't wake me", "a month or two more or less", "maybe the left",
           "honestly sitting makes it worse", "all of the time when i drive if i remember right",
           "fifty one as far as i know"],
    "es": ["unos cinco meses pensándolo bien", "creo que no estoy embarazada", "a lo mejor peor por la mañana",
           "la espalda me duele y no puedo dormir", "no sé, siete de diez, pienso", "supongo que sí, creo"],
    "de": ["wenn ich so überlege, zwei wochen", "nein denke ich", "bis zum oberschenkel würde ich sagen",
           "mein rücken lässt mich nicht schlafen", "ehrlich gesagt nur beim sitzen, zur zeit", "es weckt mich nicht"],
}


def hinted(heard: Listened) -> list[str]:
    return [why.row for why in heard.why if why.status == "words"]


@pytest.mark.parametrize("lang", languages())
def test_the_points_are_what_the_lines_teach(lang: str, tmp_path: Path) -> None:
    """If this fails: `make points`. Another machine may round a last figure otherwise, so a point more or less counts
    for nothing, and neither does a word that is on the edge of being left out."""
    anew = tmp_path / "points.yaml"
    anew.write_text(file_of(lang), encoding="utf-8")
    kept, made = points(DATA / "lexicon" / lang / "points.yaml"), points(anew)
    assert kept and made
    assert abs(kept.enough - made.enough) <= 1 >= abs(kept.enough_in_story - made.enough_in_story)
    assert kept.kinds.keys() == made.kinds.keys()
    assert not list(apart(kept.crisis, made.crisis))
    assert not [word for row in kept.kinds for word in apart(kept.kinds[row], made.kinds[row])]


def apart(one: dict[str, int], two: dict[str, int]) -> Iterator[str]:
    for word in one.keys() | two.keys():
        worth = abs(one.get(word, 0)), abs(two.get(word, 0))
        if max(worth) - min(worth) > (1 if min(worth) else 2):
            yield word


@pytest.mark.parametrize("text", HINTS)
def test_words_that_add_up_bring_a_number_to_call_and_stop_nothing(house: House, text: str) -> None:
    heard = listen(text, lexicon("en"))
    assert hinted(heard) == [HINTS[text]] and not heard.raised and not heard.crisis
    assert not hinted(listen(text, replace(lexicon("en"), points=None))), "the points alone"
    here = at(house, "worse")
    done = step(here.session, Say(text), house, NOW)
    assert "988" in done.replies[0].text and "I stop my questions" in done.replies[0].text
    assert done.place.state == here.place.state and done.session.log == here.session.log
    assert not any("did not understand" in reply.text for reply in done.replies), "not to somebody who may need help"


@pytest.mark.parametrize("text", HARMLESS)
def test_ordinary_words_do_not_add_up(text: str) -> None:
    assert not hinted(listen(text, lexicon("en")))


@pytest.mark.parametrize(("lang", "text"), [(lang, text) for lang, texts in ANSWERS.items() for text in texts])
def test_a_doubtful_answer_is_no_hint(lang: str, text: str) -> None:
    assert not hinted(listen(text, lexicon(lang)))


def test_beside_a_sign_that_is_raised_nothing_is_added_up() -> None:
    text, sign = next(iter(HINTS)), "I can't feel when I wipe since this morning."
    assert hinted(listen(f"{text}.", lexicon("en")))
    assert not hinted(listen(f"{sign} {text}.", lexicon("en")))
    assert listen(f"{sign} {text}.", lexicon("en")).raised


def test_a_long_story_is_added_up_sentence_by_sentence() -> None:
    """A little in each sentence is nothing, enough in one is."""
    words = replace(lexicon("en"), points=Points(8, 17, {"piano": 9, "teapot": 9}, {"RF-MH": {}}))
    filler = "It began in the garden when I bent for the hose and it has been the same on each day of the week."
    assert hinted(listen("I play the piano.", words)) == ["RF-MH"], "enough for a short message"
    assert not hinted(listen(f"I play the piano. {filler} {filler} The teapot is on the table.", words))
    assert hinted(listen(f"{filler} {filler} The piano is in the teapot.", words)) == ["RF-MH"]


@pytest.mark.parametrize("text", ["crisis: {}", "enough: many\nenough_in_story: 9\ncrisis: {}\nkinds: {}"])
def test_a_file_that_is_not_as_it_was_made_is_told(tmp_path: Path, text: str) -> None:
    file = tmp_path / "points.yaml"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(KnowledgeError, match="make points"):
        points(file)
