"""What can go wrong with invites, names and therapists: a clear message, and nothing to the wrong person."""

import asyncio
import re
import sys
from datetime import datetime
from pathlib import Path

import pytest

from bot import quiet
from bot.records import therapists
from dialogs.words import words
from tests.botapi import Chat
from tests.botapi.rig import Rig
from tests.conftest import Command
from tests.test_therapists import NEW, clinic, finished, invite, linked, sends, sends_quietly

W = words("en")


async def test_invites_that_can_not_be_used(tmp_path: Path) -> None:
    async with clinic(tmp_path) as bot:
        ann, eve = bot.api.chat(77), bot.api.chat(88)
        token = invite(bot)
        assert await bot.say(eve, "/start inv-") == W("ther_invite_unknown")
        assert await bot.say(eve, f"/start inv-{token[:-1]}") == W("ther_invite_unknown")
        for chat in (ann, eve):
            await bot.say(chat, f"/start inv-{token}")
        await bot.tap(ann, W("ther_link"))
        assert await bot.tap(eve, W("ther_link")) == W("ther_invite_used")  # the first wins, the second is told
        assert await bot.say(ann, f"/start inv-{token}") == W("ther_invite_mine")
        late = invite(bot)
        bot.store.db.execute("UPDATE invite SET expires=1 WHERE used IS NULL")
        assert await bot.say(eve, f"/start inv-{late}") == W("ther_invite_expired")
        # A forged confirmation, by somebody who never had the link.
        fresh = therapists.mark(invite(bot))
        eve.press(f"i:{fresh}:link", eve.messages[-1])
        await bot.settle()
        assert eve.last() == W("ther_invite_unknown")
        assert [one.key for one in therapists.listed(bot.store.db)] == ["tg:77"]
        assert token not in "\n".join(bot.store.db.iterdump())


async def test_a_therapist_who_blocks_the_bot_is_listed_and_gets_it_after_all(
    tmp_path: Path, command: Command
) -> None:
    async with clinic(tmp_path) as bot:
        ann, pat = bot.api.chat(77), bot.api.chat(1)
        await linked(bot, ann)
        bot.api.chat(77).block()
        await finished(bot, pat)
        await sends(bot, pat)
        assert "1 undeliverable" in command("therapist", "list")
        assert "Could not be delivered: 1" in command("report")
        number = command("therapist", "undelivered").split()[0]
        assert "a summary  for Ann Lee, clinic hill" in command("therapist", "undelivered")
        assert "to Ann Lee so far. Please do not count on it" in await bot.tap(pat, W("hand_button"))
        assert "no message 999 was given up" in command("therapist", "resend", "999", code=2)
        command("therapist", "resend", number)  # while the bot is still blocked
        await bot.settle()
        assert number in command("therapist", "undelivered")
        bot.api.chat(77).block(False)
        await bot.settle()
        assert ann.last().startswith(NEW) and "Nothing was given up" in command("therapist", "undelivered")


async def test_whose_link_ends_can_not_read_on(
    tmp_path: Path, command: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Revoked, moved to another clinic, linked elsewhere, or deleted by themselves: what was brought is cleared."""
    monkeypatch.setenv("SI_SCREEN_CLINICS", str(tmp_path / "clinics"))
    async with clinic(tmp_path) as bot:
        for n, ends in enumerate(("revoke", "reassign", "invite", "forget"), 70):
            ann, pat = bot.api.chat(n), bot.api.chat(n + 100)
            await linked(bot, ann)
            await finished(bot, pat)
            await sends(bot, pat)
            for _ in range(2):
                await bot.tap(ann, W("ther_pdf"))
            first, _ = [one for one in ann.messages if "document" in one]
            first["date"] -= 49 * 3600  # too old: Telegram deletes it no more
            bot.store.db.execute("UPDATE brought SET at=at-49*3600 WHERE message=?", (first["message_id"],))
            id = command("therapist", "list").split()[0]
            if ends == "revoke":
                assert "can't be undone" in command("therapist", "revoke", id)
            elif ends == "reassign":
                command("therapist", "reassign", id, "--clinic", "dale")
            elif ends == "invite":
                await bot.say(ann, f"/start inv-{invite(bot, clinic='dale')}")
                await bot.tap(ann, W("ther_link"))
            else:
                await bot.say(ann, "/forget")
                await bot.tap(ann, "Yes, delete everything")
            await bot.settle()
            assert W("ther_ended") in ann.said() and "Pat Doe" not in str(ann.said()), ends
            assert [one for one in ann.messages if "document" in one] == [first], ends
            if ends != "forget":
                command("therapist", "revoke", command("therapist", "list").split()[0])


async def test_an_invite_can_be_cancelled(tmp_path: Path, command: Command) -> None:
    async with clinic(tmp_path) as bot:
        token = invite(bot)
        id = re.findall(r"^(\w{8})  invited: Ann Lee", command("therapist", "list"), re.MULTILINE)[0]
        assert "can't be used" in command("therapist", "revoke", id)
        assert await bot.say(bot.api.chat(77), f"/start inv-{token}") == W("ther_invite_unknown")


NAMES = ("Zoë 🌸", "مريم الخطيب", "李小龍", "x" * 4000, "Robert'); DROP TABLE summary;--", "\u202eevil\n\n")


async def test_names_in_every_script(tmp_path: Path) -> None:
    async with clinic(tmp_path) as bot:
        ann, pat = bot.api.chat(77), bot.api.chat(1)
        await linked(bot, ann)
        await finished(bot, pat)
        for name in NAMES:
            await sends(bot, pat, name=name)
            assert name.strip("\u202e\n")[:80] in ann.last() and "\u202e" not in ann.last()
            await bot.tap(pat, W("hand_button"))
            await bot.tap(pat, W("hand_back"))


async def test_the_invite_command_prints_a_link_that_works(
    tmp_path: Path, command: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with clinic(tmp_path) as bot:
        for name, value in {"BOT_TOKEN": bot.api.token, "SI_SCREEN_TELEGRAM_API": bot.api.url,
                            "SI_SCREEN_CLINICS": str(tmp_path / "clinics")}.items():
            monkeypatch.setenv(name, value)
        arguments = ("therapist", "invite", "--clinic", "hill", "--name", "Ann Lee", "--quiet", "21:00-07:00")
        said = await asyncio.to_thread(command, *arguments)
        link = re.findall(r"https://t\.me/fake_screen_bot\?start=(inv-[\w-]{22})\n", said)[0]
        assert "▄" in said and "invited: Ann Lee" in command("therapist", "list")
        ann = bot.api.chat(77)
        await bot.say(ann, f"/start {link}")
        assert "21:00-07:00 (UTC)" in await bot.tap(ann, W("ther_link"))
        told_of = {("--quiet", "9-5"): "--quiet", ("--zone", "Mars"): "--zone", ("--clinic", "hil"): "'hil'"}
        for wrong, told in told_of.items():
            assert told in command("therapist", "invite", "--name", "Ann", *wrong, code=2)
        id = command("therapist", "list").split()[0]
        assert "clinic dale" in command("therapist", "reassign", id, "--clinic", "dale")
        command("therapist", "revoke", id)
        assert "ended" in command("therapist", "list")
        assert "no therapist has the id" in command("therapist", "revoke", "zz", code=2)


async def test_two_hands_that_change_while_the_client_reads(tmp_path: Path) -> None:
    """Another therapist is linked between "to whom" and the yes: the client is asked again."""
    async with clinic(tmp_path) as bot:
        ann, bo, pat = bot.api.chat(77), bot.api.chat(88), bot.api.chat(1)
        await linked(bot, ann)
        await finished(bot, pat)
        await bot.tap(pat, W("hand_button"))
        for act in ("hand_send", "hand_skip", "hand_skip"):
            await bot.tap(pat, W(act))
        await linked(bot, bo, "Bo")
        await bot.say(pat, "Pat Doe")
        said = await bot.say(pat, "Tue 3 pm")
        assert said.startswith(W("hand_others")) and "Ann Lee and Bo" in said
        assert not any(said.startswith(NEW) for said in ann.said() + bo.said())


async def held_back(bot: Rig) -> Chat:
    """A therapist for whom a summary waits until their quiet hours are over."""
    ann, pat, hour = bot.api.chat(77), bot.api.chat(1), bot.host.clock().hour
    await linked(bot, ann, quiet=f"{hour:02}:00-{(hour + 2) % 24:02}:00")
    await finished(bot, pat)
    await sends_quietly(bot, pat)
    return ann


async def test_who_deletes_everything_while_it_waits_sends_nothing(tmp_path: Path) -> None:
    async with clinic(tmp_path) as bot:
        ann = await held_back(bot)
        assert bot.count("outbox WHERE state='due' AND key LIKE 'tg:77:%'") == 1
        bot.store.forget("tg:1")
        assert bot.count("outbox WHERE key LIKE 'tg:77:%'") == 0 and bot.count("summary") == 0
        await bot.settle()
        assert not any(said.startswith(NEW) for said in ann.said())


async def test_what_waits_does_not_go_to_who_has_left_the_clinic(tmp_path: Path) -> None:
    async with clinic(tmp_path) as bot:
        ann = await held_back(bot)
        therapists.reassign(bot.store.db, therapists.listed(bot.store.db)[0].id, "dale")
        bot.store.db.execute("UPDATE outbox SET due=0 WHERE state='due'")
        bot.store.db.execute("UPDATE therapist SET quiet=''")
        await bot.settle()
        assert bot.count("outbox WHERE state='due' AND key LIKE 'tg:%'") == 0
        assert not any(said.startswith(NEW) for said in ann.said())


async def test_a_story_of_four_thousand_words_is_read_page_by_page(tmp_path: Path) -> None:
    async with clinic(tmp_path) as bot:
        ann, pat = bot.api.chat(77), bot.api.chat(1)
        await linked(bot, ann)
        await finished(bot, pat)
        await bot.say(pat, f"I want to end my life {'and so on ' * 1300}")
        await bot.tap(pat, "Go on with the questions")
        await bot.tap(pat, W("hand_button"))
        assert "and so on" not in pat.last()
        await bot.tap(pat, W("hand_send"))
        assert "and so on" in "".join(pat.said()[-2:])
        for act in ("hand_yes", *["hand_skip"] * 4):
            await bot.tap(pat, W(act))
        assert len(ann.last().split()) < 240
        seen = set()
        for label in await parts(bot, ann):
            await bot.tap(ann, label)
            seen.add(ann.last())
            while W("ther_next") in ann.buttons():
                seen.add(await bot.tap(ann, W("ther_next")))
            await bot.tap(ann, W("ther_parts"))
        assert all(len(text) <= 4096 and text.startswith(NEW) for text in seen) and len(seen) > 4


async def parts(bot: Rig, chat: Chat) -> list[str]:
    """The labels of all parts, on the screen."""
    await bot.tap(chat, W("ther_more"))
    return chat.buttons()[:-1]


async def test_a_pdf_that_can_not_be_made_comes_as_text(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    async with clinic(tmp_path) as bot:
        monkeypatch.setitem(sys.modules, "typst", None)  # as if the extra were not installed any more
        pat = bot.api.chat(1)
        await finished(bot, pat)
        for act in ("hand_button_file", "hand_file", *["hand_skip"] * 4):
            await bot.tap(pat, W(act))
        assert W("sum_signs").encode() in pat.files[0]


@pytest.mark.parametrize(("now", "hours"), [
    ("2026-06-01T20:59:00+02:00", 0.0), ("2026-06-01T21:00:00+02:00", 10.0), ("2026-06-02T06:59:00+02:00", 1 / 60),
    ("2026-06-02T07:00:00+02:00", 0.0), ("2026-03-28T23:00:00+01:00", 7.0), ("2026-10-24T23:00:00+02:00", 9.0)])
def test_quiet_hours_end_by_the_clock_of_the_place(now: str, hours: float) -> None:
    assert quiet.wait("21:00-07:00", "Europe/Berlin", datetime.fromisoformat(now)) == pytest.approx(hours * 3600)
