"""Phone lines: a client reads `say` and dials `number`; both must be the same number."""

import re
from collections.abc import Iterator

from knowledge.models import Knowledge
from knowledge.rows import Country, PhoneLine

DIAL = re.compile(r"[+*#]?\d[\d ()-]*(\*\d+)?#?")  # "+1 555 0100", "*120*7867#", "#7119"


def phones(k: Knowledge) -> Iterator[str]:
    """Complaints about lines whose number and words differ, or that nobody can dial."""
    for country in k.countries.values():
        for kind, line in lines(country):
            place = f"countries.yaml: {country.id or 'general'}, {kind}"
            if line.number is None:
                if kind == "emergency":
                    yield f"{place} has no number: the button to call would lead nowhere; write `number`"
                elif re.search(r"\d{3}", line.say):
                    yield (f"{place} says \"{line.say}\" and has no number: on a phone it could not be tapped; "
                           "write `number` too")
            elif not DIAL.fullmatch(line.number):
                yield (f"{place} has the number '{line.number}', which can't be dialled: write digits and spaces, "
                       "with + before the code of a country; words belong into `say`, `hours` or `note`")
            elif not re.search(rf"(?<!\d){re.escape(line.number)}(?!\d)", line.say):
                yield (f"{place} has the number '{line.number}' and says \"{line.say}\": clients would read one number "
                       "and dial another; write the same number in both")


def lines(country: Country) -> Iterator[tuple[str, PhoneLine]]:
    kinds = ("emergency", "advice", "crisis", "abuse", "poison")
    yield from ((kind, line) for kind in kinds if (line := getattr(country, kind)))
    yield from (("also", line) for line in country.also)
