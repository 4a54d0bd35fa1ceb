#!/usr/bin/env python3
"""Checks a certificate of SI Screen. Stands alone: Python's standard library and nothing else.

    python verify.py certificate.json [--hash SHA256]

Reads the content in the certificate anew, works out the successors of every recorded place
itself, and accepts only if the places are exactly those that can be reached, every gate is
decided in time, every rule is decided by the end (a doctor-first one before the pattern), every
clinical case it can play ends as it must, and every row is accounted for. `--hash`: the content's
hash as you know it from elsewhere, such as the page that a clinician signed. Exit 0 accepted, 1 rejected.

It does not judge words or telephone numbers, nor whether the rules are right. A case that answers by words, types
them, rests on danger words, chance or a doctor's check, or expects no outcome is not played, but counted.
"""

import hashlib
import json
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

Condition = Any  # True, False, ("is", fact, values) or ("of", n, parts)
Ask = tuple[str, str, str, list[str], Condition]  # fact, phase, question, values, gate
Faults = Iterator[str]

LINE = ["no", "unsure", "yes"]
EARLY = ("consent", "screen", "story")
URGENCY = ["D1", "D2", "D3", "D0", "D4", "D5", "D6", "D7"]
TIERS = URGENCY[:6]


def main(arguments: list[str]) -> int:
    known = arguments[arguments.index("--hash") + 1] if "--hash" in arguments else None
    try:
        certificate = json.loads(Path(arguments[0]).read_text("utf-8"))
        faults = list(verify(certificate, known))
    except (OSError, ValueError, KeyError, IndexError, TypeError, AttributeError) as fault:
        faults = [f"this is no readable certificate: {fault!r}"]
    for told in faults[:20]:
        print(f"REJECTED: {told}")
    if not faults:
        counts = {name: p["counts"]["places"] for name, p in certificate["profiles"].items()}
        played = [answers is not None for _, answers in each(certificate["content"])]
        print(f"accepted: content {certificate['hash'][:16]}..., places {counts}, "
              f"cases {sum(played)} played, {len(played) - sum(played)} not")
    return 1 if faults else 0


def verify(certificate: Any, known: str | None = None) -> Faults:
    """Every fault found."""
    content = certificate["content"]
    text = json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    found = hashlib.sha256(text.encode()).hexdigest()
    if found != certificate["hash"]:
        yield f"the content has the hash {found[:16]}..., the certificate says {certificate['hash'][:16]}..."
    if known and found != known:
        yield f"the content is not the one you expected: {found[:16]}... instead of {known[:16]}..."
    yield from machine(certificate["machine"])
    yield from rows(content)
    if set(certificate["profiles"]) != {"calibrated", "strict"}:
        yield "both profiles must be there"
    for profile, proof in certificate["profiles"].items():
        for fault in proved(content, profile, proof):
            yield f"{profile}: {fault}"
        for fault in cases(content, profile, certificate["quiet"]):
            yield f"{profile}: {fault}"


# ---- reading the content ------------------------------------------------------------------
def files(content: Any, folder: str) -> list[Any]:
    return [rows for path, rows in sorted(content.items()) if path.startswith(folder + "/")]


def asks(content: Any, agreed: bool = True) -> list[Ask]:
    """(fact, phase, question, values, gate) of all that is asked, in order, of those who agree, or of the others."""
    found = []
    for path, questions in sorted(content.items()):
        if not path.startswith("questions/"):
            continue
        phase = path.split("-", 1)[1].removesuffix(".yaml")
        for q in questions:
            if q["id"] != "consent" and (phase == "consent") == agreed:
                continue
            gate = {"heard." + q["heard"]: "yes"} if "heard" in q else {"all": [q["when"]] if "when" in q else []}
            if q["kind"] in ("signs", "history"):
                for line in q["lines"] + ([q["more"]] if "more" in q else []):
                    both = {"all": [gate] + ([line["when"]] if "when" in line else [])}
                    found.append((line["id"], phase, q["id"], LINE, canonical(both)))
            elif q["kind"] not in ("country", "review"):
                never = ("first", "second") if "settles" in q else ()  # these take an answer back
                values = [o["id"] for o in q["options"] if o["id"] not in never]
                if q["id"] == "consent":
                    values = ["agree"] if agreed else [v for v in values if not v.startswith("agree")]
                found.append((q["id"], phase, q["id"], values, canonical(gate)))
    return found


def rules(content: Any, profile: str) -> Iterator[tuple[str, str, bool, Condition]]:
    """(id, tier, wait, condition) while no doctor has checked anything and nothing was heard."""
    asked = asks(content) + asks(content, agreed=False)
    unsure = frozenset(fact for fact, _, _, values, _ in asked if "unsure" in values)
    for r in (r for listed in files(content, "rules") for r in listed):
        if r.get("only", profile) != profile:
            continue
        when = r["when"] if "when" in r else {"heard." + r["heard"]: "yes"}
        tier = r.get("strict", r["tier"]) if profile == "strict" else r["tier"]
        wait = r.get("wait") == "true"
        yield r["id"], tier, wait, canonical(when)
        if "unsure" in r:
            yield r["id"] + ".unsure", r["unsure"], wait and r["unsure"] == "D4", canonical(when, unsure)


def canonical(raw: Any, unsure: frozenset[str] = frozenset()) -> Condition:
    """A condition in one form only."""
    if isinstance(raw, bool):
        return raw
    if "all" in raw or "any" in raw or "of" in raw:
        inner = raw.get("all") if "all" in raw else raw.get("any") if "any" in raw else raw["of"]
        need = len(inner) if "all" in raw else 1 if "any" in raw else int(raw["at_least"])
        return least(need, [canonical(part, unsure) for part in inner])
    ((fact, values),) = raw.items()
    values = {values} if isinstance(values, str) else set(values)
    if fact.startswith("heard."):
        return "no" in values
    return ("is", fact, frozenset(values | ({"unsure"} if fact in unsure else set())))


def least(need: int, parts: list[Condition]) -> Condition:
    need -= sum(part is True for part in parts)
    parts = [part for part in parts if not isinstance(part, bool)]
    if need <= 0:
        return True
    if need > len(parts):
        return False
    if len(parts) == 1:
        return parts[0]
    return ("of", need, tuple(sorted(parts, key=order)))


def order(condition: Condition) -> str:
    if condition[0] == "is":
        return json.dumps([condition[1], sorted(condition[2])])
    return json.dumps([condition[1], [order(part) for part in condition[2]]])


@cache
def given(condition: Condition, fact: str, value: str) -> Condition:
    """What is left of a condition once this fact has this value."""
    if isinstance(condition, bool):
        return condition
    if condition[0] == "is":
        return value in condition[2] if condition[1] == fact else condition
    return least(condition[1], [given(part, fact, value) for part in condition[2]])


def facts_in(condition: Condition) -> set[str]:
    if isinstance(condition, bool):
        return set()
    return {condition[1]} if condition[0] == "is" else set().union(*map(facts_in, condition[2]))


# ---- checking -----------------------------------------------------------------------------
def machine(table: Any) -> Faults:
    if table[0][1] != "emergency" or set(table[0][0]) < {"screen", "story", "pattern", "review"}:
        yield "the machine's first row is not the emergency of every asking state"
    story = [row for row in table if row[0] == ["story"]]
    if not story or story[0][1] != "refer" or "doctor_first" not in story[0][2]:
        yield "the story does not end at a doctor first"
    if any(dest == "recommend" and source != ["review"] for source, dest, _ in table):
        yield "massage can be advised before the review"


def rows(content: Any) -> Faults:
    listed = {r["row"] if "row" in r else r["id"].split(".")[0] for rows in files(content, "rules") for r in rows}
    listed |= {row["id"] for row in content["listed.yaml"]}
    for kind in ("RF", "MC", "MP"):
        raw, width = content["rows.yaml"][kind], 1 if kind == "MP" else 2
        ids = raw if isinstance(raw, list) else [
            f"{kind}-{n:0{width}d}" for n in range(int(raw["from"]), int(raw["to"]) + 1)]
        yield from (f"row {id} has no rule and is not listed" for id in ids if id not in listed)


def proved(content: Any, profile: str, proof: Any) -> Faults:
    orders = {agreed: asks(content, agreed) for agreed in (True, False)}
    early = {fact for fact, *_ in orders[False]}
    table = [canonical(raw) for raw in proof["residuals"]]
    wanted = {id: (tier, wait, c) for id, tier, wait, c in rules(content, profile) if not isinstance(c, bool)}
    walks = {w["rule"]: w for w in proof["walks"] if "rule" in w}
    for id in wanted.keys() - walks.keys():
        yield f"rule {id} has no walk"
    for id in walks.keys() - wanted.keys():
        yield f"there is a walk for {id}, but no such rule"
    for agreed, order_of in orders.items():
        covered = [fact for w in proof["walks"] if "part" in w and w["agreed"] == agreed for fact in w["asks"]]
        if sorted(covered) != sorted(fact for fact, *_ in order_of):
            yield "the parts are not the whole chat"
    if not all(p["holds"] for p in proof["properties"]):
        yield "the certificate itself says that a property fails"
    for w in proof["walks"]:
        tier, wait, goal = wanted.get(w.get("rule"), (None, None, None))
        name = w.get("rule", f"part {w.get('part')}")
        if "rule" in w and goal is not None and (w["tier"], w["wait"]) != (tier, wait):
            yield f"{name}: recorded as {w['tier']}, the content says {tier}"
        if "rule" in w and goal is not None and w["agreed"] == (facts_in(goal) <= early):
            yield f"{name}: walked in the wrong chat"
        yield from (f"{name}: {fault}" for fault in walked(w, orders[w["agreed"]], table, goal, tier, wait))


def walked(w: Any, order_of: list[Ask], table: list[Condition], goal: Condition, tier: Any, wait: Any) -> Faults:
    chosen = [ask for ask in order_of if ask[0] in set(w["asks"])]
    inside = {ask[0] for ask in chosen}
    needed = set().union(*(facts_in(ask[4]) for ask in chosen), facts_in(goal) if goal is not None else set())
    if [ask[0] for ask in chosen] != w["asks"] or not needed <= inside:
        yield "it leaves out what its facts or gates depend on"
        return
    if [ask[3] for ask in chosen] != w["values"]:
        yield "it was made for other answers than the content offers"
        return
    places = [{(tuple(table[g] for g in left), tuple((j, table[g]) for j, g in touched)) for left, touched in front}
              for front in w["places"]]
    if places[0] != {((goal,) if goal is not None else (), ())} or len(places) != len(chosen) + 1:
        yield "it does not start with the rule's own condition"
        return
    for i, (fact, _, _, values, gate) in enumerate(chosen):
        waits = [j for j in range(i + 1, len(chosen)) if fact in facts_in(chosen[j][4])]
        following = set()
        for left, touched in places[i]:
            later = dict(touched)
            shown = later.pop(i, gate)
            if not isinstance(shown, bool):
                yield f"the gate of {fact} is open when its turn comes"
                return
            for value in values if shown else ["na"]:
                after = dict(later)
                for j in waits:
                    after[j] = given(after.get(j, chosen[j][4]), fact, value)
                following.add((tuple(given(g, fact, value) for g in left), tuple(sorted(after.items()))))
        if following != places[i + 1]:
            yield (f"after {fact}: {len(following - places[i + 1])} places are missing, "
                   f"{len(places[i + 1] - following)} can't be reached")
            return
    if goal is None:
        return
    if {left for left, _ in places[-1]} - {(True,), (False,)}:
        yield "it is still open at an end"
    if tier in ("D1", "D2", "D3") or wait:
        early = max((i + 1 for i, ask in enumerate(chosen) if ask[1] in EARLY), default=0)
        if any(not isinstance(g, bool) for left, _ in places[early] for g in left):
            yield "it sends to a doctor first, but is decided after the story"


def cases(content: Any, profile: str, quiet: dict[str, str]) -> Faults:
    """The clinical cases, on facts alone: given these answers, at least (or exactly) this tier."""
    chats = [asks(content, False), asks(content)]
    ruled = sorted((URGENCY.index(tier), id, c) for id, tier, _, c in rules(content, profile))
    offered = {fact: values for chat in chats for fact, _, _, values, _ in chat if fact != "consent"}
    bands = {q["id"]: q["options"] for listed in files(content, "questions") for q in listed if q["kind"] == "number"}
    for case, answers in each(content):
        if answers is None or case.get("profile", "calibrated") != profile:
            continue
        order_of = chats[answers.get("consent", "agree").startswith("agree")]
        gone = [f for f, v in answers.items() if f in offered and not v.isdecimal() and v not in offered[f]]
        yield from (f"case '{case['name']}' answers {fact} as nobody can" for fact in gone)
        facts: dict[str, str] = {}
        for fact, _, question, values, gate in order_of:
            value = answers.get(fact) or ("no" if values is LINE else quiet.get(fact, values[0]))
            if value == "unsure":
                value = answers.get(fact + "_sure", value)  # the clarifying answer replaces it
            facts[fact] = banded(value, bands.get(question, [])) if settled(gate, facts) else "na"
        found = next((rank for rank, _, c in ruled if settled(c, facts)), 6)  # the most urgent that holds
        want = URGENCY.index(case["then"].get("disposition") or case["then"]["at_least"])
        if found > want or (found < want and case["then"].get("disposition") in TIERS):
            yield f"case '{case['name']}' ends in {URGENCY[found]}, it must be {URGENCY[want]}"


def each(content: Any) -> Iterator[tuple[Any, dict[str, str] | None]]:
    """(case, its answers) of every clinical case, once for each set of answers; None if it can't be played."""
    for case in (case for listed in files(content, "cases") for case in listed):
        beside = {"ticks", "types", "notices", "whatever_else"} & set(case)
        judged = not beside and {"disposition", "at_least"} & set(case["then"])
        for one in case.get("each") or [{}]:
            played = judged and not isinstance(one, str) and "checked." not in f"{case.get('given')} {one}"
            yield case, {**(case.get("given") or {}), **one} if played else None


def settled(condition: Condition, facts: dict[str, str]) -> Any:
    if isinstance(condition, bool) or condition[0] == "is":
        return condition if isinstance(condition, bool) else facts.get(condition[1], "na") in condition[2]
    return sum(settled(part, facts) for part in condition[2]) >= condition[1]


def banded(value: str, bands: list[Any]) -> str:
    fits = (b["id"] for b in bands if "from" in b and int(b["from"]) <= int(value) <= int(b["to"]))
    return next(fits, value) if value.isdecimal() else value


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
