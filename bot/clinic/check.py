"""What is wrong with clinic files, and what an operator should look at although nothing is wrong."""

from collections.abc import Iterable
from pathlib import Path

from bot.clinic.files import clinic
from bot.clinic.new import DEVICE_LAW
from dialogs.house import Clinic
from knowledge.build import knowledge
from knowledge.load import KnowledgeError

CHANGED = "changing rules may change who answers for the whole product; ask a lawyer first"


def complaints(files: Iterable[Path], house: Clinic, id: str) -> tuple[list[KnowledgeError], list[Clinic]]:
    """Every file that can't be used, and the clinics of the others; of one clinic if `id` is given."""
    wrong: list[KnowledgeError] = []
    found: dict[str, Clinic] = {}
    for file in files:
        try:
            one = clinic(file, house)
        except KnowledgeError as fault:
            if id in ("", file.stem):
                wrong.append(fault)
            continue
        if one.id in found and id in ("", one.id):
            wrong.append(KnowledgeError(file.name, f"another file has the clinic id '{one.id}' too",
                                        "clients would see the wrong clinic", "give each clinic an id of its own"))
        found.setdefault(one.id, one)
    return wrong, [one for one in found.values() if id in ("", one.id)]


def remarks(one: Clinic, received: bool) -> list[str]:
    """What is no fault and still wants a look. `received`: whether somebody gets what clients send."""
    lines = knowledge().countries.get(one.country)
    return [text for text, holds in (
        (f"own rules, signed by {one.own.signed_by if one.own else ''}: {CHANGED}", one.own is not None),
        (f"nobody gets what clients send: si-screen staff add --clinic {one.id} --name NAME --role manager",
         not received),
        ("no phone: \"Talk to a person\" names the country's health line", not one.phone),
        ("nobody gets reports of problems: safety_name and safety_contact", not one.safety_name),
        ("no country: every client is asked for theirs", not one.country),
        (f"the phone numbers of {one.country} are not verified: call them once, or give your own under `numbers`",
         bool(lines) and not (lines and lines.emergency.verified)),
        (f"no phone lines are known for {one.country}; clients read the general ones", bool(one.country and not lines)),
        (f"advice in {one.country}, and no mode_reason: software that advises is probably a medical device there "
         "(docs/clinics.md)", one.mode == "advice" and one.country in DEVICE_LAW and not one.mode_reason),
        ("a site without https may show the chat: for trying only", any(o.startswith("http:") for o in one.origins)),
        ("no address: the poster and the papers need it", not one.address),
    ) if holds]
