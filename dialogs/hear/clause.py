"""A yes or no that is built of small words, clause by clause: "not often, but it does happen"."""

from dialogs.hear.phrases import Mention, clauses
from dialogs.hear.text import Token
from dialogs.hear.understood import Said, Understood, covered

LAST = ("yes", "no")  # a bare answer may stand after what leads up to it: "since Tuesday, yes"
LONG = 12  # words after a "no" that may still belong to it


def bare(said: Said, words: list[Token]) -> dict[str, list[Mention]] | None:
    """Nothing but yes, no and what is said around them; else None."""
    return covered(words, said.lexicon, "polarity", "talk.filler", "polarity_words.lead")


def built(said: Said) -> Understood | None:
    """Clause by clause, each of small words: "I haven't noticed any of that", "not often, but it does happen"."""
    table = said.table("talk.breaks")
    told = [clause(said, said.all[start:end]) for start, end in clauses(said.all, table)]
    values = [value for value in told if value]
    if not values or None in told or len(said.all) > LONG * 2:
        return None
    if values[-1] in LAST and {*values[:-1]} <= ({values[-1], "half"} if values[-1] == "yes" else {"no", "past"}):
        return Understood((values[-1],), sure=False, confirm=True)
    over = values[-1] == "since" and {*values[:-1]} <= {"past", "no", "since"}
    return Understood(("no",), sure=False, confirm=True) if over else None


def clause(said: Said, words: list[Token]) -> str | None:
    """What a clause of small words says; "" for one that only says when, None for any other."""
    only = said.table("polarity_words.only").find(words)
    if only and covered(words[: only[0].start], said.lexicon, "talk.filler", "polarity_words.lead") is not None:
        return "yes"
    if not said.table("polarity_words.tail").longest(words, 0)[1]:
        words = words[said.table("talk.breaks").longest(words, 0)[0] :]
    if said.table("polarity_words.since_open").longest(words, 0)[1]:
        return "since"
    tail = next((m.start for m in said.table("polarity_words.tail").find(words)), len(words))
    if words and not tail:  # "since May it has"
        last = said.table("polarity").find(words)
        return "yes" if last and last[-1].end == len(words) > last[-1].start + 1 and last[-1].value == "yes" else ""
    around = ("talk.filler", "polarity_words.lead")
    names = [f"polarity_words.{value}" for value in (*LAST, "half", "past", "since", "small")]
    found = covered(words[:tail], said.lexicon, *names, "polarity", *around)
    if len({m.value for m in said.table("polarity_opens").find(words[:tail])}) > 1:
        return None  # "no yeah"
    if found is None:
        return "past" if said.table("polarity_words.past_open").longest(words, 0)[1] else None
    kinds = {name.removeprefix("polarity_words.") for name in names[:-1] if found[name]}
    kinds |= {m.value.removeprefix("weak_") for m in found["polarity"]}
    if not kinds:  # "on and off"
        said_so = covered(words[:tail], said.lexicon, "polarity", "polarity_words.small", *around)
        kinds = {m.value.removeprefix("weak_") for m in said_so["polarity"]} if said_so else kinds
    if "since" in kinds and "past" not in kinds:
        return "since"
    kinds -= {"yes"} if "no" in kinds and _denied(found) else set()
    if len(kinds) > 1:
        return "half" if kinds == {"half", "no"} else None
    value = kinds.pop() if kinds else ""
    return None if value == "no" and tail < len(words) else value


def _denied(found: dict[str, list[Mention]]) -> bool:
    """The "not" stands before the "have it"."""
    yes = min((m.start for m in found["polarity_words.yes"]), default=0)
    return all(m.value not in ("yes", "weak_yes") for m in found["polarity"]) and any(
        m.end <= yes for name in ("polarity_words.no", "polarity") for m in found[name] if m.value != "unsure")
