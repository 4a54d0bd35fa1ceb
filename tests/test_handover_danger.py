"""Danger words in what is typed for a hand-over: heard first, and what becomes of the hand-over."""

from dataclasses import replace
from pathlib import Path

import pytest

from bot.records import summaries
from dialogs.events import Ask, Say, Tap
from dialogs.house import House
from dialogs.words import words
from tests.test_handover import ANN, Core
from tests.test_therapists import clinic, finished, linked

W = words("en")


@pytest.mark.parametrize("skips", range(4))
async def test_danger_words_typed_at_any_step_are_answered_and_nothing_is_sent(skips: int, tmp_path: Path) -> None:
    async with clinic(tmp_path) as bot:
        ann, pat = bot.api.chat(77), bot.api.chat(1)
        await linked(bot, ann)
        await finished(bot, pat)
        for act in ("hand_button", "hand_send", *["hand_skip"] * skips):
            await bot.tap(pat, W(act))
        told = len(pat.said())
        await bot.say(pat, "Friday, but I can't pee since yesterday and my bottom is numb")
        said = pat.said()[told:]
        assert said[0] == W("notice_urgent", emergency="911") and pat.buttons()[0] == "1"
        await bot.say(pat, "1")
        assert "Go to an emergency department now." in pat.last()
        assert not summaries.listed(bot.store.db) and len(ann.said()) == 2


def test_a_doubtful_word_is_asked_about_first_and_the_hand_over_goes_on(house: House) -> None:
    core = Core(house, ANN).end()
    for event in (Ask("share"), Tap(("send",)), Say("heat"), Say("sitting on the toilet")):
        core(event)
    assert W("notice_ask") in core.text() and not core.handed
    core.end()
    assert core.text() == W("hand_name_ask"), "nothing is asked twice"
    for event in (Say("Pat Doe"), Say("Friday, I hope I can stand by then")):
        core(event)
    [given] = core.handed
    screen = {line.id: line.text for line in given.bodies["en"].screen}
    assert screen["stops"] == '"sitting on the toilet"' and screen["easier"] == "Warmth"
    worse = Core(house, ANN).end()
    for event in (Ask("share"), Tap(("send",)), Say("heat"), Say("sitting on the toilet")):
        worse(event)
    worse.end(signs_nerve="ces_pee")
    assert worse.at.place.state == "emergency" and not worse.at.session.handing and not worse.handed


def test_a_name_is_a_name_but_an_emergency_in_its_place_is_heard(house: House) -> None:
    for name, lang, heard in (("Herr Krebs", "de", False), ("Anna Krampf", "de", False), ("Pat Cancer", "en", False),
                              ("can't pee", "en", True), ("kann nicht pinkeln", "de", True)):
        core = Core(house, ANN).end()
        core.at = replace(core.at, session=core.at.session.but(lang=lang))
        for event in (Ask("share"), Tap(("send",)), Tap(("skip",)), Tap(("skip",)), Say(name)):
            core(event)
        assert bool(core.at.session.handing) != heard, name
