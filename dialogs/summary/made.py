"""A chat that has an outcome -> the summary for its therapist."""

from dataclasses import replace
from datetime import datetime

from dialogs.flow import TALK, locate
from dialogs.house import House
from dialogs.outcome import FINISHED
from dialogs.session import Session, Told
from dialogs.summary.changed import changes, summed
from dialogs.summary.draft import fitted
from dialogs.summary.models import Booking, Part, Summary
from dialogs.summary.parts import parts
from dialogs.summary.screen import drafts
from dialogs.summary.view import View


def summary(
    session: Session, house: House, now: datetime, booking: Booking, private: bool, lang: str, id: str,
    before: Summary | None = None, *, again: bool = False, told: tuple[Told, ...] = (),
) -> Summary:
    """Pure. `lang` is the therapist's; `before` is the summary that this one replaces or, with `again`, that of an
    earlier visit; `told` what the client said at the hand-over. Raises ValueError for a chat without an outcome."""
    house = replace(house, today=now.date())
    own = session.but(lang=lang if lang in house.words else "en")
    knowledge = house.knowledge_for(own)
    place = locate(own, knowledge)
    if place.state not in FINISHED:
        raise ValueError(f"a chat in '{place.state}' has no outcome to sum up")
    view = View(id, session, own, house, knowledge, house.words_for(own), place, booking, private, now, told)
    found = place.assessment
    first = found.findings[0] if found.findings else None
    kind = first.rule.kind if first and first.rule.tier == "D1" else None
    lines = drafts(view)
    changed = changes(before, [draft.line(view) for draft in lines], view) if before else ()
    if before:
        lines.insert(0, summed(before, changed, again, view))
    rest = parts(view)
    if changed:
        rest = (Part(id="changed", title=view.words("sum_p_changed"), lines=changed), *rest)
    return Summary(
        id=id, made=now, version=found.version, profile=knowledge.profile, signed=house.standing().signed,
        lang=own.lang, client_lang=session.lang, disposition=found.disposition, massage=found.massage,
        kind=None if kind in TALK and not private else kind, booking=booking, private=private,
        screen=fitted(lines, view), parts=rest, changed=changed,
        spots=spots(place.facts),
        amends=before.id if before and not again else "",
    )


ALSO = {"also_buttock": "buttock", "also_hip": "outer_hip", "also_groin": "groin", "also_thigh": "thigh_back",
        "also_knee": "below_knee"}


def spots(facts: dict[str, str]) -> tuple[str, ...]:
    """Places of the body picture: the worst spot, then the others on the same side (also on the other one, if said)."""
    worst = facts.get("spot", "")
    if not worst or worst in ("na", "unsure", "elsewhere"):
        return ()
    side = worst.rpartition("_")[2]
    sides = [side] if side in ("left", "right") else ["left", "right"]
    found = [worst]
    found += [f"{zone}_{s}" for fact, zone in ALSO.items() if facts.get(fact) == "yes" for s in sides]
    if facts.get("also_middle") == "yes":
        found.append("midline")
    if facts.get("also_other") == "yes" and side in ("left", "right"):
        found.append(f"{worst.rpartition('_')[0]}_{'right' if side == 'left' else 'left'}")
    return tuple(dict.fromkeys(found))
