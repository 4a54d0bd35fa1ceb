"""Webhooks from the chat to a clinic's own system: signed, thin, once and for all, tried again."""

import asyncio
import time
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from standardwebhooks import Webhook, WebhookVerificationError

from bot.hooks.channel import JITTER, LADDER, running, wait
from bot.hooks.post import headers, payload
from bot.host import Host
from bot.records import hooks, rows, summaries
from bot.serve import warnings
from dialogs.events import Ask, Change, Open, Tap
from dialogs.house import Hook, House
from tests.hooks_kit import EVENTS, KEY, QUICK, SHARE, does, hosted, housed, keep, secret
from tests.patience import comes
from tests.receiver import Receiver, receiving
from tests.test_therapists import walked


def listed(host: Host) -> list[hooks.Endpoint]:
    return hooks.listed(host.store.db, host.house.clinics["hill"])


def troubled(host: Host) -> list[hooks.Endpoint]:
    return hooks.troubled(host.store.db, host.house.clinics["hill"])


@pytest.fixture
async def hill(house: House, tmp_path: Path) -> AsyncIterator[tuple[Host, Receiver]]:
    """A clinic whose receiver listens, with the sender running."""
    with receiving() as to:
        host = hosted(house, tmp_path, to.url)
        async with running(host, True, ladder=QUICK, seconds=2, idle=0.02):
            yield host, to
        host.store.close()


VECTOR = {"id": "msg_p5jXN8AQM9LWM0D4loKWxJek"}


def test_the_vector_of_the_convention() -> None:
    """The one that the libraries of the convention share."""
    made = headers(VECTOR, '{"test": 2432232314}', ("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",),
                   datetime.fromtimestamp(1614265330, UTC))
    assert made["webhook-signature"] == "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="
    assert (made["webhook-id"], made["webhook-timestamp"]) == (VECTOR["id"], "1614265330")


def test_what_the_libraries_of_the_convention_refuse() -> None:
    secrets = (hooks.fresh(), hooks.fresh())
    event = hooks.made("hill", "summary.sent", time.time(), id="0123456789abcdef")
    body, now = payload(event), datetime.now(UTC)
    made = headers(event, body, secrets, now)
    assert [Webhook(one).verify(body, made)["type"] for one in secrets] == ["summary.sent"] * 2
    old = headers(event, body, secrets, datetime.fromtimestamp(now.timestamp() - 301, UTC))
    new = headers(event, body, secrets, datetime.fromtimestamp(now.timestamp() + 301, UTC))
    wrong = [(hooks.fresh(), body, made), (secrets[0], body.replace("hill", "dale"), made), (secrets[0], body, old),
             (secrets[0], body, new), (secrets[0], body, {**made, "webhook-id": "msg_other"})]
    wrong += [(secrets[0], body, {k: v for k, v in made.items() if k != name})
              for name in ("webhook-id", "webhook-timestamp", "webhook-signature")]
    for key, text, found in wrong:
        with pytest.raises(WebhookVerificationError):
            Webhook(key).verify(text, found)


async def test_a_whole_chat_is_told_thin_and_signed(hill: tuple[Host, Receiver]) -> None:
    host, to = hill
    walked(host, KEY, "hill")
    walked(host, "web:other", "dale")  # a clinic without webhooks
    await comes(lambda: to.got)
    does(host, *SHARE)
    await comes(lambda: len(to.got) == 2)
    [kept] = summaries.listed(host.store.db)
    does(host, Ask("share"), Tap(("back",)), n="b")
    await comes(lambda: len(to.got) == 3)
    told = to.verified(secret(host, to))
    assert [one["type"] for one in told] == ["screening.finished", "summary.sent", "summary.withdrawn"]
    assert told[1]["data"] == told[2]["data"] == {"id": kept.id, "clinic": "hill"}
    assert set(told[0]) == {"type", "timestamp", "data"} and set(told[0]["data"]) == {"id", "clinic"}
    everything = b"".join(body for _, _, body in to.got).decode()
    assert len(everything) < 600 and not any(
        word in everything for word in ("Pat", "Tue", "recommend", kept.disposition, "pain", KEY))
    host.store.forget(KEY)  # it was taken back already: not told a second time
    await asyncio.sleep(0.1)
    assert len(to.got) == 3


async def test_a_changed_answer_and_a_deleted_chat(hill: tuple[Host, Receiver]) -> None:
    host, to = hill
    walked(host, KEY, "hill")
    does(host, *SHARE)
    does(host, Change("pain"), Tap(("6",)), Tap(("right",)), n="worse")
    await comes(lambda: len(to.got) == 3)
    host.store.forget(KEY)
    await comes(lambda: len(to.got) == 4)
    _, sent, amended, withdrawn = to.verified(secret(host, to))
    assert amended["type"] == "summary.amended" and amended["data"]["replaces"] == sent["data"]["id"]
    assert withdrawn["type"] == "summary.withdrawn" and withdrawn["data"]["id"] == amended["data"]["id"]


async def test_a_booking_reference_comes_with_the_summary_only(hill: tuple[Host, Receiver]) -> None:
    host, to = hill
    host.turn(KEY, "open", Open("hill", ref="visit-42"), keep)
    walked(host, KEY, "hill")
    does(host, *SHARE[:4])  # the booking is known, so nobody asks for it
    await comes(lambda: len(to.got) == 2)
    finished, sent = to.verified(secret(host, to))
    assert "ref" not in finished["data"] and sent["data"]["ref"] == "visit-42"


async def test_tried_again_with_the_same_id_until_it_is_taken(hill: tuple[Host, Receiver]) -> None:
    host, to = hill
    to.statuses, to.headers = [500, 404, 302, 429, 200], {"Location": f"{to.url}/elsewhere", "Retry-After": "0"}
    walked(host, KEY, "hill")
    await comes(lambda: len(to.got) == 5)
    await asyncio.sleep(0.1)
    assert len(set(to.ids())) == 1 and {path for path, _, _ in to.got} == {"/si-screen"}
    assert len({body for _, _, body in to.got}) == 1
    await comes(lambda: [(one.failing, one.disabled, one.came) for one in listed(host)] == [(None, None, "200")])


async def test_one_that_is_down_holds_back_nothing(house: House, tmp_path: Path) -> None:
    with receiving(statuses=[500]) as down, receiving() as up:
        host = hosted(house, tmp_path, down.url, up.url)
        async with running(host, True, ladder=(60.0,), idle=0.02):
            walked(host, KEY, "hill")
            does(host, *SHARE)
            await comes(lambda: len(up.got) == 2 and len(down.got) == 2)
        assert [one.came for one in troubled(host)] == ["500"]
        assert "do not get through (500)" in "".join(warnings(host))
        host.house = housed(host.house, up.url)  # an address that the file names no more is nobody's trouble
        assert troubled(host) == [] and "get through" not in "".join(warnings(host))
        host.store.close()


async def test_gone_ends_it_and_what_came_meanwhile_is_kept(hill: tuple[Host, Receiver]) -> None:
    host, to = hill
    to.statuses = [410, 200]
    walked(host, KEY, "hill")
    await comes(lambda: troubled(host))
    does(host, *SHARE)
    [one] = listed(host)
    await comes(lambda: hooks.count(host.store.db, one, "dead") == 2)
    assert len(to.got) == 1
    assert hooks.enable(host.store.db, one, time.time()) == 2
    await comes(lambda: len(to.got) == 3)
    assert to.ids()[0] in to.ids()[1:]  # nothing is lost, and the id is what it was


async def test_given_up_after_the_ladder_and_disabled_after_days(hill: tuple[Host, Receiver]) -> None:
    host, to = hill
    to.statuses = [503]
    walked(host, KEY, "hill")
    await comes(lambda: len(to.got) == len(LADDER) + 1)
    [one] = listed(host)
    await comes(lambda: hooks.count(host.store.db, one, "dead") == 1)
    assert listed(host)[0].disabled is None
    host.store.db.execute("UPDATE endpoint SET failing=failing-?", (hooks.PATIENCE,))
    does(host, *SHARE)
    await comes(lambda: listed(host)[0].disabled)


def test_the_ladder_is_that_of_the_convention() -> None:
    assert 75 * 3600 < sum(LADDER) < 76 * 3600 and len(LADDER) == 9
    waits = [wait(100.0, 0.0) for _ in range(200)]
    assert min(waits) < 90 and max(waits) > 110
    assert all(100 * (1 - JITTER) <= one <= 100 * (1 + JITTER) for one in waits)
    assert wait(5.0, 3600.0) == 3600.0 and wait(5.0, 1e9) == 24 * 3600.0


async def test_a_rotation_signs_with_both_for_a_day(hill: tuple[Host, Receiver]) -> None:
    host, to = hill
    before = secret(host, to)
    after = hooks.rotate(host.store.db, "hill", to.url, time.time()).secret
    walked(host, KEY, "hill")
    await comes(lambda: to.got)
    assert to.got[0][1]["webhook-signature"].count("v1,") == 2 and to.verified(before, after)
    one = hooks.endpoint(host.store.db, "hill", to.url)
    assert one.secrets(time.time() + hooks.OVERLAP + 1) == (after,)
    hooks.rotate(host.store.db, "hill", to.url, time.time())
    assert before not in hooks.endpoint(host.store.db, "hill", to.url).secrets(time.time())


async def test_only_the_events_that_are_wanted(house: House, tmp_path: Path) -> None:
    with receiving() as to:
        host = hosted(house, tmp_path, to.url, events=("summary.sent",))
        async with running(host, True, idle=0.02):
            walked(host, KEY, "hill")
            does(host, *SHARE)
            await comes(lambda: to.got)
        assert [one["type"] for one in to.verified(secret(host, to))] == ["summary.sent"]
        host.store.close()


async def test_a_clinic_is_told_of_its_own_clients_only(house: House, tmp_path: Path) -> None:
    with receiving() as hill, receiving() as dale:
        host = hosted(house, tmp_path, hill.url)
        clinics = dict(host.house.clinics)
        clinics["dale"] = replace(clinics["dale"], hooks=(Hook(dale.url, EVENTS),))
        host.house = replace(host.house, clinics=clinics)
        async with running(host, True, idle=0.02):
            walked(host, KEY, "hill")
            walked(host, "web:other", "dale")
            await comes(lambda: hill.got and dale.got)
            does(host, *SHARE)
            await comes(lambda: len(hill.got) == 2)
        assert hooks.endpoint(host.store.db, "dale", dale.url).secret != secret(host, hill)
        told = [one["data"]["clinic"] for one in dale.verified(hooks.endpoint(host.store.db, "dale", dale.url).secret)]
        assert told == ["dale"] and {one["data"]["clinic"] for one in hill.verified(secret(host, hill))} == {"hill"}
        host.store.close()


async def test_an_address_that_was_taken_out_of_the_file_gets_nothing_more(hill: tuple[Host, Receiver]) -> None:
    host, to = hill
    to.statuses = [500]
    walked(host, KEY, "hill")
    await comes(lambda: to.got)
    host.house = housed(host.house)
    before = len(to.got)
    [one] = hooks.listed(host.store.db, replace(host.house.clinics["hill"], hooks=(Hook(to.url, EVENTS),)))
    await comes(lambda: hooks.count(host.store.db, one, "dead"))
    assert len(to.got) <= before + 1  # one may have been on its way


def test_an_event_that_is_spread_twice_goes_out_once(house: House, tmp_path: Path) -> None:
    """As after a death between spreading it and noting that."""
    host = hosted(house, tmp_path, "https://a.example/")
    event = hooks.made("hill", "summary.sent", 1.0, id="0123456789abcdef")
    for _ in range(2):
        hooks.spread(host.store.db, event, ["https://a.example/", "https://b.example/"], 1.0)
    assert len(list(rows.due(host.store.db, 2.0, 50, hooks.CHANNEL))) == 2
    host.store.close()
