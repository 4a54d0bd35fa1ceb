"""Every fact, value, source and id that the content names must exist."""

from collections.abc import Iterable, Iterator, Mapping

from knowledge.build import domains
from knowledge.condition import NA, Condition, leaves
from knowledge.load import KnowledgeError, nearest
from knowledge.models import Knowledge, Question
from knowledge.parse import SETTLE, values


def check(found: Knowledge) -> None:
    """Raises KnowledgeError at the first name that points nowhere."""
    _facts_once(found.questions)
    domain = domains(list(found.questions))
    domain |= {f"heard.{row}": frozenset(["no", "yes", "left"]) for row in found.heard}
    for owner, place, condition in conditions(found):
        for leaf in leaves(condition):
            known = domain.get(leaf.fact)
            if known is None:
                raise KnowledgeError(
                    place, f"'{owner}' asks for '{leaf.fact}', which no question or line has",
                    "a rule on a fact that nobody asks can never act",
                    f"{nearest(leaf.fact, domain)}check the spelling against the ids in the questions folder",
                )
            wrong = leaf.values - known - {NA}
            if wrong:
                raise KnowledgeError(
                    place, f"'{owner}': '{leaf.fact}' has no answer {', '.join(sorted(wrong))}",
                    "that part of the rule can never act",
                    f"its answers are: {', '.join(sorted(known))}",
                )
    for id, place, sources in sourced(found):
        for source in sources:
            if source not in found.sources:
                raise KnowledgeError(
                    place, f"'{id}' names the source '{source}', which is not listed",
                    "advice without a source can't be checked",
                    f"{nearest(source, found.sources)}add it to sources.yaml if it is new",
                )
    seen: dict[str, str] = {}
    for rule in found.rules:
        if rule.id in seen:
            raise KnowledgeError(
                rule.place, f"the rule id '{rule.id}' is taken by {seen[rule.id]}",
                "one of the two could be edited by mistake", "give one of them another id",
            )
        seen[rule.id] = rule.place
    _visits(found)
    for question in found.questions:
        _gates_look_back(question, found)
        _settles(question)
        _splits(question, domain)


def _facts_once(asked: Iterable[Question]) -> None:
    seen: dict[str, str] = {}
    for question in asked:
        for row in question.all_lines() if question.checklist else (question,):
            if row.id in seen:
                raise KnowledgeError(
                    row.place, f"the id '{row.id}' is taken by {seen[row.id]}",
                    "an answer could count for the wrong question", "give one of them another id",
                )
            seen[row.id] = row.place


def sourced(found: Knowledge) -> Iterator[tuple[str, str, tuple[str, ...]]]:
    """Everything that names sources: id, place, sources."""
    for question in found.questions:
        yield question.id, question.place, question.source
    for rule in found.rules:
        yield rule.id, rule.place, rule.source
    for item in found.fit.items:
        yield item.id, item.place, item.source
    for alike in found.lookalikes:
        yield alike.id, alike.place, alike.source
    for technique in found.techniques:
        yield technique.id, technique.place, technique.source
    for text in found.dispositions.values():
        yield text.id, text.place, text.source


def conditions(found: Knowledge) -> Iterator[tuple[str, str, Condition]]:
    """Every condition with its owner and place."""
    for question in found.questions:
        yield question.id, question.place, question.when
        for line in question.all_lines():
            yield line.id, line.place, line.when
    for rule in found.rules:
        yield rule.id, rule.place, rule.when
    for item in found.fit.items:
        yield item.id, item.place, item.when
    for alike in found.lookalikes:
        yield alike.id, alike.place, alike.when
    for technique in found.techniques:
        yield technique.id, technique.place, technique.guard
    for extra in found.handover.questions:
        for told in extra.told:
            yield extra.id, extra.place, told
    for name, condition in (("lasts", found.checkins.lasts), ("strong", found.checkins.strong)):
        yield name, found.checkins.place, condition


def _gates_look_back(question: Question, found: Knowledge) -> None:
    earlier: set[str] = set()
    for other in found.questions:
        if other is question:
            break
        earlier |= {other.id} | {line.id for line in other.all_lines()}
    for gate in (question.when, *(line.when for line in question.all_lines())):
        for leaf in leaves(gate):
            if leaf.fact not in earlier and not leaf.fact.startswith("heard."):
                raise KnowledgeError(
                    question.place, f"'{question.id}' waits for '{leaf.fact}', asked later",
                    "a question that waits for a later one can never be asked in order",
                    "move it behind that question, or use another gate",
                )


def _settles(question: Question) -> None:
    """Two answers that do not fit: both in the gate, and the four ways out."""
    if not question.settles:
        return
    gated = {leaf.fact for leaf in leaves(question.when)}
    if len(question.settles) != 2 or not set(question.settles) <= gated or values(question)[:3] != SETTLE:
        raise KnowledgeError(
            question.place, f"'{question.id}' settles {', '.join(question.settles)}",
            "the client could not say which of the two answers is right",
            f"name two facts of its `when`, and begin its options with {', '.join(SETTLE)}",
        )


def _visits(found: Knowledge) -> None:
    """What is taken over from an earlier visit, the order of the cautions, and what a check-in asks anew."""
    for question in found.questions:
        whole = not question.checklist and question.kind in ("number", "spot")
        marked = [(question.id, question.lasting and not (whole and question.id not in found.private))]
        marked += [(line.id, line.lasting and (question.kind != "history" or line.id in found.private))
                   for line in question.all_lines()]
        for id, wrong_here in marked:
            if wrong_here:
                raise KnowledgeError(
                    question.place, f"'{id}' has `lasting: true`",
                    "a warning sign that was denied once says nothing about today, and somebody else may hold the "
                    "phone when a private answer is shown again",
                    "mark only lines of history cards, numbers and the spot, and nothing private",
                )
    noted = {rule.row for rule in found.rules if rule.note}
    order = found.handover.cautions
    wrong = [row for row in order if row not in noted or order.count(row) > 1] + [r for r in noted if r not in order]
    if wrong:
        raise KnowledgeError(
            "handover.yaml", f"`cautions` and the rules differ: {', '.join(sorted(set(wrong)))}",
            "a caution without a place would stand behind all others, where space may end",
            f"{nearest(wrong[0], noted)}name every row whose rule has a note once, and no other",
        )
    if found.checkins.asks not in found.by_id:
        raise KnowledgeError(
            "checkins.yaml", f"`asks: {found.checkins.asks}` is no question",
            "strong pain would be followed by nothing",
            f"{nearest(found.checkins.asks, found.by_id)}name a question",
        )


def _splits(question: Question, domain: Mapping[str, frozenset[str]]) -> None:
    """The line that a follow-up splits, and the answer that counts until then, exist."""
    own = ("presume", question.presume, frozenset(values(question)))
    for word, name, known in (("splits", question.splits, frozenset(domain)), own):
        if name is not None and name not in known:
            raise KnowledgeError(
                question.place, f"'{question.id}' has `{word}: {name}`, which does not exist",
                "until it is answered, a tick of the joined line would count as nothing grave",
                f"{nearest(name, known)}`splits` names a line, `presume` one of the options",
            )
