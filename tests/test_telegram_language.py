"""The list of languages in Telegram: its buttons count wherever a chat is, and nothing is lost by them."""

from pathlib import Path

import pytest

from dialogs.words import words
from tests.botapi.rig import PLAIN, Rig, rig

DE = words("de")
PHASES = ["I am SI Screen", "First the signs", "And these, now", "How old", "one finger", "from 0 (none)",
          "Is it right?", "Note for my therapist"]


async def switched(bot: Rig, id: int) -> None:
    """To German by a tap, and it counts."""
    chat = bot.api.chat(id)
    await bot.say(chat, "/language")
    assert "Deutsch" in chat.buttons() and "Español" in chat.buttons()
    await bot.tap(chat, "Deutsch")
    session = bot.store.load(f"tg:{id}")
    assert session is not None and session.lang == "de" and chat.toasts()[-1:] == [""]
    assert DE("language_set") in "\n".join(chat.said()[-2:])


@pytest.mark.parametrize("until", PHASES)
async def test_a_tap_on_a_language_counts_in_every_phase(until: str, tmp_path: Path) -> None:
    async with rig(tmp_path) as bot:
        chat = bot.api.chat(1)
        await bot.say(chat, "/start")
        if until != PHASES[0]:
            await bot.walk(chat, until)
        before = bot.answers(chat)
        await switched(bot, 1)
        assert bot.answers(chat) == before


@pytest.mark.parametrize("acts", [["1"], ["i want to die"], ["/problem"], ["/stop"], ["/change"]])
async def test_and_beside_it(acts: list[str], tmp_path: Path) -> None:
    async with rig(tmp_path) as bot:
        chat = bot.api.chat(1)
        await bot.say(chat, "/start")
        await bot.tap(chat, PLAIN["US"])
        for act in acts:
            await (bot.tap(chat, act) if act in chat.buttons() else bot.say(chat, act))
        await switched(bot, 1)


async def test_what_is_ticked_on_the_way_is_not_lost_by_another_language(tmp_path: Path) -> None:
    async with rig(tmp_path) as bot:
        chat = bot.api.chat(1)
        await bot.say(chat, "/start")
        await bot.walk(chat, "lost weight")
        await bot.tap(chat, "1")
        await switched(bot, 1)
        assert "✓1" in chat.buttons()
        await bot.tap(chat, DE("done"))
        assert bot.answers(chat)["weight"] == "yes"
