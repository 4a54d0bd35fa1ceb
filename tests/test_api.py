"""The API over real HTTP: a whole conversation, requests that come twice, bad input, and what is kept."""

import json
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from bot.records import audit, pauses
from bot.web.body import MAX
from dialogs.house import House
from dialogs.session import Answer
from tests.api_kit import Api, Talk, fresh, two_clinics
from tests.browser.server import serving
from tests.patience import caller

WORDS = "my legs feel like canarycanary"


@pytest.fixture(scope="module")
def oak(house: House) -> Iterator[Api]:
    with serving(two_clinics(house)) as (url, host), caller(url) as http:
        yield Api(http, host, "oak")


@pytest.fixture(scope="module")
def ended(oak: Api) -> Talk:
    return oak.opened().finish()


def problem(reply: httpx.Response, status: int, kind: str) -> Any:
    """The problem, which quotes nothing that was said."""
    assert (reply.status_code, reply.headers["content-type"]) == (status, "application/problem+json"), reply.text
    found = reply.json()
    assert (found["status"], found["type"]) == (status, f"/v1/problems/{kind}")
    assert "canary" not in reply.text
    return found


def answers(talk: Talk) -> int:
    held = talk.api.host.store.load(f"api:{talk.api.clinic}:{talk.id}")
    return sum(isinstance(entry, Answer) for entry in held.log) if held else 0


def test_a_whole_conversation_and_its_result(oak: Api, ended: Talk) -> None:
    assert ended.at["outcome"]["massage"] == "yes" and ended.at["progress"]["left"] == 0
    found = oak.get(f"/chats/{ended.id}/result").json()
    assert found == {"id": ended.id, "state": "recommend", "finished": True, "outcome": ended.at["outcome"]}
    assert oak.get(f"/chats/{ended.id}").json() == ended.at
    begun = oak.opened(lang="es")
    assert begun.at["lang"] == "es"
    assert oak.get(f"/chats/{begun.id}/result").json() == {
        "id": begun.id, "state": "consent", "finished": False, "outcome": None}


def test_an_emergency_acts_at_the_first_tick(oak: Api) -> None:
    talk = oak.opened().tap("agree")
    question = talk.at["question"]
    talk.ask(tick={"line": "ces_pee", "value": "yes"}, question=question["id"], shown=question["shown"])
    assert talk.at["state"] == "emergency" and talk.at["replies"][0]["kind"] == "urgent"
    assert talk.at["outcome"]["disposition"] == "D1" and talk.at["emergency"]["number"] == "911"


def test_a_summary_is_there_only_after_the_clients_yes(oak: Api) -> None:
    talk = oak.opened(ref="booking-7").finish()
    before = oak.get("/summaries").json()["items"]
    talk.ask(share=True)
    assert oak.get("/summaries").json()["items"] == before
    talk.tap("send").skip()
    item = oak.get("/summaries").json()["items"][0]
    assert (item["disposition"], item["booking"]["ref"], item["state"]) == ("D6", "booking-7", "sent")
    body = oak.get(f"/summaries/{item['id']}").json()
    assert body["id"] == item["id"] and body["format"] == "si-screen summary 1"
    pdf = oak.get(f"/summaries/{item['id']}", Accept="application/pdf")
    assert pdf.content.startswith(b"%PDF") and pdf.headers["content-type"] == "application/pdf"
    problem(oak.get(f"/summaries/{item['id']}", Accept="text/html"), 406, "not-acceptable")
    seen = [(one.who, one.what) for one in audit.listed(oak.host.store.db, "oak", of=(item["id"],))]
    assert seen == [(f"key:{oak.key.id}", "pdf"), (f"key:{oak.key.id}", "view")]
    # The client is told who has it, and what was taken back can't be read.
    told = talk.ask(share=True).at["replies"][-1]["text"]
    assert "Oak Desk" in told
    talk.tap("back")
    problem(oak.get(f"/summaries/{item['id']}"), 404, "not-found")
    assert oak.get("/summaries").json()["items"][0] == {
        **item, "state": "withdrawn", "disposition": None, "booking": None}


def test_handled_and_open_again(oak: Api) -> None:
    id = oak.opened().finish().share()
    key = fresh()
    done = oak.post(f"/summaries/{id}/handled", {}, key)
    assert done.json()["handled"]["by"] == f"key:{oak.key.id}"
    assert id in [one["id"] for one in oak.get("/summaries?show=handled").json()["items"]]
    assert oak.post(f"/summaries/{id}/handled", {"handled": False}).json()["handled"] is None
    assert oak.post(f"/summaries/{id}/handled", {}, key).json() == done.json()  # the answer of then; nothing changes
    assert oak.get("/summaries?show=handled").json()["items"] == []
    problem(oak.post(f"/summaries/{id}/handled", {"handled": False}, key), 422, "key-reused")
    problem(oak.post("/summaries/0000000000000000/handled", {}, key), 404, "not-found")


def test_pages_of_the_list(oak: Api) -> None:
    made = [oak.opened().finish().share() for _ in range(3)][::-1]
    found: list[str] = []
    after = ""
    while len(found) < 3:
        page = oak.get(f"/summaries?limit=2&after={after}").json()
        found += [one["id"] for one in page["items"]]
        after = page["next"]
    assert found[:3] == made
    problem(oak.get("/summaries?after=0000000000000000"), 404, "not-found")
    assert oak.get("/summaries?disposition=D1&disposition=D2").json() == {"items": [], "next": ""}
    for wrong in ("limit=0", "limit=101", "limit=x", "disposition=D9", "since=5", "show=mine", "dispositon=D1"):
        problem(oak.get(f"/summaries?{wrong}"), 422, "not-valid")


def test_the_same_request_twice_counts_once(oak: Api) -> None:
    key = fresh()
    first, again = oak.post("/chats", {"ref": "a"}, key), oak.post("/chats", {"ref": "a"}, key)
    assert first.json() == again.json() and first.headers["location"] == f"/v1/chats/{first.json()['id']}"
    problem(oak.post("/chats", {"ref": "b"}, key), 422, "key-reused")
    talk = Talk(oak, first)
    key, sent = fresh(), {"tap": ["agree"], "question": "consent", "shown": talk.at["question"]["shown"]}
    one = talk.send(key, **sent)
    two = talk.send(key, **sent)  # its If-Match is of before
    assert one.json() == two.json() and one.headers["etag"] == two.headers["etag"] and answers(talk) == 1
    problem(talk.send(key, say=WORDS), 422, "key-reused")
    assert answers(talk) == 1


@pytest.mark.parametrize("id", ["", "short", "x" * 65, "request 1", "request.1"])
def test_a_request_needs_a_key_of_its_own(oak: Api, id: str) -> None:
    headers = {**oak.headers, **({"Idempotency-Key": id} if id else {})}
    problem(oak.http.post("/v1/chats", json={}, headers=headers), 400, "no-idempotency-key")


def test_an_answer_is_for_the_chat_as_it_was_seen(oak: Api) -> None:
    talk = oak.opened()
    seen = talk.reply.headers["etag"]
    talk.tap("agree")
    at = talk.at["question"]
    late = oak.post(f"/chats/{talk.id}/turns", {"back": True}, If_Match=seen)
    problem(late, 412, "changed")
    problem(oak.post(f"/chats/{talk.id}/turns", {"back": True}), 428, "no-if-match")
    assert oak.get(f"/chats/{talk.id}").json()["question"] == at
    # What is typed is heard all the same: it may be an emergency.
    heard = oak.post(f"/chats/{talk.id}/turns", {"say": "I want to die"}, If_Match=seen).json()
    assert heard["state"] == "crisis"
    assert oak.post(f"/chats/{talk.id}/turns", {"person": True}).status_code == 200


def test_after_no_thank_you_it_begins_again_at_the_same_clinic(oak: Api) -> None:
    talk = oak.opened().tap("decline")
    assert talk.at["state"] == "declined" and answers(talk) == 0
    again = oak.post(f"/chats/{talk.id}/turns", {"restart": True}, If_Match="*").json()
    assert again["state"] == "consent" and "Oak Clinic" in again["replies"][-1]["text"]
    talk = oak.opened().tap("decline")
    heard = oak.post(f"/chats/{talk.id}/turns", {"say": "I want to die"}).json()
    assert heard["replies"][0]["kind"] == "urgent" and "911" in heard["replies"][0]["text"]


def test_while_advice_is_paused_no_result_is_told(oak: Api, ended: Talk) -> None:
    pauses.begin(oak.host.store.db, "oak", "a test", time.time())
    try:
        assert oak.get("/clinic").json()["paused"]
        for path in ("", "/result"):
            found = oak.get(f"/chats/{ended.id}{path}").json()
            assert (found["state"], found["outcome"]) == ("paused", {"paused": True})
    finally:
        pauses.end(oak.host.store.db, "oak", time.time())
    assert oak.get(f"/chats/{ended.id}").json() == ended.at


@pytest.mark.parametrize(("body", "status", "kind"), [
    (b"", 400, "not-json"), (b"{", 400, "not-json"), (b"\xff\xfe", 400, "not-json"), (b"[]", 400, "not-json"),
    (b"[" * 100_000, 400, "not-json"), (b'{"say": "canary" "x"}', 400, "not-json"),
    (b'{"say": "' + b"canary" * (MAX // 6) + b'"}', 413, "too-large"),
    (b"{}", 422, "not-valid"), (b'{"say": ["canary"]}', 422, "not-valid"), (b'{"canary": 1}', 422, "not-valid"),
    (b'{"say": "canary", "back": true}', 422, "not-valid"), (b'{"back": 1}', 422, "not-valid"),
    (b'{"tick": {"line": "ces_pee", "value": "canary"}}', 422, "not-valid"),
    (b'{"open": {"clinic": "elm"}}', 422, "not-valid"), (b'{"say": null}', 422, "not-valid"),
])
def test_what_is_no_event_is_refused_without_quoting_it(oak: Api, body: bytes, status: int, kind: str) -> None:
    talk = oak.opened()
    headers = {**oak.headers, "Idempotency-Key": fresh(), "Content-Type": "application/json", "If-Match": "*"}
    problem(oak.http.post(f"/v1/chats/{talk.id}/turns", content=body, headers=headers), status, kind)
    assert oak.get(f"/chats/{talk.id}").json() == talk.at


def test_a_fault_is_told_with_its_field(oak: Api) -> None:
    found = problem(oak.post(f"/chats/{'A' * 22}/turns", {"tick": {"line": 3, "value": "yes"}}), 422, "not-valid")
    assert found["errors"] == [{"pointer": "/tick/line", "detail": "Input should be a valid string"}]


@pytest.mark.parametrize("kind", ["text/plain", "application/x-www-form-urlencoded", "application/jsonx", ""])
def test_a_body_of_another_kind(oak: Api, kind: str) -> None:
    headers = {**oak.headers, "Idempotency-Key": fresh(), "Content-Type": kind}
    problem(oak.http.post("/v1/chats", content=b"{}", headers=headers), 415, "media-type")


def test_half_a_character_does_not_stop_a_word_of_danger(oak: Api) -> None:
    talk = oak.opened().tap("agree")
    headers = {**oak.headers, "Idempotency-Key": fresh(), "Content-Type": "application/json"}
    reply = oak.http.post(f"/v1/chats/{talk.id}/turns", content=b'{"say": "I want to die \\ud83d"}', headers=headers)
    assert reply.json()["state"] == "crisis"


@pytest.mark.parametrize("id", ["A" * 22, "x", "..%2f..", "x'%20OR%201=1", "%00"])
def test_an_unknown_chat(oak: Api, id: str) -> None:
    problem(oak.get(f"/chats/{id}"), 404, "not-found")
    problem(oak.delete(f"/chats/{id}"), 404, "not-found")
    problem(oak.post(f"/chats/{id}/turns", {"say": WORDS}), 404, "not-found")


def test_what_is_not_there(oak: Api) -> None:
    problem(oak.get("/nothing"), 404, "not-found")
    wrong = oak.http.put("/v1/clinic", headers=oak.headers)
    problem(wrong, 405, "no-method")
    assert "GET" in wrong.headers["allow"]


def test_the_receipt_of_deletion_and_nothing_left_in_the_file(house: House, tmp_path: Path) -> None:
    file = tmp_path / "store.sqlite"
    with serving(two_clinics(house), file) as (url, host), caller(url) as http:
        oak = Api(http, host, "oak")
        talk = Talk(oak, oak.post("/chats", {}, "canary-opening")).tap("agree", id="canary-request")
        talk.ask(say=f"I want to die {WORDS}")
        held = oak.get(f"/chats/{talk.id}/data").json()
        assert WORDS in json.dumps(held) and held["session"]["clinic"] == "oak"
        receipt = oak.delete(f"/chats/{talk.id}").json()
        assert receipt.pop("forgotten") > 5
        assert receipt == {"id": talk.id, "reports": [], "readers": []}
        found = b"".join(part.read_bytes() for part in tmp_path.iterdir())
        for trace in (b"canary", talk.id.encode()):
            assert trace not in found
        problem(oak.get(f"/chats/{talk.id}"), 404, "not-found")
