"""A chat that a newer program wrote: what is new is passed over; what can't be read at all can be had and deleted."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.records.store import Store
from dialogs.house import House
from dialogs.words import words
from tests.api_kit import Api, two_clinics
from tests.botapi.rig import rig
from tests.browser.server import serving
from tests.chatkit import END, Clock
from tests.patience import caller
from tests.test_checkin_telegram import DAY
from tests.test_web import opened, sent, tapped

W = words("en")


def newer(store: Store) -> None:
    """As a later version might write it: with fields that this one does not have."""
    store.db.execute("UPDATE session SET body=json_set(body, '$.mood', 'calm', '$.log[0].colour', 'red')")


def spoilt(store: Store, where: str = "true") -> None:
    """With an entry of a kind that this one does not know."""
    entry = '{"type": "planet", "secret": "canary"}'
    store.db.execute(f"UPDATE session SET body=json_set(body, '$.log', json_array(json(?))) WHERE {where}", (entry,))


@pytest.fixture
def oak(house: House) -> Iterator[Api]:
    with serving(two_clinics(house)) as (url, host), caller(url) as http:
        yield Api(http, host, "oak")


def test_what_a_newer_program_wrote_besides_is_passed_over(house: House) -> None:
    with serving(house) as (url, host), caller(url) as http:
        card = opened(http)
        chat = card["chat"]
        card = tapped(http, chat, "request-1", card, "agree_us")
        newer(host.store)
        assert sent(http, chat, "request-2", open={})["question"] == card["question"]
        assert tapped(http, chat, "request-3", card, "none")["question"]["id"] != card["question"]["id"]


def test_over_the_web_an_unreadable_chat_can_be_had_and_deleted(house: House, caplog: pytest.LogCaptureFixture) -> None:
    with serving(house) as (url, host), caller(url) as http:
        chat = opened(http)["chat"]
        spoilt(host.store)
        turn = http.post("/chat/turn", json={"chat": chat, "id": "request-1", "event": {"open": {}}})
        assert turn.status_code == 501 and "can be deleted" in turn.text and "nothing is lost" not in turn.text
        held = http.post("/chat/data", json={"chat": chat}).json()
        assert held["session"]["log"] == [{"type": "planet", "secret": "canary"}] and held["messages"]
        page = http.post("/plain", data={"chat": chat, "do": "resume"})
        assert page.status_code == 501 and "read at the moment" in page.text and chat in page.text
        assert "Delete my answers" in page.text and "Nothing is lost" not in page.text
        assert "Keep them" in http.post("/plain", data={"chat": chat, "do": "forget"}).text
        assert http.post("/chat/forget", json={"chat": chat}).json()["forgotten"] > 1
        assert http.post("/chat/turn", json={"chat": chat, "id": "r-2", "event": {"open": {}}}).status_code == 404
    assert "Unreadable" in caplog.text and "canary" not in caplog.text


def test_over_the_api_too(oak: Api) -> None:
    talk = oak.opened()
    spoilt(oak.host.store)
    turn = oak.post(f"/chats/{talk.id}/turns", {"say": "hello"}, If_Match="*")
    assert turn.status_code == 501 and turn.json()["type"].endswith("/unreadable")
    assert oak.get(f"/chats/{talk.id}/data").json()["session"]["clinic"] == "oak"
    assert oak.delete(f"/chats/{talk.id}").json()["forgotten"] > 1
    assert oak.get(f"/chats/{talk.id}/data").status_code == 404


async def test_by_telegram_an_unreadable_chat_can_be_had_and_deleted(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    async with rig(tmp_path) as bot:
        chat, other = bot.api.chat(1, lang="es"), bot.api.chat(2)
        for one in (chat, other):
            await bot.say(one, "/start")
        spoilt(bot.store, "key='tg:1'")
        assert await bot.say(chat, "me duele") == words("es")("unread")
        await bot.tap(chat, chat.buttons()[0])
        assert chat.last() == words("es")("unread")
        assert "computer program" in await bot.say(other, "/start")
        await bot.say(chat, "/mydata")
        assert json.loads(chat.files[-1])["session"]["log"][0]["type"] == "planet"
        await bot.say(chat, "/forget")
        await bot.tap(chat, chat.buttons()[0])
        assert bot.count("session") == 1 and words("es")("forgotten") in chat.said()
        await bot.say(chat, "/start")
        assert len(chat.buttons()) > 1
    assert "Unreadable" in caplog.text and "planet" not in caplog.text and "canary" not in caplog.text


async def test_one_unreadable_chat_stops_no_check_in_and_no_message(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    async with rig(tmp_path) as bot:
        chats, world = [bot.api.chat(1), bot.api.chat(2)], Clock(END)
        bot.host.clock = world
        for chat in chats:
            await bot.say(chat, "/start")
            await bot.walk(chat)
            await bot.tap(chat, W("checkin_button"))
        spoilt(bot.store, "key='tg:1'")
        world.now += 2 * DAY
        await chats[1].until(lambda: chats[1].last().startswith(W("checkin_new")))
        assert caplog.text.count("a check-in can't be asked: Unreadable") == 1
        # Advice that was on its way goes out.
        bot.store.db.execute("UPDATE outbox SET state='due' WHERE id=(SELECT max(id) FROM outbox WHERE key='tg:1' "
                             "AND json_extract(body, '$.advice'))")
        before = len(chats[0].said())
        assert bot.running is not None
        bot.running.desk.sender.wake()
        await chats[0].until(lambda: len(chats[0].said()) > before)
