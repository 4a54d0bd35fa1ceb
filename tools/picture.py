"""Make body.png, and body.<lang>.png for every other language, from body.svg with the project's own fonts."""

import zlib
from collections import Counter
from pathlib import Path

import resvg_py

from bot.picture import FOLDER, svg
from dialogs.words import words
from knowledge.catalog import languages
from knowledge.load import DATA

FONTS = [str(DATA / "fonts" / name) for name in ("DejaVuSans.ttf", "DejaVuSans-Bold.ttf")]


def draw(text: str, width: int = 900) -> bytes:
    """Return an SVG as a PNG file (8-bit RGBA, one IDAT part), `width` pixels wide."""
    return resvg_py.svg_to_bytes(text, width=width, skip_system_fonts=True, font_files=FONTS)


def pixels(png: bytes) -> list[list[bytes]]:
    """Unpack a PNG file made by `draw` into rows of RGB pixels."""
    at, step = png.index(b"IDAT"), 4 * int.from_bytes(png[16:20], "big")
    raw = zlib.decompress(png[at + 4 : at + 4 + int.from_bytes(png[at - 4 : at], "big")])
    above, rows = bytearray(step + 4), []
    for start in range(0, len(raw), step + 1):
        kind, row = raw[start], bytearray(4) + raw[start + 1 : start + 1 + step]
        for i in range(4, step + 4):
            a, b, c = row[i - 4], above[i], above[i - 4]
            d = min((a, b, c), key=lambda v: abs(a + b - c - v)) if kind == 4 else 0
            row[i] = (row[i] + (0, a, b, (a + b) // 2, d)[kind]) & 255
        above = row
        rows.append([bytes(row[i : i + 3]) for i in range(4, step + 4, 4)])
    return rows


def small(png: bytes) -> bytes:
    """Pack a PNG file again with its 256 main colours: same look, under half the size."""
    rows = pixels(png)
    count = Counter(pixel for row in rows for pixel in row)
    table = [colour for colour, _ in count.most_common(256)]
    place = {c: min(range(len(table)), key=lambda i: gap(c, table[i])) for c in count}
    body = b"".join(b"\0" + bytes(place[pixel] for pixel in row) for row in rows)
    parts = [b"IHDR" + png[16:24] + b"\x08\x03\0\0\0", b"PLTE" + b"".join(table)]
    parts += [b"IDAT" + zlib.compress(body, 9), b"IEND"]
    sizes = [(len(part) - 4).to_bytes(4, "big") for part in parts]
    sums = [zlib.crc32(part).to_bytes(4, "big") for part in parts]
    return png[:8] + b"".join(s + p + c for s, p, c in zip(sizes, parts, sums, strict=True))


def gap(one: bytes, two: bytes) -> int:
    """Say how far apart two colours are."""
    return sum((a - b) ** 2 for a, b in zip(one, two, strict=True))


def file(lang: str) -> Path:
    """Where the picture of a language lies."""
    return FOLDER / ("body.png" if lang == "en" else f"body.{lang}.png")


if __name__ == "__main__":
    for spoken in ("en", *languages()):
        file(spoken).write_bytes(small(draw(svg(words(spoken)))))
