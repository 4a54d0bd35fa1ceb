"""The review book: the whole medical content as one HTML document that a clinician reads and signs.

`book` gathers what the pages need; the words and tables are Jinja2 templates in `pages`, a file for
each chapter. Everything is escaped, and the document asks nothing of the network.
"""

from collections import Counter
from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import get_args

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from bot.book.diagram import diagram, steps
from bot.book.languages import spoken
from bot.book.plain import CERTAINTY, expected, given, line_of, numbers, told
from dialogs.cases import Case, cases
from dialogs.words import words
from knowledge.build import knowledge, rule
from knowledge.condition import ALWAYS
from knowledge.load import DATA, folder
from knowledge.models import URGENCY, EmergencyKind, Phase, Profile, Rule, Tier
from knowledge.rows import Country, PhoneLine
from knowledge.safety import hazards, incidents
from knowledge.signed import standing, state, until

PAGES = Path(__file__).parent / "pages"
CHAPTERS = (
    ("flow", "How a chat flows"), ("questions", "What is asked"), ("rules", "The rules"),
    ("fit", "How well it fits the SI joint"), ("lookalikes", "What else it looks like"),
    ("techniques", "Techniques for therapists"), ("visits", "Around a visit"), ("outcomes", "What each outcome says"),
    ("phrases", "The chat's own words"), ("heard", "Danger words"), ("languages", "Languages"),
    ("countries", "Phone lines"),
    ("hazards", "What can go wrong"), ("incidents", "What went wrong"), ("cases", "Clinical cases"),
    ("article", "The article and the rows without an effect"), ("sources", "Sources"),
    ("rows", "Every row, and its signature"),
)


def book(today: date, profiles: tuple[Profile, ...] = ("calibrated", "strict"), data: Path = DATA) -> str:
    """The book as one HTML text. `today` stands on the cover, and signatures count as of that day.
    Raises KnowledgeError."""
    k = knowledge("strict", data)  # what is asked and said is the same in both; strict has every rule
    rules = [r for r in written(data) if r.only in (None, *profiles)]
    every = cases(data)
    pages = Environment(
        loader=FileSystemLoader(PAGES), autoescape=True, undefined=StrictUndefined,
        trim_blocks=True, lstrip_blocks=True,
    )
    pages.filters |= {"either": either}
    return pages.get_template("book.html").render(
        k=k, today=today, profiles=profiles, chapters=CHAPTERS, rules=rules, tiers=by_tier(rules, profiles),
        tiers_of=tiers_of, number=numbers(k), certainty=CERTAINTY, always=ALWAYS,
        told=lambda condition: told(condition, k), line=lambda fact: line_of(k.by_fact[fact], fact),
        phases=get_args(Phase), kinds=get_args(EmergencyKind), phrases=words("en").phrases,
        diagram=diagram(), steps=steps(), style=(PAGES / "book.css").read_text(encoding="utf-8"),
        body=(data / "body" / "body.svg").read_text(encoding="utf-8"),
        cases=by_file(every), given=given, expected=expected,
        guards=Counter(row for case in every for row in case.rows),
        languages=spoken(data), hazards=hazards(data), incidents=incidents(data), lines_of=lines_of,
        phones=[line for country in k.countries.values() for _, line in lines_of(country)],
        sign_off={row.row: row for row in k.sign_offs}, standing=standing(k, today), state=state, until=until,
    )


def written(data: Path) -> list[Rule]:
    """The rules as their authors wrote them, before their forms are made."""
    return [rule(row) for _, rows in folder(data / "rules") for row in rows]


def tier_in(rule: Rule, profile: Profile) -> Tier | None:
    """The tier of a rule in a profile; None where the profile does not have it."""
    if rule.only not in (None, profile):
        return None
    return (rule.strict or rule.tier) if profile == "strict" else rule.tier


def tiers_of(rule: Rule, profiles: tuple[Profile, ...]) -> list[tuple[Tier, str]]:
    """The tiers of a rule, each with the profile that it holds in."""
    found = [(tier, profile) for profile in profiles if (tier := tier_in(rule, profile))]
    if len({tier for tier, _ in found}) < len(found):
        return [(found[0][0], "both profiles")]
    return [(tier, f"{profile} only" if rule.only else profile) for tier, profile in found]


def by_tier(rules: Iterable[Rule], profiles: tuple[Profile, ...]) -> dict[Tier, list[Rule]]:
    """The rules under their tier in the first of these profiles that has them, most urgent tier first."""
    found: dict[Tier, list[Rule]] = {tier: [] for tier in URGENCY}
    for one in rules:
        found[tiers_of(one, profiles)[0][0]].append(one)
    return {tier: mine for tier, mine in found.items() if mine}


def lines_of(country: Country) -> list[tuple[str, PhoneLine]]:
    """The phone lines of a country by kind, those that stand first before the others."""
    first = (("emergency", country.emergency), ("advice", country.advice), ("crisis", country.crisis),
             ("abuse", country.abuse), ("poison", country.poison))
    return [(kind, line) for kind, line in first if line] + [(f"also {line.kind}", line) for line in country.also]


def by_file(every: Iterable[Case]) -> dict[str, list[Case]]:
    """The cases by the file they stand in."""
    found: dict[str, list[Case]] = {}
    for case in every:
        found.setdefault(Path(case.place.split(".yaml")[0]).name, []).append(case)
    return found


def either(items: Iterable[str]) -> str:
    """`a, b or c`."""
    *first, last = items
    return f"{', '.join(first)} or {last}" if first else last
