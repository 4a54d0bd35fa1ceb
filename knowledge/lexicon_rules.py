"""flags.yaml: which concepts make which row. A rule is `numb + saddle` (near each other) or
`thinner & sudden + groin` (each part anywhere in the message) or `numb - limb` (and no limb near); docs/lexicons.md
has the whole form."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path

from knowledge.load import KnowledgeError, listed, read, rows_of

Part = tuple[tuple[str, ...], tuple[str, ...]]  # concepts near each other, and those that must not stand near them
Rule = tuple[Part, ...]  # parts anywhere
KEYS = {"id", "place", "urgent", "new", "ever", "anyone", "loose", "history", "say", "raise", "hint", "check",
        "denied", "unless", "explained", "mention"}

YES = ("urgent", "new", "ever", "anyone", "loose", "explained")


@dataclass(frozen=True)
class Flag:
    """A row of the clinical draft and how it is said."""

    id: str
    urgent: bool  # a relative's emergency that goes on now is checked
    new: bool  # old and unchanged is not raised
    ever: bool  # the past counts as much as today
    anyone: bool  # who did it may be somebody else: never taken for another person's trouble
    explained: bool  # an everyday reason makes it count less
    loose: bool  # words that only its check rules name keep no "not" for themselves
    raises: tuple[Rule, ...]
    checks: tuple[Rule, ...]
    mentions: tuple[Rule, ...]  # checks that want something new, lost or wrong in the message
    denied: tuple[Rule, ...]
    unless: tuple[str, ...]  # concepts that take a mention away when they stand near
    history: frozenset[str]  # concepts whose past counts as much as today: a risk beside today's trouble
    begins: frozenset[str]  # the first concept of each rule: without one of them the row is not spoken of


def fault(place: str, what: str, why: str, mend: str) -> KnowledgeError:
    return KnowledgeError(place, what, why, mend)


def flags_of(files: Iterable[Path], concepts: dict[str, list[str]], lang: str) -> tuple[Flag, ...]:
    """In the order of the files, the most urgent first. Adds the phrases under `say` and `hint` to the concepts."""
    found: list[Flag] = []
    for file in files:
        for row in rows_of(read(file), f"lexicon/{lang}/{file.name}"):
            place = row["place"]
            wrong = sorted(set(row) - KEYS)
            if wrong or not isinstance(row.get("id"), str):
                raise fault(place, f"has {', '.join(wrong) or 'no id'}", "the row could not be heard",
                            f"use only {', '.join(sorted(KEYS - {'place'}))}")
            for key in [key for key in YES if row.get(key) not in (None, "yes", "no")]:
                raise fault(place, f"{row['id']} has `{key}: {row[key]}`", "it would count as no",
                            f"write `{key}: yes`, or leave it out")
            if any(flag.id == row["id"] for flag in found):
                raise fault(place, f"{row['id']} stands twice", "half of it would be lost", "join the two")
            for key in ("say", "hint"):
                if row.get(key):
                    concepts[f"{row['id']}.{key}"] = listed(row[key], key, place)
            rules = {key: [_rule(text, concepts, place) for text in listed(row.get(key) or [], key, place)]
                     for key in ("raise", "check", "mention", "denied")}
            for key, other in (("say", "raise"), ("hint", "check")):
                if row.get(key):
                    rules[other].append((((f"{row['id']}.{key}",), ()),))
            unless = tuple(listed(row.get("unless") or [], "unless", place))
            history = frozenset(listed(row.get("history") or [], "history", place))
            _known((*unless, *history), concepts, place)
            found.append(Flag(
                id=row["id"], urgent=row.get("urgent") == "yes", new=row.get("new") == "yes",
                ever=row.get("ever") == "yes", anyone=row.get("anyone") == "yes", loose=row.get("loose") == "yes",
                explained=row.get("explained") == "yes",
                raises=tuple(rules["raise"]), checks=tuple(rules["check"]),
                mentions=tuple(rules["mention"]), denied=tuple(rules["denied"]), unless=unless, history=history,
                begins=frozenset(rule[0][0][0] for some in rules.values() for rule in some),
            ))
    return tuple(found)


def named(flags: Iterable[Flag]) -> frozenset[str]:
    """Every concept that a rule names."""
    return frozenset(name for flag in flags for rule in (*flag.raises, *flag.checks, *flag.mentions, *flag.denied)
                     for part in rule for names in part for name in names)


def firm(flags: Iterable[Flag]) -> frozenset[str]:
    """The concepts whose own "not" denies nothing beside them: those of the rules, but for the checks of loose rows."""
    return named(replace(flag, checks=()) if flag.loose else flag for flag in flags)


def _rule(text: str, concepts: dict[str, list[str]], place: str) -> Rule:
    rule = []
    for part in text.split("&"):
        wanted, *unwanted = part.split(" - ")
        rule.append((tuple(name.strip() for name in wanted.split("+")), tuple(name.strip() for name in unwanted)))
    _known([name for part in rule for names in part for name in names], concepts, place)
    return tuple(rule)


def _known(names: Iterable[str], concepts: dict[str, list[str]], place: str) -> None:
    for name in names:
        if name not in concepts:
            raise fault(place, f"names '{name}', which is no concept", "the rule could never be met",
                        "write the name as it stands in concepts, regions, crisis or cues")
