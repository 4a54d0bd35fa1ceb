"""`si-screen webhook` as it is typed, with a receiver that listens on this computer."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.hooks.say import KINDS
from bot.records import hooks, rows
from bot.records.store import Store
from tests.conftest import Command
from tests.receiver import Receiver, receiving

FILE = """id: hill
name: Hill
hooks:
  - {{url: "{url}", events: "summary.sent summary.withdrawn"}}
"""


@pytest.fixture
def to(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Receiver]:
    """A receiver, and a clinic file that names it."""
    folder = tmp_path / "clinics"
    folder.mkdir()
    monkeypatch.setenv("SI_SCREEN_CLINICS", str(folder))
    monkeypatch.setenv("SI_SCREEN_WEBHOOK_LOCAL", "1")
    Store(tmp_path / "si-screen.db").close()
    with receiving() as found:
        (folder / "hill.yaml").write_text(FILE.format(url=found.url))
        (folder / "dale.yaml").write_text("id: dale\nname: Dale\n")
        yield found


def test_the_test_event_verifies_with_the_printed_secret(to: Receiver, command: Command) -> None:
    secret = re.findall(r"whsec_\S+", command("webhook", "secret", "--clinic", "hill"))[0]
    assert "It works" in command("webhook", "test", "--clinic", "hill")
    [event] = to.verified(secret)
    assert event["type"] == "webhook.test" and event["data"] == {"clinic": "hill"}
    assert f"hill  {to.url}  summary.sent summary.withdrawn" in command("webhook", "list")
    said = command("webhook", "rotate", "--clinic", "hill", "--url", to.url)
    new = re.findall(r"whsec_\S+", said)[0]
    assert new != secret and new in command("webhook", "secret", "--clinic", "hill")
    to.got.clear()
    command("webhook", "test", "--clinic", "hill")
    assert to.verified(secret, new)


@pytest.mark.parametrize(("status", "says"), [
    (401, "another secret"), (404, "nothing at this address"), (302, "Events do not follow"), (410, "gone for good"),
    (503, "trouble of its own"), (429, "too much at once"), (418, "200 to 299")])
def test_what_came_back_and_what_to_do(to: Receiver, command: Command, status: int, says: str) -> None:
    to.statuses = [status]
    said = command("webhook", "test", "--clinic", "hill", code=1)
    assert says in said and str(status) in said and to.url in said and len(said.splitlines()) == 3


def test_a_test_that_gets_through_turns_it_on_again(to: Receiver, command: Command, tmp_path: Path) -> None:
    store = Store(tmp_path / "si-screen.db")
    one = hooks.endpoint(store.db, "hill", to.url)
    hooks.failed(store.db, one, "410", 1e9, gone=True)
    hooks.spread(store.db, hooks.made("hill", "summary.sent", 1e9, id="abc"), [to.url], 1e9)
    rows.failed(store.db, next(rows.due(store.db, 2e9)).id, "dead", 1e9, 1e9)
    said = command("webhook", "list", "--clinic", "hill")
    assert "DISABLED 2001-09-09" in said and "1 given up, kept until it works" in said
    assert "on again. 1 events" in command("webhook", "test", "--clinic", "hill")
    assert "DISABLED" not in command("webhook", "list") and hooks.count(store.db, one, "due") == 1
    store.close()


def test_without_the_setting_this_computer_is_not_called(
    to: Receiver, command: Command, monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.delenv("SI_SCREEN_WEBHOOK_LOCAL")
    said = command("webhook", "test", "--clinic", "hill", code=1)
    assert "https://" in said and "SI_SCREEN_WEBHOOK_LOCAL=1" in said and not to.got


def test_what_is_typed_wrong(to: Receiver, command: Command) -> None:
    assert "no clinic 'hil'" in command("webhook", "test", "--clinic", "hil", code=2)
    assert "names no webhook" in command("webhook", "secret", "--clinic", "dale", code=2)
    assert to.url in command("webhook", "test", "--clinic", "hill", "--url", "https://x.example", code=2)


def test_every_outcome_has_words() -> None:
    for kind, (what, mend) in KINDS.items():
        assert what.endswith((".", "it.")) and (mend.endswith(".") or kind == "fine")
        assert what.format(status=500, detail="a detail")
