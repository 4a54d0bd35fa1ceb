"""Typed words of every kind through `listen`, `hear` and the real `step`: `make fuzz`.

    python -m tests.fuzz [SECONDS] [SEED]

People who type rather than tap: lines of tests/heard cut, joined, misspelt and shouted, words of
the lexicons in any order, numbers, other scripts, characters that nobody sees, and one word over
and over. No exception, nothing slow, and after every turn what `tests.soak` looks at holds too.
"""

import json
import random
import sys
import time
from collections import Counter
from multiprocessing import Pool
from pathlib import Path

from bot.clinic.files import house as build_house
from dialogs.events import Event, Open, Say, Tap
from dialogs.hear.flags import listen
from dialogs.house import Clinic, House
from dialogs.session import Session
from dialogs.step import step
from knowledge.lexicon import languages, lexicon
from knowledge.models import Profile
from tests.soak import event, look, settle
from tests.test_properties import NOW

HEARD = Path(__file__).parent / "heard"
LONGEST = 4096  # characters of a message, as Telegram has it
SLOW = 0.5  # seconds of CPU for one turn, on any machine
HIDDEN = "\u200b\u200d\u202e\u2066\u0301\ufe0f\u00ad\ufeff\u0000"
SCRIPTS = ((0x20, 0x7E), (0xA1, 0x24F), (0x370, 0x3FF), (0x400, 0x4FF), (0x590, 0x6FF), (0x900, 0x97F),
           (0x3040, 0x30FF), (0x4E00, 0x4FFF), (0xFF01, 0xFF5E), (0x1D400, 0x1D7FF), (0x1F300, 0x1FAFF))
NUMBERS = ("0", "7", "10", "11", "-3", "3.5", "2,5", "1/2", "½", "٣", "７", "1e9", "99999999999", "10/10", "seven")


def said() -> list[str]:
    """Every line of tests/heard, in all languages."""
    return [json.loads(line)["text"] for file in sorted(HEARD.glob("*.jsonl"))
            for line in file.read_text(encoding="utf-8").splitlines()]


def text(rng: random.Random, lines: list[str], words: list[str]) -> str:
    """One message."""
    kind = rng.randrange(7)
    if kind == 0:
        found = rng.choice(lines)
    elif kind == 1:
        found = rng.choice([" ", ". ", " and ", "\n", ", no "]).join(rng.choices(lines, k=rng.randint(2, 12)))
    elif kind == 2:
        found = " ".join(rng.choices(words, k=rng.randint(1, 30)))
    elif kind == 3:
        found = "".join(chr(rng.randint(*rng.choice(SCRIPTS))) for _ in range(rng.randint(1, 80)))
    elif kind == 4:
        found = " ".join(rng.choice([*NUMBERS, rng.choice(words)]) for _ in range(rng.randint(1, 8)))
    elif kind == 5:
        found = (rng.choice([*words, "no", "not", "'", "(", "to", "a", "9", " "]) + rng.choice([" ", "", ", "])) * 2000
    else:
        found = rng.choice(lines)[: rng.randint(0, 40)]
    return spoilt(rng, found)[:LONGEST]


def spoilt(rng: random.Random, found: str) -> str:
    """The message as a hurried thumb or another keyboard writes it."""
    how = rng.randrange(6)
    if how == 0 and found:
        for _ in range(rng.randint(1, 6)):
            at = rng.randrange(len(found) + 1)
            put = rng.choice(["", rng.choice("aeiourstn "), rng.choice(HIDDEN), rng.choice("'’`´")])
            found = found[:at] + put + found[at + rng.randint(0, 1):]
    elif how == 1:
        found = found.upper() if rng.random() < 0.5 else found.swapcase()
    elif how == 2:
        found = "".join(c for c in found if c not in ".,;:!?'’ ") if rng.random() < 0.3 else found.replace(" ", "  ")
    return found


def chats(seconds: float, seed: str, profile: Profile) -> Counter[str]:
    """Chats until the time is over; how many messages of which fate."""
    house, rng = build_house(Path("no-clinics"), Clinic(profile=profile)), random.Random(f"{seed} {profile}")
    lines = said()
    words = [word for line in lines for word in line.split()]
    seen: Counter[str] = Counter()
    ready(house)
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        chat(house, rng, lines, words, seen)
        seen["chats"] += 1
    return seen


def ready(house: House) -> None:
    """The lexicons are compiled at the first word in each language; that is no turn's time."""
    for lang in house.words:
        at = step(Session(id="f", country="US", lang=lang), Open(), house, NOW)
        at = step(at.session, Tap(("agree",)), house, NOW)
        step(at.session, Say("my back hurts on the left since 3 weeks"), house, NOW)


def chat(house: House, rng: random.Random, lines: list[str], words: list[str], seen: Counter[str]) -> None:
    """One person. AssertionError or any other fault comes with what was typed: it is nobody's own words."""
    lang = rng.choice(list(house.words))
    done = step(Session(id="f", country=rng.choice(["", "US", "DE", "MX"]), lang=lang), Open(), house, NOW)
    if rng.random() < 0.9:
        done = step(done.session, Tap(("agree",) if done.session.country else ("agree_us",)), house, NOW)
    for _ in range(rng.randint(3, 40)):
        happened: Event = Say(text(rng, lines, words)) if rng.random() < 0.5 else event(done, rng)
        before, started = done, time.process_time()
        try:
            done = step(done.session, happened, house, NOW)
            taken = time.process_time() - started
            if isinstance(happened, Say):
                seen["messages"] += 1
                seen["took"] = max(seen["took"], int(taken * 1000))
                if taken > SLOW:  # some words are compiled when they are first needed; a turn is pure, so once more
                    started = time.process_time()
                    step(before.session, happened, house, NOW)
                    taken = time.process_time() - started
                assert taken < SLOW, f"one turn took {taken:.2f} s"
                heard(happened.text, done.session.lang, seen)
            look(before, done, happened, house)
        except Exception as fault:
            raise AssertionError(f"{happened!r} at {before.place.state}/{before.card.id} in {lang}: {fault}") from fault
    settle(done, house.knowledge_for(done.session))


def heard(message: str, lang: str, seen: Counter[str]) -> None:
    """What is noticed points at words that are there."""
    if lang not in languages():
        return
    found = listen(message, lexicon(lang))
    for _, (first, last) in (*found.raised, *found.check, *found.denied):
        assert 0 <= first < last <= len(message), "a span outside the message"
    assert len(found.check) <= 2, "more than two rows in doubt"
    seen["raised"] += bool(found.raised)
    seen["in doubt"] += bool(found.check)


def main() -> None:
    seconds = float(sys.argv[1]) if len(sys.argv) > 1 else 600
    seed = sys.argv[2] if len(sys.argv) > 2 else "fuzz"
    profiles: list[Profile] = ["calibrated", "strict"]
    with Pool(2) as pool:
        counted = pool.starmap(chats, [(seconds, seed, profile) for profile in profiles])
    slowest = max(one["took"] for one in counted)
    total: Counter[str] = sum(counted, Counter())
    print(f"{total['chats']} chats, {total['messages']} typed messages in {seconds:.0f} s, no fault; "
          f"{total['raised']} raised a warning sign, {total['in doubt']} brought one forward; "
          f"the slowest turn took {slowest} ms")


if __name__ == "__main__":
    main()
