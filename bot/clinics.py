"""Clinic files -> clinics. One YAML file a clinic in the folder `clinics`."""

import re
from datetime import timedelta
from pathlib import Path
from zoneinfo import available_timezones

from dialogs.house import Clinic, House
from dialogs.languages import Content, spoken
from knowledge.build import knowledge
from knowledge.load import KnowledgeError, read

# The site itself, no path; http only where nothing leaves the computer.
ORIGIN = re.compile(r"https://[a-z0-9.-]+(:\d+)?|http://(localhost|127\.0\.0\.1)(:\d+)?")
FIELDS = ("id", "name", "phone", "hours", "country", "lang", "profile", "days", "safety_name", "safety_contact",
          "origins", "checkins", "zone")


def clinics(folder: Path, house: Clinic) -> dict[str, Clinic]:
    """Every clinic by id, with the house's own under "". Raises KnowledgeError."""
    found = {"": house}
    for file in sorted(folder.glob("*.yaml")) if folder.is_dir() else []:
        row = read(file)
        unknown = set(row) - {*FIELDS, "place"}
        if unknown or "id" not in row or "name" not in row:
            raise KnowledgeError(
                file.name, f"unknown or missing fields: {', '.join(sorted(unknown)) or 'id, name'}",
                "a clinic file with a typo would be used in part", f"the fields are {', '.join(FIELDS)}",
            )
        if row.get("profile") not in (None, "strict", "calibrated"):
            raise KnowledgeError(
                file.name, f"the profile '{row['profile']}' does not exist",
                "it decides how soon clients are sent to a doctor", "write strict or calibrated",
            )
        row = {k: v for k, v in row.items() if v is not None and k != "place"}
        days = row.get("days", str(house.days))
        if not days.isdigit() or not 1 <= int(days) <= 3650:
            raise KnowledgeError(
                file.name, f"days is '{days}'", "clients are told how long their answers are kept",
                "write a number of days from 1 to 3650",
            )
        if bool(row.get("safety_name")) != bool(row.get("safety_contact")):
            raise KnowledgeError(
                file.name, "only one of safety_name and safety_contact is there",
                "clients who report a problem are told who gets it and how to reach them", "write both or neither",
            )
        origins = tuple(row.get("origins", "").split())
        for origin in origins:
            if not ORIGIN.fullmatch(origin):
                raise KnowledgeError(
                    file.name, f"'{origin}' is no origin", "only a site that is named exactly may show the chat",
                    "write https:// and the host, without a path, such as https://www.clinic.example",
                )
        if "--" in row["id"] or row["id"].startswith("inv-"):
            raise KnowledgeError(
                file.name, f"the clinic id is '{row['id']}'", "in a link, -- stands before the reference of a booking "
                "and inv- begins an invite", "choose an id without them",
            )
        if row["id"] in found:
            raise KnowledgeError(
                file.name, f"another file has the clinic id '{row['id']}' too",
                "clients would see the wrong clinic", "give each clinic an id of its own",
            )
        safety = {"safety_name": house.safety_name, "safety_contact": house.safety_contact}
        found[row["id"]] = Clinic(**{
            **safety, **row, "country": row.get("country", "").upper(), "days": int(days), "origins": origins,
            "checkins": times(row.get("checkins"), file.name), "zone": zone(row.get("zone", ""), file.name)})
    return found


def times(text: str | None, file: str) -> tuple[timedelta, ...]:
    """Such as "48h 7d", soonest first; "" for none, and left out as in any chat. Raises KnowledgeError."""
    found = [re.fullmatch(r"([1-9]\d{0,2})([hd])", one) for one in (text or "").split()]
    if None in found:
        raise KnowledgeError(
            file, f"checkins is '{text}'", "clients are told when they will be asked how it goes",
            'write hours or days, such as "48h 7d", or "" for none',
        )
    units = {"h": timedelta(hours=1), "d": timedelta(days=1)}
    return Clinic().checkins if text is None else tuple(sorted({int(m[1]) * units[m[2]] for m in found if m}))


def zone(name: str, file: str) -> str:
    """A time zone that exists, or "". Raises KnowledgeError."""
    if name and name not in available_timezones():
        raise KnowledgeError(
            file, f"the time zone '{name}' does not exist", "it says when it is night for the clients",
            "write one such as Europe/Berlin or America/Chicago",
        )
    return name


def house(folder: Path, own: Clinic) -> House:
    """The content in both profiles, the phrases of every language, the clinics."""
    content: Content = {"calibrated": knowledge("calibrated"), "strict": knowledge("strict")}
    translations, phrases = spoken(content)
    return House(knowledge=content, translations=translations, words=phrases, clinics=clinics(folder, own))
