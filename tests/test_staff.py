"""The staff inbox over HTTP: who sees what, what they can do with it, and what is written down about that."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from html import unescape
from pathlib import Path

import httpx
import pytest

from bot.host import Host
from bot.records import audit, hooks, inbox, opened, staff
from bot.records.staff import Role
from bot.records.summaries import Kept
from dialogs.events import Change, Tap
from dialogs.house import Hook, House
from dialogs.words import words
from tests.browser.server import serving
from tests.patience import caller
from tests.staff_kit import ends, hands, member, post, sends, signed_in, turn, with_clinics

W = words("en")
KEY = f"web:{'a' * 22}"


@dataclass
class Rig:
    """The server, and who has signed in."""

    http: httpx.Client
    host: Host

    def browser(self, role: Role = "manager", clinic: str = "hill", name: str = "") -> httpx.Client:
        return signed_in(self.http, self.host, member(self.host, clinic, role, name or role.title()))


@pytest.fixture
def rig(house: House, tmp_path: Path) -> Iterator[Rig]:
    with serving(with_clinics(house), tmp_path / "si-screen.db") as (url, host), \
            caller(url) as http:
        yield Rig(http, host)


def kept(rig: Rig, id: str) -> Kept:
    """The summary as the clinic has it."""
    item = inbox.one(rig.host.store.db, "hill", id)
    assert item
    return item.kept


def test_a_clinic_with_staff_is_somewhere_to_send_to(rig: Rig) -> None:
    """No therapist is linked in Telegram; the client sees who gets it, and reads who has opened it."""
    manager = rig.browser()
    id = sends(rig.host, KEY)
    session = rig.host.store.load(KEY)
    assert session
    given = session.given[-1]
    assert given.to == (W("hand_staff"),) and given.id == id
    listed = manager.get("/staff").text
    assert "Pat Doe" in listed and "Tue 3 pm" in listed and "new" in listed
    assert "can be booked" not in listed, "only reception reads that"
    assert turn(rig.host, KEY, Tap(("share",))).replies[-1].text.startswith(W("hand_was_sent", names=W("hand_staff"),
                                                                             date=given.at.date().isoformat()))
    turn(rig.host, KEY, Tap(("nothing",)))
    page = manager.get(f"/staff/summary/{id}")
    body = kept(rig, id).body("en")
    assert all(line.label in page.text for line in body.screen) and "<svg" in page.text
    assert "Manager" in turn(rig.host, KEY, Tap(("share",))).replies[-1].text
    assert 'class="mark new"' not in manager.get("/staff").text


def test_reception_sees_what_booking_needs_and_no_more(rig: Rig) -> None:
    manager, desk = rig.browser(), rig.browser("reception")
    id = sends(rig.host, KEY)
    body = kept(rig, id).body("en")
    for page in ("/staff", f"/staff/summary/{id}"):
        shown = desk.get(page).text
        assert "Pat Doe" in shown and "Tue 3 pm" in shown and "Massage can be booked" in shown
        assert not any(line.text and line.text in shown for line in body.screen[2:])
        assert body.part("result").lines[0].text not in shown
    for page in ("print", "pdf"):
        assert desk.get(f"/staff/summary/{id}/{page}").status_code == 404
    assert post(desk, "/staff", f"/staff/summary/{id}/judge", judgement="agree").status_code == 404
    for page in ("monday", "log", "data", f"client/{id}", f"client/{id}/delete"):
        assert desk.get(f"/staff/{page}").status_code == 404
    assert 'class="mark new"' in manager.get("/staff").text, "nobody has read the clinical part"
    assert post(desk, "/staff", f"/staff/summary/{id}/handled", handled="yes").status_code == 303
    assert "Handled by \u2068Reception" in desk.get("/staff").text


def test_a_therapist_sees_their_own_and_nobodys(rig: Rig) -> None:
    manager, ann = rig.browser(), rig.browser("therapist", name="Ann")
    ben = member(rig.host, "hill", "therapist", "Ben")
    id = sends(rig.host, KEY)
    assert "Pat Doe" in ann.get("/staff").text
    assert post(manager, f"/staff/summary/{id}", f"/staff/summary/{id}/assign", to=ben.id).status_code == 303
    assert "Pat Doe" not in ann.get("/staff").text and ann.get(f"/staff/summary/{id}").status_code == 404
    assert ann.get(f"/staff/summary/{id}/pdf").status_code == 404
    assert "Pat Doe" in signed_in(rig.http, rig.host, ben).get(f"/staff/summary/{id}").text
    assert post(manager, "/staff", f"/staff/summary/{id}/assign", to="somebody").status_code == 404
    staff.revoke(rig.host.store.db, ben.id, 1.0)
    assert "Pat Doe" in ann.get("/staff").text, "what was given to somebody who left is for nobody yet"


def test_a_judgement_reaches_the_report(rig: Rig) -> None:
    therapist = rig.browser("therapist")
    id = sends(rig.host, KEY)
    page = f"/staff/summary/{id}"
    post(therapist, page, f"{page}/judge", judgement="missed", reason=" a lump\x00 on the\nback " + "x" * 900)
    found = kept(rig, id)
    assert found.judgement == "missed" and found.reason.startswith("a lump on the back x") and len(found.reason) == 500
    assert post(therapist, page, f"{page}/judge", judgement="perfect").status_code == 404


def test_filters_and_pages(rig: Rig) -> None:
    manager = rig.browser()
    ids = [sends(rig.host, f"web:{n:022d}", name=f"Client{n}", visit="" if n == 3 else "Mon") for n in range(4)]
    sends(rig.host, f"web:{9:022d}", name="", visit="")

    def names(query: str) -> list[str]:
        return sorted(set(re.findall(r"Client\d|No name", manager.get(f"/staff?{query}").text)))

    assert names("") == ["Client0", "Client1", "Client2", "Client3", "No name"]
    assert names("show=unmatched") == ["No name"]
    post(manager, "/staff", f"/staff/summary/{ids[0]}/handled", handled="yes")
    assert names("show=handled") == ["Client0"] and "Client0" not in names("show=open")
    manager.get(f"/staff/summary/{ids[1]}")
    assert "Client1" not in names("show=new")
    tier = kept(rig, ids[0]).disposition
    assert len(names(f"disposition={tier}")) == 5 and names("disposition=D1") == []
    assert names("since=2100-01-01") == [] and names("until=2000-01-01") == [] and len(names("since=rubbish")) == 5
    assert names(f"after={ids[1]}") == ["Client0"] and names("for=nobody") == names("") and names("for=x") == []


def test_taken_back_and_changed(rig: Rig) -> None:
    """What is gone can't be opened, says so honestly, and a new version leads with what changed."""
    manager = rig.browser()
    id = sends(rig.host, KEY)
    manager.get(f"/staff/summary/{id}")
    post(manager, "/staff", f"/staff/summary/{id}/handled", handled="yes")
    turn(rig.host, KEY, Change("pain"))
    ends(rig.host, KEY, pain="9")
    new = inbox.of_clinic(rig.host.store.db, "hill")[0].kept.id
    assert new != id and "was replaced" in manager.get(f"/staff/summary/{id}").text
    assert f"/staff/summary/{new}" in manager.get(f"/staff/summary/{id}").text
    page = manager.get(f"/staff/summary/{new}").text
    assert page.index("What changed") < page.index(W("sum_why"))
    assert "Handled by" not in page, "what is new is not done"
    turn(rig.host, KEY, Tap(("share",)))
    said = turn(rig.host, KEY, Tap(("back",)))
    assert "Manager" in said.replies[0].text or any("Manager" in reply.text for reply in said.replies)
    assert "took this summary back" in manager.get(f"/staff/summary/{new}").text
    for path in (f"/staff/summary/{new}/print", f"/staff/summary/{new}/pdf", "/staff"):
        assert "Pat Doe" not in manager.get(path).text and "took this summary back" in manager.get(path).text


def test_every_look_is_in_the_access_log_and_names_nobody(rig: Rig) -> None:
    manager = rig.browser(name="Max")
    id = sends(rig.host, KEY)
    for page in (f"summary/{id}", f"summary/{id}/print", f"summary/{id}/pdf"):
        manager.get(f"/staff/{page}")
    post(manager, f"/staff/client/{id}", f"/staff/client/{id}/export")
    found = [(entry.what, entry.of) for entry in audit.listed(rig.host.store.db, "hill")]
    assert [one for one in found if one[0] in ("view", "print", "pdf", "export")] == [
        ("export", id), ("pdf", id), ("print", id), ("view", id)]
    held = "".join(map(str, rig.host.store.db.execute("SELECT * FROM audit")))
    assert "Pat" not in held and "D7" not in held
    log = manager.get("/staff/log").text
    assert "Max (manager)" in log and id in log and "Pat" not in log
    assert id in manager.get(f"/staff/client/{id}").text
    assert id not in manager.get("/staff/log?who=staff:none").text


def test_exports_and_deletion(rig: Rig) -> None:
    manager = rig.browser()
    id, other = sends(rig.host, KEY), sends(rig.host, f"web:{'b' * 22}", name="Sam Roe")
    one = post(manager, f"/staff/client/{id}", f"/staff/client/{id}/export").json()
    assert [row["id"] for row in one["summaries"]] == [id] and "Sam Roe" not in str(one)
    everything = post(manager, "/staff/data", "/staff/data/export").json()
    assert {row["id"] for row in everything["summaries"]} == {id, other} and everything["access"]
    assert everything["staff"][0]["name"] == "Manager"
    sure = manager.get(f"/staff/client/{id}/delete")
    assert "Delete this client for good?" in sure.text and rig.host.store.load(KEY)
    done = post(manager, f"/staff/client/{id}/delete", f"/staff/client/{id}/delete")
    receipt = manager.get(done.headers["location"]).text
    assert id in receipt and "nothing about this client" in receipt and "Pat" not in receipt
    assert rig.host.store.load(KEY) is None and manager.get(f"/staff/summary/{id}").status_code == 404
    assert b"Pat Doe" not in Path(rig.host.store.db.execute("PRAGMA database_list").fetchone()[2]).read_bytes()
    assert manager.get(f"/staff/summary/{other}").status_code == 200
    assert ("delete", id) in [(entry.what, entry.of) for entry in audit.listed(rig.host.store.db, "hill")]


def test_a_chat_used_with_two_clinics_is_deleted_in_part(rig: Rig) -> None:
    manager, theirs = rig.browser(), rig.browser(clinic="dale")
    id = sends(rig.host, KEY)
    rig.host.store.db.execute("UPDATE session SET body=json_set(body, '$.clinic', 'dale')")
    member(rig.host, "dale")
    other = hands(rig.host, KEY, "dale", "Pat Doe", "Wed", ("share", "anew", "send"))
    assert "also used the chat of somebody else" in manager.get(f"/staff/client/{id}/delete").text
    post(manager, f"/staff/client/{id}", f"/staff/client/{id}/delete")
    assert rig.host.store.load(KEY) and manager.get(f"/staff/summary/{id}").status_code == 404
    assert theirs.get(f"/staff/summary/{other}").status_code == 200


def test_a_cold_and_a_doctors_ok_are_told_apart(rig: Rig) -> None:
    """Massage that waits for a doctor's OK is for this week, massage that waits for a cold to pass is not."""
    manager, desk = rig.browser(), rig.browser("reception")
    cold = sends(rig.host, KEY, name="Cora", touch="bug")
    clot = sends(rig.host, f"web:{'u' * 22}", name="Clot", history_2="clot", clot_when="new")
    assert [kept(rig, id).body("en").massage for id in (cold, clot)] == ["after_ok", "after_ok"]
    shown = {id: [browser.get(f"/staff/summary/{id}").text for browser in (desk, manager)] for id in (cold, clot)}
    assert "Book massage for a later day" in shown[cold][0] and "a doctor's OK" in unescape(shown[clot][0])
    assert "a doctor's OK" not in unescape(shown[cold][0]) and "later day" not in shown[clot][0]
    assert "Massage later" in shown[cold][1] and "Doctor first, then massage" in shown[clot][1]
    waiting = manager.get("/staff/monday").text.split('id="referrals"')[1].split("</section>")[0]
    assert "Clot" in waiting and "Cora" not in waiting
    listed = manager.get("/staff").text
    assert listed.count('class="outcome urgent"') == 1 and "Clot" in manager.get("/staff?disposition=D4").text


def test_the_page_for_the_week(rig: Rig) -> None:
    manager = rig.browser()
    assert manager.get("/staff/monday").text.count("None.") == 3
    sends(rig.host, KEY, name="", visit="")
    urgent = sends(rig.host, f"web:{'u' * 22}", name="Uma", signs_nerve="ces_numb")
    page = manager.get("/staff/monday").text
    assert "Uma" in page.split('id="referrals"')[1].split("</section>")[0]
    assert "No name" in page.split('id="unmatched"')[1] and "have no valid signature" in page
    post(manager, "/staff", f"/staff/summary/{urgent}/handled", handled="yes")
    assert "Uma" not in manager.get("/staff/monday").text.split('id="referrals"')[1].split("</section>")[0]
    assert opened.undeliverable(rig.host.store.db) == 0
    db = rig.host.store.db
    for clinic, url in (("hill", "https://in.hill.example/x?token=1"), ("dale", "https://in.dale.example/")):
        hooks.failed(db, hooks.endpoint(db, clinic, url), "500", 1e9)
        named = replace(rig.host.house.clinics[clinic], hooks=(Hook(url, ("summary.sent",)),))
        rig.host.house = replace(rig.host.house, clinics={**rig.host.house.clinics, clinic: named})
    page = manager.get("/staff/monday").text
    assert "in.hill.example" in page and "token=1" not in page and "in.dale" not in page
