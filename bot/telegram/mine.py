"""/mydata and /forget: what is held about a chat, to have and to delete."""

from telegram.error import TelegramError

from bot.records import opened, problems, therapists
from bot.telegram.desk import Desk
from bot.telegram.render import Body, answered, plain
from bot.telegram.therapist import named
from bot.telegram.touch import Touch
from bot.telegram.words import texts
from dialogs.words import listed

FILE = "si-screen-data.json"


def mine(desk: Desk, key: str, chat: int, update: str) -> None:
    """Send everything that is held as one JSON file."""
    caption = desk.words(key)("mydata_note")
    desk.host.tell(key, update, [
        {"method": "sendDocument", "params": {"chat_id": chat, "caption": caption}, "file": FILE}
    ])


def ask_forget(desk: Desk, key: str, chat: int, update: str) -> None:
    """Ask once before everything is deleted."""
    words = desk.words(key)
    to = therapists.of(desk.host.store.db, key)
    ends = words("ther_unlink_ask", clinic=named(desk, to.clinic)) if to else ""
    body = plain(chat, f"{words('forget_ask')}\n{ends}".strip())[0]
    body["params"]["reply_markup"] = {"inline_keyboard": [
        [{"text": texts(words.lang)(f"forget_{word}"), "callback_data": f"f:::{word}", **style}]
        for word, style in (("yes", {"style": "danger"}), ("no", {}))
    ]}
    desk.host.tell(key, update, [body])


def forget(desk: Desk, key: str, chat: int, update: str, touch: Touch) -> None:
    """The answer to that. What says that all is deleted is kept nowhere either."""
    words = desk.words(key)
    touch.label = texts(words.lang)(f"forget_{touch.press.rest}")
    edit: Body = answered(chat, touch, words)
    if touch.press.rest != "yes":
        desk.host.tell(key, update, [edit])
        return
    db = desk.host.store.db
    codes = [problem.code for problem in problems.of(db, key)]
    readers = opened.readers(db, key)
    desk.host.store.forget(key)
    told = [words("forgotten_report", codes=", ".join(codes)) if codes else words("forgotten")]
    told += [words("hand_forgotten", names=listed(readers, words.lang))] if readers else []
    desk.later(gone(desk, chat, "\n".join(told), touch.message))  # nobody else waits for it


async def gone(desk: Desk, chat: int, text: str, message: int) -> None:
    """Say that it is deleted, and take the buttons away."""
    await desk.say(chat, text)
    try:
        await desk.bot.edit_message_reply_markup(chat, message)
    except TelegramError:  # the buttons stay; pressing them again deletes nothing more
        return
