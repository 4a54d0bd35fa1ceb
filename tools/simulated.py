"""The simulated clients as rows for the tables of README.md and docs/simulated-clients.md."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from bot.clinic.files import house
from dialogs.house import Clinic
from dialogs.simulate import figures
from dialogs.simulate.clients import GROUPS, clients
from dialogs.simulate.report import Report, held, table
from dialogs.simulate.runs import judged

Rows = list[tuple[object, ...]]


@dataclass(frozen=True, slots=True)
class Simulated:
    """Every plain chat through the core: the matrix with its head, and what is judged of it."""

    matrix: list[list[str]]
    thresholds: Rows
    vignettes: Rows  # those that end elsewhere than their label
    room: Rows  # those who are sent to a doctor
    changed: Rows


def simulated() -> Simulated:
    own = house(Path("no-clinics"), Clinic())
    found = [client for group in GROUPS for client in clients(group, own.knowledge["calibrated"])]
    report = judged(found, own, [])
    vignettes, room = report.group("vignettes"), report.group("waiting_room")
    thresholds = figures.vignette_thresholds(vignettes, report.labels()) + figures.room_thresholds(room)
    return Simulated(
        matrix=table(vignettes, report.labels()),
        thresholds=[(t.name, t.share, t.wanted, "pass" if t.holds else "**fail**") for t in thresholds],
        vignettes=list(otherwise(report)),
        room=[(run.client.id, run.client.about, run.client.expect.replace("_", " "), run.disposition, held(run, report))
              for run in room if run.disposition in ("D0", "D1", "D2", "D3", "D4")],
        changed=[(c.id, c.was, c.now, c.row, c.why) for c in report.changed],
    )


def otherwise(report: Report) -> Iterator[tuple[object, ...]]:
    labels = report.labels()
    for run in report.group("vignettes"):
        label = labels[run.client.id]
        if run.disposition != label:
            which = "milder" if figures.milder(run, label) else "as urgent"
            which = "more urgent" if figures.graver(run, label) else which
            yield run.client.id, run.client.about, label, run.client.row, run.disposition, which, held(run, report)
