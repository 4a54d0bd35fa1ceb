"""A therapist alone, without a command line: from opening the bot to her own test summary."""

from contextlib import closing
from pathlib import Path

from bot.clinic.files import house
from bot.host import Host
from bot.records import practices, therapists
from bot.records.practices import HOURS, Signup
from bot.records.store import Store
from bot.settings import Settings
from dialogs.words import words
from tests.botapi import Chat
from tests.botapi.rig import Rig, rig
from tests.test_therapists import NEW, clinic, linked

W = words("en")
CODE = "a-code-for-therapists"


async def test_from_the_code_to_her_own_test_summary(tmp_path: Path) -> None:
    async with rig(tmp_path) as bot:
        await bot.stop()
        bot.settings = bot.settings.model_copy(update={"signup": CODE})
        await bot.start()
        sam = bot.api.chat(77)
        assert await bot.say(sam, "/mylink") == W("ther_mylink_none")
        for wrong in ("/therapist", "/therapist wrong-code-12"):
            assert await bot.say(sam, wrong) == W("ther_signup_code")
        assert await bot.say(sam, f"/therapist {CODE}") == W("ther_signup_name")
        assert await bot.say(sam, "Sam Rivera") == W("ther_signup_country")
        assert await bot.say(sam, "Atlantis") == W("ther_signup_country_unknown")
        assert await bot.say(sam, "Canada") == W("ther_signup_lang")
        assert await bot.tap(sam, "English") == W("ther_signup_zone")
        assert len(sam.buttons()) > 4
        assert await bot.tap(sam, sam.buttons()[0]) == W("ther_signup_hours")
        await bot.tap(sam, W("ther_signup_never"))
        link = W("ther_mylink", link="")
        told = next(said for said in sam.said() if said.startswith(link))
        id = told.removeprefix(link).strip().removeprefix("https://t.me/fake_screen_bot?start=")
        assert any("photo" in message for message in sam.messages) and sam.last() == W("ther_mylink_test")
        said = await bot.say(sam, f"/start {id}")
        assert "Sam Rivera" in said
        await bot.tap(sam, "Yes. I am 18 or over and it is about me")
        await bot.walk(sam)
        for label in ("hand_button", "hand_send", *["hand_skip"] * 4):
            await bot.tap(sam, W(label))
        assert any(said.startswith(NEW) for said in sam.said())
        await bot.stop()
        again = Host(house(Path("none"), Settings().own()), bot.store)  # what the next process knows
        assert again.house.clinics[id].country == "CA"
        await bot.start()
        await bot.say(sam, "/forget")
        assert "Sam Rivera" in sam.last()
        await bot.tap(sam, "Yes, delete everything")
        assert not therapists.listed(bot.store.db) and bot.count("practice") == 0


async def test_who_accepts_an_invite_meanwhile_has_one_clinic(tmp_path: Path) -> None:
    async with clinic(tmp_path) as bot:
        await bot.stop()
        bot.settings = bot.settings.model_copy(update={"signup": CODE})
        await bot.start()
        sam = bot.api.chat(77)
        for said in (f"/therapist {CODE}", "Sam Rivera", "Germany"):
            await bot.say(sam, said)
        assert await bot.tap(sam, "English") == W("ther_signup_hours")
        hours = sam.messages[-1]
        assert "You are linked with Hill Massage" in await linked(bot, sam)
        sam.tap(HOURS[0], hours)
        await bot.settle()
        assert bot.count("therapist WHERE revoked IS NULL") == 1 and bot.count("practice") == 0
        to = therapists.of(bot.store.db, "tg:77")
        assert to and to.clinic == "hill"
        assert "?start=hill" in next(said for said in reversed(await mine(bot, sam)) if "https://" in said)


async def mine(bot: Rig, chat: Chat) -> list[str]:
    await bot.say(chat, "/mylink")
    return chat.said()


def test_a_practice_ends_the_link_before_it(tmp_path: Path) -> None:
    with closing(Store(tmp_path / "x.db")) as store:
        token = therapists.mark(therapists.invite(store.db, "hill", "Sam", "en", "", "UTC", 1))
        therapists.claim(store.db, token, "tg:77")
        therapists.link(store.db, token, "tg:77", "en", 2)
        made = practices.found(store.db, Signup("tg:77", "hours", "Sam", "DE", "en", "Europe/Berlin"), "", 3)
        assert [one.id for one in therapists.listed(store.db) if one.revoked is None] == [made.id]


async def test_a_bot_without_a_code_has_no_sign_up(tmp_path: Path) -> None:
    async with rig(tmp_path) as bot:
        assert await bot.say(bot.api.chat(77), "/therapist ") == W("ther_signup_off")
