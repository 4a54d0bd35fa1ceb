"""Every caution of the clinical draft (3.1, 3.2) reaches the summary, and each guard (3.3) holds back what it should.

The table of both is printed at the end of the run.
"""

from collections.abc import Callable

import pytest

from dialogs.house import House
from dialogs.summary import Summary
from dialogs.summary.text import screen
from knowledge.condition import leaves
from knowledge.models import Knowledge
from tests.summary_kit import chat, line, summed

Record = Callable[[str, object], None]
HEALTH = {"hip_new": "metal", "hip_old": "metal", "spine_new": "metal", "spine_old": "metal", "kidney": "organs",
          "hernia": "organs", "stoma": "organs", "gut": "organs", "ovary": "organs", "injury_kind": "injury",
          "clot_when": "clot", "thinner_kind": "thinners", "aneurysm_pain": "aneurysm", "device_kind": "device",
          "radiotherapy": "cancer", "urine_kind": "urine", "preg_risk": "pregnancy",
          "settle_organs": "organs", "settle_metal": "metal", "feel_numb": "also_thigh"}

# row -> answers of a case of its own, and a word of its note
CAUTIONS: dict[str, tuple[dict[str, str], str]] = {
    "MC-01": ({"clot_when": "new"}, "Clot within 6 months"),
    "MC-02": ({"bug": "yes"}, "Contagious illness"),
    "MC-03": ({"weight": "yes"}, "general signs"),
    "MC-04": ({"thinner_kind": "strong"}, "Blood thinner"),
    "MC-05": ({"bones": "yes"}, "Thin bones"),
    "MC-06": ({"injury_kind": "break"}, "Recent break"),
    "MC-07": ({"injury_kind": "fresh"}, "Operation under 6 weeks"),
    "MC-08": ({"hip_old": "yes"}, "Hip replacement"),
    "MC-09": ({"spine_old": "yes"}, "Fused segment"),
    "MC-10": ({"skin": "yes"}, "Skin"),
    "MC-11": ({"veins": "yes"}, "Varicose veins"),
    "MC-12": ({"heart": "yes"}, "heart attack"),
    "MC-13": ({"cancer": "yes", "cancer_pain": "older"}, "Cancer now or past"),
    "MC-14": ({"numb_feet": "yes"}, "Numb feet"),
    "MC-15": ({"hot_joint": "yes"}, "swollen joint"),
    "MC-16": ({"urine_kind": "waves"}, "doctor's OK first"),
    "MC-17": ({"device_kind": "pacemaker"}, "Pacemaker"),
    "MC-18": ({"drunk": "yes"}, "postpone"),
    "MC-19": ({"patch": "yes"}, "Patch or injection site"),
    "MC-20": ({"patch": "yes"}, "Allergy"),
    "MC-21": ({"no_touch": "yes"}, "Consent area"),
    "MC-22": ({"hernia": "yes"}, "Hernia"),
    "MC-23": ({"joints": "yes"}, "Hypermobility"),
    "MC-24": ({"joints": "yes"}, "axial spondyloarthritis"),
    "MC-25": ({"device_kind": "pump"}, "stimulator or pump"),
    "MC-26": ({"radiotherapy": "yes", "cancer_pain": "older"}, "radiotherapy"),
    "MC-27": ({"aneurysm_pain": "stent"}, "Stent"),
    "MP-1": ({"pregnancy": "early"}, "My baby moves less"),  # week, complications, midwife: asked before all else
    "MP-2": ({"pregnancy": "later"}, "side-lying, supported"),
    "MP-3": ({"pregnancy": "maybe"}, "iliacus release"),
    "MP-4": ({"pregnancy": "early"}, "First trimester"),
    "MP-5": ({"pregnancy": "later", "preg_bleed": "yes"}, "Do not treat"),  # the stop signs are an emergency
    "MP-6": ({"pregnancy": "later", "preg_risk": "yes"}, "High-risk pregnancy"),
    "MP-7": ({"pregnancy": "birth_new"}, "6 weeks after birth"),
    "MP-8": ({"pregnancy": "later", "spot": "dimple_left"}, "belt, physio, exercise"),
}
ELSEWHERE = {"MP-1": "signs", "MP-8": "fit"}  # no caution, but a part of its own

# What clinical.md 3.3 asks for: T1 is the piston move (spine, ribs and hip are loaded), T2 and T3 press at the front
# of the hip. MC-01, MC-09, MC-23 to MC-26 add the techniques that their own note forbids.
FRONT, ALL = {"T2", "T3"}, {"T1", "T2", "T3"}
GUARDS: list[tuple[dict[str, str], set[str]]] = [
    ({"pregnancy": "early"}, FRONT), ({"pregnancy": "later"}, FRONT), ({"pregnancy": "maybe"}, FRONT),
    ({"pregnancy": "unsure"}, FRONT), ({"pregnancy": "birth_new"}, FRONT),
    ({"thinner_kind": "strong"}, FRONT), ({"thinner_kind": "unsure"}, FRONT),
    ({"aneurysm_pain": "stent"}, FRONT), ({"aneurysm_pain": "old"}, FRONT), ({"aneurysm_pain": "unsure"}, FRONT),
    ({"aneurysm_pain": "new"}, FRONT), ({"organs": "unsure"}, FRONT),
    ({"hernia": "yes"}, FRONT), ({"stoma": "yes"}, FRONT), ({"kidney": "yes"}, FRONT), ({"gut": "yes"}, FRONT),
    ({"ovary": "yes"}, FRONT), ({"hernia": "unsure"}, FRONT), ({"stoma": "unsure"}, FRONT),
    ({"kidney": "unsure"}, FRONT), ({"gut": "unsure"}, FRONT), ({"ovary": "unsure"}, FRONT),
    ({"cancer": "yes"}, ALL), ({"cancer": "unsure"}, ALL),  # nobody asked whether it is in the bone
    ({"settle_organs": "both"}, FRONT), ({"settle_organs": "unsure"}, FRONT),
    ({"settle_metal": "both"}, {"T1", "T3"}), ({"settle_metal": "unsure"}, {"T1", "T3"}),
    ({"feel_numb": "yes"}, FRONT), ({"feel_numb": "unsure"}, FRONT), ({"sa_wake": "yes"}, {"T1"}),
    ({"leg_numb": "yes"}, FRONT), ({"leg_numb": "unsure"}, FRONT),
    ({"device_kind": "pump"}, FRONT), ({"device_kind": "unsure"}, FRONT),
    ({"injury_kind": "fresh"}, ALL), ({"injury_kind": "healed"}, ALL), ({"injury_kind": "break"}, ALL),
    ({"injury_kind": "unsure"}, ALL),
    ({"hip_new": "yes"}, ALL), ({"hip_old": "yes"}, ALL), ({"hip_new": "unsure"}, ALL), ({"hip_old": "unsure"}, ALL),
    ({"spine_new": "yes"}, ALL), ({"spine_new": "unsure"}, ALL),
    ({"spine_old": "yes"}, {"T1", "T3"}), ({"spine_old": "unsure"}, {"T1", "T3"}),
    ({"clot_when": "new"}, ALL), ({"clot_when": "unsure"}, ALL),
    ({"bones": "yes"}, {"T1"}), ({"bones": "unsure"}, {"T1"}),
    ({"steroids": "yes"}, {"T1"}), ({"steroids": "unsure"}, {"T1"}),
    ({"joints": "yes"}, {"T1"}), ({"joints": "unsure"}, {"T1"}),
    ({"radiotherapy": "yes"}, ALL), ({"radiotherapy": "unsure"}, ALL),  # after cancer, so the front too
]
NO_GUARD: list[dict[str, str]] = [
    {}, {"thinner_kind": "aspirin"}, {"clot_when": "old"}, {"pregnancy": "birth_year"}, {"injury_kind": "sprain"},
    {"veins": "yes"}, {"no_touch": "yes"},
]


def made(given: dict[str, str], house: House, private: bool = False) -> Summary:
    """A client with an SI pattern, and these answers."""
    si = {"spot": "dimple_left", "also_buttock": "yes", "agg_roll": "yes", "agg_rise": "yes"}
    opened = {HEALTH[fact]: "yes" for fact in given if fact in HEALTH and HEALTH[fact] not in given}
    if "sa_wake" in given:  # asked of pain that is old enough
        opened["duration"] = "months"
    return summed(house, chat(house, {**si, **opened, **given}), private)


def described(given: dict[str, str]) -> str:
    return ", ".join(f"{fact}: {value}" for fact, value in given.items()) or "none of these"


def test_every_row_of_the_draft_is_here(house: House) -> None:
    rows = house.knowledge["calibrated"].row_ids
    assert set(CAUTIONS) == {*rows["MC"], *rows["MP"]}


@pytest.mark.parametrize("row", CAUTIONS)
def test_a_caution_reaches_the_summary(row: str, house: House, record_property: Record) -> None:
    given, words = CAUTIONS[row]
    where = f"part {ELSEWHERE[row]}" if row in ELSEWHERE else "first screen"
    record_property("summary", f"{row:<6} {described(given):<45} \"{words}\": {where}")
    found = made(given, house)
    if row in ELSEWHERE:
        place = " ".join(text for one in found.part(ELSEWHERE[row]).lines for text in (one.text, *one.rows))
    else:
        place = screen(found)
        whole = found.part("cautions").lines
        assert any(words in one.text for one in whole) or found.disposition == "D1"
    assert words in place


@pytest.mark.parametrize(("given", "held"), GUARDS, ids=lambda value: described(value) if type(value) is dict else "")
def test_a_guard_holds_back(given: dict[str, str], held: set[str], house: House, record_property: Record) -> None:
    record_property("summary", f"3.3    {described(given):<45} held back: {', '.join(sorted(held))}")
    found = made(given, house, private=True)
    lines = {one.id: one for one in found.part("techniques").lines}
    because = {id for id in ("T1", "T2", "T3") if lines[id].text.startswith("Held back because of")}
    assert because == held
    [(fact, value)] = given.items()
    by_this = {id for id in held if f"{fact}={value}" in lines[id].facts}
    assert by_this == ({"T1"} if fact == "radiotherapy" else held)
    assert not any(f"({id})" in line(found, "try").text for id in held)
    told = line(found, "held").text if found.disposition != "D1" else "T1, T2, T3"
    assert told.startswith("All three") or all(id in told for id in held)


@pytest.mark.parametrize("given", NO_GUARD, ids=described)
def test_nothing_else_holds_back(given: dict[str, str], house: House, record_property: Record) -> None:
    record_property("summary", f"3.3    {described(given):<45} held back: nothing")
    found = made(given, house)
    assert line(found, "held").text == "Nothing."
    assert all(f"({id})" in line(found, "try").text for id in ("T1", "T2", "T3"))


def test_every_answer_of_a_guard_is_in_the_table(house: House) -> None:
    k: Knowledge = house.knowledge["calibrated"]
    written = {(leaf.fact, value) for t in k.techniques for leaf in leaves(t.guard) for value in leaf.values}
    assert written == {item for given, _ in GUARDS for item in given.items()}
