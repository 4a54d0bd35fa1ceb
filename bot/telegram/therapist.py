"""Therapists in Telegram: opening an invite, the buttons under a summary, a typed reason."""

import sqlite3

from telegram import CallbackQuery, Message

from bot.records import audit, opened, practices, summaries, therapists
from bot.records.opened import JUDGEMENTS
from bot.records.summaries import Kept
from bot.records.therapists import Invite, Therapist
from bot.telegram.desk import Desk
from bot.telegram.events import command
from bot.telegram.render import Body, bare, plain
from bot.telegram.text import whole
from bot.telegram.therapist_send import allowed, words_of
from dialogs.session import Session
from dialogs.words import Words

INVITE = "inv-"  # how the payload of an invite's link begins
LONGEST = 500  # characters of a reason that are kept


def invited(desk: Desk, key: str, chat: int, update: str, token: str, lang: str) -> None:
    """The link of an invite was opened: ask before anything is linked."""
    hash, now = therapists.mark(token), desk.host.clock().timestamp()
    words = desk.host.house.words_for(Session(id="", lang=lang.split("-")[0].lower()))

    def work(db: sqlite3.Connection) -> list[Body]:
        standing, found = therapists.invited(db, hash, key, now)
        clinic = clinic_of(desk, found)
        if standing != "open" or found is None or not clinic:
            return plain(chat, words(f"ther_invite_{standing if clinic or standing != 'open' else 'unknown'}"))
        therapists.claim(db, hash, key)
        before = therapists.of(db, key)
        text = words("ther_confirm", clinic=clinic, name=found.name)
        if before:
            text += "\n" + words("ther_confirm_move", clinic=named(desk, before.clinic))
        body = plain(chat, text)[0]
        body["params"]["reply_markup"] = {"inline_keyboard": [
            [{"text": words(f"ther_{id}"), "callback_data": f"i:{hash}:{id}"}] for id in ("link", "leave")]}
        return [body]

    desk.host.store.act(key, update, work)


def named(desk: Desk, clinic: str) -> str:
    """The name of a clinic, "" if its file is gone."""
    found = desk.host.house.clinics.get(clinic)
    return found.name if found else ""


def clinic_of(desk: Desk, found: Invite | None) -> str:
    return named(desk, found.clinic) if found else ""


async def pressed(desk: Desk, key: str, chat: int, update: str, query: CallbackQuery) -> None:
    """A button of an invite or of a summary, `i:` or `s:`, then which one, then what."""
    kind, id, what = [*(query.data or "").split(":", 2), "", ""][:3]
    message = query.message.message_id if query.message else 0
    if kind == "i":
        confirmed(desk, key, chat, update, id, what, message, (query.from_user.language_code or ""))
        desk.later(desk.answer(query.id))
        return
    toast = []

    def work(db: sqlite3.Connection) -> list[Body]:
        to, found = therapists.of(db, key), summaries.kept(db, id)
        words = words_of(desk.host, to) if to else desk.words(key)
        mine = to and any(one.therapist == to.id for one in summaries.deliveries(db, id))
        if to is None or found is None or not mine or not allowed(to, found) or found.state not in ("sent", "seen"):
            toast.append(words("ther_gone"))  # and what stands there is emptied, if it was not: a second copy, say
            params = {"chat_id": chat, "message_id": message, "text": words("ther_gone")}
            return [{"method": "editMessageText", "params": params, "quick": True}]
        now = desk.host.clock().timestamp()
        opened.seen(db, id, to.id, now)
        audit.noted(db, now, found.clinic, f"therapist:{to.id}", "pdf" if what == "pdf" else "view", id)
        return done(db, desk, to, found, what, message, toast, words)

    desk.host.store.act(key, update, work)
    desk.later(desk.answer(query.id, *toast))


def confirmed(
    desk: Desk, key: str, chat: int, update: str, hash: str, answer: str, message: int, lang: str
) -> None:
    """Yes or no to being linked."""
    now, lang = desk.host.clock().timestamp(), lang.split("-")[0].lower()
    words = desk.host.house.words_for(Session(id="", lang=lang))

    def work(db: sqlite3.Connection) -> list[Body]:
        if answer != "link":
            return [bare(chat, message), *plain(chat, words("ther_left"))]
        before = therapists.of(db, key)
        standing, found = therapists.link(db, hash, key, words.lang, now)
        if before and standing == "open" and found and found.clinic != before.clinic:
            summaries.ended(db, before, now)
        if standing == "open" and found is not None:
            practices.left(db, key)
            hours = words("ther_quiet", hours=found.quiet, zone=found.zone) if found.quiet else ""
            told = words("ther_linked", clinic=clinic_of(desk, found)) + (f"\n{hours}" if hours else "")
        else:
            told = words(f"ther_invite_{standing}")
        return [bare(chat, message), *plain(chat, told)]

    desk.host.store.act(key, update, work)


def done(
    db: sqlite3.Connection, desk: Desk, to: Therapist, found: Kept, what: str, message: int, toast: list[str],
    words: Words,
) -> list[Body]:
    """What a button of a summary does; what is shown is made when it is sent."""
    show = summaries.row(found.id, "show", to.key, therapist=to.id, message=message, part="", quick=True)
    if what == "pdf":
        return [summaries.row(found.id, "pdf", to.key, therapist=to.id)]
    if what == "skip":
        therapists.asks(db, to.id, "")
        return [bare(show["params"]["chat_id"], message)]
    if what == "call":
        caller = opened.call(db, found.id, to.id)
        if caller != to.id:
            other = therapists.by_id(db, caller)
            toast.append(words("ther_taken_by", name=other.name if other else "?"))
    elif what == "passed":
        opened.passed(db, found.id, desk.host.clock().timestamp())
    elif what in JUDGEMENTS:
        opened.judge(db, found.id, what)
        therapists.asks(db, to.id, found.id)
        ask = plain(show["params"]["chat_id"], words("ther_reason"))[0]
        ask["params"]["reply_markup"] = {"inline_keyboard": [
            [{"text": words("hand_skip"), "callback_data": f"s:{found.id}:skip"}]]}
        return [show, ask]
    elif what == "more" or what.startswith("p"):
        show["part"] = what
    return [show]


def reasoned(desk: Desk, key: str, chat: int, update: str, message: Message) -> bool:
    """Words that were asked for as the reason of a judgement. False if there was no such question."""
    to = therapists.of(desk.host.store.db, key)
    if to is None or not to.asked or not message.text or command(message.text)[0]:
        return False
    text, id = whole(message.text)[:LONGEST], to.asked

    def work(db: sqlite3.Connection) -> list[Body]:
        opened.reason(db, id, text)
        therapists.asks(db, to.id, "")
        return plain(chat, words_of(desk.host, to)("ther_thanks"))

    desk.host.store.act(key, update, work)
    return True
