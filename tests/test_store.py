"""One transaction a turn: a process that dies anywhere loses and doubles nothing."""

import contextlib
import threading
import time
from pathlib import Path
from typing import Any

import pytest

from bot.host import Host
from bot.jsonl import result
from bot.records.rooms import DAY
from bot.records.store import Store
from dialogs.events import Event, Open, Tap
from dialogs.house import House
from dialogs.replies import Card
from dialogs.session import Answer, Session
from dialogs.step import Step

CHAT = "web:one"


def render(step: Step) -> list[dict[str, Any]]:
    return [result(step)]


class Died(Exception):
    """Stands for kill -9 at this statement."""


class Dying:
    """A connection whose process dies before its nth statement."""

    def __init__(self, real: Any, n: int) -> None:
        self.real, self.left = real, n

    def __getattr__(self, name: str) -> Any:
        return getattr(self.real, name)

    def execute(self, *arguments: Any) -> Any:
        self._count()
        return self.real.execute(*arguments)

    def executemany(self, *arguments: Any) -> Any:
        self._count()
        return self.real.executemany(*arguments)

    def _count(self) -> None:
        self.left -= 1
        if self.left < 0:
            raise Died


def answers(store: Store, key: str = CHAT) -> list[str]:
    session = store.load(key)
    return [e.question for e in session.log if isinstance(e, Answer)] if session else []


EVENTS: list[Event] = [Open(country="US"), Tap(("agree",)), Tap(("none",)), Tap(("none",)), Tap(("fever",))]


@pytest.mark.parametrize("n", range(14))
def test_a_death_before_any_statement_loses_and_doubles_nothing(n: int, house: House, tmp_path: Path) -> None:
    path = tmp_path / "db"
    for i, event in enumerate(EVENTS):
        dying = Store(path)
        dying.db = Dying(dying.db, n)  # type: ignore[assignment]  # a stand-in that dies
        with contextlib.suppress(Died):
            Host(house, dying).turn(CHAT, str(i), event, render)
        dying.db.real.close()  # type: ignore[attr-defined]  # the kernel closes the file of a dead process
        again = Store(path)  # the update is delivered again, as Telegram and the page do
        Host(house, again).turn(CHAT, str(i), event, render)
        rows = again.db.execute("SELECT count(*) FROM outbox WHERE update_id=?", (str(i),)).fetchone()
        assert rows[0] == 1, "the reply stands exactly once"
        again.close()
    done = Store(path)
    assert answers(done) == ["consent", "signs_nerve", "signs_now", "signs_sudden"]
    done.close()


def test_two_hosts_at_one_chat_keep_every_answer_once(house: House, tmp_path: Path) -> None:
    path = tmp_path / "db"
    first = Host(house, Store(path))
    first.turn(CHAT, "open", Open(country="US"), render)
    first.turn(CHAT, "agree", Tap(("agree",)), render)
    hosts = [first, Host(house, Store(path))]

    def hammer(host: Host) -> None:
        for n in range(30):  # both deliver the same thirty updates
            host.turn(CHAT, f"u{n}", Tap(("none",), (), ("signs_nerve", "signs_now")[n % 2]), render)

    threads = [threading.Thread(target=hammer, args=(host,)) for host in hosts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert answers(first.store) == ["consent", "signs_nerve", "signs_now"]
    count = first.store.db.execute("SELECT count(*), count(DISTINCT update_id) FROM outbox").fetchone()
    assert count == (32, 32)
    for host in hosts:
        host.store.close()


def test_a_redelivered_update_gets_the_same_words_and_changes_nothing(house: House) -> None:
    host = Host(house, Store(":memory:"))
    for i, event in enumerate(EVENTS):
        told = host.turn(CHAT, str(i), event, render)
        before = host.store.load(CHAT)
        assert host.turn(CHAT, str(i), event, render) == told
        assert host.store.load(CHAT) == before


def test_forget_leaves_no_byte_of_the_chat_in_the_file(house: House, tmp_path: Path) -> None:
    path = tmp_path / "db"
    host = Host(house, Store(path))
    for i, event in enumerate(EVENTS):
        host.turn("tg:4711", f"4711-{i}", event, render)
    assert b"4711" in path.read_bytes() + Path(f"{path}-wal").read_bytes()
    assert host.store.forget("tg:4711") > 0
    left = path.read_bytes() + Path(f"{path}-wal").read_bytes()
    assert b"4711" not in left and b"signs_sudden" not in left
    host.store.close()


def test_retention_is_that_of_the_clinic(house: House) -> None:
    host = Host(house, Store(":memory:"))
    host.turn(CHAT, "1", Open(country="US"), render)
    days = host.house.clinic(Session(id="x")).days
    assert host.expire(time.time() + (days - 1) * DAY) == 0
    assert host.expire(time.time() + (days + 1) * DAY) == 1
    assert host.store.load(CHAT) is None


def test_after_a_no_nothing_is_kept_but_the_reply(house: House) -> None:
    host = Host(house, Store(":memory:"))
    host.turn(CHAT, "1", Open(country="US"), render)
    host.turn(CHAT, "2", Tap(("decline",)), render)
    held = host.store.everything(CHAT)
    assert held["session"] is None and len(held["messages"]) == 1


def test_a_no_forgets_nothing_that_another_process_kept_meanwhile(house: House, tmp_path: Path) -> None:
    first, second = Host(house, Store(tmp_path / "db")), Host(house, Store(tmp_path / "db"))
    cards: list[Card] = []

    def shown(step: Step) -> list[dict[str, Any]]:
        cards.append(step.card)
        return render(step)

    def on(id: str) -> Tap:
        return Tap((id,), (), cards[0].id, cards[0].shown)

    first.turn(CHAT, "1", Open(country="US"), shown)

    def slow(step: Step) -> list[dict[str, Any]]:
        if step.place.state == "declined":
            second.turn(CHAT, "2", on("agree"), render)
        return render(step)

    first.turn(CHAT, "3", on("decline"), slow)
    held = second.store.load(CHAT)
    assert held and [entry.question for entry in held.log if isinstance(entry, Answer)] == ["consent"]
    told = second.store.answered(CHAT, "3")
    assert told and first.store.answered(CHAT, "2"), "both are answered, each once"
    for host in (first, second):
        host.store.close()
