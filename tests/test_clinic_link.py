"""The link of another clinic in a chat that was begun: at once, or at the next restart, and never in silence."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from dialogs.words import words
from tests.botapi.rig import Rig, rig

W = words("en")
HILL = "id: hill\nname: Hill Massage\ncountry: US\nphone: 555 0100\n"
DALE = "id: dale\nname: Dale Massage\ncountry: GB\nphone: 020 7946 0000\n"
LATER = W("clinic_later", clinic="Dale Massage")


@pytest.fixture
async def bot(tmp_path: Path) -> AsyncIterator[Rig]:
    (tmp_path / "clinics").mkdir()
    (tmp_path / "clinics" / "hill.yaml").write_text(HILL)
    (tmp_path / "clinics" / "dale.yaml").write_text(DALE)
    (tmp_path / "clinics" / "web.yaml").write_text("id: web\nname: Web Massage\ncountry: US\nchannels: [web]\n")
    async with rig(tmp_path, folder=tmp_path / "clinics") as found:
        yield found


def at(bot: Rig) -> tuple[str, str]:
    session = bot.store.load("tg:1")
    assert session is not None
    return session.clinic, session.country


@pytest.mark.parametrize("first", ["/start", "/start hill"])
async def test_at_consent_it_counts_at_once(first: str, bot: Rig) -> None:
    chat = bot.api.chat(1)
    await bot.say(chat, first)
    assert "Dale Massage" in await bot.say(chat, "/start dale--abc")
    assert at(bot) == ("dale", "GB") and "Yes. I am 18 or over and it is about me" in chat.buttons()
    session = bot.store.load("tg:1")
    assert session and session.ref == "abc" and LATER not in "".join(chat.said())


@pytest.mark.parametrize("first", ["/start", "/start hill"])
async def test_after_the_end_it_begins_with_the_new_clinic(first: str, bot: Rig) -> None:
    chat = bot.api.chat(1)
    await bot.say(chat, first)
    await bot.walk(chat)
    await bot.say(chat, "/start dale")
    assert at(bot) == ("dale", "GB") and "a computer program for Dale Massage" in chat.last()
    assert "The earlier advice stays" in "".join(chat.said()[-2:])


async def test_on_the_way_it_is_told_and_counts_from_the_restart_on(bot: Rig) -> None:
    chat = bot.api.chat(1)
    await bot.say(chat, "/start hill")
    await bot.walk(chat, "How did the pain start")
    await bot.say(chat, "/start dale")
    assert LATER in "".join(chat.said()[-2:]) and at(bot) == ("hill", "US") and "How did the pain start" in chat.last()
    await bot.say(chat, "/start")
    await bot.walk(chat, "How old")
    assert at(bot) == ("hill", "US")
    await bot.say(chat, "/restart")
    assert at(bot) == ("dale", "GB") and "Dale Massage" in chat.last()


async def test_an_emergency_is_not_left_for_a_link(bot: Rig) -> None:
    chat = bot.api.chat(1)
    await bot.say(chat, "/start hill")
    await bot.walk(chat, "First the signs")
    await bot.tap(chat, "1")
    await bot.say(chat, "/start dale")
    assert "Go to an emergency department now." in chat.said()[-2] + chat.last() and at(bot) == ("hill", "US")
    assert LATER in "".join(chat.said()[-2:])


async def test_a_clinic_without_telegram_says_so_on_the_way_too(bot: Rig) -> None:
    chat = bot.api.chat(1)
    await bot.say(chat, "/start hill")
    await bot.walk(chat, "How did the pain start")
    assert await bot.say(chat, "/start web") == W("elsewhere", clinic="Web Massage", emergency="911")
    await bot.say(chat, "/restart")
    assert at(bot) == ("hill", "US")
