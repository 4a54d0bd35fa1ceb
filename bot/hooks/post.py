"""One try: sign an event, send it to the address that was checked, and say what came of it."""

import asyncio
import json
import ssl
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any

import httpx
from standardwebhooks import Webhook

from bot.hooks.address import Refused, Resolve, checked, parsed, resolved
from bot.records.hooks import Endpoint

SECONDS = 20.0  # for one try as a whole; the convention says 15 to 30
CONNECT = 5.0


@dataclass(frozen=True, slots=True)
class Came:
    """What came of a try. `kind` is one of `say.KINDS`; `status` that of the answer, None if there was none;
    `detail` for people; `wait` the seconds that the receiver asked for."""

    kind: str
    status: int | None = None
    detail: str = ""
    wait: float = 0.0

    @property
    def text(self) -> str:
        """A few words for a list: the status, or why there was none."""
        return str(self.status) if self.status else self.kind


@dataclass(frozen=True, slots=True)
class Post:
    """How to send. `local`: http and this very computer are allowed too, for a trial."""

    http: httpx.AsyncClient
    local: bool = False
    seconds: float = SECONDS
    resolve: Resolve = field(default=resolved)


@asynccontextmanager
async def posting(
    local: bool = False, seconds: float = SECONDS, resolve: Resolve = resolved, trust: ssl.SSLContext | bool = True,
) -> AsyncIterator[Post]:
    """No proxy of the environment, no redirect, and each connection only for one request: a connection that is
    kept belongs to an address, and another name may have the same."""
    async with httpx.AsyncClient(
        trust_env=False, follow_redirects=False, verify=trust, timeout=httpx.Timeout(seconds, connect=CONNECT),
        limits=httpx.Limits(max_keepalive_connections=0),
        headers={"User-Agent": "si-screen-webhook/1", "Connection": "close"},
    ) as http:
        yield Post(http, local, seconds, resolve)


def headers(event: dict[str, Any], body: str, secrets: tuple[str, ...], now: datetime) -> dict[str, str]:
    """As the convention has them: the id stays over all tries, the time is that of this try, and each secret that
    is in force has signed."""
    return {
        "content-type": "application/json",
        "webhook-id": str(event["id"]),
        "webhook-timestamp": str(int(now.timestamp())),
        "webhook-signature": " ".join(Webhook(secret).sign(str(event["id"]), now, body) for secret in secrets),
    }


def payload(event: dict[str, Any]) -> str:
    """The very text that is signed and sent."""
    return json.dumps({name: event[name] for name in ("type", "timestamp", "data")}, separators=(",", ":"))


async def sent(post: Post, to: Endpoint, event: dict[str, Any]) -> Came:
    """Send an event once; never raises for anything that the other side does."""
    try:
        async with asyncio.timeout(post.seconds):
            return await tried(post, to, event)
    except Refused as fault:
        return Came(fault.kind, detail=str(fault))
    except (TimeoutError, httpx.TimeoutException):
        return Came("slow", detail=f"{post.seconds:g} s")
    except httpx.ConnectError as fault:
        kind = "certificate" if isinstance(cause(fault), ssl.SSLError) else "connection"
        return Came(kind, detail=str(fault))
    except httpx.HTTPError as fault:  # cut off, or no HTTP
        return Came("broken", detail=type(fault).__name__)


async def tried(post: Post, to: Endpoint, event: dict[str, Any]) -> Came:
    """Raises Refused, TimeoutError, httpx.HTTPError."""
    url = parsed(to.url, post.local)
    address = await checked(url, post.local, post.resolve)
    now, body = datetime.now(UTC), payload(event)
    request = post.http.build_request(
        "POST", url.copy_with(host=address), content=body,
        headers={**headers(event, body, to.secrets(now.timestamp()), now), "host": url.netloc.decode()},
        extensions={"sni_hostname": url.host.rstrip(".")},  # whose certificate it must be
    )
    answer = await post.http.send(request, stream=True)
    try:  # only what stands above the body is looked at; the body is never read
        status = answer.status_code
        return Came(kind_of(status), status, answer.headers.get("location", "")[:200], asked(answer, now))
    finally:
        await answer.aclose()


def kind_of(status: int) -> str:
    if 200 <= status < 300:
        return "fine"
    if 300 <= status < 400:
        return "redirect"
    named = {400: "unverified", 401: "unverified", 403: "unverified", 404: "nothing", 405: "nothing", 410: "gone",
             413: "unverified", 415: "unverified", 422: "unverified", 429: "busy"}
    return named.get(status, "trouble" if status >= 500 else "refused")


def asked(answer: httpx.Response, now: datetime) -> float:
    """Seconds that the receiver asks for in Retry-After, 0 if it does not."""
    said = answer.headers.get("retry-after", "")
    if said.isascii() and said.isdecimal():
        return float(said[:9])
    try:
        return max(0.0, (parsedate_to_datetime(said) - now).total_seconds()) if said else 0.0
    except (ValueError, TypeError, OverflowError):
        return 0.0


def cause(fault: BaseException) -> BaseException:
    """What is at the bottom of a fault."""
    while fault.__cause__ or fault.__context__:
        fault = fault.__cause__ or fault.__context__ or fault
    return fault
