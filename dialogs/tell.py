"""Outcome -> words: what to do, why, source, what would change it, the warning signs."""

from dialogs.flow import Place
from dialogs.house import House, phone
from dialogs.said import cited, label
from dialogs.session import Answer, Retract, Session
from dialogs.words import Words, fill
from knowledge.match import Assessment, Finding, shown_fit
from knowledge.models import DispositionText, Knowledge
from knowledge.whatif import would_raise


def action(place: Place, session: Session, house: House) -> str:
    """The first line of an emergency: what to do, with the right number of the country."""
    words, country = house.words_for(session), house.country(session)
    finding = place.assessment.findings[0]
    kind = finding.rule.kind or "ambulance"
    line = {"crisis": country.crisis, "abuse": country.abuse, "poison": country.poison}.get(kind)
    emergency = country.emergency.say
    shown = phone(line, country.emergency) if kind in ("crisis", "abuse", "poison") else ""
    return words(f"action_{kind}", emergency=emergency, line=shown)


def advice_line(session: Session, house: House) -> str:
    """The country's health line, as a sentence; "" where none is known."""
    line = house.country(session).advice
    if line is None:
        return ""
    return house.words_for(session)("person_line", line=phone(line, house.country(session).emergency))


def emergency_message(place: Place, session: Session, house: House) -> str:
    """Action first; then which answer, what not to do, what to tell them, action again."""
    words, knowledge = house.words_for(session), house.knowledge_for(session)
    text = knowledge.dispositions["D1"]
    first = place.assessment.findings[0]
    do = action(place, session, house)
    return "\n".join([
        do,
        words("because", said=cited(first.because, session, knowledge)) + " " + first.rule.reason,
        text.action,
        fill(text.next, tell=first.rule.tell),
        words("emergency_again", action=do),
    ])


def result(place: Place, session: Session, house: House) -> str:
    """The message of a finished chat (not an emergency), at most about 220 words."""
    words, knowledge = house.words_for(session), house.knowledge_for(session)
    assessment = place.assessment
    text = knowledge.dispositions[assessment.text]
    parts = [text.title, filled(text.action, place, session, house)]
    parts.append(reasons(place, session, house))
    cautions = [f.rule.caution for f in assessment.cautions()]
    if cautions and assessment.disposition in ("D4", "D5"):
        parts.append(words("take_care", cautions=" ".join(cautions[:4])))
    parts += [text.massage, filled(text.next, place, session, house)]
    taken = taken_back(session, knowledge)
    if taken:
        parts.append(words("taken_result", said=taken))
    parts.append(filled(text.change, place, session, house))
    parts.append(watch(session, house, short=assessment.disposition in ("D0", "D2", "D3")))
    parts.append(sources(assessment, text, knowledge, words))
    return "\n".join(part for part in parts if part)


def filled(template: str, place: Place, session: Session, house: House) -> str:
    knowledge = house.knowledge_for(session)
    tells = [f.rule.tell for f in place.assessment.findings if f.rule.tell]
    return fill(
        template, tell=tells[0] if tells else "", advice=advice_line(session, house),
        emergency=house.country(session).emergency.say,
        **{"raise": raises(place, knowledge) if "{raise}" in template else ""},
    )


def raises(place: Place, knowledge: Knowledge) -> str:
    """Up to three answers that would make this advice more urgent, in their own words."""
    found = would_raise(place.facts, place.assessment.disposition, knowledge)
    quoted = [
        label(leaf.fact, "yes" if "yes" in leaf.values else sorted(leaf.values)[-1], knowledge)
        for leaf, _ in found
    ]
    return ", ".join(f'"{word}"' for word in quoted[:-1]) + f' or "{quoted[-1]}"'


def reasons(place: Place, session: Session, house: House) -> str:
    """Why: for findings the answers that caused them; for the fit what speaks for and against."""
    words, knowledge = house.words_for(session), house.knowledge_for(session)
    assessment = place.assessment
    told: list[str] = []
    top = leading(assessment)
    for finding in top[:2]:
        said = cited(finding.because, session, knowledge)
        told.append(" ".join([words("because", said=said) if said else "", finding.rule.reason]))
    band = shown_fit(assessment)
    if band and assessment.disposition in ("D5", "D6", "D7"):
        pro = [say for _, say, points in assessment.fit.speaks if points > 0][:3]
        con = [say for _, say, points in assessment.fit.speaks if points < 0][:2]
        if band != "no":
            told.append(words("fits" if band == "fits" else "fits_partly"))
        if pro:
            told.append(words("speaks_for", said="; ".join(lower(p) for p in pro)))
        if con:
            told.append(words("speaks_against", said="; ".join(lower(c) for c in con)))
        if band == "no" and assessment.lookalike:
            told.append(assessment.lookalike.client)
    return "\n".join(part.strip() for part in told)


def leading(assessment: Assessment) -> tuple[Finding, ...]:
    """The findings of the tier that decided, those the client can act on first."""
    tier = assessment.disposition
    return tuple(f for f in assessment.findings if f.rule.tier == tier)


def lower(text: str) -> str:
    return text[:1].lower() + text[1:]


def watch(session: Session, house: House, short: bool = False) -> str:
    """The named warning signs, and what to do."""
    words, knowledge = house.words_for(session), house.knowledge_for(session)
    signs = ", ".join(sign.say for sign in knowledge.warning_signs)
    emergency = house.country(session).emergency.say
    return words("watch_short" if short else "watch", signs=signs, emergency=emergency)


def sources(
    assessment: Assessment, text: DispositionText, knowledge: Knowledge, words: Words
) -> str:
    ids = [s for f in leading(assessment)[:1] for s in f.rule.source]
    if assessment.disposition in ("D6", "D7"):
        ids.append("article")
    ids += text.source
    names = dict.fromkeys(knowledge.sources[s].name for s in ids)
    return words("source", sources="; ".join(list(names)[:2]))


def taken_back(session: Session, knowledge: Knowledge) -> str:
    """Grave answers that were taken back, in the client's words."""
    words: dict[str, None] = {}
    for entry in session.log:
        if isinstance(entry, Retract) and entry.confirmed:
            for i in entry.entries:
                answer = session.log[i]
                if isinstance(answer, Answer):
                    for fact, value in answer.values.items():
                        if value in ("yes", "unsure") or fact == answer.question:
                            words[label(fact, value, knowledge)] = None
    return ", ".join(f'"{word}"' for word in words)


def person(session: Session, house: House) -> str:
    """Who to talk to: the clinic's phone and hours, or the country's health line."""
    words, clinic = house.words_for(session), house.clinic(session)
    found = advice_line(session, house) or words("person_none")
    if clinic.phone:
        found = words("person_clinic", name=clinic.name, phone=clinic.phone, hours=clinic.hours)
    return words("person", person=found, emergency=house.country(session).emergency.say)
