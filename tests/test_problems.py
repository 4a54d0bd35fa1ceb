"""Reporting a problem: kept exactly once, for a named person, and gone with the chat."""

import asyncio
import contextlib
import json
import random
import re
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import httpx
import pytest

from bot.clinic.files import clinics
from bot.host import Host
from bot.records import problems
from bot.records.rooms import DAY
from bot.records.store import Store
from bot.settings import SettingsError, settings
from bot.telegram.safety import alert
from dialogs.events import Ask, Event, Open, Say, Tap
from dialogs.house import Clinic, House
from dialogs.words import words
from knowledge.load import KnowledgeError
from tests.botapi import BotApi
from tests.botapi.forked import started
from tests.botapi.rig import Rig, rig
from tests.browser.server import serving
from tests.conftest import Command
from tests.patience import caller
from tests.test_pause import finished, told
from tests.test_store import Died, Dying, render
from tests.test_web import opened, sent, tapped

W = words("en")
CODE = re.compile(r"Your code: ([A-Z]{2}\d\d-[A-Z]{2}\d\d)\.")
CANARY = "it said canary leg and that was wrong"


def named(house: House) -> House:
    """The house with somebody who answers for safety."""
    return replace(house, clinics={"": Clinic(safety_name="Ann Lee", safety_contact="ann@clinic.example")})


@pytest.fixture
def server(house: House, tmp_path: Path) -> Iterator[tuple[httpx.Client, Host]]:
    with serving(named(house), tmp_path / "si-screen.db") as (url, host), \
            caller(url) as client:
        yield client, host


def kept(store: Store) -> list[problems.Problem]:
    return problems.listed(store.db)


def test_a_report_of_a_result_over_the_web(server: tuple[httpx.Client, Host], command: Command) -> None:
    http, host = server
    at = finished(http, opened(http))
    chat, result = at["chat"], told(at)
    assert {"id": "problem", "label": "Report a problem"} in at["replies"][-1]["choices"]
    asked = tapped(http, chat, "ask", at, "problem")
    assert "I keep your words for Ann Lee" in told(asked) and asked["question"]["id"] == "problem"
    done = sent(http, chat, "report", say=CANARY)
    code = CODE.findall(told(done))[0]
    assert told(done).startswith("Sent to Ann Lee.") and "ann@clinic.example" in told(done)
    assert done["question"]["id"] == "next" and result not in told(done)  # its buttons, not all of it again
    assert sent(http, chat, "report", say=CANARY) == done
    [problem] = kept(host.store)
    version = at["outcome"]["version"]
    assert (problem.code, problem.text, problem.disposition, problem.version, problem.channel, problem.state) == (
        code, CANARY, at["outcome"]["disposition"], version, "web", "new")
    assert http.post("/chat/data", json={"chat": chat}).json()["problems"][0]["code"] == code
    note = told(tapped(http, chat, "note", done, "note"))
    assert note.endswith(W("note_problem", whom="Ann Lee, ann@clinic.example"))
    assert http.post("/chat/forget", json={"chat": chat}).json()["reports"] == [code]
    left = kept(host.store)[0]
    assert (left.code, left.at, left.version, left.disposition) == (code, problem.at, version, problem.disposition)
    assert (left.key, left.clinic, left.channel, left.text, left.note) == ("", "", "", "", "")
    for part in Path(host.store.db.execute("PRAGMA database_list").fetchone()[2]).parent.iterdir():
        assert b"canary" not in part.read_bytes() and chat.encode() not in part.read_bytes()
    assert "the rest is deleted" in command("problems")


@pytest.mark.parametrize("n", range(16))
def test_a_death_before_any_statement_loses_and_doubles_no_report(n: int, house: House, tmp_path: Path) -> None:
    def host(store: Store) -> Host:
        return Host(named(house), store, alert=alert("77"))

    store = Store(tmp_path / "db")
    events: list[Event] = [Open(country="US"), Ask("problem")]
    for id, event in enumerate(events):
        host(store).turn("tg:1", str(id), event, render)
    store.close()
    dying = Store(tmp_path / "db")
    dying.db = Dying(dying.db, n)  # type: ignore[assignment]  # a stand-in that dies
    with contextlib.suppress(Died):
        host(dying).turn("tg:1", "report", Say(CANARY), render)
    dying.db.real.close()  # type: ignore[attr-defined]  # the kernel closes the file of a dead process
    again = Store(tmp_path / "db")
    said = host(again).turn("tg:1", "report", Say(CANARY), render)
    [problem] = kept(again)
    assert problem.text == CANARY and problem.code in str(said)
    alerts = [body for (body,) in again.db.execute("SELECT body FROM outbox WHERE key='tg:77'")]
    assert len(alerts) == 1 and problem.code in alerts[0] and "canary" not in alerts[0]
    again.close()


def safe(bot: Rig) -> None:
    bot.host.house, bot.host.alert = named(bot.host.house), alert("77")


async def test_telegram_from_the_menu_to_the_named_person(tmp_path: Path, command: Command) -> None:
    async with rig(tmp_path) as bot:
        (tmp_path / "si-screen.db").symlink_to(tmp_path / "test.db")
        safe(bot)
        chat, ann = bot.api.chat(1), bot.api.chat(77)
        await bot.say(chat, "/start")
        await bot.tap(chat, "Yes. I am 18 or over, in the US")
        await bot.tap(chat, "1")
        assert "Report a problem" in chat.buttons()
        menu = chat.card()
        assert "Ann Lee" in await bot.tap(chat, "Report a problem")
        assert chat.buttons() == ["Cancel"]
        assert await bot.say(chat, "/privacy") == W("privacy", days=30)
        update = chat.say(CANARY)
        await bot.settle()
        count = len(chat.said())
        bot.api.push("message", chat.messages[-count], update)  # delivered again
        await bot.settle()
        [problem] = kept(bot.store)
        assert (problem.text, problem.disposition, problem.channel) == (CANARY, "D1", "tg")
        assert any(problem.code in said for said in chat.said()) and len(chat.said()) == count
        assert chat.said()[-2].startswith("Go to an emergency department now.")  # told again, and first
        [alerted] = ann.said()
        assert problem.code in alerted and "D1" in alerted and problem.version in alerted and "canary" not in alerted
        chat.tap("Report a problem", menu)
        await bot.settle()
        assert await bot.tap(chat, "Cancel") == W("problem_cancelled")
        await bot.say(chat, "/problem")
        await bot.tap(chat, "I can't get there")  # any other button leaves it and counts
        await bot.say(chat, "purple")
        assert len(kept(bot.store)) == 1 and "call 911" in "".join(chat.said()[-3:])
        await bot.say(chat, "/mydata")
        assert json.loads(chat.files[0])["problems"][0]["text"] == CANARY
        await bot.say(chat, "/forget")
        assert await bot.tap(chat, "Yes, delete everything") == W("forgotten_report", codes=problem.code)
        assert "canary" not in command("problems", "--show", problem.code)
        assert bot.count("outbox WHERE key='tg:77'") == 0


async def test_kill_nine_around_a_report(tmp_path: Path) -> None:
    dice = random.Random(20261123)
    async with BotApi() as api:
        chat = api.chat()
        chat.say("/problem")
        process = started(api.url, tmp_path)
        try:
            await chat.until(lambda: "Cancel" in chat.buttons())
            chat.say(CANARY)
            for _ in range(2):
                await asyncio.sleep(dice.random() * 0.03)
                process.kill()
                process.join()
                process = started(api.url, tmp_path)
            await chat.until(lambda: any(map(CODE.search, chat.said())))
            await api.until(lambda: not api.pending)
        finally:
            process.kill()
            process.join()
    store = Store(tmp_path / "test.db")
    [problem] = kept(store)
    assert problem.text == CANARY and {CODE.findall(said)[0] for said in chat.said() if CODE.search(said)} == {
        problem.code}
    store.close()


async def test_a_safety_chat_that_can_not_be_reached_takes_nothing_from_the_client(tmp_path: Path) -> None:
    async with rig(tmp_path) as bot:
        safe(bot)
        bot.api.chat(77).block()
        chat = bot.api.chat(1)
        await bot.say(chat, "/problem")
        assert CODE.search(await bot.say(chat, CANARY))
        assert len(kept(bot.store)) == 1


def test_the_command_lists_shows_and_closes(server: tuple[httpx.Client, Host], command: Command) -> None:
    http, _ = server
    assert command("problems") == "No problem was reported.\n"
    chat = opened(http)["chat"]
    sent(http, chat, "1", problem=True)
    code = CODE.findall(told(sent(http, chat, "2", say=f"{CANARY}\x1b[2J")))[0]
    for said in (command("problems"), command("problems", "--json")):
        assert code in said and "canary" not in said and chat not in said and "new" in said
    shown = command("problems", "--show", code.lower().replace("-", ""))
    assert CANARY in shown and "\x1b" not in shown
    assert json.loads(command("problems", "--json"))[0]["state"] == "seen"
    assert "--note" in command("problems", "--close", code, code=2)
    assert "canary" not in command("problems", "--close", code, "--note", "rule mended")
    closed = json.loads(command("problems", "--json", "--show", code))
    assert (closed[0]["state"], closed[0]["note"], closed[0]["text"][:5]) == ("closed", "rule mended", CANARY[:5])
    assert "no report has the code" in command("problems", "--show", "AA22-AA22", code=2)


def test_reports_follow_the_retention_of_their_chat(house: House) -> None:
    host = Host(house, Store(":memory:"))
    asked: list[Event] = [Open(country="US"), Ask("problem"), Say(CANARY)]
    declined: list[Event] = [*asked, Tap(("decline",))]
    for key, events in {"web:a": asked, "web:b": declined}.items():
        for id, event in enumerate(events):
            host.turn(key, str(id), event, render)
    host.expire(time.time() + 29 * DAY)
    assert [problem.text for problem in kept(host.store)] == [CANARY, CANARY]
    host.expire(time.time() + 31 * DAY)
    assert [(problem.text, problem.key) for problem in kept(host.store)] == [("", ""), ("", "")]


def test_who_is_named(tmp_path: Path) -> None:
    own = settings({"SI_SCREEN_SAFETY_NAME": "Ann Lee", "SI_SCREEN_SAFETY_CONTACT": "ann@clinic.example"}).own()
    for env in ({"SI_SCREEN_SAFETY_NAME": "Ann"}, {"SI_SCREEN_SAFETY_CONTACT": "x"}, {"SI_SCREEN_SAFETY_CHAT": "@ann"}):
        with pytest.raises(SettingsError, match="SI_SCREEN_SAFETY"):
            settings(env)
    (tmp_path / "a.yaml").write_text("id: a\nname: A\n")
    (tmp_path / "b.yaml").write_text('id: b\nname: B\nsafety_name: Bo\nsafety_contact: "+1 555 0101"\n')
    found = clinics(tmp_path, own)
    assert {id: (c.safety_name, c.safety_contact) for id, c in found.items()} == {
        "": ("Ann Lee", "ann@clinic.example"), "a": ("Ann Lee", "ann@clinic.example"), "b": ("Bo", "+1 555 0101")}
    (tmp_path / "b.yaml").write_text("id: b\nname: B\nsafety_name: Bo\n")
    with pytest.raises(KnowledgeError, match="only one of safety_name and safety_contact"):
        clinics(tmp_path, own)
