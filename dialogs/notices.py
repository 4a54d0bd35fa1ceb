"""Danger words in free text: kept, answered at once, and their question asked next. Never a "no"."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from dialogs import tell
from dialogs.facts import asks_of
from dialogs.hear.flags import Listened, listen
from dialogs.hear.grades import CRISIS
from dialogs.replies import Reply
from dialogs.session import Notice
from knowledge.lexicon import languages, lexicon
from knowledge.models import RANK

if TYPE_CHECKING:
    from dialogs.step import Turn


ROWS = 3  # of one message; who writes of more is asked about the gravest


def overheard(turn: "Turn", text: str, ticked: Iterable[str] = ()) -> bool:
    """Red flags in words that were typed for something else, or as an answer. `ticked`: the lines that
    the same words ticked already. A raised row of emergency level is answered at once; a doubtful one
    only brings its question forward. True if one was raised, or an emergency holds now: then nothing else is read into
    the words."""
    lang = turn.session.lang
    if lang not in languages():
        return False
    found = listen(text, lexicon(lang))
    own = {row for line in ticked for q in turn.knowledge.questions for x in q.all_lines() if x.id == line
           for row in x.rows}
    maybe(turn, found)
    rows = [one for one in chosen(turn, found) if one[0] not in own]
    for row, raised, (start, end) in rows:
        notice(turn, row, text[start:end], raised)
    turn.before[:] = sorted(dict.fromkeys(turn.before), key=lambda reply: reply.kind != "urgent")
    # A doubtful word may take back the answer that kept a sign from being an emergency.
    now = bool(rows) and turn.locate(turn.session).state == "emergency"
    pending = turn.session.pending
    if now and pending:  # a story that is shown back waits too
        turn.session = turn.session.but(pending=None, waiting=pending.story or turn.session.waiting)
    return now or any(raised for _, raised, _ in rows)


def chosen(turn: "Turn", found: Listened) -> list[tuple[str, bool, tuple[int, int]]]:
    """(row, raised?, span) of what is worth a question now, the gravest first."""
    tier = {row: min(RANK[r.tier] for r in turn.knowledge.rules if r.row == row or r.heard == row)
            for row in {r.row for r in turn.knowledge.rules} | {r.heard for r in turn.knowledge.rules if r.heard}}
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


def maybe(turn: "Turn", found: Listened) -> None:
    """Words that may speak of self-harm, pills or violence, or of something else: who to call, and no more. Nothing
    is kept or stopped; whoever means it says so in the words that the line offers, which are raised."""
    known = {f.rule.row for f in turn.place.assessment.findings} | {row for row, _ in found.raised}
    row = next((row for row, _ in found.check if row in CRISIS and not known & set(CRISIS)), None)
    rule = next((r for r in turn.knowledge.rules if row and r.heard == row), None)
    if rule is not None:
        line = tell.line_of(rule.kind or "", turn.session, turn.house)
        turn.tell(f"{rule.kind}_maybe", line=line)


def notice(turn: "Turn", row: str, said: str, raised: bool = True) -> None:
    """A danger word: kept, answered at once, and its question asked next. Never a "no"."""
    consent = turn.place.facts.get("consent", "")
    urgent = any(r.row == row and r.tier == "D1" for r in turn.knowledge.rules)
    stops = next((r for r in turn.knowledge.rules if r.heard == row), None)
    if not consent.startswith("agree") and not raised:
        return
    if not consent.startswith("agree"):
        # Before consent nothing is kept, but what to do is still said, first.
        words = turn.house.words_for(turn.session)
        if stops:
            action = tell.action_of(stops.kind or "ambulance", turn.session, turn.house)
            text = "\n".join([
                action, words("crisis_listen"), stops.reason, words("crisis_more"),
                *tell.unsigned("crisis_unsigned", turn.session, turn.house),
            ])
        else:
            text = words("notice_urgent", emergency=turn.emergency())
        turn.before.append(Reply("urgent", text))
        return
    turn.session = turn.session.add(Notice(row=row, said=said, at=turn.now))
    pending = turn.session.pending
    story = pending.story if pending and pending.by == "typed" else ()
    if raised or not story:  # a doubtful word leaves a story where it is; after a plain one it comes again
        turn.session = turn.session.but(pending=None, waiting=story or turn.session.waiting)
    if stops or not raised:
        return
    if urgent:
        turn.tell("notice_urgent", "urgent", emergency=turn.emergency())
    turn.tell("notice_ask")
