"""What Telegram carries to the person who answers for safety, and what it holds back while
advice is paused."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from bot.host import Alert, Host
from bot.records.problems import Problem
from bot.records.rows import Row
from bot.telegram.render import plain
from bot.telegram.words import texts


def alert(chat: str) -> Alert | None:
    """Tells one chat, by its number, of each report: which one, and how to read it. Never
    what a client wrote, since chats with bots are not end-to-end encrypted. None without a chat."""

    def message(problem: Problem) -> tuple[str, dict[str, Any]]:
        text = texts("en")(
            "problem", code=problem.code, disposition=problem.disposition or "none yet", version=problem.version,
            clinic=problem.clinic or "none", date=datetime.fromtimestamp(problem.at, UTC).date(),
        )
        return f"tg:{chat}", plain(int(chat), text)[0]

    return message if chat else None


def unless_paused(host: Host, row: Row) -> Row:
    """Advice from before a pause that is still on its way becomes the signposting."""
    stand_in = host.signpost(row.key) if row.body.get("advice") else None
    if stand_in is None:
        return row
    text = "\n\n".join(reply.text for reply in stand_in.replies)
    return replace(row, body=plain(row.body["params"]["chat_id"], text)[0])
