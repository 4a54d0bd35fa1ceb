"""How long a test waits for another process or a thread: long, since a build machine may be slow and is not to fail
for that. What is ready goes on at once, so nothing takes longer."""

import asyncio
import time
from collections.abc import Callable

import httpx

PATIENCE = 60.0  # seconds


def caller(url: str = "") -> httpx.Client:
    """To talk to a server of ours, and to no proxy."""
    return httpx.Client(base_url=url, trust_env=False, timeout=PATIENCE)


def until(true: Callable[[], object]) -> None:
    """Wait for something to become true. Raises TimeoutError."""
    end = time.monotonic() + PATIENCE
    while not true():
        if time.monotonic() > end:
            raise TimeoutError
        time.sleep(0.01)


async def comes(true: Callable[[], object]) -> None:
    """The same where others go on meanwhile. Raises TimeoutError."""
    async with asyncio.timeout(PATIENCE):
        while not true():  # noqa: ASYNC110  # what is awaited may be in another thread
            await asyncio.sleep(0.01)
