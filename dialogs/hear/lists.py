"""Several things named in one reply; what is excluded is cut before anything is matched."""

from dataclasses import dataclass, field
from itertools import pairwise

from dialogs.hear.phrases import Mention, Token
from dialogs.hear.understood import DECLINED, UNCLEAR, Said, Understood

NO_VALUES = ("other", "unclear", "none")  # keys of a section that are no values themselves


@dataclass(slots=True)
class Named:
    """What was named: in order, and what was cut out."""

    values: list[str] = field(default_factory=list)
    excluded: set[str] = field(default_factory=set)
    mentions: list[Mention] = field(default_factory=list)


def listed(said: Said, section: str, order: tuple[str, ...]) -> Understood:
    """Values of a section in its own order; () is an explicit "none"."""
    found = named(said, section)
    if said.has("talk.declined"):
        return DECLINED
    quantity = {m.value for m in said.lexicon.table("quantity", whole=True).find(said.all)}
    everything, nothing = "all" in quantity, "none" in quantity
    if everything and not nothing and not (found.values and not found.excluded and not _opens(said)):
        values = tuple(v for v in order if v not in found.excluded)
        return Understood(values, sure=False, confirm=True)
    if found.values:
        rest = len(said.words) - sum(m.end - m.start for m in found.mentions)
        mended = any(t.repaired for t in said.words)
        return Understood(tuple(v for v in order if v in found.values), sure=rest < 2 and not mended)
    if nothing and not found.excluded and len(said.words) < 12 and not said.text.rstrip().endswith("?"):
        return Understood((), sure=len(said.words) < 4)
    return UNCLEAR


def _opens(said: Said) -> bool:
    """"All of them" or "everything" stands at the beginning."""
    return bool(said.lexicon.table("quantity", whole=True).longest(said.all, 0)[1] == ("all",))


def named(said: Said, section: str, words: list[Token] | None = None, *, whole: bool = False) -> Named:
    """What is named and not excluded, clause by clause. A "not" holds to the end of its clause;
    "is fine" after a thing cuts what stands before it in the clause."""
    words = said.words if words is None else words
    lexicon, result = said.lexicon, Named()
    mentions = lexicon.table(section, whole=whole).find(words)
    taken = {i for m in mentions for i in range(m.start, m.end)}
    kept = {i for m in lexicon.table("talk.keep", whole=whole).find(words) for i in range(m.start, m.end)}
    negated, fine = (
        [m for m in lexicon.table(name, whole=whole).find(words) if not set(range(m.start, m.end)) & (kept | taken)]
        for name in ("talk.negate", "talk.fine")
    )
    starts = {0} | {i for i, token in enumerate(words) if i and token.breaks}
    starts |= {m.start for m in lexicon.table("talk.breaks").find(words) if m.start not in taken}
    edges = [*sorted(starts), len(words)]
    for start, end in pairwise(edges):
        cut = min((m.start for m in negated if start <= m.start < end), default=end)
        good = max((m.start for m in fine if start < m.start < end), default=-1)
        for m in mentions:
            if not start <= m.start < end:
                continue
            if m.value in NO_VALUES:
                continue
            if m.start > cut or m.start < good:
                result.excluded.add(m.value)
            elif m.value not in result.values:
                result.values.append(m.value)
            result.mentions.append(m)
    result.values = [v for v in result.values if v not in result.excluded or _again(v, result, words, negated)]
    return result


def _again(value: str, result: Named, words: list[Token], negated: list[Mention]) -> bool:
    """Named with and without a "not": the last mention counts."""
    last = max(m.start for m in result.mentions if m.value == value)
    return not any(m.start < last and not any(t.breaks for t in words[m.end : last + 1]) for m in negated)
