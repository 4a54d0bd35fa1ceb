"""`make points`: learn from labelled lines how much each word, and each two in a row, speaks of a crisis.

Lines: the two thirds of tests/heard that are no secret to the lexicon, and tests/heard/crisis.<lang>.jsonl. Logistic
regression, found by accelerated gradient steps: no chance in it, the same lines give the same points.
"""

import math
import re
import textwrap
from collections import Counter
from typing import NamedTuple

from dialogs.hear.faint import parts
from dialogs.hear.grades import CRISIS
from dialogs.hear.tokens import words
from knowledge.lexicon import languages, lexicon
from knowledge.load import DATA
from knowledge.points import features
from tools.bench_hear import HEARD, apart, lines

SEEN = 2  # lines that must have a word before it gets points
COMMON = 0.01  # of the harmless lines: a word that is so common tells nothing by itself
ROUNDS = 60
HOLD = 3.0  # how hard points are held small: a word seen twice tells little
DOUBT = -0.85  # logits that are worth a kind word: of such lines three in ten are a crisis
STORY = -0.1  # the same for a sentence of a long message
SCALE = 10  # points in a logit
LEAST = 2  # points, for or against: what has fewer is left out, that the list can be read
PLAIN = re.compile(r"[^\W\d]+('[^\W\d]+)?( [^\W\d]+('[^\W\d]+)?)?")  # no numbers, no signs
HEAD = """\
# How much a word, or two in a row, speaks of a crisis. Made by `make points` from lines labelled by hand
# (tests/heard): to change it, add lines there. docs/lexicons.md says how it is used.
# A message, or a sentence of a long one, that comes to enough brings the line with the number to call, no more.
# `kinds`: which crisis it speaks of, where it speaks of one.
"""


class Line(NamedTuple):
    features: list[str]
    rows: frozenset[str]  # of a crisis


def learned(rows: list[tuple[list[str], bool]]) -> tuple[dict[str, float], float]:
    """Feature -> logits, and the logit of no feature at all."""
    seen = Counter(feature for found, _ in rows for feature in found)
    harmless = Counter(feature for found, yes in rows for feature in found if not yes)
    often = COMMON * sum(not yes for _, yes in rows)
    names = sorted(feature for feature, count in seen.items()
                   if count >= SEEN and (" " in feature or harmless[feature] <= often))
    at = {name: n for n, name in enumerate(names)}
    placed = [([at[feature] for feature in found if feature in at], yes) for found, yes in rows]
    mean = sum(len(found) for found, _ in placed) / len(placed)
    # A step a feature, by how often it is seen: the curve bends by at most a quarter for each line that has it.
    steps = [1 / (HOLD + seen[name] * (mean + 1) / 16) for name in names]
    step = 1 / len(placed)
    weights, ahead = [0.0] * len(names), [0.0] * len(names)
    bias = bias_ahead = 0.0
    pace = 1.0
    for _ in range(ROUNDS):
        slopes, slope = [HOLD * weight for weight in ahead], 0.0
        for found, yes in placed:
            logit = bias_ahead
            for n in found:
                logit += ahead[n]
            wrong = 1 / (1 + math.exp(-max(logit, -30))) - yes
            slope += wrong
            for n in found:
                slopes[n] += wrong
        after = [a - s * g for a, s, g in zip(ahead, steps, slopes, strict=True)]
        bias_after = bias_ahead - step * slope
        faster = (1 + math.sqrt(1 + 4 * pace * pace)) / 2
        push = (pace - 1) / faster
        ahead = [new + push * (new - old) for new, old in zip(after, weights, strict=True)]
        bias_ahead = bias_after + push * (bias_after - bias)
        weights, bias, pace = after, bias_after, faster
    return dict(zip(names, weights, strict=True)), bias


def taught(lang: str) -> list[Line]:
    """What there is to learn from: long harmless stories sentence by sentence, as they are heard."""
    found: list[Line] = []
    lexica = lexicon(lang)
    for name in ("redflags", "answers", "stories", "crisis"):
        path = HEARD / f"{name}.{lang}.jsonl"
        for line in lines(path) if path.exists() else ():
            named = {key: set(CRISIS).intersection(line.get(key, ())) for key in ("present", "may", "absent")}
            if apart(line["text"]) and name != "crisis":
                continue
            said = words(line["text"], lexica)
            if named["present"]:
                found.append(Line(features(word.word for word in said), frozenset(named["present"])))
            elif not named["may"] and not named["absent"]:
                found += (Line(features(word.word for word in part), frozenset()) for part in parts(said))
    return found


def grouped(worth: dict[str, float]) -> dict[int, list[str]]:
    """Whole points -> the words that have so many, the most telling first."""
    groups: dict[int, list[str]] = {}
    for feature, logits in sorted(worth.items()):
        if abs(round(logits * SCALE)) >= LEAST and PLAIN.fullmatch(feature):
            groups.setdefault(round(logits * SCALE), []).append(feature)
    return dict(sorted(groups.items(), reverse=True))


def section(worth: dict[str, float], indent: str) -> str:
    return "".join(fill(f"{points}: >", indent, features) for points, features in grouped(worth).items())


def fill(head: str, indent: str, listed: list[str]) -> str:
    body = textwrap.fill(", ".join(listed), 120, initial_indent=f"{indent}  ", subsequent_indent=f"{indent}  ",
                         break_on_hyphens=False, break_long_words=False)
    return f"{indent}{head}\n{body}\n"


def file_of(lang: str) -> str:
    """The text of points.yaml."""
    told = taught(lang)
    worth, bias = learned([(line.features, bool(line.rows)) for line in told])
    enough, in_story = (round((doubt - bias) * SCALE) for doubt in (DOUBT, STORY))
    text = HEAD + f"enough: {enough}\nenough_in_story: {in_story}\n\ncrisis:\n{section(worth, '  ')}\nkinds:\n"
    for row in CRISIS:
        which, _ = learned([(line.features, row in line.rows) for line in told if line.rows])
        text += f"  {row}:\n{section(which, '    ')}"
    return text


def main() -> None:
    for lang in languages():
        (DATA / "lexicon" / lang / "points.yaml").write_text(file_of(lang), encoding="utf-8")


if __name__ == "__main__":
    main()
