"""Faults in the rules: forgotten, made milder, made to hold more rarely."""

import random
from collections.abc import Callable, Iterator
from functools import partial

from tests.mutants.content import Files, Mutant, Rows, Way, at, leaf, parts, row, rows, told

MILDER = {"D0": "D4", "D1": "D2", "D2": "D3", "D3": "D4", "D4": "D5", "D5": "D6"}
ELSEWHERE = {"ambulance": "department", "department": "maternity", "maternity": "department",
             "crisis": "poison", "abuse": "crisis", "poison": "crisis"}
Change = Callable[[dict[str, Rows]], None]


def mutants(files: Files, rng: random.Random) -> Iterator[Mutant]:
    """Every fault of every rule."""
    values = domains(files)
    for name, rule in rows(files, "rules"):
        yield from forgotten(name, rule)
        yield from milder(name, rule)
        if "when" in rule:
            yield from narrower(name, rule, values)
            yield narrowed(name, rule, values, rng)


def domains(files: Files) -> dict[str, list[str]]:
    """Every fact with its values, mildest first."""
    found: dict[str, list[str]] = {}
    for _, question in rows(files, "questions"):
        for line in [*question.get("lines", ()), *([question["more"]] if "more" in question else ())]:
            found[line["id"]] = ["no", "unsure", "yes"]
        if question.get("options"):
            found[question["id"]] = [option["id"] for option in question["options"]]
    return found


def changed(kind: str, name: str, id: str, detail: str, change: Change, certain: bool = False) -> Mutant:
    def plant(files: Files) -> None:
        change(row(files, name, id))

    return Mutant(kind, f"{id} {detail}".strip(), (name,), plant, near(id), certain=certain)


def near(id: str) -> tuple[str, ...]:
    return f"rule {id}", f"row {id.split('.')[0]}"


def put(new: dict[str, Rows], rule: dict[str, Rows]) -> None:
    rule.update(new)


def pop(field: str, rule: dict[str, Rows]) -> None:
    rule.pop(field)


def forgotten(name: str, rule: dict[str, Rows]) -> Iterator[Mutant]:
    id = rule["id"]

    def drop(files: Files) -> None:
        files[name].remove(row(files, name, id))

    yield Mutant("rule dropped", id, (name,), drop, near(id))
    yield changed("rule only in calibrated", name, id, "", partial(put, {"only": "calibrated"}))
    fields = ("unsure", "strict", "wait", "postpone", "kind")
    for field in (*fields, *(("caution", "note") if id.startswith("M") else ())):
        if field in rule and not (field == "kind" and "heard" in rule):
            yield changed(f"`{field}` dropped", name, id, f"(was {rule[field][:30]})", partial(pop, field),
                          certain=field in ("kind", "caution", "note"))


def milder(name: str, rule: dict[str, Rows]) -> Iterator[Mutant]:
    for field in ("tier", "strict", "unsure", "checked"):
        if field in rule:
            new = MILDER[rule[field]]
            yield changed(f"`{field}` one step milder", name, rule["id"], f"{rule[field]} -> {new}",
                          partial(put, {field: new}))
    if "D1" in (rule["tier"], rule.get("strict")):
        new = ELSEWHERE[rule["kind"]]
        yield changed("emergency of another kind", name, rule["id"], f"{rule['kind']} -> {new}",
                      partial(put, {"kind": new}), certain=True)


def narrower(name: str, rule: dict[str, Rows], values: dict[str, list[str]]) -> Iterator[Mutant]:
    for kind, detail, change in tighter(rule["when"], values):
        yield changed(f"rule: {kind}", name, rule["id"], detail, partial(inside, "when", change))


def inside(key: str, change: Change, owner: dict[str, Rows]) -> None:
    change(owner[key])


def tighter(raw: Rows, values: dict[str, list[str]]) -> Iterator[tuple[str, str, Change]]:
    """Every way to make a condition hold more rarely: (kind, detail, change of the condition)."""
    for way, part in parts(raw):
        found = leaf(part)
        if found and len(found[1]) > 1:
            fact, accepted = found
            gravest = max(accepted, key=values[fact].index)
            yield "gravest value dropped", f"{fact}={gravest}", partial(lose, (*way, fact), gravest)
        elif "any" in part and len(part["any"]) > 1:
            yield "`any` became `all`", told(part), partial(demand_all, way)
            for one in part["any"]:
                yield "part of an `any` dropped", told(one), partial(lose, (*way, "any"), one)
        elif "of" in part:
            more = str(int(part["at_least"]) + 1)
            yield "`at_least` raised", more, partial(demand, way, more)
            for one in part["of"]:
                yield "part of an `at_least` dropped", told(one), partial(lose, (*way, "of"), one)


def lose(way: Way, one: Rows, raw: Rows) -> None:
    at(raw, way).remove(one)


def demand_all(way: Way, raw: Rows) -> None:
    part = at(raw, way)
    part["all"] = part.pop("any")


def demand(way: Way, more: str, raw: Rows) -> None:
    at(raw, way)["at_least"] = more


def narrowed(name: str, rule: dict[str, Rows], values: dict[str, list[str]], rng: random.Random) -> Mutant:
    """The rule also asks for an answer it has nothing to do with."""
    own = {found[0] for _, part in parts(rule["when"]) if (found := leaf(part))}
    fact = rng.choice([f for f in values if f not in own and f not in ("consent", "review", "touch")])
    value = rng.choice(values[fact])

    def narrow(r: dict[str, Rows]) -> None:
        r["when"] = {"all": [r["when"], {fact: value}]}

    return changed("rule only with an unrelated answer", name, rule["id"], f"and {fact}={value}", narrow)
