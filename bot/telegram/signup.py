"""/therapist and /mylink: a therapist signs up by herself, and gets the link for her clients."""

import hmac
import sqlite3
from dataclasses import replace
from datetime import datetime

from telegram import CallbackQuery, Message

from bot.records import practices, therapists
from bot.records.practices import HOURS, Signup
from bot.telegram.desk import Desk
from bot.telegram.events import command
from bot.telegram.render import Body, bare, plain
from bot.telegram.text import clean, whole
from dialogs.hear import country
from dialogs.hear import plain as bare_words
from dialogs.languages import name as language
from dialogs.session import Session
from dialogs.words import Words

LONGEST = 60  # characters of a name


def words_for(desk: Desk, lang: str) -> Words:
    return desk.host.house.words_for(Session(id="", lang=lang.split("-")[0].lower()))


def begun(desk: Desk, key: str, chat: int, update: str, code: str, lang: str) -> None:
    """/therapist CODE: the first question, or why there is none."""
    words = words_for(desk, lang)

    def work(db: sqlite3.Connection) -> list[Body]:
        if therapists.of(db, key):
            return links(db, desk, key, chat, words)
        if not desk.signup:
            return plain(chat, words("ther_signup_off"))
        if not hmac.compare_digest(code.encode(), desk.signup.encode()):
            return plain(chat, words("ther_signup_code"))
        return asked(db, desk, chat, Signup(key, "name"), words)

    desk.host.store.act(key, update, work)


def my_link(desk: Desk, key: str, chat: int, update: str, lang: str) -> None:
    """/mylink."""
    words = words_for(desk, lang)
    desk.host.store.act(key, update, lambda db: links(db, desk, key, chat, words))


def links(db: sqlite3.Connection, desk: Desk, key: str, chat: int, words: Words) -> list[Body]:
    """The link, its picture, a text for reminders, and how to try it."""
    to = therapists.of(db, key)
    if to is None:
        return plain(chat, words("ther_mylink_none"))
    link = f"https://t.me/{desk.bot.username}" + (f"?start={to.clinic}" if to.clinic else "")
    picture: Body = {"method": "sendPhoto", "qr": link, "picture": "link", "params": {"chat_id": chat, "caption": link}}
    return [*plain(chat, words("ther_mylink", link=link)), picture,
            *plain(chat, words("ther_mylink_paste", link=link)), *plain(chat, words("ther_mylink_test"))]


def asked(db: sqlite3.Connection, desk: Desk, chat: int, at: Signup, words: Words) -> list[Body]:
    """Keep how far it is, and ask what is next."""
    now: datetime = desk.host.clock()
    practices.keep(db, at, now.timestamp())
    body = plain(chat, words(f"ther_signup_{at.step}"))[0]
    choices: dict[str, str] = {}
    if at.step == "lang":
        choices = {lang: language(lang) for lang in desk.host.house.words}
    elif at.step == "zone":
        choices = {zone: time for time, zone in practices.zones(at.country, now).items()}
    elif at.step == "hours":
        choices = {**{hours: hours for hours in HOURS}, "never": words("ther_signup_never")}
    if choices:
        body["params"]["reply_markup"] = {"inline_keyboard": [
            [{"text": label, "callback_data": f"g:{at.step}:{id}"}] for id, label in choices.items()]}
    return [body]


def typed(desk: Desk, key: str, chat: int, update: str, message: Message, lang: str) -> bool:
    """Words that a sign-up asked for. False if there is none, or it asked for no words."""
    at = practices.signup(desk.host.store.db, key)
    if at is None or at.step not in ("name", "country") or not message.text or command(message.text)[0]:
        return False
    words, text = words_for(desk, lang), " ".join(clean(whole(message.text)).split())
    knowledge = desk.host.house.knowledge_for(Session(id="", lang=words.lang))
    code = country(bare_words(text), knowledge)
    if at.step == "country" and not code:
        desk.host.tell(key, update, plain(chat, words("ther_signup_country_unknown")))
        return True
    after = replace(at, step="country", name=text[:LONGEST]) if at.step == "name" else replace(
        at, step="lang", country=code)
    desk.host.store.act(key, update, lambda db: asked(db, desk, chat, after, words))
    return True


async def pressed(desk: Desk, key: str, chat: int, update: str, query: CallbackQuery) -> None:
    """A button of a sign-up, `g:<step>:<choice>`; one of an earlier step does nothing."""
    _, step, choice = [*(query.data or "").split(":", 2), "", ""][:3]
    message = query.message.message_id if query.message else 0
    words = words_for(desk, query.from_user.language_code or "")

    def work(db: sqlite3.Connection) -> list[Body]:
        at = practices.signup(db, key)
        if at is None or at.step != step:
            return [bare(chat, message)]
        found = practices.zones(at.country, desk.host.clock())
        if step == "lang" and choice in desk.host.house.words:
            only = next(iter(found.values())) if len(found) == 1 else ""
            after = replace(at, step="hours" if only else "zone", lang=choice, zone=only)
            return [bare(chat, message), *asked(db, desk, chat, after, words)]
        if step == "zone" and choice in practices.names(at.country):
            return [bare(chat, message), *asked(db, desk, chat, replace(at, step="hours", zone=choice), words)]
        if step == "hours" and choice in (*HOURS, "never"):
            practices.found(db, at, "" if choice == "never" else choice, desk.host.clock().timestamp())
            return [bare(chat, message), *plain(chat, words("ther_signup_done")), *links(db, desk, key, chat, words)]
        return []

    desk.host.store.act(key, update, work)
    desk.host.learn()
    desk.later(desk.answer(query.id))
