"""`si-screen check`: is the content fit to serve? Rows, lints, cases, lengths."""

from pathlib import Path

from bot.cli.shared import PROFILES, Arguments, Commands
from bot.clinic.files import house
from dialogs.case_check import lacking, misnamed, told
from dialogs.cases import Known, cases
from dialogs.house import Clinic
from dialogs.judge import faults
from dialogs.languages import missing
from dialogs.measure import gates, lengths, report, too_long
from knowledge.build import knowledge
from knowledge.catalog import languages, union
from knowledge.check import check, row_places
from knowledge.check_lists import check as lists
from knowledge.check_tiers import check as milder
from knowledge.models import Profile
from knowledge.safety import check as safety


def add(commands: Commands) -> None:
    checks = commands.add_parser("check", help="rows, lints, cases and lengths of the content")
    checks.add_argument("--quick", action="store_true", help="without the cases")
    checks.add_argument("--gates", action="store_true", help="also every line that was not asked, and why")
    checks.set_defaults(run=run)


def run(arguments: Arguments) -> int:
    """Print what is accounted for; the complaints decide the exit code."""
    complaints: list[str] = []
    for profile in PROFILES:
        complaints += [c for c in check(knowledge(profile)) if c not in complaints]
    complaints += [*safety(knowledge("strict")), *lists(knowledge("strict")), *milder(knowledge())]
    k = knowledge()
    places = row_places(k)
    unused = [row.id for row in k.article if row.use == "unused"]
    for kind, ids in k.row_ids.items():
        used = [id for id in ids if id in places and id not in unused]
        listed = [id for id in unused if id.startswith(kind)]
        print(f"{kind}: {len(used)} of {len(ids)} rows in use, {len(listed)} listed as unused with the reason, "
              f"{len(ids) - len(used) - len(listed)} unaccounted")
    print(f"content {k.version}: {len(k.questions)} questions, {len(k.rules)} rules with their forms")
    if not arguments.quick:
        complaints += cases_hold(arguments.gates)
    for complaint in complaints:
        print(complaint)
    english = union(knowledge(profile) for profile in PROFILES)
    texts = {lang: missing(lang, english) for lang in languages()}
    if lacks := [f"{lang} {len(keys)} (first: {keys[0]})" for lang, keys in texts.items() if keys]:
        print("note: a language is not offered to clients while a text waits for its translation; texts that wait: "
              f"{', '.join(lacks)}; see docs/languages.md")
    plural = "complaint" if len(complaints) == 1 else "complaints"
    print("the content is fit to serve" if not complaints else f"{len(complaints)} {plural}: see above")
    return 1 if complaints else 0


def cases_hold(why: bool) -> list[str]:
    """The clinical cases and the lengths, as complaints."""
    nowhere = Path("no-clinics")
    houses = {p: house(nowhere, Clinic(profile=p)) for p in PROFILES}
    found = cases()
    known: dict[Profile, Known] = {p: {} for p in PROFILES}
    wrong = list(faults(found, houses, known))
    print(f"cases: {len(found) - len({id(case) for case, _ in wrong})} of {len(found)} hold")
    measured = lengths(houses["calibrated"], known["calibrated"])
    for row in report(measured):
        print(row)
    for row in gates(measured, knowledge()) if why else []:
        print(f"  {row}")
    k = knowledge("strict")  # it has every row
    return [*misnamed(found, k), *lacking(found, k), *told(wrong, k), *too_long(measured)]
