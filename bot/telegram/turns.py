"""Update -> one turn. The thin translator between Telegram and the host."""

import asyncio
import logging
import sqlite3
import traceback
from pathlib import Path

from telegram import CallbackQuery, Chat, ChatMember, Message, Update

from bot.host import Busy
from bot.records import rows
from bot.records.chats import Unreadable
from bot.telegram.buttons import Press, press
from bot.telegram.desk import GROUPS, Desk
from bot.telegram.events import addressed, beside, command, event_of
from bot.telegram.inbox import inbox
from bot.telegram.keys import keyboard
from bot.telegram.mine import ask_forget, forget, mine
from bot.telegram.render import in_place, message, render
from bot.telegram.signup import begun, my_link
from bot.telegram.signup import pressed as by_signup
from bot.telegram.signup import typed as signing
from bot.telegram.therapist import INVITE, invited, reasoned
from bot.telegram.therapist import pressed as by_therapist
from bot.telegram.touch import Touch
from bot.telegram.touch import event_of as touched
from dialogs.events import Event, Open, Overhear
from dialogs.flow import locate
from dialogs.say import card_of, say
from dialogs.session import Session
from dialogs.step import Step

LOG = logging.getLogger(__name__)
NEVER = Press("t", "", "", "")  # a button that no card has: always out of date
LEFT = (ChatMember.BANNED, ChatMember.LEFT)


async def take(desk: Desk, updates: tuple[Update, ...]) -> None:
    """A batch, each chat's updates in order. Raises what a later try can mend; then
    the rest of that chat is left for that try too."""
    chats: dict[int, list[Update]] = {}
    for update in updates:
        chat = update.effective_chat
        chats.setdefault(chat.id if chat else 0, []).append(update)
    done = await asyncio.gather(*(row(desk, chat) for chat in chats.values()), return_exceptions=True)
    for fault in done:
        if isinstance(fault, BaseException):
            raise fault


async def row(desk: Desk, updates: list[Update]) -> None:
    for update in updates:
        await desk.chats.process_update(update, handle(desk, update))
        await asyncio.sleep(0)  # others share this loop


async def handle(desk: Desk, update: Update) -> None:
    """One update, to the end of its turn. A fault of the store passes and is raised; one
    that the update itself causes would come again each time, so it is told and left."""
    try:
        await sort(desk, update)
    except (sqlite3.OperationalError, Busy):
        raise
    except Exception as fault:
        # Neither the fault's text nor the traceback's: both can quote the client.
        last = traceback.extract_tb(fault.__traceback__)[-1]
        place = f"{Path(last.filename).name}:{last.lineno}"
        LOG.error("update %d failed: %s at %s", update.update_id, type(fault).__name__, place)
        chat, query = update.effective_chat, update.callback_query
        if query is not None:
            desk.later(desk.answer(query.id))
        if chat is not None and chat.type == Chat.PRIVATE:
            words = "unread" if isinstance(fault, Unreadable) else "error"
            desk.later(desk.say(chat.id, desk.words(f"tg:{chat.id}")(words)))


async def sort(desk: Desk, update: Update) -> None:
    """Who gets this update."""
    chat, query = update.effective_chat, update.callback_query
    if chat is None or chat.type != Chat.PRIVATE:
        if query is not None:
            desk.later(desk.answer(query.id))
        elif update.message is not None:
            in_group(desk, update.message)
        return
    key, number = f"tg:{chat.id}", str(update.update_id)
    if update.my_chat_member is not None:
        left = update.my_chat_member.new_chat_member.status in LEFT
        (rows.bury if left else rows.unbury)(desk.host.store.db, key)
        desk.sender.wake()
    elif query is not None:
        await pressed(desk, key, chat.id, number, query)
    elif update.edited_message is not None:
        turn(desk, key, chat.id, number, Overhear(beside(update.edited_message), "edited"))
    elif update.message is not None:
        written(desk, key, chat.id, number, update.message)


def in_group(desk: Desk, message: Message) -> None:
    """Groups are told once that this is not the place; nothing of them is kept."""
    if message.chat.id in desk.greeted or not addressed(message, desk.bot.username):
        return
    if len(desk.greeted) >= GROUPS:
        desk.greeted.clear()
    desk.greeted.add(message.chat.id)
    desk.later(desk.say(message.chat.id, desk.host.house.words["en"]("group")))


def turn(desk: Desk, key: str, chat: int, update: str, event: Event) -> None:
    """A turn that no button began."""
    desk.host.turn(key, update, event, lambda step: render(step, chat, desk.host.house))
    desk.sender.wake()


def written(desk: Desk, key: str, chat: int, update: str, message: Message) -> None:
    """A message: a command, words, or what can't be read."""
    name, rest = command(message.text or "")
    lang = (message.from_user and message.from_user.language_code) or ""
    if name == "start" and rest.startswith(INVITE):
        invited(desk, key, chat, update, rest.removeprefix(INVITE), lang)
    elif name == "therapist":
        begun(desk, key, chat, update, rest, lang)
    elif name == "mylink":
        my_link(desk, key, chat, update, lang)
    elif name == "inbox":
        inbox(desk, key, chat, update, lang)
    elif signing(desk, key, chat, update, message, lang):
        pass
    elif name == "mydata":
        mine(desk, key, chat, update)
    elif name == "forget":
        ask_forget(desk, key, chat, update)
    elif not reasoned(desk, key, chat, update, message):
        # Words can only answer a question that has reached the client.
        shown = str(rows.last(desk.host.store.db, key, sent=True).get("card", "none"))
        event = event_of(message, lang, shown)
        if isinstance(event, Open) and (told := elsewhere(desk, key, event)):
            desk.later(desk.say(chat, told))
        elif event is not None:
            turn(desk, key, chat, update, event)
    desk.sender.wake()


def elsewhere(desk: Desk, key: str, event: Open) -> str:
    """What is said to whoever comes by the link of a clinic that does not use Telegram; nothing is kept, and a chat
    that is under way stays as it is. "" for any other clinic, and for the chat's own."""
    house, held = desk.host.house, desk.host.store.load(key)
    clinic = house.clinics.get(event.clinic)
    if clinic is None or "telegram" in clinic.channels or (held and held.clinic == event.clinic):
        return ""
    client = Session(id="", clinic=clinic.id, country=clinic.country)
    client = client.but(lang=event.lang if event.lang in house.languages(client) else clinic.lang)
    if held and (held.log or held.turn):
        client = held
    return house.words_for(client)("elsewhere", clinic=clinic.name, emergency=house.country(client).emergency.say)


async def pressed(desk: Desk, key: str, chat: int, update: str, query: CallbackQuery) -> None:
    """A button. It is answered right after its turn is kept, ahead of any message."""
    own = {"i:": by_therapist, "s:": by_therapist, "g:": by_signup}.get((query.data or "")[:2])
    if own:
        await own(desk, key, chat, update, query)
        return
    made = press(query.data or "") or NEVER
    touch = Touch(made, query.message.message_id if query.message else 0)
    if isinstance(query.message, Message):
        touch.text = query.message.text or query.message.caption or ""
        touch.photo = bool(query.message.photo)
    toast = ""
    if made.verb == "f" and made.rest in ("yes", "no"):
        desk.later(desk.answer(query.id))
        forget(desk, key, chat, update, touch)
        desk.sender.wake()
        return
    if made.verb == "m" and lines(desk, key, chat, update, touch):
        toast = desk.words(key)("not_sure_which") if made.rest == "u" else ""
    else:
        store, house = desk.host.store, desk.host.house
        desk.host.turn(
            key, update, lambda session: touched(touch, session, desk.host.house_for(session, key)),
            lambda step: render(
                step, chat, house, touch, lambda: str(rows.last(store.db, key, sent=False).get("card", ""))
            ),
        )
        if touch.asked and not touch.fresh:
            toast = desk.words(key)("stale")
    desk.later(desk.answer(query.id, toast))


def lines(desk: Desk, key: str, chat: int, update: str, touch: Touch) -> bool:
    """Show the lines to be unsure of, or the ticks again. Nothing is answered by it.
    False if the press does not belong to the card that is open."""
    house = desk.host.house
    session = desk.host.store.load(key) or Session(id="")
    place = locate(session, house.knowledge_for(session))
    card = card_of(place, session)
    if not touch.press.of(card) or not card.lines or desk.host.paused(session):
        return False
    asked = [reply for reply in say(place, session, house) if reply.card][-1]
    body = message(asked, Step(session, (), place, card), chat, house)[-1]
    rows = keyboard(asked, place.question, session, desk.words(key), unsure=touch.press.rest == "u")
    body["params"]["reply_markup"] = {"inline_keyboard": rows}
    desk.host.tell(key, update, [in_place(body, touch.message)])
    return True
