"""Typed answers by kind, and the words behind them. Lines here are our own; the practice lines stay outside."""

import time
from datetime import date

import pytest

from dialogs.hear.answers import DECLINED, LISTS, ONE, UNCLEAR, lexicon, understand
from dialogs.hear.story import slots
from dialogs.house import House
from knowledge.answers import answer_words, languages

TODAY = date(2026, 6, 15)


def meaning(kind: str, text: str) -> str:
    """The values joined by +, "unclear" or "declined"."""
    got = understand(text, kind, lexicon(), TODAY)
    return "unclear" if got is UNCLEAR else "declined" if got is DECLINED else "+".join(got.values)


@pytest.mark.parametrize(("kind", "text", "want"), [
    ("yes_no_unsure", "yeah, ever since Sunday", "yes"),
    ("yes_no_unsure", "nooo not at all", "no"),
    ("yes_no_unsure", "no, nothing like that", "no"),
    ("yes_no_unsure", "now and again", "yes"),
    ("yes_no_unsure", "couldn't tell you", "unsure"),
    ("yes_no_unsure", "no signal in the lift", "unclear"),
    ("yes_no_unsure", "no feeling there", "unclear"),
    ("yes_no_unsure", "no but my foot is numb", "unclear"),
    ("yes_no_unsure", "no?", "unclear"),
    ("yes_no_unsure", "I'd rather not say", "declined"),
    ("side", "not the left, the right", "right"),
    ("side", "yes that's right", "unclear"),
    ("side", "started left, now right", "right"),
    ("side", "both hips", "both"),
    ("intensity_0_10", "between five and six", "6"),
    ("intensity_0_10", "8/10 at night, 3 now", "3"),
    ("intensity_0_10", "the left one", "unclear"),
    ("intensity_0_10", "two tablets", "unclear"),
    ("intensity_0_10", "in the bum too", "unclear"),
    ("intensity_0_10", "-3", "unclear"),
    ("onset_duration", "since yesterday", "under_2_weeks"),
    ("onset_duration", "two and a half months", "6_to_12_weeks"),
    ("onset_duration", "bad back for years but this is five days", "under_2_weeks"),
    ("onset_duration", "just over a year", "over_1_year"),
    ("onset_duration", "quite some time", "unclear"),
    ("onset_duration", "since 2020", "over_1_year"),
    ("age_years", "I'm fifty-three", "53"),
    ("age_years", "twenty 5", "25"),
    ("age_years", "in my fifties", "unclear"),
    ("age_years", "over 60", "unclear"),
    ("age_years", "born in 1980", "46"),
    ("pain_areas", "not the back, more the bum cheek", "buttock"),
    ("pain_areas", "hip", "unclear"),
    ("pain_areas", "groin and the front of my thigh", "groin+thigh_front"),
    ("aggravating", "walking but not sitting", "walking"),
    ("aggravating", "sitting is fine, stairs are not", "stairs"),
    ("aggravating", "nothing really", ""),
    ("aggravating", "not sitting", "unclear"),
    ("relieving", "a hot bath and ibuprofen", "heat+medication"),
    ("pregnancy", "22 weeks", "pregnant"),
    ("pregnancy", "no, but my son is three months", "postnatal_12m"),
    ("trauma_kind", "fell off a ladder", "fall_height"),
    ("trauma_kind", "no idea", "unclear"),
    ("commands", "take me back please", "back"),
    ("commands", "my back", "unclear"),
    ("commands", "stop it hurting", "unclear"),
    ("commands", "auf deutsch bitte", "language:de"),
    ("commands", "please erase all my data", "delete_data"),
])
def test_what_typed_words_mean(kind: str, text: str, want: str) -> None:
    assert meaning(kind, text) == want


@pytest.mark.parametrize(("text", "near"), [("two weeks", "under_2_weeks"), ("six weeks", "2_to_6_weeks"),
                                            ("3 months", "6_to_12_weeks"), ("a year", "3_to_12_months")])
def test_a_boundary_is_confirmed_and_never_guessed(text: str, near: str) -> None:
    got = understand(text, "onset_duration", lexicon(), TODAY)
    assert got.confirm and near in got.near


def test_a_story_fills_what_it_says_and_nothing_else() -> None:
    got = slots("I'm 52. It started four weeks ago on the left, right on the dimple. Stairs make it worse. My sister "
                "is 60 and had a new hip last year.", lexicon(), TODAY)
    assert {kind: value.values for kind, value in got.items()} == {
        "age_years": ("52",), "side": ("left",), "onset_duration": ("2_to_6_weeks",),
        "pain_areas": ("psis_dimple",), "aggravating": ("stairs",),
    }


@pytest.mark.parametrize("text", [
    "We painted the fence green in the summer, or the one before, and the dog hid in the laundry all week.",
    "My wife was in hospital for three weeks and she is 70 and her left hip is new.",
    "Hello, do you take card payments, and is there somewhere to park near the clinic on a Saturday?",
])
def test_a_story_of_something_else_fills_nothing(text: str) -> None:
    assert slots(text, lexicon(), TODAY) == {}


def test_every_language_has_every_section_with_the_same_values() -> None:
    english = answer_words("en")
    words_only = {"talk", "story", "story_cause", "fillers", "units", "amounts", "numbers", "days_ago", "number_cues",
                  "languages", "time_near", "number_sounds", "after_tens", "seasons", "side_cues", "commands_alone"}
    for lang in languages():
        sections = answer_words(lang).sections
        english_only = {"common", "number_sounds", "after_tens"}  # Spanish has no such words yet
        assert set(english.sections) - english_only == set(sections) - english_only, lang
        for name in set(sections) - words_only - {"common"}:
            assert set(sections[name]) <= set(english.sections[name]), f"{lang}: {name} has a value that English lacks"


def test_the_words_of_cards_name_lines_and_options_that_exist(house: House) -> None:
    knowledge = house.knowledge["calibrated"]
    kinds = answer_words().kinds
    for lang in languages():
        words = answer_words(lang)
        for id, section in words.cards.items():
            question = knowledge.by_id[id]
            known = {line.id for line in question.all_lines()} | {option.id for option in question.options}
            assert set(section) <= known, f"{lang}: {id}"
    for id, section in kinds.items():
        question = knowledge.by_id[id]
        known = {line.id for line in question.all_lines()} | {option.id for option in question.options}
        known |= {name.rsplit("_", 1)[0] for name in known} if question.kind == "spot" else set()
        assert set(section) - {"kind"} <= known, id
        assert section["kind"][0] in {*LISTS, *ONE}


@pytest.mark.parametrize("text", [
    "1 and " * 800, "no " * 1300, "a" * 4096, "six or " * 600, "not " * 1000, "1" * 4096, "since may " * 400,
    "the left the right " * 200, "half and a half " * 250, "?!" * 2000,
])
def test_no_text_makes_it_slow(text: str) -> None:
    words = lexicon()
    for kind in (*LISTS, *ONE):
        understand("one two", kind, words, TODAY)  # the tables are made once
    begun = time.perf_counter()
    for kind in (*LISTS, *ONE):
        understand(text, kind, words, TODAY)
    slots(text, words, TODAY)
    assert time.perf_counter() - begun < 2
