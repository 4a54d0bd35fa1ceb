"""A summary as plain text: the first screen, one part, or all of it."""

from collections.abc import Iterable

from dialogs.summary.models import Line, Summary


def screen(summary: Summary) -> str:
    """The first screen, at most 200 words."""
    return lined(summary.screen)


def part(summary: Summary, id: str) -> str:
    """One part of the rest, with its title. Raises KeyError."""
    found = summary.part(id)
    return "\n".join([found.title, lined(found.lines)])


def whole(summary: Summary) -> str:
    """All of it, with the headings of its parts."""
    return "\n\n".join([screen(summary), *(part(summary, one.id) for one in summary.parts)])


def lined(lines: Iterable[Line]) -> str:
    return "\n".join(map(line, lines))


def line(one: Line) -> str:
    """`Label: text`, and each further entry on a line of its own."""
    head = f"{one.label}: {one.text}" if one.text else f"{one.label}:"
    return "\n".join([head, *(f"• {row}" for row in one.rows)])
