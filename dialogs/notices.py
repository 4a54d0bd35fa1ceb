"""Danger words in free text: kept, answered at once, and their question asked next. Never a "no"."""

from collections.abc import Iterable

from dialogs import tell
from dialogs.facts import asks_of
from dialogs.flow import Place
from dialogs.hear import LIMIT, hear
from dialogs.hear.flags import Listened, listen
from dialogs.hear.grades import CRISIS
from dialogs.replies import Reply
from dialogs.session import Notice, Session
from dialogs.turn import Turn
from knowledge.lexicon import languages, lexicon
from knowledge.models import RANK

ROWS = 3  # of one message; who writes of more is asked about the gravest


def overheard(turn: Turn, text: str, ticked: Iterable[str] = ()) -> bool:
    """Red flags in words that were typed for something else, or as an answer. `ticked`: the lines that
    the same words ticked already. A raised row of emergency level is answered at once; a doubtful one
    only brings its question forward. True if one was raised, or an emergency holds now: then nothing else is read into
    the words."""
    found = listened(text, turn.session, turn.place)
    own = {row for line in ticked for q in turn.knowledge.questions for x in q.all_lines() if x.id == line
           for row in x.rows}
    maybe(turn, found)
    # A report speaks of the chat itself: "the words are wrong" is no slurred speech. Only what is plain counts there.
    rows = [one for one in chosen(turn, found) if one[0] not in own and (one[1] or not turn.session.reporting)]
    for row, raised, (start, end) in rows:
        notice(turn, row, text[start:end], raised)
    first(turn)
    if turn.place.state == "crisis" and any(row in CRISIS for row, _ in found.raised):
        return True  # said again: the words for it are too, and nothing is tapped by it
    # A doubtful word may take back the answer that kept a sign from being an emergency.
    now = bool(rows) and turn.locate(turn.session).state == "emergency"
    pending = turn.session.pending
    if now and pending:  # a story that is shown back waits too
        turn.session = turn.session.but(pending=None, waiting=pending.story or turn.session.waiting)
    return now or any(raised for _, raised, _ in rows)


def first(turn: Turn) -> None:
    """What is urgent comes before what was said already, and nothing twice."""
    turn.before[:] = sorted(dict.fromkeys(turn.before), key=lambda reply: reply.kind != "urgent")


def beside(turn: Turn, text: str) -> bool:
    """Words that are no answer: only danger words in them count. False if there were none."""
    before = turn.session
    row = hear(text, None, None, turn.knowledge).row
    if row:
        notice(turn, row, text[:LIMIT])
    return bool(row) or overheard(turn, text) or bool(turn.before) or turn.session is not before


def listened(text: str, session: Session, place: Place) -> Listened:
    """What is heard in typed words; nothing in a language of which no danger word is known. Of a client who is helped
    "she" is the client."""
    if session.lang not in languages():
        return Listened()
    return listen(text, lexicon(session.lang), helper=place.facts.get("consent") == "agree_helper")


def crisis(turn: Turn, text: str) -> bool:
    """The words speak plainly of self-harm, violence or too many pills."""
    row = hear(text, None, None, turn.knowledge).row
    return row in CRISIS or any(row in CRISIS for row, _ in listened(text, turn.session, turn.place).raised)


def grave(turn: Turn, text: str) -> bool:
    """The words speak plainly of an emergency or a crisis."""
    rows = {row for row, _ in listened(text, turn.session, turn.place).raised}
    urgent = {flag.id for flag in lexicon(turn.session.lang).flags if flag.urgent} if rows else set[str]()
    return crisis(turn, text) or bool(rows & urgent)


def chosen(turn: Turn, found: Listened) -> list[tuple[str, bool, tuple[int, int]]]:
    """(row, raised?, span) of what is worth a question now, the gravest first."""
    tier: dict[str, int] = {}
    for rule in turn.knowledge.rules:
        for row in filter(None, (rule.row, rule.heard)):
            tier[row] = min(tier.get(row, len(RANK)), RANK[rule.tier])
    # What is found at its gravest already needs no question; a milder form of it does.
    held = {f.rule.row for f in turn.place.assessment.findings if RANK[f.rule.tier] <= tier.get(f.rule.row, 0)}
    rows = []
    for raised, grade in ((True, found.raised), (False, found.check)):
        for row, span in grade:
            question = asks_of(row, turn.knowledge)
            answered = question is not None and question.id in turn.place.read.index
            # A caution is asked of everybody anyway, so it matters only once that is behind us.
            late = row.startswith("RF") or (raised and answered)
            if row in tier and row not in held and ((raised and row in CRISIS) or (question and late)):
                rows.append((row, raised, span))
    return sorted(rows, key=lambda found: (not found[1], tier[found[0]]))[:ROWS]


def maybe(turn: Turn, found: Listened) -> None:
    """Words that may speak of self-harm, pills or violence, or of something else: who to call, and no more. Nothing
    is kept or stopped; whoever means it says so in the words that the line offers, which are raised."""
    known = {f.rule.row for f in turn.place.assessment.findings} | {row for row, _ in found.raised}
    row = next((row for row, _ in found.check if row in CRISIS and not known & set(CRISIS)), None)
    rule = next((r for r in turn.knowledge.rules if row and r.heard == row), None)
    if rule is not None:
        line = tell.line_of(rule.kind or "", turn.session, turn.house)
        turn.tell(f"{rule.kind}_maybe", line=line)


def notice(turn: Turn, row: str, said: str, raised: bool = True) -> None:
    """A danger word: kept, answered at once, and its question asked next. Never a "no"."""
    consent = turn.place.facts.get("consent", "")
    # A row that is an emergency only beside another answer, such as weight loss after cancer, is none by itself.
    tiers = {r.id: r.tier for r in turn.knowledge.rules if r.row == row}
    urgent = "D1" in tiers.values() and tiers.get(row, "D1") in ("D1", "D2")
    stops = next((r for r in turn.knowledge.rules if r.heard == row), None)
    if not consent.startswith("agree") and not raised:
        return
    if not consent.startswith("agree") and not (stops and consent != "decline"):
        # Before consent nothing is kept but that the questions stop for a crisis; after a "no" not even that. What to
        # do is still said, first.
        words = turn.house.words_for(turn.session)
        text = words("notice_urgent", emergency=turn.emergency())
        if stops:
            action = tell.action_of(stops.kind or "ambulance", turn.session, turn.house)
            text = "\n".join([
                action, words("crisis_listen"), stops.reason, words("crisis_more"),
                *tell.unsigned("crisis_unsigned", turn.session, turn.house),
            ])
        turn.before.append(Reply("urgent", text))
        first(turn)
        return
    # What was begun is left for an emergency; after a doubtful word it goes on.
    resuming = None if raised else turn.session.handing or turn.session.resuming
    if resuming and resuming.at == "again":
        resuming = None  # nothing was to be sent
    kept = said if consent.startswith("agree") else ""
    turn.session = turn.session.add(Notice(row=row, said=kept, at=turn.now)).but(resuming=resuming)
    pending = turn.session.pending
    story = pending.story if pending and pending.by == "typed" else ()
    if raised or not story:  # a doubtful word leaves a story where it is; after a plain one it comes again
        turn.session = turn.session.but(pending=None, waiting=story or turn.session.waiting)
    if resuming:
        turn.tell("notice_ask")
    if stops or not raised:
        return
    if urgent:
        turn.tell("notice_urgent", "urgent", emergency=turn.emergency())
        first(turn)
    turn.tell("notice_ask")
