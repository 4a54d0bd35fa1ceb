"""Typing through a chat: what counts at once, what is shown back first, and an opening story."""

import pytest

from dialogs.cases import NOW, play
from dialogs.events import Back, Change, Event, Open, Say, Tap
from dialogs.house import House
from dialogs.session import Answer, Notice
from dialogs.step import Step, step
from tests.test_hear import at


def says(here: Step, text: str, house: House) -> Step:
    return step(here.session, Say(text), house, NOW)


def answers(done: Step) -> list[Answer]:
    """A danger word may be noted beside them; that is tested with the flags."""
    return [entry for entry in done.session.log if isinstance(entry, Answer)]


def answer(done: Step) -> Answer:
    return answers(done)[-1]


@pytest.mark.parametrize(("question", "text", "shown", "values"), [
    ("onset", "it crept up slowly", "Slowly", {"onset": "slowly"}),
    ("onset", "lifting a box", "After a small fall, lift or cough", {"onset": "small"}),
    ("duration", "six weeks", "6 weeks to 3 months", {"duration": "weeks"}),
    ("pain", "about an eight", "8", {"pain": "strong"}),
    ("pregnancy", "20 weeks", "Pregnant, 13 weeks or more", {"pregnancy": "later"}),
    ("pregnancy", "gave birth three weeks ago", "Birth in the last 6 weeks", {"pregnancy": "birth_new"}),
    ("spot", "deep in my right bum cheek", "Right buttock", {"spot": "buttock_right"}),
    ("spot", "left dimple, just there", "Left dimple", {"spot": "dimple_left"}),
])
def test_what_decides_is_shown_back_before_it_counts(
    house: House, question: str, text: str, shown: str, values: dict[str, str]
) -> None:
    here = at(house, question)
    done = says(here, text, house)
    assert done.card.kind == "confirm" and answers(done) == answers(here)
    assert done.replies[-1].text == f'You wrote "{text}". Do you mean: {shown}?'
    done = says(done, "yes", house)
    assert answer(done).values == values and answer(done).typed == text


def test_no_is_no_answer_and_other_words_are_heard_afresh(house: House) -> None:
    here = at(house, "onset")
    asked = says(here, "it crept up slowly", house)
    refused = says(asked, "no", house)
    assert refused.card.id == "onset" and answers(refused) == answers(here)
    again = says(asked, "well, I was lifting a box", house)
    assert again.card.kind == "confirm" and "lift or cough" in again.replies[-1].text
    left = step(asked.session, Back(), house, NOW)
    assert left.card.id == "onset" and answers(left) == answers(here)


def test_an_old_yes_confirms_nothing_new(house: House) -> None:
    first = says(at(house, "onset"), "it crept up slowly", house)
    second = says(first, "I was lifting a box", house)
    stale = step(second.session, Tap(("yes",), question="confirm", shown=first.card.shown), house, NOW)
    assert stale.card == second.card and stale.session.log == second.session.log


@pytest.mark.parametrize("text", ["I have been losing weight", "a lump, I think"])
def test_a_named_sign_says_nothing_of_the_others_by_itself(house: House, text: str) -> None:
    here = at(house, "signs_course")
    done = says(here, text, house)
    assert answers(done) == answers(here)
    assert "and none of the others" in done.replies[-1].text


@pytest.mark.parametrize("text", ["no signal here", "no entiendo", "no but it is numb", "not the first",
                                  "no idea what that means", "no feeling down there", "no?", "none?",
                                  "I said no to some",
                                  "no worries", "not yet read it", "nobody told me", "nothing but pain"])
def test_a_red_flag_no_is_never_read_from_something_else(house: House, text: str) -> None:
    for question in ("signs_nerve", "signs_now", "signs_course"):
        here = at(house, question)
        done = says(here, text, house)
        new = answers(done)[len(answers(here)):]
        assert "no" not in {value for entry in new for value in entry.values.values()}


@pytest.mark.parametrize(("text", "ticked", "unsure"), [
    ("just the second one", {"shape"}, set()), ("the first and the last", {"weight", "persist"}, set()),
    ("2 and 4, not sure about 5", {"shape", "night"}, {"persist"}), ("number 3 please", {"constant"}, set()),
    ("the last one", {"persist"}, set()), ("none of those", set(), set()),
])
def test_lines_by_number_and_order(house: House, text: str, ticked: set[str], unsure: set[str]) -> None:
    values = answer(says(at(house, "signs_course"), text, house)).values
    assert {id for id, value in values.items() if value == "yes"} == ticked
    assert {id for id, value in values.items() if value == "unsure"} == unsure


def test_the_word_on_the_button_counts_not_its_id(house: House) -> None:
    """ "Can you walk as before?" "No" is the grave answer."""
    here = at(house, "signs_now")
    here = step(here.session, Tap((), ("weak_legs",)), house, NOW)
    assert here.card.id == "weak_legs_sure"
    assert says(here, "nope", house).place.state == "emergency"
    assert answer(says(here, "yes", house)).values == {"weak_legs_sure": "no"}


STORY = "Hi, I'm 47. For two months I have had an ache in my right dimple. Sitting makes it worse. Not sure what to do."


FILLED = {"age": "a45", "duration": "weeks", "spot": "dimple_right", "agg_sit": "yes"}


def filled(here: Step, done: Step) -> dict[str, str]:
    return {k: v for e in answers(done)[len(answers(here)):] for k, v in e.values.items()}


def test_an_opening_story_is_shown_back_as_a_whole_before_it_counts(house: House) -> None:
    quiet = len(play(house, {}).steps)
    here = at(house, "signs_nerve")
    asked = says(here, STORY, house)
    assert asked.card.kind == "confirm" and asked.session.log == here.session.log
    assert "• Age: 47\n" in asked.replies[-1].text and "Right dimple" in asked.replies[-1].text
    done = says(asked, "yes that's right", house)
    assert done.card.id == "signs_nerve" and filled(here, done) == FILLED
    steps = 2
    while done.card.id != "review":
        done = step(done.session, Tap(("none",) if done.card.lines else (done.replies[-1].choices[0].id,)), house, NOW)
        steps += 1
    assert steps < quiet
    assert "Age: 47" in done.replies[-1].text and "Sitting" in done.replies[-1].text


@pytest.mark.parametrize("event", [Tap(("ask",)), Say("ask me one by one"), Back(), Change()])
def test_a_story_that_is_not_confirmed_fills_nothing(house: House, event: Event) -> None:
    here = at(house, "signs_nerve")
    done = step(says(here, STORY, house).session, event, house, NOW)
    assert answers(done) == answers(here) and not done.session.pending and not done.session.waiting


@pytest.mark.parametrize("text", ["no", "nope, not quite", "yes but it is the left one", "what?"])
def test_a_word_of_doubt_about_a_story_asks_what_is_wrong_and_loses_nothing(house: House, text: str) -> None:
    here = at(house, "signs_nerve")
    done = says(says(here, STORY, house), text, house)
    assert answers(done) == answers(here) and done.card.kind == "confirm"
    assert "tap what is wrong" in done.replies[0].text
    assert filled(here, says(done, "yes", house)) == FILLED


def test_one_thing_of_a_story_is_dropped_and_asked_as_usual(house: House) -> None:
    here = at(house, "signs_nerve")
    asked = says(here, STORY, house)
    assert [choice.label for choice in asked.replies[-1].choices] == [
        "Yes", "Wrong: Age", "Wrong: How long has it hurt this time", "Wrong: Worst spot", "Wrong: What makes it worse",
        "Ask me one by one"]
    fewer = step(asked.session, Tap(("age",), question="confirm", shown=asked.card.shown), house, NOW)
    assert fewer.card.kind == "confirm" and "Age" not in fewer.replies[-1].text
    done = says(fewer, "yes", house)
    assert filled(here, done) == {fact: value for fact, value in FILLED.items() if fact != "age"}
    assert "age" in {question.id for question in done.place.read.unanswered}


def test_one_thing_of_a_story_is_written_once_more(house: House) -> None:
    here = at(house, "signs_nerve")
    better = says(says(here, STORY, house), "no, I'm 48 and it's in my left buttock", house)
    assert "• Age: 48" in better.replies[-1].text and "Left buttock" in better.replies[-1].text
    assert filled(here, says(better, "yes", house)) == {**FILLED, "spot": "buttock_left"}


@pytest.mark.parametrize(("text", "told"), [
    ("no, about 5 months", "3 to 12 months"), ("it's the left buttock", "Left buttock"), ("years now", "Over a year")])
def test_a_bare_answer_puts_right_the_one_thing_that_it_answers(house: House, text: str, told: str) -> None:
    better = says(says(at(house, "signs_nerve"), STORY, house), text, house).replies[-1].text
    assert told in better and better.count("•") == len(FILLED), better


def test_a_story_counts_once(house: House) -> None:
    """A second yes, a yes for another story, and a tick of the card below change nothing."""
    here = at(house, "signs_nerve")
    asked = says(here, STORY, house)
    done = step(asked.session, yes := Tap(("yes",), question="confirm", shown=asked.card.shown), house, NOW)
    assert step(done.session, yes, house, NOW).session.log == done.session.log and filled(here, done) == FILLED
    below = step(asked.session, Tap(("none",), question="signs_nerve", shown=here.card.shown), house, NOW)
    assert below.session.log == here.session.log and below.card == asked.card
    other = says(asked, STORY.replace("47", "48"), house)
    assert other.card.kind == "confirm" and other.card != asked.card
    assert step(other.session, yes, house, NOW).session.log == here.session.log


def test_back_takes_a_story_back_one_answer_at_a_time(house: House) -> None:
    here = at(house, "signs_nerve")
    done = says(says(here, STORY, house), "yes", house)
    for left in (3, 2, 1, 0):
        done = step(done.session, Back(), house, NOW)
        assert len(standing(done)) == len(standing(here)) + left


def test_a_danger_word_in_a_story_comes_first(house: House) -> None:
    here = at(house, "signs_nerve")
    done = says(here, STORY + " I can't feel myself pee any more.", house)
    assert answers(done) == answers(here) and not done.session.pending
    assert done.replies[0].kind == "urgent" and any(entry.type == "notice" for entry in done.session.log)
    asked = step(done.session, Tap(("none",)), house, NOW)
    assert asked.card.kind == "confirm" and "• Age: 47" in asked.replies[-1].text, "the rest of the story is not lost"
    assert filled(here, says(asked, "yes", house)).items() >= FILLED.items()


def test_a_danger_word_while_a_story_is_shown_back_loses_nothing(house: House) -> None:
    here = at(house, "signs_nerve")
    done = says(says(here, STORY, house), "and I can't feel myself pee any more", house)
    assert done.replies[0].kind == "urgent" and done.card.id == "signs_nerve"
    asked = step(done.session, Tap(("none",)), house, NOW)
    assert asked.card.kind == "confirm" and "• Age: 47" in asked.replies[-1].text


def test_a_doubtful_word_while_a_story_is_shown_back_leaves_it_there(house: House) -> None:
    here = at(house, "signs_nerve")
    done = says(says(here, STORY, house), "no and my aunt had a stroke, what about it", house)
    assert done.card.kind == "confirm" and "• Age: 47" in done.replies[-1].text


def test_a_story_with_an_emergency_fills_nothing_while_it_is_one(house: House) -> None:
    here = at(house, "signs_nerve")
    told = says(here, STORY + " I can't feel myself pee any more.", house)
    done = step(told.session, Tap(("ces_pee",)), house, NOW)
    assert done.place.state == "emergency" and done.card.kind != "confirm"
    assert filled(here, done).keys().isdisjoint(FILLED)


def test_a_story_never_fills_a_warning_sign(house: House) -> None:
    here = at(house, "signs_nerve")
    done = says(here, STORY + " No fever, and I can walk and pee as always.", house)
    done = says(done, "yes", house)
    assert filled(here, done) == FILLED
    for entry in answers(done)[len(answers(here)):]:
        assert house.knowledge["calibrated"].by_id[entry.question].kind != "signs"


def standing(done: Step) -> list[Answer]:
    gone = done.session.retracted()
    return [e for i, e in enumerate(done.session.log) if isinstance(e, Answer) and i not in gone]


def test_the_newest_words_are_asked_about_first_and_in_the_order_they_were_noted(house: House) -> None:
    later = NOW.replace(minute=NOW.minute + 1)
    noted = [Notice(row="RF-CES-2", said="numb", at=NOW), Notice(row="RF-NEU-1", said="foot drops", at=later),
             Notice(row="RF-AAA", said="tearing", at=later)]
    here = step(at(house, "signs_nerve").session.add(*noted), Open(), house, later)
    asked = [here.card.id]
    while len(asked) < 3:
        here = step(here.session, Tap(("none",)), house, later)
        asked.append(here.card.id)
    assert asked == ["signs_now", "signs_sudden", "signs_nerve"]
