"""Private answers: shared only by a separate yes, else only their group is told.

Bladder, bowel, sex, drugs, HIV, abuse and crisis. A group is wide enough that it does not tell which answer it was.
"""

from collections.abc import Mapping

from dialogs.hear.flags import CRISIS

GROUPS: Mapping[str, tuple[str, ...]] = {
    "nerve": ("ces_pee", "ces_leak", "ces_numb", "ces_poo", "old_pee", "old_numb", "old_poo",
              "older_course", "erection", "settle_erection", "young_nerve"),
    "infection": ("injected", "immunity"),
    "inner": ("urine", "urine_kind", "colic_before", "blood", "blood_kind", "settle_periods", "testicle", "young_ball"),
    "belly": ("stoma", "gut"),
    "bone": ("groin_risk",),
    "today": ("drunk",),
    "crisis": tuple(f"heard.{row}" for row in CRISIS),
}
GROUP = {fact: group for group, facts in GROUPS.items() for fact in facts}
VALUES = ("yes", "unsure", "no")


def group_of(fact: str) -> str:
    """The group of a private answer, also of its clarifying question; "" for one that is not private."""
    return GROUP.get(fact) or GROUP.get(fact.removesuffix("_sure"), "")


def state(group: str, facts: Mapping[str, str]) -> str:
    """yes | unsure | no of the whole group; "" if nothing of it was asked."""
    found = {facts.get(fact) for fact in GROUPS[group]}
    if "left" in found:  # the client went on after danger words; they were said all the same
        return "yes"
    return next((value for value in VALUES if value in found), "")
