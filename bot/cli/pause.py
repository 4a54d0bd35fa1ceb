"""`si-screen pause`: every chat says where to turn and gives no advice, until it is resumed."""

import contextlib
import time

from bot.cli.shared import Arguments, Commands, kept, known, minute
from bot.records import pauses
from bot.records.pauses import Pause
from bot.settings import settings

EARLIER = 10  # pauses that are over and are still listed


def add(commands: Commands) -> None:
    pause = commands.add_parser("pause", help="stop giving advice, everywhere or for one clinic, and go on again")
    what = pause.add_mutually_exclusive_group()
    what.add_argument("--resume", action="store_true", help="go on giving advice")
    what.add_argument("--status", action="store_true", help="what is paused, since when and why")
    pause.add_argument("--clinic", default="", metavar="ID", help="only the chats of this clinic")
    pause.add_argument("--reason", default="", help="why; for your record, clients do not see it")
    pause.set_defaults(run=run)


def run(arguments: Arguments) -> int:
    """0 done, also if it was so before. Raises SettingsError, KnowledgeError."""
    found, clinic, now = settings(), arguments.clinic, time.time()
    with contextlib.closing(kept(found)) as store:
        if arguments.status:
            print(status(pauses.listed(store.db)))
        elif arguments.resume:
            done = pauses.end(store.db, clinic, now)
            print(f"Advice goes on {where(clinic)}." if done else f"There was no pause {where(clinic)}.")
            print(status([pause for pause in pauses.listed(store.db) if pause.until is None]))
        else:
            if clinic:
                known(clinic, found)
            done = pauses.begin(store.db, clinic, arguments.reason, now)
            print(f"Advice is {'paused' if done else 'paused already'} {where(clinic)}: from its next message on "
                  "each chat says whom to turn to.")
            print("The programs that share this folder need no restart. To go on: si-screen pause --resume"
                  + (f" --clinic {clinic}" if clinic else ""))
    return 0


def where(clinic: str) -> str:
    return f"for clinic {clinic}" if clinic else "everywhere"


def status(found: list[Pause]) -> str:
    """What is paused, then what was, a line each."""
    now = [f"Paused {told(pause)}" for pause in found if pause.until is None]
    over = [f"Earlier: {told(pause)}" for pause in found if pause.until is not None]
    return "\n".join([*(now or ["Nothing is paused."]), *over[:EARLIER]])


def told(pause: Pause) -> str:
    times = [minute(at)
             for at in (pause.since, pause.until) if at is not None]
    said = f"{where(pause.clinic)} since {times[0]}" + (f" until {times[1]}" if len(times) > 1 else "")
    return f"{said}: {pause.reason}" if pause.reason else said
