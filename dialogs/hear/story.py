"""An opening story -> what it says beyond doubt about ordinary questions. Red flags are never filled from it.

Sentence by sentence; what is said of somebody else, of an operation or of another time is left out. Here: where it
hurts. What makes it worse or better: story_factors.py; how it began: story_begin.py; since when: story_since.py and
story_times.py; age, side and strength: story_facts.py; the parts of a story: story_parts.py.
"""

from datetime import date

from dialogs.hear.dates import Time
from dialogs.hear.named import named
from dialogs.hear.phrases import Lexicon
from dialogs.hear.story_begin import accidents, begun, pregnant
from dialogs.hear.story_factors import REACH, factors
from dialogs.hear.story_facts import aged, side, strength, told_for
from dialogs.hear.story_parts import clauses, own, parts
from dialogs.hear.story_since import since
from dialogs.hear.text import READ, tokens
from dialogs.hear.understood import Said, Understood, said

SENTENCES, WORDS = 60, 300  # that are read; a story has 20 to 250
FAR = ("foot", "below_knee", "thigh_front")  # named for much else, so only where a pain goes
BESIDE, LONE = 3, 3  # words between a place and its side, and beside a place in a clause of its own
LIST, SHORT = 4, 8  # words between two places of a list, and of a sentence that goes on with the one before


def slots(text: str, lexicon: Lexicon, today: date) -> dict[str, Understood]:
    """Kind of question -> what the story says; a kind it does not speak of is missing."""
    sentences, left = list[Said](), WORDS
    for part in parts(text[:READ])[:SENTENCES]:
        sentences.append(said(part, lexicon, today, every=tokens(part)[:left]))
        left -= len(sentences[-1].all)
    helper = told_for(sentences)
    mine = sentences if helper else [own(one) for one in sentences]
    age = aged(sentences, helper)
    birth = pregnant(sentences, helper)
    born = Time(*birth.days, 0, 0) if birth and birth.days and birth.value == "postnatal_12m" else None
    onset = since(mine, helper, accidents(mine, helper), int(age.value) if age else 0, born)
    found: dict[str, Understood | None] = {
        "age_years": age, "side": side(mine), "onset_duration": onset,
        "pain_areas": _areas(mine), "trauma_kind": begun(mine, helper), "intensity_0_10": strength(mine),
        "pregnancy": birth, **factors(mine),
    }
    return {kind: value for kind, value in found.items() if value is not None}


def _areas(sentences: list[Said]) -> Understood | None:
    """Only what a clause names as a place of the pain; not beside a warning sign, not in a question."""
    found, told, last = dict[str, None](), False, dict[str, bool]()
    for one in sentences:
        if not any(one.has(f"story.{name}") for name in ("hip", "low", "outside")) and not one.find("pain_areas"):
            told, last = told or bool(one.find("story.hurt")), {}
            continue
        before, asked, here = last if len(one.all) < SHORT else {}, one.asked(), dict[str, None]()
        for clause in clauses(one):
            if clause.table("talk.asks").longest(clause.all, 0)[0] > 1 or (asked and (
                    clause.has("talk.asks") or clause.begins("story.asks_of", 0))):
                break  # "is it my SI joint"; "what hurts is my hip" is none
            cues = {name: clause.has(f"story.{name}") for name in ("hip", "low", "centre")}
            if before.get("hip") and clause.begins("story.outside", 0):
                here["hip_outer"] = None
            cues["centre"] = cues["centre"] and not clause.has("story.not_centre")
            if (cues["low"] or before.get("low")) and cues["centre"] and not clause.has("story.alarm"):
                here["low_back_midline"] = None
            before = cues if any(cues.values()) or clause.find("pain_areas") else before
            here.update(dict.fromkeys(_places(one, clause, told, bool(here))))
        found |= here
        told, last = told or bool(one.find("story.hurt")), before
    return Understood(tuple(found)) if found else None


def _places(one: Said, clause: Said, told: bool, listed: bool) -> list[str]:
    """The places in a clause with a pain or a side beside them, or in a list with one; what lies far off only on the
    way of a pain, in such a list or with both. `told`: a pain was named before; `listed`: a place was, in this
    sentence."""
    if clause.has("story.not_area", whole=False) or clause.has("story.alarm") or clause.has("story.named_by"):
        return []
    got = named(clause, "pain_areas", clause.words, reach=REACH)
    others = {i for m in clause.find("story.not_place") for i in range(m.start, m.end)}
    pain, sides = clause.find("story.hurt"), [m for m in clause.find("story_side") if m.value != "other"]
    ways = [] if one.has("story.alarm") else [m.end for m in clause.find("story.path")]
    surely, joins = [p.start for p in clause.find("story.sure_place")], one.lexicon.single("number_cues.and")
    told, found, last = told or listed or one.has("story.pain"), dict[str, None](), -LIST
    for m in got.mentions:
        way = (told or found) and any(0 <= m.start - end < BESIDE for end in ways)
        side = any(m.start - BESIDE < s.end <= m.start or m.end <= s.start < m.end + BESIDE for s in sides)
        lone = m.start < BESIDE and len(clause.words) - (m.end - m.start) <= LONE
        plain = any(m.start <= at < m.end for at in surely)
        also = m.start - last < LIST and any(token.word in joins for token in clause.words[max(last, 0) : m.start])
        sure = way or also or (lone and listed) or (pain and side) or (
            m.value not in FAR and (plain or pain or side or lone))
        if sure and m.value in got.values and not others >= set(range(m.start, m.end)):
            found[m.value], last = None, m.end
    return list(found)
