"""A summary as plain text: the first screen, and one part."""

from dialogs.summary import Line, Summary


def screen(summary: Summary) -> str:
    """The first screen, at most 200 words."""
    return "\n".join(map(line, summary.screen))


def part(summary: Summary, id: str) -> str:
    """One part of the rest, with its title. Raises KeyError."""
    found = summary.part(id)
    return "\n".join([found.title, *map(line, found.lines)])


def line(one: Line) -> str:
    """`Label: text`, and each further entry on a line of its own."""
    head = f"{one.label}: {one.text}" if one.text else f"{one.label}:"
    return "\n".join([head, *(f"• {row}" for row in one.rows)])
