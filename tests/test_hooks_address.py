"""Where webhooks may not go, whatever the clinic file names, and that a connection is made to what was checked."""

import asyncio
import socket
import ssl
import threading
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager

import httpx
import pytest
import trustme

from bot.hooks.address import Refused, Resolve, checked, parsed
from bot.hooks.post import Came, posting, sent
from bot.records import hooks
from bot.records.hooks import Endpoint
from tests.receiver import receiving

PRIVATE = [
    "0.0.0.0", "10.0.0.1", "100.64.0.1", "100.127.255.254", "127.0.0.1", "127.255.255.254", "169.254.169.254",
    "169.254.170.2", "172.16.0.1", "172.31.255.254", "192.0.0.1", "192.0.0.192", "192.0.2.1", "192.88.99.1",
    "192.168.1.1", "198.18.0.1", "198.51.100.1", "203.0.113.1", "224.0.0.1", "239.255.255.250", "240.0.0.1",
    "255.255.255.255", "::", "::1", "::127.0.0.1", "::ffff:127.0.0.1", "::ffff:10.0.0.1",
    "::ffff:169.254.169.254", "::ffff:0:127.0.0.1", "64:ff9b::7f00:1", "64:ff9b::a9fe:a9fe", "64:ff9b:1::1",
    "100::1", "2001::1", "2001:0:4136:e378:8000:63bf:3fff:fdd2", "2001:db8::1", "2002:7f00:1::",
    "2002:a9fe:a9fe::", "fc00::1", "fd00:ec2::254", "fe80::1", "fe80::1%1", "fec0::1", "ff02::1", "ff0e::1",
    "5f00::1",
]
ODD = ["2130706433", "0x7f000001", "0x7f.1", "127.1", "127.0.1", "0", "[::ffff:7f00:1]", "[::ffff:127.0.0.1]", "[::]",
       "localhost", "LOCALHOST", "localhost.", "127。0。0。1", "[0:0:0:0:0:0:0:1]", "017700000001",
       "0x7f.0x0.0x0.0x1", "[::1%25lo]"]
EVENT = hooks.made("hill", "webhook.test", 1e9)


def answering(*rounds: list[str]) -> Resolve:
    """A name server that says something else each time it is asked; the last answer stays."""
    left = list(rounds)

    async def resolve(host: str, port: int) -> list[str]:
        return left.pop(0) if len(left) > 1 else left[0]

    return resolve


def asked(url: str, local: bool = False, resolve: Resolve | None = None) -> str:
    more = {"resolve": resolve} if resolve else {}
    return asyncio.run(checked(parsed(url, local), local, **more))


def tried(url: str, **how: object) -> Came:
    async def run() -> Came:
        async with posting(**how) as post:  # type: ignore[arg-type]  # each as `posting` has it
            return await sent(post, Endpoint("hill", url, hooks.fresh()), EVENT)

    return asyncio.run(run())


@pytest.mark.parametrize("address", PRIVATE)
def test_a_name_that_leads_inside_is_refused(address: str) -> None:
    for answers in ([address], ["93.184.215.14", address], [address, "2606:4700::1111"]):
        with pytest.raises(Refused) as fault:
            asked("https://hooks.clinic.example/x", resolve=answering(answers))
        assert fault.value.kind == "private" and str(fault.value) == address


@pytest.mark.parametrize("address", PRIVATE)
def test_the_address_itself_is_refused(address: str) -> None:
    host = f"[{address}]" if ":" in address else address
    with pytest.raises(Refused):
        asked(f"https://{host.replace('%', '%25')}/x")


@pytest.mark.parametrize("host", ODD)
def test_odd_ways_to_write_this_computer_are_refused(host: str) -> None:
    with pytest.raises(Refused):
        asked(f"https://{host}/x")


@pytest.mark.parametrize("url", [
    "http://hooks.clinic.example/x", "ftp://hooks.clinic.example/", "file:///etc/passwd", "gopher://127.0.0.1/", "",
    "https://", "https:///x", "//hooks.clinic.example", "https://user@hooks.clinic.example/",
    "https://user:pass@hooks.clinic.example/", "https://hooks.clinic.example:0/x", "https://hooks.clinic.example:99999/",
    "https://hooks.clinic.example\\@127.0.0.1/", "https://hooks.clinic.example\r\nX: y/", "https://a:b:c/", "\x00",
])
def test_an_address_that_is_none_or_is_read_in_two_ways(url: str) -> None:
    with pytest.raises(Refused):
        asked(url, resolve=answering(["93.184.215.14"]))


def test_public_addresses_are_fine() -> None:
    for answer in ("93.184.215.14", "8.8.8.8", "2606:4700::1111", "2a00:1450:4001:81b::200e", "::ffff:8.8.8.8"):
        assert asked("https://hooks.clinic.example:8443/x", resolve=answering([answer])) == answer
    assert asked("https://h.example/", resolve=answering(["2606:4700::1111", "8.8.8.8"])) == "8.8.8.8"


def test_a_trial_opens_this_computer_and_nothing_else() -> None:
    assert asked("http://127.0.0.1:9/x", local=True) == "127.0.0.1"
    assert asked("http://a.example/x", local=True, resolve=answering(["::1"])) == "::1"
    for address in PRIVATE:
        if not address.startswith(("127.", "::1", "::ffff:127")):
            with pytest.raises(Refused):
                asked("http://a.example/x", local=True, resolve=answering([address]))


def test_nothing_arrives_at_this_computer_without_the_setting() -> None:
    with receiving() as to:
        port = httpx.URL(to.url).port
        urls = [to.url, f"https://127.0.0.1:{port}/", f"https://localhost:{port}/", f"https://2130706433:{port}/"]
        assert [tried(url).kind for url in urls] == ["plain", "private", "private", "private"]
        assert not to.got


def test_the_connection_is_made_to_what_was_checked() -> None:
    """A name that answers otherwise a moment later (DNS rebinding) gains nothing: it is asked once. The name stays in
    the request, and the certificate must be made for it."""
    authority = trustme.CA()
    server, client = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER), ssl.create_default_context()
    authority.issue_cert("hooks.clinic.example").configure_cert(server)
    authority.configure_trust(client)
    with receiving(server) as to:
        port = httpx.URL(to.url).port
        for name, kind in (("hooks.clinic.example", "fine"), ("other.clinic.example", "certificate")):
            resolve = answering(["127.0.0.1"], ["169.254.169.254"])
            assert tried(f"https://{name}:{port}/in?a=1", local=True, resolve=resolve, trust=client).kind == kind
        assert tried(f"https://hooks.clinic.example:{port}/", local=True, resolve=answering(["127.0.0.1"])).kind == (
            "certificate")  # by an authority that nobody knows
        [(path, headers, _)] = to.got
        assert (path, headers["host"]) == ("/in?a=1", f"hooks.clinic.example:{port}")
        assert to.names[:2] == ["hooks.clinic.example", "other.clinic.example"]


def test_a_redirect_is_not_followed() -> None:
    with receiving() as inside, receiving(statuses=[307], headers={"Location": inside.url}) as to:
        came = tried(to.url, local=True)
        assert (came.kind, came.status, came.detail) == ("redirect", 307, inside.url) and not inside.got


def test_a_proxy_of_the_environment_is_not_used(monkeypatch: pytest.MonkeyPatch) -> None:
    with receiving() as proxy, receiving() as to:
        for name in ("http_proxy", "HTTP_PROXY", "ALL_PROXY"):
            monkeypatch.setenv(name, proxy.url)
        assert tried(to.url, local=True).kind == "fine" and to.got and not proxy.got


@contextmanager
def talking(*parts: bytes, pause: float = 0.0) -> Iterator[str]:
    """A server that says just this, bit by bit, whatever it is asked."""
    with closing(socket.create_server(("127.0.0.1", 0))) as listener:

        def talk() -> None:
            caller, _ = listener.accept()
            with caller:
                caller.recv(65536)
                for part in parts:
                    try:
                        caller.sendall(part)
                    except OSError:
                        return
                    time.sleep(pause)

        thread = threading.Thread(target=talk, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{listener.getsockname()[1]}/"
        thread.join(5)


def test_answers_that_mean_harm() -> None:
    """The body is never read; headers without end, and a drip of them, come to an end."""
    endless = [b"HTTP/1.1 200 OK\r\ncontent-length: 10000000000\r\n\r\n", *([b"x" * 65536] * 2000)]
    before = time.monotonic()
    with talking(*endless) as url:
        assert tried(url, local=True).kind == "fine"
    with talking(b"HTTP/1.1 200 OK\r\n", *([b"x-a: " + b"y" * 65000 + b"\r\n"] * 400)) as url:
        assert tried(url, local=True).kind == "broken"
    with talking(b"HTTP/1.1 200 OK\r\n", *([b"a: b\r\n"] * 30), pause=0.05) as url:
        assert tried(url, local=True, seconds=0.3).kind == "slow"
    with talking(b"220 mail.example ESMTP\r\n") as url:
        assert tried(url, local=True).kind == "broken"
    with talking() as url:
        assert tried(url, local=True).kind == "broken"
    with talking(b"HTTP/1.1 200 OK\r\n\r\n") as url:
        assert tried(url.replace("http:", "https:"), local=True).kind == "certificate"
    assert time.monotonic() - before < 30
    with closing(socket.create_server(("127.0.0.1", 0))) as closed:
        port = closed.getsockname()[1]
    assert tried(f"http://127.0.0.1:{port}/", local=True).kind == "connection"
