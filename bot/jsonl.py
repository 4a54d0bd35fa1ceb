"""The machine interface: JSON objects <-> events and replies. See docs/machine-interface.md."""

import json
from typing import Any

from dialogs.events import Ask, Back, Change, Event, Hear, Open, Restart, Say, Stop, Tap, Tick
from dialogs.paused import PAUSED, URGENT
from dialogs.replies import Reply
from dialogs.step import Step

MAX = 100_000  # characters of one line that are read at all


class BadEvent(Exception):
    """What came in is no event; the text says what is."""


def event(raw: Any) -> Event:
    """One JSON object as an event. Raises BadEvent."""
    if not isinstance(raw, dict):
        raise BadEvent("send one JSON object, such as {\"say\": \"hello\"}")
    shown = _text(raw.get("shown", ""))
    if "open" in raw:
        to = raw["open"] if isinstance(raw["open"], dict) else {}
        return Open(*(_text(to.get(name, "")) for name in ("clinic", "lang", "country", "ref")))
    if "say" in raw:
        return Say(_text(raw["say"]), shown)
    if "tick" in raw and isinstance(raw["tick"], dict):
        t = raw["tick"]
        return Tick(_text(t.get("line")), _text(t.get("value")), _text(raw.get("question", "")), shown)
    if "tap" in raw or "unsure" in raw:
        return Tap(_ids(raw.get("tap", [])), _ids(raw.get("unsure", [])),
                   _text(raw.get("question", "")), shown)
    if "change" in raw:
        return Change("" if raw["change"] is True else _text(raw["change"]))
    if "notice" in raw and isinstance(raw["notice"], dict):
        return Hear(_text(raw["notice"].get("row")), _text(raw["notice"].get("said", "")))
    for name, made in (("back", Back()), ("restart", Restart()), ("stop", Stop())):
        if raw.get(name):
            return made
    for name in ("why", "help", "person", "status", "emergency", "privacy", "note", "desk", "joint", "problem",
                 "share", "language"):
        if raw.get(name):
            return Ask(name)
    raise BadEvent("an event has one of: open, say, tap, tick, why, back, change, restart, stop, "
                   "help, person, status, emergency, privacy, note, desk, joint, problem, share, language, notice")


def _text(value: Any) -> str:
    if value is None:
        return ""
    if not isinstance(value, str | int | float):
        raise BadEvent("a text was expected")
    # Half a character (a lone surrogate) is legal in JSON and can't be stored.
    return str(value)[:MAX].encode("utf-8", "replace").decode("utf-8")


def _ids(value: Any) -> tuple[str, ...]:
    if isinstance(value, list):
        return tuple(_text(item) for item in value[:200])
    return (_text(value),)


def line(text: str) -> Event:
    """One line of input as an event. Raises BadEvent."""
    try:
        return event(json.loads(text))
    except (ValueError, RecursionError):
        raise BadEvent("this line is not JSON") from None


def reply(r: Reply) -> dict[str, Any]:
    found: dict[str, Any] = {
        "kind": r.kind, "text": r.text, "multiple": r.multiple,
        "choices": [{"id": c.id, "label": c.label} for c in r.choices],
    }
    if r.picture:
        found["picture"] = r.picture
    return found


def result(s: Step) -> dict[str, Any]:
    """What one turn says: replies, the question that is open, the state, the outcome."""
    card = s.card
    return {
        "replies": [reply(r) for r in s.replies],
        "question": {
            "id": card.id, "kind": card.kind, "shown": card.shown, "phase": card.phase,
            "lines": [{"id": c.id, "label": c.label} for c in card.lines],
        },
        # Where a paused chat stands would tell its result; an emergency is told meanwhile too.
        "state": PAUSED if s.paused and s.place.state not in URGENT else s.place.state,
        "outcome": s.outcome,
    }
