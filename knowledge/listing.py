"""The questions as plain data, for testers and clinics: options, lines and gates."""

from typing import Any

from knowledge.condition import ALWAYS, Condition, Leaf
from knowledge.models import Knowledge


def gate(condition: Condition) -> Any:
    """A condition in the words of the content files; None when it always holds."""
    if condition == ALWAYS:
        return None
    if isinstance(condition, Leaf):
        return {condition.fact: sorted(condition.values)}
    parts = [gate(part) for part in condition.parts]
    if condition.n == len(parts):
        return {"all": parts}
    return {"any": parts} if condition.n == 1 else {"at_least": condition.n, "of": parts}


def listing(knowledge: Knowledge) -> list[dict[str, Any]]:
    """Every question in order. Values of a line are no, unsure and yes."""
    return [
        {
            "id": q.id, "phase": q.phase, "kind": q.kind, "ask": q.ask, "why": q.why, "shown": q.shown,
            "when": gate(q.when), "rows": list(q.rows), "source": list(q.source),
            "options": [{"id": o.id, "say": o.say} for o in q.options],
            "lines": [
                {"id": line.id, "say": line.say, "rows": list(line.rows), "when": gate(line.when)}
                for line in q.lines
            ],
            "more": {"id": q.more.id, "say": q.more.say} if q.more else None,
            "clarifies": q.clarifies, "splits": q.splits, "settles": list(q.settles),
            "offered": q.offered, "heard": q.heard,
        }
        for q in knowledge.questions
    ]
