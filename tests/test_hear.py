"""Typed words: understood, or asked again; never guessed."""

import pytest

from dialogs.cases import NOW, play
from dialogs.events import Open, Say, Tap
from dialogs.hear import hear, plain
from dialogs.house import House
from dialogs.session import Answer, Session
from dialogs.step import Step, step


def at(house: House, question: str) -> Step:
    """A quiet chat that has come to this question."""
    played = play(house, {})
    for done in played.steps:
        if done.card.id == question:
            return done
    raise AssertionError(question)


def typed(house: House, question: str, text: str) -> dict[str, str] | None:
    """The values the typed words gave, or None if they were not understood."""
    here = at(house, question)
    done = step(here.session, Say(text), house, NOW)
    given = [e for e in done.session.log[len(here.session.log):] if isinstance(e, Answer)]  # a notice is no answer
    assert all(entry.typed for entry in given)
    return given[-1].values if given else None


@pytest.mark.parametrize(("question", "text", "want"), [
    ("onset", "Slowly", {"onset": "slowly"}),
    ("onset", "  SLOWLY. ", {"onset": "slowly"}),
    ("onset", "1", {"onset": "slowly"}),
    ("onset", "dunno", {"onset": "unsure"}),
    ("onset", "slow i guess", None),
    ("onset", "9", None),
    ("pain", "7", {"pain": "strong"}),
    ("pain", "seven", {"pain": "strong"}),
    ("pain", "4/10", {"pain": "mild"}),
    ("pain", "3 out of 10", {"pain": "mild"}),
    ("pain", "11", None),
    ("pain", "a bit", None),
    ("age", "64", {"age": "a61"}),
    ("age", "64 years old", {"age": "a61"}),
    ("age", "17", None),
    ("age", "200", None),
    ("pregnancy", "no", {"pregnancy": "no"}),
    ("pregnancy", "nope", {"pregnancy": "no"}),
    ("spot", "2", {"spot": "dimple_right"}),
    ("spot", "left buttock", {"spot": "buttock_left"}),
    ("spot", "upper back", {"spot": "upper_back"}),
    ("spot", "here", None),
    ("review", "yes", {"review": "right"}),
])
def test_typed_answers(house: House, question: str, text: str, want: dict[str, str] | None) -> None:
    assert typed(house, question, text) == want


@pytest.mark.parametrize(("text", "ticked"), [
    ("none", set()), ("no", set()), ("none of these", set()), ("No.", set()),
    ("2", {"shape"}), ("1, 3", {"weight", "constant"}), ("1 and 3", {"weight", "constant"}),
    ("2 4", {"shape", "night"}),
])
def test_typed_checklists(house: House, text: str, ticked: set[str]) -> None:
    values = typed(house, "signs_course", text)
    assert values is not None
    assert {line for line, value in values.items() if value == "yes"} == ticked
    assert set(values.values()) <= {"yes", "no"}


@pytest.mark.parametrize("text", ["yes", "some", "9", "maybe the second", "2 weeks", "not 2",
                                  "numb since monday", "ok"])
def test_what_is_not_clear_is_no_answer_to_a_checklist(house: House, text: str) -> None:
    assert typed(house, "signs_course", text) is None


def test_a_typed_not_sure_counts_for_every_line_that_is_shown(house: House) -> None:
    values = typed(house, "signs_course", "not sure")
    assert values is not None and set(values.values()) == {"unsure"}


def test_not_sure_about_some_lines(house: House) -> None:
    values = typed(house, "signs_course", "not sure about 2 and 4")
    assert values == {"weight": "no", "shape": "unsure", "constant": "no", "night": "unsure", "persist": "no"}


def test_unclear_is_asked_again_once_then_the_buttons(house: House) -> None:
    here = at(house, "onset")
    first = step(here.session, Say("hm"), house, NOW)
    second = step(first.session, Say("hmm"), house, NOW)
    assert "did not understand" in first.replies[0].text
    assert "use the buttons" in second.replies[0].text
    assert first.card.id == second.card.id == "onset"


def test_a_denial_under_an_old_card_is_no_answer(house: House) -> None:
    here = at(house, "signs_course")
    done = step(here.session, Say("none", shown="00000000"), house, NOW)
    assert done.session.log == here.session.log


@pytest.mark.parametrize("text", ["I want to die", "i WANT to   die!!", "maybe i should kill myself lol",
                                  "he hit me", "I took too many pills", "took too many painkillers by mistake"])
def test_crisis_words_stop_the_questions_anywhere(house: House, text: str) -> None:
    for session in (at(house, "signs_nerve").session, at(house, "worse").session, play(house, {}).session):
        done = step(session, Say(text), house, NOW)
        assert done.place.state == "crisis"
        assert done.replies[0].kind == "urgent"
        assert done.replies[0].text.splitlines()[0].startswith(("Please talk", "You can talk", "Call the poison"))


MEANT = {"kill me now, another zoom": "988", "some days I've had enough": "988",
         "I take 10 tablets a day": "1-800-222-1222", "he gets angry": "1-800-799-7233"}


@pytest.mark.parametrize("text", MEANT)
def test_words_that_may_mean_a_crisis_are_told_whom_to_call_and_stop_nothing(house: House, text: str) -> None:
    here = at(house, "worse")
    done = step(here.session, Say(text), house, NOW)
    assert done.place.state == here.place.state and done.session.log == here.session.log
    assert MEANT[text] in done.replies[0].text and "I stop my questions" in done.replies[0].text


@pytest.mark.parametrize("lang", ["en", "es", "de"])
@pytest.mark.parametrize(("phrase", "kind"), [("crisis_maybe", "crisis"), ("abuse_maybe", "abuse"),
                                              ("poison_maybe", "poison")])
def test_the_words_that_such_a_line_offers_stop_the_questions(house: House, lang: str, phrase: str, kind: str) -> None:
    session = at(house, "worse").session.but(lang=lang)
    offered = house.words[lang](phrase, line="988").split('"')[1]
    done = step(session, Say(offered), house, NOW)
    assert done.place.state == "crisis"
    assert kind in {found.rule.kind for found in done.place.assessment.findings}


def test_an_old_follow_up_does_not_clear_new_danger_words(house: House) -> None:
    ended = play(house, {"ces_pee": "unsure", "ces_pee_sure": "no"}).last
    assert ended.place.state == "recommend"
    asked = step(ended.session, Say("I can't pee"), house, NOW)
    assert asked.card.id == "signs_nerve"
    unsure = step(asked.session, Tap((), ("ces_pee",), asked.card.id, asked.card.shown), house, NOW)
    assert unsure.card.id == "ces_pee_sure"  # and not the "no" from before
    assert step(unsure.session, Tap(("unsure",)), house, NOW).place.state == "emergency"


def test_a_follow_up_of_a_ticked_line_is_asked_anew_after_danger_words(house: House) -> None:
    ended = play(house, {"urine": "yes", "urine_kind": "burning"}).last
    assert ended.place.question is None and ended.place.facts["urine_kind"] == "burning"
    asked = step(ended.session, Say("the pain comes in waves from my side to my groin"), house, NOW)
    if asked.card.id != "urine_kind":  # the card first, for its other lines
        asked = step(asked.session, Tap(("none",), (), asked.card.id, asked.card.shown), house, NOW)
    assert asked.card.id == "urine_kind"


def test_an_emergency_that_doubtful_words_bring_back_is_told_first(house: House) -> None:
    """Found by `make fuzz`: the words were asked back as an answer, and what to do was not said."""
    now = at(house, "signs_sudden")
    now = step(now.session, Tap(("hip_stuck",), (), now.card.id, now.card.shown), house, NOW)
    now = step(now.session, Tap(("can",), (), now.card.id, now.card.shown), house, NOW)
    assert now.place.state == "screen"
    told = step(now.session, Say("Hi, I'm 47. For two months I have had an ache in my right dimple."), house, NOW)
    assert told.card.kind == "confirm"
    for before in (now, told):  # also while a story is shown back
        done = step(before.session, Say("mum slipped in the kitchen and can't get up, hip agony"), house, NOW)
        assert done.place.state == "emergency" and done.replies[0].kind == "urgent" and done.card.id == "hip_kind"


def test_crisis_words_in_an_emergency_add_their_line_and_take_nothing_away(house: House) -> None:
    before = play(house, {"ces_pee": "yes"}).last
    assert before.place.state == "emergency" and "988" not in before.replies[0].text
    done = step(before.session, Say("honestly I want to die"), house, NOW)
    lines = done.replies[0].text.splitlines()
    assert lines[0].startswith("Go to an emergency department now") and "988" in lines[1]
    assert "going" in [choice.id for choice in done.replies[0].choices]


def test_many_words_of_crisis_are_quoted_in_short_and_kept_whole(house: House) -> None:
    text = "I want to die. " * 250
    done = step(at(house, "worse").session, Say(text), house, NOW)
    assert done.place.state == "crisis" and all(len(reply.text) < 4096 for reply in done.replies)
    assert "I want to die. I want" in done.replies[0].text
    assert any(len(getattr(entry, "said", "")) > 3000 for entry in done.session.log)


@pytest.mark.parametrize("words", ["I want to die", "I don't want to live any more"])
def test_crisis_words_before_consent_stop_the_questions_and_are_not_kept(words: str, house: House) -> None:
    done = step(Session(id="x", country="US"), Say(words), house, NOW)
    assert done.replies[0].kind == "urgent" and "988" in done.replies[0].text.splitlines()[0]
    assert words not in done.session.model_dump_json() + done.replies[0].text and '""' not in done.replies[0].text
    assert done.place.state == "crisis" and len(done.replies) == 1
    assert {choice.id for choice in done.replies[0].choices} == {"go_on", "stop", "person"}
    on = step(done.session, Tap(("go_on",)), house, NOW)
    assert on.place.question and on.place.question.id == "consent"
    assert not on.session.log and not on.session.closed
    left = step(on.session, Tap(("decline",)), house, NOW)
    again = step(left.session, Say(words), house, NOW)
    assert again.place.state == "declined" and "988" in again.replies[0].text
    assert not any(entry.type == "notice" for entry in again.session.log)


def test_a_danger_word_before_consent_gets_the_line_and_keeps_nothing(house: House) -> None:
    opened = step(Session(id="x", country="US"), Open(), house, NOW)
    done = step(opened.session, Say("my face is drooping"), house, NOW)
    assert "911" in done.replies[0].text and done.replies[0].kind == "urgent"
    assert done.session.log == ()


def test_a_danger_word_reopens_a_finished_chat(house: House) -> None:
    ended = play(house, {})
    assert ended.last.place.state == "recommend"
    done = step(ended.session, Say("my speech is slurred"), house, NOW)
    assert "911" in done.replies[0].text and done.card.id == "stroke"
    amended = step(done.session, Tap(("yes",)), house, NOW)
    assert amended.place.state == "emergency"
    assert len(amended.session.closed) == 2, "the earlier advice stays, the amended one is new"
    assert amended.session.closed[0] == ended.session.closed[0]


@pytest.mark.parametrize("text", ["a" * 100_000, "<script>x</script>", "*_[x](y)`", "\u202e\u0000\u0007",
                                  "{said} {emergency}", "🙂" * 3000, "%s %d {0}", "' OR 1=1 --"])
def test_hostile_text_is_answered_and_never_repeated(house: House, text: str) -> None:
    done = step(at(house, "onset").session, Say(text), house, NOW)
    assert done.card.id == "onset"
    assert all(text[:200] not in reply.text for reply in done.replies)


def test_a_reworded_question_is_asked_again_with_the_reason(house: House) -> None:
    session = at(house, "signs_sudden").session
    first = next(i for i, e in enumerate(session.log) if isinstance(e, Answer) and e.question == "signs_nerve")
    old = session.log[first].model_copy(update={"shown": "0ld0ld00"})
    session = session.but(log=(*session.log[:first], old, *session.log[first + 1 :]))
    done = step(session, Open(), house, NOW)
    assert done.card.id == "signs_nerve" and "has changed since" in done.replies[0].text


def test_plain_is_fast_on_adversarial_text(house: House) -> None:
    import time

    begun = time.thread_time()
    for text in ("1 and " * 20_000, "no" * 50_000, " " * 100_000, "kill " * 20_000):
        hear(text, None, None, house.knowledge["calibrated"])
        plain(text)
    assert time.thread_time() - begun < 2


@pytest.mark.parametrize("text", ["?", " ?? ", "¿?", "؟"])
def test_a_bare_question_mark_asks_for_help(house: House, text: str) -> None:
    here = at(house, "onset")
    asked, help = (step(here.session, Say(words), house, NOW) for words in (text, "help"))
    assert [reply.text for reply in asked.replies] == [reply.text for reply in help.replies]
