"""What is different from an earlier summary: the one that is replaced, or that of the last visit."""

from collections.abc import Iterable

from dialogs.summary.draft import Draft, entries
from dialogs.summary.models import Line, Summary
from dialogs.summary.view import View

COMPARED = ("signs", "avoid", "why", "where", "side", "worse", "easier", "stops", "pattern", "against", "held")


def changes(before: Summary, lines: Iterable[Line], view: View) -> tuple[Line, ...]:
    """The lines of the first screen that rest on other answers now, with what they said before."""
    found, words = [], view.words
    then = {line.id: line for line in before.screen}
    now = {line.id: line for line in lines}
    assessment = view.place.assessment
    if (before.disposition, before.massage) != (assessment.disposition, assessment.massage):
        names = view.knowledge.dispositions
        text = words("sum_was", now=names[assessment.text].name, was=names[before.text].name)
        found.append(view.line("result", text, (), now["result"].facts))
    for id in COMPARED:
        old, new = then.get(id), now.get(id)
        if new and told(new, before, view) != told(old, before, view):
            hidden = before.private and not view.private
            was = whole(old) if old and before.lang == words.lang and not hidden else ""
            text = words("sum_was", now=whole(new), was=was) if was else whole(new)
            found.append(new.model_copy(update={"text": text, "rows": ()}))
    return tuple(found)


def told(line: Line | None, before: Summary, view: View) -> set[str]:
    """The answers of a line; without the private ones, where only one of the two summaries has them."""
    facts = set(line.facts) if line else set()
    if before.private == view.private:
        return facts
    own = view.knowledge.private
    return {fact for fact in facts if not fact.startswith("private.") and fact.partition("=")[0] not in own}


def whole(line: Line) -> str:
    return " ".join([line.text, *line.rows]).strip()


def summed(before: Summary, changed: tuple[Line, ...], again: bool, view: View) -> Draft:
    """The first line of all: that it replaces another, or which lines are new since the last visit."""
    told = [f"{line.label}: {line.text}" if line.id == "result" else line.label for line in changed]
    phrase = "sum_changed" if again else "sum_replaces"
    return Draft("changed", "" if told else view.words("sum_nothing"), entries(told),
                 tuple(fact for line in changed for fact in line.facts), give=2, keep=2,
                 label=view.words(phrase, at=view.stamp(before.made)))
