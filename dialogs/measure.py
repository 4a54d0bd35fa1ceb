"""How long a chat is: screens and words from after consent to the review, and the result."""

from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from dialogs.cases import Known, Played, cases, play
from dialogs.house import House
from dialogs.replies import Reply
from knowledge.build import facts_of
from knowledge.condition import ALWAYS, NA, Condition, Leaf
from knowledge.load import DATA
from knowledge.models import Knowledge


@dataclass(frozen=True, slots=True)
class Length:
    """One finished chat, in screens and words."""

    name: str
    disposition: str
    screens: int
    words: int
    result: int
    asked: tuple[str, ...]  # lines and questions answered
    gated: tuple[str, ...]  # lines and questions that an earlier answer made impossible


def words_of(reply: Reply) -> int:
    """The words a client has before their eyes: the text, and button labels not in it."""
    labels = [choice.label for choice in reply.choices if choice.label not in reply.text]
    return count(" ".join([reply.text, *labels]))


def count(text: str) -> int:
    """Words with a letter in them; numbers of lines and bullets are none."""
    return sum(any(c.isalpha() for c in token) for token in text.split())


def length(name: str, played: Played) -> Length:
    screens = words = 0
    for before, step in zip([None, *played.steps], played.steps, strict=False):
        card = step.card
        if card.id == "review":
            break
        if card.id != "consent" and (before is None or before.card.id != card.id):
            screens += 1
            words += sum(words_of(reply) for reply in step.replies)
    result = next((r for r in played.last.replies if r.kind == "result"), None)
    facts, knowledge = played.last.place.facts, played.knowledge
    asked = [fact for q in knowledge.in_order for fact in facts_of(q) if fact in facts]
    return Length(
        name, played.last.place.assessment.disposition, screens, words,
        count(result.text) if result else 0,
        tuple(f for f in asked if facts[f] != NA), tuple(f for f in asked if facts[f] == NA),
    )


def lengths(house: House, known: Known | None = None, data: Path = DATA) -> list[Length]:
    """The cases that end in D5-D7, each as it is played. `known`: see `play`."""
    found: list[Length] = []
    for case in cases(data):
        if case.whatever or case.planted or case.profile == "strict":
            continue
        try:
            played = play(house, case.given, case.country, case.notices, known=known)
        except ValueError:
            continue  # a given answer is never asked for: the case fails, and says so
        if played.last.place.assessment.disposition in ("D5", "D6", "D7"):
            found.append(length(case.name, played))
    return found


def too_long(found: list[Length]) -> list[str]:
    """Complaints: the medians and the longest result against the house's limits."""
    complaints = []
    if median(x.screens for x in found) > 17:
        complaints.append("the median chat has over 17 screens: take a question out, or gate it")
    if median(x.words for x in found) > 800:
        complaints.append("the median chat has over 800 words: shorten what is asked")
    complaints += [f"the result of '{x.name}' has {x.result} words, over 220" for x in found if x.result > 220]
    return complaints


def report(found: list[Length]) -> list[str]:
    """The figures, one a line."""
    screens, words, result = ([getattr(x, k) for x in found] for k in ("screens", "words", "result"))
    longest = max(found, key=lambda x: x.result)
    return [
        f"chats that end in D5-D7: {len(found)}",
        f"screens to the review: median {median(screens):g}, {min(screens)} to {max(screens)} (at most 17)",
        f"words to the review: median {median(words):g}, {min(words)} to {max(words)} (at most 800)",
        f"words of the result: median {median(result):g}, longest {max(result)} (at most 220): {longest.name}",
        f"lines and questions: median {median(len(x.asked) for x in found):g} asked, "
        f"{median(len(x.gated) for x in found):g} gated by an earlier answer (`check --gates` says why)",
    ]


def gates(found: list[Length], knowledge: Knowledge) -> list[str]:
    """Every line or question that was gated in one of these chats: how often, and its gate."""
    count = Counter(fact for x in found for fact in x.gated)
    rows = []
    for q in knowledge.in_order:
        for fact in facts_of(q):
            if count[fact]:
                line = next((line for line in q.all_lines() if line.id == fact), None)
                why = [in_words(g) for g in (q.when, line.when if line else ALWAYS) if g != ALWAYS]
                why += [f"'{q.clarifies}' was not sure"] if q.clarifies else []
                why += [f"free text spoke of {q.heard}"] if q.heard else []
                why += ["the country was not known yet"] if q.kind == "country" else []
                rows.append(f"{fact}: gated in {count[fact]} of {len(found)}; asked only if {' and '.join(why)}")
    return rows


def in_words(condition: Condition) -> str:
    """A gate for people: `pain is strong`, `any of (...)`."""
    if isinstance(condition, Leaf):
        return f"{condition.fact} is {' or '.join(sorted(condition.values))}"
    parts = ", ".join(in_words(part) for part in condition.parts)
    if condition.n == len(condition.parts):
        return " and ".join(in_words(part) for part in condition.parts)
    return f"{'any' if condition.n == 1 else condition.n} of ({parts})"
