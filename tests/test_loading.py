"""Content that is written in another form than ours: either it means the same, or its author is told."""

import shutil
from pathlib import Path

import pytest

from dialogs.hear import hear
from knowledge.answers import answer_words
from knowledge.build import knowledge
from knowledge.lexicon import lexicon
from knowledge.load import DATA, KnowledgeError


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    shutil.copytree(DATA, tmp_path / "data", ignore=shutil.ignore_patterns("lexicon", "lang", "schema"))
    return tmp_path / "data"


def line(copy: Path, file: str, begin: str, new: str) -> None:
    """Put another line in place of the one that begins so."""
    lines = (copy / file).read_text(encoding="utf-8").splitlines()
    at = next(n for n, one in enumerate(lines) if one.startswith(begin))
    (copy / file).write_text("\n".join([*lines[:at], new, *lines[at + 1:], ""]), encoding="utf-8")


def test_words_of_a_crisis_written_as_a_text_are_words_and_not_letters(copy: Path) -> None:
    line(copy, "heard.yaml", "RF-MH:", "RF-MH: kill myself, I’m ending it, end my life")
    k = knowledge("calibrated", copy)
    assert k.heard["RF-MH"] == ("kill myself", "i'm ending it", "end my life")
    assert hear("I have pain", None, None, k).row == ""
    for said in ("I will kill myself", "I'm ending it tonight"):
        assert hear(said, None, None, k).row == "RF-MH"


@pytest.mark.parametrize("words", ["", "[]", "{kill: myself}", "[[kill myself]]", '["kill myself", ""]', '", ,"'])
def test_a_row_without_words_of_a_crisis_is_refused(copy: Path, words: str) -> None:
    line(copy, "heard.yaml", "RF-MH:", f"RF-MH: {words}")
    with pytest.raises(KnowledgeError, match=r"(?s)heard.yaml.*would not be heard|nothing would be heard.*write"):
        knowledge("calibrated", copy)


def test_rows_and_sources_may_stand_in_a_text_with_commas(copy: Path) -> None:
    before = knowledge()
    line(copy, "rows.yaml", "RF:", f"RF: {', '.join(before.row_ids['RF'])}")
    line(copy, "questions/2-screen.yaml", "  source: [girft-2023, ces-cards, norfolk]",
         "  source: girft-2023, ces-cards, norfolk")
    k = knowledge("calibrated", copy)
    assert k.row_ids == before.row_ids
    assert k.by_id["signs_nerve"].source == before.by_id["signs_nerve"].source


IMPOSSIBLE = [
    ("{at_least: 3, of: [{cold_leg: \"yes\"}, {rash: \"yes\"}]}", "at least 3 of 2 can never hold"),
    ("{at_least: 0, of: [{cold_leg: \"yes\"}]}", "at least 0 of 1 always holds"),
    ("{at_least: 0, of: []}", "at least 0 of 0 always holds"),
    ("{at_least: 2, of: [{cold_leg: \"yes\"}, {cold_leg: \"yes\"}]}", "a part stands twice"),
    ("{at_least: ², of: [{cold_leg: \"yes\"}, {rash: \"yes\"}]}", "is not a condition"),
    ("{any: []}", "nothing stands under 'any'"),
    ("{all: []}", "nothing stands under 'all'"),
    ("{any: [{cold_leg: \"yes\"}, {all: []}]}", "nothing stands under 'all'"),
    ("{cold_leg: []}", "nothing stands under 'cold_leg'"),
    ("{any: }", "nothing stands under 'any'"),
    ("{cold_leg: }", "nothing stands under 'cold_leg'"),
    ("{any: {cold_leg: \"yes\"}}", "is not a condition"),
    ("{all: cold_leg}", "is not a condition"),
    ("{cold_leg: [[\"yes\"]]}", "is not a condition"),
    ("{cold_leg: {\"yes\": \"yes\"}}", "is not a condition"),
    ("{all: [{cold_leg: \"yes\"}, {cold_leg: \"no\"}]}", "can never hold"),
]


@pytest.mark.parametrize(("when", "what"), IMPOSSIBLE, ids=[when for when, _ in IMPOSSIBLE])
def test_a_rule_that_can_never_hold_or_always_holds_is_refused(copy: Path, when: str, what: str) -> None:
    line(copy, "rules/1-emergency.yaml", "  when: {cold_leg: ", f"  when: {when}")
    with pytest.raises(KnowledgeError) as fault:
        knowledge("calibrated", copy)
    assert what in fault.value.what and fault.value.why and fault.value.mend
    assert fault.value.place.startswith("rules/1-emergency.yaml:")


SLIPS = [
    ("rules/1-emergency.yaml", "  when: {cold_leg: ", "  when: {[cold_leg]: yes}", "is no name"),
    ("rules/1-emergency.yaml", "- id: RF-CES-1", "- a text\n- id: RF-CES-1", "is no list of rows: 'a text'"),
    ("rules/4-cautions.yaml", "", "MC-01: {tier: D5}", "is no list of rows"),
    ("questions/4-pattern.yaml", "- id: feel", "- How does it feel?\n- id: feel", "'How does it feel?'"),
    ("questions/4-pattern.yaml", "  lines:", "  lines: dull, sharp\n  more:", "is no list of rows: 'dull, sharp'"),
    ("questions/4-pattern.yaml", '    - {id: feel_dull', '    - "Dull ache"', "is no list of rows: 'Dull ache'"),
    ("questions/2-screen.yaml", '        no: "No, the same', "        no: [No, the same]", "is not whole"),
    ("lookalikes.yaml", "  when: {any: [{leg_cramp", "  note: x", "stands here twice"),
    ("lookalikes.yaml", "  when: {any: [{leg_cramp", "", "this is not a condition: None"),
    ("fit.yaml", "items:", "itens:", "nothing stands under 'items'"),
    ("fit.yaml", "key: psis", "key: psix", "`key` 'psix' is no item"),
    ("common.yaml", "still_not_sure:", "still_not_sur: x", "nothing stands under 'still_not_sure'"),
    ("common.yaml", "years:", "", "has the unit 'years'"),
    ("common.yaml", "points:", 'points: ""', "'points' is no text"),
    ("dispositions.yaml", "warning_signs:", "warning_sign:", "nothing stands under 'warning_signs'"),
    ("dispositions.yaml", "  - id: D2", "  - id: D9", "the outcome D2 has no words"),
    ("countries.yaml", "countries:", "country:", "nothing stands under 'countries'"),
    ("countries.yaml", "  GB:", "  XX:", "names the country 'GB'"),
    ("handover.yaml", "questions:", "question:", "nothing stands under 'questions'"),
    ("handover.yaml", "      - {when: {sa_move", "      - sa_move", "is no list of rows: 'sa_move'"),
    ("checkins.yaml", "strong:", "", "this is not a condition: None"),
    ("checked.yaml", "  - {id: worse", "", "the answers are not those that the rules know"),
    ("sources.yaml", "- {id: memory", "- memory", "is no list of rows: 'memory'"),
    ("rows.yaml", "AF:", "AF: {from: one, to: 66}", "'AF' is no list of rows"),
]


@pytest.mark.parametrize(("file", "begin", "new", "what"), SLIPS, ids=[f"{row[0]} {row[2]}" for row in SLIPS])
def test_a_slip_of_an_author_is_told(copy: Path, file: str, begin: str, new: str, what: str) -> None:
    if begin:
        line(copy, file, begin, new)
    else:
        (copy / file).write_text(new, encoding="utf-8")
    with pytest.raises(KnowledgeError) as fault:
        knowledge("calibrated", copy)
    assert what in fault.value.what and fault.value.why and fault.value.mend
    assert Path(file).name in fault.value.place or what.startswith(("has the unit", "names the country"))


def test_a_yes_in_another_word_is_told_and_not_taken_for_a_no(tmp_path: Path) -> None:
    shutil.copytree(DATA / "lexicon", tmp_path / "lexicon")
    line(tmp_path, "lexicon/en/flags.yaml", '  urgent: "yes"', "  urgent: true")
    with pytest.raises(KnowledgeError, match="has `urgent: true`"):
        lexicon("en", tmp_path)


def test_how_the_words_of_a_story_are_understood_is_there(tmp_path: Path) -> None:
    shutil.copytree(DATA / "lexicon", tmp_path / "lexicon")
    line(tmp_path, "lexicon/answers-kinds.yaml", "spot:", "spots:")
    with pytest.raises(KnowledgeError, match=r"answers-kinds.yaml:spot"):
        answer_words("en", tmp_path)
