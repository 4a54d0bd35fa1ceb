"""Whatever stands in a content file, its author is told: a few parts of each file are taken away or put into another
form, always the same ones. `python -m tests.test_loading_any 200` tries so many of each file."""

import copy as copies
import json
import random
import shutil
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest

from bot.clinic.files import clinic, without_places
from dialogs.cases import cases
from dialogs.house import Clinic
from dialogs.simulate.clients import GROUPS, changed_labels, clients
from knowledge import check_tiers
from knowledge.answers import answer_words
from knowledge.build import knowledge
from knowledge.lexicon import lexicon
from knowledge.load import DATA, KnowledgeError, read
from knowledge.models import Knowledge
from knowledge.own import merged
from knowledge.points import points
from knowledge.reviewers import reviewers
from knowledge.safety import hazards, incidents
from tests.test_clinic_own import OWN

ROOT = Path(__file__).parent.parent
Part = tuple[Any, ...]  # the keys and places that lead to a part of a file
LEXICON = ("ar/answers-talk", "es/common", "es/flags", "es/points", "es/answers-cards", "answers-kinds")
GONE = object()
FORMS: tuple[object, ...] = ("a text", ["a", "list"], [["a"]], [{"id": "a"}], {"a": "map"}, [], {}, None, GONE)
REMARKS = {"because"}  # for people, and read by no program


def files() -> list[Path]:
    """Every file of the content, of the lexicon a few; a clinic's, and its own questions and rules."""
    found = [file.relative_to(DATA) for file in sorted(DATA.rglob("*.yaml"))]
    return [Path("clinic/demo.yaml"), Path("clinic/hill.own.yaml"), *(
        file for file in found if file.parts[0] != "lexicon" or "/".join(file.parts[1:])[:-5] in LEXICON)]


def loader(file: Path) -> Callable[[Path], object]:
    """What reads this file."""
    lang = file.parent.name
    if file.stem == "demo":
        return lambda data: clinic(data / file, Clinic())
    if file.parts[0] == "clinic":
        return lambda data: merged(knowledge(), read(data / file), ("en", "es"), "Hill", "Ana Day", "0")
    if file.stem == "points":
        return lambda data: points(data / file)
    if file.stem.startswith("answers"):
        return lambda data: answer_words.__wrapped__(lang if len(lang) == 2 else "es", data)
    if file.parts[0] == "lexicon":
        return lambda data: lexicon.__wrapped__(lang, data)
    if file.parts[0] == "clients":
        return lambda data: [changed_labels(clients(group, knowledge(), data), data) for group in GROUPS]
    alone: dict[str, Callable[[Path], object]] = {
        "cases": cases, "hazards": hazards, "incidents": incidents, "reviewers": reviewers,
        "tiers": lambda data: check_tiers.check(knowledge(), data)}
    return alone.get(file.stem) or alone.get(file.parts[0]) or content


def content(data: Path) -> Knowledge:
    """All of it, without what changes with every letter."""
    return knowledge.__wrapped__("strict", data).model_copy(update={"version": ""})


def parts(raw: Any) -> Iterator[Part]:
    """Every part of a file, down to the single text."""
    yield ()
    for key, value in raw.items() if isinstance(raw, dict) else enumerate(raw) if isinstance(raw, list) else ():
        for part in parts(value):
            yield (key, *part)


def at(raw: Any, part: Part) -> Any:
    for key in part:
        raw = raw[key]
    return raw


def changed(raw: Any, part: Part, form: object) -> Any:
    whole = copies.deepcopy(raw)
    if not part:
        return form
    if form is GONE:
        del at(whole, part[:-1])[part[-1]]
    else:
        at(whole, part[:-1])[part[-1]] = form
    return whole


def chosen(file: Path, raw: Any, many: int) -> list[tuple[Part, object]]:
    """Always the same changes: the file as a whole, something of its beginning, and anywhere."""
    rng, every = random.Random(file.as_posix()), list(parts(raw))
    near = [part for part in every if 0 < len(part) < 3] or every
    places = [(), *(rng.choice(every if n % 2 else near) for n in range(many - 1))]
    return [(part, rng.choice(FORMS if part else FORMS[:5])) for part in places]


def fate(data: Path, file: Path, raw: Any) -> object:
    """What is loaded of a file that says this, or what its author is told; any other fault is raised."""
    (data / file).write_text(json.dumps(raw, ensure_ascii=False), encoding="utf-8")
    try:
        return loader(file)(data)
    except KnowledgeError as fault:
        assert fault.what and fault.why and fault.mend
        assert any(sign in fault.place for sign in (".yaml", "lexicon/", "own file")), fault.place
        return None


def tried(data: Path, file: Path, many: int) -> None:
    text = (data / file).read_text(encoding="utf-8")
    raw = without_places(read(data / file))
    assert fate(data, file, raw) is not None, "as it is it holds"
    for part, form in chosen(file, raw, many):
        before, told = at(raw, part), f"{file} {part} {form}"
        found = fate(data, file, changed(raw, part, form))
        if found is None or REMARKS & set(part) or form is GONE:
            continue
        assert isinstance(before, dict) or form != {"a": "map"}, f"a map was taken for something else: {told}"
        assert not isinstance(before, dict) or not isinstance(form, list) or file.stem == "rows", told
        assert form != [["a"]], f"a list was taken for a text: {told}"
        if isinstance(before, list) and form == "a text":
            assert found == fate(data, file, changed(raw, part, [form])), f"a text was taken letter by letter: {told}"
    (data / file).write_text(text, encoding="utf-8")


def copied(to: Path) -> Path:
    shutil.copytree(DATA, to / "data", ignore=shutil.ignore_patterns("lang", "schema"))
    (to / "data" / "clinic").mkdir()
    shutil.copy(ROOT / "clinics" / "demo.yaml", to / "data" / "clinic")
    (to / "data" / "clinic" / "hill.own.yaml").write_text(OWN, encoding="utf-8")
    return to / "data"


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return copied(tmp_path_factory.mktemp("any"))


@pytest.mark.parametrize("file", files(), ids=str)
def test_any_slip_is_told_or_means_the_same(data: Path, file: Path) -> None:
    tried(data, file, 3)


if __name__ == "__main__":
    with TemporaryDirectory() as folder:
        there = copied(Path(folder))
        for one in files():
            tried(there, one, int(sys.argv[1]))
            print(one, "holds", flush=True)
