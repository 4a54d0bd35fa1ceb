"""Yes, no, not sure, and "I will not say". A "no" is read only from a reply that says no."""

from dialogs.hear.clause import LAST, LONG, bare, built, clause
from dialogs.hear.text import Token
from dialogs.hear.understood import DECLINED, UNCLEAR, Said, Understood, covered

CLOSE = 3  # words from "sorry, I mean" to the answer


def polarity(said: Said) -> Understood:
    """yes, no or unsure; sure only if nothing else was said."""
    so = "" if said.asked() else _concluded(said)
    if so:
        return Understood((so,), sure=False, confirm=True)
    whole, alone = bare(said, said.all), covered(said.all, said.lexicon, "polarity_words.alone")
    if not said.all or said.has("polarity_words.chatter") or (alone and alone["polarity_words.alone"]):
        return UNCLEAR
    if whole is not None and (whole["polarity"] or not said.declined()):
        got = _of([m.value for m in whole["polarity"]])
        if got is UNCLEAR and not said.asked():
            meant = corrected(said) or _mine(said)
            got = Understood((meant,), sure=False, confirm=True) if meant else built(said) or got
        here = got.value == "yes" and _chats(said, _lead(said))  # "yes, I'm still here"
        if "?" in said.text and got.value in LAST:
            return Understood(("unsure",), sure=False) if got.confirm and said.asked() else UNCLEAR
        return UNCLEAR if here else got
    if said.declined():
        return DECLINED
    begun = _lead(said)
    opening = said.table("polarity").longest(said.all, begun)[1]
    if "unsure" in opening and not said.asked() and not _chats(said, begun):
        return Understood(("unsure",), sure=False)  # "who knows"
    meant = "" if said.asked() else (
        corrected(said) or _own(said) or _theirs(said, begun) or _finally(said) or _mine(said))
    if meant:
        return Understood((meant,), sure=False, confirm=True)
    if asks(said, begun):
        return UNCLEAR
    end, first_values = said.table("polarity_opens").longest(said.all, begun)
    # "yes when I sneeze": a yes may be told more about, a no only after a comma.
    if first_values == ("yes",) and not _turns(said, said.all[end:], "yes", but=True):
        return Understood(("yes",), sure=False, confirm=True)
    goes_on = end < len(said.all) and (said.begins("talk.goes_on", end) or said.begins("polarity_words.free_no", begun))
    if first_values == ("no",) and goes_on and not _turns(said, said.all[end:], "no"):
        return Understood(("no",), sure=False, confirm=True)
    parts = _parts(said.all)
    for first in (0, len(parts) - 1):
        only = bare(said, parts[first])
        values = {m.value for m in only["polarity"]} if only else set()
        if len(parts) > 1 and len(values) == 1:
            value = values.pop().removeprefix("weak_")
            rest = [token for part in parts for token in part if part is not parts[first]]
            if value == "unsure" or (value in LAST and not _turns(said, rest, value, but=value == "yes")):
                return Understood((value,), sure=False, confirm=value in LAST)
    if any(m.value == "unsure" for m in said.whole("polarity")):
        return Understood(("unsure",), sure=False)
    return built(said) or _last(said) or UNCLEAR


def corrected(said: Said) -> str:
    """"No, wait, sorry, yes": the last of them, if a correction stands between it and its opposite, or at the end."""
    found, correct = said.whole("polarity_opens"), said.table("talk.correct")
    if not found or len(said.all) > LONG:
        return ""
    if len(found) == 1 and found[0].value == "no" and found[0].start < CLOSE:  # "no, actually I do"
        cue = correct.longest(said.all, found[0].end)[0]
        return "yes" if cue > found[0].end and clause(said, said.all[cue:]) == "yes" else ""
    if len(found) < 2 or found[-1].value == found[-2].value:
        return ""
    cues = correct.find(said.all[found[-2].end : found[-1].start])
    if found[-1].end < len(said.all) and correct.longest(said.all, found[-1].end)[0] == len(said.all):
        return found[-1].value  # "no... yes, sorry"
    return found[-1].value if cues and found[-1].start - found[-2].end - cues[-1].end < CLOSE else ""


def _mine(said: Said) -> str:
    """"My brother yes, me no": of two opposite answers, the one that is said to be one's own, or of today."""
    found = [(part, {m.value for m in said.table("polarity_opens").find(part)}) for part in _parts(said.all)]
    told = [(said.table("polarity_words.mine").find(part), values.pop()) for part, values in found if len(values) == 1]
    own = {value for mine, value in told if mine}
    return own.pop() if len(told) > 1 and len(own) == 1 and any(not mine for mine, _ in told) else ""


def _own(said: Said) -> str:
    """"My husband does but I don't": what follows the "but", after another person."""
    breaks = said.whole("talk.breaks")
    if not breaks or not any(m.end <= breaks[-1].start for m in said.whole("talk.others")):
        return ""
    only = bare(said, said.all[breaks[-1].end :])
    values = {m.value for m in only["polarity"]} if only else set()
    return values.pop() if len(values) == 1 and values <= set(LAST) else ""


def _theirs(said: Said, begun: int) -> str:
    """"No, but my dad had it": a "but" that is about another person takes nothing back."""
    end, values = said.table("polarity_opens").longest(said.all, begun)
    but = said.table("talk.breaks").longest(said.all, end)[0]
    other = but > end and said.begins("talk.someone", but) and not said.table("talk.myself").find(said.all[end:])
    return "no" if values == ("no",) and other else ""


def _finally(said: Said) -> str:
    """"I told the nurse it wasn't, but if I'm truthful it is": what a "but" or "actually" at the end leads up to."""
    only_this = {m.start for m in said.whole("polarity_words.only_this")}
    turns = [m for name in ("talk.breaks", "polarity_words.turns") for m in said.whole(name)
             if m.start not in only_this]
    last = max((m.start for m in turns), default=0)
    if not last or len(said.all) > LONG * 2 or said.begins("talk.asks", 0):
        return ""
    words = said.all[next(m.end for m in turns if m.start == last) :]
    comma = max((i for i, token in enumerate(words) if i and token.breaks), default=0)
    if covered(words[:comma], said.lexicon, "talk.filler", "polarity_words.lead") is None:
        return ""
    only = bare(said, words)
    if only is None:  # a "no" has to be plain
        return "yes" if clause(said, words[comma:]) == "yes" else ""
    values = {m.value.removeprefix("weak_") for m in only["polarity"]}
    return values.pop() if len(values) == 1 and values <= set(LAST) else ""


def _lead(said: Said) -> int:
    """Where the answer begins: "well, since you ask, yes"."""
    at, lead, answer = 0, said.table("polarity_words.lead"), said.table("polarity")
    while at < len(said.all):
        end, values = lead.longest(said.all, at)
        if not values or answer.longest(said.all, at)[0] > end:
            break
        at = end
    return at if at < len(said.all) else 0


def _concluded(said: Said) -> str:
    """"It was checked in May, so no": the answer stands at the end, behind a "so"."""
    for m in reversed(said.whole("polarity_words.so")):
        only = bare(said, said.all[m.end :]) if m.start else None
        values = {v.value.removeprefix("weak_") for v in only["polarity"]} if only else set()
        if len(values) == 1 and values <= set(LAST):
            return values.pop()
    return ""


def _last(said: Said) -> Understood | None:
    """A yes at the very end, of a statement without any "not": "now that you ask, it does go numb yes"; or a yes or no
    behind a "but" or "and", or after "apart from": "I'd love to say no but yes", "apart from the ache no"."""
    end = said.table("polarity_opens").longest(said.all, len(said.all) - 1)[1]
    begins = said.table("polarity_opens").longest(said.all, 0)[1]
    if not end or len(said.all) > LONG or (begins and begins != end):
        return None
    if any(m.end == len(said.all) - 1 for m in said.whole("polarity_words.before_last")) or said.begins(
            "polarity_words.leads_to_last", 0):
        return Understood(end, sure=False, confirm=True)
    if end != ("yes",) or said.has("talk.negate") or _breaks(said, said.all):
        return None
    return Understood(("yes",), sure=False, confirm=True)


def _breaks(said: Said, words: list[Token]) -> bool:
    """A "but" or the like; "only" takes nothing back."""
    only = said.table("polarity_words.only_this")
    return any(not only.longest(words, m.start)[1] for m in said.table("talk.breaks").find(words))


def asks(said: Said, begun: int = 0) -> bool:
    """A question back, or talk about something else; `begun`: where the reply itself begins."""
    return said.begins("talk.asks", 0) or _chats(said, begun) or said.asked()


def _chats(said: Said, begun: int) -> bool:
    return any(m.start >= begun for m in said.whole("talk.question"))


def _of(values: list[str]) -> Understood:
    """Every word is understood: what they come to together."""
    strong = [v for v in values if not v.startswith("weak_")]
    weak = {v.removeprefix("weak_") for v in values if v.startswith("weak_")}
    kinds = set(strong)
    if "unsure" in kinds:
        return Understood(("unsure",))
    if len(kinds) == 1:
        mixed = bool(weak - kinds)  # "no, just a bit" is no "no"
        return UNCLEAR if mixed and strong[0] == "no" else Understood((strong[0],), sure=not mixed)
    if kinds:
        return UNCLEAR  # yes and no
    if len(weak) == 1:
        return Understood((weak.pop(),), sure=False, confirm=True)
    return UNCLEAR


def _parts(words: list[Token]) -> list[list[Token]]:
    parts: list[list[Token]] = [[]]
    for token in words:
        if token.breaks and parts[-1]:
            parts.append([])
        parts[-1].append(token)
    return parts


def _turns(said: Said, rest: list[Token], value: str, but: bool = False) -> bool:
    """What follows may say the opposite: another yes or no, a "but", or a long story after a "no"."""
    if not but and _breaks(said, rest):
        return True
    found = [m for m in said.table("polarity").find(rest) if (value, m.value) != ("no", "yes")]
    if value == "no":  # "no, I go regularly" takes nothing back, "no, I do" does
        opens, able = said.table("polarity_opens").find(rest), said.table("polarity_words.able").find(rest)
        starts = {m.start for m in said.table("polarity").find(rest) if m.value == "yes"} - {m.start for m in able}
        if any(m.value == "yes" for m in opens) or any(not i or rest[i].breaks for i in starts):
            return True
    # far behind a yes, a single "never" belongs to the story: "yes, since May, I never told anybody"
    told = [m for m in found if value == "no" or m.end - m.start > 1 or m.start < CLOSE or rest[m.start].breaks]
    others = {m.value.removeprefix("weak_") for m in told} & {"yes", "no", "unsure"} - {value}
    return bool(others) or (value == "no" and len(rest) > LONG)
