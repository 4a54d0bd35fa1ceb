"""Answers, sets of answers and conditions in plain language, in the words that the client reads."""

from collections.abc import Collection, Mapping, Sequence
from itertools import combinations
from math import comb

from dialogs.compare.cubes import Answers, Cube
from dialogs.proof.explore import gate_of
from knowledge.condition import ALWAYS, AtLeast, Condition, Leaf
from knowledge.models import Knowledge

LONG = 400  # a change of a condition that is longer than this says nothing to anybody
LINE = {"yes": "yes", "unsure": "not sure", "no": "no"}


def answer(fact: str, values: Collection[str], k: Knowledge, older: Knowledge | None = None) -> str:
    """`"One calf newly swollen": yes or not sure`; `Age: "18 to 34" or "35 to 44"`. With an `older` content it
    says which of them only one of the two has."""
    if fact.startswith("heard."):
        return f'typed words such as "{k.heard.get(fact[6:], (fact,))[0]}"'
    here, there = k.by_fact.get(fact), older.by_fact.get(fact) if older else None
    question = here or there
    if question is None:
        return f"{fact}: {either(sorted(values))}"
    only = "" if not older or (here and there) else " (new)" if here else " (no longer asked)"
    if question.checklist:
        say = next(line.say for line in question.all_lines() if line.id == fact)
        return f'"{say}"{only}: {either([LINE[v] for v in LINE if v in values])}'
    name = question.name or question.ask
    if question.offered:
        name = f"has a doctor looked at {question.offered} since?"
    gone = [o for o in (there.options if there else ()) if here and not here.option(o.id)]
    picked = [f'"{o.say}"' + (" (a new answer)" if here and there and not there.option(o.id) else "")
              for o in question.options if o.id in values]
    picked += [f'"{o.say}" (no longer offered: read as not sure, or else as the mildest)'
               for o in gone if o.id in values]
    rest = [f'"{o.say}"' for o in (*question.options, *gone) if o.id not in values]
    if len(rest) < len(picked) > 3:
        return f"{name}{only}: any but {either(rest)}" if rest else f"{name}{only}: any answer"
    return f"{name}{only}: {either(picked)}"


def either(parts: Sequence[str], word: str = "or") -> str:
    return f"{', '.join(parts[:-1])} {word} {parts[-1]}" if len(parts) > 1 else "".join(parts)


def spoken(sets: Sequence[Cube], a: Knowledge, b: Knowledge) -> list[list[str]]:
    """The answers of each set, as asked of the new content `b` or the old one; sets that are all choices of some
    lines are told as one: "yes to any 2 of"."""
    frames: dict[Answers, list[Answers]] = {}
    for answers in sets:
        lines = frozenset((f, v) for f, v in answers.items() if is_line(f, a, b))
        frames.setdefault(frozenset(answers.items()) - lines, []).append(lines)
    found: list[list[str]] = []
    for frame, marked in frames.items():
        common = frozenset.intersection(*marked)
        rests = {lines - common for lines in marked}
        pool, size = frozenset().union(*rests), max(map(len, rests))
        if len(marked) > 1 and len({v for _, v in pool}) == 1 and rests == every_choice(pool, size):
            told = [answer(fact, values, b, a).rsplit(": ", 1) for fact, values in in_order(dict(pool), a, b)]
            any_of = f"{told[0][1]} to any {'one' if size == 1 else size} of: {'; '.join(line for line, _ in told)}"
            found.append([*sentences(dict(frame | common), a, b), any_of])
        else:
            found += [sentences(dict(frame | lines), a, b) or ["Whatever is answered"] for lines in marked]
    return found


def every_choice(pool: Answers, size: int) -> set[Answers]:
    """All parts of this size; none where they are very many."""
    return {frozenset(part) for part in combinations(pool, size)} if comb(len(pool), size) < 2000 else set()


def sentences(answers: Cube, a: Knowledge, b: Knowledge) -> list[str]:
    """Each answer, but not that of a question which goes without saying, since another is asked only after it; who
    is answering is always said."""
    implied: set[tuple[str, frozenset[str]]] = set()
    for fact in answers:
        opened = [opens(fact, k) for k in (a, b) if fact in k.by_fact]
        implied |= set.intersection(*opened) if opened else set()
    said = {f: v for f, v in answers.items() if (f, v) not in implied or is_line(f, a, b) or f == "consent"}
    return [answer(fact, values, b, a) for fact, values in in_order(said, a, b)]


def opens(fact: str, k: Knowledge) -> set[tuple[str, frozenset[str]]]:
    """The answers without which this fact is never asked for."""
    gate = gate_of(k.by_fact[fact], fact)
    parts = (gate,) if isinstance(gate, Leaf) else gate.parts if gate.n == len(gate.parts) else ()
    return {(part.fact, part.values) for part in parts if isinstance(part, Leaf)}


def is_line(fact: str, a: Knowledge, b: Knowledge) -> bool:
    """It is a line of a checklist."""
    question = b.by_fact.get(fact) or a.by_fact.get(fact)
    return bool(question and question.checklist)


def in_order(answers: Mapping[str, frozenset[str]], a: Knowledge, b: Knowledge) -> list[tuple[str, frozenset[str]]]:
    """As they are asked; what nobody asks comes first."""
    order = list(dict.fromkeys([*b.by_fact, *a.by_fact]))
    return sorted(answers.items(), key=lambda item: order.index(item[0]) if item[0] in order else -1)


def told(condition: Condition, k: Knowledge) -> str:
    """`always`, or `if ...`."""
    return "always" if condition == ALWAYS else f"if {words(condition, k)}"


def words(condition: Condition, k: Knowledge) -> str:
    if isinstance(condition, Leaf):
        return answer(condition.fact, condition.values, k)
    parts = [words(part, k) for part in condition.parts]
    if condition.n == len(parts):
        whole = [isinstance(part, Leaf) or len(parts) == 1 for part in condition.parts]
        return " and ".join(part if leaf else f"({part})" for part, leaf in zip(parts, whole, strict=True))
    return f"{need(condition)}: {'; '.join(parts)}"


def need(condition: AtLeast) -> str:
    if condition.n == len(condition.parts):
        return f"all {condition.n}"
    return "any of these" if condition.n == 1 else f"at least {condition.n} of {len(condition.parts)}"


def contrast(old: Condition, new: Condition, a: Knowledge, b: Knowledge) -> str:
    """What is different about a condition; both whole where little is the same."""
    if isinstance(old, Leaf) and isinstance(new, Leaf) and old.fact == new.fact:
        return either_way([Leaf(old.fact, old.values - new.values)] * bool(old.values - new.values),
                          [Leaf(new.fact, new.values - old.values)] * bool(new.values - old.values), a, b)
    if isinstance(old, AtLeast) and isinstance(new, AtLeast) and ALWAYS not in (old, new):
        gone = [part for part in old.parts if part not in new.parts]
        came = [part for part in new.parts if part not in old.parts]
        if not gone and not came:
            return f"on {need(new)}, before on {need(old)}"
        if kind(old) == kind(new) and len(gone) < len(old.parts):
            if len(gone) == len(came) == 1:
                return contrast(gone[0], came[0], a, b)
            return either_way(gone, came, a, b, "needed: " if kind(new) == "all" else "on ")
    return f"{told(new, b)}; before {told(old, a)}"


def briefly(text: str) -> str:
    return text if len(text) <= LONG else "on other answers than before, too many to tell: see whose outcome changes"


def kind(condition: AtLeast) -> str:
    return "all" if condition.n == len(condition.parts) else need(condition)[:10]


def either_way(
    gone: Sequence[Condition], came: Sequence[Condition], a: Knowledge, b: Knowledge, word: str = "on "
) -> str:
    """What it no longer rests on, and what it rests on besides."""
    parts = [f"no longer {word}{words(part, a)}" for part in gone]
    return "; ".join(parts + [f"now also {word}{words(part, b)}" for part in came])
