"""Pages from a Typst template and data. All that a person wrote goes in as data and is shown as plain text."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from knowledge.load import DATA


class NoPdf(RuntimeError):
    """The library is not installed; the message says how to mend it."""


def typeset(template: Path, data: Mapping[str, Any], **options: Any) -> Any:
    """What typst makes of it: bytes, or a list of them where pictures of several pages are asked for. Raises NoPdf."""
    try:
        import typst
    except ImportError as fault:
        raise NoPdf("PDF files need the optional extra: make setup, or pip install '.[pdf]' in the folder of the "
                    "program") from fault
    inputs = {"data": json.dumps(data, ensure_ascii=False)}
    return typst.compile(template.read_bytes(), font_paths=[str(DATA / "fonts")], sys_inputs=inputs, **options)
