"""The decision diff: what a change of the content does to clients, for a clinician to read and sign.

It says first whose outcome changes, as the smallest sets of answers (`dialogs.compare.witness`), with a net of random
answer sets under it (`dialogs.compare.net`); then what changed in the text (`dialogs.reworded`).
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from dialogs.cases import QUIET
from dialogs.compare.found import Found
from dialogs.compare.net import Caught, cast, in_a_chat
from dialogs.compare.numbers import in_pieces
from dialogs.compare.pair import Change, pair, rank
from dialogs.compare.plain import spoken
from dialogs.compare.reworded import PARTS, RULES, Edit, edits
from dialogs.compare.witness import search, suspects
from dialogs.said import label
from knowledge.models import Knowledge, Profile

Contents = Mapping[Profile, Knowledge]
OUTCOMES = LESS, MORE, SAME = (
    "Less urgent than before: look at these hardest", "More urgent than before", "As urgent, but changed")
BANDS = {"fits": '"fits"', "partly": '"partly fits"', "no": '"does not fit"'}


@dataclass(frozen=True, slots=True)
class Item:
    """A found set in the profiles in which it is the same."""

    found: Found
    profiles: tuple[Profile, ...]
    seen: int = 0  # how many of the random answer sets, where it is only an example
    in_a_chat: bool = True


@dataclass(frozen=True, slots=True)
class Diff:
    """What to tell; an entry may have several lines."""

    preface: str
    sections: dict[str, tuple[str, ...]]  # heading -> entries
    counts: dict[str, int]  # heading -> sets of answers, or changes
    totals: tuple[str, ...]

    @property
    def changed(self) -> bool:
        return any(self.sections.values())


def diff(old: Contents, new: Contents, sets: int, chance: Callable[[], float]) -> Diff:
    """Compare two contents in both profiles; `sets` random answer sets are judged in each."""
    (old, new), written = in_pieces(old, new), (old, new)
    items: dict[tuple[object, ...], Item] = {}
    nets: list[Caught] = []
    idle: set[str] = set()
    for profile in old:
        both = pair(old[profile], new[profile])
        found = search(both)
        net = cast(both, found, sets, chance)
        nets.append(net)
        examples = [(min(shown, key=lambda f: len(f.answers)), net.counts[c]) for c, shown in net.shown.items()]
        for one, seen in [*((f, 0) for f in [*found, *net.unexplained]), *examples]:
            key = (one.changes, one.rules, frozenset(one.answers.items()) if not seen else None)
            known = items.get(key, Item(one, (), 0, in_a_chat(one, both)))
            items[key] = Item(known.found, (*known.profiles, profile), known.seen + seen, known.in_a_chat)
        idle |= {s.owner for s in (*suspects(both.old, both.new), *suspects(both.new, both.old)) if s.rule}
    idle -= {rule for item in items.values() for rule in item.found.rules}
    a, b = whole(old), whole(new)
    sections: dict[str, tuple[str, ...]] = {}
    counts: dict[str, int] = {}
    for heading in OUTCOMES:
        here = [item for item in items.values() if heading_of(item.found) == heading]
        sections[heading], counts[heading] = entries(here, a, b, tuple(old))
    for heading, has, lacks, what in ((LESS, a, b, "no longer"), (MORE, b, a, "now")):
        words = [f'Typed "{word}": is {what} heard as a danger [{row}]'
                 for row, some in has.heard.items() for word in some if word not in lacks.heard.get(row, ())]
        sections[heading] = (*sections[heading], *words)
        counts[heading] += len(words)
    texts = edits(*written)
    for part in sorted({edit.part for edit in texts}, key=PARTS.index):
        sections[part] = tuple(with_effect(edit, idle) for edit in texts if edit.part == part)
        counts[part] = len(sections[part])
    return Diff(quietly(b), sections, counts, totals(counts, nets))


def quietly(k: Knowledge) -> str:
    """What holds of every set of answers that is told."""
    said = [f"{k.by_id[fact].name or k.by_id[fact].ask}: {label(fact, value, k)}"
            for fact, value in QUIET.items() if fact in k.by_fact and fact not in ("consent", "country", "review")]
    return ("Everything that is not named is answered quietly: nothing ticked, the mildest answer, and "
            f"{'; '.join(said)}. Graver answers elsewhere can hide a change; they never make more of it.")


def whole(content: Contents) -> Knowledge:
    """The words of both profiles in one, to look them up."""
    k, strict = content["calibrated"], content["strict"]
    rules = {rule.id: rule for rule in (*strict.rules, *k.rules)}
    return k.model_copy(update={"by_fact": strict.by_fact | k.by_fact, "rules": tuple(rules.values())})


def with_effect(edit: Edit, idle: set[str]) -> str:
    quiet = edit.part == RULES and edit.rule in idle
    return f"{edit.text} (no outcome changes by it: other rules say as much)" if quiet else edit.text


def heading_of(found: Found) -> str:
    tier = next((c for c in found.changes if c.what == "tier"), None)
    return SAME if tier is None else LESS if tier.way < 0 else MORE


def entries(
    items: list[Item], a: Knowledge, b: Knowledge, profiles: tuple[Profile, ...]
) -> tuple[tuple[str, ...], int]:
    """What changes and by which rule, with all sets of answers that it changes for, less careful before more and
    the gravest first; and how many sets these are."""
    groups: dict[str, list[Item]] = {}
    for item in items:
        groups.setdefault(consequence(item, a, b, profiles), []).append(item)
    told: list[tuple[int, int, str, str]] = []
    count = 0
    for what, group in groups.items():
        sets = sorted(spoken([item.found.answers for item in group], a, b), key=lambda said: (len(said), said))
        first = group[0].found.changes[0]
        grave = min(map(rank, (first.old, first.new))) if first.what in ("tier", "massage") else 99
        if len(sets) == 1:
            lines = ["\nand ".join(sets[0]), what]
        else:
            lines = [f"{what}, for each of these:", *(f"({n}) {'; and '.join(one)}" for n, one in enumerate(sets, 1))]
        told.append((first.way, grave, first.what, "\n".join(lines)))
        count += len(sets)
    return tuple(text for *_, text in sorted(told)), count


def consequence(item: Item, a: Knowledge, b: Knowledge, profiles: tuple[Profile, ...]) -> str:
    """What was and what is now, with the rules in brackets."""
    lines = [in_words(change, a, b) for change in item.found.changes]
    if item.seen:
        lines.append(f"this is the smallest example seen; it is so in {item.seen} of the random answer sets")
    if not item.in_a_chat:
        lines.append("Look: a played chat does not end so")
    rows = {rule.id: rule.row for k in (a, b) for rule in k.rules}
    ids = [id if rows.get(id, id) == id else f"{id}, row {rows[id]}" for id in item.found.rules]
    lines[-1] += f" [{'; '.join(ids)}]" if ids else ""
    lines[-1] += f" (only in the profile {item.profiles[0]})" if len(item.profiles) < len(profiles) else ""
    return "\n".join(lines)


def in_words(change: Change, a: Knowledge, b: Knowledge) -> str:
    if change.what in ("tier", "massage"):
        mark = "less careful: " if change.what == "massage" and change.way < 0 else ""
        return f"{mark}was {outcome(change.old, a)}, now {outcome(change.new, b)}"
    if change.what == "kind":
        return f"was the emergency kind {change.old}, now {change.new}"
    if change.what == "fit":
        return f"SI points: was {BANDS[change.old]}, now {BANDS[change.new]}"
    if change.what == "looks":
        return f"looks most like: was {change.old}, now {change.new}"
    id, k = (change.old, a) if change.old else (change.new, b)
    if change.what == "technique":
        name = next(t.name for t in k.techniques if t.id == id)
        return f"technique {id} ({name}) is {'no longer' if change.old else 'now'} held back"
    caution = next(r.caution for r in k.rules if r.id == id)
    return f'{"loses" if change.old else "gains"} the caution {id}: "{caution}"'


def outcome(text: str, k: Knowledge) -> str:
    if text == "D6":
        return '"Massage is an option" (D6 or D7)'
    return f'"{k.dispositions[text].name}" ({text[:2]})'


def totals(counts: Mapping[str, int], nets: list[Caught]) -> tuple[str, ...]:
    """How much there is to look at, and what stands behind it."""
    judged, differing = sum(n.judged for n in nets), sum(n.differing for n in nets)
    added = sum(len(n.unexplained) for n in nets)
    return (
        "; ".join(f"{heading.split(':')[0].lower()}: {n}" for heading, n in counts.items()),
        f"{judged} random answer sets, half in each profile, judged by both contents: {differing} differ, "
        + ("all as told above" if not added else f"of which {added} are added above, since the search missed them"),
    )
