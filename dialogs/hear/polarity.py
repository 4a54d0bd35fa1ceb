"""Yes, no, not sure, and "I will not say". A "no" is read only from a reply that says no."""

from dialogs.hear.text import Token
from dialogs.hear.understood import DECLINED, UNCLEAR, Said, Understood, covered

LAST = ("yes", "no")  # a bare answer may stand after what leads up to it: "since Tuesday, yes"
CLOSE = 3  # words from "sorry, I mean" to the answer
LONG = 12  # words after a "no" that may still belong to it


def polarity(said: Said) -> Understood:
    """yes, no or unsure; sure only if nothing else was said."""
    whole = covered(said.all, said.lexicon, "polarity", "talk.filler")
    if not said.all:
        return UNCLEAR
    if whole is not None and (whole["polarity"] or not said.declined()):
        got = _of([m.value for m in whole["polarity"]])
        if got is UNCLEAR and corrected(said) and not said.asked():
            return Understood((corrected(said),), sure=False, confirm=True)
        here = got.value == "yes" and said.has("talk.question")  # "yes, I'm still here"
        return UNCLEAR if here or ("?" in said.text and got.value in LAST) else got
    if said.declined():
        return DECLINED
    opening = said.table("polarity").longest(said.all, 0)[1]
    if "unsure" in opening and not said.asked() and not said.has("talk.question"):
        return Understood(("unsure",), sure=False)  # "who knows"
    meant = "" if said.asked() else corrected(said) or _own(said)
    if meant:
        return Understood((meant,), sure=False, confirm=True)
    if asks(said):
        return UNCLEAR
    table = said.lexicon.table("polarity", whole=True)
    end, first_values = said.lexicon.table("polarity_opens", whole=True).longest(said.all, 0)
    # "yes when I sneeze": a yes may be told more about, a no only after a comma.
    if first_values == ("yes",) and not _turns(said, said.all[end:], "yes", but=True):
        return Understood(("yes",), sure=False, confirm=True)
    if first_values == ("no",) and end < len(said.all) and said.lexicon.table("talk.goes_on", whole=True).longest(
        said.all, end
    )[1] and not _turns(said, said.all[end:], "no"):
        return Understood(("no",), sure=False, confirm=True)
    parts = _parts(said.all)
    for first in (0, len(parts) - 1):
        bare = covered(parts[first], said.lexicon, "polarity", "talk.filler")
        values = {m.value for m in bare["polarity"]} if bare else set()
        if len(parts) > 1 and len(values) == 1:
            value = values.pop().removeprefix("weak_")
            rest = [token for part in parts for token in part if part is not parts[first]]
            if value in LAST and not _turns(said, rest, value, but=value == "yes"):
                return Understood((value,), sure=False, confirm=True)
            if value == "unsure":
                return Understood(("unsure",), sure=False)
    found = {m.value for m in table.find(said.all)}
    if "unsure" in found:
        return Understood(("unsure",), sure=False)
    return _built(said) or _last(said) or UNCLEAR


def corrected(said: Said) -> str:
    """"No, wait, sorry, yes": the last of them, if a correction stands between it and its opposite."""
    found = said.whole("polarity_opens")
    if len(found) < 2 or len(said.all) > LONG or found[-1].value == found[-2].value:
        return ""
    cues = said.table("talk.correct").find(said.all[found[-2].end : found[-1].start])
    return found[-1].value if cues and found[-1].start - found[-2].end - cues[-1].end < CLOSE else ""


def _own(said: Said) -> str:
    """"My husband does but I don't": what follows the "but", after another person."""
    breaks = said.whole("talk.breaks")
    if not breaks or not any(m.end <= breaks[-1].start for m in said.whole("talk.others")):
        return ""
    bare = covered(said.all[breaks[-1].end :], said.lexicon, "polarity", "talk.filler")
    values = {m.value for m in bare["polarity"]} if bare else set()
    return values.pop() if len(values) == 1 and values <= set(LAST) else ""


def _built(said: Said) -> Understood | None:
    """A sentence of nothing but small words: "I haven't noticed any of that", "it does when I walk"."""
    names = [f"polarity_words.{value}" for value in (*LAST, "small")]
    found = covered(said.all, said.lexicon, *names, "talk.filler")
    values = [value for value in LAST if found and found[f"polarity_words.{value}"]]
    return Understood((values[-1],), sure=False, confirm=True) if values in (["yes"], ["no"]) else None


def _last(said: Said) -> Understood | None:
    """A yes at the very end, of a statement without any "not": "now that you ask, it does go numb yes"."""
    end = said.table("polarity_opens").longest(said.all, len(said.all) - 1)[1]
    if end != ("yes",) or len(said.all) > LONG or said.has("talk.negate") or said.has("talk.breaks"):
        return None
    return Understood(("yes",), sure=False, confirm=True)


def asks(said: Said) -> bool:
    """A question back, or talk about something else."""
    begins = said.lexicon.table("talk.asks", whole=True).longest(said.all, 0)[1] if said.all else ()
    return bool(begins) or said.has("talk.question") or said.asked()


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
    if not but and said.lexicon.table("talk.breaks", whole=True).find(rest):
        return True
    found = {m.value.removeprefix("weak_") for m in said.lexicon.table("polarity", whole=True).find(rest)}
    return bool(found & {"yes", "no", "unsure"} - {value}) or (value == "no" and len(rest) > LONG)
