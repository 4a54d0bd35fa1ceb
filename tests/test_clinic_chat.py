"""What a clinic's file changes in the chat: languages, own phone lines, its sentence at the consent, its channels."""

from dataclasses import replace
from pathlib import Path

from dialogs.cases import NOW, cases, play
from dialogs.events import Ask, Open, Say, Tap
from dialogs.house import Clinic, House
from dialogs.judge import answers_of
from dialogs.session import Session
from dialogs.step import Step, step
from tests.botapi.rig import rig


def at(house: House, clinic: Clinic, lang: str = "") -> Step:
    house = replace(house, clinics={"": Clinic(), clinic.id: clinic})
    return step(Session(id="x"), Open(clinic.id, lang), house, NOW)


def test_only_the_clinics_languages_can_be_chosen(house: House) -> None:
    clinic = Clinic(id="hill", name="Hill", country="ES", lang="es", languages=("es", "de"))
    own = replace(house, clinics={"": Clinic(), "hill": clinic})
    opened = at(house, clinic, "en")
    assert opened.session.lang == "es", "English is not offered here"
    assert at(house, clinic, "de-AT").session.lang == "de"
    asked = step(opened.session, Ask("language"), own, NOW)
    assert [choice.id for choice in asked.replies[-1].choices] == ["de", "es"]
    for no in (Tap(("en",)), Say("English")):
        assert step(asked.session, no, own, NOW).session.lang == "es"
    assert step(asked.session, Say("Deutsch"), own, NOW).session.lang == "de"


def test_a_chat_without_a_clinic_has_every_language(house: House) -> None:
    asked = step(step(Session(id="x"), Open(), house, NOW).session, Ask("language"), house, NOW)
    assert [choice.id for choice in asked.replies[-1].choices] == list(house.words)


def test_the_clinics_sentence_stands_at_the_consent(house: House) -> None:
    clinic = Clinic(id="hill", country="US", consent={"en": "Hill asks this.", "es": "Hill pregunta esto."})
    assert at(house, clinic).replies[-1].text.endswith("911. Hill asks this.")
    assert at(house, clinic, "es").replies[-1].text.endswith("911. Hill pregunta esto.")


def test_own_phone_lines_are_told_and_the_emergency_number_stays(house: House) -> None:
    clinic = Clinic(id="hill", name="Hill", country="US",
                    numbers={"emergency": "555", "advice": "+1 555 0199 (our nurse)", "poison": "+1 555 0188"})
    own = replace(house, clinics={"": Clinic(), "hill": clinic})
    session = at(house, clinic).session
    assert "call 555 or 911" in step(session, Ask("emergency"), own, NOW).replies[0].text
    country = own.country(session)
    assert country.emergency.number == "911", "what is dialled by a tap"
    assert country.poison and country.poison.say == "+1 555 0188"
    person = step(session, Ask("person"), own, NOW).replies[0].text
    assert "+1 555 0199 (our nurse) or 555 or 911" in person, "a line that is not verified never stands alone"


def test_the_booking_link_is_told_where_massage_need_not_wait(house: House) -> None:
    own = replace(house, clinics={"": Clinic(name="Hill", booking="https://hill.example/book")})
    seen: dict[str, bool] = {}
    for case in cases():
        massage = str(case.then.get("massage", ""))
        if case.given and massage not in seen and not (case.types or case.ticks or case.whatever):
            end = play(own, answers_of(case, own), case.country, case.notices)
            seen[massage] = "To book: https://hill.example/book" in end.last.replies[-1].text
    del seen[""]
    assert seen == {"no": False, "after_ok": False, "adapted": True, "yes": True}


async def test_a_clinic_without_telegram_sends_on_kindly(tmp_path: Path) -> None:
    (tmp_path / "clinics").mkdir()
    (tmp_path / "clinics" / "mill.yaml").write_text(
        "id: mill\nname: Mill Lane Massage\ncountry: GB\nchannels: web\nlanguages: en es\n")
    async with rig(tmp_path, folder=tmp_path / "clinics") as bot:
        chat = bot.api.chat()
        told = await bot.say(chat, "/start mill--ref7")
        assert told.startswith("Mill Lane Massage does not use Telegram for this.") and "call 999" in told
        assert bot.count("session") == bot.count("outbox") == 0, "nothing of it is kept"
        await bot.say(chat, "/start")
        await bot.tap(chat, "Yes. I am 18 or over, in the US")
        assert "Mill Lane" in await bot.say(chat, "/start mill")
        assert "Mill Lane" not in await bot.say(chat, "/restart"), "a chat that goes on stays as it was"
