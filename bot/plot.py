"""The trend of the pain as a small PNG: digits, lines and dots only, so it needs no font and no library."""

import struct
import zlib
from collections.abc import Iterator, Sequence
from itertools import pairwise

WIDE, HIGH = 640, 360
LEFT, RIGHT, TOP, BOTTOM = 56, 620, 24, 310  # the frame of the plot
WHITE, GREY, INK, LINE = 255, 215, 60, 0  # shades: readable in greyscale and on paper
TALL = 3  # pixels of one dot of a digit
SHAPES = {  # six rows of three dots, each row as a number
    "0": "755557", "1": "262227", "2": "717447", "3": "717117", "4": "557111", "5": "747117", "6": "747557",
    "7": "711222", "8": "757557", "9": "757117",
}


def png(points: Sequence[tuple[float, int]]) -> bytes:
    """(days, pain 0 to 10), oldest first, as a greyscale PNG. Raises ValueError without a point."""
    if not points:
        raise ValueError("there is nothing to plot")
    rows = [bytearray([WHITE]) * WIDE for _ in range(HIGH)]
    last = max(points[-1][0], 1.0)
    for pain in range(0, 11, 2):
        y = level(pain)
        for x in range(LEFT, RIGHT):
            rows[y][x] = GREY
        write(rows, str(pain), LEFT - 14, y - 9, right=True)
    placed = [(LEFT + 20 + round((RIGHT - LEFT - 40) * day / last), level(pain)) for day, pain in points]
    free = 0
    for (day, _), (x, _) in zip(points, placed, strict=True):
        if x >= free:
            write(rows, str(round(day)), x - 5, BOTTOM + 16)
            free = x + 12 * len(str(round(day))) + 14
    for (x0, y0), (x1, y1) in pairwise(placed):
        for x, y in between(x0, y0, x1, y1):
            blot(rows, x, y, 2, INK)
    for x, y in placed:
        blot(rows, x, y, 7, LINE)
    return file(rows)


def level(pain: int) -> int:
    return BOTTOM - round((BOTTOM - TOP) * pain / 10)


def between(x0: int, y0: int, x1: int, y1: int) -> Iterator[tuple[int, int]]:
    """Every pixel of a line."""
    count = max(abs(x1 - x0), abs(y1 - y0), 1)
    for n in range(count + 1):
        yield round(x0 + (x1 - x0) * n / count), round(y0 + (y1 - y0) * n / count)


def blot(rows: list[bytearray], x: int, y: int, radius: int, shade: int) -> None:
    """A filled circle."""
    for row in range(y - radius, y + radius + 1):
        for at in range(x - radius, x + radius + 1):
            if (row - y) ** 2 + (at - x) ** 2 <= radius * radius and 0 <= row < HIGH and 0 <= at < WIDE:
                rows[row][at] = shade


def write(rows: list[bytearray], text: str, x: int, y: int, right: bool = False) -> None:
    """Digits, three dots wide and six high; `x` is where they begin, or end with `right`."""
    step = 4 * TALL
    begin = x - step * len(text) if right else x
    for n, digit in enumerate(text):
        for line, bits in enumerate(SHAPES[digit]):
            for column in range(3):
                if int(bits) >> (2 - column) & 1:
                    for dy in range(TALL):
                        for dx in range(TALL):
                            rows[y + line * TALL + dy][begin + n * step + column * TALL + dx] = INK


def file(rows: list[bytearray]) -> bytes:
    """The rows of grey pixels as a PNG file."""
    head = struct.pack(">IIBBBBB", WIDE, HIGH, 8, 0, 0, 0, 0)
    body = zlib.compress(b"".join(b"\0" + row for row in rows), 9)
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunk(kind, data) for kind, data in (
        (b"IHDR", head), (b"IDAT", body), (b"IEND", b"")))


def chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
