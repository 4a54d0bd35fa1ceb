"""What a hand-over asks and shows: pure, without a turn."""

from dialogs import extra, intake
from dialogs.flow import Place
from dialogs.handed import hidden, live
from dialogs.house import House
from dialogs.replies import Choice, Reply
from dialogs.say import card_of
from dialogs.session import Handing, Session
from dialogs.summary import Booking, summary
from dialogs.summary.text import screen, whole
from dialogs.words import Words, listed
from knowledge.visit import Extra


def ask(place: Place, session: Session, house: House) -> Reply:
    """The open step of the hand-over."""
    words, handing = house.words_for(session), session.handing
    assert handing is not None
    if handing.at == "what":
        ids, text = ways(handing, paper(place, session, house)), what(place, session, house)
    elif handing.at == "private":
        said = hidden(session, house)
        ids, text = ("yes", "no"), "\n".join([words("hand_private"), *(f"• {one}" for one in said)])
    elif handing.at == "again":
        options = (*choices(words, "back", "anew"), Choice("nothing", words("hand_leave")))
        return Reply("ask", sent(session, house), options, False, card_of(place, session))
    elif question := extra_of(session, house):
        options = tuple(Choice(option.id, option.say) for option in question.options)
        answers = (*options, *choices(words, "skip", "nothing"))
        return Reply("ask", question.ask, answers, False, card_of(place, session))
    else:
        ids, text = ("skip",), words(f"hand_{handing.at}_ask")
    return Reply("ask", text, choices(words, *ids, "nothing"), False, card_of(place, session))


def choices(words: Words, *ids: str) -> tuple[Choice, ...]:
    return tuple(Choice(id, words(f"hand_{id}")) for id in ids)


def extra_of(session: Session, house: House) -> Extra | None:
    """The question about the pain that is open."""
    questions = house.knowledge_for(session).handover.questions
    return next((x for x in questions if session.handing and x.id == session.handing.at), None)


def paper(place: Place, session: Session, house: House) -> bool:
    """Whether the client can have it as a file; where a clinic only takes answers in, they read those."""
    return house.outside.file and not intake.on(place, session, house)


def ways(handing: Handing, file: bool) -> tuple[str, ...]:
    """How it can be handed over here."""
    found: tuple[str, ...] = ("file" if file else "text",)
    if handing.to:
        found = ("send", "both", "file") if file else ("send", "text")
    return found if handing.whole else ("whole", *found)


def what(place: Place, session: Session, house: House) -> str:
    """Exactly what would be handed over, and to whom."""
    words, handing, clinic = house.words_for(session), session.handing, house.clinic(session)
    assert handing is not None
    now = session.log[-1].at
    past = {} if live(session) else house.outside.earlier
    before = past.get(session.lang) or next(iter(past.values()), None)
    told = extra.before(session, house)
    made = summary(session, house, now, Booking(), False, session.lang, "", before, again=True, told=told)
    made = intake.seen(made, place, session, house)
    lines = [words("hand_to", names=names(session, house), clinic=clinic.name) if handing.to else words("hand_keep")]
    lines += ["", whole(made) if handing.whole else screen(made), ""]
    if hidden(session, house):
        lines.append(words("hand_grouped"))
    taking = intake.on(place, session, house)
    if handing.to and taking:
        lines.append(words("intake_notes"))
    if handing.to or not taking:  # they have a clinic, and need not be told how to find one
        lines.append(words("hand_later") if handing.to else words("hand_find"))
    if steps(place, session, house):
        lines.append(words("hand_next"))
    return "\n".join([*lines, words("hand_which")])


def names(session: Session, house: House) -> str:
    to = session.handing.to if session.handing else ()
    return listed((one.name for one in house.outside.receivers if one.id in to), house.words_for(session).lang)


def sent(session: Session, house: House) -> str:
    """What became of the one that was sent."""
    words, given, outside = house.words_for(session), live(session), house.outside
    assert given is not None
    phrase = {"seen": "hand_was_seen", "stuck": "hand_was_stuck"}.get(outside.fate, "hand_was_sent")
    return words(phrase, names=listed(outside.seen or given.to, words.lang), date=given.at.date().isoformat())


def steps(place: Place, session: Session, house: House) -> list[str]:
    """What is asked before it goes out; a reference of the booking stands for its name and time."""
    private = ["private"] if hidden(session, house) else []
    pain = [question.id for question in extra.left(place, session, house)]
    return [*private, *pain, *([] if session.ref else ["name", "visit"])]
