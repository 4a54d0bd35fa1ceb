"""What has an everyday reason, or goes as soon as one moves: "numb on the pew, gone once I stand up".

Nothing is cleared by it: what would be raised is asked about, what is only hinted at is left alone.
"""

from dialogs.hear.tokens import Word

REACH = 14  # words to either side
LIKE = 5  # words after a "like" that are no reason: "like I'd been to the dentist"
DENIED = 3  # words before it of which none is a "no": "not slept on it"
SHORT = 5  # a sentence of so few words speaks of the one before: "Gone in seconds."


def explained(said: list[Word], cues: dict[str, dict[int, int]], denied: list[bool]) -> list[bool]:
    """For each word whether its sentence explains it, and nothing there says that it lasts."""
    found = [False] * len(said)
    lasting = {said[at].sentence for at in cues["lasts"]}
    for first, last in cues["ordinary"].items():
        sentence = said[first].sentence
        before = [at for at in range(max(0, first - LIKE), first) if said[at].sentence == sentence]
        if sentence in lasting or denied[first] or any(at in cues["likened"] for at in before) \
                or any(at in cues["deny"] for at in before[-DENIED:]):
            continue
        begin, end = first, last
        while begin and begin > first - REACH and _goes_on(said, begin - 1, sentence, lasting) \
                and not (begin in cues["joins"] and begin + 1 in cues["own"]):
            begin -= 1
        while end < len(said) and end < last + REACH and said[end].sentence == sentence and end not in cues["turn"] \
                and not (end in cues["joins"] and end + 1 in cues["own"]):
            end += 1
        found[begin:end] = [True] * (end - begin)
    return found


def _goes_on(said: list[Word], at: int, sentence: int, lasting: set[int]) -> bool:
    """This word is of the sentence, or of the one before a short one."""
    of = said[at].sentence
    return of == sentence or (of == sentence - 1 and of not in lasting
                              and sum(word.sentence == sentence for word in said) <= SHORT)
