"""The numbered body picture with a client's marks, in greys."""

import re
from collections.abc import Sequence

from bot.picture import FOLDER, named
from dialogs.words import Words

ZONE = re.compile(
    r'(<(?:path|ellipse) id="zone-(\w+)" class="zone" data-number="(\d+)".*?) fill="[^"]*" stroke="[^"]*"')
BADGE = re.compile(r'(<circle [^>]*?) r="26" fill="[^"]*"[^/]*/>(<text [^>]*?) fill="[^"]*"([^>]*)>(\d+)</text>')
HATCH = ('<pattern id="hatch" width="14" height="14" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">'
         '<rect width="14" height="14" fill="#D0D0D0"/><rect width="6" height="14" fill="#505050"/></pattern>')
PAINT = {"worst": "#303030", "also": "url(#hatch)", "": "none"}
GREYS = {"#F7B780": "#E4E4E4", "#8EC3EE": "#E4E4E4", "#F3EBE2": "#F6F6F6", "#EDF2F8": "#FFFFFF"}
RING = {"worst": ("#000000", "#FFFFFF", 34), "also": ("#FFFFFF", "#000000", 28), "": ("#FFFFFF", "#808080", 24)}


def picture(spots: Sequence[str], w: Words) -> str:
    """SVG: the worst spot dark, the others hatched. Left and right are the client's."""
    text = (FOLDER / "body.svg").read_text(encoding="utf-8")
    marks = {spot: "worst" if n == 0 else "also" for n, spot in enumerate(spots)}
    numbers = {number: marks.get(id, "") for _, id, number in ZONE.findall(text)}
    text = ZONE.sub(lambda m: f'{m[1]} fill="{PAINT[marks.get(m[2], "")]}" stroke="#707070"', text)

    def badge(m: re.Match[str]) -> str:
        fill, ink, r = RING[numbers[m[4]]]
        return (f'{m[1]} r="{r}" fill="{fill}" stroke="{ink}" stroke-width="3"/>'
                f'{m[2]} fill="{ink}"{m[3]}>{m[4]}</text>')

    text = BADGE.sub(badge, text).replace("</defs>", f"{HATCH}</defs>", 1)
    for colour, grey in GREYS.items():
        text = text.replace(f'fill="{colour}"', f'fill="{grey}"')
    text = re.sub(r"#([0-9A-F]{2})([0-9A-F]{2})([0-9A-F]{2})\b", grey_of, text)
    return named(text, {"Front": w("pic_front"), "Back": w("pic_back"),
                        "your left": w("side_left"), "your right": w("side_right")})


def grey_of(m: re.Match[str]) -> str:
    """A colour as the grey that is as bright."""
    red, green, blue = (int(part, 16) for part in m.groups())
    return "#" + f"{round(0.3 * red + 0.59 * green + 0.11 * blue):02X}" * 3
