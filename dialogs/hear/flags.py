"""Red flags in free text: raised, to be checked, or denied. Pure and deterministic; never clears anything.

Raise: a clean hit acts at once. Check: a doubtful one (a mended slip, a weak word, an old trouble, a relative's
emergency) only brings that row's own question forward; at most CHECKS of them. docs/understanding.md says why.
"""

from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass, field
from operator import itemgetter

from dialogs.hear.cues import Context, Status, context
from dialogs.hear.faint import faint
from dialogs.hear.grades import CHECKS, CRISIS, ORDER, Span, Why, settled, verdict_of
from dialogs.hear.match import Mention, mentions
from dialogs.hear.tokens import Word, sentences, words
from knowledge.lexicon import Lexicon
from knowledge.lexicon_rules import Flag, Part, Rule

WINDOW = 14  # words between concepts that stand near each other
LONG = 30  # words; in a longer story single weak words, or two far apart, stand by chance
STORY = 20  # in a long story: words that concepts of a row that is not urgent may lie apart to be raised
CLOSE = 6  # words between the first and the last of weak ones in a long story
SAID = 8  # words between two concepts that stand near each other in a raise rule: farther apart they are only checked


@dataclass(frozen=True, slots=True)
class Listened:
    raised: tuple[tuple[str, Span], ...] = ()
    check: tuple[tuple[str, Span], ...] = ()
    denied: tuple[tuple[str, Span], ...] = ()
    helper: bool = False  # somebody fills it in for the client
    crisis: bool = False  # self-harm, overdose or violence in plain words, however it is meant; no weak hint of it
    why: tuple[Why, ...] = ()


@dataclass
class _Heard:
    said: list[Word]
    told: Context
    by: dict[str, list[Mention]]
    status: dict[Mention, Status] = field(default_factory=dict)
    groups: list[int] = field(default_factory=list)


def listen(text: str, lexicon: Lexicon, *, helper: bool = False) -> Listened:
    """Which rows the words speak of. `helper`: somebody types for the client; whoever says so here need not be told."""
    said = words(text, lexicon)
    found = mentions(said, lexicon)
    told = context(said, found, lexicon.ruled, helper=helper)
    whys = _judged(said, found, told, lexicon, lexicon.flags)
    if told.helper and not any(why.row in CRISIS and why.grade == "raised" for why in whys):
        # Of a crisis people speak in the first person, and so do the words of the lexicon.
        found = mentions(said, lexicon, retold=True)
        again = context(said, found, lexicon.ruled, helper=True)
        whys = _gravest(whys + _judged(said, found, again, lexicon, tuple(f for f in lexicon.flags if f.id in CRISIS)))
    raised, check, denied = settled(whys, lexicon, long=len(said) > LONG)
    if lexicon.points and not raised and not any(why.row in CRISIS for why in (*check, *denied)):
        hint = faint(said, lexicon.points)
        check = [*check, hint][:CHECKS] if hint else check
    spans = [tuple((why.row, why.span) for why in grade) for grade in (raised, check, denied)]
    crisis = any(why.row in CRISIS and not (why.weak and why.grade == "check") for why in (*raised, *check))
    return Listened(spans[0], spans[1], spans[2], helper=told.helper, crisis=crisis, why=(*raised, *check, *denied))


def _judged(
    said: list[Word], found: list[Mention], told: Context, lexicon: Lexicon, flags: tuple[Flag, ...]
) -> list[Why]:
    heard = _Heard(said, told, {}, groups=sentences(said))
    for mention in sorted(found, key=itemgetter(1, 2)):
        if mention.name in lexicon.judged:
            heard.by.setdefault(mention.name, []).append(mention)
            heard.status[mention] = told.of(mention)
    return [why for flag in flags if not flag.begins.isdisjoint(heard.by) for why in _judge(flag, heard)]


def _gravest(whys: list[Why]) -> list[Why]:
    """One for each row."""
    best: dict[str, Why] = {}
    for why in whys:
        if why.row not in best or ORDER[why.grade] < ORDER[best[why.row].grade]:
            best[why.row] = why
    return list(best.values())


def _judge(flag: Flag, heard: _Heard) -> Iterator[Why]:
    best: Why | None = None
    ways, lone = 0, False  # rules that are met; the best one is doubtful, or tells of somebody else, in a long story
    long = len(heard.said) > LONG and flag.id not in CRISIS
    checks = flag.checks + flag.mentions if heard.told.off else flag.checks
    for grade, rules in (("raised", flag.raises), ("check", checks)):
        for rule in rules:
            met = _meet(rule, flag, heard) if rule[0][0][0] in heard.by else None  # most are not even begun
            if met is None:
                continue
            status, hits, spread = met
            ways += 1
            if long and status == Status.KIN and not heard.told.helper and any(
                    heard.status.get(hit) in (Status.FINE, Status.ORDINARY) for hit in hits):
                continue  # a relative's trouble beside the teller's own pain
            width = max(h.last for h in hits) - min(h.first for h in hits)
            doubtful = any(hit.doubt for hit in hits)
            if long and grade == "check" and (doubtful or len(hits) == 1 or width > CLOSE or not flag.urgent):
                continue
            if long and status in (Status.PAST, Status.OLD, Status.IF) and (grade == "check" or doubtful):
                continue
            apart = WINDOW if flag.urgent else CLOSE
            if long and doubtful and not heard.told.helper and (
                    width > apart if len(hits) == 2 else len(hits) == 1 and not flag.urgent):
                continue
            if long and status in (Status.KIN, Status.OTHER) and not (flag.urgent or flag.anyone or heard.told.helper):
                continue
            far = len(rule) > 1 and width > (STORY if long and not flag.urgent else LONG)
            sure = not (doubtful or far or spread > SAID)
            verdict = verdict_of(grade if sure else "check", status, flag, heard.told.recent)
            first = grade == "check" and (best is None or len(hits) > 1)
            if verdict == "denied" and flag.id in CRISIS and (first or not any(_says_no(hit, heard) for hit in hits)):
                verdict = "check"  # "no plans after March", "not suicidal as such": only a plain "no" denies
            if verdict and (best is None or ORDER[verdict] < ORDER[best.grade]):
                best = _why(flag, verdict, hits, status, heard, grade == "check")
                others = status in (Status.KIN, Status.OTHER) and not heard.told.helper
                lone = long and (doubtful or others)
        if best is not None and best.grade == "raised":
            break
    if best is None or best.grade == "denied":
        for rule in flag.denied:
            met = _meet(rule, flag, heard)
            if met is not None and met[0] <= Status.OLD:
                best = _why(flag, "denied", met[1], met[0], heard, False)
    if best is not None and not (lone and ways == 1 and best.grade == "check"):
        yield best  # in a long story what is doubtful has to be said in two ways


def _why(flag: Flag, grade: str, hits: list[Mention], status: Status, heard: _Heard, weak: bool) -> Why:
    span = (heard.said[min(h.first for h in hits)].start, heard.said[max(h.last for h in hits) - 1].end)
    told = sum(not word.fill for h in hits for word in heard.said[h.first:h.last])
    return Why(flag.id, grade, span, tuple(h.name for h in hits), status.name.lower(), weak, told)


def _meet(rule: Rule, flag: Flag, heard: _Heard) -> tuple[Status, list[Mention], int] | None:
    """The mentions that meet a rule, as well as can be, what holds of the worst of them, and the words between those
    that have to stand near each other."""
    worst, hits, spread = Status.FINE, [], 0
    for names, _ in rule:
        if any(name not in heard.by for name in names):
            return None
    for part in rule:
        best = _near(part, flag, heard)
        if best is None:
            return None
        worst = max(worst, best[0])
        spread = max(spread, best[2])
        hits += best[3]
    return worst, hits, spread


def _near(part: Part, flag: Flag, heard: _Heard) -> tuple[Status, bool, int, list[Mention]] | None:
    """Concepts near each other: what holds of the worst of them, whether one is doubtful, the words between them, and
    where they stand."""
    best: tuple[Status, bool, int, list[Mention]] | None = None
    (first, *others), unwanted = part
    unless = [name for name in (*flag.unless, *unwanted) if name in heard.by]
    for mention in heard.by[first]:
        status, hits, spread = _status(mention, flag, heard), [mention], 0
        if any(there and heard.status[there] != Status.DENIED for name in unless
               for there in [_beside(mention, name, heard)]):
            continue
        for name in others:
            other = _beside(mention, name, heard)
            if other is None:
                break
            status = max(status, _status(other, flag, heard))
            spread = max(spread, other.first - mention.last, mention.first - other.last)
            hits.append(other)
        else:
            doubtful = any(hit.doubt for hit in hits)
            if best is None or (status, doubtful, spread) < best[:3]:
                best = status, doubtful, spread, hits
            if status == Status.FINE and spread <= SAID:
                break
    return best


def _says_no(mention: Mention, heard: _Heard) -> bool:
    """A word of denial stands in the same chunk; else the "no" belongs to what stands before the comma."""
    chunk = heard.said[mention.first].chunk
    return any(heard.said[at].chunk == chunk for at in heard.told.denies) or heard.told.status[mention.first] > 0


def _status(mention: Mention, flag: Flag, heard: _Heard) -> Status:
    status = heard.status[mention]
    lasting = mention.name in flag.history
    if lasting and status in (Status.ORDINARY, Status.OLD, Status.PAST):
        return Status.FINE
    return Status.FINE if lasting and status == Status.DENIED and heard.told.is_well(mention) else status


def _beside(mention: Mention, name: str, heard: _Heard) -> Mention | None:
    """The best mention of a concept near this one, in its sentence or a short one beside it."""
    listed = heard.by[name]
    group = heard.groups[mention.first]
    best: tuple[Status, bool, int, Mention] | None = None
    for at in range(bisect_left(listed, mention.first - 2 * WINDOW, key=lambda m: m.first), len(listed)):
        other = listed[at]
        if other.first > mention.last + WINDOW:
            break
        apart = max(other.first - mention.last, mention.first - other.last)
        if apart > WINDOW or heard.groups[other.first] != group:
            continue
        ranked = (heard.status[other], other.doubt, apart, other)
        if best is None or ranked[:3] < best[:3]:
            best = ranked
    return best[3] if best else None
