"""`si-screen sign` and the refusal to start unsigned: the commands as they are typed, on a copy of the project."""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.cli import main
from knowledge.load import DATA

ROOT = Path(__file__).parent.parent


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("project")
    for room in ("knowledge", "dialogs", "bot"):
        shutil.copytree(ROOT / room, root / room)
    return root


@pytest.fixture
def file(project: Path) -> Iterator[Path]:
    """The signatures of the project, empty before and after."""
    found = project / "knowledge" / "data" / "signatures.yaml"
    found.write_text("# nobody yet\n", encoding="utf-8")
    yield found


def run(project: Path, *arguments: str, stdin: str = "", **env: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "bot.cli", *arguments], input=stdin, capture_output=True, text=True, cwd=project,
        env={"PATH": os.environ["PATH"], "PYTHONPATH": str(project), **env}, timeout=60, check=False,
    )


def test_signing_shows_the_words_asks_and_keeps_what_is_there(project: Path, file: Path) -> None:
    by = ("--by", "Dr A. Example, GP, partner", "--registration", "GMC 1234567")
    refused = run(project, "sign", *by, "--rows", "RF-DVT", stdin="y\n")
    assert refused.returncode == 1 and file.read_text() == "# nobody yet\n"
    for shown in ("RF-DVT  D2", "tier: D2", "unsure: D3", "This can be a blood clot.", "newly swollen, warm, red"):
        assert shown in refused.stdout
    done = run(project, "sign", *by, "--rows", "RF-DVT", stdin="yes\n")
    assert done.returncode == 0, done.stderr
    first = file.read_text()
    assert first.startswith("# nobody yet\n- name: \"Dr A. Example\"\n  role: \"GP, partner\"\n")
    also = ("--by", 'Ann "A" O\'Neil: #1, physio', "--tier", "D1", "D2", "--until", "2999-12-31")
    done = run(project, "sign", *also, "--yes")
    assert done.returncode == 0, done.stderr
    assert file.read_text().startswith(first)
    listed = run(project, "sign", "--list").stdout.splitlines()
    assert listed[0].split()[1:] == ["D3", "not", "signed"], "what sends to a doctor and is not signed comes first"
    dvt = next(row for row in listed if row.startswith("RF-DVT "))
    assert "Dr A. Example, GP, partner (GMC 1234567)" in dvt and 'Ann "A" O\'Neil: #1, physio' in dvt
    assert re.search(r"\d+ of \d+ rows that send to a doctor first .* every result says", listed[-1])


@pytest.mark.parametrize(("arguments", "says"), [
    (("--by", "Dr A, GP", "--rows", "RF-DVT", "RF-NONE"), "'RF-NONE'"),
    (("--by", "Dr A, GP", "--rows", "RF-CES-1.older"), "a rule of RF-CES-1"),
    (("--by", " , GP", "--all"), "--by"),
    (("--by", "Dr A", "--all"), "--by"),
    (("--all",), "--by"),
    (("--by", "Dr A, GP", "--all", "--until", "2020-01-01"), "past"),
    (("--by", "Dr A, GP", "--all", "--until", "next year"), "not a day"),
    (("--by", "Dr A, GP", "--tier", "D6"), "no row has tier D6"),
])
def test_a_wrong_signature_is_refused_and_nothing_is_written(
    arguments: tuple[str, ...], says: str, capsys: pytest.CaptureFixture[str]
) -> None:
    before = (DATA / "signatures.yaml").read_bytes()
    assert main(["sign", *arguments, "--yes"]) == 2
    assert says in capsys.readouterr().err
    assert (DATA / "signatures.yaml").read_bytes() == before


def test_a_server_that_requires_signatures_starts_only_with_them(project: Path, file: Path) -> None:
    for command in (("serve",), ("chat", "--json")):
        refused = run(project, *command, SI_SCREEN_REQUIRE_SIGNED="1")
        assert refused.returncode == 2 and not refused.stdout
        for part in ("signatures.yaml: ", "why it matters: ", "how to mend it: ", "RF-CES-1", "si-screen sign"):
            assert part in refused.stderr
    assert run(project, "sign", "--by", "Dr A. Example, GP", "--all", "--yes").returncode == 0
    chat = run(project, "chat", "--json", stdin='{"open": {}}\n', SI_SCREEN_REQUIRE_SIGNED="1")
    assert chat.returncode == 0 and "computer program" in chat.stdout
    later = run(project, "chat", "--json", "--now", "2999-01-01T00:00:00+00:00", SI_SCREEN_REQUIRE_SIGNED="1")
    assert later.returncode == 2, "out of date"


@pytest.mark.parametrize("text", ["- name: x\n", "- just words\n", "rows: {RF-DVT: 0}\n"])
def test_signatures_that_cannot_be_read_stop_the_start(text: str, project: Path, file: Path) -> None:
    file.write_text(text, encoding="utf-8")
    done = run(project, "questions")
    assert done.returncode == 2 and "signatures.yaml, signature 1" in done.stderr
