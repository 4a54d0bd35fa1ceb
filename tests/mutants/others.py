"""Faults beside the rules: techniques, emergency numbers, danger words, what outcomes say."""

import random
from collections.abc import Iterator
from functools import partial
from itertools import pairwise

from tests.mutants.content import Files, Mutant, Rows, row
from tests.mutants.rules import Change, domains, tighter

TECHNIQUES, COUNTRIES, HEARD, TEXTS = "techniques.yaml", "countries.yaml", "heard.yaml", "dispositions.yaml"


SAID = ("says", "numbers")


def mutants(files: Files, rng: random.Random) -> Iterator[Mutant]:
    yield from of_techniques(files)
    yield from of_countries(files, rng)
    yield from of_danger_words(files)
    yield from of_outcomes(files)


def of_techniques(files: Files) -> Iterator[Mutant]:
    """Each part of each guard dropped, each guard made to hold back more rarely."""
    for technique in files[TECHNIQUES]:
        id = technique["id"]
        for kind, detail, change in tighter(technique["guard"], domains(files)):
            yield Mutant(f"guard: {kind}", f"{id} {detail}", (TECHNIQUES,), partial(tighten, id, change),
                         (f"guard {id}",))


def tighten(id: str, change: Change, files: Files) -> None:
    change(row(files, TECHNIQUES, id)["guard"])


def of_countries(files: Files, rng: random.Random) -> Iterator[Mutant]:
    """Each emergency line dropped, or that of another country."""
    countries = files[COUNTRIES]["countries"]
    for code in ["general", *countries]:
        own = country(files, code)["emergency"]["number"]
        other = rng.choice([c for c in countries if countries[c]["emergency"]["number"] != own])
        yield Mutant("emergency line dropped", code, (COUNTRIES,), partial(silent, code), SAID)
        yield Mutant("emergency line of another country", f"{code} gets that of {other}", (COUNTRIES,),
                     partial(rewired, code, other), SAID, certain=True)


def country(files: Files, code: str) -> dict[str, Rows]:
    found: dict[str, Rows] = files[COUNTRIES]
    line: dict[str, Rows] = found["general"] if code == "general" else found["countries"][code]
    return line


def silent(code: str, files: Files) -> None:
    country(files, code).pop("emergency")


def rewired(code: str, other: str, files: Files) -> None:
    country(files, code)["emergency"] = country(files, other)["emergency"]


def of_danger_words(files: Files) -> Iterator[Mutant]:
    for heard in files[HEARD]:
        yield Mutant("danger words emptied", heard, (HEARD,), partial(emptied, heard), ("types", "hears"))
        yield Mutant("danger words dropped", heard, (HEARD,), partial(unheard, heard), ("types", "hears"))


def emptied(heard: str, files: Files) -> None:
    files[HEARD][heard] = []


def unheard(heard: str, files: Files) -> None:
    files[HEARD].pop(heard)


def of_outcomes(files: Files) -> Iterator[Mutant]:
    """The texts of an outcome are those of the next milder one; a warning sign is left out."""
    for one, milder in pairwise(text["id"] for text in files[TEXTS]["dispositions"]):
        yield Mutant("text of a milder outcome", f"{one} says that of {milder}", (TEXTS,), partial(says, one, milder),
                     SAID, certain=True)
    for i, sign in enumerate(files[TEXTS]["warning_signs"]):
        yield Mutant("warning sign to watch for left out", sign["id"], (TEXTS,), partial(unsaid, i), SAID, certain=True)


def says(one: str, milder: str, files: Files) -> None:
    found = {text["id"]: text for text in files[TEXTS]["dispositions"]}
    for key in ("title", "action", "massage", "next", "change"):
        found[one][key] = found[milder][key]


def unsaid(i: int, files: Files) -> None:
    files[TEXTS]["warning_signs"].pop(i)
