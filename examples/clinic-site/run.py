"""A small clinic's web site with the chat on it, and SI Screen beside it, both on this computer.

    .venv/bin/python examples/clinic-site/run.py
"""

import argparse
import sys
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE.parent))

from screen import running  # noqa: E402  # stands beside the examples

CHAT = "https://chat.example"  # in the pages, for the address of SI Screen


class Site(SimpleHTTPRequestHandler):
    """The files of the folder `pages`, with the real address of SI Screen in them."""

    address = ""

    def do_GET(self) -> None:
        file = HERE / "pages" / Path(self.path.partition("?")[0].lstrip("/") or "index.html").name
        if not file.is_file():
            return self.send_error(404)
        body = file.read_bytes().replace(CHAT.encode(), self.address.encode())
        self.send_response(200)
        self.send_header("Content-Type", self.guess_type(str(file)))
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Quiet."""


def main() -> None:
    given = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    given.add_argument("--port", type=int, default=8000, help="of the clinic's site; 0 for any")
    given.add_argument("--chat-port", default="", help="of SI Screen; left out: 8080, or any that is free")
    chosen = given.parse_args()
    try:
        site = ThreadingHTTPServer(("127.0.0.1", chosen.port), Site)
    except OSError as fault:
        sys.exit(f"port {chosen.port} can't be used ({fault.strerror}); try --port 0")
    here = f"http://127.0.0.1:{site.server_port}"
    clinic = (HERE / "hillside.yaml").read_text(encoding="utf-8").replace("http://127.0.0.1:8000", here)
    with running(clinic, chosen.chat_port) as screen:
        Site.address = screen.address
        print(f"The clinic's site: {here}\nSI Screen:         {screen.address}\nCtrl-C stops both.", flush=True)
        try:
            site.serve_forever(0.1)
        except KeyboardInterrupt:
            site.server_close()


if __name__ == "__main__":
    main()
