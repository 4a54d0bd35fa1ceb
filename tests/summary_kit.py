"""What the tests of summaries share: five very different clients, and a chat played to its summary."""

from dialogs.cases import NOW, Played, play
from dialogs.house import House
from dialogs.session import Session, Told
from dialogs.summary import Booking, Line, Summary, summary

BOOKING = Booking(name="Maria López", visit="2026-01-20T14:30")
# name -> (answers, the client's language)
FIVE: dict[str, tuple[dict[str, str], str]] = {
    "one-side": ({
        "age": "43", "spot": "dimple_left", "also_buttock": "yes", "also_thigh": "yes", "agg_stairs": "yes",
        "agg_roll": "yes", "agg_rise": "yes", "feel_dull": "yes", "duration": "weeks", "pain": "6"}, "en"),
    "pregnant": ({
        "age": "31", "pregnancy": "later", "spot": "dimple_left", "also_groin": "yes", "agg_stairs": "yes",
        "agg_roll": "yes", "feel_dull": "yes", "duration": "weeks", "pain": "5"}, "en"),
    "blood-thinner": ({
        "age": "71", "thinners": "yes", "thinner_kind": "strong", "bleed": "other", "metal": "yes", "hip_old": "yes",
        "hip_signs": "none", "spot": "buttock_right", "also_thigh": "yes", "agg_walk": "yes", "duration": "months",
        "pain": "4"}, "en"),
    "emergency": ({"ces_numb": "yes"}, "en"),
    "arabic": ({
        "age": "38", "pregnancy": "no", "spot": "dimple_right", "also_buttock": "yes", "agg_stairs": "yes",
        "agg_roll": "yes", "agg_rise": "yes", "duration": "weeks", "pain": "6"}, "ar"),
}


# Sixteen cautions.
MANY = FIVE["blood-thinner"][0] | {"device_kind": "pacemaker", "clot_when": "old"} | dict.fromkeys(
    ("bones", "spine_old", "organs", "hernia", "device", "joints", "skin", "veins", "numb_feet", "patch", "no_touch",
     "hot_joint", "clot"), "yes")
# name -> what the client says at the hand-over
TOLD = {
    "one-side": (Told(question="easier", options=("warmth", "changing")), Told(question="stops", options=("sitting",))),
    "pregnant": (Told(question="easier", options=("lying",)), Told(question="stops", words="lifting my big boy")),
    "blood-thinner": (Told(question="stops", options=("walking",)),),
    "arabic": (Told(question="easier", options=("pills",)), Told(question="stops", words="الصلاة")),
}


def chat(house: House, given: dict[str, str], lang: str = "en") -> Played:
    return play(house, given, session=Session(id="client", country="US", lang=lang))


def summed(house: House, played: Played, private: bool = False, lang: str = "en", booking: Booking = BOOKING,
           before: Summary | None = None, again: bool = False, told: tuple[Told, ...] = ()) -> Summary:
    return summary(played.session, house, NOW, booking, private, lang, "S-1", before, again=again, told=told)


def of(house: House, name: str, private: bool = False) -> Summary:
    """The summary of one of the five, in the client's language."""
    given, lang = FIVE[name]
    return summed(house, chat(house, given, lang), private, lang, told=TOLD.get(name, ()))


def lines(found: Summary) -> list[Line]:
    return [*found.screen, *(line for part in found.parts for line in part.lines)]


def line(found: Summary, id: str) -> Line:
    return next(line for line in found.screen if line.id == id)
