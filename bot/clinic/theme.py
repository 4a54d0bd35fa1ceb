"""The colours and the logo of a clinic: readable, ours to serve, and small."""

from pathlib import Path

from bot.clinic.checks import Wrong, within
from bot.clinic.form import ThemeForm
from dialogs.house import Theme

READABLE = 4.5  # WCAG 2.2, 1.4.3, level AA
BIGGEST = 200_000  # bytes of a logo
KINDS = {b"\x89PNG\r\n\x1a\n": "image/png", b"\xff\xd8\xff": "image/jpeg"}


def theme(form: ThemeForm | None, folder: Path) -> Theme:
    """Raises Wrong for words that can't be read on their colour, and for a logo that can't be served."""
    if form is None:
        return Theme()
    on = form.on_colour or max("#ffffff", "#000000", key=lambda one: contrast(one, form.colour))
    measured = contrast(on, form.colour)
    if measured < READABLE:
        raise Wrong(
            f"the words in {on} on {form.colour} have a contrast of {measured:.2f} to 1, and need {READABLE}",
            "clients with weak eyes or in the sun could not read the buttons",
            f"a near colour that is readable: \"{near(form.colour, on)}\"; or leave on_colour out", "theme.colour")
    if not form.logo:
        return Theme(form.colour, on)
    content, kind = logo(form.logo, folder)
    return Theme(form.colour, on, content, kind)


def logo(name: str, folder: Path) -> tuple[bytes, str]:
    """The picture and its media type. Raises Wrong."""
    file = folder / within(name, [one.name for one in folder.iterdir() if one.is_file()], "theme.logo")
    content = file.read_bytes()
    kind = next((kind for begin, kind in KINDS.items() if content.startswith(begin)), "")
    if content[:4] == b"RIFF" and content[8:12] == b"WEBP":
        kind = "image/webp"
    if not kind:
        raise Wrong(f"the logo '{name}' is no PNG, JPEG or WebP picture",
                    "an SVG can run scripts and ask other servers, and other files may not be shown",
                    "save it as PNG, for example 400 pixels wide", "theme.logo")
    if len(content) > BIGGEST:
        raise Wrong(f"the logo '{name}' has {len(content) // 1000} kB, and {BIGGEST // 1000} are the most",
                    "on a slow line the chat would wait for it", "save it smaller, such as 400 pixels wide",
                    "theme.logo")
    return content, kind


def contrast(one: str, other: str) -> float:
    """The contrast ratio of two colours like #1a5f7a, 1 to 21 (WCAG 2.2)."""
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def luminance(colour: str) -> float:
    """Relative luminance, 0 to 1 (WCAG 2.2)."""
    parts = [part / 255 for part in bytes.fromhex(colour[1:])]
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def near(colour: str, on: str) -> str:
    """The same colour, darker or lighter by as little as makes words in `on` readable; where neither
    is enough, black or white."""
    parts = bytes.fromhex(colour[1:])
    for step in range(1, 101):
        for end in (0, 255):
            mixed = "#" + bytes(round(p + (end - p) * step / 100) for p in parts).hex()
            if contrast(mixed, on) >= READABLE:
                return mixed
    raise AssertionError("black or white is readable on every colour")
