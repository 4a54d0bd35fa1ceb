"""What a therapist reads: booking, languages, private answers, what changed, what was only mentioned."""

import json
import re
from typing import get_args

import pytest
from jsonschema import Draft202012Validator

from dialogs.cases import NOW, play
from dialogs.events import Say, Tap
from dialogs.hear.grades import CRISIS
from dialogs.house import House
from dialogs.session import Session
from dialogs.step import step
from dialogs.summary import Booking, Summary
from dialogs.summary.draft import LIMIT, size
from dialogs.summary.text import part, screen
from dialogs.summary.view import CLOSES, OPENS
from knowledge.rows import PrivateGroup
from tests.summary_kit import BOOKING, FIVE, MANY, chat, line, of, summed
from tools.schema import SUMMARY

SI = FIVE["one-side"][0]


def test_visit_name_and_age_open_it(house: House) -> None:
    assert screen(of(house, "one-side")).startswith("Client: Tue 20 Jan 2026, 14:30 · Maria López · 43 years\n")


def test_what_is_not_known_of_the_booking_is_said(house: House) -> None:
    played = chat(house, SI)
    found = {
        booking: line(summed(house, played, booking=booking), "client").text
        for booking in (Booking(), Booking(name="Ann"), Booking(visit="next Friday, noon"), Booking(ref="r-17"))
    }
    assert list(found.values()) == [
        "no visit named · no name · 43 years. Not matched to a booking.",
        "no visit named · Ann · 43 years",
        "next Friday, noon · no name · 43 years",
        "no visit named · no name · 43 years · booking r-17",
    ]


def test_a_name_of_the_other_direction_stays_in_its_place(house: House) -> None:
    played = chat(house, SI)
    name = "محمد علي"
    assert f"· {OPENS}{name}{CLOSES} · 43" in line(summed(house, played, booking=Booking(name=name)), "client").text
    in_arabic = summed(house, played, lang="ar", booking=Booking(name=name))
    assert f"· {name} ·" in line(in_arabic, "client").text


@pytest.mark.parametrize("lang", ["de", "es", "ar"])
def test_it_is_written_for_the_therapist_and_the_client_is_quoted(lang: str, house: House) -> None:
    found = summed(house, chat(house, SI, lang), lang="en")
    tapped = part(found, "words")
    own = house.translations["calibrated", lang].by_id["spot"].option("dimple_left")
    assert own and own.say in tapped
    assert "Left dimple" in screen(found) and found.client_lang == lang
    turned = summed(house, chat(house, SI, "en"), lang=lang)
    assert "Left dimple" in part(turned, "words")
    assert own.say in screen(turned)
    english = {one.label for one in found.screen}
    assert not english & {one.label for one in turned.screen}, "every label is translated"


def test_an_unknown_language_falls_back_to_english(house: House) -> None:
    assert summed(house, chat(house, SI), lang="xx").lang == "en"


def test_without_an_outcome_there_is_no_summary(house: House) -> None:
    played = chat(house, SI)
    played.session = played.session.but(log=played.session.log[:4], closed=())
    with pytest.raises(ValueError, match="has no outcome"):
        summed(house, played)


STORY = "I am 43 and my left dimple has hurt for two months, since I carried boxes, and I sleep badly"


def test_typed_words_go_out_only_with_the_private_answers(house: House) -> None:
    played = chat(house, SI)
    log = tuple(e.model_copy(update={"typed": STORY}) if getattr(e, "question", "") == "spot" else e
                for e in played.session.log)
    played.session = played.session.but(log=log)
    assert STORY in part(summed(house, played, private=True), "words")
    kept = summed(house, played)
    assert STORY not in kept.model_dump_json()
    assert "Typed words (1 times) are left out" in part(kept, "words")


@pytest.mark.parametrize(("row", "sign"), [
    ("RF-DVT", '"One calf or leg newly swollen, warm, red or sore to touch"'),
    ("RF-RAD", '"Below the knee"; "A numb or tingling leg or foot"'),  # two lines of one card
    ("RF-SEVERE", '"pain so bad that I can\'t do anything"; "pain that spoils my sleep"'),  # asked by no line
    ("RF-FRAC-OP", '"How did the pain start"'),  # and told in many ways
    ("RF-CES-2", "nerve warning signs"),
])
def test_a_sign_that_was_mentioned_and_not_confirmed_is_named(house: House, row: str, sign: str) -> None:
    played = play(house, SI, "US", (row,), session=Session(id="client", country="US"))
    kept = summed(house, played)
    assert f"Mentioned, not confirmed: {sign}." in line(kept, "signs").text
    assert f"• {sign}: not confirmed when asked" in part(kept, "signs")
    assert '("words")' not in kept.model_dump_json().replace('\\"', '"')
    shared = summed(house, played, private=True)
    assert '("words"): not confirmed when asked' in part(shared, "signs")
    assert '("words").' in line(shared, "signs").text


def test_private_emergency_gives_nothing_away(house: House) -> None:
    session = chat(house, {}).session
    session = session.but(log=session.log[:2], closed=())
    done = step(session, Say("I want to kill myself"), house, NOW)
    played = chat(house, {})
    played.session = done.session
    kept, shared = summed(house, played), summed(house, played, private=True)
    assert (kept.kind, shared.kind) == (None, "crisis")
    assert "a private emergency" in screen(kept) and "where to get help at once" in screen(kept)
    text = kept.model_dump_json()
    assert not [word for word in ("kill", "crisis", "suicide", "RF-MH", "988") if word in text.replace(
        "private.crisis", "")]
    assert "kill myself" in shared.model_dump_json()


def test_emergency_says_what_the_client_said_to_it(house: House) -> None:
    played = chat(house, FIVE["emergency"][0])
    played.session = step(played.session, Tap(("going",)), house, NOW).session
    told = line(summed(house, played), "told").text
    assert told.startswith('"Go to an emergency department now.') and 'They said: "I am going" (2026-01-15' in told


def test_an_amended_summary_says_what_changed_first(house: House) -> None:
    before = summed(house, chat(house, SI))
    ill = {fact: value for fact, value in SI.items() if fact != "feel_dull"} | {"weight": "yes"}
    after = summed(house, chat(house, ill), before=before)
    first = after.screen[0]
    assert after.amends == before.id
    assert first.label == "Replaces the summary of 2026-01-15 22:30 UTC"
    assert first.text.startswith("Result: Doctor soon (before: Massage, SI notes); ")
    assert after.parts[0].id == "changed" and len(screen(after).split()) < 215
    changed = {one.id for one in after.changed}
    assert {"result", "signs", "avoid"} <= changed and "where" not in changed


def test_a_yes_that_was_taken_back_gives_nothing_away(house: House) -> None:
    """Shared at first, then only by group: the old words are not quoted, and nothing counts as changed by that."""
    before = summed(house, chat(house, {**SI, "injected": "yes"}), private=True)
    same = summed(house, chat(house, {**SI, "injected": "yes"}), before=before)
    assert same.changed == ()
    after = summed(house, chat(house, {**SI, "pain": "2", "veins": "yes"}), before=before)
    assert {"why", "avoid"} <= {one.id for one in after.changed}
    assert "injected" not in after.model_dump_json()


def test_a_later_visit_says_what_is_new_since(house: House) -> None:
    before = summed(house, chat(house, SI))
    after = summed(house, chat(house, {**SI, "pain": "3", "veins": "yes"}), before=before, again=True)
    assert after.amends == ""
    assert after.screen[0].label.startswith("Changed since") and "What to avoid" in after.screen[0].text
    same = summed(house, chat(house, SI), before=before, again=True)
    assert same.screen[0].text == "Nothing." and same.changed == ()


def test_a_changed_pain_is_told(house: House) -> None:
    before = summed(house, chat(house, {**SI, "pain": "6"}))
    after = summed(house, chat(house, {**SI, "pain": "2"}), before=before, again=True)
    assert [one.id for one in after.changed] == ["why"]
    assert after.changed[0].text.startswith("Pain 2 of 10") and "(before: Pain 6 of 10" in after.changed[0].text


@pytest.mark.parametrize("name", FIVE)
def test_the_json_fits_its_published_schema(name: str, house: House) -> None:
    schema = json.loads(SUMMARY.read_text("utf-8"))
    Draft202012Validator.check_schema(schema)
    found = of(house, name)
    Draft202012Validator(schema).validate(json.loads(found.model_dump_json()))
    assert Summary.model_validate_json(found.model_dump_json()) == found


def test_marks_on_the_body(house: House) -> None:
    both = summed(house, chat(house, {**SI, "also_other": "yes"}))
    assert both.spots == ("dimple_left", "buttock_left", "thigh_back_left", "dimple_right")
    assert line(both, "side").text == "both."
    assert of(house, "emergency").spots == ()


def test_the_painful_side_is_never_called_the_side_of_the_fault(house: House) -> None:
    text = part(of(house, "one-side"), "pain")
    assert "Side of the pain: left. The author notes that the painful side may not be the problem side." in text


def test_sixteen_cautions_are_all_named_on_the_first_screen(house: House) -> None:
    found = summed(house, chat(house, MANY))
    notes = {one.text.split(":")[0] for one in found.part("cautions").lines}
    assert len(notes) == len(line(found, "avoid").rows) == 16 and not line(found, "avoid").text
    assert all(f"{id} because of" in line(found, "held").text for id in ("T1", "T2", "T3"))
    assert size(found.screen) <= LIMIT


def test_an_answer_to_a_follow_up_says_of_what(house: House) -> None:
    found = summed(house, chat(house, {"clot": "yes", "clot_when": "new"}))
    assert '"Blood clot in a leg or lung: In the last 6 months, or still treated"' in line(found, "result").text


def test_booking_is_whole_in_the_last_part(house: House) -> None:
    name = "A very long name of a person " * 5
    found = summed(house, chat(house, SI), booking=Booking(name=name, visit=BOOKING.visit, ref="r-1"))
    assert f"Booking: {name.strip()} · 2026-01-20T14:30 · r-1" in part(found, "about")


# Words of bladder, bowel, sex, drugs, HIV and crisis. `organs` and `ces_older` join private things with others, so
# a tick there tells none of them.
SECRET = re.compile(r"\b(pee|poo|pooed|wiping|private parts|erections?|testicles?|drugs|germs|stoma|gut|drink)\b")
JOINED = {"organs", "ces_older", "settle_organs", "patch", "thinner_kind", "bone_drug"}


def test_what_speaks_of_private_things_is_private(house: House) -> None:
    found = set()
    for q in house.knowledge["strict"].questions:
        facts = {x.id: x.say for x in q.all_lines()} or {q.id: " ".join([q.ask, *(o.say for o in q.options)])}
        found |= {fact for fact, said in facts.items() if SECRET.search(said.lower())}
    k = house.knowledge["strict"]
    assert found - JOINED <= set(k.private)
    assert {fact for fact in k.private if fact.startswith("heard.")} == {f"heard.{row}" for row in CRISIS}
    for group in get_args(PrivateGroup):
        assert f"sum_group_{group}" in house.words["en"].phrases


def test_every_part_has_its_words(house: House) -> None:
    for found in (of(house, "blood-thinner"), of(house, "emergency")):
        assert [one.id for one in found.parts] == [
            "result", "fit", "pain", "cautions", "techniques", "muscles", "signs", "words", "told", "about"]
        assert all(part(found, one.id).startswith(one.title) and one.lines for one in found.parts)
