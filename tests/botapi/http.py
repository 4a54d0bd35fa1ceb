"""As much HTTP/1.1 as a bot needs. A handler may cut the connection instead of answering."""

import asyncio
import json
from collections.abc import Awaitable, Callable
from email.parser import BytesParser
from email.policy import HTTP
from typing import Any
from urllib.parse import parse_qsl

Fields = dict[str, Any]
Handle = Callable[[str, Fields], Awaitable[tuple[int, Fields] | None]]  # None cuts the connection


class Server:
    """One port on 127.0.0.1. `handle` gets the path and the fields of each request."""

    def __init__(self, handle: Handle) -> None:
        self.handle = handle
        self.tasks: set[asyncio.Task[None]] = set()
        self.writers: set[asyncio.StreamWriter] = set()

    async def open(self) -> int:
        """Listen; returns the port."""
        self.server = await asyncio.start_server(self.connected, "127.0.0.1", 0)
        port: int = self.server.sockets[0].getsockname()[1]
        return port

    async def close(self) -> None:
        self.server.close()
        for task in list(self.tasks):
            task.cancel()
        await asyncio.gather(*self.tasks, return_exceptions=True)
        for writer in list(self.writers):
            writer.close()
        await self.server.wait_closed()

    async def connected(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        self.tasks.add(task)
        self.writers.add(writer)
        try:
            while await self.one(reader, writer):
                continue
        except (asyncio.IncompleteReadError, ConnectionError, asyncio.CancelledError):
            pass  # the other side went away, or we close
        finally:
            self.tasks.discard(task)
            self.writers.discard(writer)
            writer.close()

    async def one(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> bool:
        """One request and its response. False to end the connection."""
        first = await reader.readline()
        if not first:
            return False
        headers: dict[str, str] = {}
        while line := (await reader.readline()).decode("latin-1").strip():
            name, _, value = line.partition(":")
            headers[name.lower()] = value.strip()
        body = await reader.readexactly(int(headers.get("content-length", "0")))
        path = first.decode("latin-1").split(" ")[1]
        answer = await self.handle(path, fields(headers.get("content-type", ""), body))
        if answer is None:
            writer.transport.abort()
            return False
        status, found = answer
        raw = json.dumps(found).encode()
        head = f"HTTP/1.1 {status} X\r\ncontent-type: application/json\r\ncontent-length: {len(raw)}\r\n\r\n"
        writer.write(head.encode() + raw)
        await writer.drain()
        return True


def fields(kind: str, body: bytes) -> Fields:
    """A form, a multipart form (files as bytes) or a JSON object."""
    if kind.startswith("application/json"):
        found: Fields = json.loads(body)
        return found
    if not kind.startswith("multipart/"):
        return dict(parse_qsl(body.decode(), keep_blank_values=True))
    whole = BytesParser(policy=HTTP).parsebytes(f"content-type: {kind}\r\n\r\n".encode() + body)
    parts: Fields = {}
    for part in whole.iter_parts():
        data: Any = part.get_payload(decode=True)
        named = str(part.get_param("name", header="content-disposition"))
        parts[named] = data if part.get_filename() else data.decode()
    return parts
