"""The command as it is typed: exit codes, one clear line for wrong settings, the machine interface."""

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent


def run(*arguments: str, stdin: str = "", **env: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "bot.cli", *arguments], input=stdin, capture_output=True, text=True,
        cwd=ROOT, env={"PATH": "/usr/bin:/bin", "PYTHONPATH": str(ROOT), **env}, timeout=60, check=False,
    )


@pytest.mark.parametrize(("env", "says"), [
    ({"SI_SCREEN_PORT": "99999"}, "SI_SCREEN_PORT"),
    ({"SI_SCREEN_PROFILE": "lenient"}, "SI_SCREEN_PROFILE"),
    ({"BOT_TOKEN": "not a token"}, "BOT_TOKEN"),
    ({"SI_SCREEN_COUNTRY": "USA"}, "SI_SCREEN_COUNTRY"),
    ({"SI_SCREEN_COUNTRY": "UK"}, "did you mean GB?"),
    ({"SI_SCREEN_DAYS": "none"}, "SI_SCREEN_DAYS"),
])
def test_a_wrong_setting_is_one_line_and_exit_2(env: dict[str, str], says: str) -> None:
    done = run("chat", "--json", **env)
    assert done.returncode == 2
    assert done.stderr.count("\n") == 1 and says in done.stderr
    assert "not a token" not in done.stderr


@pytest.mark.parametrize("arguments", [("chat", "--now", "tomorrow"), ("chat", "--clinic", "nowhere"), ("dance",)])
def test_wrong_arguments_exit_2(arguments: tuple[str, ...]) -> None:
    assert run(*arguments).returncode == 2


def test_one_json_line_in_one_out_and_the_session_is_kept(tmp_path: Path) -> None:
    file = tmp_path / "chat.json"
    first = run("chat", "--json", "--session", str(file), "--country", "US", "--now", "2026-01-15T22:30:00+00:00",
                stdin='{"open": {}}\nnot json\n[1]\n{"dance": 1}\n{"tap": "agree"}\n')
    lines = [json.loads(line) for line in first.stdout.splitlines()]
    assert [("error" in line) for line in lines] == [False, True, True, True, False]
    assert lines[-1]["question"]["id"] == "signs_nerve"
    second = run("chat", "--json", "--session", str(file), stdin='{"tap": ["ces_numb"]}\n')
    found = json.loads(second.stdout)
    assert found["outcome"]["disposition"] == "D1" and found["outcome"]["kind"] == "department"
    assert found["replies"][0]["text"].startswith("Go to an emergency department now.")
    assert found["outcome"]["because"] == [{
        "question": "ces_numb", "option": "yes", "said": "My bottom or private parts are numb, or wiping feels odd"}]


def test_the_opening_of_a_line_is_taken_whole_beside_that_of_the_command(tmp_path: Path) -> None:
    file = tmp_path / "chat.json"
    run("chat", "--json", "--session", str(file), "--country", "US", "--lang", "es",
        stdin='{"open": {"ref": "visit-7", "lang": "de"}}\n')
    kept = json.loads(file.read_text())
    assert (kept["ref"], kept["lang"], kept["country"]) == ("visit-7", "de", "US")


def test_a_file_that_is_no_session_is_refused_and_left_alone(tmp_path: Path) -> None:
    file = tmp_path / "chat.json"
    file.write_text("{}?")
    done = run("chat", "--json", "--session", str(file), stdin='{"open": {}}\n')
    assert done.returncode == 2 and file.read_text() == "{}?"


def test_questions_as_json() -> None:
    found = json.loads(run("questions", "--json").stdout)
    ids = {row["id"] for row in found["questions"]}
    assert {"consent", "signs_nerve", "spot", "review"} <= ids


def test_check_counts_every_row() -> None:
    done = run("check", "--quick")
    assert done.returncode == 0
    assert re.search(r"^RF: (\d+) of \1 rows in use", done.stdout, re.MULTILINE)
    assert done.stdout.count(" 0 unaccounted") == 4
