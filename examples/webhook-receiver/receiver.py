"""A receiver of SI Screen's webhooks: checks the signature, fetches the summary, keeps it as a file.

Prints only ids. Settings, from the environment:

    WEBHOOK_SECRET     what `si-screen webhook secret` prints; while it is changed: both, with a space between
    SI_SCREEN_ADDRESS  such as https://chat.example
    SI_SCREEN_KEY      an API key with the scope summaries:read
    FOLDER             where the files go; left out: received
    PORT               left out: 9000
"""

import json
import os
import re
import sys
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.error import HTTPError, URLError
from urllib.request import ProxyHandler, Request, build_opener

from standardwebhooks import Webhook, WebhookVerificationError

LARGEST = 20_000  # bytes of an event
ID = re.compile(r"[0-9a-f]{16}")
ASK = build_opener(ProxyHandler({}))  # SI Screen is asked itself, not by way of a proxy


class Receiver(BaseHTTPRequestHandler):
    secrets: list[str] = []
    address = key = ""
    folder = Path("received")

    def do_POST(self) -> None:
        length = int(self.headers.get("content-length") or 0)
        if not 0 < length <= LARGEST:
            return self.answer(413)
        event = self.verified(self.rfile.read(length))
        if event is None:
            return self.answer(401)
        try:
            self.take(event["type"], event["data"])
        except (HTTPError, URLError, OSError) as fault:  # SI Screen sends the event again
            print(f"{event['type']} not now: {type(fault).__name__} {getattr(fault, 'code', '')}", flush=True)
            return self.answer(503)
        self.answer(204)

    def verified(self, body: bytes) -> dict | None:
        """The event, checked on the body as it came; None if it is not from SI Screen, or is too old."""
        for secret in self.secrets:
            try:
                return Webhook(secret).verify(body, dict(self.headers))
            except (WebhookVerificationError, ValueError):
                continue
        return None

    def take(self, kind: str, data: dict) -> None:
        """The same event twice, or an old one late, does no harm: what counts is what SI Screen has now."""
        id = data.get("id", "")
        if kind in ("summary.sent", "summary.amended") and ID.fullmatch(id):
            self.keep(id)
        if kind == "summary.amended" and ID.fullmatch(data.get("replaces", "")):
            self.drop(data["replaces"])
        if kind == "summary.withdrawn" and ID.fullmatch(id):
            self.drop(id)
        print(f"{kind} {id}".strip(), flush=True)

    def keep(self, id: str) -> None:
        """Fetch a summary; one that was taken back meanwhile is not there any more."""
        request = Request(f"{self.address}/v1/summaries/{id}", headers={"Authorization": f"Bearer {self.key}"})
        try:
            with ASK.open(request, timeout=10) as answer:
                summary = json.load(answer)
        except HTTPError as fault:
            if fault.code == 404:
                return self.drop(id)
            raise
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        half = self.folder / f"{id}.half"
        half.touch(mode=0o600)
        half.write_text(json.dumps(summary, ensure_ascii=False, indent=1), encoding="utf-8")
        half.replace(self.folder / f"{id}.json")  # never half a file under its name

    def drop(self, id: str) -> None:
        (self.folder / f"{id}.json").unlink(missing_ok=True)

    def answer(self, status: int) -> None:
        self.send_response(status)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *_: object) -> None:
        """Nothing but what is printed above."""


def receiver(port: int) -> ThreadingHTTPServer:
    return ThreadingHTTPServer(("127.0.0.1", port), Receiver)  # put a web server with https in front


def main() -> None:
    try:
        Receiver.secrets = os.environ["WEBHOOK_SECRET"].split()
        Receiver.address = os.environ["SI_SCREEN_ADDRESS"].rstrip("/")
        Receiver.key = os.environ["SI_SCREEN_KEY"]
    except KeyError as fault:
        sys.exit(f"{fault.args[0]} is not set.\n\n{__doc__}")
    Receiver.folder = Path(os.environ.get("FOLDER", "received"))
    with receiver(int(os.environ.get("PORT", "9000"))) as server:
        print(f"listening on port {server.server_port}", flush=True)
        server.serve_forever()


if __name__ == "__main__":
    main()
