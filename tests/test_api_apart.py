"""What the API must hold whoever asks and whatever dies: no other clinic's, nothing twice, nothing about massage
where a clinic only takes answers in."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import httpx
import pytest

from bot.api.table import OPERATIONS
from bot.host import Host
from dialogs.house import House
from dialogs.session import Answer
from tests.api_kit import Api, Talk, fresh, two_clinics
from tests.browser.server import serving
from tests.patience import caller
from tests.test_store import Dying

BODIES: dict[str, Any] = {"/chats": {}, "/chats/{id}/turns": {"say": "hello"}, "/summaries/{id}/handled": {}}


@pytest.fixture(scope="module")
def server(house: House) -> Iterator[tuple[httpx.Client, Host]]:
    own = two_clinics(house)
    intake = replace(own.clinics["oak"], id="fir", mode="intake")
    own = replace(own, clinics={**own.clinics, "fir": intake})
    with serving(own) as (url, host), caller(url) as http:
        yield http, host


def test_another_clinics_key_sees_what_does_not_exist(server: tuple[httpx.Client, Host]) -> None:
    oak, elm = Api(*server, "oak"), Api(*server, "elm")
    talk = oak.opened(ref="booking-9").finish()
    ids = {"/chats": talk.id, "/summaries": talk.share()}
    nobody = {"/chats": "A" * 22, "/summaries": "0" * 16}
    before = oak.get(f"/chats/{talk.id}/data").json()

    def asked(api: Api, operation: Any, ids: dict[str, str]) -> httpx.Response:
        path = operation.path.replace("{id}", ids.get(f"/{operation.path.split('/')[1]}", ""))
        return api.http.request(operation.method, f"/v1{path}", json=BODIES.get(operation.path), headers={
            **api.headers, "Idempotency-Key": fresh(), "If-Match": "*"})

    for operation in OPERATIONS:
        if "{id}" in operation.path:
            theirs, none = (asked(elm, operation, which) for which in (ids, nobody))
            assert (theirs.status_code, theirs.text) == (none.status_code, none.text) and none.status_code == 404
        else:
            found = asked(elm, operation, ids).text
            assert "booking-9" not in found and ids["/summaries"] not in found and "Oak" not in found
    assert oak.get(f"/chats/{talk.id}/data").json() == before
    assert elm.get(f"/summaries?after={ids['/summaries']}").status_code == 404


def test_the_same_idempotency_key_of_two_clinics_is_two_requests(server: tuple[httpx.Client, Host]) -> None:
    one, two = (Api(*server, clinic).post("/chats", {}, "the-same-key").json() for clinic in ("oak", "elm"))
    assert one["id"] != two["id"] and "Elm Clinic" in two["replies"][0]["text"]


def again_after_death(api: Api, n: int, path: str, body: Any, id: str, **headers: str) -> httpx.Response:
    """A request whose server dies before its nth statement, and the same one at the server that is started anew."""
    store = api.host.store
    real = store.db
    store.db = Dying(real, n)  # type: ignore[assignment]  # a stand-in that dies
    first = api.post(path, body, id, **headers)
    store.db = real
    if real.in_transaction:
        real.execute("ROLLBACK")  # as the file is found after a death
    found = api.post(path, body, id, **headers)
    assert first.status_code == 500 or (n > 8 and first.json() == found.json())
    return found


@pytest.mark.parametrize("n", range(0, 30))
def test_a_death_before_any_statement_doubles_nothing(server: tuple[httpx.Client, Host], n: int) -> None:
    api = Api(*server, "oak")
    db, count = api.host.store.db, "SELECT count(*) FROM session WHERE key LIKE 'api:oak:%'"
    before = db.execute(count).fetchone()[0]
    talk = Talk(api, again_after_death(api, n, "/chats", {}, fresh()))
    assert talk.reply.status_code == 201 and db.execute(count).fetchone()[0] == before + 1
    question = talk.at["question"]
    act = {"tap": ["agree"], "question": question["id"], "shown": question["shown"]}
    turn = again_after_death(api, n, f"/chats/{talk.id}/turns", act, fresh(), If_Match=talk.reply.headers["etag"])
    assert turn.json()["state"] == "screen"
    held = api.host.store.load(f"api:oak:{talk.id}")
    assert held and sum(isinstance(entry, Answer) for entry in held.log) == 1


def test_where_a_clinic_takes_answers_in_the_result_says_nothing_of_massage(
    server: tuple[httpx.Client, Host]
) -> None:
    fir = Api(*server, "fir")
    talk = fir.opened().finish()
    for found in (talk.at, fir.get(f"/chats/{talk.id}").json(), fir.get(f"/chats/{talk.id}/result").json()):
        assert found["state"] == "recommend"
        assert [found["outcome"][name] for name in ("disposition", "massage", "si_fit")] == [None] * 3
    body = fir.get(f"/summaries/{talk.share()}").json()
    assert (body["disposition"], body["massage"]) == ("D6", "yes")
