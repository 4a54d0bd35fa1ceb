"""Simulated clients through the real Telegram adapter, against the strict fake of its API."""

from dialogs.house import House
from dialogs.simulate.clients import clients
from dialogs.simulate.runs import judged
from tests.simulated_telegram import telegram


def test_vignettes_end_in_telegram_where_they_end_in_the_core(house: House) -> None:
    some = clients("vignettes", house.knowledge["calibrated"])[4::9]
    with telegram(house) as begin:
        report = judged(some, house, [], "telegram", begin)
        assert [(one.client.id, fault) for one, fault in report.faults()] == []
        assert {one.disposition for one in report.plain} >= {"D0", "D1", "D2", "D3", "D4", "D5", "D7"}
        told = judged([some[2]], house, ["old_buttons", "contradictory"], "telegram", begin)
    assert [(one.client.id, one.persona, fault) for one, fault in told.faults()] == []
    assert len(some) == 8
