"""Every fact, value, source and id that the content names must exist."""

from collections.abc import Iterable, Iterator, Mapping

from knowledge import bands, cited
from knowledge.build import domains
from knowledge.condition import NA, Condition, leaves
from knowledge.load import KnowledgeError, nearest
from knowledge.models import Knowledge, Question
from knowledge.parse import SETTLE, values
from knowledge.residual import Residual, facts_in, given, normal

FILES = ("questions/1-consent", "questions/2-screen", "questions/3-story", "questions/4-pattern", "questions/5-review",
         "rules/1-emergency", "rules/2-same-day", "rules/3-doctor", "rules/4-cautions")


def check(found: Knowledge) -> None:
    """Raises KnowledgeError at the first name that points nowhere."""
    _files(found)
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
        if not possible(normal(condition), domain):
            raise KnowledgeError(
                place, f"'{owner}' can never hold, whatever is answered",
                "a rule that can never act protects nobody", "one fact has one answer: look at the parts of each `all`",
            )
    cited.check(found)
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
        _worded(question, found)
        bands.check(question)


def _worded(question: Question, found: Knowledge) -> None:
    """It can be answered; the word of its number and the countries of its options exist."""
    if question.kind == "number" and (question.unit or "points") not in found.common:
        raise KnowledgeError(question.place, f"'{question.id}' has the unit '{question.unit or 'points'}'",
                             "a number could not be said back", "name a text of common.yaml under `unit`")
    if not question.options and question.kind in ("choice", "number", "spot", "review"):
        raise KnowledgeError(question.place, f"'{question.id}' has no `options`", "nobody could answer it, nor go on",
                             "write them as `- {id: ..., say: \"...\"}`")
    for option in question.options:
        if option.country and option.country not in found.countries:
            raise KnowledgeError(option.place, f"the option '{option.id}' names the country '{option.country}'",
                                 "clients would read no emergency number of theirs", "name one of countries.yaml")


def possible(condition: Residual, domain: Mapping[str, frozenset[str]]) -> bool:
    """Is there any set of answers with which it holds?"""
    if isinstance(condition, bool):
        return condition
    fact = min(facts_in(condition))
    return any(possible(given(condition, fact, value), domain) for value in sorted(domain[fact] | {NA}))


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
            yield extra.id, told.place or extra.place, told.when
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
    _cautions(found)
    if found.checkins.asks not in found.by_id:
        raise KnowledgeError(
            "checkins.yaml", f"`asks: {found.checkins.asks}` is no question",
            "strong pain would be followed by nothing",
            f"{nearest(found.checkins.asks, found.by_id)}name a question",
        )


def _cautions(found: Knowledge) -> None:
    """Each row with a note has its one place in the order of the cautions."""
    order, why = found.handover.cautions, "a caution without a place would stand behind all others, where space may end"
    noted = {rule.row: rule for rule in reversed(found.rules) if rule.note}
    for row, rule in noted.items():
        if row not in order:
            raise KnowledgeError(
                rule.place,
                f"'{rule.id}' has a `note`, and its row {row} has no place among `cautions` of handover.yaml", why,
                f"add {row} there: the list is the order in which a therapist reads the cautions",
            )
    for place, row in enumerate(order):
        if row in order[:place]:
            raise KnowledgeError("handover.yaml", f"{row} stands twice among `cautions`", why, "take one of them out")
        if row not in noted:
            raise KnowledgeError(
                "handover.yaml", f"{row} stands among `cautions`, and no rule of it has a `note`", why,
                f"{nearest(row, set(noted) - set(order))}write the row of a rule with a note, or take it out",
            )


def _files(found: Knowledge) -> None:
    """No file of questions or rules is empty or gone: all that follows from it would be missing elsewhere."""
    there = {row.place.split(":")[0] for row in (*found.questions, *found.rules)}
    for file in FILES:
        if f"{file}.yaml" not in there:
            raise KnowledgeError(
                f"{file}.yaml", "holds nothing, or is gone", "nothing of what it should hold is asked or told any more",
                "put back what it held: from version control, or from the copy that you keep",
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
