"""tiers.yaml: how urgent each warning sign was when it was written down. No edit makes one milder unseen.

`si-screen diff` shows whose outcome changes, but only to whoever runs it against the content before.
"""

from pathlib import Path

from knowledge.load import DATA, nearest, read, rows_of
from knowledge.match import DOCTOR_FIRST
from knowledge.models import RANK, Knowledge, Tier, family_of
from knowledge.parse import model
from knowledge.rows import Row


class Urgency(Row):
    """The tier of a row in the clinical draft; and, if a clinician made it milder, the tier `now` and why."""

    id: str
    draft: Tier
    now: Tier | None = None
    why: str = ""


def check(k: Knowledge, data: Path = DATA) -> list[str]:
    """Complaints about rows that are milder than they were; `k` is the calibrated content. Raises KnowledgeError."""
    most = tiers(k)
    known = {id for ids in k.row_ids.values() for id in ids}
    found: list[str] = []
    for row in (model(Urgency, raw) for raw in rows_of(read(data / "tiers.yaml"), "tiers.yaml")):
        is_now = most.get(row.id)
        if row.id not in known:
            found.append(f"{row.place}: {row.id} is no row of rows.yaml: {nearest(row.id, known)}mend its id")
        elif row.now and not row.why:
            found.append(f"{row.place}: {row.id} is made milder and says not why: write `why`, and who decided it")
        elif is_now is None or RANK[is_now] > RANK[row.now or row.draft]:
            found.append(
                f"{row.place}: {row.id} leads to {is_now or 'nothing'}, and it led to {row.now or row.draft}: "
                "whoever has this sign is sent less urgently. Put the tier of its rule back; or, if a clinician has "
                f"decided it, write `now: {is_now or 'D7'}` and `why` in tiers.yaml")
    return found


def tiers(k: Knowledge) -> dict[str, Tier]:
    """The most urgent tier of each row, before "not sure" and "a doctor has checked" make it milder."""
    found: dict[str, Tier] = {}
    for rule in k.rules:
        if rule.id == family_of(rule):
            found[rule.row] = min(found.get(rule.row, rule.tier), rule.tier, key=lambda tier: RANK[tier])
    return found


def urgent(k: Knowledge) -> dict[str, Tier]:
    """Those of `tiers` that send to a doctor first."""
    return {row: tier for row, tier in tiers(k).items() if tier in DOCTOR_FIRST}
