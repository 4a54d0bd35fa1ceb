"""The first screen, in the order in which a therapist reads it."""

from datetime import datetime

from babel.dates import format_datetime, get_datetime_format

from dialogs import tell
from dialogs.said import label
from dialogs.session import Notice
from dialogs.summary import ideas, ledger, pain, told
from dialogs.summary.draft import Draft, Entry
from dialogs.summary.view import View, brief, clean, clip
from dialogs.words import listed
from knowledge.match import Because, Finding
from knowledge.models import RANK


def drafts(view: View) -> list[Draft]:
    """Every line, with the most urgent of its entries first."""
    found = view.place.assessment
    ends = [] if view.house.standing().signed else [Draft("content", view.words("sum_unsigned"))]
    asked = [signs(view), avoid(view)]
    place = [pain.why(view), pain.where(view), pain.side(view)]
    if found.disposition == "D1":
        now = [told.told(view), Draft("tonight", view.words("sum_tonight_none")), told.come(view)]
        return [client(view), result(view), *now, *asked, *place, ideas.attempt(view), *ends]
    moves = [pain.worse(view), *pain.eased(view)]
    if view.doctor_first or found.disposition == "D0":
        moves = [draft for draft in moves if draft.facts]  # only what was said
        next_visit = "sum_next_ok" if view.doctor_first else "sum_next_out"
        then = [told.say(view), Draft("next_visit", view.words(next_visit))]
        return [client(view), result(view), *asked, *then, *place, *moves, ideas.attempt(view), *ideas.held(view),
                told.told(view), *ends]
    return [client(view), result(view), *asked, *place, *moves, *ideas.pattern(view), ideas.attempt(view),
            *ideas.held(view), told.told(view), *ends]


def client(view: View) -> Draft:
    """Visit, name, age; a booking that is not known is said so."""
    booking, words = view.booking, view.words
    name, age = clip(clean(booking.name), 8), years(view) if "age" in view.facts else words("sum_age_none")
    parts = [
        view.apart(clip(clean(visit(view)), 8)) or words("sum_visit_none"),
        view.apart(name) or words("sum_name_none"), age,
        words("sum_ref", ref=view.apart(clip(clean(booking.ref), 2))) if booking.ref else "",
    ]
    text = " · ".join(part for part in parts if part) if view.id else age  # of no visit before it is handed over
    if view.id and not (booking.name or booking.visit or booking.ref):
        text += ". " + words("sum_unmatched")
    if view.facts.get("consent") == "agree_helper":
        text += ". " + words("helper_note")
    return Draft("client", text, facts=view.rests("age", "consent"))


def years(view: View) -> str:
    """The age, or the band that was tapped."""
    said = view.number("age")
    return view.words("age_years", n=said) if said.isdecimal() else said


def visit(view: View) -> str:
    """Day and time as the therapist's language writes them; as typed if it is no ISO time."""
    try:
        at = datetime.fromisoformat(view.booking.visit)
    except ValueError:
        return view.booking.visit
    day = format_datetime(at, "EEE d MMM y", locale=view.words.lang)
    time = format_datetime(at, "HH:mm", locale=view.words.lang)
    return str(get_datetime_format("medium", view.words.lang)).replace("{1}", day).replace("{0}", time)


def result(view: View) -> Draft:
    """The outcome in one line, and which answers led there."""
    found = view.place.assessment
    text = view.knowledge.dispositions[found.text]
    head = f"{text.name}. " + (view.words("sum_no_treatment") if found.disposition == "D1" else text.massage)
    leading = deciding(view)
    said = {view.said(f.because): view.said(f.because, 7) for f in leading}
    rests = [fact for f in leading for fact in view.proof(*f.because)] or view.rests("spot")
    because = [Entry(*(view.words("sum_because", said=one) for one in each)) for each in said.items()]
    return Draft("result", head, because, tuple(rests), give=3, sep=" ")


def deciding(view: View) -> list[Finding]:
    """The findings of the tier that decided; with cautions only, none: they stand in a line of their own."""
    found = view.place.assessment
    tier = found.disposition
    return [] if tier == "D5" else [f for f in found.findings if f.rule.tier == tier and f.because]


def signs(view: View) -> Draft:
    """How many warning signs were asked, and which were not simply "no" and are not in the line above."""
    lines = [line.id for q in view.knowledge.in_order for line in ledger.signs(q, view) if q.kind == "signs"]
    values = [view.facts[id] for id in lines if view.facts.get(id) in ("no", "unsure", "yes")]
    left = sum(id not in view.facts for id in lines)
    head = view.words("sum_signs_count", asked=len(values), **{v: values.count(v) for v in ("no", "yes", "unsure")})
    if left:
        head += " " + view.words("sum_signs_left", left=left)
    above = {b.fact for f in deciding(view)[:1] for b in f.because}
    told_: list[Entry] = []
    for value in ("yes", "unsure"):
        answers = [Because(id, value) for id in lines if view.facts.get(id) == value and id not in above]
        said = list(dict.fromkeys(said_short(b, view) for b in answers))
        if said:
            more = f" {view.words('sum_more', n=len(said) - 1)}" if said[1:] else ""
            told_.append(Entry(*(view.words(f"sum_{value}", said=one)
                                 for one in (listed(said, view.words.lang), said[0] + more))))
    mentioned = unconfirmed(view)
    if mentioned:
        told_.append(clipped(view.words("sum_not_confirmed", said=view.sep.join(mentioned))))
    taken = tell.taken_back(view.session, view.knowledge) if view.private else ""
    if taken:
        told_.append(clipped(view.words("sum_taken", said=taken)))
    rests = (*view.rests(*lines), *([f"mentioned={len(unheld(view))}"] if mentioned else []))
    return Draft("signs", head, told_, rests, give=2, sep=" ")


def clipped(text: str) -> Entry:
    return Entry(text, clip(text, 12))


def said_short(answer: Because, view: View) -> str:
    group = view.hides(answer.fact)
    return view.words(f"sum_group_{group}") if group else f'"{label(answer.fact, "yes", view.knowledge)}"'


def unheld(view: View) -> list[Notice]:
    """What the client wrote of and did not confirm when asked: no rule of that row holds."""
    held = {f.rule.row for f in view.place.assessment.findings}
    held |= {f.rule.heard or "" for f in view.place.assessment.findings}
    notices = [e for e in view.session.log[view.session.start :] if isinstance(e, Notice)]
    return [e for e in notices if e.row not in held]


def unconfirmed(view: View) -> list[str]:
    """That in words; of a row the last."""
    rows = {e.row: e.said for e in unheld(view)}
    told = [ledger.spoken_of(row, clip(clean(said), 12), view) for row, said in rows.items()]
    return list(dict.fromkeys(told))


def noted(view: View) -> list[Finding]:
    """The findings with a note for the therapist: the gravest first, then in the order of the content."""
    order = view.knowledge.handover.cautions
    found = [f for f in view.place.assessment.findings if f.rule.note]
    return sorted(found, key=lambda f: (RANK[f.rule.tier], not f.rule.postpone, order.index(f.rule.row)))


def avoid(view: View) -> Draft:
    """The cautions, all of them; short of space only what each is about."""
    found = view.place.assessment
    findings = list({view.note(f): f for f in noted(view)}.items())
    head = ""
    if found.disposition == "D1":
        head, findings = view.words("sum_avoid_all"), []
    elif view.doctor_first:
        head = view.words("sum_avoid_first")
    elif not findings:
        head = view.words("sum_avoid_none")
    rests = [fact for _, f in findings for fact in view.proof(*f.because)]
    if not findings:
        rests = [fact for f in found.findings[:1] for fact in view.proof(*f.because)] or list(view.rests("skin"))
    # Massage later or not at all: then a doctor's OK is the caution, and the others can wait for the part.
    return Draft("avoid", head, [Entry(note, brief(note)) for note, _ in findings], tuple(rests), give=1,
                 keep=1 if view.doctor_first else len(findings), listed=True)
