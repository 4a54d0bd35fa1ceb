"""What the tests share: the house in both profiles, and the golden flag."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from bot.cli import main
from bot.clinic.files import house as build_house
from dialogs.cases import Known
from dialogs.house import Clinic, House
from knowledge.load import DATA
from knowledge.models import Profile

NOWHERE = DATA / "no-clinics"
Command = Callable[..., str]  # one run of `si-screen`; see `command`
PROFILES: tuple[Profile, ...] = ("calibrated", "strict")
PLAYED = {f"tests/test_{name}.py" for name in (
    "cases", "case_check", "docs", "intake", "mutants", "summary_every_case", "why")}


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--golden-update", action="store_true", help="write the golden chats anew")


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Any:
    """File by file, but the files that play every case in one process: they share what was played (`known`)."""
    from xdist.scheduler import LoadFileScheduling

    scheduling = LoadFileScheduling(config, log)
    file_of = scheduling._split_scope
    scheduling._split_scope = lambda test: "cases" if file_of(test) in PLAYED else file_of(test)
    return scheduling


def pytest_terminal_summary(terminalreporter: Any) -> None:
    """The table of what reaches the therapist, from whichever process ran the tests."""
    reports = [report for found in terminalreporter.stats.values() for report in found]
    rows = {text: report.outcome for report in reports for name, text in getattr(report, "user_properties", ())
            if name == "summary"}
    if rows:
        terminalreporter.section("cautions and guards in the summary", "-")
        for text in sorted(rows):
            terminalreporter.write_line(f"{rows[text]}  {text}")


@pytest.fixture(scope="session")
def house() -> House:
    """No clinic: strict in the UK, calibrated elsewhere."""
    return build_house(NOWHERE, Clinic())


@pytest.fixture(scope="session")
def houses() -> dict[Profile, House]:
    """The house with each profile fixed, whatever the country."""
    return {p: build_house(NOWHERE, Clinic(profile=p)) for p in PROFILES}


@pytest.fixture(scope="session")
def known() -> dict[Profile, Known]:
    """What was said so far in `houses`: chats that begin alike are played once, in all files together."""
    return {p: {} for p in PROFILES}


@pytest.fixture(autouse=True)
def no_environment(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """No setting of the machine reaches a test."""
    for name in ("BOT_TOKEN", "SI_SCREEN_COUNTRY", "SI_SCREEN_PROFILE", "SI_SCREEN_DATA"):
        monkeypatch.delenv(name, raising=False)
    yield


@pytest.fixture
def command(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Command:
    """`si-screen ...` on the data folder of this test; returns what it prints."""
    monkeypatch.setenv("SI_SCREEN_DATA", str(tmp_path))

    def run(*arguments: str, code: int = 0) -> str:
        assert main(list(arguments)) == code
        found = capsys.readouterr()
        return found.out + found.err

    return run
