"""A line or an option taken out with every mention of it, so that no reference is left to complain."""

from collections.abc import Iterator

from tests.mutants.content import Files, Rows, leaf


def files_with_conditions(files: Files) -> tuple[str, ...]:
    return tuple(name for name in files if name.startswith(("questions/", "rules/")) or name in (
        "fit.yaml", "lookalikes.yaml", "techniques.yaml", "article.yaml"))


def forget(files: Files, fact: str, value: str | None = None) -> None:
    """Take out a fact, or one value of it, and then whatever could no longer be asked."""
    todo = [(fact, value)]
    while todo:
        fact, value = todo.pop()
        for owner, key in list(owners(files)):
            left = without(owner[key], fact, value)
            if left is None:
                owner["gone"] = True
            else:
                owner[key] = left
        for name, questions in files.items():
            if name.startswith("questions/"):
                todo += list(asked_no_more(questions, fact, value))
        drop_gone(files)
    for row in files["article.yaml"]:
        if fact in (row.get("where") or ()):
            row["where"].remove(fact)


def owners(files: Files) -> Iterator[tuple[dict[str, Rows], str]]:
    """Everything that has a condition, with the key it stands under."""
    for name, found in files.items():
        for row in found["items"] if name == "fit.yaml" else found:
            for key in ("when", "guard"):
                if key in row:
                    yield row, key
            for line in row.get("lines", ()) if name.startswith("questions/") else ():
                if "when" in line:
                    yield line, "when"


def without(raw: Rows, fact: str, value: str | None) -> Rows | None:
    """The condition without this fact or value; None where it could never hold."""
    found = leaf(raw)
    if found:
        if found[0] != fact:
            return raw
        kept = [v for v in found[1] if value is not None and v != value]
        return {fact: kept} if kept else None
    word = next(w for w in ("any", "all", "of") if w in raw)
    left = [without(part, fact, value) for part in raw[word]]
    kept = [part for part in left if part is not None]
    needed = {"any": 1, "all": len(left), "of": int(raw.get("at_least", 0))}[word]
    return {**raw, word: kept} if len(kept) >= needed else None


def asked_no_more(questions: list[dict[str, Rows]], fact: str, value: str | None) -> Iterator[tuple[str, None]]:
    """Mark the line, option or question that is gone; yields the other facts that go with it."""
    for question in questions:
        if question["id"] == fact and value is None:
            question["gone"] = True
        for option in question.get("options", ()) if question["id"] == fact else ():
            if option["id"] == value:
                option["gone"] = True
        for line in question.get("lines", ()):
            if line["id"] == fact:
                line["gone"] = True
            elif question.get("gone") or line.get("gone"):
                yield line["id"], None
        if question.get("lines") and all(line.get("gone") for line in question["lines"]):
            question["gone"] = True
        elif question.get("gone") and question["id"] != fact:
            yield question["id"], None
        if question.get("splits") == fact and question.get("gone"):
            question.pop("splits")


def drop_gone(files: Files) -> None:
    for name, found in files.items():
        rows = found["items"] if name == "fit.yaml" else found
        rows[:] = [row for row in rows if not row.get("gone")]
        for row in rows if name.startswith("questions/") else ():
            for key in ("lines", "options"):
                if key in row:
                    row[key] = [part for part in row[key] if not part.get("gone")]
