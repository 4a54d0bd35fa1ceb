"""What several commands need."""

import argparse
import io
import sqlite3
import sys
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, TextIO

from bot.clinic.files import clinics
from bot.records.store import Store
from bot.settings import Settings, SettingsError
from dialogs.house import Clinic
from knowledge.models import Profile

PROFILES: tuple[Profile, ...] = ("calibrated", "strict")
Commands = Any  # argparse has no public name for what add_subparsers returns
Arguments = argparse.Namespace


def typed() -> TextIO:
    """Standard input as UTF-8; bytes that are none are replaced, so that nothing typed can end a chat."""
    if isinstance(sys.stdin, io.TextIOWrapper):
        sys.stdin.reconfigure(encoding="utf-8", errors="replace")
    return sys.stdin


def kept(found: Settings, reading: bool = False) -> Store:
    """The store that the running programs use; `reading`: only to be read. Raises SettingsError where
    there is none: a new one would be in a folder that nobody looks at."""
    path = found.data / "si-screen.db"
    if not path.is_file():
        raise SettingsError(f"SI_SCREEN_DATA is wrong: there is no si-screen.db in {found.data}; "
                            "name the folder that si-screen serve runs with")
    try:
        return Store.reading(path) if reading else Store(path)
    except sqlite3.Error as fault:
        raise SettingsError(f"{path} can't be used: {fault}") from None


def known(clinic: str, found: Settings) -> None:
    """Raises SettingsError for a clinic that has no file: a misspelt id would mean nothing."""
    clinic_of(clinic, clinics(found.clinics, found.own()), found.clinics)


def clinic_of(id: str, known: Mapping[str, Clinic], folder: Path) -> Clinic:
    """Raises SettingsError, which names those that there are."""
    if id not in known:
        there = ", ".join(sorted(filter(None, known))) or "none"
        raise SettingsError(f"there is no clinic '{id}' in {folder}. The clinics are: {there}")
    return known[id]


def clean(text: str) -> str:
    """No control character of a client's reaches this terminal."""
    return "".join(c if c.isprintable() else " " for c in text)


def day(at: float) -> str:
    """The date of a time in seconds since 1970."""
    return datetime.fromtimestamp(at, UTC).strftime("%Y-%m-%d")


def minute(at: float) -> str:
    """The same with its time of day."""
    return datetime.fromtimestamp(at, UTC).strftime("%Y-%m-%d %H:%M UTC")
