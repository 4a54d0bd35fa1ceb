"""Edits of the content for the tests of the decision diff, each with what must be told of it."""

import shutil
from pathlib import Path

from dialogs.compare.diff import LESS, MORE, SAME
from dialogs.compare.reworded import LINES, QUESTIONS, RULES, SOURCES, WORDS
from knowledge.load import DATA

EMERGENCY, TODAY, DOCTOR, CAUTIONS = (f"rules/{name}.yaml" for name in (
    "1-emergency", "2-same-day", "3-doctor", "4-cautions"))
SCREEN = "questions/2-screen.yaml"
STORY = "questions/3-story.yaml"
NIGHT = '    - {id: night, say: "It wakes me even when I lie still", rows: [RF-CA]}\n'
LEG = '"One calf or leg newly swollen, warm, red or sore to touch": yes'
SWEATS = """- id: RF-CA.sweats
  tier: D3
  when: {sweats: "yes"}
  unsure: D4
  trigger: "Night sweats"
  reason: "Sweats at night should be checked."
  tell: "night sweats"
  source: [memory]
  certainty: memory
  verified: false
"""


Edit = tuple[str, str, str]  # file, old text, new text


def copy(to: Path, *edits: Edit) -> Path:
    """The content with some places edited."""
    shutil.copytree(DATA, to, ignore=shutil.ignore_patterns("fonts", "cases", "clients"))
    for file, old, new in edits:
        text = (to / file).read_text(encoding="utf-8")
        assert old in text, f"the planted edit of {file} no longer fits the content"
        (to / file).write_text(text.replace(old, new, 1), encoding="utf-8")
    return to


DVT = (TODAY, "- id: RF-DVT\n  tier: D2", "- id: RF-DVT\n  tier: D4")
PLANTED: list[tuple[str, list[Edit], dict[str, tuple[str, ...]]]] = [
    ("a tier lowered", [DVT], {LESS: (f'{LEG}\nwas "Same day" (D2), now "Doctor soon" (D3) [RF-DVT]',)}),
    ("a new red flag line", [
        (SCREEN, "    - {id: weight,",
         '    - {id: sweats, say: "I sweat at night", rows: [RF-CA]}\n    - {id: weight,'),
        (DOCTOR, "- id: RF-CA.weight\n", SWEATS + "- id: RF-CA.weight\n"),
    ], {MORE: (
        '"I sweat at night" (new): yes\nwas "Massage is an option" (D6 or D7), now "Doctor soon" (D3) '
        "[RF-CA.sweats, row RF-CA]",
        '"I sweat at night" (new): not sure\nwas "Massage is an option" (D6 or D7), now "Doctor alongside" (D4) '
        "[RF-CA.sweats, row RF-CA]",
    )}),
    ("an answer taken away", [
        (SCREEN, '    - {id: little, say: "A little blood in pee or poo"}\n', ""),
        (DOCTOR, "{blood_kind: [little, after_periods", "{blood_kind: [after_periods"),
    ], {MORE: (
        '"Blood in pee or poo, tar-black poo, vomiting blood, or bleeding after periods ended": yes or not sure\n'
        'and What fits best?: "A little blood in pee or poo" (no longer offered: read as not sure, or else as the '
        'mildest)\nwas "Doctor soon" (D3), now "Same day" (D2) [RF-GIB]',
    )}),
    ("only the strict profile", [(DOCTOR, "- id: RF-RAD.strict\n  tier: D3", "- id: RF-RAD.strict\n  tier: D4")],
     {LESS: ('"Cough or sneeze": yes\nwas "Doctor soon" (D3), now "Doctor alongside" (D4) '
             "[RF-RAD.strict, row RF-RAD] (only in the profile strict)",)}),
    ("massage need not wait", [(CAUTIONS, "- id: MC-12\n  tier: D4\n  wait: true", "- id: MC-12\n  tier: D4")],
     {SAME: ('"Heart attack or stroke in the last 3 months, or blood pressure out of control": yes\nless careful: '
             'was "Doctor first, then massage" (D4), now "Doctor alongside" (D4) [MC-12]',)}),
    ("another kind of emergency", [
        (EMERGENCY, "- id: RF-GU-M\n  tier: D1\n  kind: department", "- id: RF-GU-M\n  tier: D1\n  kind: ambulance"),
    ], {SAME: ('"Sudden pain or swelling in a testicle": yes\nwas the emergency kind department, now ambulance '
               "[RF-GU-M]",)}),
    ("a technique set free", [("techniques.yaml", "      - {joints: [unsure, \"yes\"]}\n", "")],
     {SAME: ('"Very bendy joints, or arthritis of the spine": yes or not sure\n'
             "technique T1 (Side-lying leg glide) is no longer held back [T1]",)}),
    ("a doctor's check that counts less", [
        (TODAY, 'tell: "sickle cell disease, pain like a crisis"\n  checked: D4',
         'tell: "sickle cell disease, pain like a crisis"\n  checked: D3'),
    ], {MORE: tuple(
        '"Sickle cell disease": yes or not sure\nand Is this pain like a sickle cell crisis?: "Not sure" or "Yes"\n'
        f"and has a doctor looked at RF-SICKLE since?: {said}, now \"Doctor soon\" (D3) [RF-SICKLE]" for said in (
            '"Yes. It is no worse since"\nwas "Doctor first, then massage" (D4)',
            '"Yes. It is no worse since, and they said massage is fine"\nwas "Doctor alongside" (D4)')
    )}),
    ("a danger word unheard", [("heard.yaml", '"kill myself", ', "")],
     {LESS: ('Typed "kill myself": is no longer heard as a danger [RF-MH]',)}),
]


TEXTS: list[tuple[str, list[Edit], str, str]] = [
    ("a question", [(SCREEN, "How did the pain start?", "How did it begin?")], WORDS,
     'Question "How did it begin?" [onset], question: "How did the pain start?" -> "How did it begin?"'),
    ("a phone number", [("countries.yaml", 'number: "988"', 'number: "989"')], LINES,
     "United States, crisis: number 988 -> 989"),
    ("a reason", [(TODAY, "This can be a blood clot.", "This may be a clot.")], WORDS,
     'Rule RF-DVT, reason: "This can be a blood clot. Massage could move it." -> '
     '"This may be a clot. Massage could move it."'),
    ("verified", [(TODAY, "verified: false", "verified: true")], SOURCES, "Rule RF-INF, verified: no -> yes"),
    ("the place of a line", [(SCREEN, NIGHT, ""), (STORY, "    - {id: also_other,", NIGHT + "    - {id: also_other,")],
     QUESTIONS, 'Line "It wakes me even when I lie still" [night] stands on the card "Also", '
                'before on "Weight, lump, night, change"'),
    ("a rule that others cover", [(TODAY, "- id: MC-16\n  tier: D2", "- id: MC-16\n  tier: D3")], RULES,
     "Rule MC-16: tier D2 -> D3 (no outcome changes by it: other rules say as much)"),
]
