"""Red flags in free text: who, when and whether it is real decide; nothing that is typed makes it slow or breaks it."""

import io
import json
import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.cli import main
from dialogs.hear.flags import Listened, listen
from dialogs.hear.grades import CHECKS
from knowledge.lexicon import lexicon
from knowledge.load import DATA, KnowledgeError
from knowledge.words import pieces

EN = lexicon("en")
FILES = sorted((DATA / "lexicon" / "en").glob("*.yaml"))


def rows(found: tuple[tuple[str, tuple[int, int]], ...]) -> set[str]:
    return {row for row, _ in found}


def heard(text: str) -> Listened:
    return listen(text, EN)


@pytest.mark.parametrize(("text", "row"), [
    ("since three days I leak when I laugh", "RF-CES-1"),
    ("can’t feel my bum when I wipe, since Monday", "RF-CES-2"),
    ("CANT PEE SINCE THIS MORNING", "RF-CES-1"),
    ("my foot drags since friday", "RF-NEU-1"),
    ("no fever, but I can't feel my private parts", "RF-CES-2"),
    ("not only my back hurts, I peed myself twice today", "RF-CES-1"),
    ("I'm on warfarin and all of a sudden there is a terrible pain in my groin", "RF-HAEM"),
    ("pregnant, 30 weeks, and I am bleeding", "RF-OBS-1"),
    ("my partner hit me", "RF-MH.abuse"),
    ("I want to die", "RF-MH"),
    ("my face is drooping on one side", "RF-STROKE"),
    ("I vomited blood", "RF-GIB"),
    ("I have sickle cell and this is a crisis", "RF-SICKLE"),
    ("it isn't the trait, I have sickle cell and this is a crisis", "RF-SICKLE"),
    ("appendix out three weeks ago, all healed now", "MC-07"),
    ("taking warfarin since my stent in 2011", "MC-04"),
])
def test_what_is_said_plainly_is_raised(text: str, row: str) -> None:
    assert row in rows(heard(text).raised)


@pytest.mark.parametrize(("text", "row"), [
    ("I've leaked for ten years, unchanged", "RF-CES-1"),
    ("no numbness down there", "RF-CES-2"),
    ("no fever, chills, night sweats or weight loss", "RF-INF"),
    ("my dad had cancer", "RF-CA"),
    ("what if it's a blood clot in my leg", "RF-DVT"),
    ("what if I wet myself", "RF-CES-1"),
    ("if I wet myself should I go to hospital", "RF-CES-1"),
    ("my boss is a pain in the ass", "RF-CES-2"),
    ("I used to wet myself after the birth, it cleared up years ago", "RF-CES-1"),
    ("the dog can't pee", "RF-CES-1"),
    ("kidney stones in 2009, nothing since", "RF-KID-2"),
    ("I would never take too many tablets", "RF-OD"),  # "would never" also stands in a net
    ("I don't have any numbness down there", "RF-CES-2"),
])
def test_denied_past_old_feared_and_other_peoples_are_not_raised(text: str, row: str) -> None:
    assert row not in rows(heard(text).raised)


def test_a_denied_row_is_told_as_denied_and_never_raised() -> None:
    found = heard("no numbness down there")
    assert "RF-CES-2" in rows(found.denied)
    assert not found.raised


def test_a_slip_of_the_finger_and_a_relatives_emergency_are_checked() -> None:
    assert "RF-STROKE" in rows(heard("my speech is slured").check) | rows(heard("my speech is slured").raised)
    assert "RF-CES-1" in rows(heard("my wife can't pee since last night").check)


def test_somebody_who_fills_it_in_is_no_other_person() -> None:
    found = heard("I'm her daughter, filling this in for my mum. She can't pee since last night.")
    assert found.helper
    assert "RF-CES-1" in rows(found.raised)


@pytest.mark.parametrize("text", ["I wanna die lol", "kill me now, another zoom", "he wants to die"])
def test_crisis_is_at_least_checked_even_as_a_joke(text: str) -> None:
    assert heard(text).crisis


@pytest.mark.parametrize("text", [
    "he doesn't let me out", "I don't feel safe at home", "I said stop and he didn't stop", "they'd manage without me",
    "I can't feel my saddle", "my leg isn't cold or pale, just sore", "I haven't got sickle cell, I was tested",
])
def test_words_written_apart_mean_the_same(text: str) -> None:
    apart = text.replace("can't", "can not").replace("n't", " not").replace("'d", " would")
    short, full = heard(text), heard(apart)
    assert rows(short.raised) == rows(full.raised)
    assert rows(short.check) == rows(full.check)


@pytest.mark.parametrize("text", ["my left hip aches after gardening", "can I book for Tuesday?", "7", "yes", ""])
def test_ordinary_words_raise_nothing(text: str) -> None:
    assert heard(text) == Listened()


@pytest.mark.parametrize(("text", "lasting", "row"), [
    ("tingling in both feet from cycling shoes, gone once I walk",
     "tingling in both feet, I thought it was the cycling shoes, but it stays when I walk", "RF-CES-4"),
    ("breathless after chasing the bus, fine a minute later",
     "breathless since I was chasing the bus, and it stays", "RF-PE"),
    ("I slur a bit after a few pints, like everyone",
     "I slur since this morning, and not from a few pints", "RF-STROKE"),
])
def test_an_everyday_reason_makes_a_sign_count_less_unless_it_lasts(text: str, lasting: str, row: str) -> None:
    assert row in rows(heard(text).check)
    assert row in rows(heard(lasting).raised)


def test_in_a_long_story_what_is_doubtful_has_to_be_said_in_two_ways() -> None:
    story = ("I run the drama club, 44, and the left side low down has been stiff for a month, worse when I sit and "
             "better when I walk. In the play I am {}, which is fun. A bath helps. What do you charge for an hour?")
    assert heard(story.format("thrown off a tower onto a mat")) == Listened()
    real = story.format("the pirate, but last night I was thrown off my horse on the way home")
    assert "RF-TRAUMA-1" in rows(heard(real).raised) | rows(heard(real).check)


def test_a_span_is_where_it_was_said_in_the_original() -> None:
    text = "🙂 Hello – I  can’t pee at all"
    (row, (start, end)), *_ = heard(text).raised
    assert row == "RF-CES-1"
    assert text[start:end] == "can’t pee"


@pytest.mark.parametrize(("text", "row"), [
    ("it's not a pulled muscle it's my sickle cell", "RF-SICKLE"),  # denied is what stands before the second "it"
    ("slow start, no accident, morning stiffness 45 min, age 28", "RF-AXSPA"),  # a number ends a list that is denied
    ("hip replaced in 2012 no bother, these two weeks it stabs", "RF-HIPREP"),
    ("one half of my face is asleep like from the dentist, but I was at no dentist", "RF-STROKE"),
    ("the fork keeps slipping out of my right hand", "RF-STROKE"),  # words of no finding, but near each other
    ("the loo looked like a murder scene", "RF-GIB"),
    ("when I walk one foot goes splat", "RF-NEU-1"),
    ("took my sock off, the foot is grey and stone cold", "RF-VASC-1"),  # other rows have a single word each
])
def test_what_is_said_in_other_words_is_asked_about(text: str, row: str) -> None:
    found = heard(text)
    assert row in rows(found.raised) | rows(found.check)


def test_of_several_emergencies_that_are_only_hinted_at_the_likeliest_is_raised() -> None:
    """One faint hint is asked after; three at once are no chance. In a long story they may be."""
    text = "I keep shaking, my hands and feet are ice and going purply, I was only after a bad back"
    assert all(why.weak for why in heard(text).why)
    assert len(rows(heard(text).raised)) == 1
    story = "We moved house in spring and my daughter painted the hall while I looked after her two boys. "
    assert heard(story + text).raised == ()


@settings(max_examples=150, deadline=None)
@given(st.text(max_size=300))
def test_any_text_can_be_heard(text: str) -> None:
    found = heard(text)
    assert len(found.check) <= CHECKS
    graded = [rows(found.raised), rows(found.check), rows(found.denied)]
    assert len(set.union(*graded)) == sum(map(len, graded)), "a row has one grade"
    for _, (start, end) in (*found.raised, *found.check, *found.denied):
        assert 0 <= start < end <= len(text)
    for word, start, end in pieces(text):
        assert word
        assert 0 <= start < end <= len(text)


@pytest.mark.parametrize("word", ["no ", "can't ", "can't feel my bum ", "no no, ", "if ", "my dad ", "numb ", "a",
                                  "?!", "hard to pee yesterday ", "'", "1.", "in waves in 1990 ", "leg ",
                                  "my husband hit me ", "i had ten pills ", "the leg is numb and weak ",
                                  "i want to die "])
def test_nothing_makes_it_slow(word: str) -> None:
    text = (word * 4096)[:4096]
    took = []
    for _ in range(3):  # not by the clock: others may be using the machine; memory may be swept in one of them
        begun = time.process_time()
        heard(text)
        took.append(time.process_time() - begun)
    assert min(took) < 0.1, "seconds for 4,096 characters; usual are 0.01"


def test_what_is_said_over_and_over_is_heard_where_it_was_said_first() -> None:
    text = "he hit me " * 400 + "and now I can't pee"
    found = dict(heard(text).raised)
    assert text[slice(*found["RF-MH.abuse"])] in text[:30]
    assert text[slice(*found["RF-CES-1"])] == "can't pee"


def planted(tmp_path: Path, name: str, old: str, new: str) -> Path:
    """A copy of the lexicon with one fault."""
    folder = tmp_path / "lexicon" / "en"
    folder.mkdir(parents=True)
    for file in FILES:
        text = file.read_text(encoding="utf-8")
        if file.name == name:
            assert old in text
            text = text.replace(old, new, 1)
        (folder / file.name).write_text(text, encoding="utf-8")
    return tmp_path


@pytest.mark.parametrize(("name", "old", "new", "says"), [
    ("flags.yaml", "raise: [die_wish", "raise: [dye_wish", "no concept"),
    ("flags.yaml", "id: RF-OD", "id: RF-MH", "is taken"),
    ("flags.yaml", "  urgent:", "  urgently:", "urgently"),
    ("flags.yaml", "numb - limb", "numb - limp", "no concept"),
    ("crisis.yaml", "hurt_by: >", "hurt_by: >\n  {nobody} me,", "unknown"),
    ("crisis.yaml", "hurt_by: >", "hurt_by: >\n  #many me,", "no range"),
    ("crisis.yaml", "hurt_by: >", "hurt_by: >\n  .. me,", "says nothing"),
    ("crisis.yaml", "hurt_by: >", "saddle: >", "stands twice"),
])
def test_a_fault_in_the_lexicon_is_told(tmp_path: Path, name: str, old: str, new: str, says: str) -> None:
    with pytest.raises(KnowledgeError, match=says):
        lexicon("en", planted(tmp_path, name, old, new))


def test_hear_as_a_command(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    typed = '{"text": "I took too many pills", "question": "side"}\nno json\n'
    monkeypatch.setattr("sys.stdin", io.StringIO(typed))
    assert main(["hear", "--json"]) == 1
    first, second = (json.loads(line) for line in capsys.readouterr().out.splitlines())
    assert "RF-MH" in [found["flag"] for found in first["raised"] + first["check"]]
    assert first["answer"] == "unclear"
    assert "error" in second
