"""`si-screen diff OLD NEW`: what a change of the content does to clients, for a clinician to sign."""

import io
import random
import shutil
import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path

from bot.cli.shared import PROFILES, Arguments, Commands
from dialogs.compare.diff import Diff, diff
from knowledge.build import knowledge
from knowledge.load import DATA, KnowledgeError
from knowledge.models import Knowledge, Profile

INSIDE = Path("knowledge/data")  # where the content lies in a repository
VISITS = ("handover.yaml", "checkins.yaml")  # no outcome is worked out from them
NO_CLIENT = ("cases", "clients", "schema", "fonts")  # folders that no client meets


def add(commands: Commands) -> None:
    command = commands.add_parser("diff", help="whose outcome a change of the content changes, for a clinician to sign")
    for name in ("old", "new"):
        command.add_argument(name, metavar=name.upper(), help="a content folder, a git revision, or . for what is here")
    command.add_argument("--markdown", action="store_true", help="for the change log")
    command.add_argument("--random", type=int, default=20000, metavar="N", help="random answer sets to try (20000)")
    command.set_defaults(run=run)


def run(arguments: Arguments) -> int:
    """0: no change, 1: changes, 2: one of the contents can't be read."""
    with tempfile.TemporaryDirectory() as temporary:
        folders = [Path(temporary, name, "data") for name in ("old", "new")]
        try:
            for folder, named in zip(folders, (arguments.old, arguments.new), strict=True):
                fetch(named, folder)
        except Unreadable as fault:
            print(f"si-screen: {fault}", file=sys.stderr)
            return 2
        filled = fill(*folders)
        contents: list[dict[Profile, Knowledge]] = []
        for folder, named in zip(folders, (arguments.old, arguments.new), strict=True):
            try:
                contents.append({profile: knowledge(profile, folder) for profile in PROFILES})
            except KnowledgeError as fault:
                print(f"si-screen: the content '{named}' can't be read.\n{fault}", file=sys.stderr)
                return 2
        chance = random.Random(20260115).random  # noqa: S311  # repeatable, not secret
        unread = apart(*folders)
        found = diff(contents[0], contents[1], arguments.random // len(PROFILES), chance)
    names = [f"{k['calibrated'].version} ({named})" for k, named in zip(
        contents, (arguments.old, arguments.new), strict=True)]
    if not found.changed and not unread:
        print(f"no change: {names[0]} and {names[1]} ask, decide and say the same")
        return 0
    print(page(found, names, filled, unread, arguments.markdown))
    return 1


class Unreadable(Exception):
    """What was named is no content."""


def fetch(named: str, to: Path) -> None:
    """Copy the content of a folder or a git revision. Raises Unreadable."""
    folder = next((f for f in (Path(named), Path(named) / INSIDE) if (f / "questions").is_dir()), None)
    if folder:
        shutil.copytree(folder, to)
    elif Path(named).is_dir():
        raise Unreadable(f"'{named}' is a folder without content: it has no folder 'questions'")
    else:
        top = git("rev-parse", "--show-toplevel").decode().strip()
        archive = git("-C", top or ".", "archive", "--format=tar", f"{named}:{INSIDE.as_posix()}") if top else b""
        if not archive:
            raise Unreadable(f"'{named}' is neither a content folder nor a git revision with {INSIDE} here")
        with tarfile.open(fileobj=io.BytesIO(archive)) as tar:
            tar.extractall(to, filter="data")


def git(*arguments: str) -> bytes:
    """What git answers; nothing where it can't."""
    try:
        return subprocess.run(["git", *arguments], capture_output=True, check=True).stdout  # noqa: S603, S607  # our own words, and git as the PATH has it
    except (OSError, subprocess.CalledProcessError):
        return b""


def fill(old: Path, new: Path) -> list[str]:
    """An older content may lack a file that came later: it is read with that of the new one, or with today's."""
    missing: dict[str, None] = {}
    for source, lacking in ((new, [old]), (DATA, [old, new])):
        for file in sorted(source.glob("*.yaml")):
            if not any((folder / file.name).exists() for folder in lacking):
                missing[file.name] = None
                for folder in lacking:
                    shutil.copy(file, folder)
    return list(missing)


def apart(old: Path, new: Path) -> list[str]:
    """The folders with other files that clients meet and that differ: lexicons, translations, the picture; and what is
    asked around a visit, which changes no outcome."""
    found: dict[str, list[str]] = {}
    for name in sorted({file.relative_to(folder) for folder in (old, new) for file in folder.rglob("*.*")}):
        before, after = ((folder / name).read_bytes() if (folder / name).is_file() else b"" for folder in (old, new))
        if before != after and (len(name.parts) > 1 or name.name in VISITS) and (
            name.parts[0] not in ("questions", "rules", *NO_CLIENT)
        ):
            folder_name = name.parent.as_posix() if len(name.parts) > 1 else "around a visit"
            found.setdefault(folder_name, []).append(name.name)
    return [f"{folder}: {', '.join(files)}" for folder, files in found.items()]


def page(found: Diff, names: list[str], filled: list[str], unread: list[str], markdown: bool) -> str:
    """The whole page; plain text and Markdown differ by their headings."""
    def head(text: str, mark: str) -> list[str]:
        return ["", f"{mark} {text}", ""] if markdown else ["", text, ("=" if mark == "####" else "-") * len(text)]

    lines = [*head(f"Decision diff, content {names[0]} -> {names[1]}", "####"), found.preface]
    if filled:
        lines.append(f"An older content has no {', '.join(filled)}: a later one was read in its place.")
    for heading, entries in found.sections.items():
        lines += head(f"{heading} ({found.counts[heading] or 'none'})", "#####")
        lines += ["- " + entry.replace("\n", "  \n  " if markdown else "\n  ") for entry in entries]
    if unread:
        lines += [*head("Changed, but not compared here: read the difference of these files", "#####")]
        lines += [f"- {folder}" for folder in unread]
    lines += [*head("Totals", "#####"), *(f"- {total}" for total in found.totals), *head("Signed", "#####")]
    lines += [f"- {word}: ...................." for word in ("Name", "Role", "Date", "Signature")]
    return "\n".join(lines).strip()
