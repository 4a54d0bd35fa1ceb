"""The channel "web": the real server on 127.0.0.1, on a port and a store of its own."""

import socket
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import uvicorn

from bot.host import Host
from bot.records.store import Store
from bot.simulated.wire import raw, shown
from bot.web import app as web
from dialogs.events import Event
from dialogs.house import House
from dialogs.simulate.chat import Shown


class Web:
    """One chat over HTTP."""

    def __init__(self, http: httpx.Client) -> None:
        self.http, self.token, self.count = http, "", 0

    def send(self, event: Event) -> Shown:
        self.count += 1
        if not self.token:
            found = self.http.post("/chat", json=raw(event)).json()
            self.token = found.get("chat", "")
        else:
            body = {"chat": self.token, "id": f"simulated-{self.count}", "event": raw(event)}
            found = self.http.post("/chat/turn", json=body).json()
        return shown(found)


@contextmanager
def served(house: House) -> Iterator[Callable[[], Web]]:
    """A server that is stopped and forgotten afterwards; what it yields begins a new chat."""
    with tempfile.TemporaryDirectory() as folder:
        store = Store(Path(folder) / "simulated.db")
        server = uvicorn.Server(uvicorn.Config(
            web.app(Host(house, store)), log_level="warning", lifespan="off", ws="none"))
        # With the protocol named, asyncio turns TCP_NODELAY on; else each reply waits 40 ms.
        with socket.socket(proto=socket.IPPROTO_TCP) as listener:
            listener.bind(("127.0.0.1", 0))
            thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]})
            thread.start()
            try:
                while not server.started and thread.is_alive():
                    time.sleep(0.01)
                url = f"http://127.0.0.1:{listener.getsockname()[1]}"
                with httpx.Client(base_url=url, trust_env=False) as http:
                    yield lambda: Web(http)
            finally:
                server.should_exit = True
                thread.join(10)
                store.close()
