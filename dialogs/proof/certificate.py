"""The certificate: the content, every place of every walk, and what was proved of it, as JSON.

It is made to be checked by somebody who trusts neither this code nor its author:
`tools/verify.py` needs nothing but the file and Python's standard library, reads the
content anew, and works out every successor of every place itself.
"""

import hashlib
import json
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

from dialogs.cases import QUIET
from dialogs.flow import TRANSITIONS
from dialogs.proof.explore import Ask, State, asks, parts, relevant, walk
from dialogs.proof.prove import Proof, base, order_of
from knowledge.condition import Condition, Leaf
from knowledge.load import DATA, Plain, read
from knowledge.models import Knowledge
from knowledge.residual import Residual, given

FORMAT = "si-screen certificate 1"
METHOD = (
    "Line by line, every value of every line; histories that leave the same residual conditions are one place. "
    "`parts` share no gate, so each is walked apart, and so is each rule with its facts and all that gates them: "
    "the outcome is the most urgent rule that holds."
)


def certificate(proofs: dict[str, tuple[Knowledge, Proof, float]], now: datetime, data: Path = DATA) -> dict[str, Any]:
    """The whole certificate. `proofs`: profile -> (content, proof, seconds)."""
    content = plain(data)
    return {
        "format": FORMAT, "made": now.isoformat(timespec="seconds"), "method": METHOD,
        "version": next(iter(proofs.values()))[0].version, "hash": digest(content), "content": content,
        "quiet": QUIET,
        "machine": [[list(source) if isinstance(source, tuple) else [source], dest, [g.__name__ for g in guards]]
                    for source, dest, guards in TRANSITIONS],
        "profiles": {profile: proved(*found) for profile, found in proofs.items()},
    }


def plain(data: Path = DATA) -> dict[str, Plain]:
    """Every content file that decides something, as plain data: path -> rows."""
    return {
        file.relative_to(data).as_posix(): without_places(read(file))
        for file in sorted(data.rglob("*.yaml")) if "clients" not in file.parts
    }


def without_places(raw: Plain) -> Plain:
    if isinstance(raw, dict):
        return {k: without_places(v) for k, v in raw.items() if k != "place"}
    return [without_places(x) for x in raw] if isinstance(raw, list) else raw


def digest(content: Any) -> str:
    """sha256 of the canonical JSON: sorted keys, no spaces, UTF-8."""
    text = json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


def proved(k: Knowledge, proof: Proof, seconds: float) -> dict[str, Any]:
    """One profile: the properties, the counts, and the places of every walk."""
    table: dict[Residual, int] = {}
    standing = [(f"heard.{row}", "no") for row in k.heard]
    order, others = asks(k), asks(k, agreed=False)
    walks = [recorded({"agreed": agreed, "part": n}, part, (), standing, table)
             for agreed, whole in ((True, order), (False, others)) for n, part in enumerate(parts(whole))]
    for rule in k.rules:
        left = base(rule, k)
        for fact, value in standing:
            left = given(left, fact, value)
        if not rule.id.endswith((".seen", ".ok")) and not isinstance(left, bool):
            mine = order_of(left, order, others)
            about = {"agreed": mine is order, "rule": rule.id, "tier": rule.tier, "wait": rule.wait}
            walks.append(recorded(about, relevant(mine, [left]), (left,), standing, table))
    return {
        "properties": [{"property": name, "holds": not examples} for name, examples in proof.holds],
        "counts": {
            "conversations": str(proof.walked.conversations), "screens": [proof.walked.shortest, proof.walked.longest],
            "rules": proof.rules, "walks": len(walks), "places": sum(len(f) for w in walks for f in w["places"]),
        },
        "seconds": round(seconds, 2),
        "residuals": [as_json(residual) for residual in table],
        "walks": walks,
    }


def recorded(
    about: dict[str, Any], order: list[Ask], goals: tuple[Condition, ...], standing: list[tuple[str, str]],
    table: dict[Residual, int],
) -> dict[str, Any]:
    """One walk: what is asked, and the places before each ask and at the end."""
    found = walk(order, goals, standing)

    @cache
    def at(n: int) -> int:
        """The number in `table` of the walk's own number."""
        return table.setdefault(found.residuals[n], len(table))

    def place(state: State) -> tuple[tuple[int, ...], tuple[tuple[int, int], ...]]:
        """(what is left of the goals, what is left of the gates touched so far), by number in `residuals`."""
        left, touched, _ = state
        return tuple(map(at, left)), tuple((j, at(gate)) for j, gate in touched)

    return {**about, "asks": [ask.fact for ask in order], "values": [list(ask.values) for ask in order],
            "places": [sorted({place(state) for state in front}) for front in found.fronts]}


def as_json(residual: Residual) -> Any:
    """`true`, `false`, `{"fact": [values]}` or `{"at_least": n, "of": [...]}`."""
    if isinstance(residual, bool):
        return residual
    if isinstance(residual, Leaf):
        return {residual.fact: sorted(residual.values)}
    return {"at_least": residual.n, "of": [as_json(part) for part in residual.parts]}
