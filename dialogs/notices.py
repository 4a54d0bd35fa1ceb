"""Danger words in free text: kept, answered at once, and their question asked next. Never a "no"."""

from typing import TYPE_CHECKING

from dialogs import tell
from dialogs.replies import Reply
from dialogs.session import Notice

if TYPE_CHECKING:
    from dialogs.step import Turn


def notice(turn: "Turn", row: str, said: str) -> None:
    """A danger word: kept, answered at once, and its question asked next. Never a "no"."""
    consent = turn.place.facts.get("consent", "")
    urgent = any(r.row == row and r.tier == "D1" for r in turn.knowledge.rules)
    stops = next((r for r in turn.knowledge.rules if r.heard == row), None)
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
    turn.session = turn.session.add(Notice(row=row, said=said, at=turn.now)).but(pending=None)
    if urgent and not stops:
        turn.tell("notice_urgent", "urgent", emergency=turn.emergency())
        turn.tell("notice_ask")
