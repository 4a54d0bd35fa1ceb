"""What makes the pain worse or better in an opening story: only what stands close to a word that says so."""

from itertools import accumulate

from dialogs.hear.duration import times_of
from dialogs.hear.lists import Named, named
from dialogs.hear.phrases import Mention
from dialogs.hear.story_parts import clauses
from dialogs.hear.understood import Said, Understood

REACH = 4  # words a "not" or "is fine" covers in a story
NEAR = 5  # words between a thing and the word that says what it does
TIGHT = 1  # and after a "can't"
NEXT = 3  # words between two things of a list
REST = 2  # words of a part of a list that belong to no thing
LED = 9  # words of a clause that the next is about: "if I get a swim in, it goes"
SHORT = 5  # words of a sentence that only names what brings it on
CLOSE = 4  # words between a pain and what one does while it hurts
DONE = ("walking", "standing", "sitting", "exercise")  # what "is good" may only mean that it can be done
DAILY = ("walking", "running", "sitting", "standing")  # named alone it may be what one does all day
WORSE, BETTER = "aggravating", "relieving"


def factors(sentences: list[Said]) -> dict[str, Understood | None]:
    found: dict[str, dict[str, None]] = {WORSE: {}, BETTER: {}}
    for one in sentences:
        if any(one.has(f"story.{name}") for name in ("over", "long_ago", "was_aged")):
            continue
        for mood, value in _told(one):
            if mood == WORSE or not (one.asked() or (value == "massage" and one.has("story.asks_massage"))):
                found[mood][value] = None
    return {kind: Understood(tuple(values)) if values else None for kind, values in found.items()}


def _told(one: Said) -> list[tuple[str, str]]:
    """Mood and value, clause by clause. One without a cue goes on with the list before it; those at the beginning
    belong to the first with a cue."""
    found, before, waiting = list[tuple[str, str]](), "", list[Said]()
    if not (one.find(WORSE) or one.find(BETTER)):
        return []
    for clause in clauses(one):
        mood, cues = ("", []) if _idle(clause) else _mood(clause)
        if not mood and before:
            values = _listed(clause, before)
            found += [(before, value) for value in values]
            before = before if values else ""
        elif not mood:
            waiting.append(clause)
        else:
            values = _bound(clause, mood, cues)
            led = waiting if values else waiting[-1:]
            found += [(mood, value) for part in led for value in _listed(part, mood, whole=not values)]
            found += [(mood, value) for value in values]
            before, waiting = mood, []
    return found or _bare(one, waiting)


def _bare(one: Said, parts: list[Said]) -> list[tuple[str, str]]:
    """No cue at all: "left hip, stairs and lying on it, four weeks", or nothing but two such things."""
    got = [(part, _listed(part, WORSE)) for part in parts] if one.find(WORSE) else []
    values = [value for _, some in got for value in some]
    alone = len(set(values)) > 1 and all(some or not part.words for part, some in got)
    placed = got and (one.has("story_side") or one.find("pain_areas")) and times_of(one) and not got[0][1]
    if alone:
        return [(WORSE, value) for value in values]
    return [(WORSE, value) for value in values if placed and value not in DAILY and not one.has("story.alarm")]


def _idle(clause: Said) -> bool:
    """A thing that changes nothing, that can be done, that happened once, or a warning sign and no pain."""
    once = clause.has("story.once", whole=False) and not clause.has("story.sure_mood", whole=False)
    able = clause.has("story.able") and not clause.has("story.cannot", whole=False)
    return once or able or clause.has("story.alarm") or clause.has("story.neither", whole=False)


def _mood(clause: Said) -> tuple[str, list[Mention]]:
    """Whether a clause is about what makes it worse or better, and the words that say so."""
    better = [*clause.find("story.better"), *_exact(clause, "story.better_exact"),
              *clause.find("story.good"), *_exact(clause, "story.good_exact")]
    if clause.has("story.link"):
        better += _exact(clause, "story.fine_exact")
    if better:
        return ("", []) if clause.has("story.wish") else (BETTER, better)
    last = [m for m in clause.find("story.worse_last") if m.end == len(clause.words)]
    worse = [*clause.find("story.worse"), *_exact(clause, "story.worse_exact"), *_linked(clause), *last]
    if worse or (clause.find("story.cannot") and not clause.has("story.animal")):  # "the dog can't do stairs"
        return WORSE, worse
    mostly = clause.find("story.mostly") if len(clause.all) <= SHORT else []  # "Bending mostly."
    return (WORSE, mostly) if mostly and clause.find(WORSE) else ("", [])


def _exact(clause: Said, name: str) -> list[Mention]:
    """Phrases among all words of a clause, with their places among those that are not small."""
    skipped = clause.lexicon.skipped
    at = [0, *accumulate(token.word not in skipped for token in clause.all)]
    return [Mention(m.value, at[m.start], at[m.end]) for m in clause.whole(name)]


def _linked(clause: Said) -> list[Mention]:
    """"It aches when I sit", "as soon as I sit it aches": a pain, a "when", and right after it the thing."""
    things, pains = clause.find(WORSE), clause.find("story.pain")
    events = [*clause.find("story.event"), *clause.whole("story.able")]
    links = [m for m in clause.find("story.link") if any(0 <= thing.start - m.end < CLOSE for thing in things)
             and any(0 <= m.start - p.end <= NEAR for p in pains)]
    beside = [p for p in pains if any(0 <= thing.start - p.end < CLOSE for thing in things)]
    after = [] if clause.find("talk.negate") or clause.find("talk.fine") else [
        m for m in clause.find("story.link") if any(0 <= t.start - m.end < CLOSE and any(
            0 <= p.start - t.end <= LED for p in clause.find("story.hurt")) for t in things)]
    its = [m for m in _exact(clause, "story.its") if m.start == 0 and any(thing.start < CLOSE for thing in things)]
    return [] if events else [*links, *beside, *its, *after]


def _bound(clause: Said, mood: str, cues: list[Mention]) -> list[str]:
    """The values within a few words of a cue, or of another that is."""
    got = _named(clause, mood)
    leads = clause.lexicon.single("story.after")  # after "better with" the thing has to come
    last = max((m.start for m in got.mentions), default=0)  # "walks bring it on": it came before
    at = [(m.start, m.end, 0 < m.end <= last and clause.words[m.end - 1].word in leads) for m in cues]
    tight = [m.end for m in clause.find("story.cannot")] if mood == WORSE else []
    found, last = dict[str, None](), len(clause.words)
    joined = {m.end for m in clause.find("story.joined")}
    weak = mood == BETTER and all(m.value in ("good", "good_exact") for m in cues) and not clause.find("story.link")
    for m in got.mentions:
        near = any(m.start - end <= NEAR and (m.start >= end if lead else start - m.end <= NEAR)
                   for start, end, lead in at) or any(0 <= m.start - end <= TIGHT for end in tight)
        if near or 0 <= m.start - last <= NEXT or (at and m.start in joined):
            last = m.end
            if m.value in got.values and not (weak and m.value in DONE):
                found[m.value] = None
    return list(found)


def _named(clause: Said, mood: str) -> Named:
    """The things of a clause, without those that only look like one."""
    got = named(clause, mood, clause.words, reach=REACH)
    names = ("story.not_factor", "story.not_worse")[: 1 + (mood == WORSE)]
    others = {i for name in names for m in clause.find(name) for i in range(m.start, m.end)}
    got.mentions = [m for m in got.mentions if not others >= set(range(m.start, m.end))]
    got.values = [value for value in got.values if any(m.value == value for m in got.mentions)]
    return got


def _listed(clause: Said, mood: str, *, whole: bool = False) -> list[str]:
    """The values of a clause that is nothing but things, or (`whole`) one that the next is about."""
    got = _named(clause, mood)
    inside = {i for m in got.mentions for i in range(m.start, m.end)}
    rest = [t for i, t in enumerate(clause.words) if i not in inside and not _small(clause, t.word)]
    opens = clause.begins("story.link", 0)
    if _idle(clause) or (clause.has("talk.myself") and not opens) or clause.find("talk.fine"):
        return []
    return got.values if len(rest) <= REST or (whole and opens and len(clause.words) <= LED) else []


def _small(clause: Said, word: str) -> bool:
    return word in clause.lexicon.single("talk.filler")
