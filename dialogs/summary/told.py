"""What the client was told and when, and what the therapist says and does next."""

from datetime import datetime

from dialogs import intake, tell
from dialogs.flow import TALK
from dialogs.session import Answer, Closed, Mark, Notice
from dialogs.summary.draft import Draft
from dialogs.summary.private import intimate
from dialogs.summary.view import View


def told(view: View, dated: bool = False) -> Draft:
    """What the client was told; in an emergency, or if wanted, when too, and what they said to it."""
    closed, words = outcome(view), view.words
    text = view.knowledge.dispositions[view.place.assessment.text]
    title = text.title
    if intake.on(view.place, view.session, view.house):
        title = intake.title(view.place, view.session, view.house)
    findings = view.place.assessment.findings
    if view.place.assessment.disposition == "D1":
        hidden = not view.shown(findings[0]) and (findings[0].rule.kind or "") in TALK
        title = words("sum_told_private") if hidden else tell.action(view.place, view.session, view.house)
    if not dated and view.place.assessment.disposition != "D1":
        return Draft("told", title, facts=rests(view))
    said = words("sum_told_at", told=title, at=view.stamp(closed.at if closed else reached(view)))
    for mark in view.session.log[view.session.start :]:
        if isinstance(mark, Mark) and mark.what in ("going", "cannot"):
            said += " " + words("sum_going", said=words(mark.what), at=view.stamp(mark.at))
    return Draft("told", said, facts=rests(view))


def rests(view: View) -> tuple[str, ...]:
    """The answers behind the gravest finding."""
    findings = view.place.assessment.findings
    return view.proof(*findings[0].because) if findings else view.rests("spot")


def outcome(view: View) -> Closed | None:
    """The frozen copy of what was told, if this is still it."""
    closed = view.session.closed[-1] if view.session.closed else None
    return closed if closed and closed.upto >= view.session.start else None


def reached(view: View) -> datetime:
    """When the last answer was given."""
    at = [e.at for e in view.session.log[view.session.start :] if isinstance(e, Answer | Notice)]
    return at[-1] if at else view.now


def come(view: View) -> Draft:
    first = view.place.assessment.findings[0]
    crisis = view.private and (first.rule.kind or "") in TALK
    emergency = view.house.country(view.session).emergency.say
    return Draft("come", view.words("sum_come_private" if crisis else "sum_come_emergency", emergency=emergency))


def say(view: View) -> Draft:
    return Draft("say", view.words(f"sum_say_{view.place.assessment.disposition}"))


def quotable(view: View) -> bool:
    """Whether what the client read may be told word for word: with their yes, or if it can quote nothing private."""
    return view.private or not intimate(view.session, view.facts, view.knowledge)
