"""How hard a text is to read, as a US school grade, and words to avoid; one formula a language.

English: Flesch-Kincaid (Kincaid et al. 1975): 0.39 words/sentence + 11.8 syllables/word - 15.59.
Spanish: INFLESZ (Szigriszt 1993, Barrio 2008): 206.84 - 62.3 syllables/word - words/sentence; 65 and
more is "fairly easy", the level of primary school, so 65 is put at grade 6 and ten points at one grade.
German: first Vienna formula (Bamberger and Vanecek 1984), which gives a grade of school by itself.
Syllables are counted by vowel groups, as home-made counters do; good to about half a grade.
There is no such formula for Arabic that we know to be sound: there, people must read.
"""

import re
from collections.abc import Callable

# What nobody can know from a chat; what the client has told is no such thing ("You have a new hip.").
ILL = {
    "en": r"(?:a |an |the )?(?:\w+ )?(?:clot|thrombosis|tumou?r|cancer|infection|fracture|broken|sciatica|slipped|disc|"
          r"arthritis|stroke|sepsis|hernia|shingles|pinched|trapped|cauda|meningitis|heart attack|kidney stone)",
    "es": r"(?:un |una )?(?:coágulo|trombo|tumor|cáncer|infección|fractura|ciática|hernia|artritis|ictus|derrame)",
    "de": r"(?:eine?n? )?(?:\w+ )?(?:blutgerinnsel|gerinnsel|thrombose|tumor|krebs|infektion|bruch|bandscheiben|"
          r"entzündung|arthritis|schlaganfall|blutvergiftung)",
}
BANNED: dict[str, tuple[str, ...]] = {
    "en": (
        r"diagnos\w*", r"rules? out", r"ruled out", r"detect\w*", r"\bcures?\b", r"\btreats?\b",
        "guarantee", "proven", "safe to", r"\bsafe\b", "nothing serious", "realign", "out of place", r"\blocked",
        "twisted", "unstable", "will fix", "overweight", "obes", "incontinen", "retention", "saddle", "perineum",
        "radiating", "chronic", "acute",
        rf"(?<!do )(?<!if )(?<!when )(?<!whether )\byou(?: have| have got|'ve got|'ve|'re having) {ILL['en']}",
        rf"\b(?:this|it|that)(?: is|'s)(?: not)? {ILL['en']}",
        r"\byour (?:body ?)?weight\b", r"\bweight is (?:why|the (?:cause|reason))", r"\b(?:too|being) heavy",
        r"\byou(?:'re| are| will be) (?:fine|ok|okay|all right|alright|healthy)\b", "harmless",
        r"nothing (?:to worry|to fear|bad|wrong|dangerous)", r"(?:no need to|no reason to|don't|do not) worry",
        r"\bnot (?:dangerous|serious)\b", r"\bno danger\b",
    ),
    "es": (
        r"diagn[oó]sti\w*", "descarta", r"\bcura\b", r"\bcurar", "garantiza", "nada grave", "nada serio",
        r"\bsegur[oa]s? (?:para|que)", "fuera de (?:su )?(?:lugar|sitio)", r"\btorcid[oa]s? ", "bloquead", "sobrepeso",
        "obes", "incontinencia", "retenci[oó]n", "silla de montar", "perin", "irradia", r"cr[oó]nic", r"\bagud[oa]",
        rf"(?<!¿)(?<!si )\b(?:usted )?tiene {ILL['es']}", rf"\besto (?:no )?es {ILL['es']}",
        r"\bsu peso (?:es|causa|hace)", r"por (?:causa de )?su peso\b", "inofensiv", r"\bno se preocupe", "preocuparse",
        r"\busted está (?:bien|san[oa])\b", r"\bno es (?:peligros|grave)", r"\bsin peligro",
    ),
    "de": (
        r"diagno\w*", "ausgeschlossen", "schließt aus", r"\bheilt (?:es|sie|den|das|ihr)", "garantier",
        "nichts ernstes", "ungefährlich",
        "herausgesprungen", "verschoben", "verdreht", "blockier", "übergewicht", "adip", "inkontinenz", "harnverhalt",
        "reithose", "damm", "ausstrahl", "chronisch", r"\bakut",
        rf"(?<!wenn )(?<!falls )\bsie haben {ILL['de']}", rf"\bdas ist (?:k)?{ILL['de']}",
        r"\bihr (?:körper)?gewicht\b", r"\bihres gewichts", "harmlos", r"\bkeine sorgen?\b",
        "grund zur sorge", r"\bihnen fehlt nichts",
        r"\bsie sind (?:ganz |völlig )?gesund", r"\bnichts? (?:gefährlich|schlimm)(?:es)?\b", r"\bkeine gefahr\b",
    ),
    "ar": (
        "تشخيص", r"\bآمن", "لا شيء خطير", "ليس خطير", "لا داعي للقلق", "لا تقلق", "غير ضار", "غير مؤذ",
        "أنت بخير", "أنت سليم",
        r"(?:لديك|عندك) (?:جلطة|ورم|كسر|التهاب|انزلاق|فتق)", "وزنك هو", "بسبب وزنك", "وزنك الزائد",
    ),
}
# Names of medicines: whoever takes one knows its name from the box, so it counts as two
# syllables whatever its length.
MEDICINES = frozenset(
    ["warfarin", "apixaban", "rivaroxaban", "dabigatran", "clopidogrel", "heparin", "alendronate",
     "denosumab", "ibuprofen"]
)
PLAINER = "use shorter words and sentences"
NEVER = "this is never said to a client, who may stay away from help for it or take it for a diagnosis: leave it out"
LETTERS = "a-zäöüßáéíóúñ"
VOWELS = {"en": "aeiouy", "es": "aeiouáéíóúü", "de": "aeiouyäöü"}
GRADE = 6.0
SHORT = {"en": 9.0}  # of one or two sentences, where the formulas are rough; for long words as in German, useless
LONGEST = 22  # words in one sentence of a short message


def sentences(text: str) -> list[str]:
    """The sentences of a message; each line of a list is one."""
    parts = re.split(r"(?<=[.!?:])\s+|\n", text)
    return [part for part in (p.strip(" •\"") for p in parts) if re.search(rf"[{LETTERS}]{{2}}", part.lower())]


def syllables(word: str, lang: str = "en") -> int:
    """Vowel groups; in English less a silent e at the end."""
    word = re.sub(rf"[^{LETTERS}]", "", word.lower())
    if not word:
        return 0
    if word in MEDICINES:
        return 2
    groups = len(re.findall(f"[{VOWELS[lang]}]+", word))
    if lang == "en" and word.endswith("e") and not word.endswith(("le", "ee")) and groups > 1:
        groups -= 1
    return max(groups, 1)


def words(text: str) -> list[str]:
    return [w for w in re.findall(rf"[{LETTERS}'’]+", text, re.IGNORECASE) if re.search(f"[{LETTERS}]", w.lower())]


def flesch_kincaid(spoken: list[str], parts: int) -> float:
    total = sum(syllables(w) for w in spoken)
    return 0.39 * len(spoken) / parts + 11.8 * total / len(spoken) - 15.59


def inflesz(spoken: list[str], parts: int) -> float:
    total = sum(syllables(w, "es") for w in spoken)
    ease = 206.84 - 62.3 * total / len(spoken) - len(spoken) / parts
    return GRADE + (65 - ease) / 10


def vienna(spoken: list[str], parts: int) -> float:
    counted = [syllables(w, "de") for w in spoken]
    share = 100 / len(spoken)
    long, short = share * sum(n >= 3 for n in counted), share * sum(n == 1 for n in counted)
    letters = share * sum(len(w) > 6 for w in spoken)
    return 0.1935 * long + 0.1672 * len(spoken) / parts + 0.1297 * letters - 0.0327 * short - 0.875


FORMULAS: dict[str, Callable[[list[str], int], float]] = {"en": flesch_kincaid, "es": inflesz, "de": vienna}


def grade(text: str, lang: str = "en") -> float:
    """School grade of a message."""
    spoken = words(text)
    return FORMULAS[lang](spoken, max(len(sentences(text)), 1)) if spoken else 0.0


def forbidden(text: str, lang: str = "en") -> list[str]:
    """What this text says and we never say."""
    return [f"says '{m[0]}'" for pattern in BANNED[lang] if (m := re.search(pattern, text.lower()))]


def faults(text: str, lang: str = "en") -> list[str]:
    """What makes this message too hard or says a thing we never say."""
    return forbidden(text, lang) + (hard(text, lang) if lang in FORMULAS else [])


def hard(text: str, lang: str = "en") -> list[str]:
    """What makes this message too hard."""
    found: list[str] = []
    parts = sentences(text)
    if grade(text, lang) > (GRADE if len(parts) >= 3 else SHORT.get(lang, 99)):
        found.append(f"grade {grade(text, lang):.1f}")
    long = [part for part in parts if len(words(part)) > LONGEST and "," not in part]
    if len(parts) < 3 and long:
        found.append(f"a sentence of {len(words(long[0]))} words")
    return found
