"""Where the states and arrows of the machine stand in its picture, worked out from the table itself."""

from collections.abc import Callable
from dataclasses import dataclass

from dialogs.flow import ASKING, TRANSITIONS

WIDTH, ROW, TOP = 180, 84, 40  # of a box, from one state to the next, above the first
HIGH = 44
LEFT, MIDDLE, RIGHT = 10, 310, 620  # columns: stops from anywhere, asking, other ends


@dataclass(frozen=True, slots=True)
class Box:
    state: str
    x: int
    y: int
    asking: bool


@dataclass(frozen=True, slots=True)
class Arrow:
    """From point to point, with the number of its row in the table."""

    number: int
    x1: int
    y1: int
    x2: int
    y2: int

    def badge(self) -> tuple[float, float]:
        """Where its number stands: a third of the way, before arrows cross."""
        return self.x1 + (self.x2 - self.x1) * 0.38, self.y1 + (self.y2 - self.y1) * 0.38


@dataclass(frozen=True, slots=True)
class Diagram:
    boxes: tuple[Box, ...]
    arrows: tuple[Arrow, ...]
    width: int
    height: int
    frame: tuple[int, int, int, int]  # around the asking states: x, y, width, height
    box: tuple[int, int] = (WIDTH, HIGH)


@dataclass(frozen=True, slots=True)
class Step:
    """One row of the table, in words."""

    number: int
    source: str
    dest: str
    when: tuple[str, ...]


def steps() -> tuple[Step, ...]:
    """The table of the machine; a condition is told by its docstring."""
    return tuple(
        Step(n, source if isinstance(source, str) else "any asking state", dest or "the same",
             tuple(said(condition) for condition in conditions))
        for n, (source, dest, conditions) in enumerate(TRANSITIONS, 1)
    )


def said(condition: Callable[..., bool]) -> str:
    return " ".join((condition.__doc__ or condition.__name__).replace("`", "").split())


def diagram() -> Diagram:
    """Asking states in the middle from top to bottom, ends beside the states that lead there."""
    whole = [dest for source, dest, _ in TRANSITIONS if not isinstance(source, str) and dest]
    lead: dict[str, list[int]] = {}
    for source, dest, _ in TRANSITIONS:
        if isinstance(source, str) and dest and dest not in ASKING:
            lead.setdefault(dest, []).append(ASKING.index(source))
    right = sorted(lead, key=lambda dest: sum(lead[dest]) / len(lead[dest]))
    height = TOP + ROW * (len(ASKING) - 1) + HIGH + TOP
    places = {state: (MIDDLE, TOP + i * ROW) for i, state in enumerate(ASKING)}
    places |= {state: (RIGHT, y) for state, y in zip(right, spread(len(right), height), strict=True)}
    places |= {state: (LEFT, y) for state, y in zip(whole, spread(len(whole), height), strict=True)}
    frame = (MIDDLE - 24, TOP - 20, WIDTH + 48, height - 2 * TOP + 40)
    return Diagram(
        boxes=tuple(Box(state, x, y, state in ASKING) for state, (x, y) in places.items()),
        arrows=tuple(arrow(n, source, dest, places, frame[0])
                     for n, (source, dest, _) in enumerate(TRANSITIONS, 1) if dest),
        width=RIGHT + WIDTH + LEFT, height=height, frame=frame,
    )


def spread(count: int, height: int) -> list[int]:
    """The upper edges of so many boxes, evenly over the height."""
    return [round(height * (2 * i + 1) / (2 * count)) - HIGH // 2 for i in range(count)]


def arrow(
    n: int, source: str | tuple[str, ...], dest: str, places: dict[str, tuple[int, int]], edge: int
) -> Arrow:
    x2, y2 = places[dest]
    if not isinstance(source, str):  # from the frame to the left
        return Arrow(n, edge, y2 + HIGH // 2, x2 + WIDTH, y2 + HIGH // 2)
    x1, y1 = places[source]
    if x1 == x2:  # down to the next state
        return Arrow(n, x1 + WIDTH // 2, y1 + HIGH, x2 + WIDTH // 2, y2)
    return Arrow(n, x1 + WIDTH, y1 + HIGH // 2, x2, y2 + HIGH // 2)
