"""The same golden chats through the other channels: the web over HTTP, and Telegram.

The web shows the very texts. Telegram shows them with its own buttons, so there the
record in the store is compared, and the texts of the endings.
"""

from pathlib import Path
from typing import Any

import httpx
import pytest

from dialogs.cases import NOW
from dialogs.events import Open
from dialogs.house import House
from dialogs.session import Session
from dialogs.step import step
from dialogs.words import words
from tests.botapi.chat import Chat
from tests.botapi.rig import Rig, rig
from tests.browser.server import serving
from tests.chatfile import CHATS, COMMANDS, Said, actions, event, play, said
from tests.patience import caller
from tests.test_golden import Core

W = words("en")
CLINICS = {"US": "id: us\nname: SI Screen\ncountry: US\n", "GB": "id: gb\nname: SI Screen\ncountry: GB\n"}


class Web:
    """POST /chat and /chat/turn."""

    def __init__(self, http: httpx.Client) -> None:
        self.http, self.chat, self.turn = http, "", 0

    def send(self, raw: dict[str, Any]) -> Said:
        self.turn += 1
        if not self.chat:
            found = self.http.post("/chat", json=raw).json()
            self.chat = found["chat"]
        else:
            body = {"chat": self.chat, "id": f"golden-{self.turn:04}", "event": raw}
            found = self.http.post("/chat/turn", json=body).json()
        assert "error" not in found, found
        return said(found)


@pytest.mark.parametrize("path", CHATS, ids=lambda p: p.stem)
def test_golden_chat_on_the_web(path: Path, house: House, tmp_path: Path) -> None:
    with serving(house, tmp_path / "web.db") as (url, _), caller(url) as http:
        assert play(path, Web(http)) == path.read_text()


@pytest.mark.parametrize("path", CHATS, ids=lambda p: p.stem)
async def test_golden_chat_in_telegram(path: Path, tmp_path: Path) -> None:
    folder = tmp_path / "clinics"
    folder.mkdir()
    for id, text in CLINICS.items():
        (folder / f"{id}.yaml").write_text(text)
    async with rig(tmp_path, folder=folder) as bot:
        chat, core = bot.api.chat(), Core(bot.host.house)
        last: Said | None = None
        for action in actions(path):
            raw = event(action, last)
            if "open" in raw:
                country = raw["open"]["country"]
                raw = {"open": {"clinic": country.lower()}}
            found = core.send(raw)
            last = found if found.choices or last is None else Said(
                found.texts, last.choices, found.lines, found.question, found.shown)
            await act(bot, chat, action)
        there = bot.store.load(f"tg:{chat.id}")
        here = Session.model_validate_json(core.stored)
        if there is None:  # "No, thank you" keeps nothing
            assert here.log[-1].type == "answer" and here.log[-1].values == {"consent": "decline"}
            return
        assert record(there) == record(here)
        told = "\n".join(chat.said())
        for reply in step(here, Open(), bot.host.house, NOW).replies:
            assert reply.text.splitlines()[0] in told


def record(session: Session) -> list[tuple[str, ...]]:
    """What the log says, without times and ways of saying."""
    found: list[tuple[str, ...]] = []
    for entry in session.log[session.start :]:
        if entry.type == "answer":
            found.append((entry.question, *(f"{k}={v}" for k, v in sorted(entry.values.items()))))
        elif entry.type == "retract":
            found.append(("retract", entry.by, str(entry.confirmed)))
        elif entry.type == "notice":
            found.append(("notice", entry.row, entry.said))
        else:
            found.append(("mark", entry.what))
    return found


async def act(bot: Rig, chat: Chat, action: str) -> None:
    """One action of a golden chat with Telegram's buttons."""
    word, _, rest = action.partition(" ")
    if word == "open":
        await bot.say(chat, f"/start {rest.lower()}".strip())
    elif word == "type":
        await bot.say(chat, rest)
    elif word == "none":
        await bot.tap(chat, W("none"))
    elif word == "tap":
        await bot.tap(chat, spot(bot, chat, rest))
    elif word in ("tick", "unsure"):
        if word == "unsure":
            await bot.tap(chat, W("not_sure"))
        for n in rest.split(","):
            await bot.tap(chat, f"?{n.strip()}" if word == "unsure" else n.strip())
        back = [label for label in chat.buttons() if label.startswith("Back to")]
        if back:
            await bot.tap(chat, back[0])
        if W("done") in chat.buttons():
            await bot.tap(chat, W("done"))
    else:
        assert word in COMMANDS
        await bot.say(chat, f"/{word}" if word not in ("person", "note") else word)


def spot(bot: Rig, chat: Chat, label: str) -> str:
    """The number of a place in the picture, as its button shows it."""
    if label in chat.buttons():
        return label
    question = bot.host.house.knowledge["calibrated"].by_id["spot"]
    return next((str(o.number) for o in question.options if o.say == label), label)
