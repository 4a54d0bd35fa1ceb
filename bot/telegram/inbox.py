"""/inbox: a linked therapist who is on the staff of the clinic gets a link to sign in to its inbox."""

from bot.records import audit, practices, staff, therapists
from bot.records.staff import Member
from bot.records.therapists import Therapist
from bot.telegram.desk import Desk
from bot.telegram.signup import words_for
from bot.telegram.therapist import named


def inbox(desk: Desk, key: str, chat: int, update: str, lang: str) -> None:
    """Answered past the outbox: the link is kept nowhere."""
    if not desk.host.tell(key, update, []):
        return
    db, now, words = desk.host.store.db, desk.host.clock().timestamp(), words_for(desk, lang)
    to = therapists.of(db, key)
    one = member(desk, to, now) if to else None
    if to is None or one is None:
        desk.later(desk.say(chat, words("ther_inbox_none")))
    elif not desk.address:
        desk.later(desk.say(chat, words("ther_inbox_off")))
    else:
        audit.noted(db, now, one.clinic, one.who, "link")
        link = f"{desk.address.rstrip('/')}/staff/in/{staff.link(db, one.id, now)}"
        desk.later(desk.say(chat, words("ther_inbox", clinic=named(desk, to.clinic), link=link)))


def member(desk: Desk, to: Therapist, now: float) -> Member | None:
    """Who this therapist is on the staff of their clinic. Whose own practice it is becomes its manager."""
    db = desk.host.store.db
    found = staff.of_therapist(db, to.id)
    if found is None and practices.there(db, to.clinic):
        found = staff.add(db, to.clinic, to.name, "manager", to.lang, now, to.id)
    return found if found and found.clinic == to.clinic else None
