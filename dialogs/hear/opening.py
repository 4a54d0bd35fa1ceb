"""What an opening story says, put onto our own questions. Warning signs are never among them."""

from datetime import date

from dialogs.hear.cards import option_of
from dialogs.hear.phrases import Lexicon
from dialogs.hear.story import slots
from knowledge.models import Knowledge

LONG = 9  # words of a story, at the least


def story(text: str, lexicon: Lexicon, today: date, knowledge: Knowledge) -> dict[str, dict[str, str]]:
    """Question -> fact -> value, for ordinary questions only; of a card only the lines that were named.

    A number's own value stands under "said"."""
    got = slots(text, lexicon, today)
    kinds, found = lexicon.words.kinds, dict[str, dict[str, str]]()
    for id, kind in (("age", "age_years"), ("pain", "intensity_0_10")):
        question = knowledge.by_id[id]
        value = int(got[kind].value) if kind in got else -1
        if band := question.band(value):
            found[id] = {id: band.id, "said": str(value)}
    for id, kind in (("pregnancy", "pregnancy"), ("onset", "trauma_kind"), ("duration", "onset_duration")):
        option = option_of(got[kind], kinds[id]) if kind in got and not got[kind].confirm else ""
        if option:
            found[id] = {id: option}
    areas = got["pain_areas"].values if "pain_areas" in got else ()
    names = [name for name, values in kinds["spot"].items() if name != "kind" and set(areas) & set(values)]
    side = got["side"].value if "side" in got else ""
    spots = [o.id for o in knowledge.by_id["spot"].options if names and o.id in (names[0], f"{names[0]}_{side}")]
    if len(names) == 1 and len(spots) == 1:
        found["spot"] = {"spot": spots[0]}
    worse = got["aggravating"].values if "aggravating" in got else ()
    lines = {id: "yes" for id, values in kinds["worse"].items() if id != "kind" and set(worse) & set(values)}
    return {**found, "worse": lines} if lines else found
