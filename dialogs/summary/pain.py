"""The sore place: how bad, since when, where, which side, what makes it worse or easier, what it stops."""

from collections.abc import Mapping

from dialogs.said import label, side_of_pain
from dialogs.summary.draft import Draft, Entry, entries
from dialogs.summary.view import View, clean, clip
from knowledge.condition import holds
from knowledge.match import Because
from knowledge.visit import Extra


def why(view: View) -> Draft:
    """How bad, since when, how it began."""
    words, facts = view.words, view.facts
    told = []
    if "pain" in facts:
        pain = view.number("pain")
        told.append(words("sum_why_pain", pain=pain) if pain.isdigit() else f"{words('sum_strength')}: {pain}")
    for fact, phrase, name in (("duration", "sum_since", "since"), ("onset", "sum_began", "began")):
        if facts.get(fact, "na") != "na":
            told.append(words(phrase, **{name: label(fact, facts[fact], view.knowledge)}))
    return Draft("why", "" if told else none_asked(view), entries(told), view.rests("pain", "duration", "onset"),
                 give=9, keep=2)


def where(view: View) -> Draft:
    spot = view.facts.get("spot", "na")
    if spot == "na":
        return Draft("where", none_asked(view))
    also = view.ticked("where_else")
    head = label("spot", spot, view.knowledge) + ("." if not also else ". " + view.words("sum_also"))
    return Draft("where", head, entries(view.plain(also)), view.rests("spot", *(b.fact for b in also)), give=6)


def side(view: View) -> Draft:
    if view.facts.get("spot", "na") == "na":
        return Draft("side", none_asked(view))
    return Draft("side", view.words(f"side_{side_of_pain(view.facts, view.knowledge)}") + ".",
                 facts=view.rests("spot", "also_other"))


def worse(view: View) -> Draft:
    if "agg_walk" not in view.facts:
        return Draft("worse", none_asked(view))
    found = view.ticked("worse")
    return Draft("worse", "" if found else view.words("nothing"), entries(view.plain(found)),
                 view.rests(*(b.fact for b in found)) or view.rests("agg_walk"), give=5)


def eased(view: View) -> list[Draft]:
    """What makes it easier and what it stops; one line where neither was asked."""
    found = [some(question, view) for question in view.knowledge.handover.questions]
    return found if any(draft.facts for draft in found) else [Draft("easier_stops", view.words("sum_not_said"))]


def some(question: Extra, view: View) -> Draft:
    """What was said about it, at the hand-over or before; else that nothing was."""
    found = known(question, view.facts)
    told = [Entry(view.named(b.fact, b.value), view.named(b.fact, b.value, 5)) for b in found]
    proof = list(view.proof(*found))
    for one in view.told:
        if one.question == question.id:
            told += [Entry(option.say) for id in one.options if (option := question.option(id))]
            told += [Entry(f'"{clean(one.words)}"', f'"{clip(clean(one.words), 8)}"')] if one.words else []
            proof += [f"{question.id}={value}" for value in (*one.options, *(["typed"] if one.words else []))]
    return Draft(question.id, "" if told else view.words("sum_not_said"), told, tuple(proof), give=7)


def known(question: Extra, facts: Mapping[str, str]) -> list[Because]:
    """The answers of the chat that tell it already."""
    return [Because(leaf.fact, facts[leaf.fact]) for leaf in question.told if holds(leaf, facts)]


def none_asked(view: View) -> str:
    stopped = view.place.assessment.disposition == "D1"
    return view.words("sum_stopped_before" if stopped else "sum_not_asked")
