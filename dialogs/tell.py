"""Outcome -> words: what to do, why, source, what would change it, the warning signs."""

from dialogs.flow import TALK, Place
from dialogs.house import House, phone
from dialogs.said import cited, label, quote
from dialogs.session import Answer, Retract, Session
from dialogs.words import fill, in_row, listed
from knowledge.condition import holds
from knowledge.match import Assessment, Finding, Spoken, shown_fit
from knowledge.models import DispositionText, Knowledge
from knowledge.whatif import flip_words, would_raise


def action(place: Place, session: Session, house: House) -> str:
    """The first line of an emergency: what to do, with the right number of the country."""
    return action_of(gravest(place).rule.kind or "ambulance", session, house)


def gravest(place: Place) -> Finding:
    """The finding that an emergency or a crisis acts on. Where the body needs help at once, that is
    first, whatever else was said."""
    found = [f for f in place.assessment.findings if place.state != "emergency" or f.rule.kind not in TALK]
    return found[0]


def listened(place: Place, session: Session, house: House) -> list[str]:
    """In an emergency of the body: the line to call for words of self-harm, violence or too many pills."""
    kinds = dict.fromkeys(f.rule.kind for f in place.assessment.findings if f.rule.kind in TALK)
    return [action_of(kind, session, house) for kind in kinds if kind]


def action_of(kind: str, session: Session, house: House) -> str:
    """The action of one kind of emergency in this country."""
    shown = line_of(kind, session, house) if kind in TALK else ""
    return house.words_for(session)(f"action_{kind}", emergency=house.country(session).emergency.say, line=shown)


def line_of(kind: str, session: Session, house: House) -> str:
    """The country's line for self-harm, violence or too many pills, with the general one where it is not sure."""
    country = house.country(session)
    line = {"crisis": country.crisis, "abuse": country.abuse, "poison": country.poison}[kind]
    return phone(line, country.emergency, house.words_for(session).lang)


def advice_line(session: Session, house: House) -> str:
    """The country's health line, as a sentence; "" where none is known."""
    line = house.country(session).advice
    if line is None:
        return ""
    return house.words_for(session)("person_line", line=phone(line, house.country(session).emergency, session.lang))


def emergency_message(place: Place, session: Session, house: House) -> str:
    """Action first; then which answer, what not to do, what to tell them, action again."""
    words, knowledge = house.words_for(session), house.knowledge_for(session)
    text = knowledge.dispositions["D1"]
    first = gravest(place)
    do = action(place, session, house)
    return "\n".join([
        do,
        *listened(place, session, house),
        words("because", said=cited(first.because, session, knowledge)) + " " + first.rule.reason,
        text.action,
        fill(text.next, tell=telling(first, session, knowledge)),
        text.change,
        watch(session, house, short=True),
        sources(place.assessment, text, session, house),
        words("emergency_again", action=do),
    ])


def result(place: Place, session: Session, house: House) -> str:
    """The message of a finished chat (not an emergency), at most about 220 words."""
    words, knowledge = house.words_for(session), house.knowledge_for(session)
    assessment = place.assessment
    text = knowledge.dispositions[assessment.text]
    parts = [text.title, filled(text.action, place, session, house)]
    parts.append(reasons(place, session, house))
    if assessment.disposition in ("D4", "D5"):
        parts.append(care(place, session, house))
    if assessment.massage not in ("yes", "adapted"):  # else the title says it
        parts.append(text.massage)
    parts.append(filled(text.next, place, session, house))
    if (booking := house.clinic(session).booking) and assessment.massage in ("yes", "adapted"):
        parts.append(words("book", link=booking))
    parts.append(if_true(session, house))
    parts.append(filled(text.change, place, session, house))
    parts.append(watch(session, house, short=assessment.disposition in ("D0", "D2", "D3")))
    parts.append(sources(assessment, text, session, house))
    return "\n".join(part for part in parts if part)


def telling(finding: Finding, session: Session, knowledge: Knowledge) -> str:
    """What to say at the desk or on the phone; {said} is what was ticked."""
    said = cited(finding.because, session, knowledge).replace('"', "")
    begun = said[:1].lower() + said[1:] if knowledge.lang == "en" else said  # a German noun stays a noun
    return fill(finding.rule.tell, said=begun)


def filled(template: str, place: Place, session: Session, house: House) -> str:
    knowledge = house.knowledge_for(session)
    tells = [f for f in place.assessment.findings if f.rule.tell]
    return fill(
        template, tell=telling(tells[0], session, knowledge) if tells else "", advice=advice_line(session, house),
        emergency=house.country(session).emergency.say,
        **{"raise": raises(place, knowledge) if "{raise}" in template else ""},
    )


def raises(place: Place, knowledge: Knowledge) -> str:
    """Up to three answers that would make this advice more urgent, in their own words."""
    found = would_raise(place.facts, place.assessment.disposition, knowledge)
    quoted = [flip_words(leaf, knowledge) for leaf, _ in found]
    return listed((f'"{word}"' for word in quoted), knowledge.lang, "or")


def reasons(place: Place, session: Session, house: House) -> str:
    """Why: for findings the answers that caused them; for the fit what speaks for and against."""
    words, knowledge = house.words_for(session), house.knowledge_for(session)
    assessment = place.assessment
    told: list[str] = []
    top = () if assessment.disposition == "D5" else leading(assessment)
    quoted: dict[str, Finding] = {}
    for finding in top:  # one reason for each answer
        quoted.setdefault(cited(finding.because, session, knowledge), finding)
    for said, finding in list(quoted.items())[:2]:
        told.append(" ".join([words("because", said=said) if said else "", finding.rule.reason]))
    band = shown_fit(assessment)
    if band and assessment.disposition in ("D5", "D6", "D7"):
        brief = assessment.disposition == "D5"
        if band != "no":
            told.append(words("fits" if band == "fits" else "fits_partly"))
        for sign, phrase in ((1, "speaks_for"), (-1, "speaks_against")):
            speaks = [item for item in assessment.fit.speaks if item.points * sign > 0]
            said = spoken_for(speaks[: 2 if brief else 4], session, house)
            if said:
                told.append(words(phrase, said=said))
        if band == "no" and assessment.lookalike and not brief:
            told.append(assessment.lookalike.client)
    return "\n".join(part.strip() for part in told)


def spoken_for(items: list[Spoken], session: Session, house: House) -> str:
    """The answers behind these items, quoted; what was asked and not ticked as `not "..."`."""
    knowledge, words = house.knowledge_for(session), house.words_for(session)
    yes = dict.fromkeys(
        f'"{quote(b.fact, b.value, session, knowledge)}"'
        for item in items for b in item.because if b.value != "no"
    )
    no = dict.fromkeys(
        words("not_said", said=label(b.fact, "yes", knowledge))
        for item in items for b in item.because if b.value == "no"
    )
    return in_row([*yes, *no], knowledge.lang)


def care(place: Place, session: Session, house: House) -> str:
    """Every caution under the answer that caused it: why and what to do in one line."""
    knowledge = house.knowledge_for(session)
    lines: dict[str, list[str]] = {}
    for finding in place.assessment.cautions():
        if finding.rule.tier == "D4" and finding in leading(place.assessment)[:2]:
            continue  # the reason above has said it
        lines.setdefault(cited(finding.because, session, knowledge), []).append(finding.rule.caution)
    told = [f"• {said}: {' '.join(cautions)}" for said, cautions in lines.items()]
    return "\n".join([house.words_for(session)("take_care"), *told]) if told else ""


def leading(assessment: Assessment) -> tuple[Finding, ...]:
    """The findings of the tier that decided, those the client can act on first."""
    tier = assessment.disposition
    return tuple(f for f in assessment.findings if f.rule.tier == tier)


def watch(session: Session, house: House, short: bool = False) -> str:
    """The named warning signs, and what to do."""
    words, knowledge = house.words_for(session), house.knowledge_for(session)
    signs = in_row((sign.say for sign in knowledge.warning_signs), knowledge.lang)
    emergency = house.country(session).emergency.say
    return words("watch_short" if short else "watch", signs=signs, emergency=emergency)


def sources(assessment: Assessment, text: DispositionText, session: Session, house: House) -> str:
    knowledge, words = house.knowledge_for(session), house.words_for(session)
    ids = [s for f in leading(assessment)[:1] for s in f.rule.source]
    if assessment.disposition in ("D6", "D7"):
        ids.append("article")
    ids += text.source
    names = dict.fromkeys(knowledge.sources[s].short for s in ids)
    return words("source", sources=in_row(list(names)[:2], knowledge.lang, ";"),
                 unsigned=" ".join(unsigned("unsigned", session, house)))


def unsigned(phrase: str, session: Session, house: House) -> list[str]:
    """That no clinician has checked the content, in this phrase; nothing where one has."""
    return [] if house.standing().signed else [house.words_for(session)(phrase)]


def taken(session: Session) -> dict[str, str]:
    """The grave answers that were taken back: fact -> value."""
    found: dict[str, str] = {}
    for entry in session.log:
        if isinstance(entry, Retract) and entry.grave:
            for answer in (session.log[i] for i in entry.entries):
                if isinstance(answer, Answer):
                    found |= {fact: value for fact, value in answer.values.items() if fact in entry.grave}
    return found


def taken_back(session: Session, knowledge: Knowledge) -> str:
    """The same, in the client's words."""
    said = (f'"{label(fact, value, knowledge)}"' for fact, value in taken(session).items())
    return in_row(dict.fromkeys(said), knowledge.lang)


def if_true(session: Session, house: House) -> str:
    """What to do if what was taken back is true after all; "" if nothing was."""
    knowledge, facts = house.knowledge_for(session), taken(session)
    urgent = any(rule.tier == "D1" and not rule.heard and holds(rule.when, facts) for rule in knowledge.rules)
    return house.words_for(session)("taken_urgent" if urgent else "taken_result", said=taken_back(session, knowledge),
                                    emergency=house.country(session).emergency.say) if facts else ""


def person(session: Session, house: House) -> str:
    """Who to talk to: the clinic's phone and hours, or the country's health line."""
    words, clinic = house.words_for(session), house.clinic(session)
    found = advice_line(session, house) or words("person_none")
    if clinic.phone:
        found = words("person_clinic", name=clinic.name, phone=clinic.phone, hours=clinic.hours)
    return words("person", person=found, emergency=house.country(session).emergency.say)
