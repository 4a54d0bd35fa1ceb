"""A clinic that only takes answers in: its clients read no advice on massage; emergencies and doctors are as ever."""

from dataclasses import dataclass, replace
from datetime import timedelta

import pytest

from dialogs.cases import NOW, Known, cases, play
from dialogs.events import Ask, Event, Open, Say, Tap
from dialogs.house import Clinic, House, Outside, Receiver
from dialogs.judge import answers_of
from dialogs.session import Session
from dialogs.step import Step, step
from dialogs.summary import Booking, summary
from knowledge.models import Knowledge, Profile

MASSAGE = ("D4", "D5", "D5p", "D6", "D7")  # what may stand at the end that intake takes the place of
PLACE = Outside(receivers=(Receiver("t1", "Ana", "en"),), file=True, reach=True)


@dataclass
class Both:
    """The end of one case, at a clinic that advises and at one that only takes in."""

    name: str
    session: Session
    house: House
    advice: Step
    intake: Step


def taking(house: House) -> House:
    return replace(house, clinics={"": Clinic(name="Hillside", mode="intake")}, outside=PLACE)


def both(name: str, session: Session, house: House) -> Both:
    """Whoever opens such a chat again: what they read at its end, from the same answers."""
    fresh = session.but(closed=())
    advising = replace(house, clinics={"": Clinic(name="Hillside")}, outside=PLACE)
    return Both(name, fresh, taking(house), step(fresh, Open(), advising, NOW), step(fresh, Open(), taking(house), NOW))


@pytest.fixture(scope="module")
def everyone(houses: dict[Profile, House], known: dict[Profile, Known]) -> list[Both]:
    found: list[Both] = []
    for case in cases():
        if not (case.whatever or case.planted):  # the planted ones play a rare answer each, with the same ends
            house = houses[case.profile]
            played = play(house, answers_of(case, house), case.country, case.notices, types=case.types,
                          known=known[case.profile])
            found.append(both(case.name, played.session, house))
    return found


def forbidden(k: Knowledge, house: House, lang: str) -> list[str]:
    """What speaks of massage as an outcome, of the fit, or to the therapist's hands."""
    words = house.words[lang]
    texts = [text for id in MASSAGE for d in [k.dispositions[id]] for text in (d.title, d.massage, d.change[:25])]
    texts += [d.next for id, d in k.dispositions.items() if id in MASSAGE and id != "D4"]
    texts += [words("fits"), words("fits_partly"), words("take_care"), words("note_button"), words("joint_button")]
    texts += [words(f"sum_band_{band}") for band in ("fits", "partly", "no")]
    texts += [rule.note for rule in k.rules] + [rule.caution for rule in k.rules] + [t.name for t in k.techniques]
    return [text for text in texts if text]


def everything(one: Both) -> str:
    """All that this client can get to read at the end."""
    told: list[str] = []

    def turn(session: Session, *events: Event) -> Session:
        for event in events:
            done = step(session, event, one.house, NOW + timedelta(minutes=1))
            told.extend(reply.text for reply in done.replies)
            told.extend(choice.label for reply in done.replies for choice in reply.choices)
            session = done.session
        return session

    told.extend(reply.text for reply in one.intake.replies)
    for what in ("note", "desk", "joint", "why", "status"):
        turn(one.session, Ask(what))
    for said in ("why", "Note for my therapist"):
        turn(one.session, Say(said))
    for button in ("note", "joint", "checkin"):
        turn(one.session, Tap((button,)))
    turn(one.session, Open())
    turn(one.session, Tap(("share",)), Tap(("whole",)), Tap(("text",)), Tap(("no",)), Tap(("skip",)), Tap(("skip",)))
    turn(one.session, Tap(("share",)), Tap(("both",)), Tap(("yes",)), Say("Ana"), Tap(("skip",)), Tap(("share",)))
    return "\n".join(told)


def test_no_client_reads_what_follows_for_massage(everyone: list[Both]) -> None:
    ended = [one for one in everyone if one.advice.place.state == "recommend"]
    assert len(ended) > 80
    seen: set[object] = set()
    for one in ended:
        assert one.intake.outcome and one.intake.outcome["disposition"] is None is one.intake.outcome["si_fit"]
        assert not any(one.intake.outcome[key] for key in ("massage", "findings", "cautions", "withheld", "because"))
        told, tier = one.intake.replies[-1].text, one.intake.place.assessment.text
        if tier not in seen or tier == "D4":  # all that can be reached from the same end is read once
            seen.add(tier)
            told = everything(one)
        texts = forbidden(one.house.knowledge_for(one.session), one.house, "en")
        assert [text for text in texts if text in told] == [], one.name
        title = one.house.words["en"]("intake_doctor" if one.advice.place.assessment.disposition == "D4"
                                      else "intake_done")
        assert told.startswith(title), one.name


def test_emergencies_and_doctors_are_told_as_ever(everyone: list[Both]) -> None:
    ended = [one for one in everyone if one.advice.place.state in ("emergency", "crisis", "refer", "outside")]
    assert len(ended) > 200
    for one in ended:
        assert one.intake.replies == one.advice.replies, one.name
        assert one.intake.outcome == one.advice.outcome, one.name


def test_a_doctor_beside_the_massage_is_still_told(everyone: list[Both]) -> None:
    beside = [one for one in everyone if one.advice.place.state == "recommend"
              and one.advice.place.assessment.disposition == "D4"]
    assert beside
    for one in beside:
        text, finding = one.intake.replies[-1].text, one.intake.place.assessment.findings[0]
        assert finding.rule.reason in text and "Tell the doctor" in text and "4 weeks" in text, one.name


def test_the_therapist_gets_all_of_it(everyone: list[Both]) -> None:
    one = next(one for one in everyone if one.advice.place.assessment.disposition == "D5")
    made = summary(one.session, one.house, NOW, Booking(), False, "en", "S-1")
    told = {line.id: line.text for line in made.screen}
    assert made.disposition == "D5" and {"avoid", "pattern", "held"} <= set(told)
    assert told["told"] == one.house.words["en"]("intake_done"), "what the client was told is what they read"


@pytest.mark.parametrize("lang", ["es", "de", "ar"])
def test_the_same_in_every_language(lang: str, everyone: list[Both]) -> None:
    for tier in ("D4", "D5", "D6", "D7"):
        one = next(one for one in everyone if one.advice.place.assessment.disposition == tier
                   and one.advice.place.state == "recommend")
        one = both(one.name, one.session.but(lang=lang), one.house)
        told = everything(one)
        texts = forbidden(one.house.knowledge_for(one.session), one.house, lang)
        assert [text for text in texts if text in told] == [], tier
        assert one.house.words[lang]("intake_next", clinic="Hillside") in told


def test_consent_says_what_the_chat_does(everyone: list[Both]) -> None:
    house = everyone[0].house
    asked = step(Session(id="x"), Open(), house, NOW).replies[-1].text
    assert "before your visit" in asked and "who to see" not in asked
