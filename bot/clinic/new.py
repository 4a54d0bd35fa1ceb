"""A new clinic file from answers: each is checked as it is given, and the whole before it is written."""

import json
import re
import unicodedata
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path

from pydantic import ValidationError

from bot.clinic.checks import Wrong
from bot.clinic.files import reason
from bot.clinic.form import ClinicForm
from bot.clinic.theme import logo
from knowledge import catalog
from knowledge.load import KnowledgeError, Plain, read

STEPS: list[Plain] = read(Path(__file__).with_name("steps.yaml"))
# Where software that advises people on their health is probably a medical device.
DEVICE_LAW = frozenset([
    "AT", "BE", "BG", "CY", "CZ", "DE", "DK", "EE", "ES", "FI", "FR", "GR", "HR", "HU", "IE", "IT", "LT", "LU", "LV",
    "MT", "NL", "PL", "PT", "RO", "SE", "SI", "SK", "CH", "GB", "IS", "LI", "NO"])
DEVICE = (
    "In {country} software that advises people on their health is probably a medical device (EU: Regulation 2017/745, "
    "rule 11; UK: Medical Devices Regulations 2002). Whoever offers it then needs a conformity assessment first. "
    "Asking questions for a therapist who decides is less likely to be one, but a lawyer has to say so. "
    "Until that is settled, intake is the careful choice."
)
PLAIN = {"id", "name", "address", "phone", "hours", "country", "zone", "languages", "mode", "mode_reason", "profile",
         "days", "safety_name", "safety_contact", "booking", "origins", "channels"}


def device(country: str) -> str:
    """What is to be known before the mode is chosen; "" where nothing is known of that country's law."""
    return DEVICE.format(country=country) if country in DEVICE_LAW else ""


def steps(given: Mapping[str, str]) -> Iterator[Plain]:
    """What is asked, in order; whether something is asked can rest on `given`, the answers so far."""
    for step in STEPS:
        if step.get("if") and not given.get(step["if"]):
            continue
        if step["field"] != "consent":
            yield step
            continue
        for lang in offered(given):
            yield {"field": f"consent.{lang}", "ask": f"{step['ask']}, in {lang}"} | (
                {} if sentences(given) else {"tell": step["tell"]})
            if not given[f"consent.{lang}"]:
                break


def offered(given: Mapping[str, str]) -> list[str]:
    """The languages that clients can choose."""
    return list(dict.fromkeys(given.get("languages", "").split())) or ["en", *catalog.languages()]


def sentences(given: Mapping[str, str]) -> dict[str, str]:
    """The clinic's own consent sentence by language, as far as it was given."""
    return {field.partition(".")[2]: text for field, text in given.items() if field.startswith("consent.") and text}


def copied(given: Mapping[str, str], folder: Path) -> tuple[Path, bytes] | None:
    """The logo that was named, and where it comes to stand. Raises Wrong."""
    if not given.get("logo"):
        return None
    file, to = Path(given["logo"].strip("'\"")).expanduser(), folder / beside(given)
    if not file.is_file():
        raise Wrong(f"there is no file '{file}'", "clients would miss the logo",
                    "write where it lies, such as pictures/logo.png, or leave it out")
    content, _ = logo(file.name, file.parent)
    if to.exists() and to.read_bytes() != content:
        raise Wrong(f"{to} is another picture already", "it would be lost", "move it away first, or leave the logo out")
    return to, content


def beside(given: Mapping[str, str]) -> str:
    """The name of the logo in the folder of the clinic files."""
    return given["id"] + Path(given["logo"].strip("'\"")).suffix.lower()


def suggested(field: str, given: Mapping[str, str], today: date) -> str:
    """What Enter means; "" for nothing."""
    if field == "id":
        plain = unicodedata.normalize("NFKD", given.get("name", "")).encode("ascii", "ignore").decode().lower()
        return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:40].removeprefix("inv-")
    if field == "mode":
        return "intake" if given.get("country", "").upper() in DEVICE_LAW else "advice"
    if field == "mode_reason" and given.get("country", "").upper() in DEVICE_LAW and given.get("mode") == "intake":
        return f"It is not settled yet whether advice would be a medical device here ({today.year})."
    return {"days": "30", "channels": "web telegram"}.get(field, "")


def form(given: Mapping[str, str], today: date) -> dict[str, Plain]:
    """The fields of a clinic file; empty answers are left out."""
    row: dict[str, Plain] = {field: text for field, text in given.items() if text and field in PLAIN}
    if row.get("days", "").isdecimal():
        row["days"] = int(row["days"])
    if given.get("mode"):
        row["mode_date"] = today.isoformat()
    if given.get("colour"):
        row["theme"] = {"colour": given["colour"]} | ({"logo": beside(given)} if given.get("logo") else {})
    if list(sentences(given)) == offered(given):
        row["consent"] = sentences(given)
    return row


def fault(given: Mapping[str, str], today: date, folder: Path) -> KnowledgeError | Wrong | None:
    """What is wrong with the answers so far, so with the last one."""
    row = {"id": "x", "name": "x", **form(given, today)}
    if "safety_contact" not in given:
        row.pop("safety_name", "")  # the other of the two is asked next
    if said := sentences(given):
        row |= {"consent": said, "languages": list(said)}  # the other languages are asked next
    try:
        ClinicForm.model_validate(row)
        copied(given, folder)
    except ValidationError as wrong:
        return reason(wrong, lambda path: path[0] if path else "the file")
    except Wrong as wrong:
        return wrong
    return None


def written(given: Mapping[str, str], today: date) -> str:
    """The file: a JSON text is also one in YAML, so every value stands in its quotes."""
    lines = ["# yaml-language-server: $schema=../bot/clinic/schema.json",
             "# Made by `si-screen clinic new`. Every field: docs/clinics.md. Check it: si-screen clinic check"]
    for field, value in form(given, today).items():
        lines.append(f"{field}: {json.dumps(value, ensure_ascii=False)}")
    return "\n".join(lines) + "\n"
