"""What a press means at the moment of its turn: press + stored session -> event."""

from dataclasses import dataclass

from bot.telegram.buttons import VALUES, Press, mark, unpack
from bot.telegram.keys import moment, ticks
from dialogs.events import Ask, Back, Event, Tap, Tick
from dialogs.flow import Place, locate
from dialogs.handover import here
from dialogs.house import House
from dialogs.paused import PAUSED
from dialogs.replies import Card
from dialogs.say import MENU, card_of, menu_card
from dialogs.session import Session
from knowledge.models import Question


@dataclass(slots=True)
class Touch:
    """A pressed button, the message it stands under, and what was found out about it."""

    press: Press
    message: int
    text: str = ""  # of that message, "" if Telegram does not tell it any more
    photo: bool = False
    asked: bool = False  # whether it was looked at: not, if the update was handled before
    fresh: bool = False  # the press belongs to a card that is open
    label: str = ""  # the answer in words


def event_of(touch: Touch, session: Session, house: House) -> Event:
    """The event, and in `touch` what the reply to it needs. A press that is out of date
    becomes a tap that the core answers as such."""
    press, touch.asked = touch.press, True
    if press.question == mark(PAUSED):
        touch.fresh = True
        return Tap((press.rest,), (), PAUSED, press.shown)
    place = locate(session, house.knowledge_for(session))
    if not press.of(card_of(place, session)):
        # Any other button leaves what was begun beside.
        session = session.but(reporting=False, handing=None, checking=None)
    card = next((card for card in cards(place, session) if press.of(card)), None)
    event = meant(touch, card, place, session, house) if card else None
    if (press.verb, press.question) == ("t", mark(MENU)) and press.rest in ("person", "problem"):
        event = Ask(press.rest)  # whoever asks for a person is never told that it is too late
    touch.fresh = event is not None
    return event or Tap((), question="?", shown=press.shown)


def cards(place: Place, session: Session) -> list[Card]:
    """The cards that are open: one, or a question and the emergency's own buttons."""
    card = card_of(place, session)
    menu = menu_card(place, session)
    beside = place.state == "emergency" and not session.pending and card.id != menu.id
    return [card, menu] if beside else [card]


def meant(touch: Touch, card: Card, place: Place, session: Session, house: House) -> Event | None:
    """The event of a press that belongs to this card; None if nothing was meant by it."""
    press = touch.press
    if press.verb == "w":
        return Ask("why")
    if press.verb == "b":
        return Back() if press.rest == moment(session) else None
    labels = {line.id: line.label for line in card.lines}
    if press.verb == "k":
        line = unpack(press.rest[1:], list(labels))
        value = VALUES.get(press.rest[:1])
        touch.label = labels.get(line, "")
        return Tick(line, value, card.id, card.shown) if line in labels and value else None
    if press.verb == "d":
        return ticked(touch, card, session, "")
    if press.verb == "t":
        asked = [r for r in here(place, session, house) if r.card and r.card.id == card.id]
        choices = {choice.id: choice.label for reply in asked for choice in reply.choices}
        id = unpack(press.rest, list(choices))
        touch.label = numbered(choices.get(id, ""), id, card, place.question)
        if card.lines:
            return ticked(touch, card, session, id) if id not in labels else None
        return Tap((id,), (), card.id, card.shown)
    return None


def ticked(touch: Touch, card: Card, session: Session, also: str) -> Tap:
    """The ticks of the draft as one answer; what is ticked is never lost on the way."""
    held = ticks(card, session)
    yes = tuple(id for id, value in held.items() if value == "yes")
    unsure = tuple(id for id, value in held.items() if value == "unsure")
    if also == "unsure":
        unsure = tuple(id for id in held if id not in yes)
    elif also:
        yes = (*yes, also)
    words = [line.label for line in card.lines if line.id in yes]
    words += [f"{line.label} (?)" for line in card.lines if line.id in unsure and also != "unsure"]
    touch.label = "; ".join([*words, *([touch.label] if also else [])])
    return Tap(yes, unsure, card.id, card.shown)


def numbered(label: str, id: str, card: Card, question: Question | None) -> str:
    """A spot with the number it has in the picture."""
    option = question.option(id) if question is not None and card.kind == "spot" else None
    return f"{option.number}. {label}" if option and option.number and option.side != "none" else label
