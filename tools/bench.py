"""How long one turn of `step` takes on the full knowledge, over the longest chat.

Prints percentiles over all turns and over the last five; run by `make bench`.
"""

import statistics
import time
from pathlib import Path

from bot.clinic.files import house
from dialogs.cases import NOW, play
from dialogs.events import Event, Open, Tap
from dialogs.facts import open_lines
from dialogs.house import Clinic, House
from dialogs.session import Session
from dialogs.step import Step, step

# The answers that open the most follow-ups without ending the chat early.
LONGEST = {
    "age": "52", "pregnancy": "no", "cancer": "yes", "cancer_pain": "older", "radiotherapy": "no",
    "thinners": "yes", "thinner_kind": "strong", "bleed": "other", "bones": "yes", "bone_drug": "no",
    "sickle": "yes", "sickle_pain": "no", "aneurysm": "yes", "aneurysm_pain": "stent", "metal": "yes",
    "hip_old": "yes", "spine_old": "yes", "hip_signs": "none", "injury": "yes", "injury_kind": "healed",
    "germs": "yes", "germs_kind": "no", "clot": "yes", "clot_when": "old", "organs": "yes", "hernia": "yes",
    "device": "yes", "device_kind": "pacemaker", "duration": "years", "onset_age": "middle", "spot": "groin_left",
    "groin_risk": "no", "agg_run": "yes", "training": "no", "also_knee": "yes", "pain": "8", "severe": "copes",
    "ces_older": "yes", "old_pee": "yes", "pee_course": "unchanged", "old_legs": "yes", "older_legs": "walking",
    "foot_drop": "yes", "foot_kind": "unsteady",
}


def event_of(at: Step) -> Event:
    """The next answer of this client."""
    question = at.place.question
    assert question is not None
    if not question.checklist:
        return Tap((LONGEST.get(question.id) or play_quiet(question.id, at),))
    ids = [line.id for line in open_lines(question, at.place.facts)]
    ids += [question.more.id] if question.more else []
    ticked = tuple(id for id in ids if LONGEST.get(id) == "yes")
    return Tap(ticked or ("none",))


def play_quiet(id: str, at: Step) -> str:
    from dialogs.cases import quiet

    assert at.place.question is not None and at.place.question.id == id
    return quiet(at.place.question)


def timed(own: House) -> tuple[list[float], int]:
    """Milliseconds of each turn of one chat, and the length of its log."""
    session = Session(id="bench", country="US")
    at = step(session, Open(), own, NOW)
    took: list[float] = []
    while at.place.question is not None:
        event, stored = event_of(at), at.session.model_dump_json()
        begun = time.perf_counter()
        at = step(Session.model_validate_json(stored), event, own, NOW)
        took.append((time.perf_counter() - begun) * 1000)
    return took, len(at.session.log)


def main() -> None:
    own = house(Path("no-clinics"), Clinic(profile="calibrated"))
    play(own, {})  # warm
    every: list[float] = []
    last: list[float] = []
    entries = 0
    for _ in range(40):
        took, entries = timed(own)
        every += took
        last += took[-5:]
    print(f"one turn of step, load included, {len(every)} turns, longest chat {entries} answers")
    for name, figures in (("all turns", every), ("last five turns", last)):
        cuts = statistics.quantiles(figures, n=100)
        print(f"{name}: median {statistics.median(figures):.2f} ms, p95 {cuts[94]:.2f} ms, max {max(figures):.2f} ms")


if __name__ == "__main__":
    main()
