"""What the cases name must exist, each rule needs a case, and how a case that fails is told to authors."""

import re
from collections.abc import Iterable, Iterator, Mapping

from dialogs.cases import Case
from knowledge.build import domains
from knowledge.check_names import OWN, listed_rows
from knowledge.load import nearest
from knowledge.models import Knowledge

ROWS = ("findings", "not_findings", "cautions")  # parts of `then` that list rows
MEND = ("how to mend it: a case is what was decided for this row. If your edit was not meant to change that, "
        "take it back; if it was, change the case first, with its quote")


def misnamed(cases: Iterable[Case], k: Knowledge) -> list[str]:
    """Complaints about rows, facts and answers that do not exist, once for each case. With a wrong
    name a case can hold that tests nothing."""
    rows, facts = listed_rows(k), domains(list(k.questions))
    return list(dict.fromkeys(f"{case.place}: {fault}" for case in cases for fault in strays(case, k, rows, facts)))


def lacking(cases: Iterable[Case], k: Knowledge) -> Iterator[str]:
    """Complaints about rows with a rule that no case stands for."""
    named, rows = {row for case in cases for row in case.rows}, listed_rows(k)
    for row, place in {rule.row: rule.place for rule in reversed(k.rules)}.items():
        if row in rows - named and not row.startswith(OWN):
            yield f"{place}: no case stands for {row}: an edit could take its rule away unseen; write one in cases/"


def strays(
    case: Case, k: Knowledge, rows: frozenset[str], facts: Mapping[str, frozenset[str]],
) -> Iterator[str]:
    named = [*case.rows, *(row for key in ROWS for row in case.then.get(key, ()))]
    for row in named:
        if row not in rows:
            yield f"names the row '{row}', which rows.yaml does not list: {nearest(row, rows)}check its spelling"
    for fact, value in case.given.items():
        question = k.by_fact.get(fact)
        if question is None and fact.startswith("checked."):
            yield f"gives '{fact}', but there is no such rule with `checked`: put it back, or check the spelling"
        elif question is None:
            yield f"gives '{fact}', which no question or line has: {nearest(fact, facts)}check its spelling"
        elif question.kind in ("choice", "signs", "history") and value not in facts[fact]:
            yield (f"gives '{fact}' the answer '{value}', which it does not have: "
                   f"its answers are {', '.join(sorted(facts[fact]))}")


def told(faults: Iterable[tuple[Case, str]], k: Knowledge) -> list[str]:
    """One complaint for each case that fails, with the names of the outcomes and what the case protects."""
    by_case: dict[str, tuple[Case, list[str]]] = {}
    for case, fault in faults:
        by_case.setdefault(case.place, (case, []))[1].append(fault)
    found = []
    for case, wrong in sorted(by_case.values(), key=lambda failed: failed[0].planted):  # the telling ones first
        quote = f'\n  it stands for {", ".join(case.rows)}: "{case.quote}"' if case.quote else ""
        found.append(f"{case.place}: {outcomes('; '.join(dict.fromkeys(wrong)), k)}{quote}")
    return [*found[:-1], f"{found[-1]}\n  {MEND}"] if found else []


def outcomes(text: str, k: Knowledge) -> str:
    """D2 -> D2 (Same day)."""
    return re.sub(r"\bD[0-7]\b", lambda m: f"{m[0]} ({k.dispositions[m[0]].name})" if m[0] in k.dispositions else m[0],
                  text)
