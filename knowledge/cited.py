"""Sources: everything that advises names one at least, and is no more certain than they are."""

from collections.abc import Iterator, Sequence
from typing import get_args

from knowledge.load import KnowledgeError, nearest
from knowledge.models import FitItem, Knowledge, LookAlike, Rule, Technique, family_of
from knowledge.rows import Certainty

CERTAINTIES: tuple[Certainty, ...] = get_args(Certainty)


def check(found: Knowledge) -> None:
    """Raises KnowledgeError at the first row without a source or with an unknown one."""
    for id, place, sources, _ in sourced(found):
        if not sources:
            raise KnowledgeError(
                place, f"'{id}' has no source", "advice without a source can't be checked",
                "name one of sources.yaml; what nobody has seen yet is `source: [memory]`",
            )
        for source in sources:
            if source not in found.sources:
                raise KnowledgeError(
                    place, f"'{id}' names the source '{source}', which is not listed",
                    "advice without a source can't be checked",
                    f"{nearest(source, found.sources)}add it to sources.yaml if it is new",
                )


def certain(found: Knowledge) -> Iterator[str]:
    """Complaints about rows that are more certain than their sources: whoever signs would think that more stands
    behind them. A lint, and no fault: a content from before must still be read, to compare it."""
    for id, place, sources, certainty in sourced(found):
        kinds = [found.sources[source].certainty for source in sources]
        if not borne(certainty, kinds):
            named = ", ".join(f"{source} is '{kind}'" for source, kind in zip(sources, kinds, strict=True))
            yield (f"{place}: '{id}' has `certainty: {certainty}`, which its sources do not bear ({named}): "
                   f"write {' or '.join(c for c in CERTAINTIES if borne(c, kinds))}, or name a better source")


def sourced(found: Knowledge) -> Iterator[tuple[str, str, tuple[str, ...], Certainty]]:
    """Everything that must name sources: id, place, sources, certainty."""
    rows: tuple[Rule | FitItem | LookAlike | Technique, ...] = (
        *(rule for rule in found.rules if rule.id == family_of(rule)), *found.fit.items, *found.lookalikes,
        *found.techniques)
    for row in rows:
        yield row.id, row.place, row.source, row.certainty
    for question in found.questions:
        # The questions with which a chat begins and ends are of no part of the body.
        if question.source or (question.kind not in ("country", "review") and question.id != "consent"):
            yield question.id, question.place, question.source, "judgement"
    for text in found.dispositions.values():
        yield text.id, text.place, text.source, "judgement"


def borne(certainty: Certainty, sources: Sequence[Certainty]) -> bool:
    """No better than the best of its sources. `sure` is said of the second reading, which is our own judgement."""
    seen = [source for source in sources if source in ("source", "one_source", "two_sources")]
    return {
        "source": "source" in seen, "one_source": bool(seen), "two_sources": len(seen) > 1,
        "sure": "judgement" in sources,
    }.get(certainty, True)
