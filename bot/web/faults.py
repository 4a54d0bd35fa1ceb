"""What is written down of a fault: only where and what kind, for its text may quote what a client wrote."""

import logging
import traceback


def noted(log: logging.Logger, path: str, fault: Exception) -> None:
    where = traceback.extract_tb(fault.__traceback__)[-1]
    log.error("%s: %s in %s:%s", path, type(fault).__name__, where.filename, where.lineno)
