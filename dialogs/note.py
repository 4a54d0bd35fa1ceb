"""The note for the therapist, and the short text to show at a desk."""

from dialogs import extra
from dialogs.flow import Place
from dialogs.house import House
from dialogs.problem import whom
from dialogs.said import cited
from dialogs.session import Session
from dialogs.summary import Booking, summary
from dialogs.summary.private import intimate
from dialogs.summary.text import lined
from dialogs.tell import telling, unsigned
from dialogs.words import in_row


def desk(place: Place, session: Session, house: House) -> str:
    """What to show to a doctor's or hospital desk."""
    words, knowledge = house.words_for(session), house.knowledge_for(session)
    assessment = place.assessment
    flags = [f for f in assessment.findings if f.rule.tell and f.rule.row.startswith("RF-")]
    first = (flags or [f for f in assessment.findings if f.rule.tell])[:3]
    said = [cited(f.because, session, knowledge) for f in assessment.findings if f.doctor_first]
    title = knowledge.dispositions[assessment.text].name
    text = words(
        "desk", title=title + ".",
        tell=in_row(dict.fromkeys(telling(f, session, knowledge) for f in first), knowledge.lang, ";"),
        said=in_row(dict.fromkeys(s for s in said[:3] if s), knowledge.lang), version=assessment.version,
        unsigned="".join(unsigned("note_unsigned", session, house)),
    )
    return f"{text}\n{words('note_problem', whom=whom(session, house))}"


def therapist(place: Place, session: Session, house: House) -> str:
    """The first screen of the summary, for the client to show: private answers by group, and to look at both sides."""
    words, told = house.words_for(session), extra.before(session, house)
    private = not intimate(session, place.facts, house.knowledge_for(session))
    made = summary(session, house, session.log[-1].at, Booking(), private, session.lang, "", told=told)
    sides = {line.id: line for line in made.part("pain").lines}
    lines = [sides.get(line.id, line) if line.id == "side" else line for line in made.screen]
    title = words("note_title", version=made.version, unsigned="".join(unsigned("note_unsigned", session, house)))
    return "\n".join([title, lined(lines), words("note_problem", whom=whom(session, house))])
