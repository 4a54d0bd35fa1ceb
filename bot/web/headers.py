"""The headers of every response of the web chat: strict, and no chat reply in a cache."""

from collections.abc import Iterable

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

POLICY = "Content-Security-Policy"


def policy(framed_by: Iterable[str] = (), forms: bool = False) -> str:
    """What a page of ours may load, whether it sends forms to us, and which origins may show it in a frame."""
    ancestors, action = " ".join(framed_by) or "'none'", "'self'" if forms else "'none'"
    return ("default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
            f"form-action {action}; base-uri 'none'; frame-ancestors {ancestors}")


HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
}


def headers(inner: ASGIApp) -> ASGIApp:
    """Every response carries the strict headers; no chat reply is kept by a cache."""

    async def strict(scope: Scope, receive: Receive, send: Send) -> None:
        async def sent(message: Message) -> None:
            if message["type"] == "http.response.start":
                found = MutableHeaders(scope=message)
                found.setdefault(POLICY, policy())
                for name, value in HEADERS.items():
                    found.setdefault(name, value)
                found.setdefault("Cache-Control", "no-store")
            await send(message)

        await inner(scope, receive, sent)

    return strict
