"""The real server on 127.0.0.1, on a port of its own, in a thread."""

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import uvicorn

from bot.host import Host
from bot.records.store import Store
from bot.web import app as web
from dialogs.house import House
from tests.patience import until


@contextmanager
def serving(house: House, path: Path | str = ":memory:") -> Iterator[tuple[str, Host]]:
    """The address of a server on a store of its own, and its host."""
    host = Host(house, Store(path))
    config = uvicorn.Config(web.app(host), log_level="warning", lifespan="off", ws="none")
    server = uvicorn.Server(config)
    # With the protocol named, asyncio sets TCP_NODELAY; without it each reply waits 40 ms.
    with socket.socket(proto=socket.IPPROTO_TCP) as listener:
        listener.bind(("127.0.0.1", 0))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]})
        thread.start()
        try:
            until(lambda: server.started)
            yield f"http://127.0.0.1:{listener.getsockname()[1]}", host
        finally:
            server.should_exit = True
            thread.join(10)
            host.store.close()
