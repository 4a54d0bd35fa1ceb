"""PO files for translators: `python -m tools.po LANG` makes or updates the two of a language.

What is translated stays; where the English changed since, the old translation is kept but
marked fuzzy, so it is not used until somebody has looked at it. `--fill FILE` takes
translations from a JSON object {key: text}; `--list` prints what is missing.
"""

import argparse
import json
import re
from datetime import UTC, datetime
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po, write_po

from dialogs.words import HERE, texts
from knowledge.build import knowledge
from knowledge.catalog import FOLDER, union

BEGUN = datetime(2026, 11, 22, tzinfo=UTC)  # fixed, so that writing anew changes nothing


def files(lang: str) -> dict[Path, dict[str, str]]:
    content = union([knowledge("calibrated"), knowledge("strict")])
    return {FOLDER / f"{lang}.po": content, HERE / f"{lang}.po": texts(lang)}


def update(path: Path, english: dict[str, str], lang: str, filled: dict[str, str]) -> list[str]:
    """Write the file anew; the keys that still lack a translation."""
    old = {}
    if path.exists():
        with path.open("rb") as handle:
            old = {m.context: m for m in read_po(handle) if m.context}
    made = Catalog(locale=lang, project="si-screen", charset="utf-8", fuzzy=False, creation_date=BEGUN, header_comment=(
        f"# SI Screen, {lang}. Not yet reviewed by a clinician who speaks it.\n"
        "# {names} in braces stay as they are. The context says where a text stands."))
    missing = []
    for key, text in english.items():
        before = old.get(key)
        translation = filled.get(key) or (str(before.string) if before else "")
        fuzzy = key not in filled and bool(before and (before.id != text or before.fuzzy))
        made.add(text, translation, context=key, flags=["fuzzy"] if fuzzy and translation else [])
        names = set(re.findall(r"{\w+}", text)) ^ set(re.findall(r"{\w+}", translation))
        if translation and names:
            missing.append(f"{key}: {', '.join(sorted(names))} only on one side")
        elif not translation or fuzzy:
            missing.append(f"{key}: {text}")
    path.parent.mkdir(exist_ok=True)
    with path.open("wb") as handle:
        write_po(handle, made, width=0, omit_header=False, sort_output=False)
    return missing


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("lang")
    parser.add_argument("--fill", type=Path, help="JSON: key -> text")
    parser.add_argument("--list", action="store_true", help="print what is missing as JSON")
    arguments = parser.parse_args()
    filled = json.loads(arguments.fill.read_text("utf-8")) if arguments.fill else {}
    missing: list[str] = []
    for path, english in files(arguments.lang).items():
        missing += update(path, english, arguments.lang, filled)
    if arguments.list:
        print("\n".join(missing))
    print(f"{arguments.lang}: {len(missing)} to do")


if __name__ == "__main__":
    main()
