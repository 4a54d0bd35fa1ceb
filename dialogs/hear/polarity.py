"""Yes, no, not sure, and "I will not say". A "no" is read only from a reply that says no."""

from dataclasses import replace

from dialogs.hear.clause import CLOSE, LAST, LONG, bare, breaks, built, clause, ended, parts, says, turns
from dialogs.hear.sounds import sounded
from dialogs.hear.understood import DECLINED, UNCLEAR, Said, Understood, covered


def polarity(said: Said) -> Understood:
    """yes, no or unsure; sure only if nothing else was said. What is unclear is looked at once more, never for sure."""
    got = _plain(said)
    if got is not UNCLEAR or not said.all or said.asked() or said.has("polarity_words.chatter"):
        return got
    got = _says(said) or _reported(said) or UNCLEAR
    if got is not UNCLEAR or asks(said, _lead(said)):
        return got
    return _sounded(said) or UNCLEAR


def _plain(said: Said) -> Understood:
    so = _asked_back(said) if said.asked() else _concluded(said) or _asked_back(said)
    if so:
        return Understood((so,), sure=False, confirm=True)
    whole, alone = bare(said, said.all), covered(said.all, said.lexicon, "polarity_words.alone")
    if not said.all or _number(said) or said.has("polarity_words.chatter") or (alone and alone["polarity_words.alone"]):
        return UNCLEAR
    if whole is not None and (whole["polarity"] or not said.declined()):
        got = _of([m.value for m in whole["polarity"]])
        meant = corrected(said) or _mine(said) if got is UNCLEAR and not said.asked() else ""
        if got is UNCLEAR and not said.asked():
            got = Understood((meant,), sure=False, confirm=True) if meant else built(said) or got
        if got.value == "yes" and ended(said, said.all):
            got = built(said) or UNCLEAR
        here = got.value == "yes" and not meant and _chats(said, _lead(said))  # "yes, I'm still here"
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
    if first_values == ("yes",) and not turns(said, said.all[end:], "yes", but=True):
        return Understood(("yes",), sure=False, confirm=True)
    goes_on = end < len(said.all) and (said.begins("talk.goes_on", end) or said.begins("polarity_words.free_no", begun))
    if first_values == ("no",) and goes_on and says(said, said.all)[0] in ("", "no") and not turns(
            said, said.all[end:], "no"):
        return Understood(("no",), sure=False, confirm=True)
    every = parts(said.all)
    for first in (0, len(every) - 1):
        only = bare(said, every[first])
        values = {m.value for m in only["polarity"]} if only else set()
        if len(every) > 1 and len(values) == 1:
            value = values.pop().removeprefix("weak_")
            rest = [token for part in every for token in part if part is not every[first]]
            if value == "unsure" or (value in LAST and says(said, rest)[0] != "unsure" and not turns(
                    said, rest, value, but=value == "yes")):
                return Understood((value,), sure=False, confirm=value in LAST)
    if any(m.value == "unsure" for m in said.whole("polarity")):
        return Understood(("unsure",), sure=False)
    return built(said) or _last(said) or UNCLEAR


def _reported(said: Said) -> Understood | None:
    """"Mum says it does", "according to him, never": the answer of somebody who asks the client."""
    ends = [said.table("polarity_told.reports").longest(said.all, start) for start in (0, _lead(said))]
    rest = said.all[max((end for end, values in ends if values), default=len(said.all)) :]
    got = polarity(said.only(rest)) if rest else UNCLEAR
    return None if got is UNCLEAR else replace(got, sure=False, confirm=got is not DECLINED)


def _says(said: Said) -> Understood | None:
    """How a phrase begins that is a yes or no whatever follows: "enough to notice ...", "pt denies ..."."""
    value, end = says(said, said.all)
    if not value:  # over a comma: "ich müsste lügen, wenn ich nein sagte"
        value, end = says(said, [token._replace(gap=" ") for token in said.all])
        value = value if end > len(parts(said.all)[0]) else ""
    if not value or (value in LAST and turns(said, said.all[end:], value, but=value == "yes")):
        return None
    return Understood((value,), sure=False, confirm=value in LAST)


def _sounded(said: Said) -> Understood | None:
    """Words that are written as they sound."""
    words = sounded(said)
    got = polarity(said.only(words)) if words else UNCLEAR
    return None if got is UNCLEAR else replace(got, sure=False, confirm=got.value in LAST)


def corrected(said: Said) -> str:
    """"No, wait, sorry, yes": the last of them, if a correction stands between it and its opposite, or at the end."""
    found, correct = said.whole("polarity_opens+polarity_letters"), said.table("talk.correct")
    if len(said.all) > LONG:
        return ""
    at, values = said.table("polarity").longest(said.all, _lead(said))
    begun, moved = at, bool(values)
    while moved and at < len(said.all):  # "nope... hold on, actually I have"
        end = max(said.table(name).longest(said.all, at)[0] for name in ("talk.correct", "polarity_words.lead"))
        moved = end > max(at, said.table("polarity").longest(said.all, at)[0])
        at = end if moved else at
    got = polarity(said.only(said.all[at:])) if correct.find(said.all[begun:at]) else UNCLEAR
    if got.value in LAST:
        return got.value
    other = next((m for m in reversed(found) if m.value != found[-1].value), None)
    if other is None:
        return ""
    last = next(m for m in found if m.start > other.start)  # "yes... no, sorry, no"
    between = said.all[other.end : last.start]
    if len(found) == len(between) + 1 == 2 and said.table("talk.negate").find(between):
        return other.value  # "yes, not no"
    cues = correct.find(said.all[other.end : found[-1].start])
    if found[-1].end < len(said.all) and correct.longest(said.all, found[-1].end)[0] == len(said.all):
        return found[-1].value  # "no... yes, sorry"
    return found[-1].value if cues and found[-1].start - other.end - cues[-1].end < CLOSE else ""


def _mine(said: Said) -> str:
    """"My brother yes, me no": of two opposite answers, the one that is said to be one's own, or of today."""
    found = [(part, {m.value for m in said.table("polarity_opens").find(part)}) for part in parts(said.all)]
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
    found = [m for name in ("talk.breaks", "polarity_words.turns") for m in said.whole(name)
             if m.start not in only_this]
    last = max((m.start for m in found), default=0)
    if not last or len(said.all) > LONG * 2 or said.begins("talk.asks", 0):
        return ""
    words = said.all[max(m.end for m in found if m.start == last) :]
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


def _asked_back(said: Said) -> str:
    """"Yes, how did you guess?": a plain yes or no, and a question about it."""
    first, *rest = parts(said.all) or [[]]
    asked = rest and "?" not in rest[0][0].gap and said.table("polarity_words.asks_back").longest(rest[0], 0)[1]
    only = bare(said, first) if asked else None
    values = {m.value for m in only["polarity"]} if only else set()
    return values.pop() if len(values) == 1 and values <= set(LAST) else ""


def _concluded(said: Said) -> str:
    """"It was checked in May, so no", "yes and no, more yes", "I'm sure, it's a no": the answer stands at the end."""
    inside = {i for m in said.whole("polarity") for i in range(m.start + 1, m.end)}  # "I think so"
    verdicts = [m for m in said.whole("polarity_words.verdict") if said.all[m.start].breaks]
    leads = reversed([*said.whole("polarity_words.leans"), *said.whole("polarity_words.so")])
    for m in [*verdicts, *leads]:
        only = bare(said, said.all[m.end :]) if m.start and m.start not in inside else None
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
    if end != ("yes",) or said.has("talk.negate") or breaks(said, said.all):
        return None
    return Understood(("yes",), sure=False, confirm=True)


def asks(said: Said, begun: int = 0) -> bool:
    """A question back, or talk about something else; `begun`: where the reply itself begins."""
    return said.begins("talk.asks", 0) or _chats(said, begun) or said.asked()


def _number(said: Said) -> bool:
    """"No. 14"."""
    return len(said.all) > 1 and said.all[1].gap.startswith(".") and said.all[1].word[0].isdecimal() and said.begins(
        "talk.numbered", 0)


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
