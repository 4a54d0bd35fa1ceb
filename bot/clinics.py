"""Clinic files -> clinics. One YAML file a clinic in the folder `clinics`."""

import re
from pathlib import Path

from dialogs.house import Clinic, House
from dialogs.languages import Content, spoken
from knowledge.build import knowledge
from knowledge.load import KnowledgeError, read

# The site itself, no path; http only where nothing leaves the computer.
ORIGIN = re.compile(r"https://[a-z0-9.-]+(:\d+)?|http://(localhost|127\.0\.0\.1)(:\d+)?")
FIELDS = ("id", "name", "phone", "hours", "country", "lang", "profile", "days", "safety_name", "safety_contact",
          "origins")


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
        if row["id"] in found:
            raise KnowledgeError(
                file.name, f"another file has the clinic id '{row['id']}' too",
                "clients would see the wrong clinic", "give each clinic an id of its own",
            )
        safety = {"safety_name": house.safety_name, "safety_contact": house.safety_contact}
        found[row["id"]] = Clinic(**{**safety, **row, "country": row.get("country", "").upper(), "days": int(days),
                                       "origins": origins})
    return found


def house(folder: Path, own: Clinic) -> House:
    """The content in both profiles, the phrases of every language, the clinics."""
    content: Content = {"calibrated": knowledge("calibrated"), "strict": knowledge("strict")}
    translations, phrases = spoken(content)
    return House(knowledge=content, translations=translations, words=phrases, clinics=clinics(folder, own))
