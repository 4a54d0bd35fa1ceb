"""Golden chats: what a client does, line by line, and what the bot says to it.

`open US`, `tap LABEL`, `tick 1, 3`, `unsure 2`, `none`, `type words`, or the name of a
command. The bot's replies stand below, each line behind a bar.
"""

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

CHATS = sorted((Path(__file__).parent / "chats").glob("*.chat"))
COMMANDS = ("back", "change", "restart", "stop", "why", "help", "person", "status", "note", "emergency", "privacy",
            "problem")


@dataclass(frozen=True)
class Said:
    """What a channel showed after one action."""

    texts: list[str]
    choices: list[dict[str, str]]  # id and label of the last buttons
    lines: list[str]  # ids of the lines of the card
    question: str
    shown: str


class Channel(Protocol):
    """Anything that takes a machine-interface event and says what it showed."""

    def send(self, event: dict[str, Any]) -> Said: ...


def actions(path: Path) -> list[str]:
    return [line for line in path.read_text().splitlines() if line and not line.startswith(("#", " "))]


def event(action: str, last: Said | None) -> dict[str, Any]:
    """One action as an event of the machine interface."""
    word, _, rest = action.partition(" ")
    if word == "open":
        return {"open": {"country": rest}}
    if word == "type":
        return {"say": rest}
    assert last is not None
    at = {"question": last.question, "shown": last.shown}
    if word == "none":
        return {"tap": ["none"], **at}
    if word in ("tick", "unsure"):
        ids = [last.lines[int(n) - 1] for n in rest.split(",")]
        return {"tap": ids, **at} if word == "tick" else {"tap": [], "unsure": ids, **at}
    if word == "tap":
        found = [c["id"] for c in last.choices if c["label"] == rest]
        assert found, f"no button '{rest}' among {[c['label'] for c in last.choices]}"
        return {"tap": found[0], **at}
    assert word in COMMANDS, f"'{action}' is no action"
    return {word: True}


def play(path: Path, channel: Channel) -> str:
    """The whole chat as prose."""
    head = [line for line in path.read_text().splitlines() if line.startswith("#")]
    out = list(head)
    last: Said | None = None
    for action in actions(path):
        said = channel.send(event(action, last))
        if said.choices or last is None:
            last = said
        else:
            last = Said(said.texts, last.choices, said.lines, said.question, said.shown)
        out.append(f"\n{action}")
        for text in said.texts:
            out += [f"    | {line}" for line in text.splitlines()]
        if said.choices:
            shown = [c["label"] for c in said.choices[len(said.lines) :]]
            out.append("    [" + "] [".join(shown[:8]) + (f"] and {len(shown) - 8} more" if len(shown) > 8 else "]"))
    return "\n".join(out) + "\n"


def said(raw: dict[str, Any]) -> Said:
    """A result of the machine interface as what was shown."""
    choices = [reply["choices"] for reply in raw["replies"] if reply["choices"]]
    return Said(
        texts=[masked(reply["text"]) for reply in raw["replies"]],
        choices=choices[-1] if choices else [],
        lines=[line["id"] for line in raw["question"]["lines"]],
        question=raw["question"]["id"], shown=raw["question"]["shown"],
    )


def masked(text: str) -> str:
    """Without what changes with every edit of the content or with every chat."""
    text = re.sub(r"content [0-9a-f]{12}", "content VERSION", text)
    return re.sub(r"Your code: \S+\.", "Your code: CODE.", text)
