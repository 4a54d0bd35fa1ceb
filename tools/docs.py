"""Make what the documents take from the code: the machine and the figures in README.md, the
tables docs/rows.md and docs/readability.md, the recorded chat in docs/machine-interface.md.

`make docs` writes them. With --check nothing is written; it names what is out of date.
"""

import io
import json
import re
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from statistics import median

from bot.clinic.files import house
from bot.terminal import machine
from dialogs.cases import NOW, Known, cases
from dialogs.events import Open
from dialogs.flow import ASKING, TRANSITIONS
from dialogs.house import Clinic
from dialogs.measure import lengths
from dialogs.proof.certificate import plain
from dialogs.words import words as phrases
from knowledge.build import knowledge, rule
from knowledge.check import client_texts
from knowledge.condition import leaves
from knowledge.load import DATA, folder
from knowledge.models import Knowledge, Rule
from knowledge.reading import GRADE, grade, sentences, words
from tools.simulated import simulated
from tools.verify import each

ROOT = Path(__file__).resolve().parent.parent
NOWHERE = Path("no-clinics")
TARGETS = (("screens", "Screens from consent to the review", 17), ("words", "Words on those screens", 800),
           ("result", "Words of the result", 220))
EXAMPLE = ({"open": {"country": "US"}}, {"tap": "agree"}, {"tap": ["ces_pee"]})
KINDS = {"RF": "Red flags", "MC": "Cautions for massage", "MP": "Pregnancy", "": "Rules without a row of the draft"}


def table(head: str, rows: Iterable[Iterable[object]]) -> str:
    """A markdown table; a bar or a line break in a cell can't break it."""
    body = [[str(cell).replace("|", "\\|").replace("\n", " ") for cell in row] for row in rows]
    return "\n".join(f"| {' | '.join(row)} |" for row in [head.split("|"), ["---"] * (head.count("|") + 1), *body])


def diagram() -> str:
    """The machine's own table as a mermaid chart; the number of a row is its priority."""
    lines = ["```mermaid", "stateDiagram-v2", "  direction LR", "  [*] --> consent",
             f'  state "any of {", ".join(ASKING)}" as asking']
    for n, (source, dest, conditions) in enumerate(TRANSITIONS, 1):
        names = " and ".join(condition.__name__ for condition in conditions) or "else stay"
        start = source if isinstance(source, str) else "asking"
        lines.append(f"  {start} --> {dest or start}: {n}. {names.replace('_', ' ')}")
    return "\n".join([*lines, "```"])


def figures(said: Known | None) -> str:
    """What the chats cost a client, and how much content there is."""
    found, k = lengths(house(NOWHERE, Clinic(profile="calibrated")), said), knowledge()
    rows = []
    for key, name, target in TARGETS:
        values = [getattr(x, key) for x in found]
        over = sum(value > target for value in values)
        rows.append((name, f"{median(values):g}", f"{min(values)} to {max(values)}", target, f"{over} of {len(found)}"))
    asked = sum(not q.clarifies and not q.offered for q in k.questions)
    every = cases()
    planted = sum(case.planted for case in every)
    return f"""The {len(found)} clinical cases that end with massage as an option (D5 to D7), played to the end:

{table("|median|range|at most|longer than that", rows)}

The content has {asked} questions and cards ({len(k.questions)} with those that follow "not sure" and
"a doctor has checked this"), {len(written())} written rules, {len(every) - planted} clinical cases (and {planted:,}
more against planted faults), and phone lines for {len(k.countries) - 1} countries."""


def written() -> list[Rule]:
    """The rules as their authors wrote them, before their forms are made."""
    return [rule(row) for _, rows in folder(DATA / "rules") for row in rows]


def opens(row: str, rules: list[Rule], k: Knowledge) -> Iterator[str]:
    """The lines and answers that open a row, with their words."""
    used: dict[str, set[str]] = {}
    for leaf in (leaf for r in rules for leaf in leaves(r.when)):
        used.setdefault(leaf.fact, set()).update(leaf.values)
    for q in (q for q in k.questions if not q.clarifies and not q.offered):
        for line in q.all_lines():
            if row in line.rows or line.id in used:
                yes = "yes" in used.get(line.id, {"yes"})
                yield f'`{line.id}` "{line.say}"' + ("" if yes else f" ({', '.join(sorted(used[line.id]))})")
        if q.id in used:
            yield f"`{q.id}` " + ", ".join(f'"{o.say}"' for o in q.options if o.id in used[q.id])
        elif row in q.rows and not rules:
            yield f'`{q.id}` "{q.ask}"'
    for fact in (fact for fact in used if fact.startswith("heard.")):
        yield "typed words, such as " + ", ".join(f'"{phrase}"' for phrase in k.heard[fact[6:]][:3])


def told(r: Rule) -> str:
    """A rule in a few words."""
    parts = [r.tier, r.kind if r.tier == "D1" else "", ("wait" if r.wait else "go on") if r.tier == "D4" else "",
             "postpone" if r.postpone else "", f"strict {r.strict} {r.kind or ''}".strip() if r.strict else "",
             f"{r.only} only" if r.only else "", f"not sure {r.unsure}" if r.unsure else "",
             f"checked {r.checked}" if r.checked else ""]
    return f"`{r.id}` {', '.join(part for part in parts if part)}"


def rows() -> str:
    """The tables of docs/rows.md."""
    k, every, out = knowledge("strict"), written(), list[str]()
    named = [row for case in cases() if not case.planted for row in case.rows]
    ours = dict.fromkeys(r.row for r in every if not any(r.row in ids for ids in k.row_ids.values()))
    for kind, title in KINDS.items():
        found = [(
            id, "<br>".join(opens(id, mine, k)), "<br>".join(map(told, mine)) or "none: see below", named.count(id),
            "; ".join(dict.fromkeys(k.sources[s].short for r in mine for s in r.source)),
            ", ".join(dict.fromkeys(r.certainty for r in mine)),
            "yes" if mine and all(r.verified for r in mine) else "no",
        ) for id in k.row_ids.get(kind, tuple(ours)) for mine in [[r for r in every if r.row == id]]]
        out.append(f"## {title}\n\n{table('Row|Opened by|Rules|Cases|Source|Certainty|Verified', found)}\n")
    places = [(row.id, row.use, ", ".join(f"`{place}`" for place in row.where)) for row in k.listed]
    out.append(f"## Rows without an effect of their own\n\n{table('Row|Why|Where its content lives', places)}\n")
    article = [(a.id, a.says, a.use, ", ".join(f"`{place}`" for place in a.where), a.reason) for a in k.article]
    out.append(f"## Facts of the article\n\n{table('Row|Fact|Use|Place|Note, or why it is unused', article)}\n")
    return "\n".join(out)


def endings() -> Iterator[tuple[str, str]]:
    """The messages at the end of the golden chats."""
    for path in sorted((ROOT / "tests" / "chats").glob("*.chat")):
        for block in re.split(r"\n\n(?=\w)", path.read_text(encoding="utf-8")):
            text = "\n".join(re.findall(r"^    \| (.*)", block, re.MULTILINE))
            if "Sources: " in text or phrases("en")("crisis_listen") in text:
                yield path.name, text


def readability() -> str:
    """The tables of docs/readability.md."""
    content: dict[str, str] = {}  # text -> where it stands first
    for place, text in [*client_texts(knowledge()), *client_texts(knowledge("strict"))]:
        content.setdefault(text, re.sub(r":\d+", "", place))
    groups = {
        "Content": [(place, text) for text, place in content.items()],
        "Phrases of the chat (dialogs/words/en.yaml)": list(phrases("en").phrases.items()),
        "What is said at the end of the golden chats": list(endings()),
    }
    out, hard = list[str](), list[str]()
    for title, group in groups.items():
        found = []
        for place, raw in ((place, raw) for place, raw in group if words(re.sub(r"\{\w+\}", "", raw))):
            text = re.sub(r"\{\w+\}", "it", raw)
            over = round(grade(text), 1) > GRADE
            hard += [text] if over else []
            found.append((place, f"{grade(text):.1f}", len(words(text)), raw[:60], "over" if over else ""))
        out.append(f"## {title} ({len(found)})\n\n{table('Place|Grade|Words|Beginning|Flag', found)}\n")
    long = sum(len(sentences(text)) >= 3 for text in hard)
    return f"Over grade {GRADE:g}: {len(hard)}, of them {long} with three or more sentences.\n\n" + "\n".join(out)


def example() -> str:
    """A chat through the machine interface, as it was recorded."""
    sent, out, parts = [json.dumps(event) for event in EXAMPLE], io.StringIO(), []
    machine(house(NOWHERE, Clinic()), sent, out, lambda: NOW, Open(), None)
    for asked, said in zip(sent, out.getvalue().splitlines(), strict=True):
        pretty = json.dumps(json.loads(said), indent=1, ensure_ascii=False)
        pretty = re.sub(r"\{\s+(\"id\": [^{}\n]*)\s+(\"label\": [^{}\n]*)\s+\}", r"{\1 \2}", pretty)
        parts.append(f"Sent:\n\n```json\n{asked}\n```\n\nCame back:\n\n```json\n{pretty}\n```")
    return "\n\n".join(parts)


def invented() -> tuple[str, str]:
    """What the simulated clients were told: the matrix with the thresholds, and who was told otherwise."""
    found = simulated()
    head, *body = found.matrix
    thresholds = table("What is counted|Found (95 % interval)|Wanted|", found.thresholds)
    parts = {
        "Vignettes that end elsewhere than their label":
            table("Id|Story|Label|Row of the label|Outcome|That is|Rules that held", found.vignettes),
        "Ordinary clients who are sent to a doctor, or away":
            table("Id|Story|Expected|Outcome|Rules that held", found.room),
        "Labels that were changed after the first run":
            table("Id|From|To|Row|Why", found.changed) if found.changed else "None.",
    }
    told = "\n\n".join(f"### {title}\n\n{body}" for title, body in parts.items())
    return f"{table('|'.join(head), body)}\n\n{thresholds}", told


def verified() -> str:
    """How many of the clinical cases the verifier of the certificate plays."""
    found = [answers is not None for _, answers in each(plain())]
    return (f"Of the {len(found):,} clinical cases (one for each set of answers) the verifier plays {sum(found):,} and "
            f"leaves out {len(found) - sum(found):,}.")


def filled(path: Path, **parts: str) -> str:
    """The file with each part between its two marks, <!-- name:begin --> and <!-- name:end -->."""
    text = path.read_text(encoding="utf-8")
    for name, body in parts.items():
        head, tail = f"<!-- {name}:begin -->\n", f"<!-- {name}:end -->"
        text = text[: text.index(head)] + head + body + "\n" + text[text.index(tail) :]
    return text


def made(said: Known | None = None) -> dict[Path, str]:
    """Every made file with the text it should have. `said`: chats of the calibrated house; see `play`."""
    summary, told = invented()
    parts = {
        "README.md": {"machine": diagram(), "figures": figures(said), "simulated": summary},
        "docs/simulated-clients.md": {"told": told},
        "docs/machine-interface.md": {"example": example()},
        "docs/rows.md": {"rows": rows()},
        "docs/proof.md": {"verified": verified()},
        "docs/readability.md": {"readability": readability()},
    }
    return {ROOT / name: filled(ROOT / name, **part) for name, part in parts.items()}


def main(check: bool) -> int:
    """Write, or only compare; 1 if --check found something out of date."""
    stale = {path: text for path, text in made().items() if path.read_text(encoding="utf-8") != text}
    for path, text in stale.items():
        print(path.relative_to(ROOT), "is out of date: run `make docs`" if check else "is written")
        if not check:
            path.write_text(text, encoding="utf-8")
    return 1 if stale and check else 0


if __name__ == "__main__":
    sys.exit(main("--check" in sys.argv[1:]))
