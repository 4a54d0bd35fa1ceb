"""Simulated clients: the files are checked, every persona and channel ends alike, and planted faults are noticed."""

import json
import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from bot.cli import main
from bot.simulated.channels import channel
from dialogs.events import Event, Open, Tap
from dialogs.house import House
from dialogs.simulate.answers import truth
from dialogs.simulate.chat import Core, Script, Shown, run
from dialogs.simulate.clients import GROUPS, Client, changed_labels, clients
from dialogs.simulate.figures import Share
from dialogs.simulate.personas import PERSONAS, old_buttons
from dialogs.simulate.report import Report, lines
from dialogs.simulate.runs import judged
from knowledge.load import DATA, KnowledgeError
from knowledge.models import Knowledge, Profile


@pytest.fixture(scope="module")
def everyone(house: House) -> list[Client]:
    return [client for group in GROUPS for client in clients(group, house.knowledge["calibrated"])]


@pytest.fixture(scope="module")
def plain(house: House, everyone: list[Client]) -> Report:
    """Every client through the core."""
    return judged(everyone, house, [])


def told(about: str, **answers: str) -> Client:
    """A client in the US who is not in the files."""
    return Client(about, "vignettes", about, "", "US", {"consent": "agree_us", "age": "40", **answers}, "D7")


# What the clients say of the content


def test_every_client_has_answers_and_comes_to_an_end(plain: Report) -> None:
    assert [len(plain.group(group)) for group in GROUPS] == [76, 66]
    assert [(one.client.id, one.fault, one.state) for one in plain.plain if one.fault or not one.disposition] == []


def test_the_thresholds_hold(plain: Report) -> None:
    assert [f"{t.name}: {t.share}, {t.wanted}" for t in plain.thresholds() if not t.holds] == []


def test_every_persona_ends_where_the_plain_one_does(house: House, everyone: list[Client]) -> None:
    some = everyone[6::12]
    report = judged(some, house, list(PERSONAS), seed=len(everyone))
    assert [(one.client.id, one.persona, fault) for one, fault in report.faults()] == []
    assert len(report.runs()) == len(PERSONAS) * len(some) > 90
    used = {type(event).__name__ for one in report.runs() for event, _ in one.turns}
    assert used == {"Open", "Tap", "Say", "Back", "Change", "Restart", "Stop"}


def test_yes_and_no_typed_to_a_question_that_makes_sure_mean_its_buttons(house: House) -> None:
    k = house.knowledge["calibrated"]
    made_sure = [q.clarifies for q in k.questions if q.clarifies]
    assert {"weak_legs", "preg_moves"} <= set(made_sure)
    doubts = [told(f"{line} {sure}", pregnancy="later", age="30", **{line: "unsure", f"{line}_sure": sure})
              for line in made_sure for sure in ("no", "yes")]
    report = judged(doubts, house, ["terse", "types"])
    assert [(one.client.about, one.persona, fault) for one, fault in report.faults()] == []


def test_two_answers_that_do_not_fit_are_mended_where_the_chat_asks(house: House) -> None:
    client = told("an old new hip", metal="yes", hip_old="yes")
    seen = [judged([client], house, ["contradictory"], seed=seed) for seed in range(12)]
    assert [fault for report in seen for fault in report.faults()] == []
    picked = {event.options for report in seen for event, _ in report.others["contradictory"][0].turns
              if isinstance(event, Tap) and event.question.startswith("settle_")}
    assert ("second",) in picked, "nothing ticked where a new hip was, and asked again"


# Channels


ENDS = [
    told("says no", consent="decline"), told("asks for a friend", consent="absent"),
    told("in a country by name", consent="agree_other"), told("helps somebody", consent="agree_helper"),
]


@pytest.mark.parametrize("name", ["json", "web"])
def test_a_channel_gives_what_the_core_gives(name: str, house: House, everyone: list[Client]) -> None:
    some = [*everyone[7:76:23], everyone[84], *ENDS]
    with channel(name, house) as begin:
        report = judged(some, house, ["old_buttons"], name, begin)
    assert [(one.client.id, one.persona, fault) for one, fault in report.faults()] == []
    core = judged(some, house, [])
    assert [one.outcome for one in report.plain] == [one.outcome for one in core.plain]
    assert [[r.text for _, s in one.turns for r in s.replies] for one in report.plain] == [
        [r.text for _, s in one.turns for r in s.replies] for one in core.plain]


# Planted faults


def weaker(house: House, row: str) -> House:
    """The same house, where this row only ever asks for a doctor beside the massage."""
    def with_rules(k: Knowledge) -> Knowledge:
        assert any(rule.row == row for rule in k.rules)
        return k.with_rules(tuple(
            rule.model_copy(update={"tier": "D4", "kind": None}) if rule.row == row else rule for rule in k.rules))

    found: dict[Profile, Knowledge] = {profile: with_rules(k) for profile, k in house.knowledge.items()}
    return replace(house, knowledge=found)


def test_a_weakened_rule_misses_the_threshold_and_is_named(
    house: House, everyone: list[Client], plain: Report
) -> None:
    some = [client for client in everyone if client.row == "RF-DVT"]
    assert len(some) == 2 and judged(some, house, []).holds()
    report = judged(some, weaker(house, "RF-DVT"), [])
    assert not report.holds()
    said = "\n".join(lines(report))
    assert "FAIL: emergency and same-day labels that end milder than same day: 2 of 2" in said
    assert f"{some[0].id} {some[0].about}: label D2 (RF-DVT), outcome D4: RF-DVT (One calf or leg" in said


def test_a_persona_that_loses_an_answer_is_noticed(house: House, everyone: list[Client], plain: Report) -> None:
    def forgetful(client: Client, knowledge: Knowledge, _: int) -> Script:
        shown = yield Open()
        while not shown.ended():
            tap = truth(client, shown, knowledge)
            shown = yield replace(tap, options=("none",)) if shown.card.id == "signs_sudden" else tap

    some = [client for client in everyone if client.row == "RF-DVT"]
    k = house.knowledge["calibrated"]
    report = judged(some, house, [])
    report.others["forgetful"] = [run(client, "forgetful", forgetful, Core(house), k, 1) for client in some]
    assert not report.holds()
    assert "forgetful: 0 of 2 end where they must" in "\n".join(lines(report))
    assert f"FAULT: {some[0].id} forgetful: ends in D" in "\n".join(lines(report))


def test_a_channel_that_takes_old_taps_is_noticed(house: House) -> None:
    class Careless(Core):
        def send(self, event: Event) -> Shown:
            return super().send(replace(event, question="", shown="") if isinstance(event, Tap) else event)

    found = run(told("plain"), "old_buttons", old_buttons, Careless(house), house.knowledge["calibrated"], 1)
    assert found.fault.startswith("an old button of ")


def test_a_chat_that_does_not_end_is_noticed(house: House) -> None:
    found = run(told("a child of 12 who says 18", age="12"), "plain", PERSONAS["plain"], Core(house),
                house.knowledge["calibrated"], 1)
    assert "does not end" in found.fault and not found.disposition


# The files


def copied(folder: Path) -> Path:
    shutil.copytree(DATA / "clients", folder / "clients")
    return folder


@pytest.mark.parametrize(("file", "right", "wrong", "says"), [
    ("answers/vignettes.yaml", "    swollen_leg: 'yes'", "    swolen_leg: 'yes'", "'swolen_leg' is neither"),
    ("answers/vignettes.yaml", "    swollen_leg: 'yes'", "    swollen_leg: 'oui'", "it takes no, unsure, yes"),
    ("answers/vignettes.yaml", "    onset: 'slowly'", "    onset: 'quickly'", "'onset: quickly' is no answer"),
    ("answers/vignettes.yaml", "    pain: '4'", "    pain: '40'", "'pain: 40' is over 10"),
    ("answers/vignettes.yaml", "\nV07:", "\nV70000:", "has no answers for: V07"),
    ("answers/vignettes.yaml", "  country: 'US'", "  country: 'XX'", "the country 'XX' is not known"),
    ("vignettes.yaml", "  label: D3\n", "  label: D9\n", "has the label 'D9'"),
])
def test_a_wrong_file_is_told(
    file: str, right: str, wrong: str, says: str, house: House, tmp_path: Path
) -> None:
    data = copied(tmp_path)
    path = data / "clients" / file
    text = path.read_text(encoding="utf-8")
    assert right in text
    path.write_text(text.replace(right, wrong, 1), encoding="utf-8")
    with pytest.raises(KnowledgeError) as fault:
        clients("vignettes", house.knowledge["calibrated"], data)
    assert says in str(fault.value) and file.split("/")[-1] in fault.value.place


def test_a_changed_label_is_told_and_counted_both_ways(
    house: House, everyone: list[Client], tmp_path: Path
) -> None:
    data = copied(tmp_path)
    path = data / "clients" / "changed_labels.yaml"
    one = next(client for client in everyone if client.label == "D6")
    rows = '- {{id: {0}, from: {1}, to: D7, why: "the draft says so", row: section 4.5}}\n'
    path.write_text(rows.format(one.id, "D6"))
    changed = changed_labels(everyone, data)
    report = replace(judged([one], house, []), changed=changed)
    said = "\n".join(lines(report))
    assert f"{one.id}: D6 to D7 (section 4.5): the draft says so" in said
    assert "As first labelled:" in said and "exactly the label: 1 of 1" in said and "exactly the label: 0 of 1" in said
    path.write_text(rows.format(one.id, "D5"))
    with pytest.raises(KnowledgeError, match="can't be changed from D5 to D7"):
        changed_labels(everyone, data)


@pytest.mark.parametrize(("n", "of", "low", "high"), [
    (0, 66, 0.0, 0.0550), (76, 76, 0.9519, 1.0), (70, 76, 0.8383, 0.9633), (0, 0, 0.0, 1.0),
])
def test_the_interval_is_wilsons(n: int, of: int, low: float, high: float) -> None:
    assert Share(n, of).interval() == pytest.approx((low, high), abs=0.0002)


# The command as typed


def typed(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str]:
    code = main(["simulate", *arguments])
    return code, capsys.readouterr().out


def test_the_command(capsys: pytest.CaptureFixture[str]) -> None:
    code, said = typed(capsys, "--list")
    assert code == 0 and len(said.splitlines()) == 142
    code, said = typed(capsys, "--transcript", "V21")
    assert code == 0 and "> taps [Slowly]" in said and said.endswith("ends in D2\n")
    code, said = typed(capsys, "--clients", "waiting_room", "--persona", "plain")
    assert "66 ordinary clients" in said and "vignettes" not in said and code == int("FAIL" in said)
    code, said = typed(capsys, "--clients", "waiting_room", "--persona", "plain", "--json", "--profile", "strict")
    found = json.loads(said)
    assert len(found["clients"]) == 66 and code == int(not all(t["holds"] for t in found["thresholds"]))
    assert main(["simulate", "--transcript", "V99"]) == 2
