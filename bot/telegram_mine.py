"""/mydata and /forget: what is held about a chat, to have and to delete."""

from telegram.error import TelegramError

from bot import problems
from bot.telegram_desk import Desk
from bot.telegram_render import Body, answered, plain
from bot.telegram_touch import Touch
from bot.telegram_words import texts

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
    body = plain(chat, words("forget_ask"))[0]
    body["params"]["reply_markup"] = {"inline_keyboard": [
        [{"text": texts(words.lang)(f"forget_{word}"), "callback_data": f"f:::{word}", **style}]
        for word, style in (("yes", {"style": "danger"}), ("no", {}))
    ]}
    desk.host.tell(key, update, [body])


async def forget(desk: Desk, key: str, chat: int, update: str, touch: Touch) -> None:
    """The answer to that. What says that all is deleted is kept nowhere either."""
    words = desk.words(key)
    touch.label = texts(words.lang)(f"forget_{touch.press.rest}")
    edit: Body = answered(chat, touch, words)
    if touch.press.rest != "yes":
        desk.host.tell(key, update, [edit])
        return
    codes = [problem.code for problem in problems.of(desk.host.store.db, key)]
    desk.host.store.forget(key)
    await desk.say(chat, words("forgotten_report", codes=", ".join(codes)) if codes else words("forgotten"))
    try:
        await desk.bot.edit_message_reply_markup(chat, touch.message)
    except TelegramError:  # the buttons stay; pressing them again deletes nothing more
        return
