"""Figures -> what is read: the report line by line, the tables of the documents, JSON."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from dialogs.simulate import figures
from dialogs.simulate.chat import Run
from dialogs.simulate.clients import Changed
from dialogs.simulate.figures import TODAY, Labels, Share, Threshold, share
from knowledge.models import Knowledge, Profile, Tier

TIERS: tuple[Tier, ...] = ("D0", "D1", "D2", "D3", "D4", "D5", "D6", "D7")
AS_EXPECTED = {"massage": ("D5", "D6", "D7"), "massage_and_doctor": ("D4", "D5", "D6", "D7")}


@dataclass(frozen=True, slots=True)
class Report:
    """The runs of one channel. `plain` are the chats that are judged; `reference` the plain ones
    through the core, which every other run is compared with."""

    channel: str
    seed: int
    knowledge: Mapping[Profile, Knowledge]
    plain: list[Run]
    reference: dict[str, Run]
    others: dict[str, list[Run]] = field(default_factory=dict)  # persona -> its runs
    changed: list[Changed] = field(default_factory=list)

    def group(self, name: str) -> list[Run]:
        return [run for run in self.plain if run.client.group == name]

    def first_labels(self) -> Labels:
        return {run.client.id: run.client.label for run in self.plain if run.client.label}

    def labels(self) -> Labels:
        """With the changes that are listed with their reasons."""
        return {**self.first_labels(), **{change.id: change.now for change in self.changed}}

    def thresholds(self) -> list[Threshold]:
        """All that must hold; the labels count as they are after the changes."""
        vignettes, room = self.group("vignettes"), self.group("waiting_room")
        found = figures.vignette_thresholds(vignettes, self.labels()) if vignettes else []
        found += figures.room_thresholds(room) if room else []
        wrong = Share(len(self.faults()), len(self.runs()))
        return [*found, Threshold("chats that do not end where this client's plain chat ends", wrong, 0.0)]

    def runs(self) -> list[Run]:
        return [*self.plain, *(run for group in self.others.values() for run in group)]

    def faults(self) -> list[tuple[Run, str]]:
        """The chats that do not end where they must, each with how."""
        found = ((run, self.fault(run)) for run in self.runs())
        return [(run, fault) for run, fault in found if fault]

    def fault(self, run: Run) -> str:
        return figures.elsewhere(run, self.reference[run.client.id])

    def holds(self) -> bool:
        return all(threshold.holds for threshold in self.thresholds())


def lines(report: Report) -> Iterator[str]:
    """The whole report for people."""
    version = report.knowledge["calibrated"].version
    yield f"content {version}, channel {report.channel}, seed {report.seed}; in brackets 95 % intervals (Wilson)"
    if report.group("vignettes"):
        yield from vignettes(report)
    if report.group("waiting_room"):
        yield from room(report)
    yield from cost(report)
    yield from personas(report)
    yield "\nThresholds"
    for threshold in report.thresholds():
        verdict = "pass" if threshold.holds else "FAIL"
        yield f"  {verdict}: {threshold.name}: {threshold.share}; {threshold.wanted}"


def vignettes(report: Report) -> Iterator[str]:
    runs, labels = report.group("vignettes"), report.labels()
    yield f"\n{len(runs)} vignettes; a row is a label, a column what the chat said"
    head, *body = table(runs, labels)
    for row in (head, *body):
        yield "  " + row[0].ljust(8) + "".join(cell.rjust(5) for cell in row[1:])
    if report.changed:
        yield f"  {len(report.changed)} labels were changed after the first run:"
        for change in report.changed:
            yield f"    {change.id}: {change.was} to {change.now} ({change.row}): {change.why}"
        yield "  As first labelled:"
        for threshold in figures.vignette_thresholds(runs, report.first_labels()):
            yield f"    {threshold.name}: {threshold.share}"
    else:
        yield "  No label was changed since it was written."
    for name, wrong in (("Milder than the label", figures.milder), ("More urgent than the label", figures.graver)):
        found = [run for run in runs if wrong(run, labels[run.client.id])]
        yield f"  {name}: {len(found)}"
        for run in found:
            yield f"    {run.client.id} {run.client.about}: label {labels[run.client.id]} ({run.client.row}), "\
                  f"outcome {run.disposition}: {held(run, report)}"


def room(report: Report) -> Iterator[str]:
    runs = report.group("waiting_room")
    yield f"\n{len(runs)} ordinary clients of the waiting room"
    groups = {
        "sent to an emergency department or a doctor today": [r for r in runs if r.disposition in TODAY],
        "sent to a doctor first, not today": [r for r in runs if r.doctor_first and r.disposition not in TODAY],
        "sent to a doctor beside the massage": [r for r in runs if r.disposition == "D4" and not r.doctor_first],
        "out of scope": [r for r in runs if r.disposition == "D0"],
    }
    for name, found in groups.items():
        yield f"  {name}: {share(runs, (run in found for run in runs))}"
        for run in found:
            want = run.client.expect
            fits = "as expected" if run.disposition in AS_EXPECTED[want] else f"expected {want}"
            yield f"    {run.client.id} {run.client.about}: {run.disposition}, {fits}: {held(run, report)}"


def held(run: Run, report: Report) -> str:
    return ", ".join(figures.sent_by(run, report.knowledge)) or "no rule held"


def cost(report: Report) -> Iterator[str]:
    """What a chat asks of a client. Words are counted, not read: the time is a guess from them."""
    screens, long = figures.middle_and_most([len(run.turns) - 1 for run in report.plain])
    speed = figures.PER_MINUTE
    read, most = figures.middle_and_most([figures.words(run) / speed for run in report.plain])
    yield "\nWhat a plain chat costs, from consent to the advice"
    yield f"  answers given: median {screens:g}, 90th percentile {long:g}"
    yield f"  reading time at {speed} words a minute: median {read:.1f} minutes, 90th percentile {most:.1f}"
    missing = [(run, figures.left_out(run, report.knowledge["calibrated"])) for run in report.plain]
    count = sum(len(found) for _, found in missing)
    yield f"  questions that came up without an answer in the files, so that the quiet one was given: {count}"
    for run, found in missing:
        if found:
            yield f"    {run.client.id}: {', '.join(found)}"


def personas(report: Report) -> Iterator[str]:
    if report.others:
        yield "\nThe same clients, told otherwise"
    for name, runs in report.others.items():
        wrong = sum(bool(report.fault(run)) for run in runs)
        yield f"  {name}: {len(runs) - wrong} of {len(runs)} end where they must"
        if name == "anxious":
            yield from doubts(runs, report)
    for run, fault in report.faults():
        yield f"  FAULT: {run.client.id} {run.persona}: {fault}"


def doubts(runs: list[Run], report: Report) -> Iterator[str]:
    """What "not sure" costs those whom nothing keeps from a massage. Their truth is another."""
    fine = [run for run in runs if report.reference[run.client.id].disposition in ("D4", "D5", "D6", "D7")
            and not report.reference[run.client.id].doctor_first]
    yield f"    of those who may have a massage, sent today: {share(fine, (r.disposition in TODAY for r in fine))}"
    yield f"    of the same, sent to a doctor first: {share(fine, (r.doctor_first for r in fine))}"


def table(runs: list[Run], labels: Labels) -> list[list[str]]:
    """The confusion matrix with its head; a 0 is a dot."""
    counts = figures.matrix(runs, labels)
    rows = [[label, *(str(counts[label, outcome] or "·") for outcome in TIERS)] for label in TIERS]
    return [["label", *TIERS], *rows]


def as_data(report: Report) -> dict[str, object]:
    """The report for programs."""
    labels, first = report.labels(), report.first_labels()
    return {
        "version": report.knowledge["calibrated"].version, "channel": report.channel, "seed": report.seed,
        "thresholds": [{
            "name": t.name, "n": t.share.n, "of": t.share.of, "interval": t.share.interval(),
            "limit": t.limit, "at_least": t.at_least, "holds": t.holds,
        } for t in report.thresholds()],
        "changed_labels": [{"id": c.id, "from": c.was, "to": c.now, "why": c.why} for c in report.changed],
        "clients": [{
            "id": run.client.id, "label": labels.get(run.client.id), "first_label": first.get(run.client.id),
            "expect": run.client.expect or None, "disposition": run.disposition, "massage": run.outcome.get("massage"),
            "findings": run.outcome.get("findings", []), "doctor_first": run.doctor_first,
            "answers": len(run.turns) - 1, "words": figures.words(run),
        } for run in report.plain],
        "personas": {name: len(runs) for name, runs in report.others.items()},
        "faults": [{"id": run.client.id, "persona": run.persona, "fault": fault} for run, fault in report.faults()],
    }
