"""Which words of a message are denied. The lists are in cues.yaml."""

from collections import Counter

from dialogs.hear.tokens import Word
from knowledge.words import number

SCOPE = 14  # words a "no" reaches at most
LIST = 5  # words of a chunk that may still belong to a list: "no fever, chills, night sweats"
BACK = 8  # words that "is fine" reaches back at most


def reach(said: list[Word], cues: dict[str, dict[int, int]], inside: list[int],
          masked: set[int]) -> tuple[list[bool], list[bool]]:
    """For each word whether a "no" reaches it, and whether an "is fine" does.

    A "no" reaches forward to the end of the statement, "is fine" and a "no" that ends a chunk reach back, and a "no"
    in a short answer reaches the short question before it: "Blood thinners? Don't need any."
    `inside`: for each word how far a mention that is no cue covers it; `masked`: words of a "no" that denies nothing.
    """
    denied, well = [False] * len(said), [False] * len(said)
    sizes = Counter(word.chunk for word in said if not word.fill)
    timed = {word.chunk for word in said if number(word.word) is not None}  # "no fall, stiff for 45 minutes"
    left = 0  # words that the last "no" still reaches
    ends = False  # it denies no list, only what stands in its own chunk: "isn't swollen, very painful"
    begins = 0  # of the chunk, or of the statement in it
    it = ""  # what the last "no" spoke of: "it's not the disc it's my sickle cell" denies one of the two
    asked = _questions(said)
    said_yes = -1  # the last sentence that holds a "yes" or a "but"
    quiet: set[int] = set()  # words of a "no" that has reached back: it reaches nothing before it
    for at, word in enumerate(said):
        before = said[at - 1] if at else None
        if before is None or before.sentence != word.sentence:
            left, begins = 0, at
        elif before.chunk != word.chunk:
            begins = at
            if ends or sizes[word.chunk] > LIST or word.chunk in timed \
                    or any(at in cues[name] for name in ("the", "own", "he_she", "new")):
                left = 0
        longer = max(1, cues["no"].get(at, 0), cues["deny_after"].get(at, 0))  # "unfortunately no" ends nothing
        stops = at not in masked and cues["stop"].get(at, 0) >= longer
        if stops or (at in cues["joins"] and at + 1 in cues["own"]):
            left, begins = 0, at
            said_yes = word.sentence
        if left and it and word.word == it:
            left = 0
        if at in quiet or (at in masked and cues["no"].get(at, 0) <= cues["deny_not"].get(at, len(said))):
            continue  # "not that": of two that begin here the longer one counts, "not that I know"
        since, end = _back(said, at, begins, cues, inside, sizes, timed)
        if since < at:
            denied[since:end], left = [True] * (end - since), 0
            quiet.update(range(at, end))
            continue
        says_no = at in cues["no"] or (at in cues["deny"] and inside[at] < cues["deny"][at])
        if says_no and at in asked and word.sentence != said_yes:
            first, end = asked[at]
            denied[first:end] = [True] * (end - first)
        end = cues["no"].get(at, at + 1)
        last = end >= len(said) or said[end].chunk != word.chunk
        whole = at in masked or masked.isdisjoint(range(at, end))  # not "I have, not only"
        if at in cues["no"] and last and whole and not inside[at]:
            since = _answered(said, at, sizes, cues) if at == begins else begins
            if not _wanted(said, since, at, cues):
                denied[since:at] = [True] * (at - since)
            left = 0
            continue
        if at in cues["deny_after"] and not inside[at] and _closes(said, cues["deny_after"][at], cues) \
                and masked.isdisjoint(range(at, cues["deny_after"][at])):
            since = max(begins, at - BACK)
            denied[since:at] = [True] * (at - since)
            if at in asked and at - begins > 1 and word.sentence != said_yes:
                first, end = asked[at]  # "Weak bones? The scan came back clear."
                denied[first:end] = [True] * (end - first)
            if at in cues["well"]:
                well[since:at] = [True] * (at - since)
        if at in cues["deny"] and inside[at] < cues["deny"][at]:
            left = SCOPE + cues["deny"][at] - at
            ends = cues["deny_here"].get(at, 0) >= cues["deny"][at]  # "don't have any" denies a list, "don't" does not
            it = before.word if before and at - 1 in cues["the"] and before.sentence == word.sentence else ""
            continue
        if at in cues["deny"]:
            left = 0  # a sign with a "no" of its own is a new statement: "... isn't there, can't feel my bum"
        if left:
            denied[at], left = True, left - 1
    return denied, well


def _back(said: list[Word], at: int, begins: int, cues: dict[str, dict[int, int]], inside: list[int],
          sizes: Counter[int], timed: set[int]) -> tuple[int, int]:
    """Where that begins which a "no" behind it denies, and where this "no" ends: "fever I have none", and, at the head
    of its chunk, "none of that", which gathers up the list before it. The word itself if it is none such."""
    end = _in_chunk(said, at, cues["none_of"].get(at, 0))
    if end >= inside[at] and _ends(said, end, cues, ("joins", "stop")) and all(word.fill for word in said[begins:at]):
        since = _listed(said, begins, cues, sizes, timed)
        return (since, end) if since < begins else (at, at)
    end = _in_chunk(said, at, cues["deny_back"].get(at, 0))
    began = at > 0 and inside[at - 1] >= inside[at] > 0  # a sign that ends with it: "strength: none"
    if began or inside[at] > end or not _ends(said, end, cues, ("joins", "stop", "deny")):
        return at, at
    if any(near in cues["no"] or (near in cues["deny"] and at not in cues["deny"]) for near in range(begins, at)):
        return at, at  # "I can't move it at all"
    since = at
    while since > max(begins, at - BACK) and since - 1 not in cues["own"]:
        since -= 1
    if since and since - 1 in cues["own"]:  # "I have a fever and a cough I have not"
        since = max([since, *(near + 1 for near in range(since, at) if near in cues["joins"])])
    return (at, at) if _wanted(said, since, at, cues) else (since, end)


def _answered(said: list[Word], at: int, sizes: Counter[int], cues: dict[str, dict[int, int]]) -> int:
    """Where that begins which a "no" alone in its chunk denies: the chunk before, or the one before an aside
    ("thinners, as far as I know, none"). Nothing if that is long or has its own "no": "I don't feel it, no"."""
    begin = end = at
    while begin and (begin == at or begin in cues["aside"]):
        end, begin = begin, begin - 1
        while begin and said[begin - 1].chunk == said[begin].chunk:
            begin -= 1
    own = any(near in cues["deny"] for near in range(begin, end))
    return at if own or sizes[said[begin].chunk] > LIST else begin


def _in_chunk(said: list[Word], at: int, end: int) -> int:
    """Where a cue ends that took small words of the next chunk with it: "numb I am not, I am"."""
    while end > at and said[end - 1].chunk != said[at].chunk:
        end -= 1
    return end


def _ends(said: list[Word], end: int, cues: dict[str, dict[int, int]], names: tuple[str, ...]) -> bool:
    """The statement ends there: "fever I have none", but not "I have none that high"."""
    return end > 0 and (end >= len(said) or said[end].chunk != said[end - 1].chunk
                        or any(end in cues[name] for name in names))


def _wanted(said: list[Word], first: int, end: int, cues: dict[str, dict[int, int]]) -> bool:
    """Something that ought to be there is named: "strength I have none" is no denial, "loss of strength" is one."""
    for at in range(first, end):
        before = at - 1
        while before > first and before not in cues["lacks"] and (said[before].fill or before in cues["by"]):
            before -= 1
        if at in cues["goods"] and not (before >= first and before in cues["lacks"]):
            return True
    return False


def _listed(said: list[Word], end: int, cues: dict[str, dict[int, int]], sizes: Counter[int], timed: set[int]) -> int:
    """Where the list begins that stands before: "fever, chills, sweats: none of that". What is told of oneself, or has
    a "no" of its own, is no list: "I can't pee, nothing"."""
    since, sentences = end, {said[end].sentence}
    while since and sizes[said[since - 1].chunk] <= LIST and said[since - 1].chunk != said[since].chunk:
        first = since - 1
        while first and said[first - 1].chunk == said[since - 1].chunk:
            first -= 1
        if not said[since - 1].asks:
            sentences.add(said[since - 1].sentence)
        if len(sentences) > 2 or said[first].chunk in timed or _wanted(said, first, since, cues) \
                or any(at in cues[name] for at in range(first, since)
                       for name in ("own", "deny", "stop", "new", "no", "deny_back")):
            break
        since = first
    return since


def _closes(said: list[Word], end: int, cues: dict[str, dict[int, int]]) -> bool:
    """Nothing that it could belong to follows: "is fine and", but not "and good God", "and strong pain"."""
    return end >= len(said) or said[end].chunk != said[end - 1].chunk or said[end].fill \
        or any(end in cues[name] for name in ("joins", "stop", "own", "deny", "new", "past"))


def _questions(said: list[Word]) -> dict[int, tuple[int, int]]:
    """For each word of a short first chunk that follows a short question: where that begins, ends."""
    sizes = Counter(word.sentence for word in said if not word.fill)
    parts = Counter(word.chunk for word in said if not word.fill)
    found: dict[int, tuple[int, int]] = {}
    began, question = 0, (0, 0)
    for at, word in enumerate(said):
        if at and word.sentence != said[at - 1].sentence:
            short = said[at - 1].asks and max(sizes[said[at - 1].sentence], parts[word.chunk]) <= LIST
            question, began = (began, at if short else 0), at
        if question[1] and word.chunk == said[began].chunk:
            found[at] = question
    return found
