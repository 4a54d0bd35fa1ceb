"""What the Bot API accepts: methods, parameters, types and the documented limits.

The table was compared with the machine-readable specification of Bot API 10.1.
"""

import json
from typing import Any

Params = dict[str, Any]

SENDING = {
    "business_connection_id": str, "chat_id": int, "message_thread_id": int, "direct_messages_topic_id": int,
    "disable_notification": bool, "protect_content": bool, "allow_paid_broadcast": bool,
    "message_effect_id": str, "suggested_post_parameters": dict, "reply_parameters": dict,
    "reply_markup": dict, "parse_mode": str,
}
EDITING = {
    "business_connection_id": str, "chat_id": int, "message_id": int, "inline_message_id": str,
    "reply_markup": dict,
}
CAPTIONED = {"caption": str, "caption_entities": list}
METHODS: dict[str, dict[str, type]] = {
    "getMe": {},
    "getUpdates": {"offset": int, "limit": int, "timeout": int, "allowed_updates": list},
    "deleteWebhook": {"drop_pending_updates": bool},
    "sendMessage": {**SENDING, "text": str, "entities": list, "link_preview_options": dict},
    "sendPhoto": {**SENDING, **CAPTIONED, "photo": bytes, "show_caption_above_media": bool, "has_spoiler": bool},
    "sendDocument": {
        **SENDING, **CAPTIONED, "document": bytes, "thumbnail": bytes, "disable_content_type_detection": bool,
    },
    "editMessageText": {
        **EDITING, "text": str, "parse_mode": str, "entities": list, "link_preview_options": dict,
        "rich_message": dict,
    },
    "editMessageCaption": {**EDITING, **CAPTIONED, "parse_mode": str, "show_caption_above_media": bool},
    "editMessageReplyMarkup": EDITING,
    "deleteMessage": {"chat_id": int, "message_id": int},
    "answerCallbackQuery": {
        "callback_query_id": str, "text": str, "show_alert": bool, "url": str, "cache_time": int,
    },
    "setMyCommands": {"commands": list, "scope": dict, "language_code": str},
    "setMyDescription": {"description": str, "language_code": str},
    "setMyShortDescription": {"short_description": str, "language_code": str},
    "sendChatAction": {
        "business_connection_id": str, "chat_id": int, "message_thread_id": int, "action": str,
    },
}
REQUIRED = {
    "sendMessage": ("chat_id", "text"), "sendPhoto": ("chat_id", "photo"),
    "sendDocument": ("chat_id", "document"), "editMessageText": ("chat_id", "message_id", "text"),
    "editMessageCaption": ("chat_id", "message_id"), "editMessageReplyMarkup": ("chat_id", "message_id"),
    "deleteMessage": ("chat_id", "message_id"), "answerCallbackQuery": ("callback_query_id",),
    "setMyCommands": ("commands",), "sendChatAction": ("chat_id", "action"),
}
# Units of UTF-16, whatever the method.
LIMITS = {"text": 4096, "caption": 1024, "description": 512, "short_description": 120}
ACTIONS = frozenset([
    "url", "callback_data", "web_app", "login_url", "switch_inline_query", "switch_inline_query_current_chat",
    "switch_inline_query_chosen_chat", "copy_text", "callback_game", "pay",
])
BUTTON = ACTIONS | {"text", "icon_custom_emoji_id", "style"}


class Refused(Exception):
    """The Bot API says no: an HTTP status and a description."""

    def __init__(self, status: int, description: str, retry_after: int = 0) -> None:
        super().__init__(description)
        self.status, self.description, self.retry_after = status, description, retry_after


def units(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2


def method(name: str) -> str:
    """The method in its proper spelling; names are not case-sensitive. Raises Refused."""
    for known in METHODS:
        if known.lower() == name.lower():
            return known
    raise Refused(404, "Not Found")


def checked(name: str, raw: dict[str, Any]) -> Params:
    """Parameters with their types. Raises Refused for everything that is not documented."""
    known = METHODS[name]
    for key in raw:
        if key not in known:
            raise Refused(400, f"Bad Request: unknown parameter {key} of {name}")
    for key in REQUIRED.get(name, ()):
        if key not in raw:
            raise Refused(400, f"Bad Request: {key} is missing")
    params = {key: typed(key, value, known[key]) for key, value in raw.items()}
    for key, limit in LIMITS.items():
        if key in params and units(str(params[key])) > (200 if name == "answerCallbackQuery" else limit):
            raise Refused(400, f"Bad Request: {'message is' if key == 'text' else key} too long")
    if name in ("sendMessage", "editMessageText") and not params["text"].strip():
        raise Refused(400, "Bad Request: message text is empty")
    if "reply_markup" in params:
        keyboard(params["reply_markup"])
    if "commands" in params:
        commands(params["commands"])
    return params


def typed(key: str, value: Any, kind: type) -> Any:
    if kind is bytes or kind is str:
        wrong = kind is str and not isinstance(value, str)
        if wrong or (isinstance(value, bytes) and len(value) > 10_000_000):
            raise Refused(400, f"Bad Request: wrong {key}")
        return value
    try:
        found = json.loads(value) if isinstance(value, str) else value
    except ValueError as fault:
        raise Refused(400, f"Bad Request: can't parse {key} JSON object") from fault
    if not isinstance(found, kind) or (kind is int and isinstance(found, bool)):
        raise Refused(400, f"Bad Request: {key} must be of type {kind.__name__}")
    return found


def keyboard(markup: dict[str, Any]) -> None:
    """An inline keyboard within its limits."""
    if set(markup) != {"inline_keyboard"}:
        raise Refused(400, "Bad Request: can't parse reply keyboard markup JSON object")
    rows = markup["inline_keyboard"]
    if any(not row for row in rows) or any(len(row) > 8 for row in rows) or sum(map(len, rows)) > 100:
        raise Refused(400, "Bad Request: too many or no inline keyboard buttons")
    for button in (button for row in rows for button in row):
        if set(button) - BUTTON or len(set(button) & ACTIONS) != 1 or not button.get("text", "").strip():
            raise Refused(400, "Bad Request: can't parse inline keyboard button")
        if button.get("style", "primary") not in ("danger", "success", "primary"):
            raise Refused(400, "Bad Request: wrong button style")
        if not 1 <= len(button.get("callback_data", "x").encode()) <= 64:
            raise Refused(400, "Bad Request: BUTTON_DATA_INVALID")


def commands(rows: list[dict[str, str]]) -> None:
    if len(rows) > 100:
        raise Refused(400, "Bad Request: too many bot commands")
    for row in rows:
        name, says = row.get("command", ""), row.get("description", "")
        plain = name.replace("_", "a")
        right = plain.isalnum() and plain.isascii() and name == name.lower()
        if set(row) != {"command", "description"} or not (right and len(name) <= 32 and 1 <= len(says) <= 256):
            raise Refused(400, "Bad Request: BOT_COMMAND_INVALID")
