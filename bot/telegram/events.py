"""Messages -> events. No handler asks questions or keeps anything."""

import re

from telegram import Message

from bot.telegram.text import whole
from dialogs.events import Ask, Back, Change, Event, Open, Overhear, Restart, Say, Stop

COMMAND = re.compile(r"/([A-Za-z0-9_]{1,32})(?:@(\w+))?(?:\s+(.*))?", re.DOTALL)
PAYLOAD = re.compile(r"[A-Za-z0-9_-]{1,64}")
REF = "--"  # between a clinic and the reference of a booking
MOST = 100_000  # characters of one message that are looked at

EVENTS: dict[str, Event] = {
    "help": Ask("help"), "back": Back(), "cancel": Back(), "restart": Restart(), "stop": Stop(),
    "change": Change(), "why": Ask("why"), "status": Ask("status"), "person": Ask("person"),
    "emergency": Ask("emergency"), "language": Ask("language"), "settings": Ask("language"),
    "privacy": Ask("privacy"), "problem": Ask("problem"), "share": Ask("share"),
}


def command(text: str) -> tuple[str, str]:
    """(name, what stands behind it) of a message that is a command, else ("", "")."""
    found = COMMAND.fullmatch(text.strip())
    return (found[1].lower(), (found[3] or "").strip()) if found else ("", "")


def event_of(message: Message, lang: str, shown: str) -> Event | None:
    """The event of a private message. `shown` is the card that the words were typed under.
    None for what is no act of a person, such as a pinned message."""
    if message.text is None:
        return Overhear(beside(message), "photo") if message.effective_attachment or message.story else None
    text = whole(message.text[:MOST])
    name, rest = command(text)
    if name == "start":
        clinic, _, ref = (rest if PAYLOAD.fullmatch(rest) else "").partition(REF)
        return Open(clinic, lang.split("-")[0].lower(), "", ref)
    if name:
        return EVENTS.get(name, Ask("help"))
    return Say(text, shown)


def beside(message: Message) -> str:
    """Words that are never an answer: the caption of a photo, an edited message."""
    return whole((message.text or message.caption or "")[:MOST])


def addressed(message: Message, username: str) -> bool:
    """Somebody in a group speaks to this bot: a command, or its name."""
    text = message.text or ""
    found = COMMAND.fullmatch(text.strip())
    if found:
        return not found[2] or found[2].lower() == username.lower()
    return f"@{username.lower()}" in text.lower()
