"""A therapist alone, without a command line: from opening the bot to her own test summary."""

from pathlib import Path

from bot.clinic.files import house
from bot.host import Host
from bot.records import therapists
from bot.settings import Settings
from dialogs.words import words
from tests.botapi.rig import rig
from tests.test_therapists import NEW

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


async def test_a_bot_without_a_code_has_no_sign_up(tmp_path: Path) -> None:
    async with rig(tmp_path) as bot:
        assert await bot.say(bot.api.chat(77), "/therapist ") == W("ther_signup_off")
