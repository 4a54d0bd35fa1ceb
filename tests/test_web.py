"""The web chat over real HTTP: what a browser, a bad network and a bad client can send."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from bot.host import Host
from dialogs.house import House
from dialogs.session import Answer
from tests.browser.server import serving
from tests.patience import caller

BAD = "<script>alert('x')</script><img src=x onerror=alert(1)>"


@pytest.fixture(scope="module")
def server(house: House) -> Iterator[tuple[httpx.Client, Host]]:
    with serving(house) as (url, host), caller(url) as client:
        yield client, host


@pytest.fixture
def http(server: tuple[httpx.Client, Host]) -> httpx.Client:
    return server[0]


@pytest.fixture
def host(server: tuple[httpx.Client, Host]) -> Host:
    return server[1]


def opened(http: httpx.Client, **to: str) -> Any:
    reply = http.post("/chat", json={"open": to})
    assert reply.status_code == 200
    return reply.json()


def sent(http: httpx.Client, chat: str, id: str, **event: Any) -> Any:
    """One turn; `id` is made long enough for a request id."""
    reply = http.post("/chat/turn", json={"chat": chat, "id": f"request-{id}", "event": event})
    assert reply.status_code == 200, reply.text
    return reply.json()


def tapped(http: httpx.Client, chat: str, id: str, at: Any, *options: str) -> Any:
    """An answer to the card of the result `at`."""
    q = at["question"]
    return sent(http, chat, id, tap=list(options), question=q["id"], shown=q["shown"])


def answers(host: Host, chat: str) -> int:
    held = host.store.load(f"web:{chat}")
    return sum(isinstance(entry, Answer) for entry in held.log) if held else 0


def plain_answer(at: Any) -> str:
    """What somebody with plain pain in one dimple says to this card."""
    fixed = {"consent": "agree_us", "age": "40", "pregnancy": "no", "pain": "5", "spot": "dimple_left"}
    choices = at["replies"][-1]["choices"]
    ids = [choice["id"] for choice in choices]
    return fixed.get(at["question"]["id"]) or ("none" if "none" in ids else str(ids[0]))


def test_a_whole_chat(http: httpx.Client) -> None:
    at = opened(http)
    chat = at["chat"]
    assert at["state"] == "consent" and len(chat) == 22
    for step in range(60):
        if at["question"]["kind"] == "menu":
            break
        at = tapped(http, chat, str(step), at, plain_answer(at))
    assert at["state"] == "recommend" and at["outcome"]["massage"] == "yes"
    assert at["progress"]["left"] == 0
    note = tapped(http, chat, "note", at, "note")
    assert [reply["kind"] for reply in note["replies"]] == ["note"]


def test_the_same_request_twice_is_answered_alike_and_counts_once(http: httpx.Client, host: Host) -> None:
    at = opened(http)
    chat = at["chat"]
    first = tapped(http, chat, "a", at, "agree_us")
    turn = host.store.load(f"web:{chat}")
    again = tapped(http, chat, "a", at, "agree_us")
    assert again == first
    assert host.store.load(f"web:{chat}") == turn
    # A resend much later still gets its own old reply, not the present place.
    tapped(http, chat, "b", first, "none")
    assert tapped(http, chat, "a", at, "agree_us") == first
    assert answers(host, chat) == 2


def test_a_lost_response_and_a_resend(http: httpx.Client, host: Host) -> None:
    at = opened(http)
    body = {"chat": at["chat"], "id": "request-lost", "event": {"tap": ["agree_us"]}}
    with http.stream("POST", "/chat/turn", json=body):
        pass  # the answer was on its way, and nobody read it
    again = http.post("/chat/turn", json=body).json()
    assert again["state"] == "screen" and answers(host, at["chat"]) == 1


@pytest.mark.parametrize("body", [
    b"", b"{", b"\xff\xfe", b"[]", b"null", b"3", b"[" * 100_000, b'{"open": {}', b"9" * 5000,
])
@pytest.mark.parametrize("path", ["/chat", "/chat/turn", "/chat/data", "/chat/forget"])
def test_what_is_no_json_object_is_refused(http: httpx.Client, path: str, body: bytes) -> None:
    reply = http.post(path, content=body)
    assert reply.status_code == 400 and list(reply.json()) == ["error"]


@pytest.mark.parametrize("event", [
    None, [], "x", {}, {"tap": {"a": 1}}, {"say": ["x"]}, {"unknown": "leg pain"}, {"tick": 3},
])
def test_what_is_no_event_is_refused_without_quoting_it(http: httpx.Client, event: Any) -> None:
    at = opened(http)
    body = {"chat": at["chat"], "id": "request-0", "event": event}
    reply = http.post("/chat/turn", json=body)
    assert reply.status_code == 400 and "leg pain" not in reply.text


@pytest.mark.parametrize("id", [None, "", "short", 7, "x" * 65, "request 1", "réquest-1"])
def test_a_request_needs_an_id(http: httpx.Client, id: Any) -> None:
    body = {"chat": opened(http)["chat"], "id": id, "event": {"status": True}}
    assert http.post("/chat/turn", json=body).status_code == 400


def test_a_chat_begins_with_open_only(http: httpx.Client) -> None:
    assert http.post("/chat", json={"say": "hello"}).status_code == 400


@pytest.mark.parametrize("token", [None, "", "A" * 22, "../../etc", "x' OR 1=1 --", 5, {"a": 1}])
def test_an_unknown_token(http: httpx.Client, token: Any) -> None:
    for path in ("/chat/turn", "/chat/data"):
        body = {"chat": token, "id": "request-1", "event": {"open": {}}}
        reply = http.post(path, json=body)
        assert reply.status_code == 404 and "error" in reply.json()


def test_a_huge_body_is_refused_by_length_and_by_count(http: httpx.Client) -> None:
    huge = json.dumps({"open": {}, "pad": "x" * 1_000_000}).encode()
    assert http.post("/chat", content=huge).status_code == 413

    def chunks() -> Iterator[bytes]:  # no Content-Length to go by
        for start in range(0, len(huge), 50_000):
            yield huge[start : start + 50_000]

    assert http.post("/chat", content=chunks()).status_code == 413


def test_much_text_is_read_and_changes_nothing(http: httpx.Client, host: Host) -> None:
    at = opened(http)
    reply = sent(http, at["chat"], "long", say="ab " * 33_333, shown=at["question"]["shown"])
    assert reply["question"] == at["question"] and answers(host, at["chat"]) == 0


@pytest.mark.parametrize("text", ["\ud800", "\x00\x1b[2J", "\u202eabc", "9" * 4000, "\U0001f9d0" * 500, ""])
def test_odd_text_is_answered(http: httpx.Client, text: str) -> None:
    at = opened(http)
    body = json.dumps({"chat": at["chat"], "id": "request-odd", "event": {"say": text}})
    reply = http.post("/chat/turn", content=body)
    assert reply.status_code == 200 and reply.json()["question"] == at["question"]


def test_half_a_character_does_not_stop_a_word_of_danger(http: httpx.Client) -> None:
    at = opened(http)
    tapped(http, at["chat"], "1", at, "agree_us")
    body = {"chat": at["chat"], "id": "request-half", "event": {"say": "I want to die \ud83d"}}
    reply = http.post("/chat/turn", content=json.dumps(body))
    assert reply.status_code == 200 and reply.json()["state"] == "crisis"


def test_a_forged_fingerprint_changes_nothing(http: httpx.Client, host: Host) -> None:
    at = opened(http)
    reply = sent(http, at["chat"], "1", tap=["agree_us"], question="consent", shown="deadbeef")
    assert reply["question"] == at["question"] and answers(host, at["chat"]) == 0
    reply = sent(http, at["chat"], "2", tick={"line": "ces_pee", "value": "yes"}, question="signs_nerve",
                 shown=at["question"]["shown"])
    assert reply["state"] == "consent" and answers(host, at["chat"]) == 0


def test_markup_comes_back_only_as_text_in_json(http: httpx.Client) -> None:
    at = opened(http, clinic=BAD)
    chat = at["chat"]
    tapped(http, chat, "1", at, "agree_us")
    events = {"say": BAD}, {"say": f"I want to die {BAD}"}, {"tap": [BAD]}, {"change": BAD}
    for id, event in enumerate(events):
        reply = http.post("/chat/turn", json={"chat": chat, "id": f"request-{id}", "event": event})
        assert reply.headers["content-type"] == "application/json"
        assert reply.headers["x-content-type-options"] == "nosniff"
        assert isinstance(reply.json()["replies"], list)


def test_a_tick_is_kept_as_a_draft_and_an_emergency_acts_at_once(http: httpx.Client) -> None:
    at = opened(http)
    chat = at["chat"]
    card = tapped(http, chat, "1", at, "agree_us")
    q = card["question"]
    line = q["lines"][1]["id"]
    maybe = sent(http, chat, "2", tick={"line": line, "value": "unsure"}, question=q["id"], shown=q["shown"])
    assert maybe["question"] == q and maybe["draft"] == {line: "unsure"}
    assert sent(http, chat, "3", open={})["draft"] == {line: "unsure"}
    urgent = sent(http, chat, "4", tick={"line": line, "value": "yes"}, question=q["id"], shown=q["shown"])
    assert urgent["state"] == "emergency" and urgent["replies"][0]["kind"] == "urgent"
    assert urgent["emergency"] == {"say": "911", "number": "911"}


def test_after_no_thank_you_nothing_is_kept_and_the_chat_may_go_on(http: httpx.Client, host: Host) -> None:
    at = opened(http)
    chat = at["chat"]
    sent(http, chat, "0", status=True)
    declined = tapped(http, chat, "1", at, "decline")
    assert declined["state"] == "declined" and host.store.load(f"web:{chat}") is None
    assert tapped(http, chat, "1", at, "decline") == declined
    late = http.post("/chat/turn", json={"chat": chat, "id": "request-0", "event": {"status": True}})
    assert late.status_code == 409
    assert sent(http, chat, "2", restart=True)["state"] == "consent"


def test_the_data_is_a_file_with_everything(http: httpx.Client) -> None:
    at = opened(http)
    tapped(http, at["chat"], "1", at, "agree_us")
    reply = http.post("/chat/data", json={"chat": at["chat"]})
    assert "attachment" in reply.headers["content-disposition"]
    held = reply.json()
    assert held["session"]["log"][0]["values"] == {"consent": "agree_us"}
    assert len(held["messages"]) == 2 and held["updates"] == ["open", "request-1"]


def test_forget_leaves_nothing_in_the_file(house: House, tmp_path: Path) -> None:
    file = tmp_path / "store.sqlite"
    with serving(house, file) as (url, _), caller(url) as http:
        at = opened(http)
        chat = at["chat"]
        card = tapped(http, chat, "canary-request", at, "agree_us")
        sent(http, chat, "2", say="I want to die canarycanary", shown=card["question"]["shown"])
        found = b"".join(part.read_bytes() for part in tmp_path.iterdir())
        assert b"canarycanary" in found and chat.encode() in found
        assert http.post("/chat/forget", json={"chat": chat}).json()["forgotten"] > 3
        found = b"".join(part.read_bytes() for part in tmp_path.iterdir())
        for trace in (b"canarycanary", chat.encode(), b"canary-request", b"agree_us"):
            assert trace not in found
        assert http.post("/chat/turn", json={"chat": chat, "id": "request-2", "event": {}}).status_code == 404
        assert http.post("/chat/forget", json={"chat": chat}).json() == {"forgotten": 0}
