"""Handing over without a therapist: the file over the web, the text in a terminal, and what a yes covers."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import httpx
import pytest

from bot.host import Host
from bot.records import summaries
from bot.records.rooms import DAY
from dialogs.cases import NOW
from dialogs.events import Ask, Change, Event, Hear, Open, Say, Tap
from dialogs.house import House, Outside, Receiver
from dialogs.session import Session
from dialogs.step import Step, step
from dialogs.turn import Handed
from dialogs.words import words
from tests.browser.server import serving
from tests.patience import caller
from tests.test_pause import finished, told
from tests.test_web import opened, plain_answer, sent, tapped

W = words("en")
SKIPPED: list[Event] = [Tap(("skip",))] * 4  # what eases it, what it stops, name, time


@pytest.fixture
def server(house: House, tmp_path: Path) -> Iterator[tuple[httpx.Client, Host]]:
    with serving(house, tmp_path / "si-screen.db") as (url, host), \
            caller(url) as client:
        yield client, host


def filed(http: httpx.Client, chat: str, at: Any, n: int = 0) -> Any:
    """From the menu to the file."""
    for act in ("share", "file", *["skip"] * 4):
        at = tapped(http, chat, f"share-{act}-{len(at['replies'])}-{n}", at, act)
        n += 1
    return at


def test_the_client_reads_no_claim_that_is_never_told_to_a_client(server: tuple[httpx.Client, Host]) -> None:
    http, host = server
    at = finished(http, opened(http))
    assert at["outcome"]["massage"] == "yes"
    shown = tapped(http, at["chat"], "1", at, "share")
    read = told(tapped(http, at["chat"], "2", shown, "whole"))
    kept = [row for row in host.house.knowledge["strict"].article
            if "Never told to a client" in row.reason or "Not for clients" in row.reason]
    assert len(kept) == 4 and "iliacus" in read
    assert not [row.id for row in kept if row.id in read or row.says in read] and "told to a client" not in read


def test_typed_words_that_say_nothing_are_not_asked_about(server: tuple[httpx.Client, Host]) -> None:
    http, _ = server
    at = opened(http)
    chat = at["chat"]
    typed = {"signs_nerve": "none of these", "signs_now": "None", "pain": "5", "onset": "slowly", "feel": "dull"}
    for n in range(60):
        if at["question"]["kind"] == "menu":
            break
        said = typed.get(at["question"]["id"])
        answer = plain_answer(at)
        at = sent(http, chat, f"{n}", say=said) if said else tapped(http, chat, f"{n}", at, answer)
        while at["question"]["kind"] == "confirm":
            at = tapped(http, chat, f"{n}-yes-{len(at['replies'])}", at, "yes")
    asked = tapped(http, chat, "file", tapped(http, chat, "share", at, "share"), "file")
    bullets = [row for row in told(asked).split("\n") if row.startswith("•")]
    assert W("hand_private") in told(asked)
    assert bullets == [f"• {W('hand_typed', said='slowly')}", f"• {W('hand_typed', said='dull')}"]


def test_a_file_from_an_address_that_works_once(server: tuple[httpx.Client, Host]) -> None:
    http, host = server
    at = finished(http, opened(http))
    chat = at["chat"]
    assert {"id": "share", "label": W("hand_button_file")} in at["replies"][-1]["choices"]
    shown = tapped(http, chat, "share-it", at, "share")
    assert told(shown).startswith(W("hand_keep")) and [c["id"] for c in shown["replies"][-1]["choices"]] == [
        "whole", "file", "nothing"]
    whole = tapped(http, chat, "whole-it", shown, "whole")
    assert len(told(whole)) > len(told(shown)) and told(shown).split("\n\n")[1] in told(whole)
    assert told(sent(http, chat, "back-out", back=True)) == W("hand_nothing_said")
    done = filed(http, chat, at)
    assert W("hand_filed") in told(done) and done["file"].startswith("file/")
    for other in (done["file"][:-1], f"{done['file']}0"):
        assert http.get(other).status_code == 404
    got = http.get(done["file"])
    assert got.content.startswith(b"%PDF") and got.headers["cache-control"] == "no-store"
    assert "summary.pdf" in got.headers["content-disposition"] and chat not in done["file"]
    assert http.get(done["file"]).status_code == 404
    held = http.post("/chat/data", json={"chat": chat}).json()["summaries"]
    assert [one["state"] for one in held] == ["file"]
    again = filed(http, chat, done, 9)
    assert http.post("/chat/forget", json={"chat": chat}).json()["forgotten"]
    assert http.get(again["file"]).status_code == 404 and not summaries.listed(host.store.db)


def test_the_same_request_twice_hands_over_once(server: tuple[httpx.Client, Host]) -> None:
    http, host = server
    at = finished(http, opened(http))
    done = filed(http, at["chat"], at)
    last = {"tap": ["skip"], "question": "hand", "shown": "x"}
    assert sent(http, at["chat"], "share-skip-1-5", **last) == {k: v for k, v in done.items() if k != "chat"}
    assert len(summaries.listed(host.store.db)) == 1


def test_files_follow_the_retention_of_their_chat(server: tuple[httpx.Client, Host]) -> None:
    http, host = server
    at = finished(http, opened(http))
    filed(http, at["chat"], at)
    host.expire(host.clock().timestamp() + 29 * DAY)
    assert len(summaries.listed(host.store.db)) == 1
    host.expire(host.clock().timestamp() + 31 * DAY)
    assert not summaries.listed(host.store.db)


class Core:
    """`step` alone, with what a host would put around it."""

    def __init__(self, house: House, *receivers: Receiver) -> None:
        self.house = replace(house, outside=Outside(receivers=receivers, file=bool(receivers)))
        self.at = step(Session(id="core"), Open(), self.house, NOW)
        self.handed: list[Handed] = []

    def __call__(self, event: Event) -> Step:
        self.at = step(self.at.session, event, self.house, NOW)
        if self.at.handed:
            self.handed.append(self.at.handed)
            if self.at.handed.to or self.at.handed.instead:
                bodies = self.at.handed.bodies
                outside = replace(self.house.outside, before=bodies, read=bodies, fate="delivered")
                self.house = replace(self.house, outside=outside)
        return self.at

    def end(self, **answers: str) -> "Core":
        """Plain answers to the end, but these."""
        from bot.jsonl import result

        for _ in range(60):
            if self.at.place.question is None:
                return self
            id = self.at.place.question.id
            self(Tap((answers.get(id) or plain_answer(result(self.at)),)))
        raise AssertionError(self.text())

    def text(self) -> str:
        return "\n".join(reply.text for reply in self.at.replies)


ANN = Receiver("ann", "Ann Lee", "en")


def test_in_a_terminal_the_text_is_all(house: House) -> None:
    core = Core(house).end()
    for event in (Ask("share"), Tap(("text",)), *SKIPPED):
        core(event)
    assert W("sum_signs") in core.text() and not core.handed


def test_private_answers_need_a_yes_of_their_own(house: House) -> None:
    for answer, shared in (("yes", True), ("no", False)):
        core = Core(house, ANN).end(history_2="injected")
        assert core.at.place.state in ("refer", "recommend")
        core(Ask("share"))
        assert "injected" not in core.text() and W("hand_grouped") in core.text()
        assert "• I have injected drugs" in "\n".join(r.text for r in core(Tap(("send",))).replies)
        for event in (Tap((answer,)), *SKIPPED):
            core(event)
        body = core.handed[0].bodies["en"].model_dump_json()
        assert ("injected" in body) == shared == core.handed[0].bodies["en"].private
    plain = Core(house, ANN).end()
    plain(Ask("share"))
    assert W("hand_private") not in "\n".join(r.text for r in plain(Tap(("send",))).replies)


def test_a_changed_answer_shares_no_more_than_was_agreed(house: House) -> None:
    core = Core(house, ANN).end(history_2="injected")
    for event in (Ask("share"), Tap(("send",)), Tap(("no",)), *SKIPPED):
        core(event)
    core(Hear("RF-DVT", "calf"))
    core.end(signs_sudden="swollen_leg")
    assert [bool(one.reopened) for one in core.handed] == [False, True, False]
    new = core.handed[-1]
    assert new.instead == core.handed[0].id and not new.to and not new.bodies["en"].private
    assert new.bodies["en"].amends == core.handed[0].id and new.bodies["en"].changed
    core(Ask("person"))
    core(Tap(("going",), (), "next"))
    assert len(core.handed) == 3  # nothing changed


@pytest.mark.parametrize("private", ["yes", "no"])
def test_a_sign_that_is_typed_later_and_denied_is_told_as_a_change(private: str, house: House) -> None:
    core = Core(house, ANN).end(history_2="injected")
    for event in (Ask("share"), Tap(("send",)), Tap((private,)), *SKIPPED):
        core(event)
    core(Say("I have numbness between my legs since today"))
    core.end()
    new = core.handed[-1].bodies["en"]
    assert core.handed[-1].instead and [line.id for line in new.changed] == ["signs"]
    assert new.screen[0].text == W("sum_signs") and "Mentioned, not confirmed" in new.changed[0].text


def test_the_same_answer_again_sends_nothing(house: House) -> None:
    core = Core(house, ANN).end()
    for event in (Ask("share"), Tap(("send",)), *SKIPPED, Change("pain")):
        core(event)
    core.end()
    assert len(core.handed) == 1
    core(Change("pain"))
    core.end(pain="8")
    assert len(core.handed) == 2 and "8" in str(core.handed[1].bodies["en"].changed)


def test_words_of_crisis_are_never_sent_by_themselves(house: House) -> None:
    core = Core(house, ANN).end()
    for first in (Ask("share"), Tap(("send",)), Say("I want to kill myself")):
        core(first)
    assert core.at.place.state == "crisis" and not core.handed and core.at.session.handing is None
    core = Core(house, ANN).end()
    for event in (Ask("share"), Tap(("send",)), *SKIPPED, Say("I want to kill myself")):
        core(event)
    assert core.at.place.state == "crisis" and len(core.handed) == 1


def test_a_new_screening_on_the_same_phone_sends_nothing(house: House) -> None:
    from dialogs.events import Restart

    core = Core(house, ANN).end()
    for event in (Ask("share"), Tap(("send",)), *SKIPPED, Restart()):
        core(event)
    core.end(signs_sudden="swollen_leg", signs_nerve="none")
    assert len(core.handed) == 1
