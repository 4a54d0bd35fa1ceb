"""What is written down of a fault: only where and what kind, for its text may quote what a client wrote."""

import logging
import time
import traceback

MINUTE = 60.0
NEXT: dict[str, float] = {}  # when a kind of fault is told again, by its name


def noted(log: logging.Logger, path: str, fault: Exception) -> None:
    where = traceback.extract_tb(fault.__traceback__)[-1]
    log.error("%s: %s in %s:%s", path, type(fault).__name__, where.filename, where.lineno)


def busy(log: logging.Logger, fault: Exception) -> None:
    """Somebody is asked to send it again, as nothing could be kept: a locked or full disk, mostly."""
    seldom(log, "busy", f"answered with 503: {getattr(fault, 'sqlite_errorname', type(fault).__name__)}")


def seldom(log: logging.Logger, kind: str, text: str) -> None:
    """One line a minute of each kind, however often it happens. `text` is our words only."""
    now = time.monotonic()
    if now >= NEXT.get(kind, 0.0):
        NEXT[kind] = now + MINUTE
        log.error("%s (told once a minute)", text)
