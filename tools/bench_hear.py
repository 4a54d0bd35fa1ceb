"""How well typed words are understood: `make bench-hear`.

Runs over tests/heard (or `--path DIR` of the same schema: redflags.<lang>.jsonl, answers.<lang>.jsonl,
stories.<lang>.jsonl) and prints recall, false alarms and confident wrong answers with Wilson 95 % intervals, for
the lines the lexicon was written with and for those kept apart (one third, by the hash of their words) side by
side. `--counts` prints no sentence, so that lines that are kept apart stay unread. `--misses` shows what went wrong
in the lines the lexicon was written with.
"""

import argparse
import hashlib
import json
import statistics
import time
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from bot.cli.hear import TODAY, one_row, rows_of, understood, value
from dialogs.hear.answers import lexicon as answer_words
from dialogs.hear.flags import Listened, listen
from dialogs.hear.story import slots
from dialogs.simulate.figures import Share
from knowledge.lexicon import Lexicon, languages, lexicon

HEARD = Path(__file__).parent.parent / "tests" / "heard"
EMERGENCIES = frozenset(f"RF-{row}" for row in (
    "CES-1", "CES-2", "CES-3", "CES-4", "CES-5", "NEU-1", "NEU-2", "AAA", "VASC-1", "TRAUMA-1", "TRAUMA-2", "PE",
    "SEPSIS", "HAEM", "OBS-1", "ECT", "MH", "GU-M", "ABDO", "STROKE"))
KNOWN = HEARD / "known.jsonl"
Line = dict[str, Any]


@dataclass
class Tally:
    """What was counted: name -> (hits, of how many)."""

    hits: Counter[str] = field(default_factory=Counter)
    all: Counter[str] = field(default_factory=Counter)
    shown: list[str] = field(default_factory=list)

    def count(self, name: str, hit: bool) -> None:
        self.all[name] += 1
        self.hits[name] += hit


def apart(text: str) -> bool:
    """A third of the lines, the same everywhere, that nobody reads while the lexicon is written."""
    return int(hashlib.sha1(text.encode(), usedforsecurity=False).hexdigest(), 16) % 3 == 0


def lines(path: Path) -> Iterator[Line]:
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.strip():
            yield json.loads(line)


def flags(rows: Iterable[Line], words: Lexicon, took: list[float]) -> Tally:
    """One file of red flags."""
    tally = Tally()
    for line in rows:
        begun = time.perf_counter()
        heard = listen(line["text"], words)
        took.append((time.perf_counter() - begun) * 1000)
        score(line, heard, tally)
    return tally


def score(line: Line, heard: Listened, tally: Tally) -> None:
    raised, check = rows_of(heard.raised), rows_of(heard.check)
    present, may, absent = (one_row(line.get(key, [])) for key in ("present", "may", "absent"))
    kind = line.get("kind", "story")
    for row in absent:
        tally.count("A denied row that is raised", row in raised)
    if not present:
        tally.count("nothing present: raised", bool(raised - may))
        tally.count(f"nothing present, {kind}: raised", bool(raised - may))
        tally.count(f"nothing present, {kind}: check", bool(check - may))
        if raised - may:
            tally.shown.append(f"raised {sorted(raised - may)}: {line['text']}")
        return
    tally.count("messages: raised", bool(present & raised))
    tally.count("messages: raised or check", bool(present & (raised | check)))
    if present & EMERGENCIES:
        tally.count("messages with an emergency: raised or check", bool(present & EMERGENCIES & (raised | check)))
    tally.count(f"messages, {kind}: raised or check", bool(present & (raised | check)))
    for row in sorted(present):
        tally.count(f"{row}: raised or check", row in raised | check)
        tally.count(f"{row}: raised", row in raised)
    if not present & (raised | check):
        tally.shown.append(f"not heard {sorted(present)}: {line['text']}")


def answers(rows: Iterable[Line], lang: str) -> Tally:
    """One file of typed answers: right, asked again, and the dangerous kind: a wrong one taken. A command that is
    not heard is asked again, as every reply that is not understood, so it is missing and not wrong."""
    tally = Tally()
    for line in rows:
        got, want = understood(line["text"], line["question"], lang, day(line)), line["expect"]
        right = any(same(got, value) for value in [want, *line.get("accept", [])])
        again = got == "unclear" or (line["question"] == "commands" and got == "none")
        for kind in (line["question"], "all kinds"):
            if want == "unclear":
                tally.count(f"{kind}: an unclear reply taken for an answer",
                            not right and got not in ("unclear", "unsure", "declined"))
                continue
            tally.count(f"{kind}: right", right)
            tally.count(f"{kind}: wrong and not asked again", not right and not again)
        if want == "unclear":
            continue
        if not right:
            tally.shown.append(f"{kind}: {got} for {want}: {line['text']}")
    return tally


def stories(rows: Iterable[Line], lang: str) -> Tally:
    """Slots of opening stories. F1 over single values: 2 right / (2 right + wrong + missing). Nothing invented: the
    share of stories in which every value that is filled is what the teller said. A kind without a label is judged
    only in lines with "also" (true, but not labelled): there whatever stands in neither is invented."""
    tally = Tally()
    for line in rows:
        told = slots(line["text"], answer_words(lang), day(line))
        got = {kind: texts(value(kind, what)) for kind, what in told.items()}
        invented = []
        for kind, want in line["answers"].items():
            found, wanted = got.get(kind, set()), texts(want)
            for name in (kind, "all kinds"):
                right, off = 2 * len(found & wanted), len(found ^ wanted)
                tally.hits[f"slots, {name}: F1"] += right
                tally.all[f"slots, {name}: F1"] += right + off
        also = {kind: texts(true) for kind, true in line.get("also", {}).items()}
        for kind, found in got.items():
            if "also" in line or kind in line["answers"]:
                invented += sorted(found - texts(line["answers"].get(kind, [])) - also.get(kind, set()))
        tally.count("stories: nothing invented", not invented)
        if invented:
            tally.shown.append(f"invented {invented}: {line['text']}")
    return tally


def texts(value: Any) -> set[str]:
    return {str(one) for one in value} if isinstance(value, list) else {str(value)}


def day(line: Line) -> date:
    """The day a line was written on, where it matters."""
    return date.fromisoformat(line["now"]) if "now" in line else TODAY


def same(got: Any, want: Any) -> bool:
    if isinstance(got, list) or isinstance(want, list):
        return set(got if isinstance(got, list) else [got]) == set(want if isinstance(want, list) else [want])
    return str(got) == str(want)


def report(title: str, two: tuple[Tally, Tally], shown: bool) -> None:
    """The lines the lexicon was written with, and those apart, beside each other."""
    print(f"\n{title}\n{'':58}{'written with':>28}{'apart':>28}")
    for name in sorted(two[0].all | two[1].all, key=lambda name: (name.startswith(("RF", "MC")), name)):
        print(f"{name:58}" + "".join(f"{figure(tally, name):>28}" for tally in two))
    for text in two[0].shown if shown else ():
        print(f"  {text}")


def figure(tally: Tally, name: str) -> str:
    count = tally.all[name]
    if not count:
        return "-"
    low, high = Share(tally.hits[name], count).interval()
    return f"{tally.hits[name]}/{count} {tally.hits[name] / count:.0%} ({low:.0%}-{high:.0%})"


def unheard() -> list[dict[str, str]]:
    """The rows that are not heard in the lines the lexicon was written with, as known.jsonl lists them."""
    return [
        {"lang": lang, "row": row, "text": line["text"]}
        for lang in languages() for line in lines(HEARD / f"redflags.{lang}.jsonl") if not apart(line["text"])
        for heard in [listen(line["text"], lexicon(lang))]
        for row in sorted(one_row(line["present"]) - rows_of(heard.raised) - rows_of(heard.check))
    ]


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--path", type=Path, default=HEARD, metavar="DIR")
    asked.add_argument("--counts", action="store_true", help="print no sentence")
    asked.add_argument("--misses", action="store_true", help="also what went wrong, of the lines written with")
    asked.add_argument("--known", action="store_true", help="write what is not heard into known.jsonl, and no more")
    given = asked.parse_args()
    if given.known:
        known = "".join(json.dumps(one, ensure_ascii=False) + "\n" for one in unheard())
        KNOWN.write_text(known, encoding="utf-8")
        return
    for lang in languages():
        took: list[float] = []
        words = lexicon(lang)
        for kind in ("redflags", "stories", "answers"):
            path = given.path / f"{kind}.{lang}.jsonl"
            if not path.exists():
                continue
            rows = list(lines(path))
            two = [[line for line in rows if apart(line["text"]) is yes] for yes in (False, True)]
            tallies = [answers(half, lang) if kind == "answers" else flags(half, words, took) for half in two]
            report(path.name, (tallies[0], tallies[1]), given.misses and not given.counts)
            if kind == "stories":
                report(f"{path.name}, what fills questions", (stories(two[0], lang), stories(two[1], lang)),
                       given.misses and not given.counts)
        if len(took) > 1:
            print(f"\n{lang}: listening to {len(took)} messages, median {statistics.median(took):.2f} ms, "
                  f"longest {max(took):.1f} ms")


if __name__ == "__main__":
    main()
