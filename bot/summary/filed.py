"""A summary as a file: a PDF on the client's paper, or text where none can be made."""

import asyncio
import logging

from bot.summary.pdf import Paper, pdf
from dialogs.house import House
from dialogs.session import Session
from dialogs.summary import Summary
from dialogs.summary.text import whole

LOG = logging.getLogger(__name__)
LETTER = ("US", "CA", "MX", "PH", "CL", "CO")  # countries that print on US letter


def paper(house: House, session: Session | None) -> Paper:
    """As the client's country prints; A4 where it is not known."""
    return "us-letter" if session and house.country_code(session) in LETTER else "a4"


async def filed(body: Summary, on: Paper) -> tuple[str, bytes]:
    """Name and content. Whoever was promised a file gets one, if need be as text."""
    try:
        return "summary.pdf", await asyncio.to_thread(pdf, body, on)
    except (RuntimeError, ValueError) as fault:
        LOG.error("a summary could not be made into a PDF: %s", type(fault).__name__)
        return "summary.txt", whole(body).encode()
