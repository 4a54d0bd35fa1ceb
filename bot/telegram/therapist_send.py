"""What brings a summary, filled in at the moment it is sent: an outbox row names only which one, and what of it."""

from dataclasses import replace
from datetime import UTC, datetime

from bot import quiet
from bot.host import Host
from bot.records import audit, opened, summaries, therapists
from bot.records.opened import JUDGEMENTS
from bot.records.outbox import Held
from bot.records.rows import Row
from bot.records.summaries import Kept
from bot.records.therapists import Therapist
from bot.summary.filed import filed, paper
from bot.telegram.checkin import trended
from bot.telegram.keys import WIDE, Rows
from bot.telegram.render import plain
from bot.telegram.text import MESSAGE, clean, short, split
from dialogs.session import Session
from dialogs.summary.text import part, screen
from dialogs.words import Words

PAGE = MESSAGE - 100  # of a part, below a neutral line
URGENT = ("D1", "D2", "D3")  # quiet hours hold none of these back


async def filled(host: Host, row: Row) -> Row | None:
    """The row as Telegram gets it; None if there is nothing to bring any more. Raises Held in quiet hours."""
    what, db = row.body.get("what"), host.store.db
    if what is None:
        return row
    found = summaries.kept(db, row.body["summary"])
    if what == "file":
        return await document(host, row, found, row.body["lang"])
    if what == "deleted":
        params = {"chat_id": chat(row), "message_id": row.body["message"]}
        return replace(row, body={"method": "deleteMessage", "params": params, "quick": True})
    if what in ("emptied", "replaced", "ended"):  # also for one who is no therapist any more
        return edited(row, host.house.words_for(Session(id="", lang=row.body["lang"]))(f"ther_{what}"))
    to = therapists.by_id(db, row.body["therapist"])
    if to is None:
        return None
    words = words_of(host, to)
    if not allowed(to, found):
        return None
    assert found is not None
    if what == "show":
        return shown(host, row, found, to)
    wait = quiet.wait(to.quiet, to.zone, host.clock()) if what in ("new", "taken", "reopened") else 0.0
    if wait and (what != "new" or found.disposition not in URGENT):
        raise Held(wait)
    if what == "new":
        return new(host, row, found, to)
    if what == "trend":
        return trended(host, row, found.key, to, visit(found)) if found.state in ("sent", "seen") else None
    if what == "pdf":
        return await document(host, row, found, to.lang)
    return replace(row, body=plain(chat(row), words(f"ther_{what}", visit=visit(found)))[0])


def allowed(to: Therapist, found: Kept | None) -> bool:
    """Nothing goes to anybody who is not, or no longer, linked with the clinic of the summary."""
    return found is not None and bool(found.bodies) and to.revoked is None and to.clinic == found.clinic


def words_of(host: Host, to: Therapist) -> Words:
    return host.house.words_for(Session(id="", lang=to.lang))


def chat(row: Row) -> int:
    number: int = row.body["params"]["chat_id"]
    return number


def new(host: Host, row: Row, found: Kept, to: Therapist) -> Row | None:
    """The first screen with its buttons, under a line that says nothing about anybody."""
    if found.state not in ("sent", "seen"):
        return None
    words = words_of(host, to)
    body = plain(chat(row), first_screen(host, found, to))[0]
    body["params"]["reply_markup"] = {"inline_keyboard": keyboard(host, found, to, words)}
    return replace(row, body=body)


def shown(host: Host, row: Row, found: Kept, to: Therapist) -> Row | None:
    """The message of a summary again: its first screen, its parts to choose from, or `p<n>.<page>` of one."""
    if found.state not in ("sent", "seen"):
        return None
    words, body, wanted = words_of(host, to), found.body(to.lang), row.body["part"]
    if not wanted:
        return edited(row, first_screen(host, found, to), keyboard(host, found, to, words))
    titles = [[button(words, found, f"p{n}.0", part.title)] for n, part in enumerate(body.parts)]
    back = [button(words, found, "back")]
    if wanted == "more":
        return edited(row, first_screen(host, found, to), [*titles, back])
    number, page = (int(n) if n.isdecimal() else 0 for n in f"{wanted[1:]}.".split(".")[:2])
    if number >= len(body.parts):
        return None
    pages = split(clean(part(body, body.parts[number].id)), PAGE)
    more = [button(words, found, f"p{number}.{page + 1}", words("ther_next"))] if page + 1 < len(pages) else []
    text = f"{words('ther_new')}\n\n{pages[min(page, len(pages) - 1)]}"
    return edited(row, text, [*([more] if more else []), [button(words, found, "more", words("ther_parts"))], back])


def button(words: Words, found: Kept, what: str, label: str = "") -> dict[str, str]:
    return {"text": short(label or words(f"ther_{what}"), WIDE), "callback_data": f"s:{found.id}:{what}"}


def first_screen(host: Host, found: Kept, to: Therapist) -> str:
    words, body = words_of(host, to), found.body(to.lang)
    head = words("ther_again" if body.amends else "ther_new")
    notes = [words("ther_paused")] if host.paused(Session(id="", clinic=found.clinic)) else []
    session = host.store.glimpse(found.key)
    if session and any(given.id == found.id and given.reopened for given in session.given):
        notes.append(words("ther_waits"))
    return "\n\n".join([head, *notes, screen(body)])


def keyboard(host: Host, found: Kept, to: Therapist, words: Words) -> Rows:
    """What can be done with a summary; what was done is ticked."""
    seen = any(one.seen and one.therapist == to.id for one in summaries.deliveries(host.store.db, found.id))
    done = {"seen": seen, "call": found.caller == to.id, "passed": found.passed is not None,
            **{one: found.judgement == one for one in JUDGEMENTS}}
    rows = [["seen", "call", "passed"], ["more", *(["pdf"] if host.files else [])], [*JUDGEMENTS]]
    labels = {id: ("✓ " if done.get(id) else "") + words(f"ther_{id}") for ids in rows for id in ids}
    return [[button(words, found, id, labels[id]) for id in ids] for ids in rows]


def edited(row: Row, text: str, rows: Rows | None = None) -> Row:
    """A message that stands already, with other words and buttons."""
    params = {"chat_id": chat(row), "message_id": row.body["message"], "text": clean(text),
              "reply_markup": {"inline_keyboard": rows or []}, "link_preview_options": {"is_disabled": True}}
    return replace(row, body={"method": "editMessageText", "params": params, "quick": True})


async def document(host: Host, row: Row, found: Kept | None, lang: str) -> Row | None:
    """A summary as a document."""
    if found is None or not found.bodies or found.state in ("withdrawn", "superseded"):
        return None
    words = host.house.words_for(Session(id="", lang=lang))
    file, content = await filed(found.body(lang), paper(host.house, host.store.glimpse(found.key)))
    params = {"chat_id": chat(row), "caption": words("hand_caption")}
    return replace(row, body={"method": "sendDocument", "params": params, "file": file, "content": content,
                              "advice": row.body.get("advice", False)})


def visit(found: Kept) -> str:
    """Which visit it is, in one line without a word about health."""
    booking = next(iter(found.bodies.values())).booking
    told = [text for text in (booking.visit, booking.name, booking.ref) if text]
    return " · ".join(told) or datetime.fromtimestamp(found.at, UTC).strftime("%Y-%m-%d %H:%M UTC")


def delivered(host: Host, row: Row, message: int) -> None:
    """Keep where a summary stands, so that it can be emptied there."""
    if row.body.get("what") == "new" and message:
        id, to, now = row.body["summary"], row.body["therapist"], host.clock().timestamp()
        opened.delivered(host.store.db, id, to, message, now)
        found = summaries.kept(host.store.db, id)
        if found:
            audit.noted(host.store.db, now, found.clinic, f"therapist:{to}", "sent", id)
    elif row.body.get("what") == "pdf" and message:
        now = host.clock().timestamp()
        summaries.brought(host.store.db, row.body["summary"], row.body["therapist"], message, now)
