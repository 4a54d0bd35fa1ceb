"""A list that the client answers thing by thing: "coughing? no. Bending? God yes", "running yes stairs yes sitting no".

Each verdict is put into the clause of its thing, and the clause ends there."""

from itertools import pairwise

from dialogs.hear.phrases import Mention, Table
from dialogs.hear.text import Token
from dialogs.hear.understood import Said, covered

OPEN = frozenset("?:=(")  # after these a verdict belongs to what stands before


def thing_by_thing(said: Said, things: Table) -> None:
    """What belongs together stands together in `said.words`."""
    said.words = _parted(_joined(said.words, said, things), said, things)


def _verdicts(words: list[Token], said: Said) -> list[Mention]:
    return said.lexicon.table("talk.verdict").find(words)


def _joined(words: list[Token], said: Said, things: Table) -> list[Token]:
    """"Stairs? yes" and "stairs, yes, sitting, no" without what parts a verdict from its thing."""
    edges = [0, *(i for i, token in enumerate(words) if i and token.breaks), len(words)]
    clauses = list(pairwise(edges))
    alone = [_alone(words[start:end], said) for start, end in clauses]
    in_turn = len(alone) > 2 and not any(alone[::2]) and all(alone[1::2]) and all(
        things.find(words[start:end]) for start, end in clauses[::2])
    joined = list(words)
    for n, (start, end) in enumerate(clauses[1:], 1):
        opened = not OPEN.isdisjoint(words[start].gap) and _verdict_ends(words[start:end], said)
        if not things.find(words[clauses[n - 1][0] : start]) or not (opened or (in_turn and alone[n])):
            continue
        joined[start] = words[start]._replace(gap=" ")
        at = start + opened
        if opened and at < end:
            joined[at] = joined[at]._replace(gap=", ")
    return joined


def _alone(words: list[Token], said: Said) -> bool:
    """Nothing but a verdict and small words."""
    found = covered(words, said.lexicon, "talk.verdict", "talk.filler", "polarity_words.lead")
    return bool(found and found["talk.verdict"])


def _verdict_ends(words: list[Token], said: Said) -> int:
    """Where the verdict ends that these words begin with, small words before it; else 0."""
    first = next(iter(_verdicts(words, said)), None)
    if first is None or covered(words[: first.start], said.lexicon, "talk.filler", "polarity_words.lead") is None:
        return 0
    return first.end


def _parted(words: list[Token], said: Said, things: Table) -> list[Token]:
    """Clauses of things and verdicts in turn end after each verdict, or before it where the verdicts come first."""
    parted = list(words)
    for start, end in pairwise([0, *(i for i, token in enumerate(words) if i and token.breaks), len(words)]):
        verdicts = _verdicts(words[start:end], said)
        cuts = [0, *(at for m in verdicts for at in (m.start, m.end)), end - start]
        told = [bool(things.find(words[start + a : start + b])) for a, b in zip(cuts[::2], cuts[1::2], strict=True)]
        if len(verdicts) < 2:
            continue
        if all(told[:-1]) and cuts[-2] == cuts[-1]:
            edges = [m.end for m in verdicts[:-1]]
        elif all(told[1:]) and verdicts[0].start == 0:
            edges = [m.start for m in verdicts[1:]]
        else:
            continue
        for at in edges:
            parted[start + at] = parted[start + at]._replace(gap=", ")
    return parted
