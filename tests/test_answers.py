"""Typed answers by kind, and the words behind them. Lines here are our own; the practice lines stay outside."""

import time
from datetime import date

import pytest

from dialogs.extra import EASIER
from dialogs.hear.answers import DECLINED, LISTS, ONE, UNCLEAR, lexicon, understand
from dialogs.hear.phrases import Table
from dialogs.hear.story import slots
from dialogs.hear.text import tokens
from dialogs.house import House
from knowledge.answers import CARDS, PARTS, Section, answer_words, checked, languages
from knowledge.lexicon import languages as complete
from knowledge.load import DATA

TODAY = date(2026, 6, 15)


def meaning(kind: str, text: str, lang: str = "en") -> str:
    """The values joined by +, "unclear" or "declined"."""
    got = understand(text, kind, lexicon(lang), TODAY)
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
    ("yes_no_unsure", "I haven't noticed any of that", "no"),
    ("yes_no_unsure", "it does when I walk", "yes"),
    ("yes_no_unsure", "can't pee", "unclear"),
    ("yes_no_unsure", "ok", "unclear"),
    ("yes_no_unsure", "?", "unclear"),
    ("yes_no_unsure", "nope, wait, yes", "yes"),
    ("yes_no_unsure", "my dad does but I don't", "no"),
    ("yes_no_unsure", "yes I'm still here", "unclear"),
    ("yes_no_unsure", "I don't have any control", "unclear"),
    ("yes_no_unsure", "I never notice when I wet myself", "unclear"),
    ("yes_no_unsure", "it has happened once or twice this week", "yes"),
    ("side", "not the left, the right", "right"),
    ("side", "yes that's right", "unclear"),
    ("side", "started left, now right", "right"),
    ("side", "both hips", "both"),
    ("side", "right, hang on, left", "left"),
    ("side", "left or right?", "unclear"),
    ("side", "not sure, left or right", "unsure"),
    ("side", "yeah right", "unclear"),
    ("side", "more on the left than the right", "left"),
    ("side", "one week left, next week right", "alternates"),
    ("intensity_0_10", "between five and six", "6"),
    ("intensity_0_10", "8/10 at night, 3 now", "3"),
    ("intensity_0_10", "was a 9 on Monday, dropped to 4", "4"),
    ("intensity_0_10", "a 3 most days but today it's a 7", "7"),
    ("intensity_0_10", "rather a 4 than a 5", "4"),
    ("intensity_0_10", "5/10 sitting, 8/10 walking", "8"),
    ("age_years", "born in 1975, so 50", "50"),
    ("age_years", "born in 74", "52"),
    ("age_years", "21.11.1988", "37"),
    ("age_years", "nearer 60 than 50", "unclear"),
    ("relieving", "heat yes, ice no", "heat"),
    ("aggravating", "sitting is fine, running no", "running"),
    ("aggravating", "walking not so much, but sitting is murder", "sitting"),
    ("onset_duration", "a month and two weeks", "6_to_12_weeks"),
    ("intensity_0_10", "the left one", "unclear"),
    ("intensity_0_10", "two tablets", "unclear"),
    ("intensity_0_10", "in the bum too", "unclear"),
    ("intensity_0_10", "-3", "unclear"),
    ("intensity_0_10", "3 out of 5", "unclear"),
    ("intensity_0_10", "4 / 10", "4"),
    ("intensity_0_10", "not a five, a six", "6"),
    ("intensity_0_10", "medium, I suppose", "unclear"),
    ("intensity_0_10", "six out of ten", "6"),
    ("onset_duration", "since yesterday", "under_2_weeks"),
    ("onset_duration", "two and a half months", "6_to_12_weeks"),
    ("onset_duration", "bad back for years but this is five days", "under_2_weeks"),
    ("onset_duration", "just over a year", "over_1_year"),
    ("onset_duration", "quite some time", "unclear"),
    ("onset_duration", "since 2020", "over_1_year"),
    ("onset_duration", "since late May", "2_to_6_weeks"),
    ("onset_duration", "the summer before last", "over_1_year"),
    ("onset_duration", "after ten minutes", "unclear"),
    ("onset_duration", "20 minutes a day", "unclear"),
    ("onset_duration", "2½ weeks", "2_to_6_weeks"),
    ("age_years", "I'm fifty-three", "53"),
    ("age_years", "twenty 5", "25"),
    ("age_years", "in my fifties", "unclear"),
    ("age_years", "over 60", "unclear"),
    ("age_years", "born in 1980", "46"),
    ("age_years", "6 foot 11", "unclear"),
    ("age_years", "the wrong side of sixty, sixty three", "63"),
    ("pain_areas", "not the back, more the bum cheek", "buttock"),
    ("pain_areas", "hip", "unclear"),
    ("pain_areas", "the dimple above my bum", "psis_dimple"),
    ("pain_areas", "just under the buttock", "unclear"),
    ("pain_areas", "groin and the front of my thigh", "groin+thigh_front"),
    ("aggravating", "walking but not sitting", "walking"),
    ("aggravating", "sitting is fine, stairs are not", "stairs"),
    ("aggravating", "nothing really", ""),
    ("aggravating", "not sitting", "unclear"),
    ("aggravating", "walking helps, sitting is the worst", "sitting"),
    ("relieving", "walking, sitting makes it worse", "walking"),
    ("relieving", "a hot bath and ibuprofen", "heat+medication"),
    ("pregnancy", "22 weeks", "pregnant"),
    ("pregnancy", "no periods", "unclear"),
    ("pregnancy", "baby is 3 weeks", "postnatal_12m"),
    ("pregnancy", "no, but my son is three months", "postnatal_12m"),
    ("trauma_kind", "fell off a ladder", "fall_height"),
    ("pregnancy", "18+5", "pregnant"),
    ("pregnancy", "no, wait, yes, ten weeks", "pregnant"),
    ("pregnancy", "no, mine is at high school", "no"),
    ("pregnancy", "six weeks", "unclear"),
    ("trauma_kind", "no idea", "unclear"),
    ("trauma_kind", "I fell", "unclear"),
    ("trauma_kind", "never fell, a van bumped me", "traffic"),
    ("trauma_kind", "thought it was football but no, nothing, it just came", "none"),
    ("relieving", "ice. actually no, heat", "heat"),
    ("pain_areas", "back and side of the thigh", "thigh_back+thigh_side"),
    ("commands", "take me back please", "back"),
    ("commands", "my back", "unclear"),
    ("commands", "stop it hurting", "unclear"),
    ("commands", "auf deutsch bitte", "language:de"),
    ("commands", "please erase all my data", "delete_data"),
    ("commands", "could you get rid of what I said", "delete_data"),
    ("commands", "I would like to speak to a real person please", "human"),
    ("commands", "hlep", "help"),
    ("commands", "sorry, I ticked the wrong box", "back"),
    ("commands", "call me please, I hate typing to bots", "human"),
    ("commands", "I take back my permission", "delete_data"),
    ("commands", "my English is not good", "language:unknown"),
    ("commands", "don't delete my answers", "unclear"),
    ("commands", "I don't want to answer that one", "unclear"),
    ("commands", "my hip is sore, stop for now", "unclear"),
    ("commands", "the pain went back to how it was", "unclear"),
])
def test_what_typed_words_mean(kind: str, text: str, want: str) -> None:
    assert meaning(kind, text) == want


@pytest.mark.parametrize(("lang", "kind", "text", "want"), [
    ("de", "intensity_0_10", "funf", "5"), ("de", "intensity_0_10", "FÜNF", "5"), ("de", "age_years", "dreissig", "30"),
    ("de", "side", "auf der rechten Seite", "right"), ("de", "commands", "losche alle meine daten", "delete_data"),
    ("es", "onset_duration", "hace dos anos", "over_1_year"), ("es", "intensity_0_10", "ocho sobre diez", "8"),
    ("es", "yes_no_unsure", "SÍ", "yes"), ("es", "commands", "atras", "back"),
    ("ar", "intensity_0_10", "٧", "7"), ("ar", "age_years", "خمسة وأربعون سنة", "45"),
    ("ar", "yes_no_unsure", "لا", "no"),
    ("ar", "yes_no_unsure", "لا؟", "unclear"), ("ar", "yes_no_unsure", "لا أشعر بساقي", "unclear"),
    ("ar", "commands", "أريد التحدث مع شخص", "human"), ("ar", "commands", "back", "back"),
])
def test_other_languages_and_letters_without_their_marks(lang: str, kind: str, text: str, want: str) -> None:
    assert meaning(kind, text, lang) == want


def test_a_phrase_may_be_made_of_parts_with_words_in_between() -> None:
    parts: Section = {"press": ("dig*", "lean on"), "hand": ("thumb", "rolling pin")}
    table = Table({"massage": ("{press} .. {hand}",)}, frozenset(), parts)
    met = {text: [m.end for m in table.find(tokens(text))] for text in (
        "digging my old rolling pin", "lean on a thumb", "dig, then thumb", "dig a b c d thumb", "rolling pin")}
    assert met == {"digging my old rolling pin": [5], "lean on a thumb": [4], "dig, then thumb": [],
                   "dig a b c d thumb": [], "rolling pin": []}


@pytest.mark.parametrize(("text", "near"), [("two weeks", "under_2_weeks"), ("six weeks", "2_to_6_weeks"),
                                            ("3 months", "6_to_12_weeks"), ("a year", "3_to_12_months")])
def test_a_boundary_is_confirmed_and_never_guessed(text: str, near: str) -> None:
    got = understand(text, "onset_duration", lexicon(), TODAY)
    assert got.confirm and near in got.near


def test_every_language_has_every_section_with_the_same_values() -> None:
    """A language with red flags is whole; another takes the sections that it lacks from English."""
    english = answer_words("en")
    words_only = {"talk", "story", "story_cause", "fillers", "units", "amounts", "numbers", "days_ago", "number_cues",
                  "languages", "time_near", "number_sounds", "after_tens", "seasons", "side_cues", "commands_alone"}
    words_only |= {"polarity_words", "area_cues", "story_side", "command_verbs", "command_objects", "sounds", "spelt"}
    for lang in languages():
        sections = answer_words(lang).sections
        files = (DATA / "lexicon" / lang).glob("answers-*.yaml")
        own = {name for file in files if file.name != CARDS for name in checked(file)} - {PARTS}
        assert own <= set(english.sections), lang
        assert lang not in complete() or set(english.sections) - {"common"} == own - {"common"}, lang
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
    extras = {extra.id: extra for extra in knowledge.handover.questions}
    assert EASIER in extras
    for id, section in kinds.items():
        if id in extras:
            assert set(section) - {"kind"} <= {option.id for option in extras[id].options}
            continue
        question = knowledge.by_id[id]
        known = {line.id for line in question.all_lines()} | {option.id for option in question.options}
        known |= {name.rsplit("_", 1)[0] for name in known} if question.kind == "spot" else set()
        assert set(section) - {"kind"} <= known, id
        assert section["kind"][0] in {*LISTS, *ONE}


@pytest.mark.parametrize("text", [
    "1 and " * 800, "no " * 1300, "a" * 4096, "six or " * 600, "not " * 1000, "1" * 4096, "since may " * 400,
    "the left the right " * 200, "my left hip hurts since two weeks " * 120, "no, " * 1000,
    "a. " * 1300, "1 " * 2048, "half and a half " * 250, "?!" * 2000,
])
def test_no_text_makes_it_slow(text: str) -> None:
    words = lexicon()
    for kind in (*LISTS, *ONE):
        understand("one two", kind, words, TODAY)  # the tables are made once
    begun = time.thread_time()  # whatever else the computer does
    for kind in (*LISTS, *ONE):
        understand(text, kind, words, TODAY)
    slots(text, words, TODAY)
    assert time.thread_time() - begun < 2  # usually a twentieth of it


def test_words_that_sound_in_many_ways_take_no_longer() -> None:
    """Four sounds for every "th" would be thousands of ways to say one word."""
    words, odd = lexicon(), " ".join("th" * 7 + a + b for a in "abcdef" for b in "bcdfgh")
    understand("qzt", "yes_no_unsure", words, TODAY)
    begun = time.thread_time()
    understand(odd, "yes_no_unsure", words, TODAY)
    assert time.thread_time() - begun < 0.5
    assert meaning("yes_no_unsure", "noo nuffin lyk dat") == "no"
