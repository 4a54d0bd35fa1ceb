"""The first screen in at most 200 words: ranked entries are shortened, then left to the parts, until it fits."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from dialogs.summary.models import Line
from dialogs.summary.view import View, count

LIMIT = 200
SPARE = ("against", "easier", "stops", "easier_stops", "worse")


@dataclass(slots=True)
class Entry:
    """One of a line's ranked entries, and what is left of it where space is short, and where nothing else helps."""

    text: str
    short: str = ""
    bare: str = ""


@dataclass(slots=True)
class Draft:
    """A line of the first screen. `keep` entries stay whatever happens; the line with the highest `give` gives first.

    `head` stands before the entries."""

    id: str
    head: str = ""
    entries: list[Entry] = field(default_factory=list)
    facts: tuple[str, ...] = ()
    give: int = 0
    keep: int = 1
    sep: str = ""  # between the entries; empty: that of the language
    listed: bool = False  # one entry a row
    label: str = ""  # in place of the phrase `sum_<id>`
    dropped: int = 0

    def line(self, view: View) -> Line:
        told = [entry.text for entry in self.entries]
        more = [view.words("sum_more", n=self.dropped)] if self.dropped else []
        if self.listed:
            return view.line(self.id, " ".join([self.head, *more]).strip(), told, self.facts, self.label)
        text = " ".join(part for part in (self.head, (self.sep or view.sep).join(told), *more) if part)
        return view.line(self.id, text, (), self.facts, self.label)


def entries(texts: Iterable[str]) -> list[Entry]:
    return [Entry(text) for text in texts if text]


def fitted(drafts: list[Draft], view: View) -> tuple[Line, ...]:
    """The lines in at most LIMIT words. What gives, in turn: the least important entries, what can be said barer still,
    lines that the part on the pain has too, and in the end even entries that should stay, of the longest line first;
    cautions, ideas and what is held back last."""
    while size(lines := [draft.line(view) for draft in drafts]) > LIMIT:
        order = sorted(drafts, key=lambda draft: -draft.give)
        if any(gives(draft) for draft in order):
            continue
        if any(bared(draft) for draft in order):
            continue
        spare = next((draft for draft in order if draft.id in SPARE), None)
        full = max((draft for draft in order if draft.entries), default=None,
                   key=lambda draft: (draft.id not in ("avoid", "held", "try"), size([draft.line(view)])))
        if spare:
            drafts = [draft for draft in drafts if draft is not spare]
        elif full:
            full.keep = 0
        else:
            break
    return tuple(lines)


def size(lines: Iterable[Line]) -> int:
    """Words of these lines with their labels."""
    return sum(count(" ".join([line.label, line.text, *line.rows])) for line in lines)


def bared(draft: Draft) -> bool:
    """The last entry that can be told in still fewer words is. False if none can."""
    entry = next((entry for entry in reversed(draft.entries) if entry.bare and entry.text != entry.bare), None)
    if entry:
        entry.text = entry.short = entry.bare
    return entry is not None


def gives(draft: Draft) -> bool:
    """Shorten the last entry that can be, else drop the last that need not stay. False if neither is left."""
    for entry in reversed(draft.entries):
        if entry.short and entry.short != entry.text:
            entry.text = entry.short
            return True
    if len(draft.entries) <= draft.keep:
        return False
    draft.entries.pop()
    draft.dropped += 1
    return True
