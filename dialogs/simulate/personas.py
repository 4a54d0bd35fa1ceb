"""How the same truth is told: nine clients, each a script of events. Seeded, so repeatable.

All but `anxious` tell the truth in the end, and so must end where `plain` ends.
"""

import hashlib
from dataclasses import replace

from dialogs.events import Back, Change, Open, Restart, Say, Stop, Tap
from dialogs.simulate.answers import label, lines, mild, shortest, truth
from dialogs.simulate.chat import Persona, Script, Shown, Surprise
from dialogs.simulate.clients import Client
from knowledge.models import Knowledge

DOUBT = 0.1  # of the lines that are not true, how many `anxious` is not sure of
RAMBLE = (
    "well where do I begin, we had the builders in all week and the dog hates it, he hides in the laundry",
    "my sister in law always says that the weather up there is lovely in the spring, and I believe her",
    "sorry, I am writing this on the bus and the man beside me is eating an onion sandwich, imagine",
    "it was the summer when we painted the fence green, or the one before, my cousin would remember",
)


def chance(*parts: object) -> float:
    """0 to 1, the same for the same parts, whatever came before."""
    digest = hashlib.sha256("\0".join(map(str, parts)).encode()).digest()
    return int.from_bytes(digest[:6]) / 2**48


def plain(client: Client, knowledge: Knowledge, _: int) -> Script:
    """Taps what is asked."""
    shown = yield Open()
    while not shown.ended():
        shown = yield truth(client, shown, knowledge)


def terse(client: Client, knowledge: Knowledge, _: int) -> Script:
    """Types as little as the chat understands; taps where that was too little."""
    shown = yield Open()
    while not shown.ended():
        tap = truth(client, shown, knowledge)
        before = shown
        shown = yield shortest(tap, client, shown, knowledge)
        if same(before, shown):
            shown = yield tap


def types(client: Client, knowledge: Knowledge, _: int) -> Script:
    """Types the words of the buttons; taps where they were not understood."""
    shown = yield Open()
    while not shown.ended():
        tap = truth(client, shown, knowledge)
        before = shown
        shown = yield label(tap, client, shown, knowledge)
        if same(before, shown):
            shown = yield tap


def rambling(client: Client, knowledge: Knowledge, seed: int) -> Script:
    """Talks of something else first, which must answer nothing; then taps."""
    shown = yield Open()
    while not shown.ended():
        for n in range(int(chance(seed, client.id, shown.card.id) * 3)):
            talk = RAMBLE[int(chance(seed, client.id, shown.card.id, n) * len(RAMBLE))]
            before = shown
            shown = yield Say(talk, shown.card.shown)
            unchanged(before, shown, f"words about nothing, '{talk[:30]}...',")
        shown = yield truth(client, shown, knowledge)


def contradictory(client: Client, knowledge: Knowledge, seed: int) -> Script:
    """Says each true answer wrong first, in the mild way; mends it with Back, with Change, or
    where the chat asks what fits; at the latest in the review or at the end."""
    told: set[str] = set()  # cards that were answered wrong once
    standing: list[str] = []  # of them those that are not mended yet
    shown = yield Open()
    while True:
        id = shown.card.id
        question = knowledge.by_id.get(id)
        if standing and (shown.ended() or id == "review"):
            shown = yield Change(standing.pop())
        elif shown.ended():
            return
        elif question is None:
            shown = yield truth(client, shown, knowledge)
        elif question.settles:
            wrong = [knowledge.by_fact[fact].id in standing for fact in question.settles]
            if any(wrong):
                standing.remove(knowledge.by_fact[question.settles[wrong.index(True)]].id)
                tap = truth(client, shown, knowledge)
                shown = yield replace(tap, options=("first" if wrong[0] else "second",))
            else:
                shown = yield truth(client, shown, knowledge)
        elif id in told or mild(shown, knowledge).options == truth(client, shown, knowledge).options:
            shown = yield truth(client, shown, knowledge)
            standing = [other for other in standing if other != id]
        else:
            told.add(id)
            shown = yield mild(shown, knowledge)
            how = chance(seed, client.id, id)
            if id in ("consent", "country") or how < 0.3:
                shown = yield Back()
            elif how < 0.6:
                shown = yield Change(id)
            else:
                standing.append(id)


def anxious(client: Client, knowledge: Knowledge, seed: int) -> Script:
    """Is not sure of one in ten lines that are not true; a question that makes sure helps."""
    shown = yield Open()
    while not shown.ended():
        tap = truth(client, shown, knowledge)
        values = {id: "yes" for id in tap.options if id != "none"} | {id: "unsure" for id in tap.unsure}
        for line in shown.card.lines:
            if line.id not in values and chance(seed, client.id, line.id) < DOUBT:
                values[line.id] = "unsure"
        shown = yield lines(shown, values) if shown.card.lines else tap


def changes_mind(client: Client, knowledge: Knowledge, seed: int) -> Script:
    """Takes answers back and gives them again, and begins again once."""
    again: set[str] = set()
    shown = yield Open()
    restart = 2 + int(chance(seed, client.id) * 16)  # before which answer
    count = 0
    while not shown.ended() or count <= restart:
        count += 1
        if shown.ended() or count == restart:
            count = restart + 1
            shown = yield Restart()
            continue
        id = shown.card.id
        shown = yield truth(client, shown, knowledge)
        if id not in {"confirm", *again} and chance(seed, client.id, id) < 0.3:
            again.add(id)
            shown = yield Back()


def midway(client: Client, knowledge: Knowledge, seed: int) -> Script:
    """Leaves now and then, comes back and goes on."""
    left: set[str] = set()
    shown = yield Open()
    while not shown.ended():
        id = shown.card.id
        if id not in left and chance(seed, client.id, id) < 0.2:
            left.add(id)
            before = yield Stop()
            shown = yield Open()
            unchanged(before, shown, "leaving and coming back")
        shown = yield truth(client, shown, knowledge)


def old_buttons(client: Client, knowledge: Knowledge, seed: int) -> Script:
    """Presses buttons of earlier cards again: each at once, and some later ones."""
    pressed: list[Tap] = []
    shown = yield Open()
    while not shown.ended():
        tap = truth(client, shown, knowledge)
        shown = yield tap
        pressed.append(tap)
        older = pressed[int(chance(seed, client.id, len(pressed)) * len(pressed))]
        for old in (tap, older):
            if old.question != shown.card.id:
                before = shown
                shown = yield old
                unchanged(before, shown, f"an old button of '{old.question}'")


def same(before: Shown, after: Shown) -> bool:
    """The same card is still open."""
    return (before.card, before.state) == (after.card, after.state)


def unchanged(before: Shown, after: Shown, what: str) -> None:
    if not same(before, after):
        raise Surprise(f"{what} changed '{before.card.id}' to '{after.card.id}'")


PERSONAS: dict[str, Persona] = {
    "plain": plain, "terse": terse, "rambling": rambling, "contradictory": contradictory, "anxious": anxious,
    "changes_mind": changes_mind, "midway": midway, "old_buttons": old_buttons, "types": types,
}
