"""Several things named in one reply; what is excluded is cut before anything is matched."""

from dialogs.hear.areas import AREAS, LOW_BACK, asks_where, low_back_too, put_together
from dialogs.hear.named import LONG, MOODS, OPENS, Named, clause_of, in_reply, named
from dialogs.hear.phrases import Mention
from dialogs.hear.text import READ, Token, without
from dialogs.hear.understood import DECLINED, UNCLEAR, Said, Understood, covered
from dialogs.hear.verdicts import thing_by_thing

LEADS = ("polarity_words.lead", "polarity_opens")
WORDY = 12  # words of a reply that says "nothing"


def listed(said: Said, section: str, order: tuple[str, ...]) -> Understood:
    """Values of a section in its own order; () is an explicit "none"."""
    restart(said)
    thing_by_thing(said, said.lexicon.table(in_reply(section)))
    if section == AREAS:
        put_together(said)
    found = named(said, section)
    _correct(said, found)
    if section in MOODS:
        _today(said, found)
    if said.declined():
        return DECLINED
    if _asks(said) or _asks_word(said, found.mentions) or (section == AREAS and asks_where(said)):
        return UNCLEAR
    quantity = {m.value for m in said.lexicon.table("quantity", whole=True).find(said.all)}
    everything, nothing = "all" in quantity, "none" in quantity
    if everything and not nothing and not (found.values and not found.excluded and not _opens(said)):
        if section == AREAS and _of_others(said):
            return UNCLEAR
        values = tuple(v for v in order if v not in found.excluded)
        return Understood(values, sure=False, confirm=True)
    if section == AREAS and found.values and low_back_too(said, set(found.values) | found.excluded, found.mentions):
        found.values.append(LOW_BACK)
    if not everything:
        _after_all(said, section, found)
    if found.values:
        rest = len(said.words) - sum(m.end - m.start for m in found.mentions)
        mended = any(t.repaired for t in said.words)
        return Understood(tuple(v for v in order if v in found.values), sure=rest < 2 and not mended)
    first = min((m.start for m in said.whole("quantity") if m.value == "none"), default=0)
    alone = not found.excluded or first == 0 or section in MOODS  # "no position, no pill, no nothing"
    if nothing and alone and len(said.words) < WORDY and not said.asked() and (
        first < OPENS or section != AREAS
    ):
        return Understood((), sure=len(said.words) < 4)
    return UNCLEAR


def _correct(said: Said, found: Named) -> None:
    """"Heat. Actually no, cold is better": only what comes after is meant; "it should be the hip, I typed groin"."""
    wrote = [m.start for m in said.find("talk.wrote")]
    cues = [m.start for m in said.find("talk.correct") if m.end - m.start > 1 or (
        wrote and wrote[0] < m.start and not said.table("talk.last_no").longest(said.words, m.start)[1])]
    slip = min((at for at in wrote if cues and at > cues[-1]), default=READ)
    values = [m.value for m in found.mentions if cues and cues[-1] < m.start < slip and m.value not in found.excluded]
    if values and (found.mentions[0].start < cues[-1] or found.mentions[-1].start > slip):
        found.values = list(dict.fromkeys(values))


def _asks(said: Said) -> bool:
    """"Should I use heat or ice?": what is named there is not said to be so."""
    starts = [i for i, token in enumerate(said.all) if not i or token.breaks][-LONG:] if said.asked() else []
    return said.begins("talk.asks_if", 0) or any(
        said.begins(f"talk.{name}", at) for at in starts for name in ("asks", "asks_if", "asks_whether"))


def _asks_word(said: Said, mentions: list[Mention]) -> bool:
    """"What's rising from sitting" asks what the words mean."""
    end = max((m.end for m in said.find("talk.asks_word") if not m.start), default=0)
    return bool(end) and any(m.start == end for m in mentions)


def _after_all(said: Said, section: str, found: Named) -> None:
    """"Nothing except sitting" is sitting, "tried heat and pills, only rest helps" is rest, and in "tried heat and
    pills and nothing works" nothing is."""
    nothing = said.find("quantity.none")
    tried = said.find("talk.tried") if section == "relieving" else []
    since = min((m.end for m in (*nothing, *tried)), default=READ)
    excepts = [m.end for m in said.find("talk.excepts") if m.start >= since]
    kept = [m.value for m in found.mentions if any(
        at <= m.start <= at + OPENS and not any(t.breaks for t in said.words[at : m.start + 1]) for at in excepts)]
    if kept:
        found.values = list(dict.fromkeys([*(() if tried else found.values), *kept]))
    elif tried and nothing and all(m.start < nothing[-1].start for m in found.mentions):
        found.excluded.update(found.values)
        found.values = []


def _today(said: Said, found: Named) -> None:
    """"It was walking at first, now it's stairs": what has a "now" in its clause, if the rest has a "was"."""
    past, now = ([m.start for m in said.find(f"talk.{name}")] for name in ("past", "today"))
    if not past or not now:
        return
    clause = clause_of(said)
    then = {clause(at) for at in past} - {clause(at) for at in now}
    kept = {m.value for m in found.mentions if clause(m.start) not in then}
    if kept & set(found.values) and any(clause(m.start) in {clause(at) for at in now} for m in found.mentions):
        found.values = [value for value in found.values if value in kept]


def restart(said: Said) -> None:
    """A clause begins anew at an "it's" after a "not": "it's not my hip it's my bum"."""
    again, negated = said.lexicon.single("talk.restart"), {m.end for m in said.whole("talk.negate")}
    if not negated or not any(token.word in again for token in said.all):
        return
    since, words = False, list[Token]()
    for i, token in enumerate(said.all):
        since = (since and not token.breaks) or i in negated
        words.append(token._replace(gap=", ") if since and token.word in again else token)
    said.all, said.words = words, without(words, said.lexicon.skipped)
    said.kept.clear()


def _opens(said: Said) -> bool:
    """"All of them" or "everything" stands at the beginning."""
    return bool(said.lexicon.table("quantity", whole=True).longest(said.all, 0)[1] == ("all",))


def _of_others(said: Said) -> bool:
    """All of something else: "joints, all of them"."""
    at = min(m.start for m in said.whole("quantity") if m.value == "all")
    return said.all[at].breaks and covered(said.all[:at], said.lexicon, "talk.filler", "polarity", *LEADS) is None
