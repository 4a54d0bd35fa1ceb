"""How well it fits the SI joint, which of the author's techniques may be tried, which are held back and why."""

import re

from dialogs.summary.draft import Draft, Entry, entries
from dialogs.summary.view import View, brief
from dialogs.words import listed
from knowledge.condition import AtLeast, holds, leaves
from knowledge.match import Because, Spoken, because, shown_fit
from knowledge.models import Technique


def pattern(view: View) -> list[Draft]:
    """How well it fits, what speaks for and against."""
    band = shown_fit(view.place.assessment)
    if band is None:
        return [Draft("pattern", view.words("sum_band_none"))]
    speaks = sorted(view.place.assessment.fit.speaks, key=lambda item: -abs(item.points))
    pro = [item for item in speaks if item.points > 0]
    con = [item for item in speaks if item.points < 0]
    rests, rests_con = ([fact for item in items for fact in view.proof(*item.because)] for items in (pro, con))
    head = view.words(f"sum_band_{band}")
    look = view.place.assessment.lookalike
    if band == "no" and look and look.id != "muscle":
        head += " " + view.words("sum_looks", said=brief(look.note))
    if pro:
        head += " " + view.words("sum_for")
    said, said_con = (entries(spoke(item, view) for item in items) for items in (pro, con))
    against = [Draft("against", "", said_con, tuple(rests_con), give=9)] if con else []
    return [Draft("pattern", head, said, tuple(rests or rests_con) or view.rests("spot"), give=8), *against]


def spoke(item: Spoken, view: View) -> str:
    """What speaks for or against; where that could be one of several things, the answers that were given."""
    whole = next(one for one in view.knowledge.fit.items if one.id == item.id)
    if not whole.answers:
        return item.say
    facts = [leaf.fact for leaf in leaves(whole.when) if holds(leaf, view.facts)]
    return view.said(Because(fact, view.facts[fact]) for fact in facts)


def attempt(view: View) -> Draft:
    """Ideas: the author's techniques that no guard holds back."""
    found, words = view.place.assessment, view.words
    if found.disposition in ("D0", "D1"):
        return Draft("try", words("sum_nothing"))
    if view.doctor_first:
        return Draft("try", words("sum_try_none"))
    if found.text == "D5p":
        return Draft("try", words("sum_try_later"))
    if shown_fit(found) == "no":
        return Draft("try", words("sum_try_general"), facts=view.rests("spot"))
    ideas = [f"{t.name} ({t.id})" for t in view.knowledge.techniques if t.id not in found.withheld]
    instead = dict.fromkeys(t.instead for t in view.knowledge.techniques if t.id in found.withheld)
    told = [words("sum_try_model", ideas=listed(ideas, words.lang))] if ideas else []
    more = [Entry(text.split(";")[0].rstrip(".") + ".", re.split("[.,;،؛]", text)[0] + ".") for text in instead]
    rests = [fact for item in found.fit.speaks for fact in view.proof(*item.because)]
    return Draft("try", "", entries(told) + more, tuple(rests), give=4, sep=" ")


def guarding(technique: Technique, view: View) -> tuple[Because, ...]:
    """Every answer that alone would hold it back."""
    guard = technique.guard
    each = guard.parts if isinstance(guard, AtLeast) and guard.n == 1 else (guard,)
    return tuple(dict.fromkeys(b for part in each if holds(part, view.facts) for b in because(part, view.facts)))


def causes(view: View, most: int = 40) -> list[tuple[str, list[str], tuple[str, ...]]]:
    """(the answers in words, the techniques they hold back, provenance)"""
    found: dict[tuple[Because, ...], list[str]] = {}
    for technique in view.knowledge.techniques:
        if technique.id in view.place.assessment.withheld:
            found.setdefault(guarding(technique, view), []).append(technique.id)
    return [(view.said(answers, most), ids, view.proof(*answers)) for answers, ids in found.items()]


def held(view: View) -> list[Draft]:
    """Which techniques are held back, and by which answers."""
    found, words = view.place.assessment, view.words
    if found.disposition == "D0":
        return []
    if view.doctor_first:
        return [Draft("held", words("sum_held_all"), facts=tuple(
            fact for f in found.findings[:1] for fact in view.proof(*f.because)))]
    if shown_fit(found) == "no":  # what else speaks against them stands in the cautions, and whole in the body
        return [Draft("held", words("sum_held_pattern"), facts=view.rests("spot"), give=4)]
    names = {t.id: f"{t.short} ({t.id})" for t in view.knowledge.techniques}
    told, short, bare = (
        [words("sum_held_for", ids=listed([names[id] if named else id for id in ids], words.lang), said=said)
         for said, ids, _ in causes(view, most)]
        for most, named in ((40, True), (5, True), (5, False)))
    rests = tuple(fact for *_, facts in causes(view) for fact in facts)
    head = "" if told else words("sum_nothing")
    return [Draft("held", head, list(map(Entry, told, short, bare)), rests or view.rests("spot"), give=4,
                  keep=len(told))]
