"""The JSON body of a request, and the refusal of one."""

import json
from typing import Any

from starlette.requests import Request

MAX = 150_000  # bytes of a request body


class Refused(Exception):
    """A request that is answered with an error; the text says nothing that the client sent."""

    def __init__(self, status: int, text: str) -> None:
        super().__init__(text)
        self.status, self.text = status, text


async def received(request: Request) -> bytes:
    """The body. Raises Refused before more than MAX bytes are held."""
    length = request.headers.get("content-length", "")
    if length.isdecimal() and int(length) > MAX:
        raise Refused(413, f"more than {MAX} bytes")
    body = b""
    async for chunk in request.stream():
        body += chunk
        if len(body) > MAX:
            raise Refused(413, f"more than {MAX} bytes")
    return body


async def read(request: Request) -> dict[str, Any]:
    """The body as a JSON object. Raises Refused."""
    try:
        found = json.loads(await received(request))
        # Half a surrogate pair is legal in JSON but can't be stored: it becomes "?".
        found = json.loads(json.dumps(found, ensure_ascii=False).encode(errors="replace"))
    except (ValueError, RecursionError):
        raise Refused(400, "the body is not JSON") from None
    if not isinstance(found, dict):
        raise Refused(400, "send one JSON object")
    return found
