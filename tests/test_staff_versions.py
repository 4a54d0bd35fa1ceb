"""What a new version of a summary says to the staff of a clinic: what is different from the one they know."""

from pathlib import Path

import pytest

from bot.host import Host
from bot.records import inbox
from bot.records.summaries import Kept
from dialogs.events import Change
from dialogs.house import House
from tests.browser.server import serving
from tests.patience import caller
from tests.staff_kit import ends, member, sends, signed_in, turn, with_clinics

KEY = f"web:{'a' * 22}"


def newest(host: Host) -> Kept:
    return inbox.of_clinic(host.store.db, "hill")[0].kept


@pytest.mark.parametrize("read", [True, False])
def test_a_change_that_nobody_has_opened_is_told_in_the_next_version(read: bool, house: House, tmp_path: Path) -> None:
    """Also where nobody opened any: who saw the first go by learns of both changes."""
    with serving(with_clinics(house), tmp_path / "si-screen.db") as (url, host), \
            caller(url) as http:
        manager = signed_in(http, host, member(host))
        first = sends(host, KEY)
        if read:
            manager.get(f"/staff/summary/{first}")
        turn(host, KEY, Change("history"))
        ends(host, KEY, history="thinners", thinner_kind="strong", bleed="other")
        second = newest(host)
        turn(host, KEY, Change("pain"))
        ends(host, KEY, pain="4")
        third = newest(host)
        assert len({first, second.id, third.id}) == 3 and third.body("en").amends == second.id
        assert {"avoid", "why"} <= {line.id for line in third.body("en").changed}
        assert "Blood thinner" in str(third.body("en").screen[0].text + str(third.body("en").changed))
        manager.get(f"/staff/summary/{third.id}")
        turn(host, KEY, Change("pain"))
        ends(host, KEY, pain="6")
        fourth = newest(host)
        assert [line.id for line in fourth.body("en").changed] == ["why"], "what was opened is not told again"
        turn(host, KEY, Change("pain"))
        ends(host, KEY, pain="4")
        fifth = newest(host).body("en")
        assert fifth.amends == fourth.id and not fifth.changed, "as it was opened: sent, and nothing is called changed"
