"""Step -> the messages to send: a list of JSON bodies, kept in the outbox until they are sent.

A body has `method` and `params`, and perhaps `card` (the fingerprint of the card it
shows), `picture` (a file to add), `else` (what to send when an edit is not possible),
`quick` (an edit, which does not count as a message), `advice` (held back while
advice is paused) and `urgent` (goes out before other chats' messages).
"""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from bot.records import summaries
from bot.telegram.keys import crowded, keyboard
from bot.telegram.text import CAPTION, MESSAGE, clean, split, units
from bot.telegram.touch import Touch, cards
from bot.telegram.words import texts
from dialogs.checkin import TREND
from dialogs.checkin_ask import trend
from dialogs.house import House
from dialogs.replies import Reply
from dialogs.step import Step
from dialogs.words import Words

Body = dict[str, Any]
ALONE = ("urgent", "result", "note")  # never joined with a neighbour
ADVICE = ("result", "note")


def render(
    step: Step, chat: int, house: House, touch: Touch | None = None,
    on_screen: Callable[[], str] = lambda: "",
) -> list[Body]:
    """Everything one turn sends. `on_screen` tells the card of the chat's last message."""
    words = house.words_for(step.session)
    replies = list(step.replies)
    if step.paused:
        touch = None  # the card that was tapped stays open: nothing was answered
    edits: list[Body] = []
    if touch is not None:
        still_open = any(touch.press.of(card) for card in cards(step.place, step.session))
        if not still_open:
            edits = [answered(chat, touch, words) if touch.fresh else bare(chat, touch.message)]
        if not touch.fresh:
            # What is told as a toast is not told twice, and a card that is already
            # the last thing on the screen is not shown again.
            replies = [r for r in replies if r.text != words("stale")]
            if on_screen() == step.card.shown:
                replies = [r for r in replies if r.card is None]
        elif still_open and touch.press.verb in "kb":
            edits = [
                in_place(message(r, step, chat, house)[-1], touch.message) for r in replies
                if r.card and touch.press.of(r.card) and not r.picture
                and (step.changed or touch.press.verb == "k")
            ]
            replies = [r for r in replies if r.card is None]
    ordered = grouped(sorted(replies, key=lambda r: r.kind != "urgent"))
    sends = [body for reply in ordered for body in message(reply, step, chat, house)]
    if step.handed and step.handed.file:
        sends.append(summaries.row(step.handed.id, "file", f"tg:{chat}", lang=step.handed.lang, advice=True))
    if not ordered or ordered[0].kind != "urgent":
        return edits + sends
    # What to do in an emergency is the first thing that goes out, also before what other chats wait for.
    return [{**body, "urgent": True} for body in sends] + edits


def grouped(replies: list[Reply]) -> list[Reply]:
    """A few words ahead of a question are one message with it."""
    found: list[Reply] = []
    for reply in replies:
        last = found[-1] if found else None
        if last and last.kind == "inform" and not last.choices and reply.kind not in ALONE and not reply.picture:
            found[-1] = replace(reply, text=f"{last.text}\n\n{reply.text}")
        else:
            found.append(reply)
    return found


def message(reply: Reply, step: Step, chat: int, house: House) -> list[Body]:
    """One reply as one message, or as several where it is too long."""
    words = house.words_for(step.session)
    text = reply.text
    extra: Body = {}
    if reply.card is not None:
        # The core compares with the present card; a frozen result may hold an older one.
        present = {card.id: card for card in cards(step.place, step.session)}
        card = present.get(reply.card.id, reply.card)
        reply = replace(reply, card=card)
        rows = keyboard(reply, step.place.question, step.session, words)
        extra = {"card": card.shown, "markup": {"inline_keyboard": rows}}
        if card.lines:
            text = f"{text}\n\n{texts(words.lang)('tick')}"
        elif crowded(reply):
            text = "\n".join([text, *(f"{n}. {c.label}" for n, c in enumerate(reply.choices, 1))])
    if reply.picture == TREND:
        points = [list(point) for point in trend(step.session)]
        return [{**body, "trend": points, "advice": True} for body in pictured(chat, TREND, clean(text), {})]
    if reply.picture:
        # No text can stand in for a picture here, so the places are also named below it.
        places = house.knowledge_for(step.session).picture_alt
        return pictured(chat, f"{reply.picture}.{words.lang}", clean(f"{text}\n{places}"), extra)
    bodies = plain(chat, text, extra)
    return [{**body, "advice": True} for body in bodies] if reply.kind in ADVICE else bodies


def plain(chat: int, text: str, extra: Body | None = None) -> list[Body]:
    """Text in as many messages as it needs, the buttons under the last one."""
    bodies: list[Body] = [
        {
            "method": "sendMessage",
            "params": {"chat_id": chat, "text": part, "link_preview_options": {"is_disabled": True}},
        }
        for part in split(clean(text))
    ]
    dressed(bodies[-1], extra or {})
    return bodies


def pictured(chat: int, picture: str, text: str, extra: Body) -> list[Body]:
    """A picture with its text below it, or behind the text where that is too long."""
    short = units(text) <= CAPTION
    params: Body = {"chat_id": chat, **({"caption": text} if short else {})}
    body: Body = {"method": "sendPhoto", "params": params, "picture": picture}
    dressed(body, extra)
    return [body] if short else [*plain(chat, text), body]


def dressed(body: Body, extra: Body) -> None:
    if "markup" in extra:
        body["params"]["reply_markup"] = extra["markup"]
        body["card"] = extra["card"]


def in_place(body: Body, message: int) -> Body:
    """The message again with its buttons as they are now. Its text goes along: the numbers
    on the buttons must never stand under an older list."""
    params = {**body["params"], "message_id": message}
    return {"method": "editMessageText", "params": params, "quick": True, "else": body}


def bare(chat: int, message: int) -> Body:
    """Take the buttons off an old message."""
    params = {"chat_id": chat, "message_id": message, "reply_markup": {"inline_keyboard": []}}
    return {"method": "editMessageReplyMarkup", "params": params, "quick": True}


def answered(chat: int, touch: Touch, words: Words) -> Body:
    """The old message without its buttons and with the answer below its text."""
    said = texts(words.lang)("answered", answer=touch.label) if touch.label else ""
    text = clean(f"{touch.text}\n\n{said}")
    if not touch.text or not said or units(text) > (CAPTION if touch.photo else MESSAGE):
        return bare(chat, touch.message)
    method, field = ("editMessageCaption", "caption") if touch.photo else ("editMessageText", "text")
    params: Body = {"chat_id": chat, "message_id": touch.message, field: text}
    if not touch.photo:
        params["link_preview_options"] = {"is_disabled": True}
    return {"method": method, "params": params, "quick": True, "else": plain(chat, said)[0]}
