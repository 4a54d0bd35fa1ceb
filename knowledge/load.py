"""YAML files -> plain rows: strings only, duplicate keys refused, places kept.

The only room that knows YAML. PyYAML alone would turn the option ids yes and
no into booleans and drop a duplicated red flag without a word.
"""

import hashlib
from pathlib import Path
from typing import Any

import yaml

DATA = Path(__file__).parent / "data"

LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # the one in C reads ten times as fast
Plain = Any  # dicts, lists and strings; every dict with an `id` has its `place`


class KnowledgeError(Exception):
    """A fault in the content, told to its author: where, what, why, how to mend it."""

    def __init__(self, place: str, what: str, why: str, mend: str) -> None:
        super().__init__(f"{place}: {what}\n  why it matters: {why}\n  how to mend it: {mend}")
        self.place, self.what, self.why, self.mend = place, what, why, mend


def read(path: Path) -> Plain:
    """The content of one YAML file. Raises KnowledgeError."""
    name = path.name if path.parent.name == "data" else f"{path.parent.name}/{path.name}"
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as fault:
        raise KnowledgeError(
            name, f"can't be read ({fault})", "a missing part would weaken the advice",
            "put the file back, saved as UTF-8",
        ) from fault
    try:
        node = yaml.compose(text, Loader=LOADER)
    except yaml.YAMLError as fault:
        mark = getattr(fault, "problem_mark", None)
        place = f"{name}:{mark.line + 1}" if mark else name
        raise KnowledgeError(
            place, f"is not YAML: {getattr(fault, 'problem', None) or fault}",
            "nothing after this point can be read",
            "check the indentation, and put text with a colon in \"quotes\"",
        ) from fault
    return _plain(node, name) if node is not None else []


def _plain(node: yaml.Node, name: str) -> Plain:
    place = f"{name}:{node.start_mark.line + 1}"
    if isinstance(node, yaml.ScalarNode):
        return None if node.value in ("null", "~", "") and not node.style else node.value
    if isinstance(node, yaml.SequenceNode):
        return [_plain(item, name) for item in node.value]
    assert isinstance(node, yaml.MappingNode)
    found: dict[str, Plain] = {}
    for key, value in node.value:
        if key.value in found:
            raise KnowledgeError(
                f"{name}:{key.start_mark.line + 1}", f"'{key.value}' stands here twice",
                "only one of the two would count, the other would be lost",
                "remove one, or give it another id",
            )
        found[key.value] = _plain(value, name)
    if "id" in found:
        found["place"] = place
    return found


def folder(path: Path) -> list[tuple[str, list[Plain]]]:
    """Every YAML file of a folder in order of name, as (stem, rows)."""
    return [(file.stem, read(file)) for file in sorted(path.glob("*.yaml"))]


# What advises nobody, and the signatures: to sign must not change what is signed.
ASIDE = {"cases", "clients", "hazards.yaml", "incidents.yaml", "reviewers.yaml", "signatures.yaml"}


def version(data: Path = DATA) -> str:
    """Twelve hex digits over every content file but those of `ASIDE`."""
    total = hashlib.sha256()
    for file in sorted(data.rglob("*.yaml")):
        name = file.relative_to(data)
        if not ASIDE & set(name.parts):
            total.update(name.as_posix().encode() + b"\0" + file.read_bytes())
    return total.hexdigest()[:12]
