"""Typed answers: shown back before they count where they decide something; an opening story always."""

from dataclasses import replace

from dialogs import edits, extra
from dialogs.events import Tap
from dialogs.hear import Heard, hear
from dialogs.hear.answers import lexicon, understand
from dialogs.hear.opening import LONG, story
from dialogs.hear.text import tokens
from dialogs.hear.understood import covered
from dialogs.meant import ALONE
from dialogs.replies import Card, Choice, Reply
from dialogs.said import label
from dialogs.say import card_of
from dialogs.session import Answer, Pending
from dialogs.turn import Turn
from knowledge.condition import leaves
from knowledge.lexicon import languages
from knowledge.models import RANK, Knowledge, Question

KEPT = 200  # characters of the words that are kept with an answer


def decides(question: Question, knowledge: Knowledge) -> bool:
    """Whether a rule that sends to a doctor first looks at this question."""
    facts = {question.id, question.clarifies, question.splits, *(line.id for line in question.all_lines())}
    return any(
        leaf.fact in facts
        for rule in knowledge.rules if RANK[rule.tier] <= RANK["D3"] or rule.wait
        for leaf in leaves(rule.when)
    )


def doubtful(turn: Turn, heard: Heard) -> bool:
    """Something was read into the words, and the answer decides something."""
    question = turn.place.question
    if question is None or turn.session.pending or not (heard.options or heard.unsure):
        return False
    return heard.confirm or (not heard.sure and decides(question, turn.knowledge))


def show_back(turn: Turn, heard: Heard, text: str) -> None:
    """Ask once whether it was meant so. Nothing counts before, and before consent no typed word is kept."""
    question = turn.place.question
    assert question is not None
    kept = "" if question.id == "consent" else text[:KEPT]
    turn.session = turn.session.but(draft=None, pending=Pending(
        by="typed", question=question.id, options=heard.options, unsure=heard.unsure, typed=kept))


def confirmed(turn: Turn, tap: Tap) -> None:
    """The answer to "do you mean ...?" or "is that right?"."""
    pending = turn.session.pending
    assert pending is not None
    turn.session = turn.session.but(pending=None)
    left = tuple(one for one in pending.story if (one.question,) != tap.options)
    if tap.options == ("yes",) and pending.story:
        turn.session = turn.session.add(*pending.story)
    elif left and len(left) < len(pending.story):
        turn.session = turn.session.but(pending=pending.model_copy(update={"story": left}))
    elif tap.options == ("yes",):
        # A danger word in the same message may have brought another question forward meanwhile.
        turn.place = replace(turn.place, question=turn.knowledge.by_id[pending.question])
        card = card_of(turn.place, turn.session)
        answer(turn, Tap(pending.options, pending.unsure), card, pending.typed)
    elif tap.options in (("no",), (ALONE,)):
        turn.session = turn.session.but(tries=turn.session.tries + (not pending.story))
        turn.tell("story_not" if pending.story else "meant_not")
    else:
        turn.session = turn.session.but(pending=pending)
        turn.tell("unclear")


def answer(turn: Turn, tap: Tap, card: Card, text: str) -> None:
    """Count it, and keep the words with it."""
    before = len(turn.session.log)
    question = turn.place.question
    if question and question.checklist:
        edits.carded(turn, tap, card)
    else:
        edits.answered(turn, tap)
    edits.typed(turn, before, text[:KEPT])


def told(turn: Turn, text: str) -> tuple[Answer, ...]:
    """What an opening story says about ordinary questions. It is shown back as a whole, and nothing counts before."""
    return filled(turn, text) if len(tokens(text)) >= LONG and not turn.session.pending else ()


def unclear(turn: Turn, text: str) -> str:
    """What is said when nothing was understood; a story needs consent first. Where no danger word of a language is
    known, it says that typed words are not read."""
    if turn.session.lang not in languages():
        return "unclear_unread"
    if turn.place.state == "consent" and len(tokens(text)) >= LONG:
        return "consent_first"
    if turn.place.question and turn.place.question.id == "consent":
        return "consent_which"
    return "unclear" if turn.session.tries < 2 else "unclear_again"


def thanked(turn: Turn, text: str) -> bool:
    """The words say no more than thank you, where nothing is urgent."""
    words, every = lexicon(turn.session.lang), tokens(text)
    if turn.place.state in ("emergency", "crisis") or not words.table("talk.thank", whole=True).find(every):
        return False
    return covered(every, words, "talk.thanks", "talk.oath") is not None


def wait(turn: Turn, understood: tuple[Answer, ...]) -> None:
    """Danger words in a story come first; the rest of it is not lost."""
    turn.session = turn.session.but(waiting=understood or turn.session.waiting)


def filled(turn: Turn, text: str) -> tuple[Answer, ...]:
    """What a story says about ordinary questions that are still open, as answers."""
    understood = []
    if not turn.place.facts.get("consent", "").startswith("agree"):
        return ()
    for id, values in story(text, lexicon(turn.session.lang), turn.house.today, turn.knowledge).items():
        question = turn.knowledge.by_id[id]
        if id in turn.place.read.index or question.kind == "signs":
            continue
        stored = {fact: value for fact, value in values.items() if fact != "said"}
        said = "; ".join(label(fact, value, turn.knowledge) for fact, value in stored.items())
        understood.append(Answer(question=id, shown=question.shown, values=stored, said=values.get("said", said),
                                 typed=text[:KEPT], at=turn.now))
    easing = extra.storied(text, lexicon(turn.session.lang), turn.house.today, turn.knowledge)
    if easing:
        said = extra.named(extra.EASIER, easing, turn.knowledge)
        understood.append(Answer(question=extra.EASIER, shown="", values=dict.fromkeys(easing, "yes"), said=said,
                                 typed=text[:KEPT], at=turn.now))
    return tuple(understood)


def show_story(turn: Turn, understood: tuple[Answer, ...]) -> None:
    """Nothing of it counts before the client says so."""
    turn.session = turn.session.but(draft=None, waiting=(), pending=Pending(
        by="typed", typed=understood[0].typed, story=understood))


def amended(turn: Turn, text: str) -> None:
    """Words about a story that is shown back: "no, I'm 48" takes the place of what was understood."""
    pending = turn.session.pending
    assert pending is not None
    better = {one.question: one for one in filled(turn, text) or put_right(turn, text)}
    story = tuple(better.pop(one.question, one) for one in pending.story)
    changed = story != pending.story or bool(better)
    turn.session = turn.session.but(pending=pending.model_copy(update={"story": (*story, *better.values())}))
    if not changed:
        turn.tell("story_which" if len(story) > 1 else "unclear")


def put_right(turn: Turn, text: str) -> tuple[Answer, ...]:
    """Words that answer just one of the questions that are shown back, as if it was asked: "no, about 5 months"."""
    pending = turn.session.pending
    assert pending is not None
    first, _, rest = text.partition(",")
    no = understand(first, "yes_no_unsure", lexicon(turn.session.lang), turn.house.today).value == "no"
    found = [answer for one in pending.story for answer in [as_asked(turn, one.question, rest if no and rest else text)]
             if answer]
    return tuple(found) if len(found) == 1 else ()


def as_asked(turn: Turn, id: str, text: str) -> Answer | None:
    """What the words answer to this question, of one choice or a number."""
    question = turn.knowledge.by_id.get(id)
    if question is None or question.checklist:
        return None
    choices = tuple(Choice(option.id, option.say) for option in question.options)
    heard = hear(text, Reply("ask", question.ask, choices), question, turn.knowledge, lexicon(turn.session.lang),
                 turn.house.today)
    if len(heard.options) != 1:
        return None
    value = heard.options[0]
    band = question.band(int(value)) if question.kind == "number" and value.isdecimal() else question.option(value)
    if band is None:
        return None
    said = value if question.kind == "number" else band.say
    return Answer(question=id, shown=question.shown, values={id: band.id}, said=said, typed=text[:KEPT], at=turn.now)


def resume(turn: Turn) -> None:
    """A story that waited while its danger words were asked about is shown back now."""
    session, place = turn.session, turn.place
    asked = place.question
    if not session.waiting or session.aside() or asked is None or place.state not in ("screen", "story", "pattern") \
            or asked.offered or asked.clarifies or asked.id in place.read.noticed:
        return
    still = tuple(one for one in session.waiting if one.question not in place.read.index)
    turn.session = session.but(waiting=())
    if still:
        show_story(turn, still)


def unsaid(heard: Heard) -> bool:
    """Nothing was understood at all; or a yes with more to it, which confirms nothing."""
    return replace(heard, value="") == Heard() or (heard.options == ("yes",) and not heard.sure)
