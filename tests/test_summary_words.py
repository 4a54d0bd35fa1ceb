"""What the client said never reads as something else in the summary: doubts, shortened words, names, directions."""

from dialogs.house import House
from dialogs.said import label
from dialogs.summary import Booking
from dialogs.summary.text import part, whole
from dialogs.summary.view import CLOSES, OPENS
from tests.summary_kit import MANY, chat, line, summed

# Answers enough to make the first screen short of space, before a doctor comes first.
CROWD = {id: value for id, value in MANY.items() if id not in (
    "hot_joint", "no_touch", "numb_feet", "patch", "skin", "veins")}


def test_what_the_client_is_not_sure_of_is_no_nothing(house: House) -> None:
    cards = [house.knowledge["calibrated"].by_id[id] for id in ("worse", "where_else")]
    doubts = {one.id: "unsure" for card in cards for one in card.all_lines()}
    lost = summed(house, chat(house, {"spot": "dimple_left", **doubts}))
    assert line(lost, "worse").text == "Not sure" and line(lost, "where").text == "Left dimple. Also: Not sure"
    some = summed(house, chat(house, {"spot": "dimple_left", "agg_stairs": "yes", "agg_roll": "unsure",
                                      "also_groin": "unsure"}))
    assert line(some, "worse").text == "Stairs; Rolling over, or lying on it (not sure)"
    assert line(some, "where").text == "Left dimple. Also: Groin or front of pelvis (not sure)"
    assert "• Rolling over, or lying on it (not sure)" in part(some, "pain")
    assert line(summed(house, chat(house, {"spot": "dimple_left"})), "worse").text == "nothing"


def test_shortened_words_keep_their_doubt_and_their_answer(house: House) -> None:
    """Only the words of a line are cut, never the "(not sure)" behind them or the answer to a question."""
    foot = CROWD | {"leg_rest": "unsure"}
    assert '"A foot hurts at night, or a… (not sure)"' in line(summed(house, chat(house, foot)), "result").text
    risk = CROWD | {"age": "31", "pregnancy": "later", "preg_risk": "yes"}
    found = summed(house, chat(house, risk))
    assert '"Has anyone told you that this pregnancy has a higher risk: Yes"' in line(found, "result").text


def test_what_the_chat_told_already_has_words_of_its_own(house: House) -> None:
    """"Both get heavy when I…" would say the opposite of what eases it; the client's words stand in the part."""
    legs = {"age": "66", "spot": "buttock_left", "agg_walk": "yes", "leg_heavy": "yes", "pain": "8", "severe": "sleep"}
    found = summed(house, chat(house, legs))
    assert (line(found, "easier").text, line(found, "stops").text) == ("Sitting", "Sleep")
    told = part(found, "pain")
    assert 'Easier with: "Both get heavy when I stand or walk, and ease when I sit"' in told
    assert 'Stops them from: "I manage by day, but sleep badly"' in told
    assert line(summed(house, chat(house, legs), lang="de"), "easier").text == "Sitzen"


def test_a_visit_of_the_other_direction_scrambles_nothing(house: House) -> None:
    visit, ref = "الثلاثاء الساعة 3", "حجز-7"
    found = summed(house, chat(house, {"age": "43"}), booking=Booking(name="Ann", visit=visit, ref=ref))
    apart = [f"{OPENS}{text}{CLOSES}" for text in (visit, ref)]
    assert line(found, "client").text == f"{apart[0]} · Ann · 43 years · booking {apart[1]}"
    assert f"Booking: Ann · {apart[0]} · {apart[1]}" in part(found, "about")
    booking = Booking(visit="next Friday, noon", ref="r-17")
    arabic = summed(house, chat(house, {"age": "43"}), lang="ar", booking=booking)
    assert all(f"{OPENS}{text}{CLOSES}" in line(arabic, "client").text for text in ("next Friday, noon", "r-17"))


def test_what_is_held_back_has_a_name(house: House) -> None:
    given = {"age": "31", "pregnancy": "later", "spot": "dimple_left", "also_buttock": "yes", "agg_stairs": "yes"}
    text = line(summed(house, chat(house, given)), "held").text
    assert text.startswith("iliacus contact (T2) and pelvis draw (T3) because of ")
    assert "Iliakus-Kontakt (T2) und Beckenzug (T3)" in line(summed(house, chat(house, given), lang="de"), "held").text


def test_what_speaks_for_the_joint_names_only_what_was_said(house: House) -> None:
    fused = {"age": "80", "spot": "dimple_left", "metal": "yes", "spine_old": "yes"}
    for found in (summed(house, chat(house, fused)), summed(house, chat(house, fused), lang="de")):
        said = house.translations["calibrated", "de"] if found.lang == "de" else house.knowledge["calibrated"]
        words = label("spine_old", "yes", said)
        assert f'• "{words}"' in part(found, "fit")
        assert not any(item.say in whole(found) for item in said.fit.items if item.id == "event")
