"""Answers that change nothing where another answer of the same question does, and words that nobody ever reads."""

from collections.abc import Iterator

from knowledge.condition import leaves
from knowledge.models import Knowledge

NO_ADVICE = ("consent", "country", "review")


def options_named(k: Knowledge) -> Iterator[str]:
    """Of a question that a rule or a gate rests on each answer but the first, the mildest, is named by one.

    A new answer takes clients away from those that stand there: whoever tapped "Yes" for a pregnancy and now finds
    "IVF" would be told of no pregnancy."""
    conditions = [rule.when for rule in k.rules] + [q.when for q in k.questions]
    conditions += [line.when for q in k.questions for line in q.all_lines()]
    named: dict[str, set[str]] = {}
    for leaf in (leaf for condition in conditions for leaf in leaves(condition)):
        named.setdefault(leaf.fact, set()).update(leaf.values)
    for q in k.questions:
        if q.id in NO_ADVICE or q.id not in named or q.offered or q.clarifies or q.settles or q.source == ("own",):
            continue
        for option in q.options[1:]:
            if option.id not in named[q.id] and not option.mild:
                yield (f"{option.place or q.place}: no rule names the answer '{option.id}' of '{q.id}', so whoever "
                       "taps it is told what the quietest answer is told: name it in the rules and gates that name "
                       "the others, or write `mild: true` beside it if that is meant")



def titles(k: Knowledge) -> Iterator[str]:
    """An emergency begins with what to do, which depends on its kind and the country."""
    text = k.dispositions["D1"]
    if text.title != "{action}":
        yield (f"{text.place}: the `title` of D1 is never read: an emergency begins with what to do, by its `kind` and "
               "the number of the country; leave {action} there")
