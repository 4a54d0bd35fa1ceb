"""The receiver, and SI Screen beside it, both on this computer: a trial from the chat to the file.

    .venv/bin/python examples/webhook-receiver/run.py
"""

import argparse
import re
import sys
import threading
from pathlib import Path

HERE = Path(__file__).parent
sys.path[:0] = [str(HERE), str(HERE.parent)]

from receiver import Receiver, receiver  # noqa: E402  # stands beside this file
from screen import running  # noqa: E402  # stands beside the examples


def main() -> None:
    given = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    given.add_argument("--port", type=int, default=9000, help="of the receiver; 0 for any")
    given.add_argument("--chat-port", default="", help="of SI Screen; left out: 8080, or any that is free")
    given.add_argument("--folder", type=Path, default=Path("received"), help="where the summaries go")
    chosen = given.parse_args()
    try:
        server = receiver(chosen.port)
    except OSError as fault:
        sys.exit(f"port {chosen.port} can't be used ({fault.strerror}); try --port 0")
    clinic = (HERE / "hillside.yaml").read_text(encoding="utf-8")
    clinic = clinic.replace("http://127.0.0.1:9000", f"http://127.0.0.1:{server.server_port}")
    with running(clinic, chosen.chat_port) as screen, server:
        # What a clinic does once: a key to fetch with, and the secret of its address.
        made = screen.command("key", "new", "--clinic", "hillside", "--name", "receiver", "--scopes", "summaries:read")
        secret = screen.command("webhook", "secret", "--clinic", "hillside")
        Receiver.key, Receiver.secrets = re.findall(r"sisk_\S+", made)[0], re.findall(r"whsec_\S+", secret)
        Receiver.address, Receiver.folder = screen.address, chosen.folder
        threading.Thread(target=server.serve_forever, args=(0.1,), daemon=True).start()
        print(screen.command("webhook", "test", "--clinic", "hillside"))
        print(f"Now be a client: {screen.address}/?clinic=hillside\n"
              f"Send the summary at the end; it comes to the folder {chosen.folder}. Take it back, and it goes.\n"
              "Ctrl-C stops both.", flush=True)
        try:
            threading.Event().wait()
        except KeyboardInterrupt:
            server.shutdown()


if __name__ == "__main__":
    main()
