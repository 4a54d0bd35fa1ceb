"""Row ids in the content: each one that is named stands in rows.yaml.

A misspelt row would be signed, counted and shown in the book as a row of its own, and the
right one would miss what belongs to it.
"""

from collections.abc import Iterable, Iterator

from knowledge.load import nearest
from knowledge.models import Knowledge

OWN = "OUT-"  # rules of the chat itself ("not for somebody under 18"), which no clinical row stands for


def listed_rows(k: Knowledge) -> frozenset[str]:
    """Every row id that may be named."""
    return frozenset(id for ids in k.row_ids.values() for id in ids) | {
        rule.row for rule in k.rules if rule.row.startswith(OWN)}


def rows_known(k: Knowledge) -> Iterator[str]:
    """Complaints about rows that rows.yaml does not list."""
    known = listed_rows(k)
    for owner, place, rows in naming(k):
        for row in rows:
            if row not in known:
                yield (f"{place}: '{owner}' names the row '{row}', which rows.yaml does not list: "
                       f"{nearest(row, known)}a new row is added there first")


def naming(k: Knowledge) -> Iterable[tuple[str, str, tuple[str, ...]]]:
    """Everything that names rows, once: what it is, its place, the rows."""
    found = [(q.id, q.place, q.rows) for q in k.questions if not q.clarifies and not q.offered]
    found += [(line.id, line.place, line.rows) for q in k.questions for line in q.all_lines()]
    found += [(r.id, r.place, (r.row,)) for r in k.rules]
    found += [(t.id, t.place, t.rows) for t in k.techniques]
    found += [(row.id, row.place, (row.id,)) for row in k.listed]
    found += [(row.id, row.place, (row.id,)) for row in k.article]
    return {(place, rows): (owner, place, rows) for owner, place, rows in reversed(found)}.values()
