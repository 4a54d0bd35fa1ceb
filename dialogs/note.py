"""The note for the therapist, and the short text to show at a desk."""

from dialogs.flow import Place
from dialogs.house import House
from dialogs.problem import whom
from dialogs.said import cited, label, last, side_of_pain
from dialogs.session import Session
from dialogs.tell import taken_back, telling, unsigned
from dialogs.words import in_row
from knowledge.match import Assessment, because
from knowledge.models import Knowledge, Technique


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
    """One screen for the therapist: cautions first, nothing the client did not say."""
    words, knowledge = house.words_for(session), house.knowledge_for(session)
    facts, assessment = place.facts, place.assessment
    text = knowledge.dispositions[assessment.text]
    age, pain = last(session, "age"), last(session, "pain")
    parts = [
        words("note_title", version=assessment.version, unsigned="".join(unsigned("note_unsigned", session, house))),
        words("note_disposition", name=text.name, massage=text.massage),
        words("note_cautions", cautions=notes(assessment) or words("nothing")),
        words("note_for", age=words("age_years", n=age.said) if age else "?",
              pain=pain.said if pain else "?", spot=label("spot", facts.get("spot", ""), knowledge),
              also=ticked("where_else", facts, knowledge) or words("nothing"),
              worse=ticked("worse", facts, knowledge) or words("nothing")),
        words("note_side", side=words(f"side_{side_of_pain(facts, knowledge)}")),
        words("note_fit", band=words(f"band_{assessment.fit.band}"),
              pro=points(assessment, 1) or words("nothing"),
              con=points(assessment, -1) or words("nothing")),
        words("note_sitting", sit=words("yes" if facts.get("agg_sit") == "yes" else "no"),
              walk=words("yes" if facts.get("agg_walk") == "yes" else "no")),
        signs(facts, knowledge, house, session),
    ]
    ideas = [t for t in knowledge.techniques if t.id not in assessment.withheld]
    held = [t for t in knowledge.techniques if t.id in assessment.withheld]
    if ideas and assessment.disposition in ("D4", "D5", "D6"):
        parts.append(words("note_techniques", ideas=" ".join(f"{t.id}: {t.name}." for t in ideas)))
    if held:
        parts.append(held_back(held, facts, session, house))
    taken = taken_back(session, knowledge)
    if taken:
        parts.append(words("note_taken", said=taken))
    if facts.get("consent") == "agree_helper":
        parts.append(words("helper_note"))
    parts.append(words("note_words", title=text.title))
    parts.append(words("note_problem", whom=whom(session, house)))
    return "\n".join(parts)


def held_back(held: list[Technique], facts: dict[str, str], session: Session, house: House) -> str:
    """Which techniques are withheld, by which answer, and what is offered instead."""
    knowledge, words = house.knowledge_for(session), house.words_for(session)
    causes: dict[str, list[str]] = {}
    for technique in held:
        said = cited(because(technique.guard, facts), session, knowledge)
        causes.setdefault(said, []).append(technique.id)
    told = "; ".join(f"{', '.join(ids)} ({said})" for said, ids in causes.items())
    instead = dict.fromkeys(technique.instead for technique in held)
    return words("note_held", held=told, instead=" ".join(instead))


def notes(assessment: Assessment) -> str:
    """What the therapist does or leaves, each note once."""
    return " ".join(dict.fromkeys(f.rule.note for f in assessment.findings if f.rule.note))


def ticked(question: str, facts: dict[str, str], knowledge: Knowledge) -> str:
    lines = knowledge.by_id[question].lines
    return in_row((line.say for line in lines if facts.get(line.id) == "yes"), knowledge.lang)


def points(assessment: Assessment, sign: int) -> str:
    return "; ".join(item.say for item in assessment.fit.speaks if item.points * sign > 0)


def signs(facts: dict[str, str], knowledge: Knowledge, house: House, session: Session) -> str:
    """How many warning signs were asked, and how many were yes or not sure."""
    lines = [line.id for q in knowledge.questions if q.kind == "signs" for line in q.all_lines()]
    values = [facts[id] for id in lines if facts.get(id) in ("no", "unsure", "yes")]
    return house.words_for(session)(
        "note_signs", asked=len(values), yes=values.count("yes"), unsure=values.count("unsure"),
    )
