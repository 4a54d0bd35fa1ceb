"""How hard a text is to read: Flesch-Kincaid grade, sentence length, words to avoid.

Source of the formula: Kincaid et al. 1975: 0.39 words/sentence + 11.8 syllables/word - 15.59.
Syllables are counted by vowel groups, as home-made counters do; good to about half a grade.
"""

import re

BANNED = (
    r"diagnos\w*", r"rules? out", r"ruled out", r"detect\w*", r"\bcures?\b", r"\btreats?\b",
    "guarantee", "proven", "safe to", r"\bsafe\b", "nothing serious", "realign", "out of place", r"\blocked",
    "twisted", "unstable", "will fix", "overweight", "obes", "incontinen", "retention", "saddle", "perineum",
    "radiating", "chronic", "acute",
)
# Names of medicines: whoever takes one knows its name from the box, so it counts as two
# syllables whatever its length.
MEDICINES = frozenset(
    ["warfarin", "apixaban", "rivaroxaban", "dabigatran", "clopidogrel", "heparin", "alendronate",
     "denosumab", "ibuprofen"]
)
GRADE = 6.0
LONGEST = 22  # words in one sentence of a short message


def sentences(text: str) -> list[str]:
    """The sentences of a message; each line of a list is one."""
    parts = re.split(r"(?<=[.!?:])\s+|\n", text)
    return [part for part in (p.strip(" •\"") for p in parts) if re.search(r"[a-z]{2}", part.lower())]


def syllables(word: str) -> int:
    """Vowel groups, less a silent e at the end."""
    word = re.sub(r"[^a-z]", "", word.lower())
    if not word:
        return 0
    if word in MEDICINES:
        return 2
    groups = len(re.findall(r"[aeiouy]+", word))
    if word.endswith("e") and not word.endswith(("le", "ee")) and groups > 1:
        groups -= 1
    return max(groups, 1)


def words(text: str) -> list[str]:
    return [w for w in re.findall(r"[A-Za-z'’]+", text) if re.search("[A-Za-z]", w)]


def grade(text: str) -> float:
    """US school grade of a message."""
    spoken = words(text)
    if not spoken:
        return 0.0
    total = sum(syllables(w) for w in spoken)
    return 0.39 * len(spoken) / max(len(sentences(text)), 1) + 11.8 * total / len(spoken) - 15.59


def faults(text: str) -> list[str]:
    """What makes this message too hard or says a thing we never say."""
    found = [f"says '{m[0]}'" for pattern in BANNED if (m := re.search(pattern, text.lower()))]
    parts = sentences(text)
    if len(parts) >= 3 and grade(text) > GRADE:
        found.append(f"grade {grade(text):.1f}")
    long = [part for part in parts if len(words(part)) > LONGEST and "," not in part]
    if len(parts) < 3 and long:
        found.append(f"a sentence of {len(words(long[0]))} words")
    return found
