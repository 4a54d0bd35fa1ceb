"""Typed words put onto the options and lines of our own questions."""

import re
from collections.abc import Iterable
from datetime import date

from dialogs.hear.answers import understand
from dialogs.hear.duration import SIX_WEEKS, THIRTEEN_WEEKS
from dialogs.hear.heard import Heard
from dialogs.hear.named import named
from dialogs.hear.phrases import Lexicon
from dialogs.hear.text import plain_phrase, tokens
from dialogs.hear.understood import DECLINED, UNCLEAR, Understood, said
from dialogs.replies import Card, Choice
from knowledge.answers import Section
from knowledge.models import Question

BARE = "yes_no_unsure"
TALK = 15  # words; a longer reply is a story


def lines(text: str, card: Card, question: Question | None, words: Lexicon, today: date) -> Heard | None:
    """A checklist: by numbers, as a whole denied or not sure of, or by naming things."""
    ids = [line.id for line in card.lines]
    counted = numbered(text, ids, words)
    if counted:
        return counted
    bare = understand(text, BARE, words, today)
    if bare.sure and bare.value == "no":
        plain = says_no(text, words)  # "all fine" may not be meant for each line: it is shown back
        return Heard(options=("none",), sure=plain, confirm=not plain)
    if bare.sure and bare.value == "unsure":
        return Heard(unsure=tuple(ids))
    if question is None:
        return None
    kinds = words.words.kinds.get(question.id, {})
    if kinds:
        return named_kind(text, kinds, ids, words, today)
    found = named(said(text, words, today), f"card:{question.id}")
    picked = tuple(id for id in ids if id in found.values)
    return Heard(options=picked, sure=False, confirm=True) if picked else None


def says_no(text: str, words: Lexicon) -> bool:
    """A "no", "none" or "nothing" stands in it."""
    every = tokens(text)
    opens = words.table("polarity_opens").find(every)
    return any(m.value == "no" for m in opens) or bool(words.table("quantity.none").find(every))


def named_kind(text: str, kinds: Section, ids: list[str], words: Lexicon, today: date) -> Heard | None:
    """Things named under a card that is understood as a kind, such as what makes it worse."""
    got = understand(text, kinds["kind"][0], words, today)
    values = set(got.values) if got not in (UNCLEAR, DECLINED) else set()
    more = named(said(text, words, today), "where_more") if "also_other" in kinds else None
    values |= set(more.values) if more else set()
    picked = tuple(id for id in ids if values & set(kinds.get(id, ())))
    if picked:
        return Heard(options=picked, sure=False, confirm=got.confirm)
    none = got not in (UNCLEAR, DECLINED) and not got.values and not values
    return Heard(options=("none",), sure=False, confirm=True) if none else None


def numbered(text: str, ids: list[str], words: Lexicon) -> Heard | None:
    """"2", "1 and 3", "just the second one", "2 and 4, not sure about 5"; else None."""
    about = "|".join(map(re.escape, words.section("talk.unsure_about")["unsure_about"]))
    parts = re.split(rf"\b(?:{about})\b", text, maxsplit=1) if about else [text]
    picked = [places(part, len(ids), words) for part in parts]
    if any(p is None for p in picked) or not any(picked):
        return None
    yes, unsure = picked[0] or [], (picked[1] or []) if len(picked) > 1 else []
    if len(parts) > 1 and not unsure:
        return None
    return Heard(options=tuple(ids[i] for i in yes if i not in unsure), unsure=tuple(ids[i] for i in unsure))


def places(text: str, count: int, words: Lexicon) -> list[int] | None:
    """Line places from 0; None if there is anything else in the words."""
    every, found, i = tokens(text), list[int](), 0
    # After "the last" or "the second" the word "one" is no number.
    counted: tuple[str, ...] = ("ordinals", "talk.last", "fillers.numbered", "numbers")
    if not words.table("ordinals", whole=True).find(every) and not words.table("talk.last", whole=True).find(every):
        counted = ("numbers", "fillers.numbered")
    while i < len(every):
        if every[i].word.isdecimal():
            end, name, value = i + 1, "numbers", every[i].word
            end = max(end, words.table("ordinals", whole=True).longest(every, i)[0])
        else:
            reached = [(*words.table(name, whole=True).longest(every, i), name) for name in counted]
            end, values, name = max(reached, key=lambda one: one[0])
            value = values[0] if values else ""
        if end == i:
            return None
        if name != "fillers.numbered":
            place = count if name == "talk.last" else int(value)
            if not 1 <= place <= count:
                return None
            found.append(place - 1)
        i = end
    return list(dict.fromkeys(found))


def choices(
    text: str, offered: Iterable[Choice], question: Question | None, words: Lexicon, today: date
) -> Heard | None:
    """One of the options: yes and no by the words on the buttons, else by kind or by name."""
    ids = {choice.id: choice.label for choice in offered}
    bare = understand(text, BARE, words, today)
    if bare.value in ("yes", "no"):
        # The word on the button counts, not its id: "Yes, as before" may be the answer "no".
        leading = words.single(f"polarity_lead.{bare.value}")
        begins = [id for id, label in ids.items() if plain_phrase(label).split(" ")[0] in leading
                  and re.match(r"\w+(?=[,.]|$)", label)]
        if begins or {"yes", "no"} & set(ids):  # never by the id: in another language "no" would be a "Ja"
            return Heard(options=(begins[0],), sure=bare.sure, confirm=bare.confirm) if len(begins) == 1 else None
    if len(tokens(text)) > TALK:
        return None  # a story may still fill it, with more care
    kinds = words.words.kinds.get(question.id, {}) if question else {}
    got = by_kind(text, question, kinds, words, today) if question and kinds else None
    if got is None and question:
        found = named(said(text, words, today), f"card:{question.id}")
        named_ids = [id for id in ids if id in found.values]
        got = Heard(options=(named_ids[0],), sure=False, confirm=True) if len(named_ids) == 1 else None
    if got is None and bare.value == "unsure" and "unsure" in ids:
        got = Heard(options=("unsure",), sure=bare.sure)
    return got if got and set(got.options) <= set(ids) | {got.value} else None


def by_kind(text: str, question: Question, kinds: Section, words: Lexicon, today: date) -> Heard | None:
    """A question of a kind: a number, a duration, a spot, a pregnancy, how it began."""
    kind = kinds["kind"][0]
    got = understand(text, kind, words, today)
    if kind == "pain_areas":
        return spot(text, got, question, words, today)
    if got in (UNCLEAR, DECLINED):
        return None
    if question.kind == "number":
        fits = question.min <= int(got.value) <= question.max
        return Heard(options=(got.value,), value=got.value, sure=got.sure, confirm=got.confirm) if fits else None
    option = option_of(got, kinds)
    if not option:
        return None
    near = {option_of(Understood((value,)), kinds) for value in got.near} if kind == "onset_duration" else set()
    return Heard(options=(option,), sure=False, confirm=bool(near - {option}) or (got.confirm and not got.near))


def option_of(got: Understood, kinds: Section) -> str:
    """The option that means this value, "" if none does or more is needed to tell."""
    values = {got.value} | (set(got.near[:1]) if got.value == "none" else set())
    if got.value == "pregnant":
        values = {"pregnant_early" if got.days[1] < THIRTEEN_WEEKS else "pregnant_later"} if got.days else set()
    if got.value == "postnatal_12m":
        values = {"postnatal_6w" if got.days[1] <= SIX_WEEKS else "postnatal_12m"} if got.days else set()
    for id, meant in kinds.items():
        if id != "kind" and values & set(meant):
            return id
        for span in meant:
            low, _, high = span.partition("-")
            if got.value.isdecimal() and high.isdecimal() and int(low) <= int(got.value) <= int(high):
                return id
    return ""


def spot(text: str, got: Understood, question: Question, words: Lexicon, today: date) -> Heard | None:
    """An option of the body picture by its area and its side."""
    more = named(said(text, words, today), "spot_more")
    areas = list(got.values) if got not in (UNCLEAR, DECLINED) else more.values
    kinds = words.words.kinds[question.id]
    names = [name for name, values in kinds.items() if name != "kind" and set(areas) & set(values)]
    if len(names) != 1:
        return None
    side = understand(text, "side", words, today).value
    ids = [option.id for option in question.options]
    for id in (names[0], f"{names[0]}_{side}"):
        if id in ids:
            return Heard(options=(id,), sure=False)
    return None
