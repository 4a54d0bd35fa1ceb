"""Every clinical case and every vignette: the first screen is short, nothing is made up, nothing private leaks."""

import random
from dataclasses import dataclass

import pytest

from dialogs.cases import NOW, Known, cases, play, quiet
from dialogs.flow import Place, locate
from dialogs.house import House
from dialogs.judge import answers_of
from dialogs.said import last
from dialogs.session import Answer, Notice, Session
from dialogs.simulate.chat import Core, run
from dialogs.simulate.clients import clients
from dialogs.simulate.personas import plain
from dialogs.summary import Line, Summary, summary
from dialogs.summary.private import state
from dialogs.summary.text import screen
from knowledge.models import Knowledge, Profile, Question
from tests.summary_kit import BOOKING, lines

# Lines that may rest on no answer: they say to everybody the same at such an outcome, or that nothing was asked.
SAID_TO_ALL = {
    "tonight", "come", "say", "next_visit", "content", "booking", "version", "languages", "private", "program",
    "problem", "model", "muscles", "profile", "since_when", "massage", "sources", "told_text", "easier", "stops",
    "easier_stops", "T1", "T2", "T3"}
WITHOUT_ANSWER = ("not asked", "Nothing", "Not judged", "No caution", "Held back", "age not asked", "May be tried",
                  "Once they are ready", "0 asked")


@dataclass
class One:
    name: str
    session: Session
    place: Place
    knowledge: Knowledge
    shared: Summary  # the client shares the private answers
    kept: Summary  # only their groups


def one(name: str, session: Session, house: House) -> One:
    knowledge = house.knowledge_for(session)
    place = locate(session, knowledge)
    shared = summary(session, house, NOW, BOOKING, True, "en", "S-1")
    there = any(place.facts.get(fact, "no") not in ("no", "na") for fact in knowledge.private)
    kept = summary(session, house, NOW, BOOKING, False, "en", "S-1") if there else shared
    return One(name, session, place, knowledge, shared, kept)


@pytest.fixture(scope="module")
def everyone(houses: dict[Profile, House], known: dict[Profile, Known]) -> list[One]:
    """Without the planted cases, a thousand more that play one rare answer each."""
    found: list[One] = []
    for case in cases():
        if not case.whatever and not case.planted:
            house = houses[case.profile]
            played = play(house, answers_of(case, house), case.country, case.notices, types=case.types,
                          known=known[case.profile])
            found.append(one(case.name, played.session, house))
    house = houses["calibrated"]
    for client in clients("vignettes", house.knowledge["calibrated"]):
        chat = Core(house)
        if run(client, "plain", plain, chat, house.knowledge["calibrated"], 1).outcome:
            found.append(one(client.id, chat.session, house))
    assert len(found) > 380
    return found


def words(text: str) -> int:
    """Words as a reader counts them: what has a letter or a digit."""
    return sum(any(c.isalnum() for c in word) for word in text.split())


def test_the_first_screen_has_at_most_200_words(everyone: list[One]) -> None:
    long = [(words(screen(s)), o.name) for o in everyone for s in (o.shared, o.kept) if words(screen(s)) > 200]
    assert long == []


def test_every_caution_stands_on_the_first_screen(everyone: list[One]) -> None:
    for o in everyone:
        found = o.place.assessment
        avoid = next(line for line in o.shared.screen if line.id == "avoid")
        notes = dict.fromkeys(f.rule.note for f in found.findings if f.rule.note)
        if found.disposition == "D1":
            assert avoid.text == "Any treatment.", o.name
        else:
            assert o.place.assessment.doctor_first or len(avoid.rows) == len(notes), o.name
            assert all(any(note.startswith(row.rstrip("…")) for note in notes) for row in avoid.rows), o.name


def test_nothing_stands_there_without_an_answer_behind_it(everyone: list[One]) -> None:
    for o in everyone:
        for found in (o.shared, o.kept):
            for line in lines(found):
                told = " ".join([line.text, *line.rows]).strip()
                free = line.id in SAID_TO_ALL or line.id.startswith("AF-") or told.startswith(WITHOUT_ANSWER)
                assert line.facts or free, (o.name, line)


def test_what_a_line_rests_on_was_really_answered(everyone: list[One]) -> None:
    for o in everyone:
        for fact in {fact for found in (o.shared, o.kept) for line in lines(found) for fact in line.facts}:
            name, _, value = fact.partition("=")
            if name.startswith("private."):
                assert state(name.removeprefix("private."), o.place.facts, o.knowledge) == value, (o.name, fact)
            elif name in ("age", "pain") and value.isdigit():
                given = last(o.session, name)
                assert given and given.said == value, (o.name, fact)
            elif name == "mentioned":
                assert sum(isinstance(e, Notice) for e in o.session.log) >= int(value), (o.name, fact)
            elif value:
                assert o.place.facts.get(name, "unsure") == value, (o.name, fact)


def private_words(o: One) -> set[str]:
    """What would tell a private answer: the words of each line or option, what was typed, the reason that names it."""
    told: set[str] = set()
    shared = {"yes", "no", "not sure", "Not sure", "Yes", "No"}
    for fact in o.knowledge.private:
        value, question = o.place.facts.get(fact, "na"), o.knowledge.by_fact.get(fact)
        if question and value not in ("no", "na"):
            option = question.option(value)
            told.add(option.say if option else next(x.say for x in question.all_lines() if x.id == fact))
            told.add(f'"{fact}=')
    reasons = {True: set[str](), False: set[str]()}
    for f in o.place.assessment.findings:
        reasons[any(b.fact in o.knowledge.private for b in f.because)].add(f.rule.reason)
    told |= {reason for reason in reasons[True] if not any(reason in other for other in reasons[False])}
    told |= {e.typed or "" for e in o.session.log if isinstance(e, Answer) and len(e.typed) > 12}
    told |= {e.said for e in o.session.log if isinstance(e, Notice) and len(e.said) > 12}
    plain_ = {option.say for q in o.knowledge.questions for option in q.options
              if q.id not in o.knowledge.private and o.place.facts.get(q.id) == option.id}
    return {word for word in told if word and word not in shared | plain_}


def test_private_answers_are_told_by_their_group_only(everyone: list[One]) -> None:
    seen = 0
    for o in everyone:
        secret = private_words(o)
        seen += bool(secret)
        text = o.kept.model_dump_json().replace('\\"', '"')
        assert not [word for word in secret if word in text], o.name
    assert seen > 60  # there is something to keep


def test_private_answers_are_told_where_the_client_agreed(everyone: list[One]) -> None:
    for o in everyone:
        asked = o.knowledge.by_fact
        ticked = [fact for fact in o.knowledge.private if o.place.facts.get(fact) == "yes" and fact in asked]
        words = {x.say for fact in ticked for x in asked[fact].all_lines() if x.id == fact}
        text = o.shared.model_dump_json().replace('\\"', '"')
        assert all(word in text for word in words), o.name


def test_emergencies_and_referrals_say_what_to_do(everyone: list[One]) -> None:
    for o in everyone:
        by = {line.id: line for line in o.kept.screen}
        if o.place.assessment.disposition == "D1":
            assert "Do not treat" in by["result"].text and {"told", "tonight", "come"} <= set(by), o.name
        elif o.place.assessment.doctor_first:
            assert {"say", "next_visit"} <= set(by) and "Nothing before" in by["try"].text, o.name


ORDER = ["changed", "client", "result", "signs", "avoid", "say", "next_visit", "why", "where", "side", "worse",
         "easier", "stops", "easier_stops", "pattern", "against", "try", "held", "told", "content"]
URGENT = ["client", "result", "told", "tonight", "come", "signs", "avoid", "why", "where", "side", "try", "content"]


def test_the_lines_stand_in_their_order(everyone: list[One]) -> None:
    for o in everyone:
        ids = [line.id for line in o.kept.screen]
        order = URGENT if o.place.assessment.disposition == "D1" else ORDER
        assert ids == [id for id in order if id in ids], o.name


def answered(line: Line) -> bool:
    return bool(line.text or line.rows)


def test_the_ledger_names_every_warning_sign(everyone: list[One]) -> None:
    """Each line of each card of warning signs stands there once, with its answer or why it was not asked."""
    for o in everyone:
        rows = [row for line in o.shared.part("signs").lines for row in line.rows]
        for q in o.knowledge.in_order:
            for line in q.lines if q.kind == "signs" and q.phase != "consent" else ():
                assert sum(line.say in row for row in rows) >= 1, (o.name, line.say)
        assert all(answered(line) for line in o.shared.part("signs").lines), o.name


@pytest.mark.parametrize("chosen", ["quiet", "random"])
def test_who_ticks_a_lot_gets_no_longer_screen(chosen: str, house: House) -> None:
    """Many cautions at once: all sorts of answers to the cards of history, and few warning signs."""
    signs = {x.id for q in house.knowledge["calibrated"].questions if q.kind == "signs" for x in q.all_lines()}
    for seed in range(25):
        rng = random.Random(f"{chosen}{seed}")

        def pick(question: Question, rng: random.Random = rng) -> str:
            known = [o.id for o in question.options if o.country is None and o.id not in ("elsewhere", "change")]
            fixed = chosen == "quiet" or question.id in ("consent", "review") or question.kind == "country"
            return quiet(question) if fixed else rng.choice(known)

        def tick(line: str, rng: random.Random = rng) -> str:
            return "no" if line in signs else rng.choices(("no", "unsure", "yes"), (3, 1, 4))[0]

        session = play(house, {}, pick=pick, line=tick).session
        text = screen(summary(session, house, NOW, BOOKING, False, "en", "S-1"))
        assert words(text) <= 200, text
