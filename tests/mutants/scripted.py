"""A few turns with a known end, each about one thing that random clients seldom meet."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime

from dialogs.cases import play
from dialogs.events import Event, Hear, Open, Restart, Say, Stop, Tap, Tick
from dialogs.facts import read
from dialogs.house import Clinic, House
from dialogs.session import Answer, Session
from dialogs.step import Step, step
from dialogs.words import words
from knowledge.models import Knowledge, Profile
from tests.mutants.content import houses

NOW = datetime(2026, 1, 15, 22, 30, tzinfo=UTC)
Found = dict[Profile, Knowledge]


def after(house: House, *events: Event, country: str = "US") -> Step:
    """Where these events lead; a tap without a card is one on the card that is shown."""
    here = step(Session(id="script", country=country), Open(), house, NOW)
    for event in events:
        if isinstance(event, Tap | Tick) and not event.shown:
            event = replace(event, question=here.card.id, shown=here.card.shown)
        here = step(here.session, event, house, NOW)
    return here


AGREE, NONE = Tap(("agree",)), Tap(("none",))


def danger_words(found: Found) -> Iterator[str]:
    """A danger word brings its question to the front; a no from before it does not count."""
    house = houses(found)["calibrated"]
    told = after(house, AGREE, NONE, Hear("RF-CES-2", "numb down there"))
    question = told.place.question
    if told.place.state != "screen" or question is None or question.id != "signs_nerve":
        yield f"words of numbness: the chat asks {question.id if question else 'nothing'}"
    if "ces_numb" in told.place.facts:
        yield "words of numbness: the no from before them still counts"
    if not told.replies or told.replies[0].kind != "urgent":
        yield "words of numbness: what is urgent is not said first"
    later = after(house, AGREE, NONE, NONE, Hear("RF-MH", "words"))
    if later.place.state != "crisis" or later.replies[0].kind != "urgent":
        yield f"words of self-harm: the chat is in {later.place.state}"
    on = after(house, AGREE, NONE, NONE, Hear("RF-MH", "words"), Tap(("go_on",)))
    if on.place.state != "screen":
        yield f"after 'go on' the chat is in {on.place.state}"
    typed = after(house, AGREE, Say("no, but he hit me"))
    if typed.place.state != "crisis":
        yield "typed words of being hit are taken for an answer"
    early = after(house, AGREE, Hear("RF-DVT", "a calf like a balloon"))
    if early.place.question is None or early.place.question.id != "signs_sudden":
        yield "words of a swollen calf: another card is asked first"
    end = step(play(house, {}).session, Hear("RF-MH", "words"), house, NOW)
    if end.place.state != "crisis":
        yield f"words of self-harm at the end: the chat is in {end.place.state}"
    both = after(house, AGREE, Hear("RF-MH", "words"), Tap(("go_on",)), Tick("ces_pee", "yes", "", ""),
                 Hear("RF-OD", ""))
    if both.place.state != "emergency":
        yield f"an emergency beside a crisis: the chat is in {both.place.state}"


def emergency_at_the_tick(found: Found) -> Iterator[str]:
    """A single tick, the card not done, is enough; and it names the call first."""
    told = after(houses(found)["calibrated"], AGREE, Tick("ces_pee", "yes", "", ""))
    if told.place.state != "emergency" or told.replies[0].kind != "urgent":
        yield f"a tick on the bladder line: the chat is in {told.place.state}"
    if "911" not in told.replies[0].text.split("\n")[0]:
        yield "the first line names no number to call"


def ticks_on_the_way(found: Found) -> Iterator[str]:
    """What was ticked before the card was done is part of its answer."""
    done = after(houses(found)["calibrated"], AGREE, NONE, NONE, Tick("swollen_leg", "yes", "", ""), Tap(("fever",)))
    if (done.place.facts.get("swollen_leg"), done.place.facts.get("fever")) != ("yes", "yes"):
        yield "a tick on the way to the answer is lost"


def other_words(found: Found) -> Iterator[str]:
    """A tap or tick on the same card in other words than today's changes nothing."""
    house = houses(found)["calibrated"]
    for event in (Tap(("none",), (), "signs_nerve", "00000000"), Tick("ces_pee", "yes", "signs_nerve", "00000000")):
        if len(after(house, AGREE, event).session.log) != 1:
            yield f"{event} counted for a card in other words"


def reworded(found: Found) -> Iterator[str]:
    """An answer to other words than today's counts for nothing."""
    house = houses(found)["calibrated"]
    session = after(house, AGREE, NONE).session
    old = tuple(e.model_copy(update={"shown": "00000000"}) if isinstance(e, Answer) and e.question == "signs_nerve"
                else e for e in session.log)
    if "ces_pee" in read(session.but(log=old), found["calibrated"]).facts:
        yield "an answer to a reworded question still counts"


def by_country(found: Found) -> Iterator[str]:
    """Where no clinic says otherwise the UK is strict, and other countries are not."""
    house = House(found, {"en": words("en")}, clinics={"": Clinic()})
    for country, profile in (("GB", "strict"), ("US", "calibrated")):
        got = house.knowledge_for(Session(id="x", country=country)).profile
        if got != profile:
            yield f"{country} is {got}"


def a_grave_restart(found: Found) -> Iterator[str]:
    """To start again after a grave answer is asked first; what was taken back stays told."""
    house = houses(found)["calibrated"]
    grave = (AGREE, NONE, NONE, Tap(("fever",)))
    asked = after(house, *grave, Restart())
    if not asked.session.pending or asked.session.start:
        yield "a restart throws a fever away unasked"
    neither = after(house, *grave, Restart(), Tap(("?",)))
    if neither.place.facts.get("fever") != "yes":
        yield "an answer that was not offered throws a fever away"
    kept = after(house, *grave, Restart(), Tap(("keep",)))
    if kept.place.facts.get("fever") != "yes":
        yield "to keep the answer threw it away"
    taken = after(house, *grave, Restart(), Tap(("take_back",)))
    if not any(e.type == "retract" and e.confirmed and "fever" in e.grave for e in taken.session.log):
        yield "a fever that was taken back is not told any more"


def stopped(found: Found) -> Iterator[str]:
    """Whoever stops in an emergency, and comes back, reads it again first."""
    house = houses(found)["calibrated"]
    stopped = after(house, AGREE, Tick("ces_pee", "yes", "", ""), Stop())
    if stopped.replies[0].kind != "urgent":
        yield "stopped in an emergency without a word of it"
    back = after(house, AGREE, Tick("ces_pee", "yes", "", ""), Stop(), Open())
    if back.replies[0].kind != "urgent":
        yield "back in an emergency, and something else comes first"


def elsewhere(found: Found) -> Iterator[str]:
    """Nothing is advised for a pain that this chat knows nothing of."""
    try:
        state = play(houses(found)["calibrated"], {"spot": "elsewhere"}).last.place.state
    except ValueError as unasked:
        state = f"a chat without that question ({unasked})"
    if state != "outside":
        yield f"a pain somewhere else ends in {state}"


def deafer(shipped: Found, weak: Found) -> bool:
    """Whether a phrase of the shipped danger words no longer speaks of its row."""
    house = houses(weak)["calibrated"]
    for row, phrases in shipped["calibrated"].heard.items():
        for phrase in phrases:
            told = after(house, AGREE, Say(phrase))
            if not any(entry.type == "notice" and entry.row == row for entry in told.session.log):
                return True
    return False


SCRIPTED: dict[str, Callable[[Found], Iterator[str]]] = {
    "a danger word stops the chat or asks its question": danger_words,
    "one tick is enough for an emergency": emergency_at_the_tick,
    "what was ticked on the way counts": ticks_on_the_way,
    "a tap on a card in other words changes nothing": other_words,
    "an answer counts only for the words that were shown": reworded,
    "the UK is strict where no clinic says otherwise": by_country,
    "a grave answer is not lost by starting again": a_grave_restart,
    "whoever comes back to an emergency reads it first": stopped,
    "for a pain somewhere else nothing is advised": elsewhere,
}
