"""Typed answers: shown back before they count where they decide something; an opening story always."""

from dataclasses import replace
from typing import TYPE_CHECKING

from dialogs import edits
from dialogs.events import Tap
from dialogs.hear import Heard
from dialogs.hear.answers import lexicon
from dialogs.hear.opening import story
from dialogs.hear.phrases import tokens
from dialogs.replies import Card
from dialogs.said import label
from dialogs.say import card_of
from dialogs.session import Answer, Pending
from knowledge.condition import leaves
from knowledge.models import RANK, Knowledge, Question

if TYPE_CHECKING:
    from dialogs.step import Turn

KEPT = 200  # characters of the words that are kept with an answer
LONG = 9  # words of a story, at the least


def decides(question: Question, knowledge: Knowledge) -> bool:
    """Whether a rule that sends to a doctor first looks at this question."""
    facts = {question.id, question.clarifies, question.splits, *(line.id for line in question.all_lines())}
    return any(
        leaf.fact in facts
        for rule in knowledge.rules if RANK[rule.tier] <= RANK["D3"] or rule.wait
        for leaf in leaves(rule.when)
    )


def doubtful(turn: "Turn", heard: Heard) -> bool:
    """Something was read into the words, and the answer decides something."""
    question = turn.place.question
    if question is None or turn.session.pending or not (heard.options or heard.unsure):
        return False
    return heard.confirm or (not heard.sure and decides(question, turn.knowledge))


def show_back(turn: "Turn", heard: Heard, text: str) -> None:
    """Ask once whether it was meant so. Nothing counts before."""
    question = turn.place.question
    assert question is not None
    turn.session = turn.session.but(draft=None, pending=Pending(
        by="typed", question=question.id, options=heard.options, unsure=heard.unsure, typed=text[:KEPT]))


def confirmed(turn: "Turn", tap: Tap) -> None:
    """The answer to "do you mean ...?" or "is that right?"."""
    pending = turn.session.pending
    assert pending is not None
    turn.session = turn.session.but(pending=None)
    if tap.options == ("yes",) and pending.story:
        turn.session = turn.session.add(*pending.story)
    elif tap.options == ("yes",):
        # A danger word in the same message may have brought another question forward meanwhile.
        turn.place = replace(turn.place, question=turn.knowledge.by_id[pending.question])
        card = card_of(turn.place, turn.session)
        answer(turn, Tap(pending.options, pending.unsure), card, pending.typed)
    elif tap.options == ("no",):
        turn.session = turn.session.but(tries=turn.session.tries + (not pending.story))
        turn.tell("story_not" if pending.story else "meant_not")
    else:
        turn.session = turn.session.but(pending=pending)
        turn.tell("unclear")


def answer(turn: "Turn", tap: Tap, card: Card, text: str) -> None:
    """Count it, and keep the words with it."""
    before = len(turn.session.log)
    question = turn.place.question
    if question and question.checklist:
        edits.carded(turn, tap, card)
    else:
        edits.answered(turn, tap)
    edits.typed(turn, before, text[:KEPT])


def told(turn: "Turn", text: str) -> bool:
    """An opening story: what it says about ordinary questions is shown back as a whole. Nothing counts before."""
    facts = turn.place.facts
    if not facts.get("consent", "").startswith("agree") or len(tokens(text)) < LONG or turn.session.pending:
        return False
    understood = []
    for id, values in story(text, lexicon(turn.session.lang), turn.house.today, turn.knowledge).items():
        question = turn.knowledge.by_id[id]
        if id in turn.place.read.index or question.kind == "signs":
            continue
        stored = {fact: value for fact, value in values.items() if fact != "said"}
        said = "; ".join(label(fact, value, turn.knowledge) for fact, value in stored.items())
        understood.append(Answer(question=id, shown=question.shown, values=stored, said=values.get("said", said),
                                 typed=text[:KEPT], at=turn.now))
    if understood:
        turn.session = turn.session.but(draft=None, pending=Pending(
            by="typed", typed=text[:KEPT], story=tuple(understood)))
    return bool(understood)


def unsaid(heard: Heard) -> bool:
    """Nothing was understood at all; or a yes with more to it, which confirms nothing."""
    return replace(heard, value="") == Heard() or (heard.options == ("yes",) and not heard.sure)
