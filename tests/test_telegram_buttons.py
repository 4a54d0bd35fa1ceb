"""Callback data always fits and always means what it said; texts hold Telegram's limits."""

import asyncio
import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st
from telegram import Chat, Message, Update, constants

from bot.telegram.buttons import LIMIT, LONGEST, data, mark, pack, press, tap, tick, unpack
from bot.telegram.desk import TOAST, Chats
from bot.telegram.events import command
from bot.telegram.keys import WIDE, crowded, keyboard
from bot.telegram.text import CAPTION, MESSAGE, clean, cut, short, split, units, whole
from bot.telegram.words import all_texts
from dialogs.house import House
from dialogs.replies import Card, Choice, Reply
from dialogs.say import MENU
from dialogs.session import Session
from dialogs.words import words
from knowledge.models import Question
from tests.botapi import rules


def every(house: House) -> list[Question]:
    return [q for knowledge in house.knowledge.values() for q in knowledge.questions]


def drawn(question: Question) -> Reply:
    """A question with every line and option it can have."""
    lines = tuple(Choice(line.id, line.say) for line in question.lines)
    choices = [*lines, *(Choice(o.id, o.say) for o in question.options)]
    if question.checklist:
        more = [Choice(question.more.id, question.more.say)] if question.more else []
        choices += [Choice("none", "None of these"), *more, Choice("unsure", "Not sure about one")]
    card = Card(question.id, question.kind, question.shown, question.phase, lines)
    return Reply("ask", question.ask, tuple(choices), question.checklist, card, question.picture)


def test_every_button_of_every_question_is_accepted(house: House) -> None:
    for question in every(house):
        if question.kind == "country":
            continue
        reply = drawn(question)
        ids = {choice.id for choice in reply.choices}
        for unsure in (False, True):
            rows = keyboard(reply, question, Session(id="x"), words("en"), unsure)
            rules.keyboard({"inline_keyboard": rows})
            for button in itertools.chain(*rows):
                found = press(button["callback_data"])
                assert found is not None and reply.card is not None and found.of(reply.card)
                if found.verb in "tk":
                    rest = found.rest[1:] if found.verb == "k" else found.rest
                    assert unpack(rest, list(ids)) in ids


def test_the_countries_fit_on_one_keyboard(house: House) -> None:
    countries = house.knowledge["strict"].countries
    choices = tuple(Choice(code, row.name) for code, row in countries.items() if code)
    card = Card("country", "country", "0" * 8, "consent")
    reply = Reply("ask", "?", (*choices, Choice("other", "My country is not here")), card=card)
    rows = keyboard(reply, None, Session(id="x"), words("en"))
    rules.keyboard({"inline_keyboard": rows})
    assert len(rows[0]) == 3 and rows[-2][0]["text"] == "My country is not here"


def test_every_answer_to_change_fits(house: House) -> None:
    """The list of answers carries ids of questions, the longest ids there are."""
    asked = house.knowledge["strict"].questions
    card = Card("change", "menu", "0" * 8, "review")
    reply = Reply("ask", "?", (*(Choice(q.id, q.id) for q in asked), Choice("cancel", "Cancel")), card=card)
    rows = keyboard(reply, None, Session(id="x"), words("en"))
    rules.keyboard({"inline_keyboard": rows})
    assert rows[-1][0]["text"] == "Cancel"


def test_no_two_cards_are_taken_for_each_other(house: House) -> None:
    for knowledge in house.knowledge.values():
        marks = [(mark(q.id), q.shown) for q in knowledge.questions]
        assert len(set(marks)) == len(marks)
        assert len({mark(q.id) for q in knowledge.questions} | {mark(MENU)}) == len(marks) + 1


@given(st.text(), st.sampled_from(["yes", "no", "unsure"]))
def test_no_id_is_too_long(id: str, value: str) -> None:
    card = Card(id, "choice", "0123abcd", "story")
    for raw in (data("d", card), tap(card, id), tick(card, id, value)):
        found = press(raw)
        assert len(raw.encode()) <= LIMIT
        assert found is not None and found.of(card)
    found = press(tap(card, id))
    assert found is not None and unpack(found.rest, ["other", id]) == id
    assert unpack(pack("x" * (LONGEST + 1)), ["other"]) == ""


@given(st.text(max_size=80))
def test_foreign_data_is_no_press_or_belongs_to_no_card(raw: str) -> None:
    found = press(raw)
    assert found is None or not found.of(Card("consent", "choice", "48f36f6f", "consent"))


def test_long_labels_are_listed_in_the_text() -> None:
    card = Card("x", "choice", "0" * 8, "story")
    long = Reply("ask", "?", (Choice("a", "word " * 20), Choice("b", "No")), card=card)
    assert crowded(long)
    rows = keyboard(long, None, Session(id="x"), words("en"))
    assert [row[0]["text"][:2] for row in rows[:2]] == ["1.", "2."]
    assert all(len(row[0]["text"]) <= WIDE for row in rows)
    assert not crowded(Reply("ask", "?", (Choice("a", "Yes"), Choice("b", "No")), card=card))


@given(st.text(max_size=300), st.integers(5, 40))
def test_split_keeps_every_word_and_the_limit(text: str, limit: int) -> None:
    text = clean(text)
    parts = split(text, limit)
    assert parts and all(0 < units(part) <= limit for part in parts)
    assert "".join("".join(parts).split()) in ("".join(text.split()), "…")


def test_split_prefers_lines_then_words() -> None:
    assert split("one\ntwo three\nfour", 14) == ["one\ntwo three", "four"]
    assert split("one two three", 8) == ["one two", "three"]
    assert split("𝄞" * 5, 4) == ["𝄞𝄞", "𝄞𝄞", "𝄞"]
    assert cut("ab𝄞", 3) == "ab"
    assert short("as long as this", 9) == "as long…"


def test_clean_takes_out_what_disturbs() -> None:
    assert clean("a\x00b\u202ec\u2066d\re\nf\tg") == "abcde\nf\tg"
    assert clean("x\ud800y") == "x\ufffdy" == whole("x\ud800y")
    assert clean("<b>*_`[x](y)") == "<b>*_`[x](y)"


@pytest.mark.parametrize(("text", "found"), [
    ("/start", ("start", "")), ("/START@bot  a-b_1 ", ("start", "a-b_1")), ("/mydata", ("mydata", "")),
    ("hello", ("", "")), ("/ back", ("", "")), ("/2 much/", ("2", "much/")), ("", ("", "")),
])
def test_commands(text: str, found: tuple[str, str]) -> None:
    assert command(text) == found


def test_texts_before_the_chat_hold_the_limits(house: House) -> None:
    for lang, texts in all_texts().items():
        assert lang in house.words
        assert units(texts.short) <= 120 and units(texts.description) <= 512
        rules.commands([{"command": c, "description": d} for c, d in texts.commands.items()])
        assert {"start", "help", "privacy", "mydata", "forget", "emergency"} <= set(texts.commands)


def test_the_picture_and_its_words_fit_below_it(house: House) -> None:
    for knowledge in house.knowledge.values():
        for question in knowledge.questions:
            if question.picture:
                assert units(f"{question.ask}\n{knowledge.picture_alt}\n\nYou answered: 1. Left dimple") <= CAPTION


def test_the_limits_are_those_of_the_library() -> None:
    assert (MESSAGE, CAPTION) == (constants.MessageLimit.MAX_TEXT_LENGTH, constants.MessageLimit.CAPTION_LENGTH)
    assert constants.InlineKeyboardButtonLimit.MAX_CALLBACK_DATA == LIMIT
    assert constants.CallbackQueryLimit.ANSWER_CALLBACK_QUERY_TEXT_LENGTH == TOAST


async def test_a_chat_in_order_and_chats_side_by_side() -> None:
    chats, told = Chats(), list[str]()

    async def work(name: str, seconds: float) -> None:
        told.append(f"{name} begins")
        await asyncio.sleep(seconds)
        told.append(f"{name} ends")

    def update(chat: int) -> Update:
        return Update(1, Message(1, None, Chat(chat, "private")))  # type: ignore[arg-type]  # no date

    await asyncio.gather(
        chats.process_update(update(1), work("a1", 0.05)), chats.process_update(update(1), work("a2", 0)),
        chats.process_update(update(2), work("b1", 0)), chats.process_update(update(1), work("a3", 0)),
    )
    assert told == [
        "a1 begins", "b1 begins", "b1 ends", "a1 ends", "a2 begins", "a2 ends", "a3 begins", "a3 ends",
    ]
    assert not chats.locks
