"""The sore place: how bad, since when, where, which side, what makes it worse or easier, what it stops."""

from collections.abc import Mapping

from dialogs.said import label, side_of_pain
from dialogs.summary.draft import Draft, Entry, entries
from dialogs.summary.view import View, clean
from knowledge.condition import NA, holds
from knowledge.match import Because
from knowledge.visit import Extra, Known

SAID = 12  # typed words that stand on the first screen whatever happens


def why(view: View) -> Draft:
    """How bad, since when, how it began."""
    words, facts = view.words, view.facts
    told = []
    if "pain" in facts:
        pain = view.number("pain")
        told.append(words("sum_why_pain", pain=pain) if pain.isdecimal() else f"{words('sum_strength')}: {pain}")
    for fact, phrase, name in (("duration", "sum_since", "since"), ("onset", "sum_began", "began")):
        if facts.get(fact, "na") != "na":
            told.append(words(phrase, **{name: label(fact, facts[fact], view.knowledge)}))
    return Draft("why", "" if told else none_asked(view), entries(told), view.rests("pain", "duration", "onset"),
                 give=9, keep=2)


def where(view: View) -> Draft:
    spot = view.facts.get("spot", "na")
    if spot == "na":
        return Draft("where", none_asked(view))
    also, told = picked("where_else", view)
    head = label("spot", spot, view.knowledge) + ("." if not also else ". " + view.words("sum_also"))
    return Draft("where", head, entries(told), view.rests("spot", *(b.fact for b in also)), give=6)


def side(view: View) -> Draft:
    if view.facts.get("spot", "na") == "na":
        return Draft("side", none_asked(view))
    return Draft("side", view.words(f"side_{side_of_pain(view.facts, view.knowledge)}") + ".",
                 facts=view.rests("spot", "also_other"))


def worse(view: View) -> Draft:
    if "agg_walk" not in view.facts:
        return Draft("worse", none_asked(view))
    found, told = picked("worse", view)
    return Draft("worse", "" if found else view.words("nothing"), entries(told),
                 view.rests(*(b.fact for b in found)) or view.rests("agg_walk"), give=5)


def picked(card: str, view: View) -> tuple[list[Because], list[str]]:
    """The lines of a card that were ticked and then those that the client was not sure of, and how they are told."""
    asked = [line.id for line in view.knowledge.by_id[card].all_lines() if view.facts.get(line.id, NA) != NA]
    yes, unsure = ([Because(id, value) for id in asked if view.facts[id] == value] for value in ("yes", "unsure"))
    if unsure and len(unsure) == len(asked):
        return unsure, [view.words("unsure")]
    return [*yes, *unsure], view.plain([*yes, *unsure])


def eased(view: View, whole: bool = False) -> list[Draft]:
    """What makes it easier and what it stops; one line where neither was asked. `whole`: in the client's own words."""
    found = [some(question, view, whole) for question in view.knowledge.handover.questions]
    return found if any(draft.facts for draft in found) else [Draft("easier_stops", view.words("sum_not_said"))]


def some(question: Extra, view: View, whole: bool) -> Draft:
    """What was said about it, at the hand-over or before; else that nothing was. Never shortened: half of it can be the
    opposite."""
    found = [(one.say, Because(one.when.fact, view.facts[one.when.fact])) for one in known(question, view.facts)]
    told = entries(dict.fromkeys(
        view.named(b.fact, b.value) if whole or view.hides(b.fact) else say for say, b in found))
    proof = list(view.proof(*(b for _, b in found)))
    for one in view.told:
        if one.question == question.id:
            told += [Entry(option.say) for id in one.options if (option := question.option(id))]
            long = len(one.words.split()) > SAID
            told += [Entry(f'"{clean(one.words)}"', view.words("sum_in_pain") if long else "")] if one.words else []
            proof += [f"{question.id}={value}" for value in (*one.options, *(["typed"] if one.words else []))]
    return Draft(question.id, "" if told else view.words("sum_not_said"), told, tuple(proof), give=7)


def known(question: Extra, facts: Mapping[str, str]) -> list[Known]:
    """The answers of the chat that tell it already."""
    return [one for one in question.told if holds(one.when, facts)]


def none_asked(view: View) -> str:
    stopped = view.place.assessment.disposition == "D1"
    return view.words("sum_stopped_before" if stopped else "sum_not_asked")
