"""Place -> replies. The only room, with `tell` and `note`, where words are chosen."""

import hashlib
from dataclasses import replace

from dialogs import checkin_ask, intake, meant, renew, speak, tell
from dialogs.facts import open_lines
from dialogs.flow import Place
from dialogs.house import Clinic, House
from dialogs.replies import Card, Choice, Reply, ReplyKind
from dialogs.said import checked, label, notice_quoted, titled
from dialogs.session import Answer, Session
from dialogs.words import fill
from knowledge.condition import holds
from knowledge.models import Knowledge, Option, Question

MENU, CONFIRM, CHANGE, PROBLEM, HAND = "next", "confirm", "change", "problem", "hand"


def say(place: Place, session: Session, house: House) -> list[Reply]:
    """What the client sees at this place: one question, or the ending with its menu."""
    if session.pending:
        return [confirm(session, house)]
    if session.speaking:
        return [speak.ask(session, house)]
    if session.changing:
        return [change_list(place, session, house)]
    if checkin_ask.on(place, session):
        return [checkin_ask.ask(place, session, house)]
    if place.state == "emergency":
        told = Reply("urgent", tell.emergency_message(place, session, house))
        if place.question:
            more = ask(place, session, house)
            told = menu(told, place, session, house)
            return [told, replace(more, text=house.words_for(session)("split_ask") + " " + more.text)]
        return [menu(told, place, session, house)]
    if place.question:
        return [ask(place, session, house)]
    return [menu(Reply(*ending(place, session, house)), place, session, house)]


def ending(place: Place, session: Session, house: House) -> tuple[ReplyKind, str]:
    """Kind and text of an end that is no emergency."""
    words = house.words_for(session)
    emergency = house.country(session).emergency.say
    if place.state == "declined":
        return "inform", words("declined", emergency=emergency)
    if place.state == "crisis":
        first, action = tell.gravest(place), tell.action(place, session, house)
        others = [line for line in tell.listened(place, session, house) if line != action]
        return "urgent", "\n".join([
            action, *others, words("crisis_listen"), first.rule.reason,
            *notice_quoted(session), words("crisis_more"),
            *tell.unsigned("crisis_unsigned", session, house),
        ])
    return "result", (intake.told if intake.on(place, session, house) else tell.result)(place, session, house)


def ask(place: Place, session: Session, house: House) -> Reply:
    """The question of this place as a reply with its choices."""
    question = place.question
    assert question is not None
    words = house.words_for(session)
    card = card_of(place, session)
    if question.kind == "review":
        return review(place, session, house, card)
    said = checked(question, place.assessment, session, house.knowledge_for(session))
    text = fill(question.ask, about=about(session, house), said=said)
    choices: list[Choice] = []
    if question.checklist:
        numbered = [f"{n}. {line.label}" for n, line in enumerate(card.lines, 1)]
        text = "\n".join([text, *numbered])
        choices = list(card.lines)
        choices.append(Choice("none", words("none")))
        if question.more and question.more.id not in place.facts:
            choices.append(Choice(question.more.id, question.more.say))
        choices.append(Choice("unsure", words("not_sure")))
    elif question.kind == "country":
        knowledge = house.knowledge_for(session)
        text = f"{text} {words('country_more')}"
        choices = [Choice(c, x.name) for c, x in knowledge.countries.items() if c]
        choices.append(Choice("other", words("country_none")))
    elif question.kind == "number" and question.buttons == "numbers":
        choices = [Choice(str(n), str(n)) for n in range(question.min, question.max + 1)]
        choices.append(Choice("unsure", words("unsure")))
    else:
        choices = [Choice(o.id, o.say) for o in offered(question, session)]
    return Reply("ask", text, tuple(choices), question.checklist, card, question.picture)


def offered(question: Question, session: Session) -> list[Option]:
    """The options that make sense now: countries to choose only while it is unknown."""
    known = bool(session.country)
    if question.id != "consent":
        return list(question.options)
    skip = "agree" if not known else "agree_"
    return [
        o for o in question.options
        if not (known and (o.country or o.id == "agree_other")) and not (not known and o.id == skip)
    ]


def card_of(place: Place, session: Session) -> Card:
    """What channels need to know about what is being asked."""
    if session.reporting or session.handing:
        id = PROBLEM if session.reporting else HAND
        return Card(id, "menu", _short(f"{id}{len(session.log)}{session.handing or ''}"), place.state)
    if session.pending and session.pending.by in ("typed", "renew"):
        return meant.card(session.pending, place.state)
    if session.pending:
        mark = f"{CONFIRM}{session.pending.by}{session.pending.entries}"
        return Card(CONFIRM, "confirm", _short(mark), place.state)
    if session.speaking:
        return speak.CARD
    if session.changing:
        return Card(CHANGE, "menu", _short(f"{CHANGE}{len(session.log)}"), place.state)
    if checkin_ask.on(place, session):
        return checkin_ask.card(place, session)
    question = place.question
    if question is None:
        return menu_card(place, session)
    lines = tuple(Choice(line.id, line.say) for line in open_lines(question, place.facts))
    phase = question.phase if place.state not in ("emergency", "refer") else place.state
    return Card(question.id, question.kind, question.shown, phase, lines)


def menu_card(place: Place, session: Session) -> Card:
    """The buttons under an ending; under an emergency they work beside a question too."""
    rows = ",".join(f.rule.id for f in place.assessment.findings)
    return Card(MENU, "menu", _short(f"{place.state}{rows}{session.start}"), place.state)


def _short(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:8]


def about(session: Session, house: House) -> str:
    clinic = house.clinic(session)
    phrase = "about_intake" if clinic.mode == "intake" else "about" if clinic.name != Clinic().name else "about_own"
    emergency = house.country(session).emergency.say
    told = house.words_for(session)(phrase, operator=clinic.name, days=clinic.days, emergency=emergency)
    return f"{told} {clinic.consent[session.lang]}" if session.lang in clinic.consent else told


def menu(told: Reply, place: Place, session: Session, house: House) -> Reply:
    """An ending with what can be done next."""
    words = house.words_for(session)
    ids = {
        "emergency": ("going", "cannot", "wrong", "checked", "person", "share", "problem"),
        "crisis": ("go_on", "stop", "person"),
        "refer": ("desk", "share", "checked", "change", "person", "problem", "restart"),
        "recommend": ("note", "share", "joint", "change", "person", "problem", "restart"),
        "outside": ("person", "change", "problem", "restart"),
        "declined": ("person", "restart"),
    }[place.state]
    ids = tuple(id for id in ids if not (id in intake.BUTTONS and intake.on(place, session, house)))
    names = {
        "desk": "desk_button", "note": "note_button", "joint": "joint_button", "person": "person_button",
        "change": "change_button", "restart": "restart_button",
        "go_on": "crisis_go_on", "stop": "crisis_stop", "problem": "problem_button",
        "checkin": "checkin_button", "share": "hand_button" if house.outside.receivers else "hand_button_file",
    }
    if checkin_ask.offered(place, session, house):
        ids = (*ids[:2], "checkin", *ids[2:])
    choices = tuple(Choice(id, words(names.get(id, id))) for id in ids)
    return Reply(told.kind, told.text, choices, False, menu_card(place, session))


def confirm(session: Session, house: House) -> Reply:
    """One plain confirmation before a grave answer is taken back."""
    words, knowledge = house.words_for(session), house.knowledge_for(session)
    assert session.pending is not None
    if session.pending.by == "typed":
        return meant.ask(session.pending, session, house)
    if session.pending.by == "renew":
        return renew.ask(session.pending, session, house)
    values = {
        fact: value
        for i in session.pending.entries
        for entry in [session.log[i]] if isinstance(entry, Answer)
        for fact, value in entry.values.items()
    }
    said = ", ".join(
        f'"{label(fact, values[fact], knowledge)}"' for fact in session.pending.grave if fact in values
    )
    phrase = {"back": "confirm_back", "change": "confirm_back", "restart": "confirm_restart",
              "wrong": "confirm_wrong"}[session.pending.by]
    choices = (Choice("keep", words("confirm_keep")), Choice("take_back", words("confirm_take")))
    mark = f"{CONFIRM}{session.pending.by}{session.pending.entries}"
    return Reply("confirm", words(phrase, said=said), choices,
                 card=Card(CONFIRM, "confirm", _short(mark), "confirm"))


def review(place: Place, session: Session, house: House, card: Card) -> Reply:
    """"This is what I understood": every answer that says something, each changeable."""
    words, knowledge = house.words_for(session), house.knowledge_for(session)
    lines = [words("review")]
    signs = [line.id for q in knowledge.in_order if q.kind == "signs" for line in q.lines]
    values = [place.facts.get(id) for id in signs]
    if not {"yes", "unsure"} & set(values):
        lines.append("• " + words("review_signs", n=values.count("no")))
    lines += [f"• {text}" for _, text in understood(place, session, knowledge)]
    lines.append(place.question.ask.split(". ")[-1] if place.question else "")
    assert place.question is not None
    choices = tuple(Choice(o.id, o.say) for o in place.question.options)
    return Reply("ask", "\n".join(lines), choices, False, card)


def understood(place: Place, session: Session, knowledge: Knowledge) -> list[tuple[str, str]]:
    """(question id, words) of what was answered; cards with nothing ticked as one line."""
    found: list[tuple[str, str]] = []
    for question in knowledge.questions:
        if question.id not in place.read.index or question.kind == "review":
            continue
        if question.id in ("consent", "country") or question.clarifies:
            continue
        if question.checklist:
            ticked = [
                label(line.id, place.facts[line.id], knowledge) for line in question.all_lines()
                if place.facts.get(line.id) in ("unsure", "yes")
            ]
            if ticked:
                found.append((question.id, f"{titled(question)}: {'; '.join(ticked)}"))
        elif holds(question.when, place.facts):
            entry = session.log[place.read.index[question.id]]
            assert isinstance(entry, Answer)
            said = label(question.id, entry.values[question.id], knowledge)
            if question.kind == "number":
                said = entry.said
            asked = f"{question.name}:" if question.name else question.ask
            found.append((question.id, f"{asked} {said}"))
    return found


def change_list(place: Place, session: Session, house: House) -> Reply:
    """The answers that can be changed, newest last."""
    words, knowledge = house.words_for(session), house.knowledge_for(session)
    choices = [
        Choice(question.id, short(question)) for question in knowledge.questions
        if question.id in place.read.index and question.kind != "review"
    ]
    choices.append(Choice("cancel", words("change_cancel")))
    phrase = "change_which" if len(choices) > 1 else "change_none"
    return Reply("ask", words(phrase), tuple(choices), False, card_of(place, session))


def short(question: Question) -> str:
    """A question in at most 40 characters, for a list."""
    ask = question.name or question.ask
    return ask if len(ask) <= 40 else ask[:39].rsplit(" ", 1)[0] + "…"
