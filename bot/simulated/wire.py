"""What a simulated client does and sees, as the JSON of the machine interface."""

from typing import Any

from dialogs.events import Ask, Back, Change, Event, Hear, Open, Restart, Say, Stop, Tap, Tick
from dialogs.replies import Card, Choice, Reply
from dialogs.simulate.chat import Shown, Surprise

PLAIN = {Back: "back", Restart: "restart", Stop: "stop"}


def raw(event: Event) -> dict[str, Any]:
    """The object that says this event; the inverse of `bot.jsonl.event`."""
    if isinstance(event, Open):
        return {"open": {"clinic": event.clinic, "lang": event.lang, "country": event.country}}
    if isinstance(event, Tap):
        return {"tap": list(event.options), "unsure": list(event.unsure),
                "question": event.question, "shown": event.shown}
    if isinstance(event, Tick):
        return {"tick": {"line": event.line, "value": event.value}, "question": event.question, "shown": event.shown}
    if isinstance(event, Say):
        return {"say": event.text, "shown": event.shown}
    if isinstance(event, Change):
        return {"change": event.question or True}
    if isinstance(event, Hear):
        return {"notice": {"row": event.row, "said": event.said}}
    return {event.what if isinstance(event, Ask) else PLAIN[type(event)]: True}


def shown(found: dict[str, Any]) -> Shown:
    """What came back. Raises Surprise for an error."""
    if "error" in found:
        raise Surprise(f"the channel refused: {found['error']}")
    asked = found["question"]
    card = Card(asked["id"], asked["kind"], asked["shown"], asked["phase"], choices(asked["lines"]))
    replies = [
        Reply(r["kind"], r["text"], choices(r["choices"]), r["multiple"], None, r.get("picture"))
        for r in found["replies"]
    ]
    for n in [n for n, reply in enumerate(replies) if reply.choices][-1:]:  # the last buttons are the open card's
        last = replies[n]
        replies[n] = Reply(last.kind, last.text, last.choices, last.multiple, card, last.picture)
    return Shown(tuple(replies), card, found["state"], found["outcome"])


def choices(rows: list[dict[str, str]]) -> tuple[Choice, ...]:
    return tuple(Choice(row["id"], row["label"]) for row in rows)
