"""What both examples need: SI Screen on this computer, with one clinic, in a folder that is gone afterwards."""

import os
import re
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).parent.parent


class Screen:
    """`address` once it runs; `command` is `si-screen` with the same settings."""

    def __init__(self, folder: Path, port: str) -> None:
        self.folder, self.address = folder, ""
        self.settings = {
            "SI_SCREEN_DATA": str(folder), "SI_SCREEN_CLINICS": str(folder / "clinics"), "SI_SCREEN_PORT": port,
            "SI_SCREEN_WEBHOOK_LOCAL": "1",  # only for a trial: events may go to this very computer
        }
        inherited = {name: value for name, value in os.environ.items() if not name.startswith("SI_SCREEN_")}
        self.environment = {**inherited, **self.settings, "PYTHONPATH": str(ROOT), "BOT_TOKEN": ""}

    def command(self, *arguments: str) -> str:
        """What it prints. Ends this program if the command says no."""
        done = subprocess.run([sys.executable, "-m", "bot.cli", *arguments], env=self.environment, cwd=ROOT,
                              stdout=subprocess.PIPE, text=True)
        if done.returncode:
            sys.exit(done.stdout + f"si-screen {arguments[0]} did not work; see above.")
        return done.stdout


@contextmanager
def running(clinic: str, port: str = "") -> Iterator[Screen]:
    """SI Screen with this clinic file, until left. What clients answered is deleted then."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit())  # so that nothing is left behind
    with tempfile.TemporaryDirectory(prefix="si-screen-example-") as name:
        screen = Screen(Path(name), port)
        (screen.folder / "clinics").mkdir()
        (screen.folder / "clinics" / "hillside.yaml").write_text(clinic, encoding="utf-8")
        with subprocess.Popen([sys.executable, "-m", "bot.cli", "serve"], env=screen.environment, cwd=ROOT,
                              stdout=subprocess.PIPE, text=True) as process:
            try:
                found = re.search(r"http://\S+", process.stdout.readline() if process.stdout else "")
                if not found:
                    sys.exit("SI Screen did not start; see above. Is everything set up? make setup")
                screen.address = found[0]
                yield screen
            finally:
                process.terminate()
