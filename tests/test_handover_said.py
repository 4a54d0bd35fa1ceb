"""What is said around a hand-over is true: what was left, what was not sent, which button takes it back."""

import pytest

from dialogs.events import Ask, Event, Say, Tap
from dialogs.house import House
from tests.test_handover import ANN, SKIPPED, Core, W


def labels(core: Core) -> dict[str, str]:
    """id -> label of the choices that stand last."""
    return {choice.id: choice.label for choice in core.at.replies[-1].choices}


def test_to_leave_it_sends_nothing_and_is_no_answer(house: House) -> None:
    core = Core(house, ANN).end()
    for event in (Ask("share"), Tap(("send",))):
        core(event)
    assert "skip" in labels(core) and labels(core)["nothing"] == W("hand_nothing")
    assert not labels(core)["nothing"].lower().startswith(("do nothing", "nothing", "not"))
    core(Tap(("nothing",)))
    assert W("hand_nothing_said") in core.text() and not core.handed


@pytest.mark.parametrize("anew", [(), (Tap(("anew",)),), (Tap(("anew",)), Tap(("send",)))])
def test_what_was_sent_is_left_as_it_is(house: House, anew: tuple[Tap, ...]) -> None:
    core = Core(house, ANN).end()
    for event in (Ask("share"), Tap(("send",)), *SKIPPED):
        core(event)
    assert f'To take it back, tap "{labels(core)["share"]}"' in core.text()
    core(Ask("share"))
    assert labels(core)["nothing"] == W("hand_leave")
    for tap in anew:
        core(tap)
    core(Tap(("nothing",)))
    assert W("hand_left") in core.text() and W("hand_nothing_said") not in core.text() and len(core.handed) == 1


@pytest.mark.parametrize("before", [(), (Tap(("send",)), *SKIPPED[:2])], ids=["what", "name"])
def test_a_typed_cancel_leaves_the_hand_over_alone(house: House, before: tuple[Event, ...]) -> None:
    core = Core(house, ANN).end()
    core(Ask("share"))
    for event in before:
        core(event)
    core(Say("Cancel"))
    assert W("hand_nothing_said") in core.text() and core.at.session.handing is None and not core.at.session.stopped


def test_before_it_goes_out_a_summary_has_no_number(house: House) -> None:
    core = Core(house, ANN).end()
    core(Ask("share"))
    core(Tap(("whole",)))
    assert "made 2026-01-15" in core.text() and " ," not in core.text()
    for event in (Tap(("send",)), *SKIPPED):
        core(event)
    assert f"summary {core.handed[0].id}, made" in core.handed[0].bodies["en"].model_dump_json()


def test_what_can_spread_is_named(house: House) -> None:
    core = Core(house, ANN).end()
    core(Ask("joint"))
    assert "Pain from this joint can spread" in core.text() and "\nIt can" not in core.text()
