"""What eases the pain and what it stops: asked after the result, once, and never what was told before."""

import shutil
from pathlib import Path

import pytest

from bot.jsonl import result
from dialogs.cases import NOW
from dialogs.events import Ask, Say, Tap
from dialogs.handed import bodies
from dialogs.house import House
from dialogs.words import words
from knowledge.build import knowledge
from knowledge.load import DATA, KnowledgeError
from tests.test_handover import ANN, Core
from tests.test_web import plain_answer

W = words("en")
STORY = ("I am 43 and my left dimple has hurt for two months, climbing stairs makes it worse. "
         "A hot bath and ibuprofen make it better.")


def sent(core: Core, *said: Tap | Say) -> dict[str, str]:
    """Shared, with these answers and nothing else; the lines of the first screen."""
    for event in (Ask("share"), Tap(("send",)), *said):
        core(event)
    while core.at.session.handing:
        core(Tap(("skip",)))
    return {line.id: line.text for line in core.handed[-1].bodies["en"].screen}


def test_what_is_tapped_and_what_is_typed(house: House) -> None:
    got = sent(Core(house, ANN).end(), Tap(("lying",)), Say("picking up my grandson"))
    assert (got["easier"], got["stops"]) == ("Lying down or rest", '"picking up my grandson"')
    got = sent(Core(house, ANN).end(), Say("heat and ibuprofen"), Tap(("unsure",)))
    assert (got["easier"], got["stops"]) == ("Warmth; Pain pills", "Not sure")
    got = sent(Core(house, ANN).end())
    assert got["easier_stops"] == W("sum_not_said") and "easier" not in got


MUCH = "Lying on my side with a pillow between my knees helps, but lying flat on my back makes it much worse at night"


def test_typed_words_are_never_turned_around(house: House) -> None:
    """What is said against a thing is no option of it, and words are not cut where the rest takes them back."""
    for said in ("I can't lie down", "less walking", "heat without ice", "when I stop moving", "hardly sitting"):
        assert sent(Core(house, ANN).end(), Say(said))["easier"] == f'"{said}"'
    core = Core(house, ANN).end()
    for event in (Ask("share"), Tap(("send",)), Say(MUCH)):
        core(event)
    core.end()  # a doubtful word in it is asked about first
    for event in (Say("I cannot sit. " + "very long " * 60), Tap(("skip",)), Tap(("skip",))):
        core(event)
    assert len(MUCH) > 80
    told = {line.id: line.text for line in core.handed[-1].bodies["en"].part("pain").lines}
    assert told["easier"] == f'"{MUCH}"'
    assert told["stops"].startswith('"I cannot sit. very') and told["stops"].endswith('…"') and len(told["stops"]) < 304
    screen = {line.id: line.text for line in core.handed[-1].bodies["en"].screen}
    assert screen.get("stops") in (None, told["stops"], W("sum_in_pain"))


def test_what_an_opening_story_told_is_not_asked_again(house: House) -> None:
    core = Core(house, ANN)
    core(Tap((plain_answer(result(core.at)),)))
    core(Say(STORY))
    assert "What eases it: Warmth; Pain pills" in core.text()
    core(Tap(("yes",)))
    core.end()
    core(Ask("share"))
    assert "Easier with: Warmth; Pain pills" in core.text()
    for event in (Tap(("send",)), Tap(("no",))):
        core(event)
    assert "stop you from doing" in core.text()


def test_what_the_chat_asked_is_not_asked_again(house: House) -> None:
    core = Core(house, ANN).end(pain="9", severe="sleep")
    for event in (Ask("share"), Tap(("send",)), Tap(("skip",))):
        core(event)
    assert W("hand_name_ask") in core.text()
    assert sent(Core(house, ANN).end(pain="9", severe="sleep"))["stops"] == "Sleep"


def test_danger_words_go_first_and_nothing_is_sent(house: House) -> None:
    core = Core(house, ANN).end()
    for event in (Ask("share"), Tap(("send",)), Say("my face is drooping")):
        core(event)
    assert core.at.place.question and core.at.place.question.id == "stroke" and not core.handed


def test_in_an_emergency_neither_is_asked(house: House) -> None:
    core = Core(house, ANN).end(signs_nerve="ces_numb")
    for event in (Ask("share"), Tap(("send",)), Tap(("no",))):
        core(event)
    assert W("hand_name_ask") in core.text()


def test_the_therapist_reads_it_in_their_language(house: House) -> None:
    core = Core(house, ANN).end()
    sent(core, Tap(("warmth",)), Tap(("sleep",)))
    made = bodies(core.at.session, core.house, NOW, core.at.session.given[-1], ["de"])["de"]
    assert [line.text for line in made.screen if line.id in ("easier", "stops")] == ["Wärme", "Schlafen"]


WRONG = [
    ("handover.yaml", "  - MC-21  # consent areas\n", "", "MC-21"),
    ("handover.yaml", "  - MC-21  # consent areas\n", "  - MC-20\n", "MC-21"),
    ("handover.yaml", '{severe: sleep}', '{severe: sleepy}', "has no answer sleepy"),
    ("handover.yaml", 'id: easier', 'id: easy', "easier"),
    ("checkins.yaml", "asks: severe", "asks: sever", "did you mean 'severe'?"),
    ("checkins.yaml", "{pain: strong}", "{pane: strong}", "'pane', which no question"),
    ("checkins.yaml", "weeks: 4", "weeks: few", "weeks"),
    ("questions/3-story.yaml", "private: infection", "lasting: true, private: infection", "'immunity' has"),
    ("questions/2-screen.yaml", "rows: [RF-DVT]", "rows: [RF-DVT], lasting: true", "`lasting: true`"),
    ("questions/3-story.yaml", "private: belly", "private: tummy", "belly"),
]


@pytest.mark.parametrize(("file", "old", "new", "what"), WRONG, ids=range(len(WRONG)))
def test_the_loader_refuses_what_can_not_be(tmp_path: Path, file: str, old: str, new: str, what: str) -> None:
    shutil.copytree(DATA, tmp_path / "data")
    text = (tmp_path / "data" / file).read_text()
    assert old in text
    (tmp_path / "data" / file).write_text(text.replace(old, new, 1))
    with pytest.raises(KnowledgeError, match="why it matters") as fault:
        knowledge("calibrated", tmp_path / "data")
    assert what in str(fault.value) and Path(file).name in f"{fault.value.place} {fault.value}"
