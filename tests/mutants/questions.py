"""Faults in what is asked: cut, hidden behind an answer, moved, mistranslated."""

import random
from collections.abc import Iterator
from functools import partial

from tests.mutants.content import Answer, Files, Mutant, Rows, leaf, parts, row, rows
from tests.mutants.forgotten import files_with_conditions, forget
from tests.mutants.rules import Change, domains, pop, put, tighter

LATE = "questions/4-pattern.yaml"
Gate = dict[str, str]
UNSURE = ("no", "unsure", "yes")


def mutants(files: Files, rng: random.Random) -> Iterator[Mutant]:
    """Every fault of every question and line."""
    grave, draw = red_flags(files), Draw(files, rng)
    for name, question in rows(files, "questions"):
        for i, line in enumerate(question.get("lines", ())):
            yield from of_line(files, name, question, i)
            if line["id"] in grave:
                yield hidden_line(name, question, i, draw.gate(line["id"]))
        yield from of_options(files, name, question)
        yield from of_gates(name, question, draw.values)
        if grave & {question["id"], *(line["id"] for line in question.get("lines", ()))}:
            yield from of_red_flag(name, question, draw.gate(draw.first(question)))


def red_flags(files: Files) -> set[str]:
    """The facts of every rule that sends to a doctor first."""
    return {
        found[0] for _, rule in rows(files, "rules") if "when" in rule
        if {rule["tier"], rule.get("strict")} & {"D1", "D2", "D3"} or "wait" in rule
        for _, part in parts(rule["when"]) if (found := leaf(part))
    }


class Draw:
    """Gates on one earlier answer, drawn by lot."""

    def __init__(self, files: Files, rng: random.Random) -> None:
        self.values, self.rng = domains(files), rng
        self.order = [self.first(q) for _, q in rows(files, "questions")]
        self.card = {line["id"]: self.first(q) for _, q in rows(files, "questions") for line in q.get("lines", ())}

    def first(self, question: dict[str, Rows]) -> str:
        id: str = question["lines"][0]["id"] if question.get("lines") else question["id"]
        return id

    def gate(self, fact: str) -> Gate:
        before = self.order[: self.order.index(self.card.get(fact, fact))]
        gate = self.rng.choice([f for f in before if f in self.values])
        return {gate: self.rng.choice(self.values[gate])}


def hide(owner: dict[str, Rows], gate: Gate) -> None:
    owner["when"] = {"all": [owner["when"], gate]} if "when" in owner else gate


def of_line(files: Files, name: str, card: dict[str, Rows], i: int) -> Iterator[Mutant]:
    """One line cut, and with the id or the words of another."""
    lines, id = card["lines"], card["lines"][i]["id"]

    def here(files: Files) -> list[dict[str, Rows]]:
        found: list[dict[str, Rows]] = row(files, name, card["id"])["lines"]
        return found

    def exchange(j: int, keys: tuple[str, ...], files: Files) -> None:
        swap(here(files)[i], here(files)[j], keys)

    yield Mutant("line cut", id, (name,), lambda files: here(files).pop(i), (id,))
    yield Mutant("line cut with every mention", id, files_with_conditions(files), lambda files: forget(files, id),
                 (id,))
    for j in range(i):
        other = lines[j]["id"]
        meant = {a: b for v in UNSURE for a, b in (((id, v), (other, v)), ((other, v), (id, v)))}
        for kind, keys in (("ids of two lines exchanged", ("id",)), ("words of two lines exchanged", ("say", "sure"))):
            yield Mutant(kind, f"{other} and {id}", (name,), partial(exchange, j, keys), (id, other), meant)
    if "sure" in lines[i]:
        yield Mutant("yes and no of a clarifying question exchanged", id, (name,),
                     lambda files: turn(here(files)[i]["sure"]), (f"{id}_sure",), certain=True)
        yield Mutant("clarifying question dropped", id, (name,),
                     lambda files: here(files)[i].pop("sure"), (f"{id}_sure",), certain=True)


def swap(one: dict[str, Rows], other: dict[str, Rows], keys: tuple[str, ...]) -> None:
    for key in keys:
        a, b = one.pop(key, None), other.pop(key, None)
        one.update({} if b is None else {key: b})
        other.update({} if a is None else {key: a})


def turn(sure: dict[str, str]) -> None:
    sure["yes"], sure["no"] = sure["no"], sure["yes"]


def hidden_line(name: str, card: dict[str, Rows], i: int, gate: Gate) -> Mutant:
    return Mutant("line hidden behind an unrelated answer", f"{card['lines'][i]['id']} {gate}", (name,),
                  lambda files: hide(row(files, name, card["id"])["lines"][i], gate), (card["lines"][i]["id"],))


def of_options(files: Files, name: str, question: dict[str, Rows]) -> Iterator[Mutant]:
    """Each option dropped, or with the words of the one before."""
    found = question.get("options", []) if question["kind"] not in ("review", "number") else []
    id = question["id"]

    def drop(i: int, files: Files) -> None:
        row(files, name, id)["options"].pop(i)

    def exchange(i: int, files: Files) -> None:
        one, other = row(files, name, id)["options"][i - 1 : i + 1]
        swap(one, other, ("say",))

    for i, option in enumerate(found):
        before = (id, found[i - 1]["id"] if i else "")
        this = (id, option["id"])
        meant: dict[Answer, Answer] = {this: before} if i else {}
        yield Mutant("option dropped", f"{id}={option['id']}", (name,), partial(drop, i), (id,), meant)
        if i:
            yield Mutant("option dropped with every mention", f"{id}={option['id']}", files_with_conditions(files),
                         partial(forget, fact=id, value=option["id"]), (id,), meant)
            yield Mutant("words of two options exchanged", f"{id}: {found[i - 1]['id']} and {option['id']}", (name,),
                         partial(exchange, i), (id,), {**meant, before: this},
                         certain=bool({"country", "side"} & (set(option) | set(found[i - 1]))))


def of_gates(name: str, question: dict[str, Rows], values: dict[str, list[str]]) -> Iterator[Mutant]:
    """A gate that opens more rarely; a joined line that is not presumed its gravest."""
    id = question["id"]

    def tighten(i: int, change: Change, files: Files) -> None:
        found = row(files, name, id)
        change((found["lines"][i] if i >= 0 else found)["when"])

    for i, owner in [(-1, question), *enumerate(question.get("lines", ()))]:
        for kind, detail, change in tighter(owner["when"], values) if "when" in owner else ():
            facts = (owner["id"], *(line["id"] for line in owner.get("lines", ())))
            yield Mutant(f"gate: {kind}", f"{facts[0]} {detail}", (name,), partial(tighten, i, change), facts)
    if "presume" in question:
        mild = question["options"][0]["id"]
        yield field_changed("presumed mild", name, id, partial(put, {"presume": mild}))
        yield field_changed("`presume` dropped", name, id, partial(pop, "presume"))
        yield field_changed("`splits` dropped", name, id, partial(pop, "splits"))
    if "more" in question:
        yield field_changed("`more` dropped", name, id, partial(pop, "more"))


def field_changed(kind: str, name: str, id: str, change: Change) -> Mutant:
    return Mutant(kind, id, (name,), lambda files: change(row(files, name, id)), (id,), certain=True)


def of_red_flag(name: str, question: dict[str, Rows], gate: Gate) -> Iterator[Mutant]:
    """A red flag's question hidden behind an unrelated answer, or asked after the story."""
    id = question["id"]
    facts = (id, *(line["id"] for line in question.get("lines", ())))
    yield Mutant("question hidden behind an unrelated answer", f"{id} {gate}", (name,),
                 lambda files: hide(row(files, name, id), gate), facts)

    def move(files: Files) -> None:
        here = row(files, name, id)
        files[name].remove(here)
        files[LATE].insert(0, here)

    if name.startswith(("questions/2", "questions/3")):
        yield Mutant("question asked after the story", id, (name, LATE), move, facts, certain=True)
