"""What makes the pain worse or better in an opening story: only what stands close to a word that says so."""

from itertools import pairwise

from dialogs.hear.duration import times_of
from dialogs.hear.named import Named, named
from dialogs.hear.phrases import Mention
from dialogs.hear.story_mood import BETTER, CLOSE, LED, NEAR, SHORT, WORSE, elsewhere, idle, mood_of
from dialogs.hear.story_parts import clauses
from dialogs.hear.understood import Said, Understood

REACH = 4  # words a "not" or "is fine" covers in a story
TIGHT = 1  # and after a "can't"
NEXT = 3  # words between two things of a list
SEAT = 4  # words from "getting up" to the seat
REST = 2  # words of a part of a list that belong to no thing
DONE = ("walking", "standing", "sitting", "exercise")  # what "is good" may only mean that it can be done
DAILY = ("walking", "running", "sitting", "standing")  # named alone it may be what one does all day
NATURE = ("bending", "coughing", "one_leg", "rising_from_sitting", "rolling_in_bed", "stairs")  # told when it hurts
ALONE = ("bending", "rising_from_sitting", "rolling_in_bed", "stairs", "sitting", "standing")  # "Six weeks. Standing."
EITHER = (*DONE, "lying_down", "rest")  # may be worse as well


def factors(sentences: list[Said]) -> dict[str, Understood | None]:
    found: dict[str, dict[str, None]] = {WORSE: {}, BETTER: {}}
    before: Said | None = None
    for one, after in zip(sentences, [*sentences[1:], None], strict=False):
        if after and after.has("story.separate") and not after.find("story.hurt"):
            continue  # "Walking is bad from my MS. This is separate."
        if any(one.has(f"story.{name}") for name in ("over", "long_ago", "was_aged")):
            continue
        wished = one.has("story.asks_massage") or one.has("talk.past")  # "I had a massage and it was heaven"
        told = [] if _it_of_other(one, before) else _told(one) or (_about(one, before) if before else [])
        asked = one.asked() or (bool(told) and (one.has("story.no_more") or _of_sign(one, before)))
        for mood, value in told:
            if mood == WORSE or not (asked or (value == "massage" and wished)):
                found[mood][value] = None
        before = one
    return {kind: Understood(tuple(values)) if values else None for kind, values in found.items()}


def _it_of_other(one: Said, before: Said | None) -> bool:
    """"My calf swelled up. It hurts when I walk"."""
    return (before is not None and one.begins("story.it", 0) and any(
        m.start <= 1 for m in before.whole("story.below")) and not any(
            said.has("story.seat_of_pain") or said.has("story.low") for said in (before, one)))


def _of_sign(one: Said, before: Said | None) -> bool:
    """"My leg goes dead. Then when I stand it's fine": the ease of a warning sign, not of a pain."""
    def sign(said: Said) -> bool:
        return said.has("story.alarm") and not said.find("story.hurt")
    denied = before is None or before.find("talk.negate") or before.find("talk.fine")
    return sign(one) or (before is not None and not denied and sign(before) and one.begins("story.opens", 0) and not (
        one.find("story.hurt") or one.has("story.seat_of_pain")))


def _about(one: Said, before: Said) -> list[tuple[str, str]]:
    """"I lie flat on the floor. That's the only thing that helps.": what the sentence before named last."""
    if not one.begins("story.refers", 0) or not (before.find(WORSE) or before.find(BETTER)):
        return []
    mood = next((mood for clause in clauses(one) if not idle(clause) for mood, _ in [mood_of(clause)] if mood), "")
    if not mood or one.find(mood):
        return []
    named_last = [values for clause in clauses(before) if (values := _named(clause, mood).values)
                  and not clause.has("story.alarm")]
    return [(mood, value) for value in named_last[-1] if value != "massage"] if named_last else []


def _told(one: Said) -> list[tuple[str, str]]:
    """Mood and value, clause by clause. One without a cue goes on with the list before it; those at the beginning
    belong to the first with a cue."""
    found, before, waiting = list[tuple[str, str]](), "", list[Said]()
    last: Said | None = None
    if not (one.find(WORSE) or one.find(BETTER)) or (one.asked() and one.begins("talk.asks", 0)):
        return []
    hurts, alarm = bool(one.find("story.hurt")), one.asked() or one.has("story.alarm")
    other = False  # part of the body: "Shoulder: hurts when I reach"
    for clause in clauses(one):
        other = (other and not clause.has("story.seat_of_pain")) or elsewhere(clause)
        if other and last and any(clause.begins("story.refers", at) for at in (0, 1)):
            taken = _named(last, WORSE).values  # "getting up is hard but that's the knee"
            found, waiting = [(mood, value) for mood, value in found if value not in taken], []
        if other:
            continue
        if clause.begins("story.than", 0):  # "better than sitting"
            found += [(WORSE, value) for value in _named(clause, WORSE).values if before == BETTER]
            continue
        mood, cues = ("", []) if idle(clause) else mood_of(clause)
        if last and not idle(clause) and (turned := _turned(clause, mood, last)):
            mood, cues = turned, [Mention("turned", 0, len(clause.words))]
        last = clause
        if mood:
            values = _bound(clause, mood, cues)
            about = clause.begins("story.refers", 0)
            led = [(mood, value) for part in (_led(waiting, mood, values) if values or cues else [])
                   for value in _listed(part, mood, whole=about or not values, about=about)]
            if not alarm and (mood == WORSE or (not led and (values or clause.find("story.link")))):
                led += _natural(waiting, hurts)
            found += [*led, *((mood, value) for value in values)]
            weak = mood == BETTER and all(m.value.startswith("good") for m in cues)  # "fine: cycling" is no ease
            before, waiting = "" if weak else mood, []
        elif before and (values := _listed(clause, before, whole=clause.begins("story.refers", 0))):
            found += [(before, value) for value in values]
        else:
            waiting = [] if clause.find("talk.fine") and waiting else [*waiting, clause]
            before = before if len(clause.words) <= REST and not clause.find("talk.fine") else ""
    return found + ([] if alarm else _natural(waiting, hurts)) or _bare(one, waiting)


def _turned(clause: Said, mood: str, last: Said) -> str:
    """What a clause says against the one before: "fine until I sit", "stiff until I've walked about", "bending is no
    problem, sitting is", "heat is useless, ice isn't"."""
    fine = last.find("talk.fine") or last.find("story.good") or last.has("story.good_exact")
    if clause.begins("talk.asks", 0):
        return ""
    if clause.ends("story.ellipsis", len(clause.all)) and mood != BETTER:
        return BETTER if last.find("talk.useless") else WORSE if fine else ""
    if mood or not clause.begins("story.until", 0) or clause.find("story.event"):
        return ""
    return WORSE if fine else BETTER if any(last.find(f"story.{name}") for name in ("hurt", "worse", "cannot")) else ""


def _led(waiting: list[Said], mood: str, values: list[str]) -> list[Said]:
    """The clauses before a cue that belong to it: all of a list before "those are the two that catch me"."""
    first = len(waiting) - 1
    while first > 0 and _listed(waiting[first], mood) and _listed(waiting[first - 1], mood):
        first -= 1
    return waiting if values else waiting[max(first, 0) :]


def _natural(parts: list[Said], hurts: bool) -> list[tuple[str, str]]:
    """What hurts by its nature needs no word for it: at the head of a clause ("rolling over takes a crane"), in a list
    ("the stairs and getting up"), after "when" or a pain."""
    found = [[] if idle(part) else _bound(part, WORSE, _telling(part, hurts)) for part in parts]
    for order in (range(1, len(parts)), range(len(parts) - 2, -1, -1)):  # "deadlifts, sitting in lectures, laces"
        for i in order:
            found[i] = found[i] or (_listed(parts[i], WORSE) if found[i - order.step] else [])
    return [(WORSE, value) for values in found for value in values]


def _telling(clause: Said, hurts: bool) -> list[Mention]:
    """The things of such a clause. `hurts`: its sentence tells of a pain, so that "when I sit" is enough."""
    things = clause.find(WORSE)
    if not things or clause.find("story.event") or clause.has("talk.past") or clause.has("story.daily"):
        return []
    pains, links = clause.find("story.hurt"), [m.end for m in clause.find("story.link")]
    small = {word for name in ("story.opens", "story.doing", "talk.filler") for word in clause.lexicon.single(name)}
    head = next((i for i, token in enumerate(clause.words) if token.word not in small), 0)
    bare = {(m.start, m.end) for m in clause.find("story.bare")}
    sure = [m for m in things if m.value in NATURE and (m.value != "coughing" or hurts) and m[1:] not in bare]
    joined = {m for pair in pairwise(sure) if pair[0].value != pair[1].value
              and pair[1].start - pair[0].end < NEXT for m in pair}
    opens = hurts and clause.begins("story.link", 0)
    does = clause.begins("story.i_do", 0)  # "I lift my son": no more than what one does
    return [m for m in things if (opens and m.start < CLOSE) or (
        (hurts or m in sure) and any(0 <= m.start - end <= TIGHT for end in links)) or (m in sure and (
            (m.start <= head and not does) or m in joined or any(0 <= m.start - pain.end < LED for pain in pains)))]


def _bare(one: Said, parts: list[Said]) -> list[tuple[str, str]]:
    """No cue at all: "left hip, stairs and lying on it, four weeks", or nothing but two such things."""
    got = [(part, _listed(part, WORSE)) for part in parts] if one.find(WORSE) else []
    values = [value for _, some in got for value in some]
    also = one.has("side_cues.too")  # "Coughing too."
    fragment = len(one.words) < SHORT and (also or set(values) & {*ALONE}) and not (
        one.asked() or one.find("story.event"))
    alone = (len(set(values)) > 1 or fragment) and all(some or not part.words for part, some in got) and not (
        {m.value for m in one.find(BETTER)} - {*EITHER})
    placed = got and (one.has("story_side") or one.find("pain_areas")) and times_of(one) and not got[0][1]
    if alone:
        return [(WORSE, value) for value in values]
    return [(WORSE, value) for value in values if placed and value not in DAILY and not one.has("story.alarm")]


def _bound(clause: Said, mood: str, cues: list[Mention]) -> list[str]:
    """The values within a few words of a cue, or of another that is."""
    got = _named(clause, mood)
    leads = clause.lexicon.single("story.after")  # after "better with" the thing has to come
    last = max((m.start for m in got.mentions), default=0)  # "walks bring it on": it came before
    at = [(m.start, m.end, 0 < m.end <= last and clause.words[m.end - 1].word in leads) for m in cues]
    tight = [m.end for m in clause.find("story.cannot")] if mood == WORSE and not clause.has("story.animal") else []
    found, last = dict[str, None](), len(clause.words)
    joined = {m.end for m in clause.find("story.joined")}
    weak = mood == BETTER and all(m.value.startswith("good") for m in cues) and not clause.find("story.link")
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
    off = clause.lexicon.single("story.off")  # "getting up from the pew" is no sitting
    joins = clause.lexicon.single("number_cues.and")
    others |= {i for a, b in pairwise(got.mentions) if (a.value, b.value) == ("rising_from_sitting", "sitting")
               and a.end < b.start <= a.end + SEAT and clause.words[a.end].word in off
               and not any(token.word in joins for token in clause.words[a.end : b.start])
               for i in range(b.start, b.end)}
    got.mentions = [m for m in got.mentions if not others >= set(range(m.start, m.end))]
    got.values = [value for value in got.values if any(m.value == value for m in got.mentions)]
    return got


def _listed(clause: Said, mood: str, *, whole: bool = False, about: bool = False) -> list[str]:
    """The values of a clause that is nothing but things, or (`whole`) one that the next is about; `about`: the next
    says so ("I swim, which frees it up")."""
    got = _named(clause, mood)
    inside = {i for m in got.mentions for i in range(m.start, m.end)}
    rest = [t for i, t in enumerate(clause.words) if i not in inside and not _small(clause, t.word)]
    opens = about or clause.begins("story.link", 0) or clause.begins("story.refers", 0)
    if idle(clause) or (clause.has("talk.myself") and not opens) or clause.find("talk.fine"):
        return []
    return got.values if len(rest) <= REST or (whole and opens and len(clause.words) <= LED) else []


def _small(clause: Said, word: str) -> bool:
    return word in clause.lexicon.single("talk.filler")
