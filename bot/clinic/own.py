"""A clinic's own questions and rules: the file beside the clinic file, as it was signed."""

import hashlib
from collections.abc import Iterator
from pathlib import Path

from bot.clinic.checks import Wrong, within
from bot.clinic.form import OwnForm
from dialogs.house import Clinic, House, Own
from dialogs.proof.promises import cards_fit
from dialogs.session import Session
from knowledge.load import KnowledgeError, read
from knowledge.models import Knowledge, Profile
from knowledge.own import merged

PROFILES: tuple[Profile, ...] = ("calibrated", "strict")


def own(form: OwnForm | None, folder: Path) -> Own | None:
    """Raises Wrong where the file is not as it was signed, KnowledgeError where it can't be read."""
    if form is None:
        return None
    file = folder / within(form.file, [one.name for one in folder.iterdir()], "own.file")
    if not form.file.endswith(".own.yaml"):
        raise Wrong(f"the file '{form.file}' does not end in .own.yaml", "it would be taken for a clinic",
                    f"call it {file.stem}.own.yaml", "own.file")
    mark = hashlib.sha256(file.read_bytes()).hexdigest()[:8]
    if form.mark != mark:
        said = "was changed since it was signed" if form.mark else "is not signed yet"
        raise Wrong(f"'{form.file}' {said}", "changing rules may change who answers for the whole product, so a "
                    "clinician's name stands for exactly these words",
                    f"have {form.signed_by} read it, then write under own: signed_on: the day, and mark: \"{mark}\"",
                    "own.mark" if form.mark else "own")
    return Own(read(file), form.signed_by, form.signed_on, mark)


def added(one: Clinic, house: House) -> Iterator[tuple[tuple[str, Profile, str], Knowledge]]:
    """The content with this clinic's own part, in each profile that its clients can get, and each language.
    Raises KnowledgeError for what could not be deployed."""
    if one.own is None:
        return
    langs = house.languages(Session(id="", clinic=one.id))
    langs = (one.lang, *(lang for lang in langs if lang != one.lang)) if one.lang in langs else langs
    for profile in PROFILES:
        if one.profile in (None, profile):
            for lang in house.words:  # a therapist may read one that clients can't choose
                base = house.translations.get((profile, lang)) or house.knowledge[profile]
                found = merged(base, one.own.rows, langs, one.name, one.own.signed_by, one.own.mark)
                for fault in cards_fit(found):
                    raise KnowledgeError(one.id, fault, "a channel could not show it", "make it shorter")
                yield (one.id, profile, lang), found
