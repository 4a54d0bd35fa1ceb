"""Pausing advice: every chat of every process says where to turn, and goes on where it was."""

import itertools
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx
import pytest

from bot.clinic.files import clinics
from dialogs.house import House
from dialogs.words import words
from tests.botapi.rig import rig
from tests.browser.server import serving
from tests.conftest import Command
from tests.patience import caller
from tests.test_web import answers, opened, plain_answer, sent, tapped

ROOT = Path(__file__).parent.parent
W = words("en")


@pytest.fixture
def http(house: House, tmp_path: Path) -> Iterator[httpx.Client]:
    with serving(house, tmp_path / "si-screen.db") as (url, _), caller(url) as client:
        yield client


def finished(http: httpx.Client, at: Any) -> Any:
    """Plain answers to the end."""
    chat = at["chat"]
    for n in itertools.count():
        if at["question"]["kind"] == "menu":
            return {**at, "chat": chat}
        at = tapped(http, chat, f"end-{n}", at, plain_answer(at))


def told(at: Any) -> str:
    return "\n".join(reply["text"] for reply in at["replies"])


@contextmanager
def server(folder: Path) -> Iterator[tuple[str, list[str]]]:
    """`si-screen serve` as a process of its own: its address, and what it printed at the start."""
    with subprocess.Popen(
        [sys.executable, "-m", "bot.cli", "serve"], cwd=ROOT, stdout=subprocess.PIPE, text=True,
        env={**os.environ, "SI_SCREEN_DATA": str(folder), "SI_SCREEN_PORT": "0", "PYTHONPATH": str(ROOT)},
    ) as process:
        try:
            assert process.stdout is not None
            printed = [process.stdout.readline() for _ in range(3)]
            yield re.findall(r"http://\S+", printed[0])[0], printed
        finally:
            process.terminate()


def test_a_running_server_sees_the_command_of_another_process(tmp_path: Path) -> None:
    def si_screen(*arguments: str) -> str:
        done = subprocess.run(
            [sys.executable, "-m", "bot.cli", *arguments], cwd=ROOT, capture_output=True, text=True, check=True,
            env={**os.environ, "SI_SCREEN_DATA": str(tmp_path), "PYTHONPATH": str(ROOT)},
        )
        return done.stdout

    with server(tmp_path) as (url, printed), caller(url) as http:
        assert printed[2].startswith("Warning: nobody is named who gets reports of problems from")
        at = opened(http)
        chat, card = at["chat"], tapped(http, at["chat"], "1", at, "agree_us")
        assert "everywhere" in si_screen("pause", "--reason", "canary rule")
        paused = tapped(http, chat, "2", card, "ces_pee")
        assert paused["outcome"] == {"paused": True} and paused["state"] == "paused"
        assert told(paused).startswith(W("paused")) and "911" in told(paused) and "canary" not in str(paused)
        assert "Paused everywhere since" in (said := si_screen("pause", "--status")) and ": canary rule" in said
        si_screen("pause", "--resume")
        again = tapped(http, chat, "3", paused, "again")
        assert again["question"] == card["question"] and again["state"] == "screen"
        assert tapped(http, chat, "4", again, "ces_pee")["state"] == "emergency"


def test_a_finished_chat_is_not_told_its_advice_again_whatever_is_sent(http: httpx.Client, command: Command) -> None:
    at = finished(http, opened(http))
    result, chat = told(at), at["chat"]
    note = tapped(http, chat, "note", at, "note")
    command("pause")
    events: list[dict[str, Any]] = [{"open": {}}, {"note": True}, {"say": "note"}, {"status": True}, {"change": True}]
    for n, sends in enumerate(events):
        reply = sent(http, chat, f"p{n}", **sends)
        assert reply["outcome"] == {"paused": True} and reply["state"] == "paused"
        assert result not in told(reply) and "Note for" not in told(reply)
    # The very requests that were answered with advice before the pause.
    old = [tapped(http, chat, "note", at, "note"), sent(http, chat, "end-0", open={})]
    assert told(note) not in str(old) and old[0]["outcome"] == {"paused": True}
    command("pause", "--resume")
    assert told(sent(http, chat, "on", open={})) == result


def test_what_belongs_to_the_client_still_works(http: httpx.Client, command: Command) -> None:
    at = opened(http)
    chat = at["chat"]
    command("pause")
    assert W("privacy", days=30) in told(sent(http, chat, "1", privacy=True))
    assert sent(http, chat, "2", emergency=True)["replies"][0]["kind"] == "urgent"
    assert W("stopped") in told(sent(http, chat, "3", say="stop"))
    asked = sent(http, chat, "4", problem=True)
    assert asked["question"]["id"] == "problem"
    assert "Your code:" in told(sent(http, chat, "5", say="the chat told me nonsense"))
    assert http.post("/chat/data", json={"chat": chat}).json()["problems"][0]["text"] == "the chat told me nonsense"
    assert http.post("/chat/forget", json={"chat": chat}).json()["forgotten"] > 3
    fresh = opened(http, country="GB")
    assert fresh["state"] == "paused" and "999" in told(fresh)
    command("pause", "--resume")
    assert tapped(http, fresh["chat"], "1", fresh, "again")["question"]["id"] == "consent"


def test_ticks_of_a_card_that_is_not_done_stand_as_they_were(http: httpx.Client, command: Command) -> None:
    at = opened(http)
    chat, card = at["chat"], tapped(http, at["chat"], "1", at, "agree_us")["question"]
    at_card = {"question": card["id"], "shown": card["shown"]}
    lines = [line["id"] for line in card["lines"]]
    sent(http, chat, "2", tick={"line": lines[0], "value": "unsure"}, **at_card)
    command("pause")
    sent(http, chat, "3", tick={"line": lines[1], "value": "unsure"}, **at_card)
    sent(http, chat, "4", tap=[lines[2]], **at_card)
    command("pause", "--resume")
    again = sent(http, chat, "5", open={})
    assert again["draft"] == {lines[0]: "unsure"} and again["question"] == card


def test_one_clinic_alone(house: House, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, command: Command) -> None:
    monkeypatch.setenv("SI_SCREEN_CLINICS", str(ROOT / "clinics"))
    both = House(house.knowledge, house.words, clinics(ROOT / "clinics", house.clinics[""]))
    with serving(both, tmp_path / "si-screen.db") as (url, host), caller(url) as http:
        theirs, other = opened(http, clinic="demo"), opened(http)
        command("pause", "--clinic", "demo")
        assert "for clinic demo since" in command("pause", "--status")
        paused = tapped(http, theirs["chat"], "1", theirs, "agree")
        assert "Call Demo Clinic: +1 555 0100." in told(paused) and answers(host, theirs["chat"]) == 0
        assert opened(http, clinic="demo")["state"] == "paused"
        assert tapped(http, other["chat"], "1", other, "agree_us")["state"] == "screen"
        said = command("pause", "--resume")
        assert said.startswith("There was no pause everywhere.") and "Paused for clinic demo" in said
        command("pause", "--resume", "--clinic", "demo")
        assert sent(http, theirs["chat"], "2", open={})["state"] == "consent"


def test_what_the_command_refuses_and_records(http: httpx.Client, command: Command, tmp_path: Path) -> None:
    assert "there is no clinic 'dmo'" in command("pause", "--clinic", "dmo", code=2)
    assert command("pause", "--status") == "Nothing is paused.\n"
    command("pause", "--reason", "rule RF-DVT")
    assert "paused already" in command("pause")
    command("pause", "--resume")
    now, earlier = command("pause", "--status").splitlines()
    assert now == "Nothing is paused."
    assert re.fullmatch(r"Earlier: everywhere since .* until .*: rule RF-DVT", earlier)


def test_without_a_database_the_command_says_so_and_makes_none(command: Command, tmp_path: Path) -> None:
    assert "there is no si-screen.db" in command("pause", code=2)
    assert not list(tmp_path.iterdir())


async def test_telegram_keeps_the_card_open_and_counts_nothing(tmp_path: Path, command: Command) -> None:
    async with rig(tmp_path) as bot:
        (tmp_path / "si-screen.db").symlink_to(tmp_path / "test.db")
        chat = bot.api.chat()
        await bot.say(chat, "/start")
        await bot.tap(chat, "Yes. I am 18 or over, in the US")
        card = chat.card()
        command("pause")
        for label in ("1", "Not sure", "None of these", "Why do you ask?", "Back"):
            chat.tap(label, card)
            await bot.settle()
            assert chat.last().startswith(W("paused")) and chat.buttons()[0] == W("paused_again")
        assert bot.answers(chat) == {"consent": "agree_us"} and card["reply_markup"]
        assert W("privacy", days=30) in await bot.say(chat, "/privacy")
        await bot.say(chat, "/mydata")
        assert chat.files
        await bot.say(chat, "i want to kill myself")
        assert any(said.startswith("Please talk to someone now:") for said in chat.said()[-2:])
        command("pause", "--resume")
        await bot.say(chat, "/start")
        assert "Go on with the questions" in chat.buttons()
        await bot.tap(chat, "Go on with the questions")
        assert "First the signs" in chat.last()
        await bot.tap(chat, "1")
        assert bot.answers(chat)["ces_pee"] == "yes" and "Go to an emergency" in "".join(chat.said()[-2:])
        await bot.say(chat, "/forget")
        assert await bot.tap(chat, "Yes, delete everything") == W("forgotten")


async def test_telegram_goes_on_by_the_button_and_holds_back_what_was_on_its_way(
    tmp_path: Path, command: Command
) -> None:
    async with rig(tmp_path) as bot:
        (tmp_path / "si-screen.db").symlink_to(tmp_path / "test.db")
        chat = bot.api.chat()
        await bot.say(chat, "/start")
        await bot.walk(chat, "for the therapist's hands")
        assert bot.running is not None
        bot.running.sending.cancel()  # the network is gone: the result stays in the outbox
        chat.tap("None of these")
        await bot.api.until(lambda: not bot.api.pending)
        await bot.stop()
        assert bot.count("outbox WHERE state='due' AND body LIKE '%You can see a massage therapist%'") == 1
        command("pause")
        await bot.start()
        await bot.settle()
        assert chat.last().startswith(W("paused")) and "You can see a massage" not in "".join(chat.said())
        await bot.say(chat, "/start")
        command("pause", "--resume")
        assert (await bot.tap(chat, W("paused_again"))).startswith("You can see a massage therapist")


def test_the_reason_is_nowhere_in_what_a_client_gets(http: httpx.Client, command: Command) -> None:
    command("pause", "--reason", "canaryreason")
    at = opened(http)
    assert "canaryreason" not in str(at) and "canaryreason" not in str(sent(http, at["chat"], "1", status=True))
    assert "canaryreason" not in http.post("/chat/data", json={"chat": at["chat"]}).text
