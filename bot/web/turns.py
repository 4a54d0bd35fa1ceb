"""A turn over HTTP: what comes out of it as JSON, once for each request."""

from functools import partial
from typing import Any

from bot import jsonl
from bot.host import Host, Reading, Render
from bot.records.addresses import address
from bot.web.body import Refused
from dialogs.events import Event
from dialogs.step import Step


def render(host: Host, key: str, step: Step) -> list[dict[str, Any]]:
    """The whole result as one message, so a resend gets the very same reply.

    Beside the machine interface: how far the client is, whether they stopped, the ticks of a card that is
    not done (a reload shows them again), and whom to call.
    """
    draft = step.session.draft
    line, words = host.house.country(step.session).emergency, host.house.words_for(step.session)
    return [{
        **jsonl.result(step),
        "progress": {"asked": step.place.asked, "left": step.place.left},
        "stopped": step.session.stopped,
        "draft": draft.values if draft and draft.shown == step.card.shown else {},
        "emergency": {"say": line.say, "number": line.number},
        **({"file": f"file/{address(key, step.handed.id)}"} if step.handed and step.handed.file else {}),
        "lang": words.lang, "dir": words.direction, "languages": len(host.house.languages(step.session)),
    }]


def act(host: Host, key: str, id: str, event: Event | Reading, shown: Render | None = None) -> dict[str, Any]:
    """One turn of a chat, with everything it says. Raises Refused, Busy."""
    shown = shown or partial(render, host, key)
    messages = host.turn(key, id, event, shown, state="sent")
    stale = host.signpost(key) if messages and "disposition" in (messages[0]["outcome"] or {}) else None
    if stale:  # a request from before the pause: its advice is not told again
        return shown(stale)[0]
    if not messages:  # a request from before "no, thank you" is known, but what was said to it is not kept
        raise Refused(409, "this request was answered, and the answer is not kept")
    return messages[0]
