"""Whether a clinical case holds: what it expects against what the chat found."""

import random
import re
from collections.abc import Iterable, Iterator, Mapping

from dialogs.cases import QUIET, Case, Known, Played, play
from dialogs.claims import asked_for_sure, heard_in, known, meant, suffices
from dialogs.house import House
from dialogs.outcome import FINISHED
from dialogs.session import Session
from knowledge.models import RANK, Profile, Question


def faults(
    cases: Iterable[Case], houses: Mapping[Profile, House], said: Mapping[Profile, Known],
) -> Iterator[tuple[Case, str]]:
    """What is wrong with these cases, one after the other. `said`: see `play`."""
    for case in cases:
        for fault in judge(case, houses[case.profile], said=said[case.profile]):
            yield case, fault


def judge(case: Case, house: House, seeds: int = 25, said: Known | None = None) -> list[str]:
    """What is wrong with the outcome of this case; empty if it holds. `said`: see `play`."""
    if not case.whatever:
        try:
            given = answers_of(case, house)
            faults = compare(case, play(house, given, case.country, case.notices, types=case.types, known=said))
            for country, number in case.then.get("numbers", {}).items():
                if not re.search(rf"(?<!\d){re.escape(number)}(?!\d)", read(play(house, given, country, known=said))):
                    faults.append(f"does not tell {number} in {country}")
            return faults
        except ValueError as fault:
            return [str(fault)]
    faults = []
    for seed in range(seeds):
        rng = random.Random(f"{case.name}{seed}")  # noqa: S311  # repeatable, not secret

        def pick(question: Question, rng: random.Random = rng) -> str:
            skip = {"decline", "under_16", "age_16_17", "absent", "change", "elsewhere"}
            if question.kind == "country":
                return "US"
            known = [o.id for o in question.options if o.id not in skip and o.country is None]
            return QUIET[question.id] if question.id in ("consent", "review") else rng.choice(known)

        def line(_: str, rng: random.Random = rng) -> str:
            return rng.choices(("no", "unsure", "yes"), (8, 1, 2))[0]

        try:
            played = play(house, case.given, case.country, case.notices, pick, line)
        except ValueError:
            continue  # a random answer closed the gate of a given one
        faults += [f"seed {seed}: {fault}" for fault in compare(case, played)]
    return faults[:3]


def answers_of(case: Case, house: House) -> dict[str, str]:
    """What is answered in this case, the words resolved. Raises ValueError."""
    knowledge = house.knowledge_for(Session(id="case", country=case.country))
    return {**case.given, **dict(meant(words, knowledge) for words in case.ticks)}


def read(played: Played) -> str:
    """All that the client reads at the end."""
    return " ".join(reply.text for reply in played.last.replies)


def compare(case: Case, played: Played) -> list[str]:
    """Expected against found, one sentence a difference."""
    place, found = played.last.place, played.last.outcome
    if found is None or place.state not in FINISHED:
        return [f"no outcome, the chat is in {place.state}"]
    faults: list[str] = []
    for key, want in case.then.items():
        if key == "at_least":
            if RANK[place.assessment.disposition] > RANK[want]:
                faults.append(f"{found['disposition']}, expected at least {want}")
        elif key == "reached":
            most = min((step.place.assessment.disposition for step in played.steps), key=RANK.__getitem__)
            if RANK[most] > RANK[want]:
                faults.append(f"{most} at the most on the way, expected {want}")
        elif key == "findings":
            missing = set(want) - set(place.assessment.rows())
            if missing:
                faults.append(f"does not find {', '.join(sorted(missing))}")
        elif key == "not_findings":
            extra = set(want) & set(place.assessment.rows())
            if extra:
                faults.append(f"wrongly finds {', '.join(sorted(extra))}")
        elif key == "asks":
            said = known(played.given, played.knowledge)
            hidden = [fact for fact in (*want, *said) if not asked_for_sure(fact, said, played.knowledge)]
            faults += [f"does not ask '{fact}' of everybody" for fact in hidden]
        elif key == "alone":
            said = known(played.given, played.knowledge)
            weak = [row for row in case.rows if not suffices(row, want, said, played.knowledge)]
            faults += [f"{row} is not {want} by these answers alone" for row in weak]
        elif key == "hears":
            faults += [f"'{words}' is not heard as {row}" for words, row in want.items() if row not in heard_in(words)]
        elif key == "says":
            faults += [f"does not say '{words}'" for words in want if words not in read(played)]
        elif key == "withheld":
            missing = set(want) - set(place.assessment.withheld)
            if missing:
                faults.append(f"does not withhold {', '.join(sorted(missing))}")
        elif key == "cautions":
            missing = set(want) - {f.rule.row for f in place.assessment.findings}
            if missing:
                faults.append(f"lacks the caution {', '.join(sorted(missing))}")
        elif key != "numbers":
            got = found["si_fit"] if key == "fit" else found[key]
            if got != (None if want == "null" else want):
                faults.append(f"{key} is {got}, expected {want}")
    return faults
