"""The labels of the staff pages, in the language of who reads them."""

from functools import lru_cache
from pathlib import Path

from dialogs.words import Words
from knowledge.load import read

LABELS = Path(__file__).parent / "labels.yaml"


@lru_cache(maxsize=16)
def labels(lang: str) -> Words:
    """Those of this language; English where it lacks one."""
    found = read(LABELS)
    known = lang if lang in found else "en"
    return Words(known, {**found["en"], **found[known]})
