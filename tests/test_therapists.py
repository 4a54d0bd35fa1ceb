"""From the invite to the report, over the Bot API: linked, sent with a yes, read, judged, taken back, deleted."""

import json
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import partial
from pathlib import Path
from typing import Any

from bot.host import Host
from bot.jsonl import result
from bot.records import therapists
from dialogs.events import Open, Tap
from dialogs.step import Step
from dialogs.words import words
from tests.botapi import Chat
from tests.botapi.rig import Rig, plain, rig
from tests.conftest import Command
from tests.test_telegram_kill import other
from tests.test_web import plain_answer

W = words("en")
CLINIC = "id: hill\nname: Hill Massage\ncountry: US\n"
NEW = W("ther_new")
SENT = W("hand_sent", names="Ann Lee", button=W("hand_button"))


@asynccontextmanager
async def clinic(path: Path) -> AsyncIterator[Rig]:
    folder = path / "clinics"
    folder.mkdir(exist_ok=True)
    (folder / "hill.yaml").write_text(CLINIC)
    (folder / "dale.yaml").write_text(CLINIC.replace("hill", "dale").replace("Hill", "Dale"))
    async with rig(path, folder=folder) as bot:
        (path / "si-screen.db").symlink_to(path / "test.db")
        yield bot


def invite(bot: Rig, name: str = "Ann Lee", clinic: str = "hill", quiet: str = "") -> str:
    now = bot.host.clock().timestamp()
    return therapists.invite(bot.store.db, clinic, name, "", quiet, "UTC", now)


async def linked(bot: Rig, chat: Chat, name: str = "Ann Lee", quiet: str = "") -> str:
    await bot.say(chat, f"/start inv-{invite(bot, name, quiet=quiet)}")
    return await bot.tap(chat, W("ther_link"))


def walked(host: Host, key: str, clinic: str = "") -> None:
    """A client who has answered everything, by whatever channel."""
    said: list[Step] = []

    def keep(done: Step) -> list[dict[str, Any]]:
        said.append(done)
        return []

    host.turn(key, "walk", Open(clinic), keep)
    while said[-1].place.question and len(said) < 60:
        answer = "agree" if clinic and len(said) == 1 else plain_answer(result(said[-1]))
        host.turn(key, f"walk-{len(said)}", Tap((answer,)), keep)


async def finished(bot: Rig, chat: Chat, start: str = "/start hill") -> None:
    """At the end of a chat with the clinic, its menu on the screen."""
    walked(bot.host, f"tg:{chat.id}", "hill")
    await bot.say(chat, start)


async def sends(bot: Rig, chat: Chat, name: str = "Pat Doe", visit: str = "Tue 3 pm") -> str:
    for act in ("hand_button", "hand_send", "hand_skip", "hand_skip"):
        await bot.tap(chat, W(act))
    await bot.say(chat, name)
    return await bot.say(chat, visit)


async def handed(bot: Rig) -> tuple[Chat, Chat]:
    """A therapist, and a client who has sent them a summary."""
    ann, pat = bot.api.chat(77), bot.api.chat(1)
    await linked(bot, ann)
    await finished(bot, pat)
    await sends(bot, pat)
    return ann, pat


async def test_from_the_invite_to_the_report(tmp_path: Path, command: Command) -> None:
    async with clinic(tmp_path) as bot:
        ann, pat = bot.api.chat(77), bot.api.chat(1)
        said = await bot.say(ann, f"/start inv-{invite(bot)}")
        assert "Hill Massage" in said and "Ann Lee" in said
        assert "You are linked with Hill Massage" in await bot.tap(ann, W("ther_link"))
        await finished(bot, pat)
        shown = await bot.tap(pat, W("hand_button"))
        assert shown.startswith(W("hand_to", names="Ann Lee", clinic="Hill Massage")) and len(ann.said()) == 2
        await bot.tap(pat, W("hand_both"))
        await bot.tap(pat, "Warmth")
        assert await bot.say(pat, "carrying my son") == W("hand_name_ask")
        assert await bot.say(pat, "Pat Doe") == W("hand_visit_ask")
        sent = await bot.say(pat, "Tue 3 pm")
        assert pat.said()[-2].startswith(SENT) and sent == W("hand_caption")
        assert pat.files[0].startswith(b"%PDF")
        got = ann.last()
        assert got.startswith(NEW) and "Pat Doe" in got and "Tue 3 pm" in got
        first = shown.split("\n\n")[1].split("\n")  # what was shown is what was sent
        assert set(first[1:]) - set(got.split("\n")) == {f"{W('sum_easier_stops')}: {W('sum_not_said')}"}
        assert "Easier with: Warmth" in got and 'Stops them from: "carrying my son"' in got
        await bot.tap(ann, W("ther_pdf"))
        assert ann.files[0].startswith(b"%PDF")
        await bot.tap(ann, W("ther_seen"))
        await bot.tap(ann, W("ther_more"))
        await bot.tap(ann, ann.buttons()[1])
        await bot.tap(ann, W("ther_back"))
        await bot.tap(ann, W("ther_missed"))
        assert ann.last() == W("ther_reason")
        assert await bot.say(ann, "the left leg") == W("ther_thanks")
        report = json.loads(command("report", "--json", "--reasons"))
        [row] = report["by_disposition"]
        assert (row["sent"], row["judged"], row["missed"]["n"]) == (1, 1, 1) and report["unread"] == 0
        assert report["reasons"][0]["reason"] == "the left leg"
        assert "missed something 1 (20.6% to 100.0%)" in command("report")
        assert "Ann Lee  clinic hill" in command("therapist", "list")


async def test_only_who_is_linked_with_the_clinic_can_open_it(tmp_path: Path, command: Command) -> None:
    async with clinic(tmp_path) as bot:
        ann, bo, pat = bot.api.chat(77), bot.api.chat(88), bot.api.chat(1)
        await linked(bot, ann)
        await linked(bot, bo, "Bo")
        await finished(bot, pat)
        await sends(bot, pat)
        assert ann.last().startswith(NEW) and bo.last().startswith(NEW)
        await bot.tap(ann, W("ther_call"))
        await bot.tap(bo, W("ther_call"))
        assert bo.toasts()[-1] == W("ther_taken_by", name="Ann Lee")
        card = ann.card()
        seen = next(button["callback_data"] for row in card["reply_markup"]["inline_keyboard"] for button in row)
        eve = bot.api.chat(99)
        await bot.say(eve, "hello")
        eve.press(seen.replace(":seen", ":pdf"), eve.messages[-1])
        await bot.settle()
        assert eve.toasts()[-1] == W("ther_gone") and not eve.files
        id = re.findall(r"^(\w+)  Bo", command("therapist", "list"), re.MULTILINE)[0]
        command("therapist", "revoke", id)
        await bot.tap(bo, W("ther_pdf"))
        assert bo.toasts()[-1] == W("ther_gone") and not bo.files
        id = re.findall(r"^(\w+)  Ann", command("therapist", "list"), re.MULTILINE)[0]
        therapists.reassign(bot.store.db, id, "dale")
        await bot.tap(ann, W("ther_pdf"))
        assert ann.toasts()[-1] == W("ther_gone") and not ann.files


async def test_what_is_taken_back_is_emptied(tmp_path: Path) -> None:
    async with clinic(tmp_path) as bot:
        ann, pat = await handed(bot)
        assert "As far as I can tell" in await bot.tap(pat, W("hand_button"))
        assert await bot.tap(pat, W("hand_back")) == W("hand_taken_delivered", names="Ann Lee")
        assert ann.last() == W("ther_emptied") and not any("Pat Doe" in said for said in ann.said())
        await sends(bot, pat, name="Pat Roe")
        await bot.tap(ann, W("ther_seen"))
        assert "It was opened by Ann Lee" in await bot.tap(pat, W("hand_button"))
        said = await bot.tap(pat, W("hand_back"))
        assert said == W("hand_taken_seen", names="Ann Lee", clinic="Hill Massage")
        assert ann.said()[-2:] == [W("ther_emptied"), W("ther_taken", visit="Tue 3 pm · Pat Roe")]


async def test_forget_deletes_what_was_not_read_and_says_what_was(tmp_path: Path) -> None:
    async with clinic(tmp_path) as bot:
        ann, pat = await handed(bot)
        await bot.say(pat, "/mydata")
        assert json.loads(pat.files[-1])["summaries"][0]["state"] == "sent"
        await bot.say(pat, "/forget")
        assert await bot.tap(pat, "Yes, delete everything") == W("forgotten")
        assert bot.count("summary") == 0 and ann.last() == W("ther_emptied")
        await finished(bot, pat)
        await sends(bot, pat)
        await bot.tap(ann, W("ther_agree"))
        await bot.say(pat, "/forget")
        said = await bot.tap(pat, "Yes, delete everything")
        assert said == f"{W('forgotten')}\n{W('hand_forgotten', names='Ann Lee')}"
        assert "Pat Doe" not in "\n".join(bot.store.db.iterdump())
        assert bot.count("summary WHERE judgement='agree' AND key='' AND bodies=''") == 1


async def test_an_amended_summary_takes_the_place_of_the_first(tmp_path: Path) -> None:
    async with clinic(tmp_path) as bot:
        ann, pat = await handed(bot)
        await bot.say(pat, "my calf is swollen, warm and red")
        assert any(said.startswith(W("ther_reopened", visit="Tue 3 pm · Pat Doe")) for said in ann.said())
        for _ in range(6):
            if W("hand_button") in pat.buttons():
                break
            await bot.tap(pat, "One calf or leg newly swollen, warm, red or sore to touch"
                          if "One calf or leg" in str(pat.buttons()) else plain(pat))
        assert ann.said().count(W("ther_replaced")) == 1
        assert ann.last().startswith(W("ther_again")) and "Replaces the summary" in ann.last()
        assert bot.count("summary WHERE state='sent'") == 1 and bot.count("summary WHERE state='superseded'") == 1


async def test_quiet_hours_hold_back_what_is_not_urgent(tmp_path: Path) -> None:
    async with clinic(tmp_path) as bot:
        ann, pat, sue = bot.api.chat(77), bot.api.chat(1), bot.api.chat(2)
        hour = bot.host.clock().hour
        await linked(bot, ann, quiet=f"{hour:02}:00-{(hour + 2) % 24:02}:00")
        await finished(bot, pat)
        await bot.say(sue, "/start hill")
        await bot.tap(sue, "Yes. I am 18 or over and it is about me")
        await bot.tap(sue, "1")
        assert "emergency department" in str(sue.said())
        await sends_quietly(bot, pat)
        assert not any(said.startswith(NEW) for said in ann.said())
        await sends_quietly(bot, sue, W("hand_no"))
        await bot.api.until(lambda: ann.last().startswith(NEW))


def shows(chat: Chat, button: str) -> bool:
    return button in chat.buttons()


async def sends_quietly(bot: Rig, chat: Chat, *answers: str) -> None:
    """As `sends`, without waiting for what is held back."""
    for act in (W("hand_button"), W("hand_send"), *answers, *[W("hand_skip")] * (2 if answers else 4)):
        await bot.api.until(partial(shows, chat, act))
        before = chat.card()
        chat.tap(act)
        await bot.api.until(partial(other, chat, before))


async def test_a_reference_stands_for_name_and_time(tmp_path: Path) -> None:
    async with clinic(tmp_path) as bot:
        ann, pat = bot.api.chat(77), bot.api.chat(1)
        await linked(bot, ann)
        await finished(bot, pat, "/start hill--b-4711")
        await bot.tap(pat, W("hand_button"))
        for act in ("hand_send", "hand_skip", "hand_skip"):
            await bot.tap(pat, W(act))
        assert pat.last().startswith(SENT) and "b-4711" in ann.last()
