"""Further properties that `prove` checks: what is promised about "not sure", the next step,
the size of a card, and the SI fit. Each returns its counterexamples; none means that it holds."""

from functools import cache

from dialogs.facts import asks_of
from dialogs.proof.explore import Ask, asks, relevant, walk
from knowledge.condition import Condition, leaves
from knowledge.match import DOCTOR_FIRST, banded
from knowledge.models import Knowledge, Question
from knowledge.residual import Residual, normal

# The narrowest channel is Telegram: characters of a message and of a picture's caption,
# bytes behind a button, buttons under a message.
MESSAGE, CAPTION, BUTTON, BUTTONS = 4096, 1024, 64, 100
AT_CONSENT = ("RF-YOUNG",)  # its age is asked before anything else


def next_steps(k: Knowledge) -> list[str]:
    """Every outcome that can be reached names what to do next, and a referral what to say."""
    found = []
    for id in sorted({rule.tier for rule in k.rules} | {"D4w", "D5p", "D6", "D7"}):
        text = k.dispositions.get(id)
        if text is None or not text.title or not text.next:
            found.append(f"the outcome {id} has no words, or names no next step")
    for rule in k.rules:
        if (rule.tier in DOCTOR_FIRST or rule.wait) and not rule.tell:
            found.append(f"'{rule.id}' sends to a doctor without saying what to tell them")
    return found


def cards_fit(k: Knowledge) -> list[str]:
    """Every card, with all the lines it can have, is one message of the narrowest channel."""
    return [f"the card '{q.id}' {fault}" for q in k.questions for fault in too_big(q)]


def too_big(q: Question) -> list[str]:
    lines = [line.say for line in q.all_lines()]
    size = len(q.ask) + sum(len(line) + 5 for line in lines)
    faults = []
    if size > (CAPTION if q.picture else MESSAGE):
        faults.append(f"has {size} characters")
    if len(q.options) + len(lines) + 2 > BUTTONS:
        faults.append("has too many buttons")
    for id in [*(o.id for o in q.options), *(line.id for line in q.all_lines())]:
        if len(id.encode()) + len(q.shown) + 2 > BUTTON:
            faults.append(f"has the id '{id}', too long for a button")
    return faults


def notices_lead(k: Knowledge) -> list[str]:
    """Every row that may be heard in free text has its question in time, or words of its own."""
    own = {rule.heard for rule in k.rules if rule.heard}
    rows = dict.fromkeys([*k.heard, *(r.row for r in k.rules if r.tier in DOCTOR_FIRST and r.row.startswith("RF-"))])
    found = []
    for row in rows:
        question = asks_of(row, k)
        if row not in own and row not in AT_CONSENT and (question is None or question.phase not in ("screen", "story")):
            found.append(f"words about {row} lead to no question that is asked in time")
    return found


def consent_first(k: Knowledge) -> list[str]:
    """Consent is asked first, and whatever else is asked before the screen waits for its answer."""
    first = k.in_order[0]
    early = [q.id for q in k.in_order if q.phase == "consent" and q is not first
             and "consent" not in {leaf.fact for leaf in leaves(q.when)}]
    return (["consent is not the first question"] if first.id != "consent" else []) + [
        f"'{id}' does not wait for it" for id in early]


def fit_holds(k: Knowledge) -> list[str]:
    """The SI fit, apart: no rule knows it, "not sure" earns nothing, and "fits" needs its key
    item and the others in every way the questions can be answered; each band can be reached."""
    found = [
        f"'{item.id}' counts 'not sure': an unknown answer earns nothing"
        for item in k.fit.items for leaf in leaves(item.when) if "unsure" in leaf.values
    ]
    ids = {item.id for item in k.fit.items} | {k.fit.id}
    found += [f"the rule '{rule.id}' rests on the SI fit" for rule in k.rules
              for leaf in leaves(rule.when) if leaf.fact in ids and leaf.fact not in k.by_fact]
    bands: set[str] = set()
    for end in fit_ends(tuple(normal(item.when) for item in k.fit.items), tuple(asks(k))):
        held = [item for item, holds in zip(k.fit.items, end, strict=True) if holds]
        positive = {item.id for item in held if item.points > 0}
        _, band = banded(held, k.fit)
        bands.add(band)
        if band == "fits" and (k.fit.key not in positive or len(positive) <= k.fit.others):
            found.append(f"'fits' without the key item: {', '.join(sorted(positive))}")
    found += [f"the band '{band}' can't be reached" for band in ("fits", "partly", "no") if band not in bands]
    return found[:5]


@cache
def fit_ends(goals: tuple[Residual, ...], order: tuple[Ask, ...]) -> frozenset[tuple[bool, ...]]:
    """Every set of these conditions that some lawful answers make hold."""
    conditions: list[Condition] = [goal for goal in goals if not isinstance(goal, bool)]
    ends = walk(relevant(list(order), conditions), goals).ends
    return frozenset(tuple(left is True for left in end) for end in ends)
