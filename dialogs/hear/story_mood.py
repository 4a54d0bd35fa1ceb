"""Whether a clause of an opening story is about what makes the pain worse or what makes it better."""

from itertools import accumulate

from dialogs.hear.phrases import Mention
from dialogs.hear.story_parts import ratings
from dialogs.hear.understood import Said

NEAR = 5  # words between a thing and the word that says what it does
LED = 9  # words of a clause that the next is about: "if I get a swim in, it goes"
SHORT = 5  # words of a sentence that only names what brings it on
CLOSE = 4  # words between a pain and what one does while it hurts
WORSE, BETTER = "aggravating", "relieving"


def idle(clause: Said) -> bool:
    """A thing that changes nothing, that can be done, that happened once, that was only thought or advised, or a
    warning sign and no pain."""
    once = clause.has("story.once", whole=False) and not clause.has("story.sure_mood", whole=False)
    able = clause.has("story.able") and not any(clause.has(f"story.{name}", whole=False) for name in (
        "cannot", "better"))
    return (once or able or clause.has("story.alarm") or clause.has("story.neither", whole=False)
            or clause.has("story.supposed") or elsewhere(clause)
            or (clause.has("story.noise") and not clause.find("story.hurt")))


def elsewhere(clause: Said) -> bool:
    """"Knees hate stairs", "stairs hurt the knee", "the shoulder likes ice": it is told of a part that nobody asks for
    here. "Knees up helps" is a posture."""
    parts = clause.find("story.elsewhere")
    if not parts or clause.has("story.seat_of_pain") or clause.find("pain_areas"):
        return False
    small = {word for name in ("story.opens", "talk.filler", "story.refers") for word in clause.lexicon.single(name)}
    head = next((i for i, token in enumerate(clause.words) if token.word not in small), 0)
    posture, words = clause.lexicon.single("story.posture"), clause.words
    ends = {m.end for name in ("story.worse", "story.better", "story.hurt") for m in clause.find(name)}
    return any((m.start <= head or m.start in ends) and not (m.end < len(words) and words[m.end].word in posture)
               for m in parts)


def mood_of(clause: Said) -> tuple[str, list[Mention]]:
    """Whether a clause is about what makes it worse or better, and the words that say so."""
    rated = ratings(clause)
    better = [*clause.find("story.better"), *_exact(clause, "story.better_exact"), *_last(clause, "better_last"),
              *_last(clause, "good_last"), *clause.find("story.good"), *_exact(clause, "story.good_exact"),
              *_placed(clause, [m for m in rated if m.value == "better"])]
    better = [m for m in better if not _not_eased(clause, m)]
    if better and clause.begins("story.asks_of", 0):  # "can massage fix it"
        return "", []
    if clause.has("story.link"):
        better += _exact(clause, "story.fine_exact")
    if better:
        return ("", []) if clause.has("story.wish") else (BETTER, better)
    worse = [*clause.find("story.worse"), *_exact(clause, "story.worse_exact"), *_linked(clause),
             *_last(clause, "worse_last"), *_placed(clause, [m for m in rated if m.value == "worse"])]
    worse = [m for m in worse if not clause.ends("story.no", _at(clause, m.start))]  # "walking, no limit"
    if worse or (clause.find("story.cannot") and not clause.has("story.animal")):  # "the dog can't do stairs"
        return WORSE, worse
    mostly = clause.find("story.mostly") if len(clause.all) <= SHORT else []  # "Bending mostly."
    return (WORSE, mostly) if mostly and clause.find(WORSE) else ("", [])


def _not_eased(clause: Said, cue: Mention) -> bool:
    """"Helped my cousin move": somebody was helped. "Stairs aren't great": a "not" right before the cue."""
    at = _at(clause, cue.end - 1)
    helped = clause.words[cue.end - 1].word in clause.lexicon.single("story.help") and any(
        clause.begins(name, at + 1) for name in ("story.whom", "talk.others", "story.others"))
    return helped or clause.ends("story.no", _at(clause, cue.start))


def _at(clause: Said, place: int) -> int:
    """The place among all words of one that is not small."""
    return [i for i, token in enumerate(clause.all) if token.word not in clause.lexicon.skipped][place]


def _exact(clause: Said, name: str) -> list[Mention]:
    """Phrases among all words of a clause, with their places among those that are not small."""
    return _placed(clause, clause.whole(name))


def _placed(clause: Said, mentions: list[Mention]) -> list[Mention]:
    """Places among all words of a clause as places among those that are not small."""
    skipped = clause.lexicon.skipped
    at = [0, *accumulate(token.word not in skipped for token in clause.all)] if mentions else []
    return [Mention(m.value, at[m.start], at[m.end]) for m in mentions]


def _last(clause: Said, name: str) -> list[Mention]:
    """"Stairs rough", "heat good": a cue that only counts at the end of a clause."""
    return [m for m in clause.find(f"story.{name}") if m.end == len(clause.words)]


def _linked(clause: Said) -> list[Mention]:
    """"It aches when I sit", "as soon as I sit it aches": a pain, a "when", and right after it the thing."""
    things, pains = clause.find(WORSE), clause.find("story.pain")
    if not things:
        return []
    events = [*clause.find("story.event"), *clause.whole("story.able")]
    links = [m for m in clause.find("story.link") if any(0 <= thing.start - m.end < CLOSE for thing in things)
             and any(0 <= m.start - p.end <= NEAR for p in pains)]
    beside = [p for p in pains if any(0 <= thing.start - p.end < CLOSE for thing in things)]
    after = [] if clause.find("talk.negate") or clause.find("talk.fine") else [
        m for m in clause.find("story.link") if any(0 <= t.start - m.end < CLOSE and any(
            0 <= p.start - t.end <= LED for p in clause.find("story.hurt")) for t in things)]
    its = [m for m in _exact(clause, "story.its") if m.start == 0 and any(thing.start < CLOSE for thing in things)]
    return [] if events else [*links, *beside, *its, *after]
