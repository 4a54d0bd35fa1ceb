"""A second reading of the rules, made apart from the house's own: straight from the files
to z3 and to plain Python, sharing nothing with knowledge.parse, build, condition or match."""

import random
from collections.abc import Callable
from typing import Any

import z3

from knowledge.load import DATA, folder

ORDER = ["D1", "D2", "D3", "D0", "D4", "D5"]
LINE = ["no", "unsure", "yes"]
Raw = Any
Facts = dict[str, str]


def listed(value: Raw) -> list[str]:
    return [value] if isinstance(value, str) else list(value)


def questions() -> list[tuple[str, list[str], list[Raw]]]:
    """(fact, values, gates) of everything that is asked, in order."""
    found: list[tuple[str, list[str], list[Raw]]] = []
    for _, rows in folder(DATA / "questions"):
        for row in rows:
            gates = [row["when"]] if "when" in row else []
            if "heard" in row:
                gates.append({f"heard.{row['heard']}": "yes"})
            if row["kind"] in ("signs", "history"):
                lines = [*row["lines"], *([row["more"]] if "more" in row else [])]
                for line in lines:
                    found.append((line["id"], LINE, [*gates, *([line["when"]] if "when" in line else [])]))
            elif row["kind"] not in ("country", "review"):
                found.append((row["id"], [o["id"] for o in row["options"]], gates))
    return found


def rules(profile: str) -> list[tuple[str, str, Raw, bool]]:
    """(id, tier, condition, widened): the forms that count while no doctor has checked anything."""
    found: list[tuple[str, str, Raw, bool]] = []
    for _, rows in folder(DATA / "rules"):
        for row in rows:
            if row.get("only", profile) != profile:
                continue
            when = row["when"] if "when" in row else {f"heard.{row['heard']}": "yes"}
            tier = row.get("strict", row["tier"]) if profile == "strict" else row["tier"]
            found.append((row["id"], tier, when, False))
            if "unsure" in row:
                found.append((row["id"] + ".unsure", row["unsure"], when, True))
    return found


def domains() -> dict[str, list[str]]:
    return {fact: values for fact, values, _ in questions()}


def accepted(fact: str, values: Raw, wide: bool, domain: dict[str, list[str]]) -> list[str]:
    more = ["unsure"] if wide and "unsure" in domain.get(fact, []) else []
    return [*listed(values), *more]


def python(raw: Raw, wide: bool, domain: dict[str, list[str]]) -> Callable[[Facts], bool]:
    """The condition as a plain function of facts."""
    if "any" in raw or "all" in raw or "of" in raw:
        inner = raw.get("any") or raw.get("all") or raw["of"]
        parts = [python(part, wide, domain) for part in inner]
        need = 1 if "any" in raw else len(parts) if "all" in raw else int(raw["at_least"])
        return lambda facts: sum(part(facts) for part in parts) >= need
    ((fact, values),) = [(k, v) for k, v in raw.items() if k != "place"]
    wanted = set(accepted(fact, values, wide, domain))
    return lambda facts: facts.get(fact) in wanted


def solver(raw: Raw, wide: bool, domain: dict[str, list[str]], at: Callable[[str, str], Any]) -> Any:
    """The condition in z3; `at(fact, value)` is the formula that the fact has the value."""
    if "any" in raw or "all" in raw or "of" in raw:
        inner = raw.get("any") or raw.get("all") or raw["of"]
        parts = [solver(part, wide, domain, at) for part in inner]
        if "any" in raw:
            return z3.Or(*parts)
        if "all" in raw:
            return z3.And(*parts)
        return z3.AtLeast(*parts, int(raw["at_least"]))
    ((fact, values),) = [(k, v) for k, v in raw.items() if k != "place"]
    return z3.Or(*(at(fact, value) for value in accepted(fact, values, wide, domain)))


def complete(rng: random.Random, asked: list[tuple[str, list[str], list[Raw]]]) -> Facts:
    """A random complete set of answers that respects the gates."""
    facts: Facts = {}
    domain = {fact: values for fact, values, _ in asked}
    quiet = 1 - 10 ** rng.uniform(-3, 0)  # from people with one sign to people with all of them
    for fact, values, gates in asked:
        if not all(_compiled(gate, domain)(facts) for gate in gates):
            facts[fact] = "na"
        elif values is LINE:
            facts[fact] = "no" if rng.random() < quiet else rng.choice(LINE)
        else:
            mild = fact == "consent" or (fact not in ("age", "spot") and rng.random() < quiet)
            facts[fact] = values[0] if mild else rng.choice(values)
    return facts


_CACHE: dict[int, tuple[Raw, Callable[[Facts], bool]]] = {}


def _compiled(raw: Raw, domain: dict[str, list[str]]) -> Callable[[Facts], bool]:
    """Kept with what it was made from, else another condition could come to have the same id."""
    if id(raw) not in _CACHE:
        _CACHE[id(raw)] = raw, python(raw, False, domain)
    return _CACHE[id(raw)][1]
