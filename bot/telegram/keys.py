"""Reply -> inline keyboard, as the plain JSON that Telegram wants."""

from bot.telegram.buttons import data, pack, tap, tick
from bot.telegram.text import short
from bot.telegram.words import texts
from dialogs.replies import Card, Choice, Reply
from dialogs.session import Session
from dialogs.words import Words
from knowledge.models import Question

Button = dict[str, str]
Rows = list[list[Button]]
WIDE = 40  # characters that a phone shows of a button as wide as the chat
MOST = 96  # choices of one list; Telegram allows 100 buttons
SIGNS = {"no": "", "yes": "✓", "unsure": "?"}


def keyboard(
    reply: Reply, question: Question | None, session: Session, words: Words, unsure: bool = False
) -> Rows:
    """The buttons under a reply that asks; `unsure` lists the lines to be unsure of."""
    card = reply.card
    assert card is not None
    if card.lines:
        rows = checklist(reply, card, session, words, unsure)
    elif card.kind == "spot" and question is not None:
        rows = spots(reply, card, question)
    elif card.kind in ("number", "menu") and reply.choices[0].label.isdecimal():
        numbers = [c for c in reply.choices if c.label.isdecimal()]
        rows = rowed(numbers, card, -(-len(numbers) // 2))
        rows += rowed([c for c in reply.choices if not c.label.isdecimal()], card, 1)
    elif card.kind == "country":
        rows = rowed(reply.choices[:-1], card, 3) + rowed(reply.choices[-1:], card, 1)
    elif card.kind == "number":
        rows = rowed(reply.choices, card, 2)
    else:
        rows = singles(reply, card)
    if card.kind not in ("menu", "confirm"):
        rows.append([
            {"text": words("why_button"), "callback_data": data("w", card)},
            {"text": words("back_button"), "callback_data": data("b", card, moment(session))},
        ])
    return rows


def moment(session: Session) -> str:
    """Where the log stands: a second press on "Back" must not go back twice."""
    return f"{len(session.log)}{'d' if session.draft else ''}"


def singles(reply: Reply, card: Card) -> Rows:
    """One choice a row; what has to be done at once is red where the app shows colors."""
    rows: Rows = []
    wide = crowded(reply)
    for n, choice in enumerate(reply.choices[-MOST:], 1):
        label = short(f"{n}. {choice.label}", WIDE) if wide else choice.label
        button = {"text": label, "callback_data": tap(card, choice.id)}
        if reply.kind == "urgent" and choice.id in ("going", "cannot"):
            button["style"] = "danger"
        rows.append([button])
    return rows


def crowded(reply: Reply) -> bool:
    """A label is too long for a button: the text lists them, the buttons are numbered."""
    card = reply.card
    if card is None or card.lines or card.kind in ("spot", "country", "menu"):
        return False
    return any(len(choice.label) > WIDE for choice in reply.choices)


def rowed(choices: tuple[Choice, ...] | list[Choice], card: Card, wide: int) -> Rows:
    buttons = [{"text": c.label, "callback_data": tap(card, c.id)} for c in choices]
    return [buttons[i : i + wide] for i in range(0, len(buttons), wide)]


def spots(reply: Reply, card: Card, question: Question) -> Rows:
    """The numbers of the picture, then what is not in the picture."""
    number = {o.id: str(o.number) for o in question.options if o.number and o.side != "none"}
    inside = [Choice(c.id, number[c.id]) for c in reply.choices if c.id in number]
    outside = [c for c in reply.choices if c.id not in number]
    return rowed(inside, card, 5) + rowed(outside, card, 2)


def ticks(card: Card, session: Session) -> dict[str, str]:
    """Line -> value of a card that is not done."""
    draft = session.draft
    held = draft.values if draft and draft.shown == card.shown else {}
    return {line.id: held.get(line.id, "no") for line in card.lines}


def checklist(reply: Reply, card: Card, session: Session, words: Words, unsure: bool) -> Rows:
    """A row of numbers with their ticks, then what can be said of the whole card."""
    held = ticks(card, session)
    lines = {line.id for line in card.lines}
    if unsure:
        return [
            [{
                "text": f"?{n}",
                "callback_data": tick(card, id, "no" if held[id] == "unsure" else "unsure"),
            } for n, id in enumerate(held, 1)],
            [{"text": words("not_sure_all"), "callback_data": tap(card, "unsure")}],
            [{"text": texts(words.lang)("unsure_back"), "callback_data": data("m", card, "n")}],
        ]
    rows: Rows = [[{
        "text": f"{SIGNS[value]}{n}",
        "callback_data": tick(card, id, "yes" if value == "no" else "no"),
    } for n, (id, value) in enumerate(held.items(), 1)]]
    marked = any(value != "no" for value in held.values())
    for choice in reply.choices:
        if choice.id in lines or (choice.id == "none" and marked):
            continue
        verb = data("m", card, "u") if choice.id == "unsure" else data("t", card, pack(choice.id))
        rows.append([{"text": choice.label, "callback_data": verb}])
    if marked:
        rows.append([{"text": words("done"), "callback_data": data("d", card)}])
    return rows
