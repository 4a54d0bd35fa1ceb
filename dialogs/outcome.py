"""The outcome of a finished chat as data: the machine interface and the frozen copy."""


from dialogs import intake
from dialogs.flow import Place
from dialogs.house import House
from dialogs.said import side_of_pain, spoken
from dialogs.session import Session
from dialogs.tell import gravest
from dialogs.turn import Turn
from knowledge.match import shown_fit

UNSAID: dict[str, object] = {  # where a clinic only takes answers in
    "disposition": None, "massage": None, "si_fit": None, "findings": [], "because": [], "cautions": [], "withheld": [],
    "sources": [],
}
FINISHED = ("emergency", "crisis", "refer", "recommend", "outside")


def outcome(place: Place, session: Session, house: House) -> dict[str, object] | None:
    """None while the chat goes on; else disposition, reasons, sources and version."""
    if place.state not in FINISHED:
        return None
    knowledge, assessment, stand = house.knowledge_for(session), place.assessment, house.standing()
    first = gravest(place).rule if assessment.findings else None
    because = {
        (b.fact, b.value): {
            "question": b.fact, "option": b.value, "said": spoken(b, session, knowledge),
        }
        for finding in assessment.findings for b in finding.because
    }
    sources = dict.fromkeys(s for f in assessment.findings for s in f.rule.source)
    if not sources:
        sources = dict.fromkeys(knowledge.dispositions[assessment.text].source)
    return {
        "disposition": assessment.disposition,
        "massage": assessment.massage,
        "kind": first.kind if first and first.tier == "D1" else None,
        "findings": list(assessment.rows()),
        "si_fit": shown_fit(assessment),
        "side": side_of_pain(place.facts, knowledge),
        "cautions": [
            {"row": f.rule.row, "client": f.rule.caution, "therapist": f.rule.note}
            for f in assessment.cautions()
        ],
        "withheld": list(assessment.withheld),
        "because": list(because.values()),
        "sources": [knowledge.sources[s].name for s in sources],
        "profile": knowledge.profile,
        "version": assessment.version,
        "signed": stand.signed,
        "unsigned_rows": len(stand.unsigned),
    }


def to_client(final: dict[str, object] | None, turn: Turn) -> dict[str, object] | None:
    """The outcome as the client's side gets it; what is kept is whole."""
    return {**final, **UNSAID} if final and intake.on(turn.place, turn.session, turn.house) else final
