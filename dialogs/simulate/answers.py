"""A client's truth as an answer to the card on the screen: tapped, or typed."""

from dialogs.cases import quiet
from dialogs.events import Event, Say, Tap
from dialogs.simulate.chat import Shown
from dialogs.simulate.clients import Client
from knowledge.models import Knowledge, Question


def truth(client: Client, shown: Shown, knowledge: Knowledge) -> Tap:
    """The whole true answer; a line that the client has not is "no"."""
    card = shown.card
    if card.kind == "confirm":
        return Tap(("take_back",), (), card.id, card.shown)
    question = knowledge.by_id[card.id]
    if not question.checklist:
        return Tap((value(client, question, shown),), (), card.id, card.shown)
    offered = {choice.id for choice in shown.choices()}
    ids = [line.id for line in question.all_lines() if line.id in offered]
    return lines(shown, {id: client.answers.get(id, "no") for id in ids})


def lines(shown: Shown, values: dict[str, str]) -> Tap:
    """A checklist as one tap. The line below the card can be ticked or not, nothing between."""
    on_card = {line.id for line in shown.card.lines}
    ticked = tuple(id for id, v in values.items() if v == "yes")
    unsure = tuple(id for id, v in values.items() if v == "unsure" and id in on_card)
    return Tap(ticked or (() if unsure else ("none",)), unsure, shown.card.id, shown.card.shown)


def mild(shown: Shown, knowledge: Knowledge) -> Tap:
    """What somebody taps who wants to be done: nothing ticked, the mild option."""
    question = knowledge.by_id[shown.card.id]
    if question.checklist:
        return lines(shown, {})
    offered = [choice.id for choice in shown.choices()]
    wanted = "no" if question.clarifies else tapped(question, quiet(question), offered) if question.options else ""
    return Tap((wanted if wanted in offered else offered[0],), (), shown.card.id, shown.card.shown)


def value(client: Client, question: Question, shown: Shown) -> str:
    """The one option that is true, among those that are offered."""
    offered = [choice.id for choice in shown.choices()]
    if question.kind == "country":
        return client.country if client.country in offered else "other"
    said = client.answers.get(question.id) or quiet(question)
    if question.id == "consent" and said not in offered:  # which country is offered depends on what is known
        named = f"agree_{client.country.lower()}"
        return next(id for id in (named, "agree_other", "agree") if id in offered)
    if question.clarifies and question.id not in client.answers:
        return client.answers.get(question.clarifies, "no")
    return tapped(question, said, offered)


def tapped(question: Question, said: str, offered: list[str]) -> str:
    """A number as the button that holds it."""
    if question.kind == "number" and said.isdecimal() and said not in offered:
        band = question.band(int(said))
        return band.id if band else ""
    return said


def label(tap: Tap, client: Client, shown: Shown, knowledge: Knowledge) -> Event:
    """The words of the button, typed; several lines by their numbers; else the tap."""
    question = knowledge.by_id.get(shown.card.id)
    if question and question.kind == "number" and client.answers.get(question.id, "").isdecimal():
        return Say(client.answers[question.id], tap.shown)
    if len(tap.options) == 1 and not tap.unsure:
        return Say(next(c.label for c in shown.choices() if c.id == tap.options[0]), tap.shown)
    return numbers(tap, shown) or tap


def shortest(tap: Tap, client: Client, shown: Shown, knowledge: Knowledge) -> Event:
    """The fewest letters that say it: a number, yes, no, none, not sure; else the tap."""
    question = knowledge.by_id.get(shown.card.id)
    if tap.options == ("none",):
        return Say("none", tap.shown)
    if question is None or question.checklist:
        return numbers(tap, shown) or tap
    if question.kind == "number" and client.answers.get(question.id, "").isdecimal():
        return Say(client.answers[question.id], tap.shown)
    if question.kind == "spot":
        number = next(o.number for o in question.options if o.id == tap.options[0])
        return Say(str(number), tap.shown) if number else tap
    position, words = next((n, c.label) for n, c in enumerate(shown.choices(), 1) if c.id == tap.options[0])
    first = words.split()[0].strip(".,").lower()
    if first in ("yes", "no"):
        return Say(first, tap.shown)
    if tap.options == ("unsure",):
        return Say("not sure", tap.shown)
    return tap if question.kind in ("number", "country") else Say(str(position), tap.shown)


def numbers(tap: Tap, shown: Shown) -> Say | None:
    """Lines by their numbers; None for ticks and doubts at once, which can't be typed."""
    places = {line.id: str(n) for n, line in enumerate(shown.card.lines, 1)}
    chosen = tap.options or tap.unsure
    if (tap.options and tap.unsure) or not set(chosen) <= set(places):
        return None
    typed = " ".join(places[id] for id in chosen)
    return Say(typed if tap.options else f"not sure {typed}", tap.shown)
