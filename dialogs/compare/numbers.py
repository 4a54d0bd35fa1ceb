"""Numbers that are asked in other bands than before: both contents as if they asked in pieces that neither tells apart.

"61 to 64" and "65 or over" beside "61 to 69" and "70 or over" are three pieces: 61 to 64, 65 to 69, 70 or over. Each
condition acts on the pieces of the bands that it names, so whom a moved bound concerns is found like any other change.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import TypeVar

from knowledge.condition import AtLeast, Condition, Leaf
from knowledge.models import FitItem, Knowledge, LookAlike, Option, Profile, Question, Rule, Technique

Contents = Mapping[Profile, Knowledge]
Pieces = Mapping[str, Mapping[str, frozenset[str]]]  # question -> the id of a band -> the ids of its pieces
Acting = TypeVar("Acting", Rule, FitItem, LookAlike)


def in_pieces(old: Contents, new: Contents) -> tuple[Contents, Contents]:
    """Both contents with the bands of each question cut at the bounds of both; the same where no band is another."""
    found: tuple[dict[Profile, Knowledge], dict[Profile, Knowledge]] = ({}, {})
    for profile in old:
        a, b = old[profile], new[profile]
        moved = [(p, q) for q in b.questions if (p := a.by_id.get(q.id)) and bands(p) and bands(q)
                 and {(o.id, o.low, o.high) for o in bands(p)} != {(o.id, o.low, o.high) for o in bands(q)}]
        for side, k in enumerate((a, b)):
            options = {both[side].id: cut(both[side], both) for both in moved}
            found[side][profile] = refined(k, options) if moved else k
    return found


def bands(question: Question) -> list[Option]:
    return [option for option in question.options if option.low is not None and option.high is not None]


def cut(one: Question, both: tuple[Question, Question]) -> dict[str, tuple[Option, ...]]:
    """Each answer of `one` in pieces; what is no band stays whole."""
    edges = sorted({edge for q in both for o in bands(q) for edge in (o.low or 0, (o.high or 0) + 1)})
    return {option.id: tuple(pieces(option, edges, both)) for option in one.options}


def pieces(band: Option, edges: Sequence[int], both: tuple[Question, Question]) -> Iterator[Option]:
    if band.low is None or band.high is None:
        yield band
        return
    inside = [edge for edge in edges if band.low <= edge <= band.high + 1]
    for low, high in zip(inside, (edge - 1 for edge in inside[1:]), strict=False):
        whole = [o for q in reversed(both) for o in bands(q) if (o.low, o.high) == (low, high)]
        if len(whole) == 2 and whole[0].id == whole[1].id:
            yield band
        else:
            say = whole[0].say if whole else f"{low} to {high}" if low < high else str(low)
            yield band.model_copy(update={"id": f"from{low}to{high}", "say": say, "low": low, "high": high})


def refined(k: Knowledge, options: Mapping[str, Mapping[str, tuple[Option, ...]]]) -> Knowledge:
    """The content that asks and decides by the pieces."""
    ids = {fact: {id: frozenset(o.id for o in parts) for id, parts in each.items()} for fact, each in options.items()}

    def asked(q: Question) -> Question:
        said = tuple(o for one in q.options for o in options.get(q.id, {}).get(one.id, (one,)))
        lines = tuple(line.model_copy(update={"when": spread(line.when, ids)}) for line in q.lines)
        more = q.more and q.more.model_copy(update={"when": spread(q.more.when, ids)})
        return q.model_copy(update={"options": said, "lines": lines, "more": more, "when": spread(q.when, ids)})

    def acting(row: Acting) -> Acting:
        return row.model_copy(update={"when": spread(row.when, ids)})

    def held(technique: Technique) -> Technique:
        return technique.model_copy(update={"guard": spread(technique.guard, ids)})

    questions = {q.id: asked(q) for q in k.questions}
    return k.model_copy(update={
        "questions": tuple(questions.values()), "in_order": tuple(questions[q.id] for q in k.in_order),
        "by_id": questions, "by_fact": {fact: questions[q.id] for fact, q in k.by_fact.items()},
        "fit": k.fit.model_copy(update={"items": tuple(map(acting, k.fit.items))}),
        "lookalikes": tuple(map(acting, k.lookalikes)), "techniques": tuple(map(held, k.techniques)),
    }).with_rules(tuple(map(acting, k.rules)))


def spread(condition: Condition, ids: Pieces) -> Condition:
    """The condition with each band as its pieces."""
    if isinstance(condition, Leaf):
        known = ids.get(condition.fact, {})
        return Leaf(condition.fact, frozenset().union(*(known.get(v, {v}) for v in condition.values)))
    return AtLeast(condition.n, tuple(spread(part, ids) for part in condition.parts)) if condition.parts else condition
