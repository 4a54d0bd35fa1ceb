"""The examples, each by its one command: a clinic's site with the chat on it, and a receiver that gets the summary."""

import json
import re
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, expect

from dialogs.summary import Summary
from tests.patience import caller
from tests.test_pause import finished
from tests.test_web import opened, tapped

pytest_plugins = ["tests.browser.fixtures"]
ROOT = Path(__file__).parent.parent


class Example:
    """A command as a person starts it, and what it has printed so far."""

    def __init__(self, process: "subprocess.Popen[str]") -> None:
        self.process, self.lines = process, list[str]()
        threading.Thread(target=self.read, daemon=True).start()

    def read(self) -> None:
        assert self.process.stdout
        for line in self.process.stdout:
            self.lines.append(line)

    def until(self, says: str) -> str:
        """All that was printed, once this is there."""
        for _ in range(1200):
            if re.search(says, "".join(self.lines)):
                return "".join(self.lines)
            assert self.process.poll() is None, self.lines
            time.sleep(0.05)
        raise AssertionError(self.lines)


@contextmanager
def example(name: str, *more: str) -> Iterator[Example]:
    with subprocess.Popen([sys.executable, f"examples/{name}/run.py", "--port", "0", "--chat-port", "0", *more],
                          cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True) as process:
        found = Example(process)
        try:
            found.until("Ctrl-C stops both")
            yield found
        finally:
            process.terminate()  # not an interrupt: where tests run in the background, that one is ignored
            process.wait(15)


def test_a_summary_comes_to_the_receiver_and_goes_when_it_is_taken_back(tmp_path: Path) -> None:
    folder = tmp_path / "received"
    with example("webhook-receiver", "--folder", str(folder)) as running:
        printed = running.until("It works")
        assert forged(re.findall(r"http://\S+/si-screen", printed)[0]) == [401, 401, 401, 401, 401, 413]
        chat = re.findall(r"(http://\S+)/\?clinic=hillside", printed)[0]
        with caller(chat) as http:
            at = opened(http, clinic="hillside")
            id = at["chat"]
            at = finished(http, {**tapped(http, id, "agree", at, "agree"), "chat": id})
            card = tapped(http, id, "send", tapped(http, id, "share", at, "share"), "send")
            for n in range(9):
                if "skip" not in [choice["id"] for choice in card["replies"][-1]["choices"]]:
                    break
                card = tapped(http, id, f"skip-{n}", card, "skip")
            running.until(r"screening.finished [0-9a-f]{16}\n")
            sent = re.findall(r"summary.sent (\w{16})\n", running.until(r"summary.sent \w+\n"))
            [file] = folder.iterdir()
            assert [file.stem] == sent and file.stat().st_mode & 0o077 == 0
            summary = Summary.model_validate(json.loads(file.read_text(encoding="utf-8")))
            assert summary.disposition == at["outcome"]["disposition"]
            tapped(http, id, "back", tapped(http, id, "again", card, "share"), "back")
            running.until(f"summary.withdrawn {file.stem}\n")
            assert not list(folder.iterdir()) and len(running.lines) < 12


def forged(url: str) -> list[int]:
    """What the receiver answers to what is not from SI Screen."""
    event = b'{"type":"summary.sent","timestamp":"2026-11-23T01:06:01.120Z","data":{"id":"0123456789abcdef"}}'
    marks = {"webhook-id": "msg_1", "webhook-timestamp": str(int(time.time()))}
    tries = [{}, *({**marks, "webhook-signature": one} for one in ("v1,", "v1,AAAA", "nonsense", "v2,AAAA v1,!!"))]
    with caller() as http:
        found = [http.post(url, content=event, headers=headers).status_code for headers in tries]
        return [*found, http.post(url, content=b"x" * 30_000).status_code]


def test_the_site_shows_the_chat_both_ways(browser: Browser) -> None:
    with example("clinic-site") as running, browser.new_context(viewport={"width": 390, "height": 800}) as context:
        site = re.findall(r"site: (http://\S+)", running.until("site: "))[0]
        page = context.new_page()
        page.goto(site)
        page.get_by_role("button", name="Questions before your massage").click()
        chat = page.frame_locator("iframe")
        expect(chat.locator("#log")).to_contain_text("Hillside Massage")
        chat.locator("#answer button").first.click()
        expect(chat.locator("#progress")).not_to_be_empty()
        page.goto(f"{site}/visit.html")
        expect(page.frame_locator("iframe").locator("#answer fieldset")).to_be_visible()  # it goes on where it was
        assert context.cookies() == []
        page.goto(site)
        with page.expect_navigation():
            page.get_by_role("link", name="Questions before your massage").click()
        expect(page.locator("#answer fieldset")).to_be_visible()
