"""What a rule that is met comes to: raised, to be checked, or denied; and which of them count together."""

from dataclasses import dataclass, replace

from dialogs.hear.cues import Status
from knowledge.lexicon import Lexicon
from knowledge.lexicon_rules import Flag

CHECKS = 2  # in a message
SEVERAL = 3  # emergencies of which the words may speak: something is wrong, and the likeliest is raised
CRISIS = ("RF-MH", "RF-MH.abuse", "RF-OD")
ORDER = {"raised": 0, "check": 1, "denied": 2}
Span = tuple[int, int]  # places in the original text


@dataclass(frozen=True, slots=True)
class Why:
    row: str
    grade: str  # raised, check or denied
    span: Span
    concepts: tuple[str, ...]
    status: str
    weak: bool  # met by a rule that only checks
    told: int  # words that say it, small ones apart


def verdict_of(grade: str, status: Status, flag: Flag, recent: bool) -> str:
    """What a rule that is met with this status comes to; "" for nothing."""
    now = flag.urgent and recent  # an emergency, and something in the message is new: it is asked after
    asked = "check" if flag.id in CRISIS or now else ""
    match status:
        case Status.FINE:
            return grade
        case Status.DOUBT:
            return "check"
        case Status.ORDINARY:
            return grade if not flag.explained else "check" if grade == "raised" else ""
        case Status.OLD:
            return grade if flag.ever or not flag.new else "check" if grade == "raised" else ""
        case Status.IF:
            return "check" if flag.urgent and grade == "raised" else asked
        case Status.PAST:
            return grade if flag.ever else asked
        case Status.KIN:
            return grade if flag.anyone else "check" if flag.urgent else asked
        case Status.OTHER:
            return grade if flag.anyone else asked
        case Status.DENIED:
            return "denied"
        case _:
            return "check" if flag.id in CRISIS else ""


def settled(whys: list[Why], lexicon: Lexicon, long: bool) -> tuple[list[Why], list[Why], list[Why]]:
    """What is raised, what is checked (the gravest CHECKS), and what is denied; a row has one grade. Of emergencies
    that are doubtful only because their words stand far apart the first is raised, and so is the first of SEVERAL
    whatever the doubt; not in a long story, where words stand together by chance."""
    raised, check, denied = ([why for why in whys if why.grade == grade] for grade in ORDER)
    rows, urgent = {why.row for why in raised}, {flag.id for flag in lexicon.flags if flag.urgent}
    check = [why for why in check if why.row not in rows]
    check.sort(key=lambda why: (why.row not in CRISIS, why.weak, why.row not in urgent, -why.told,
                                max(lexicon.ways[name] for name in why.concepts)))
    maybe = [why for why in check if why.row in urgent and why.row not in CRISIS and why.status == "fine"]
    if maybe and not long and (not maybe[0].weak or len(maybe) >= SEVERAL):
        check.remove(maybe[0])
        raised.append(replace(maybe[0], grade="raised"))
    faint = [why for why in check if why.row in CRISIS and why.weak][1:]  # a second one leaves an emergency its place
    check = [*(why for why in check if why not in faint), *faint][:CHECKS]
    rows = {why.row for why in (*raised, *check)}
    return raised, check, [why for why in denied if why.row not in rows]
