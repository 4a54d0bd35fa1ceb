"""Random event sequences through the real `step`: `make soak`.

    python -m tests.soak [SEQUENCES] [SEED]

People who mostly answer and sometimes do anything else: Back, Change, Restart, Stop, single
ticks, typed words, stale taps, danger words. At every turn what must hold is looked at anew,
from the rules and the log, not from what the machine says of itself.
"""

import random
import sys
import time
from collections import Counter
from multiprocessing import Pool
from pathlib import Path

from bot.clinic.files import house as build_house
from dialogs.events import Ask, Back, Change, Event, Hear, Open, Restart, Say, Stop, Tap, Tick
from dialogs.facts import open_lines, read
from dialogs.flow import ENDS, TALK, locate
from dialogs.house import Clinic, House
from dialogs.proof.promises import MESSAGE
from dialogs.proof.prove import EARLY
from dialogs.say import card_of, offered
from dialogs.session import Answer, Session
from dialogs.step import Step, step
from knowledge.condition import holds
from knowledge.match import DOCTOR_FIRST
from knowledge.models import Knowledge, Profile
from tests.test_properties import NOW

WORDS = ("yes", "none", "2", "1 and 3", "not sure", "back", "I want to die", "seven", "stop", "x",
         "my face is drooping")
GLOBAL = ("help", "person", "emergency", "status", "privacy", "why", "language")


def event(at: Step, rng: random.Random) -> Event:
    """What this person does next."""
    if rng.random() < 0.12:
        wild: list[Event] = [
            Back(), Back(), Restart(), Stop(), Open(), Change(""), Change(rng.choice(["age", "spot", "signs_now"])),
            Say(rng.choice(WORDS)), Ask(rng.choice(GLOBAL)), Hear(rng.choice(["RF-MH", "RF-STROKE", "RF-CA"]), "words"),
            Tap(("yes",), (), "spot", "00000000"),
            Tick("ces_pee", rng.choice(["yes", "no"]), at.card.id, at.card.shown),
        ]
        return rng.choice(wild)
    question, card = at.place.question, at.card
    choices = [c.id for r in at.replies for c in r.choices]
    if question is None or at.session.pending or at.session.changing or card.kind in ("menu", "confirm"):
        return Tap((rng.choice(choices),)) if choices else Ask("status")
    if question.checklist:
        odds = 1 - 10 ** rng.uniform(-4, -0.5)
        marks = {line.id: rng.choice(["yes", "unsure"]) for line in open_lines(question, at.place.facts)
                 if rng.random() > odds}
        ticked = tuple(id for id, v in marks.items() if v == "yes")
        unsure = tuple(id for id, v in marks.items() if v == "unsure")
        return Tap(ticked or (() if unsure else ("none",)), unsure, card.id, card.shown)
    if question.kind == "country":
        return Tap((rng.choice(["US", "GB", "DE"]),), (), card.id, card.shown)
    options = [o.id for o in offered(question, at.session)]
    first = question.id in ("consent", "review") or rng.random() < 0.8
    return Tap((options[0] if first else rng.choice(options),), (), card.id, card.shown)


def look(before: Step, done: Step, happened: Event, house: House) -> None:
    """Everything that must hold after a turn. AssertionError says what does not."""
    k, facts, state = house.knowledge_for(done.session), done.place.facts, done.place.state
    urgent = [r.id for r in k.rules if r.tier == "D1" and r.kind not in TALK and holds(r.when, facts)]
    assert bool(urgent) == (state == "emergency"), "an emergency is told exactly while one holds"
    fresh = state == "emergency" and before.place.state != "emergency"
    if fresh and not isinstance(happened, Stop):
        assert done.replies[0].kind == "urgent", "an emergency is told at that very turn, before anything else"
    if state in ("recommend", "refer", "outside") and facts.get("consent", "").startswith("agree"):
        for q in k.questions:
            due = q.phase in EARLY or state == "recommend"  # what comes with the review waits for massage only
            if q.settles and due and holds(q.when, facts):
                assert q.id in facts, f"an outcome while {q.id} is open"
    if state == "recommend":
        for r in k.rules:
            if r.tier in DOCTOR_FIRST or r.wait:
                assert holds(r.when, facts) is False, f"massage though {r.id} holds or is open"
    # A whole summary may be longer than a message: channels split it.
    longest = MESSAGE * (8 if "hand" in (before.card.id, done.card.id) else 1)
    assert done.replies and all(r.text.strip() and len(r.text) <= longest for r in done.replies)
    assert (done.outcome is not None) == (state in ENDS and state != "declined")
    if isinstance(happened, Ask):
        assert done.session.log == before.session.log, "a question of the client's changes no answer"


def settle(done: Step, k: Knowledge) -> None:
    """Storing changes nothing, and facts depend on the answers that stand, not on their order."""
    again = Session.model_validate_json(done.session.model_dump_json())
    place = locate(again, k)
    assert again == done.session and place.facts == done.place.facts and place.state == done.place.state
    assert card_of(place, again) == done.card
    gone = again.retracted()
    standing = [e for i, e in enumerate(again.log[again.start:], again.start) if i not in gone]
    asked = [e.question for e in standing if isinstance(e, Answer)]
    if len(asked) == len(standing) == len(set(asked)):
        turned = again.but(log=tuple(reversed(standing)), start=0)
        assert read(turned, k).facts == done.place.facts, "the order of the answers decided something"


def sequences(profile: Profile, count: int, seed: str) -> Counter[str]:
    """Run them; the states in which they ended, and the number of turns."""
    house = build_house(Path("no-clinics"), Clinic(profile=profile))
    seen: Counter[str] = Counter()
    for n in range(count):
        rng = random.Random(f"{seed} {profile} {n}")
        done = step(Session(id="s", country=rng.choice(["", "US", "GB"])), Open(), house, NOW)
        try:
            for _ in range(rng.randint(4, 70)):
                before, happened = done, event(done, rng)
                done = step(done.session, happened, house, NOW)
                look(before, done, happened, house)
                seen["turns"] += 1
            settle(done, house.knowledge_for(done.session))
        except AssertionError as fault:
            raise AssertionError(f"sequence {n} of seed {seed!r}, {profile}: {fault}") from fault
        seen[done.place.state] += 1
    return seen


def main() -> None:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    seed = sys.argv[2] if len(sys.argv) > 2 else "soak"
    started = time.perf_counter()
    profiles: list[Profile] = ["calibrated", "strict"]
    with Pool(2) as pool:
        counted = pool.starmap(sequences, [(profile, count // 2, seed) for profile in profiles])
    total: Counter[str] = sum(counted, Counter())
    turns = total.pop("turns")
    print(f"{count} sequences, {turns} turns, no fault; ended in {dict(total.most_common())}; "
          f"{time.perf_counter() - started:.0f} s")


if __name__ == "__main__":
    main()
