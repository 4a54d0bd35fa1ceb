"""The content as plain rows, and a Knowledge from rows in which one fault was planted."""

import json
import shutil
from collections.abc import Callable, Iterator, Mapping
from copy import deepcopy
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from dialogs.house import Clinic, House
from dialogs.words import words
from knowledge.build import knowledge
from knowledge.load import DATA, read
from knowledge.models import Knowledge, Profile

PROFILES: tuple[Profile, ...] = ("calibrated", "strict")
BESIDE = ("article", "countries", "dispositions", "fit", "heard", "lookalikes", "techniques")
Rows = Any  # what knowledge.load.read gives: dicts, lists and strings
Files = dict[str, Rows]  # "rules/1-emergency.yaml" -> its rows
Answer = tuple[str, str]  # (fact, value)
Way = tuple[str | int, ...]  # the way down into rows


@dataclass(frozen=True)
class Mutant:
    """One fault: what is weakened (`kind`), where, and how the rows of its files change."""

    kind: str
    what: str
    files: tuple[str, ...]
    plant: Callable[[Files], object]
    # Facts, `rule <id>`, `row <id>`, `guard <id>`, or keys of `then`: cases on these are played.
    touches: tuple[str, ...]
    gives: Mapping[Answer, Answer] = field(default_factory=dict)  # what a client taps who means another answer
    certain: bool = False  # it weakens what no complete set of answers shows: when, how, in which words

    def __str__(self) -> str:
        return f"{self.kind}: {self.what}"


def content() -> Files:
    """The rows of every file in which a fault is planted or mentioned, as they are shipped."""
    paths = [*DATA.glob("questions/*.yaml"), *DATA.glob("rules/*.yaml"), *(DATA / f"{name}.yaml" for name in BESIDE)]
    return {path.relative_to(DATA).as_posix(): read(path) for path in sorted(paths)}


def planted(mutant: Mutant, files: Files) -> Files:
    """The rows of the files that this fault changes."""
    changed = {name: deepcopy(files[name]) for name in mutant.files}
    mutant.plant(changed)
    return changed


class Folder:
    """A copy of the content folder in which one fault stands at a time."""

    def __init__(self, path: Path) -> None:
        self.path = path / "data"
        shutil.copytree(DATA, self.path, ignore=shutil.ignore_patterns("cases", "clients", "fonts", "schema"))
        self.dirty: tuple[str, ...] = ()

    def write(self, changed: Files) -> None:
        """Take back the last fault and write the files of the next one, as JSON, which is YAML."""
        for name in self.dirty:
            shutil.copyfile(DATA / name, self.path / name)
        for name, rows in changed.items():
            (self.path / name).write_text(json.dumps(rows, ensure_ascii=False), encoding="utf-8")
        self.dirty = tuple(changed)
        knowledge.cache_clear()

    def knowledge(self, profile: Profile) -> Knowledge:
        return knowledge(profile, self.path)


class Lazily(dict[Profile, Knowledge]):
    """Both profiles of a folder, each built when it is first wanted."""

    def __init__(self, folder: Folder) -> None:
        super().__init__()
        self.folder = folder

    def __missing__(self, profile: Profile) -> Knowledge:
        self[profile] = self.folder.knowledge(profile)
        return self[profile]


def houses(found: dict[Profile, Knowledge]) -> dict[Profile, House]:
    """The house with each profile fixed, whatever the country."""
    return {p: House(found, {"en": words("en")}, clinics={"": Clinic(profile=p)}) for p in PROFILES}


def rows(files: Files, folder: str) -> Iterator[tuple[str, dict[str, Rows]]]:
    """(file, row) of every row of a folder."""
    for name, found in files.items():
        if name.startswith(folder + "/"):
            for row in found:
                yield name, row


def row(files: Files, name: str, id: str) -> dict[str, Rows]:
    """The one row with this id."""
    found: dict[str, Rows] = next(r for r in files[name] if r["id"] == id)
    return found


def parts(raw: Rows, path: Way = ()) -> Iterator[tuple[Way, Rows]]:
    """Every part of a raw condition with the way to it, the whole first."""
    yield path, raw
    for word in ("any", "all", "of"):
        for i, part in enumerate(raw.get(word, ())):
            yield from parts(part, (*path, word, i))


def at(raw: Rows, path: Way) -> Rows:
    for key in path:
        raw = raw[key]
    return raw


def leaf(raw: Rows) -> tuple[str, list[str]] | None:
    """(fact, values) of a raw leaf; None where it is `any`, `all` or `at_least`."""
    keys = set(raw) - {"place"}
    if len(keys) != 1 or keys & {"any", "all"}:
        return None
    fact = keys.pop()
    values = raw[fact]
    return fact, [values] if isinstance(values, str) else list(values)


def told(raw: Rows) -> str:
    """A raw condition in a few words, for the name of a fault."""
    found = leaf(raw)
    if found:
        return f"{found[0]}={'|'.join(found[1])}"
    word = next(w for w in ("any", "all", "of") if w in raw)
    return f"{word}({', '.join(told(part) for part in raw[word])[:60]})"
