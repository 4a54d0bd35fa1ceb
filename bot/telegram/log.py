"""Nothing secret and nothing a client wrote reaches a log.

httpx logs each address, and the token is part of it; python-telegram-bot logs
what it sends and what it could not read.
"""

import logging
import re
from collections.abc import Callable
from typing import Any

TOKEN = re.compile(r"\bbot\d+:[\w-]+|\b\d{6,}:[\w-]{20,}")  # in an address, or by itself
HIDDEN = "<token>"


class Redact(logging.Filter):
    """Takes the token out of a record, and the values out of a record of the library."""

    def filter(self, record: logging.LogRecord) -> bool:
        if record.name == "telegram" or record.name.startswith("telegram."):
            # The template says what happened; the values may be what a client wrote.
            record.msg, record.args = str(record.msg), None
            record.exc_info = record.exc_text = None
        try:
            text = record.getMessage()
        except (TypeError, ValueError):  # a template and values that don't fit, as before
            return True
        if TOKEN.search(text):
            record.msg, record.args = TOKEN.sub(HIDDEN, text), None
        if record.exc_info and record.exc_info[0]:
            record.exc_text = TOKEN.sub(HIDDEN, logging.Formatter().formatException(record.exc_info))
        return True


class Factory:
    """Makes log records that are redacted before any handler, new or old, sees them."""

    def __init__(self, make: Callable[..., logging.LogRecord]) -> None:
        self.make = make
        self.redact = Redact()

    def __call__(self, *args: Any, **kwargs: Any) -> logging.LogRecord:
        record = self.make(*args, **kwargs)
        self.redact.filter(record)
        return record


def keep_quiet() -> None:
    """Redact every log of this process. May be called again."""
    make = logging.getLogRecordFactory()
    if not isinstance(make, Factory):
        logging.setLogRecordFactory(Factory(make))
    for name in ("httpx", "httpcore", "telegram"):
        logging.getLogger(name).setLevel(logging.WARNING)
