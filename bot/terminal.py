"""The chat in a terminal, for people and, with --json, for machines."""

import json
import os
import sys
from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import TextIO

from pydantic import ValidationError

from bot.jsonl import BadEvent, line, result
from dialogs.events import Event, Open, Say
from dialogs.house import House
from dialogs.replies import Reply
from dialogs.session import Session
from dialogs.step import Step, step

LABELLED = 8  # choices up to this many are shown with numbers on lines of their own


class BadSession(Exception):
    """The session file can't be read; nothing was changed."""


def load(path: Path | None) -> Session:
    """The session of a file, or a new one. Raises BadSession."""
    if path is None or not path.exists():
        return Session(id="terminal")
    try:
        return Session.model_validate_json(path.read_text(encoding="utf-8"))
    except (OSError, ValueError, ValidationError):
        raise BadSession(f"{path} is not a session of this chat; move it away to begin anew") from None


def save(path: Path | None, session: Session) -> None:
    """Write the whole file beside the old one, then put it in its place. Raises BadSession."""
    if path is None:
        return
    new = path.with_name(path.name + ".new")
    try:
        with new.open("w", encoding="utf-8") as file:
            file.write(session.model_dump_json())
            file.flush()
            os.fsync(file.fileno())
        new.replace(path)
    except OSError as fault:
        raise BadSession(f"{path} can't be written: {fault.strerror}") from None


def machine(
    house: House, lines: Iterable[str], out: TextIO, now: Callable[[], datetime],
    opened: Open, path: Path | None,
) -> None:
    """One JSON object a line in, one a line out."""
    session = load(path)
    for text in lines:
        if not text.strip():
            continue
        try:
            event = line(text)
        except BadEvent as fault:
            out.write(json.dumps({"error": str(fault)}) + "\n")
            out.flush()
            continue
        if not isinstance(event, Open) and not session.turn:
            session = step(session, opened, house, now()).session  # clinic and country of the command
        if isinstance(event, Open):
            event = replace(event, clinic=event.clinic or opened.clinic, lang=event.lang or opened.lang,
                            country=event.country or opened.country)
        done = step(session, event, house, now())
        session = done.session
        save(path, session)
        out.write(json.dumps(result(done), ensure_ascii=False) + "\n")
        out.flush()


def talk(house: House, now: Callable[[], datetime], opened: Open, path: Path | None) -> None:
    """A person types; numbers, words and commands all work."""
    session = load(path)
    event: Event = opened
    while True:
        done = step(session, event, house, now())
        session = done.session
        save(path, session)
        sys.stdout.write(shown(done) + "\n")
        if session.stopped or done.place.state == "declined":
            return
        try:
            event = Say(input("> "))
        except (EOFError, KeyboardInterrupt):
            sys.stdout.write("\n")
            return


def shown(done: Step) -> str:
    """The replies as plain text, choices numbered."""
    return "\n\n" + "\n\n".join(text(reply) for reply in done.replies)


def text(reply: Reply) -> str:
    frame = "!" * 60 + "\n" if reply.kind == "urgent" else ""
    parts = [frame + reply.text]
    if reply.card and reply.card.lines:
        extra = reply.choices[len(reply.card.lines) :]
        parts.append("Type numbers such as 1 or 1, 3, or not sure 2. Or: " + " · ".join(c.label for c in extra))
    elif len(reply.choices) > 1 and all(c.label.isdecimal() for c in reply.choices[:-1]):
        parts.append("Type the number, or: not sure")
    elif reply.choices:
        rows = [f"{n}. {choice.label}" for n, choice in enumerate(reply.choices, 1)]
        wide = len(rows) > 2 * LABELLED
        parts.append(" · ".join(rows) if wide else "\n".join(rows))
    return "\n".join(parts)
