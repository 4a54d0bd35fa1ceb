"""A clinic's own questions and rules: asked, told as its own, and never able to make the advice milder."""

import hashlib
import random
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from bot.clinic.files import clinics
from bot.clinic.files import house as build
from bot.clinic.own import added
from bot.host import Host
from bot.records import staff
from bot.records.store import Store
from bot.serve import warnings
from dialogs.cases import NOW, play
from dialogs.events import Open
from dialogs.house import Clinic, House
from dialogs.session import Session
from dialogs.step import step
from dialogs.summary import Booking, summary
from knowledge.build import domains
from knowledge.load import KnowledgeError
from knowledge.match import assess
from knowledge.models import RANK
from tests.conftest import Command

OWN = """\
questions:
  - id: own_room
    kind: history
    name: {en: "Our rooms", es: "Nuestras salas"}
    ask: {en: "Which of these are true for you?", es: "¿Qué es cierto para usted?"}
    why: {en: "Our oils have nuts in them.", es: "Nuestros aceites llevan nueces."}
    lines:
      - id: own_nuts
        say: {en: "I am allergic to nuts", es: "Tengo alergia a las nueces"}
        sure:
          ask: {en: "Did nuts ever make you itch?", es: "¿Le picó la piel con nueces?"}
          no: {en: "No", es: "No"}
          "yes": {en: "Yes", es: "Sí"}
      - {id: own_faint, say: {en: "I have fainted this month", es: "Me desmayé este mes"}}
rules:
  - id: OWN-NUTS
    tier: D5
    when: {own_nuts: [unsure, "yes"]}
    trigger: {en: "Nut allergy", es: "Alergia a las nueces"}
    caution: {en: "Tell us, and we take another oil.", es: "Díganos, y usamos otro aceite."}
    note: {en: "Nut allergy: plain oil only.", es: "Alergia a las nueces: solo aceite simple."}
  - id: OWN-FAINT
    tier: D3
    unsure: D4
    when: {own_faint: "yes"}
    trigger: {en: "Fainted", es: "Desmayo"}
    reason: {en: "A doctor should look at fainting first.", es: "Un médico debe mirar antes el desmayo."}
    tell: {en: "I have fainted this month", es: "me desmayé este mes"}
"""
CLINIC = """\
id: hill
name: Hillside
country: US
languages: en es
own: {{file: hill.own.yaml, signed_by: "Dr Ana Day", signed_on: 2026-11-20, mark: "{mark}"}}
"""


def written(folder: Path, own: str = OWN, languages: str = "en es") -> Path:
    (folder / "hill.own.yaml").write_text(own, encoding="utf-8")
    mark = hashlib.sha256(own.encode()).hexdigest()[:8]
    (folder / "hill.yaml").write_text(CLINIC.format(mark=mark).replace("en es", languages), encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def hill(tmp_path_factory: pytest.TempPathFactory) -> House:
    return build(written(tmp_path_factory.mktemp("clinics")), Clinic())


def client(house: House, lang: str = "en") -> Session:
    return step(Session(id="x"), Open("hill", lang), house, NOW).session


def test_own_questions_are_asked_before_any_result_and_count(hill: House) -> None:
    quiet = play(hill, {}, session=client(hill))
    assert "own_room" in quiet.asked and quiet.last.place.assessment.disposition in ("D6", "D7")
    for given, end in (({"own_nuts": "yes"}, "D5"), ({"own_nuts": "unsure"}, "D5"), ({"own_faint": "yes"}, "D3"),
                       ({"own_faint": "unsure"}, "D4"), ({"own_faint": "yes", "swollen_leg": "yes"}, "D2")):
        assert play(hill, given, session=client(hill)).last.place.assessment.disposition == end, given
    told = play(hill, {"own_nuts": "yes"}, session=client(hill)).last.replies[-1].text
    assert "Tell us, and we take another oil." in told and "Hillside: own rule" in told


def test_in_the_clients_language_and_switched_without_losing_an_answer(hill: House) -> None:
    played = play(hill, {"own_faint": "yes"}, session=client(hill, "es"))
    assert "Un médico debe mirar antes el desmayo." in played.last.replies[-1].text
    english = step(played.session.but(lang="en", closed=()), Open(), hill, NOW)
    assert "A doctor should look at fainting first." in english.replies[-1].text, "the answers still count"


def test_nobody_else_is_asked(hill: House) -> None:
    assert "own_room" not in play(hill, {}).asked


def test_the_summary_says_whose_rule_it_is_and_who_signed(hill: House) -> None:
    played = play(hill, {"own_nuts": "yes"}, session=client(hill))
    made = summary(played.session, hill, NOW, Booking(), False, "en", "S-1")
    about = {line.id: line.text for line in made.part("about").lines}
    assert "OWN-NUTS, OWN-FAINT" in about["own"] and "signed by Dr Ana Day" in about["own"]
    assert [line.label for line in made.part("cautions").lines] == ["OWN-NUTS"]
    assert made.version.endswith("+" + hashlib.sha256(OWN.encode()).hexdigest()[:8])


def test_a_therapist_who_reads_another_language_gets_it_too(hill: House) -> None:
    played = play(hill, {"own_faint": "yes"}, session=client(hill))
    made = summary(played.session, hill, NOW, Booking(), False, "de", "S-1")
    assert made.disposition == "D3" and made.lang == "de"
    assert "A doctor should look at fainting first." in str(made.part("result"))


def test_whatever_is_answered_it_is_never_milder(hill: House) -> None:
    """On random answers, also such as no chat gives: with the own part at least as urgent, and no massage more."""
    order = ("yes", "adapted", "after_ok", "no")
    for profile in ("calibrated", "strict"):
        own, core = hill.own["hill", profile, "en"], hill.knowledge[profile]
        domain, rng = {f: sorted(v) for f, v in domains(list(own.questions)).items() if v}, random.Random(7)
        assert own.rules[: len(core.rules)] == core.rules and set(core.questions) <= set(own.questions)
        for _ in range(1500):
            facts = {f: rng.choice(v) if rng.random() < 0.04 else v[0] for f, v in domain.items()} | core.unchecked
            one, other = assess(facts, own), assess(facts, core)
            assert RANK[one.disposition] <= RANK[other.disposition], facts
            assert order.index(one.massage) >= order.index(other.massage), facts
            assert set(other.rows()) <= set(one.rows())


FAULTS = [  # right, wrong, what is said
    ("tier: D5", "tier: D6", "has the tier D6"),
    ("tier: D5", "tier: D0", "has the tier D0"),
    ("tier: D3", "tier: D1", "has the tier D1"),
    ("  - id: OWN-FAINT", "  - id: RF-DVT", "not one of your own"),
    ("  - id: own_room", "  - id: fever", "not one of your own"),
    ("      - {id: own_faint,", "      - {id: swollen_leg,", "not one of your own"),
    ("    unsure: D4\n", "    checked: D4\n", "'checked' can't stand here"),
    ("    unsure: D4\n", "    only: strict\n", "'only' can't stand here"),
    ("    unsure: D4\n", "", "leaves 'not sure' of 'own_faint' without a doctor"),
    ("[unsure, \"yes\"]}", "[unsure, \"yes\"]}\n    postpone: \"true\"\n    wait: maybe", "wait"),
    ("    when: {own_nuts: [unsure, \"yes\"]}", "    when: {any: [{own_nuts: \"yes\"}, {swollen_leg: \"yes\"}]}",
     "reads as if massage went on"),
    ("    when: {own_nuts: [unsure, \"yes\"]}", "    when: {own_nut: \"yes\"}", "which no question or line has"),
    ("    kind: history", "    kind: spot", "of the kind 'spot'"),
    (", es: \"Díganos, y usamos otro aceite.\"", "", "'caution' is in en"),
    ("{en: \"Nut allergy\", es: \"Alergia a las nueces\"}", "\"Nut allergy\"", "stands there in one language"),
    ("Tell us, and we take another oil.", "Our oil is safe to use on you.", "says 'safe"),
    ("    tell: {en: \"I have fainted this month\", es: \"me desmayé este mes\"}\n", "", "tells the client nothing"),
    ("I have fainted this month\"", "I have fainted " + "often " * 40 + "\"", "more than 200 signs"),
    ("    unsure: D4\n", "    unsure: D6\n", "has the unsure D6"),
    ("own_faint, say", "own_faint, rows: [RF-DVT], say", "'rows' can't stand here"),
    ("rules:", "dispositions: []\nrules:", "something else than questions and rules"),
    ("I am allergic to nuts\"", "Are you allergic to nuts?\"", "is a question: write a statement"),
]


@pytest.mark.parametrize(("right", "wrong", "said"), FAULTS, ids=[row[1].strip()[:30] + row[2][:12] for row in FAULTS])
def test_what_breaks_safety_cant_be_deployed(right: str, wrong: str, said: str, tmp_path: Path, house: House) -> None:
    assert right in OWN
    found = clinics(written(tmp_path, OWN.replace(right, wrong, 1)), Clinic())
    with pytest.raises(KnowledgeError) as fault:
        list(added(found["hill"], replace(house, clinics=found)))
    assert said in str(fault.value) and "how to mend it" in str(fault.value)


def test_what_was_signed_is_what_counts(tmp_path: Path, command: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SI_SCREEN_CLINICS", str(written(tmp_path)))
    (tmp_path / "hill.own.yaml").write_text(OWN.replace("fainted this month", "fainted"), encoding="utf-8")
    for words in (("serve",), ("clinic", "check")):
        told = command(*words, code=2 if words == ("serve",) else 1)
        assert "hill.yaml:5: 'hill.own.yaml' was changed since it was signed" in told
        assert "have Dr Ana Day read it" in told and "who answers for the whole product" in told


@pytest.fixture
def one_language(tmp_path: Path) -> Iterator[Path]:
    yield written(tmp_path, """\
questions:
  - {id: own_tall, kind: choice, ask: "Can you get on a high table?", why: "Our tables are high.", options: [
      {id: can, say: "Yes, I can"}, {id: unsure, say: "Not sure"}, {id: cannot, say: "No, I need help"}]}
rules:
  - {id: OWN-TALL, tier: D5, when: {own_tall: [unsure, cannot]}, trigger: "High table",
     caution: "Ask for the low table.", note: "Low table."}
""", "en")


def test_check_proves_every_chat_of_such_a_clinic(
    one_language: Path, command: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    (one_language / "hill.yaml").write_text((one_language / "hill.yaml").read_text() + "profile: calibrated\n")
    monkeypatch.setenv("SI_SCREEN_CLINICS", str(one_language))
    told = command("clinic", "check", "hill")
    assert "conversations" in told and "holds:" in told and "FAILS" not in told
    assert "signed by Dr Ana Day: changing rules may change who answers" in told


def test_the_start_warns_of_own_rules_and_of_answers_that_nobody_gets(hill: House, tmp_path: Path) -> None:
    store = Store(tmp_path / "test.db")
    clinics = {**hill.clinics, "mill": Clinic(id="mill", name="Mill", mode="intake")}
    host = Host(replace(hill, clinics=clinics), store)
    told = "\n".join(warnings(host))
    assert "hill (signed by Dr Ana Day)" in told and "who answers for the whole product" in told
    assert "nobody gets the answers of clients of mill" in told
    staff.add(store.db, "mill", "Ann", "manager", "en", 1.0)
    assert "nobody gets the answers" not in "\n".join(warnings(host))
    store.close()
