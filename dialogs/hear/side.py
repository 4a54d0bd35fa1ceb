"""Left, right, both, the middle, now here now there; and where "left" or "right" is no side at all."""

from bisect import bisect_right
from itertools import pairwise

from dialogs.hear.lists import restart
from dialogs.hear.named import named
from dialogs.hear.numbers import numbers
from dialogs.hear.phrases import Mention, clauses
from dialogs.hear.understood import DECLINED, PHRASE, SHORT, UNCLEAR, Said, Understood

MANY = 12  # mentions that are weighed
FAR = 6  # words between two sides with an "or"
OTHER = {"left": "right", "right": "left"}
PLACES = ("left", "right", "both", "middle")


def side(said: Said) -> Understood:
    """left, right, both, middle, alternates; several clauses are weighed by "now", "mostly" and "not"."""
    restart(said)
    found = named(said, "side", said.all, whole=True)
    mentions = _meant(said, found.mentions)
    if len(mentions) < len(found.mentions):
        kept = {m.value for m in mentions}
        found.values = [v for v in found.values if v in kept]
    meant = _corrected(said, mentions) or _opposite(said, mentions) or _greater(said) or _larger(said, mentions)
    if meant:
        return Understood((meant,), sure=False, confirm=True)
    values = set(found.values) - {"at_times"}
    two = {"left", "right"} <= values
    if sum(m.value == "at_times" for m in mentions) > 1 and not said.asked() and (two or not values & set(OTHER)):
        return Understood(("alternates",), sure=False)
    if said.declined():
        return DECLINED
    unsure = _unsure(said, mentions, values)
    if not values:
        cut = found.excluded & set(OTHER)
        if len(cut) > 1 and not (unsure or said.asked()):
            return Understood(("middle",), sure=False, confirm=True)  # "not left, not right"
        if len(cut) == 1 and len(said.words) > 2 and said.has("side_cues.the_other"):
            return Understood((OTHER[cut.pop()],), sure=False, confirm=True)
        if not unsure and not said.asked() and _one_and_other(said):
            return Understood(("alternates",), sure=False, confirm=True)
        return Understood(("unsure",), sure=False) if unsure else UNCLEAR
    if unsure and (len(values) > 1 or values & {"alternates", "both"}):
        return Understood(("unsure",), sure=False)
    if said.asked() or (said.begins("talk.asks", 0) and not said.begins("side_cues.tells", 0)):
        return UNCLEAR
    turns = (two or "both" in values) and said.has("side_cues.not_together")
    moves = said.has("side_cues.moves") and said.has("side_cues.about")
    if "alternates" not in values and not turns and _either(said, [m for m in mentions if m.value in values]):
        return Understood(("unsure",), sure=False) if said.has("talk.hedge") else UNCLEAR
    past = said.has("side_cues.over") and said.has("talk.past")  # "used to be left but not now"
    if len(values) == 1 and not found.excluded and (past or said.has("side_cues.good")):
        return UNCLEAR  # "the right is the good one"
    only = {m.value for m in said.lexicon.table("side", whole=True).find(said.all)}
    if values == {"right"} and "left" not in found.excluded and "unclear" in only:
        return UNCLEAR
    sure = len(said.words) < 4 and not any(t.repaired for t in said.words)
    if "alternates" in values or turns or moves:
        return Understood(("alternates",), sure=sure)
    if values <= set(OTHER) and (said.has("side_cues.other_too") or any(
            said.ends("side_cues.not_only", m.start) for m in mentions)):
        return Understood(("both",), sure=False, confirm=True)
    if "both" in values or two:
        now = _weighed(said, [m for m in mentions if m.value in ("left", "right", "both")])
        told = two or said.has("talk.past") or said.has("talk.today")  # "both, mainly the right" is both
        if now and ("both" not in values or (len(values) > 1 and told)):
            return Understood((now,), sure=False, confirm=True)
        sides = [m.value for m in mentions if m.value in OTHER]
        again = len(sides) > 2 and all(a != b for a, b in pairwise(sides))  # "left, then right, then left"
        return Understood(("alternates" if again else "both",), sure=sure)
    for value in ("left", "right", "middle"):
        if value in values:
            return Understood((value,), sure=sure and len(values) == 1)
    return UNCLEAR


def _meant(said: Said, mentions: list[Mention]) -> list[Mention]:
    """Without a "right" that only begins to talk, and a "left" that is a verb or a rest; and, where another side is
    named, without the side that was operated on, is leant on, was pressed by mistake or is yours."""
    mentions = [m for m in mentions if not _talk(said, m)]
    edges = [*sorted({start for start, _ in clauses(said.all, said.table("talk.breaks"))}), len(said.all)]
    aside = [m.start for m in said.whole("side_cues.aside")]
    sides = [m for m in mentions if m.value in OTHER][:MANY]
    others = {m for m in sides if said.begins("side_cues.aside_after", m.end) or any(
        said.ends(f"side_cues.{name}", m.start) for name in ("yours", "aside_lead", "rather_than"))}
    for at in aside:
        i = bisect_right(edges, at)
        near = [m for m in sides if edges[i - 1] <= m.start < edges[i]]
        others |= set(sorted(near, key=lambda m: abs(m.start - at))[:1])
    others |= {m for m in sides if m.value == "right" and said.begins("side_cues.just_there", m.end)
               and not said.begins("side.at_times", m.end) and (m.start == 0 or not said.all[m.end].breaks)}
    others |= {m for m, after in pairwise(mentions) if m.value == "right" and m.end - m.start == 1
               and after.value == "middle" and _joined(said, m.end, after.start)}  # "right bang in the middle"
    own = [m for m in mentions if m not in others]
    return own if any(m.value in PLACES for m in own) else mentions


def _joined(said: Said, start: int, end: int) -> bool:
    """A few words, without a comma, an "and", an "or" or an "of"."""
    parts = [said.lexicon.single(name) for name in ("number_cues.and", "side_cues.or", "side_cues.of")]
    return end - start < SHORT and not any(token.breaks or any(token.word in part for part in parts)
                                           for token in said.all[start : end + 1])


def _talk(said: Said, m: Mention) -> bool:
    """"Right, let's see", "two tablets left", "my wife left"."""
    words = said.all
    last = m.end == len(words) or words[m.end].breaks
    if m.value == "right":
        if last and said.ends("side_cues.well", m.start):
            return True  # "I can't walk right"
        sides = sum(other.value in OTHER for other in said.whole("side"))
        return m.start == 0 and last and said.begins("side_cues.talk", m.end) and not (
            sides > 1 and said.begins("talk.correct", m.end))
    if m.value != "left" or m.end - m.start > 1 or not last or said.ends("side.at_times", m.start):
        return False
    start = m.start
    while start and words[start - 1].word in said.lexicon.single("side_cues.has"):
        start -= 1
    before = words[max(0, m.start - PHRASE) : max(0, m.start - 1)] if words[m.start - 1].word.isalpha() else []
    someone = said.ends("talk.someone", start) or said.ends("talk.others", start)
    return (someone and not said.ends("story.pronouns", start)) or (
        (numbers(before, said.lexicon) or any(said.table(name).find(before) for name in ("amounts", "side_cues.some")))
        and not said.ends("side_cues.lead", m.start))


def _one_and_other(said: Said) -> bool:
    """"One day one side, then the other"; "moves from one side to the other"."""
    if said.has("side_cues.moves") and said.has("side_cues.about"):
        return True
    one, other = said.whole("side_cues.one"), said.whole("side_cues.another")
    return bool(one and other) and one[0].start < other[-1].start and not said.has("talk.fine") and not said.has(
        "side_cues.than")


def _opposite(said: Said, mentions: list[Mention]) -> str:
    """"Opposite of right"."""
    sides = [m for m in mentions if m.value in PLACES]
    flipped = [m for m in sides if m.value in OTHER and said.ends("side_cues.opposite", m.start)]
    return OTHER[flipped[0].value] if len(sides) == 1 and flipped else ""


def _greater(said: Said) -> str:
    """"L > R"."""
    pairs = ((a, b) for a, b in pairwise(said.all) if ">" in b.gap)
    sides = [[said.table("side").longest([token], 0)[1][:1] for token in pair] for pair in pairs]
    return next((more[0] for more, less in sides if more and less and {more[0], less[0]} == set(OTHER)), "")


def _larger(said: Said, mentions: list[Mention]) -> str:
    """"Left 70 percent, right 30"."""
    sides = [m for m in mentions if m.value in OTHER]
    shares = numbers(said.all, said.lexicon) if len(sides) == 2 and sides[0].value != sides[1].value else []
    if len(shares) != 2 or shares[0].high == shares[1].high or not all(n.digits for n in shares):
        return ""
    in_turn = sorted([*((m.start, "side") for m in sides), *((n.start, "share") for n in shares)])
    kinds = [kind for _, kind in in_turn]
    paired = kinds in (["side", "share"] * 2, ["share", "side"] * 2)
    return sides[shares[1].high > shares[0].high].value if paired else ""


def _unsure(said: Said, mentions: list[Mention], values: set[str]) -> bool:
    """A "don't know" that is no part of a side ("could be either"); or a "maybe" before each of two sides."""
    taken = {i for m in mentions for i in range(m.start, m.end)}
    hedges = [m for m in said.whole("talk.hedge") if m.start not in taken]
    doubts = [m for m in said.whole("polarity") if m.value == "unsure" and m.start not in taken]
    strong = [m for m in doubts if not {h.start for h in hedges} & set(range(m.start, m.end))]
    if said.has("side_cues.mixed"):
        return True
    if len(values) < 2 and "alternates" not in values:
        return bool(doubts) and "both" not in values
    return bool(strong) or len({m.start for m in (*hedges, *doubts)}) > 1


def _corrected(said: Said, mentions: list[Mention]) -> str:
    """The last side, if a "no wait" or "sorry" stands between it and another: "left, no, right"."""
    sides = [m for m in mentions if m.value in PLACES]
    if len(sides) < 2 or sides[-1].value == sides[-2].value or said.asked():
        return ""
    between = said.all[sides[-2].end : sides[-1].start]
    return sides[-1].value if said.table("talk.correct").find(between) else ""


def _either(said: Said, mentions: list[Mention]) -> bool:
    """"Left or right": nothing is said."""
    ors = said.lexicon.single("side_cues.or")
    return any(a.value != b.value and {a.value, b.value} <= set(PLACES) and b.start - a.end < FAR
               and any(token.word in ors for token in said.all[a.end : b.start]) for a, b in pairwise(mentions))


def _weighed(said: Said, mentions: list[Mention]) -> str:
    """The side with "now" or "mostly" beside it, or the one that is not past."""
    table = said.lexicon.table
    starts = [*sorted({start for start, _ in clauses(said.all, table("talk.breaks", whole=True))}), len(said.all)]
    heavy, past = [], []
    for i, m in enumerate(mentions[:MANY]):
        last = mentions[i - 1].end if i else 0
        if said.ends("side_cues.than", m.start):
            if table("side_cues.less", whole=True).find(said.all[: m.start]):
                return m.value  # "less on the left than on the right"
            past.append(m.value)  # "more left than right"
            continue
        start = max(s for s in starts if s <= m.start)
        end = min(s for s in starts if s > m.start)
        clause = said.all[start:end]
        until = end if m is mentions[-1] else m.end
        if any(last <= cue.end <= m.start or m.start < cue.start < until for cue in said.whole("side_cues.seldom")):
            past.append(m.value)  # "mostly left, now and then the right"
            continue
        if said.ends("side_cues.now", m.start) and not said.all[m.start].breaks:
            too = said.table("side_cues.too").find(said.all[last:end])
            return "both" if too else m.value  # "started left, now right"
        if table("side_cues.too", whole=True).find(clause):
            continue
        rather = table("talk.rather", whole=True).find(clause)
        if rather and _nearest(mentions, m, start, rather[0].start + start, rather[0].end + start, end):
            heavy.append(m.value)
        elif table("talk.past", whole=True).find(clause) or table("side_cues.eased", whole=True).find(clause):
            past.append(m.value)
        elif table("side_cues.worse", whole=True).find(clause):
            heavy.append(m.value)
    if len(set(heavy)) == 1:
        return heavy[0]
    left = {m.value for m in mentions} - set(past)
    return left.pop() if past and len(left) == 1 else ""


def _nearest(mentions: list[Mention], m: Mention, start: int, cue: int, ended: int, end: int) -> bool:
    """Of the sides of this clause the one next to the cue: "mainly left with an echo on the right"."""
    inside = [other for other in mentions if start <= other.start < end]
    return m is min(inside, key=lambda other: other.start - ended if other.start >= ended else cue - other.end)
