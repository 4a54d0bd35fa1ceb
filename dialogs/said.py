"""Facts -> the client's own words, quoted from the log."""

from collections.abc import Callable

from dialogs.session import Answer, Session
from dialogs.words import fill, listed
from knowledge.match import Assessment, Because
from knowledge.models import Knowledge, Question
from knowledge.visit import Extra

QUOTE = 300  # letters of the client's own typed words that a message quotes; the log keeps them all


def last(session: Session, question: str) -> Answer | None:
    """The last answer to a question that still counts."""
    gone = session.retracted()
    for i in range(len(session.log) - 1, session.start - 1, -1):
        entry = session.log[i]
        if isinstance(entry, Answer) and entry.question == question and i not in gone:
            return entry
    return None


def titled(question: Question | Extra) -> str:
    """The name of a question, or the question itself, without its marks: to stand before a colon."""
    return (question.name or question.ask).strip(":?.¿؟")


def label(fact: str, value: str, knowledge: Knowledge, short: Callable[[str], str] = str) -> str:
    """The words the client tapped for this fact and value. `short` shortens those of a line, never what says that it is
    not sure, and no option: its end can turn it around."""
    question = knowledge.by_fact.get(fact)
    if question is None:
        return fact
    if question.checklist:
        say = short(next(line.say for line in question.all_lines() if line.id == fact))
        return say if value == "yes" else fill(knowledge.common["not_sure"], said=say)
    option = question.option(value)
    return option.say if option else value


def quote(
    fact: str, value: str, session: Session, knowledge: Knowledge, short: Callable[[str], str] = str
) -> str:
    """The client's own words: typed ones as typed, a number as given, else the label, as `short` has it."""
    question = knowledge.by_fact.get(fact)
    clarified = f"{fact}_sure"
    if question and question.checklist and clarified in knowledge.by_id:
        answer = last(session, clarified)
        if answer:
            return f"{label(fact, 'yes', knowledge, short)} ({label(clarified, value, knowledge)})"
    if question and question.splits and last(session, question.id) is None:
        return label(question.splits, "yes", knowledge, short)  # presumed: quote what was really ticked
    if question and question.kind == "number":
        answer = last(session, question.id)
        said = answer.said if answer else label(fact, value, knowledge)
        return fill(knowledge.common[question.unit or "points"], n=said)
    if question and value == "unsure" and not question.checklist and not fact.endswith("_sure"):
        return f"{titled(question)}: {label(fact, value, knowledge)}"  # a bare "not sure" does not say of what
    return label(fact, value, knowledge, short)


def notice_words(session: Session) -> str:
    """The words of the last notice, as they were typed; of many words the first."""
    for entry in reversed(session.log[session.start :]):
        if entry.type == "notice":
            return entry.said if len(entry.said) <= QUOTE else entry.said[:QUOTE].rstrip() + "…"
    return ""


def notice_quoted(session: Session) -> list[str]:
    """The same in quotes; nothing where no words were kept, as before consent."""
    words = notice_words(session)
    return [f'"{words}"'] if words else []


def spoken(because: Because, session: Session, knowledge: Knowledge) -> str:
    if because.fact.startswith("heard."):
        return notice_words(session)
    return quote(because.fact, because.value, session, knowledge)


def cited(answers: tuple[Because, ...], session: Session, knowledge: Knowledge) -> str:
    """`"A" and "B"`, each once."""
    words = dict.fromkeys(spoken(b, session, knowledge) for b in answers)
    return listed((f'"{word}"' for word in words if word), knowledge.lang)


def checked(question: Question, assessment: Assessment, session: Session, knowledge: Knowledge) -> str:
    """The client's answer that a doctor may have looked at since."""
    for finding in assessment.findings:
        if question.offered and finding.rule.id.startswith(question.offered):
            return cited(finding.because, session, knowledge)
    return ""


def side_of_pain(facts: dict[str, str], knowledge: Knowledge) -> str:
    """left | right | both | middle | none: the side of the pain, never of a fault."""
    option = knowledge.by_id["spot"].option(facts.get("spot", ""))
    side = (option and option.side) or "none"
    if side in ("left", "right") and facts.get("also_other") == "yes":
        return "both"
    return side
