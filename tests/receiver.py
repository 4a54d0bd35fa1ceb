"""A clinic's system that takes webhooks: a real server on 127.0.0.1 that answers as it is told."""

import ssl
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from standardwebhooks import Webhook


@dataclass
class Receiver:
    """What arrived, and what is answered: statuses one after another, the last one from then on."""

    url: str = ""
    statuses: list[int] = field(default_factory=lambda: [200])
    headers: dict[str, str] = field(default_factory=dict)
    body: bytes = b""
    sleep: float = 0.0
    got: list[tuple[str, dict[str, str], bytes]] = field(default_factory=list)
    names: list[str | None] = field(default_factory=list)  # which name the caller asked a certificate for

    def verified(self, *secrets: str) -> list[dict[str, Any]]:
        """Every event, if each of the secrets fits every signature."""
        return [next(found) for _, headers, body in self.got
                if (found := iter([Webhook(secret).verify(body, headers) for secret in secrets]))]

    def ids(self) -> list[str]:
        return [headers["webhook-id"] for _, headers, _ in self.got]


@contextmanager
def receiving(context: ssl.SSLContext | None = None, **given: Any) -> Iterator[Receiver]:
    """Over TLS with a context."""
    held = Receiver(**given)

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["content-length"]))
            if len(body) < int(self.headers["content-length"]):
                return  # the caller died
            held.got.append((self.path, {name.lower(): value for name, value in self.headers.items()}, body))
            status = held.statuses.pop(0) if len(held.statuses) > 1 else held.statuses[0]
            time.sleep(held.sleep)
            try:
                self.send_response(status)
                for name, value in held.headers.items():
                    self.send_header(name, value)
                self.end_headers()
                self.wfile.write(held.body)
            except OSError:
                """The caller did not wait."""

        def log_message(self, *_: object) -> None:
            """Tests are quiet."""

    class Quiet(ThreadingHTTPServer):
        def handle_error(self, *_: object) -> None:
            """A caller who breaks off is no news."""

    server = Quiet(("127.0.0.1", 0), Handler)
    if context:
        context.sni_callback = lambda _, name, __: held.names.append(name)
        server.socket = context.wrap_socket(server.socket, server_side=True)
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    held.url = f"{'https' if context else 'http'}://127.0.0.1:{server.server_port}/si-screen"
    try:
        yield held
    finally:
        server.shutdown()
        server.server_close()
        thread.join(5)
