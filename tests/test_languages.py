"""Other languages: complete or off the menu, switched without losing an answer, laid out their way."""

import re
from collections import Counter
from pathlib import Path

import pytest

from bot import picture
from dialogs.cases import NOW, play
from dialogs.events import Ask, Event, Open, Say, Tap
from dialogs.house import House
from dialogs.languages import Content, menu, missing, name
from dialogs.proof.promises import cards_fit
from dialogs.session import Session
from dialogs.step import Step, step
from dialogs.words import HERE, texts, words
from knowledge.build import knowledge
from knowledge.catalog import FOLDER, catalog, for_client, lacking, languages, translated, union
from knowledge.models import Profile
from knowledge.reading import FORMULAS, faults, forbidden

CONTENT: Content = {"calibrated": knowledge("calibrated"), "strict": knowledge("strict")}
OTHERS = languages()


def test_every_language_is_complete_and_on_the_menu() -> None:
    assert {"es", "de", "ar"} <= set(OTHERS)
    assert {lang: missing(lang, union(CONTENT.values())) for lang in OTHERS} == {lang: [] for lang in OTHERS}
    assert menu(CONTENT) == ["en", *OTHERS]


@pytest.mark.parametrize("lang", OTHERS)
def test_what_is_filled_in_is_the_same_on_both_sides(lang: str) -> None:
    """{names} and numbers: a lost name shows braces or says nothing, another number is another rule."""
    english = {**union(CONTENT.values()), **texts(lang)}
    made = {**catalog(FOLDER / f"{lang}.po"), **catalog(HERE / f"{lang}.po")}
    for key, text in english.items():
        there = made[key][1] if key in made else text
        assert sorted(re.findall(r"{\w+}", there)) == sorted(re.findall(r"{\w+}", text)), key
        ours, theirs = (Counter(re.findall(r"\d+", said)) for said in (text, there))
        assert not theirs - ours, f"{key} names a number that the English does not"
        assert set(ours - theirs) <= {"1", "2"}, f"{key} lacks a number"  # Arabic writes "two weeks" as one word


@pytest.mark.parametrize("lang", OTHERS)
def test_no_two_answers_of_one_question_read_the_same(lang: str) -> None:
    k = translated(CONTENT["strict"], lang, catalog(FOLDER / f"{lang}.po"))
    for q in k.questions:
        said = [*(o.say for o in q.options), *(line.say for line in q.all_lines())]
        assert len(said) == len(set(said)), q.id


@pytest.mark.parametrize("lang", OTHERS)
def test_every_card_fits_the_narrowest_channel(lang: str) -> None:
    for k in CONTENT.values():
        assert cards_fit(translated(k, lang, catalog(FOLDER / f"{lang}.po"))) == []


def test_a_missing_or_stale_red_flag_takes_the_language_off_the_menu() -> None:
    """And a note for therapists does not."""
    english = union(CONTENT.values())
    made = dict(catalog(FOLDER / "es.po"))
    assert lacking(english, made) == []
    gone = {key: found for key, found in made.items() if key != "line.ces_numb"}
    assert lacking(english, gone) == ["line.ces_numb"]
    assert lacking({**english, "line.ces_numb": "My bottom is numb, or tingles"}, made) == ["line.ces_numb"]
    note = next(key for key in english if key.endswith(".note"))
    assert not for_client(note) and lacking(english, {k: v for k, v in made.items() if k != note}) == []
    k = translated(CONTENT["calibrated"], "es", gone)
    assert next(line.say for line in k.by_fact["ces_numb"].lines if line.id == "ces_numb").startswith("My bottom")


def go(done: Step, house: House, event: Event) -> Step:
    return step(done.session, event, house, NOW)


@pytest.mark.parametrize("lang", OTHERS)
def test_switching_in_the_middle_loses_no_answer(lang: str, houses: dict[Profile, House]) -> None:
    house = houses["calibrated"]
    done = step(Session(id="s", country="US"), Open(), house, NOW)
    for options in (("agree",), ("none",), ("none",)):
        done = go(done, house, Tap(options))
    before = done
    offered = go(done, house, Ask("language"))
    assert [c.id for c in offered.replies[-1].choices] == list(house.words)
    done = go(offered, house, Tap((lang,), (), offered.card.id, offered.card.shown))
    assert done.session.lang == lang and done.session.log == before.session.log
    assert done.card.id == before.card.id and done.card.shown == before.card.shown, "old buttons still count"
    assert done.replies[-1].text != before.replies[-1].text
    done = go(done, house, Say(name("en")))
    assert done.session.lang == "en" and done.replies[-1].text == before.replies[-1].text
    assert go(offered, house, Tap(("xx",), (), offered.card.id)).session.lang == "en"
    assert not go(offered, house, Tap(("none",), (), before.card.id, before.card.shown)).session.speaking


@pytest.mark.parametrize("lang", OTHERS)
def test_a_whole_chat_is_in_the_language(lang: str, houses: dict[Profile, House]) -> None:
    """Not one English phrase is left in what a client reads: an emergency, a referral, massage."""
    house = houses["calibrated"]
    english = {text for text in [*union(CONTENT.values()).values(), *texts().values()] if len(text) > 12}
    for given in ({"ces_numb": "yes"}, {"fever": "yes"}, {"spot": "dimple_left", "agg_roll": "yes", "thinners": "yes"}):
        start = Session(id="s", country="MX", lang=lang)
        played = play(house, given, session=start)
        assert played.session.lang == lang
        for said in played.steps:
            for reply in said.replies:
                shown = [*re.split(r"[\n.]", reply.text), *(c.label for c in reply.choices)]
                assert not english & {part.strip() for part in shown}, reply.text


def test_an_advice_is_told_anew_in_the_language_that_was_switched_to(houses: dict[Profile, House]) -> None:
    house = houses["calibrated"]
    played = play(house, {"spot": "dimple_left"})
    told = played.last.replies[-1].text
    switched = step(played.session, Say(name("es")), house, NOW)
    assert switched.replies[-1].text != told and switched.outcome == played.last.outcome
    assert len(switched.session.closed) == 1, "the outcome was closed once"
    back = step(switched.session, Say(name("en")), house, NOW)
    assert back.replies[-1].text == told


def test_plural_forms_and_direction() -> None:
    assert "1 more question." in words("en")("progress", left=1)
    assert "5 more questions." in words("en")("progress", left=5)
    assert words("ar").direction == "rtl" and words("es").direction == "ltr"
    said = {words("ar")("progress", left=n) for n in (1, 2, 5, 20, 100)}
    assert len({re.sub(r"\d+", "", text) for text in said}) >= 4, "Arabic counts in six ways"


@pytest.mark.parametrize("lang", OTHERS)
def test_the_channel_texts_are_there(lang: str) -> None:
    from bot.telegram.words import all_texts
    from knowledge.load import read

    english, there = all_texts()["en"], all_texts()[lang]
    assert there.commands.keys() == english.commands.keys() and there.words.keys() == english.words.keys()
    assert len(there.short) <= 120 and len(there.description) <= 512
    assert all(len(text) <= 256 for text in there.commands.values())
    for room in ("web", "staff"):
        labels = read(Path(__file__).parent.parent / "bot" / room / "labels.yaml")
        assert labels[lang].keys() == labels["en"].keys()
        for key, text in labels["en"].items():
            assert set(re.findall(r"{\w+}", labels[lang][key])) == set(re.findall(r"{\w+}", text)), key


@pytest.mark.parametrize("lang", [lang for lang in OTHERS if lang in FORMULAS])
def test_it_reads_as_easily_as_the_formula_of_the_language_asks(lang: str) -> None:
    """Messages of three or more sentences, as in English; and nothing we never say."""
    made = catalog(FOLDER / f"{lang}.po")
    wrong = {key: faults(text, lang) for key, (_, text) in made.items()
             if for_client(key) and not key.startswith("country") and faults(text, lang)}
    assert wrong == {}


@pytest.mark.parametrize(("lang", "said"), [
    ("es", "Tiene un coágulo."), ("es", "Su peso es la causa."), ("es", "No hay de qué preocuparse."),
    ("de", "Sie haben ein Blutgerinnsel."), ("de", "Ihr Gewicht ist schuld."), ("de", "Kein Grund zur Sorge."),
    ("ar", "عندك جلطة."), ("ar", "وزنك هو السبب."), ("ar", "لا داعي للقلق."),
])
def test_a_translation_may_not_say_what_is_never_said(lang: str, said: str) -> None:
    assert forbidden(said, lang)
    made = catalog(FOLDER / f"{lang}.po")
    assert not [key for key, (_, text) in made.items() if for_client(key) and forbidden(text, lang)]


def test_arabic_has_no_formula_and_says_so() -> None:
    assert "ar" not in FORMULAS and set(FORMULAS) == {"en", "es", "de"}


@pytest.mark.parametrize("lang", ["es", "de", "ar"])
def test_the_body_picture_speaks_the_language_everywhere(lang: str) -> None:
    spoken = words(lang)
    drawn = picture.svg(spoken)
    assert not re.search(r">(Front|Back|your left|your right)<", drawn)
    assert all(f">{spoken(name)}<" in drawn for name in ("pic_front", "pic_back", "pic_left", "pic_right"))
    assert picture.png(lang).startswith(b"\x89PNG") and picture.png(lang) != picture.png("en")
