"""Clinic files -> clinics. One YAML file a clinic in the folder `clinics`."""

import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import timedelta
from functools import cache
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from bot.clinic.checks import Wrong
from bot.clinic.form import ClinicForm
from bot.clinic.own import added
from bot.clinic.own import own as own_of
from bot.clinic.theme import theme
from dialogs.house import Clinic, Hook, House
from dialogs.languages import Content, spoken
from knowledge.build import knowledge
from knowledge.load import KnowledgeError, Plain, nearest, read

UNITS = {"h": timedelta(hours=1), "d": timedelta(days=1)}
SAME = ("id", "name", "address", "phone", "hours", "country", "languages", "zone", "booking", "profile", "mode",
        "mode_reason", "mode_date", "channels", "origins", "consent")  # as they stand in the file
# What pydantic complains about, by its type, in words for whoever writes the file.
PLAIN = {
    "int_parsing": "a whole number is needed, in digits", "int_type": "a whole number is needed, in digits",
    "int_from_float": "a whole number is needed", "greater_than_equal": "{ge} is the least",
    "less_than_equal": "{le} is the most", "tuple_type": "a list is needed: lines that begin with - and a space",
    "model_type": "fields are needed behind it, such as {{name: value}}", "literal_error": "it can be {expected}",
    "string_type": "a text is needed; put quotes around it", "string_too_short": "it needs at least {min_length} signs",
    "string_too_long": "it has more than {max_length} signs", "date_from_datetime_parsing": "a day is needed",
}


def clinics(folder: Path, house: Clinic) -> dict[str, Clinic]:
    """Every clinic by id, with the house's own under "". Raises KnowledgeError."""
    found = {"": house}
    places: dict[str, str] = {}
    for file in listed(folder):
        one = clinic(file, house)
        if one.id in found:
            raise KnowledgeError(
                file.name, f"{places[one.id]} has the clinic id '{one.id}' too",
                "clients would see the wrong clinic", "give each clinic an id of its own",
            )
        found[one.id], places[one.id] = one, file.name
    return found


def listed(folder: Path) -> list[Path]:
    """The clinic files; NAME.own.yaml holds a clinic's own questions and rules. Raises KnowledgeError."""
    for file in folder.glob("*.yml"):
        raise KnowledgeError(file.name, "its name ends in .yml",
                             "it would be passed over, and its link would show no clinic",
                             f"call it {file.stem}.yaml")
    return [file for file in sorted(folder.glob("*.yaml")) if not file.name.endswith(".own.yaml")]


def clinic(file: Path, house: Clinic) -> Clinic:
    """The clinic of one file. Raises KnowledgeError that names the line."""
    row = read(file)
    if not isinstance(row, dict):
        raise KnowledgeError(file.name, "holds no fields", "nothing is known of this clinic",
                             "write lines such as id: hillside, and compare with clinics/demo.yaml")
    try:
        form = ClinicForm.model_validate(without_places(row))
        looks, mine = theme(form.theme, file.parent), own_of(form.own, file.parent)
    except ValidationError as fault:
        raise reason(fault, lambda path: place(file, path)) from None
    except Wrong as fault:
        raise KnowledgeError(place(file, tuple(fault.field.split("."))), fault.what, fault.why, fault.mend) from None
    return Clinic(
        **{field: getattr(form, field) for field in SAME},
        lang=form.lang or (form.languages or (Clinic().lang,))[0],
        days=form.days or house.days,
        safety_name=form.safety_name or house.safety_name,
        safety_contact=form.safety_contact or house.safety_contact,
        checkins=Clinic().checkins if form.checkins is None else times(form.checkins),
        theme=looks, own=mine,
        hooks=tuple(Hook(hook.url, hook.events) for hook in form.hooks),
        numbers={kind: say for kind, say in form.numbers.model_dump(exclude={"place"}).items() if say},
    )


def without_places(raw: Plain) -> Plain:
    """The fields that are filled in; `load` puts a place beside every id."""
    if isinstance(raw, dict):
        return {k: without_places(v) for k, v in raw.items() if v is not None and k != "place"}
    return [without_places(x) for x in raw] if isinstance(raw, list) else raw


def reason(fault: ValidationError, at: Callable[[tuple[str, ...]], str]) -> KnowledgeError:
    """The first complaint, for whoever wrote the file; `at` tells the place of a field. A misspelt field is also
    missing: its spelling is told."""
    first = min(fault.errors(), key=lambda error: error["type"] != "extra_forbidden")
    path = tuple(str(part) for part in first["loc"])
    wrong = (first.get("ctx") or {}).get("error")
    if isinstance(wrong, Wrong):
        return KnowledgeError(at(path or (wrong.field,)), wrong.what, wrong.why, wrong.mend)
    fields = known(path[:-1])
    name, listed = ".".join(path), ", ".join(fields)
    if first["type"] == "extra_forbidden":
        return KnowledgeError(at(path), f"there is no field '{name}'",
                              "a clinic file with a typo would be used in part",
                              f"{nearest(path[-1], fields)}the fields are {listed}")
    if first["type"] == "missing":
        return KnowledgeError(at(path[:-1]), f"the field '{name}' is missing",
                              "nothing can stand in for it", f"add it: {fields[path[-1]]}")
    field = next(part for part in reversed(path) if not part.isdecimal())
    inside = known(path[: path.index(field)])
    plain = PLAIN[first["type"]].format(**first.get("ctx", {})) if first["type"] in PLAIN else first["msg"]
    return KnowledgeError(at(path), f"'{name}' is wrong: {plain}", "clients would get the wrong thing",
                          f"{field}: {inside.get(field) or 'see docs/clinics.md'}")


def known(path: tuple[str, ...]) -> Mapping[str, str]:
    """The fields at this place of the file, each with its words."""
    model: Any = ClinicForm
    for part in path:
        annotation = model.model_fields[part].annotation if not part.isdecimal() else model
        model = next((one for one in (annotation, *getattr(annotation, "__args__", ()))
                      if hasattr(one, "model_fields")), ClinicForm)
    return {name: field.description or "" for name, field in model.model_fields.items() if name != "place"}


def place(file: Path, path: tuple[str, ...]) -> str:
    """file:line of a field, found by its name."""
    lines, at = file.read_text(encoding="utf-8").splitlines(), 0
    for part in path:
        field = re.compile(rf"(?:^|.*[\s{{,\-]){re.escape(part)}\s*:")
        at = next((n for n, line in enumerate(lines[at:], at) if field.match(line)), at)
    return f"{file.name}:{at + 1}" if path else file.name


def times(text: str) -> tuple[timedelta, ...]:
    """Such as "48h 7d", soonest first."""
    return tuple(sorted({int(one[:-1]) * UNITS[one[-1]] for one in text.split()}))


@cache
def content() -> House:
    """The content in both profiles, the phrases of every language, and no clinic. Read once, as `knowledge` is."""
    both: Content = {"calibrated": knowledge("calibrated"), "strict": knowledge("strict")}
    translations, phrases = spoken(both)
    return House(knowledge=both, translations=translations, words=phrases)


def house(folder: Path, own: Clinic) -> House:
    """The content, the clinics, and for those that have some the content with their own questions and rules."""
    found = replace(content(), clinics=clinics(folder, own))
    return replace(found, own={key: k for one in found.clinics.values() for key, k in added(one, found)})
