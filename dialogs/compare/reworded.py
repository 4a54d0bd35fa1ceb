"""What changed in the text of two contents, in plain language: rules, questions, words, phone lines, sources.

Nothing is judged here; whose outcome changes is found by `dialogs.compare.witness`.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from typing import Any

from dialogs.compare.plain import briefly, contrast, told
from knowledge.condition import ALWAYS
from knowledge.models import Knowledge, Profile, Question, Rule, family_of
from knowledge.rows import Country, PhoneLine, Row

PARTS = RULES, QUESTIONS, WORDS, LINES, SOURCES = (
    "Rules and notes", "Questions", "Words", "Phone lines", "Sources, certainty and signatures")
WORD_FIELDS = {
    "ask": "question", "why": "why it is asked", "say": "words", "name": "name", "reason": "reason",
    "tell": "what to tell the doctor or the desk", "caution": "caution for the client",
    "note": "note for the therapist", "trigger": "description", "client": "words for the client",
    "title": "title", "action": "what to do", "massage": "about massage",
    "next": "what next", "change": "what would change it", "steps": "steps",
    "guarded": "why it is held back", "instead": "instead", "short": "its short name",
}
SOURCE_FIELDS = {"source": "sources", "certainty": "certainty", "verified": "verified", "rows": "clinical rows",
                 "row": "clinical row"}
APART = {"id", "place", "options", "lines", "more", "shown", "when", "guard", "phase", "items", "emergency", "advice",
         "crisis", "abuse", "poison", "also", "offered"}  # told in another way
ALIKE = {"unsure": '"not sure"', "checked": "after a doctor's check", "strict": "in the strict profile",
         "only": "only in the profile", "wait": "massage waits for a doctor's OK", "low": "from", "high": "to",
         "postpone": "massage is put off", "presume": "counts until it is split as", "splits": "splits the line"}


@dataclass(frozen=True, slots=True)
class Edit:
    """One change of the text; `part` is the heading it stands under."""

    part: str
    text: str
    rule: str = ""  # the rule that it belongs to


def edits(old: Mapping[Profile, Knowledge], new: Mapping[Profile, Knowledge]) -> list[Edit]:
    """Everything that changed between two contents, each as both profiles."""
    a, b = old["calibrated"], new["calibrated"]
    found = [*rows("Rule", written(old), written(new), a, b), *questions(a, b)]
    for kind, before, after in (
        ("SI point", a.fit.items, b.fit.items), ("Look-alike", a.lookalikes, b.lookalikes),
        ("Technique", a.techniques, b.techniques), ("Outcome", a.dispositions.values(), b.dispositions.values()),
        ("Warning sign", a.warning_signs, b.warning_signs), ("Source", a.sources.values(), b.sources.values()),
        ("Row of the article", a.article, b.article), ("Row without an effect", a.listed, b.listed),
    ):
        found += rows(kind, before, after, a, b)
    found += fields("SI fit", a.fit, b.fit)
    order = [[alike.id for alike in k.lookalikes] for k in (a, b)]
    found += [Edit(RULES, f"Look-alikes stand in another order: {', '.join(order[1])}")] * (
        order[0] != order[1] and sorted(order[0]) == sorted(order[1]))
    for kind, one, other in (("Shared words", a.common, b.common), ("Fact for clients", a.client_facts, b.client_facts),
                             ("Picture", {"in words": a.picture_alt}, {"in words": b.picture_alt})):
        found += [Edit(WORDS, f"{kind} [{key}]: {shift(one.get(key), other.get(key))}")
                  for key in one | other if one.get(key) != other.get(key)]
    return [*found, *lines(a.countries, b.countries), *signed(a, b)]


def written(content: Mapping[Profile, Knowledge]) -> list[Rule]:
    """The rules as their author wrote them, without their forms."""
    found: dict[str, Rule] = {}
    for k in content.values():
        bare = {rule.id.removesuffix(".ok"): rule.when for rule in k.rules if rule.id.endswith(".ok")}
        for rule in k.rules:
            if rule.id == family_of(rule):
                found.setdefault(rule.id, rule.model_copy(update={"when": bare.get(rule.id, rule.when)}))
    return list(found.values())


def rows(kind: str, old: Iterable[Any], new: Iterable[Any], a: Knowledge, b: Knowledge) -> Iterator[Edit]:
    """Rows added, taken away and changed, by id."""
    before, after = ({row.id: row for row in some} for some in (old, new))
    for id in before | after:
        if id not in before:
            found = [Edit(RULES, f"{kind} {id} is new: {summary(after[id])}")]
        elif id not in after:
            found = [Edit(RULES, f"{kind} {id} is taken away: {summary(before[id])}")]
        else:
            found = [*acts(f"{kind} {id}", before[id], after[id], a, b), *fields(f"{kind} {id}", before[id], after[id])]
        yield from (replace(edit, rule=id) if kind == "Rule" else edit for edit in found)


def acts(what: str, old: Row, new: Row, a: Knowledge, b: Knowledge) -> Iterator[Edit]:
    """Another condition."""
    for name, verb in (("when", "acts"), ("guard", "is held back")):
        one, other = getattr(old, name, ALWAYS), getattr(new, name, ALWAYS)
        if one != other:
            yield Edit(RULES, f"{what} {verb} {briefly(contrast(one, other, a, b))}")


def summary(row: Row) -> str:
    for name in ("trigger", "say", "client", "name", "title", "says", "use"):
        if getattr(row, name, ""):
            return f'{getattr(row, "tier", "")} "{getattr(row, name)}"'.strip()
    return row.place


def fields(what: str, old: Row, new: Row) -> Iterator[Edit]:
    """Each field that differs."""
    for name in type(new).model_fields:
        one, other = getattr(old, name), getattr(new, name)
        if one == other or name in APART:
            continue
        if name in WORD_FIELDS:
            yield Edit(WORDS, f"{what}, {WORD_FIELDS[name]}: {shift(one, other)}")
        elif name in SOURCE_FIELDS:
            yield Edit(SOURCES, f"{what}, {SOURCE_FIELDS[name]}: {shift(one, other)}")
        else:
            yield Edit(QUESTIONS if isinstance(old, Question) else RULES,
                       f"{what}: {ALIKE.get(name, name)} {shift(one, other)}")


def shift(old: object, new: object) -> str:
    """`old -> new`; of lists what is gone and what is new."""
    if isinstance(old, tuple) and isinstance(new, tuple):
        gone, came = [x for x in old if x not in new], [x for x in new if x not in old]
        told = [f"no longer {listed(gone)}"] * bool(gone) + [f"now also {listed(came)}"] * bool(came)
        return "; ".join(told) or f"in another order: {listed(new)}"
    return f"{shown(old)} -> {shown(new)}"


def shown(value: object) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, str) and (" " in value or len(value) > 20):
        return f'"{value}"'
    return "none" if value is None or value == "" else str(value)


def listed(values: Sequence[object]) -> str:
    return ", ".join(shown(value) for value in values)


def questions(a: Knowledge, b: Knowledge) -> Iterator[Edit]:
    """Questions, lines and options that came, went, moved, or are asked of others than before."""
    before, after = ({q.id: q for q in k.questions if not q.offered} for k in (a, b))
    moved = out_of_place(list(before), list(after))
    for id, q in before.items():
        if id not in after:
            yield Edit(QUESTIONS, f'Question taken away: "{q.ask}" [{id}]')
    for id, q in after.items():
        if id not in before:
            asked = "; ".join([f'"{o.say}"' for o in q.options] + [f'"{line.say}"' for line in q.all_lines()])
            yield Edit(QUESTIONS, f'New question: "{q.ask}" [{id}], asked {told(q.when, b)}: {asked}')
            continue
        p, name = before[id], f'"{after[id].name or after[id].ask}" [{id}]'
        if p.phase != q.phase or id in moved:
            yield Edit(QUESTIONS, f"Question {name} stands in another place"
                                  + (f": in {q.phase}, before in {p.phase}" if p.phase != q.phase else ""))
        if p.when != q.when:
            yield Edit(QUESTIONS, f"Question {name} is asked {briefly(contrast(p.when, q.when, a, b))}")
        yield from fields(f"Question {name}", p, q)
        yield from choices(name, p, q)
    yield from facts(a, b)
    one, two = (next(q for q in k.questions if q.offered) for k in (a, b))
    name = '"has a doctor checked this?"'
    same = {"source": (), "rows": (), "phase": "story"}  # these are those of each rule
    yield from fields(f"Question {name}", one.model_copy(update=same), two.model_copy(update=same))
    yield from choices(name, one, two)


def choices(name: str, old: Question, new: Question) -> Iterator[Edit]:
    """The options of a question."""
    before, after = ({o.id: o for o in q.options} for q in (old, new))
    for id in before | after:
        if id not in after:
            yield Edit(QUESTIONS, f'Question {name}: the answer "{before[id].say}" is taken away')
        elif id not in before:
            yield Edit(QUESTIONS, f'Question {name}: the answer "{after[id].say}" is new')
        else:
            yield from fields(f'Question {name}, answer [{id}]', before[id], after[id])
    if list(before) != list(after) and set(before) == set(after):
        yield Edit(QUESTIONS, f"Question {name}: the answers stand in another order")


def facts(a: Knowledge, b: Knowledge) -> Iterator[Edit]:
    """The lines of checklists, wherever they stand."""
    before, after = ({line.id: (q, line) for q in k.questions for line in q.all_lines()} for k in (a, b))
    for id, (card, line) in before.items():
        if id not in after and card.id in b.by_id:
            yield Edit(QUESTIONS, f'Line taken away: "{line.say}" [{id}]')
    for id, (card, line) in after.items():
        if id not in before:
            if card.id in a.by_id:
                yield Edit(QUESTIONS, f'New line: "{line.say}" [{id}], asked {told(line.when, b)}')
            continue
        was, old = before[id]
        if was.id != card.id:
            yield Edit(QUESTIONS, f'Line "{line.say}" [{id}] stands on the card "{card.name or card.ask}", '
                                  f'before on "{was.name or was.ask}"')
        if old.when != line.when:
            yield Edit(QUESTIONS, f'Line "{line.say}" [{id}] is asked {briefly(contrast(old.when, line.when, a, b))}')
        yield from fields(f"Line [{id}]", old, line)


def out_of_place(old: list[str], new: list[str]) -> set[str]:
    """The ids that stand elsewhere among those that both have."""
    one, other = [x for x in old if x in new], [x for x in new if x in old]
    blocks = SequenceMatcher(None, one, other, autojunk=False).get_matching_blocks()
    return set(other) - {x for block in blocks for x in other[block.b : block.b + block.size]}


def lines(old: Mapping[str, Country], new: Mapping[str, Country]) -> Iterator[Edit]:
    """Every phone line of every country."""
    for code in dict.fromkeys([*old, *new]):
        if code not in new or code not in old:
            yield Edit(LINES, f"{(new.get(code) or old[code]).name}: {'new' if code in new else 'taken away'}")
            continue
        a, b = old[code], new[code]
        for kind in ("emergency", "advice", "crisis", "abuse", "poison"):
            yield from line(f"{b.name}, {kind}", getattr(a, kind), getattr(b, kind))
        before, after = ({x.name or x.say: x for x in c.also} for c in (a, b))
        for name in before | after:
            yield from line(f"{b.name}, also {name}", before.get(name), after.get(name))
        yield from (Edit(LINES, edit.text) for edit in fields(b.name, a, b))


def line(what: str, old: PhoneLine | None, new: PhoneLine | None) -> Iterator[Edit]:
    if old is None or new is None:
        gone = old or new
        if gone:
            yield Edit(LINES, f'{what}: {"taken away" if new is None else "new"}: "{gone.say}"')
    else:
        for edit in fields(what, old, new):
            yield Edit(SOURCES if edit.part == SOURCES else LINES, edit.text)


def signed(a: Knowledge, b: Knowledge) -> Iterator[Edit]:
    """Signatures that came, went, or no longer count since what they are for was changed."""
    before, after = ({s.row: {x.name for x in s.signed} for s in k.sign_offs} for k in (a, b))
    for row in before | after:
        gone, came = before.get(row, set()) - after.get(row, set()), after.get(row, set()) - before.get(row, set())
        if gone:
            yield Edit(SOURCES, f"{row}: no longer signed by {', '.join(sorted(gone))}, who has not seen this change")
        if came:
            yield Edit(SOURCES, f"{row}: now signed by {', '.join(sorted(came))}")
