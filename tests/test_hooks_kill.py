"""A process may die between any two steps: every event is told, and none of what did not happen."""

import asyncio
import contextlib
import json
import random
from functools import partial
from pathlib import Path

import pytest

from bot.records import summaries
from bot.records.store import Store
from dialogs.house import House
from tests.botapi.forked import FORK
from tests.hooks_kit import KEY, SHARE, does, hosted, keep, secret, send_until_killed
from tests.patience import comes
from tests.receiver import receiving
from tests.test_store import Died, Dying
from tests.test_therapists import walked


@pytest.mark.parametrize("n", range(4, 24, 2))
def test_a_death_before_any_statement_tells_once(n: int, house: House, tmp_path: Path) -> None:
    first = hosted(house, tmp_path)
    walked(first, KEY, "hill")
    first.store.close()
    for id, event in enumerate(SHARE):
        dying = hosted(house, tmp_path)
        dying.store.db = Dying(dying.store.db, n)  # type: ignore[assignment]  # a stand-in that dies
        with contextlib.suppress(Died):
            dying.turn(KEY, f"hand-{id}", event, keep)
        dying.store.db.real.close()  # type: ignore[attr-defined]  # the kernel closes the file of a dead process
        again = hosted(house, tmp_path)
        again.turn(KEY, f"hand-{id}", event, keep)
        again.store.close()
    store = Store(tmp_path / "si-screen.db")
    [kept] = summaries.listed(store.db)
    bodies = [json.loads(body)["event"] for (body,) in store.db.execute("SELECT body FROM outbox WHERE key LIKE 'h%'")]
    assert [(one["type"], one["data"]["id"]) for one in bodies][1:] == [("summary.sent", kept.id)]
    store.close()


async def test_kill_nine_while_it_sends_loses_nothing(house: House, tmp_path: Path) -> None:
    dice = random.Random(20261123)
    with receiving(sleep=0.02) as to:
        host = hosted(house, tmp_path, to.url)
        events, kills = set[str](), 0
        while (set(to.ids()) != events or kills < 2) and kills < 40:
            if set(to.ids()) == events:  # at first nothing; later all of it was out before the kill
                for n in range(2):
                    walked(host, f"web:{kills}-{n}", "hill")
                    does(host, *SHARE, key=f"web:{kills}-{n}")
                told = host.store.db.execute("SELECT body FROM outbox WHERE key LIKE 'hook:%'")
                new = {json.loads(body)["event"]["id"] for (body,) in told} - events
                assert len(new) == 4
                events |= new
            process = FORK.Process(target=send_until_killed, args=(str(tmp_path), to.url))
            process.start()
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(5):
                    await comes(partial(lambda before: len(to.got) > before, len(to.got)))
            await asyncio.sleep(dice.random() * 0.1)
            process.kill()
            process.join()
            kills += 1
        assert set(to.ids()) == events and kills > 1
        assert {body for _, _, body in to.got} and len(to.verified(secret(host, to))) == len(to.got)
        host.store.close()
