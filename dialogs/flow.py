"""The machine. Everything that decides state is here.

Eleven states; the order of the rows is their priority, and the order of the
phases is the safety argument. `locate` reads the log and lets the one shared
machine walk to the present place; nothing about a position is ever stored.
"""

from dataclasses import dataclass, field
from typing import Any

from transitions import EventData, Machine

from dialogs.facts import Read, read
from dialogs.session import Session
from knowledge.match import Assessment, assess
from knowledge.models import RANK, Knowledge, Question

ASKING = ("consent", "screen", "story", "pattern", "review")
ENDS = ("emergency", "crisis", "refer", "recommend", "outside", "declined")
TALK = frozenset(["crisis", "abuse", "poison"])  # kinds of emergency that stop the questions


@dataclass(slots=True)
class Walk:
    """The model that the machine moves: what it needs to decide, and its state."""

    read: Read
    assessment: Assessment
    waiting: dict[str, list[Question]]
    state: str = "consent"


@dataclass(frozen=True, slots=True)
class Place:
    """Where a client is. Derived every turn, never stored."""

    state: str
    question: Question | None
    read: Read
    assessment: Assessment
    left: int = 0  # screens still to come, at the least
    asked: int = 0
    facts: dict[str, str] = field(default_factory=dict)
    session: Session | None = field(default=None, repr=False, compare=False)  # what it was read from
    knowledge: Knowledge | None = field(default=None, repr=False, compare=False)


def _walk(event: EventData) -> Walk:
    model: Any = event.model
    assert isinstance(model, Walk)
    return model


def emergency(event: EventData) -> bool:
    """A rule for an ambulance, an emergency department or a maternity unit holds."""
    return any(
        f.rule.tier == "D1" and f.rule.kind not in TALK for f in _walk(event).assessment.findings
    )


def crisis(event: EventData) -> bool:
    """Words of self-harm, violence or too many pills, not yet left by "go on"."""
    return any(f.rule.kind in TALK for f in _walk(event).assessment.findings)


def out_of_scope(event: EventData) -> bool:
    """A rule says that this chat is not the place, and none that a doctor comes first."""
    return _walk(event).assessment.disposition == "D0"


def agreed(event: EventData) -> bool:
    """Consent is given and every question of the consent phase is answered."""
    return _walk(event).read.facts.get("consent", "").startswith("agree") and asked(event)


def asked(event: EventData) -> bool:
    """Nothing of the present phase is still to be asked."""
    walk = _walk(event)
    return not walk.waiting.get(walk.state)


def doctor_first(event: EventData) -> bool:
    """A D1-D3 rule holds, or a D4 rule marked `wait`."""
    return _walk(event).assessment.doctor_first


TRANSITIONS: tuple[tuple[str | tuple[str, ...], str | None, tuple[Any, ...]], ...] = (
    (ASKING, "emergency", (emergency,)),  # first, everywhere
    (ASKING, "crisis", (crisis,)),
    ("consent", "screen", (agreed,)),  # before `outside`: a place out of scope is told in the story
    ("consent", "refer", (asked, doctor_first)),  # under 18: a doctor comes before "not the right place"
    ("consent", "outside", (asked, out_of_scope)),
    ("consent", "declined", (asked,)),
    ("screen", "story", (asked,)),
    ("story", "refer", (asked, doctor_first)),
    ("story", "outside", (asked, out_of_scope)),
    ("story", "pattern", (asked,)),
    ("pattern", "review", (asked,)),
    ("review", "refer", (asked, doctor_first)),  # in reserve: no rule needs it today
    ("review", "recommend", (asked,)),
    (ASKING, None, ()),  # stay: there is more to ask
)

FLOW = Machine(
    model=None,
    initial="consent",
    states=[*ASKING, *ENDS],
    auto_transitions=False,
    send_event=True,
    transitions=[
        {"trigger": "answer", "source": list(s) if isinstance(s, tuple) else s,
         "dest": dest, "conditions": list(conditions)}
        for s, dest, conditions in TRANSITIONS
    ],
)
_ANSWER = FLOW.events["answer"]


def locate(session: Session, knowledge: Knowledge, known: Place | None = None) -> Place:
    """Read the log and walk the machine to where the client is now. `known`: a place that may be
    the one of this very log; then it is not worked out again."""
    if known and known.session and known.knowledge is knowledge and known.session.log is session.log and (
            known.session.start, known.session.country) == (session.start, session.country):
        return known
    found = read(session, knowledge)
    assessment = assess(found.facts, knowledge)
    waiting: dict[str, list[Question]] = {}
    for question in found.unanswered:
        if not question.offered:
            waiting.setdefault(question.phase, []).append(question)
    walk = Walk(found, assessment, waiting)
    for _ in ASKING:
        before = walk.state
        if not _ANSWER.trigger(walk):
            raise RuntimeError(f"no row of the machine fits in '{before}'")
        if walk.state == before or walk.state in ENDS:
            break
    return Place(
        state=walk.state,
        question=_next(walk),
        read=found,
        assessment=assessment,
        left=sum(len(waiting.get(phase, ())) for phase in ASKING),
        asked=len(found.index),
        facts=found.facts,
        session=session,
        knowledge=knowledge,
    )


def _next(walk: Walk) -> Question | None:
    """What to ask here: a follow-up first, then what a notice brought up, then in order."""
    unanswered = walk.read.unanswered
    if walk.state in ENDS:
        if walk.state == "emergency":
            pending = [q for q in unanswered if q.offered or q.id in walk.read.presumed]
        else:
            pending = [q for q in unanswered if q.offered]
        return pending[0] if pending and walk.state in ("emergency", "refer") else None
    if walk.state == "consent":
        return walk.waiting["consent"][0]
    still = {question.id: question for question in unanswered}
    for id in walk.read.noticed:
        if id in still:
            return still[id]
    return walk.waiting[walk.state][0]


def same_day(place: Place) -> bool:
    """A same-day finding that no open follow-up could still soften."""
    return place.state in ("screen", "story") and any(
        RANK[f.rule.tier] <= RANK["D2"] and not place.read.presumed & {b.fact for b in f.because}
        for f in place.assessment.findings
    )
