"""One process: the web chat on a printed address, Telegram beside it if a token is set."""

import asyncio
import contextlib
import gc
import logging
import signal
import socket
import sys
import time
from collections.abc import Iterator
from datetime import UTC, datetime

import uvicorn

from bot.clinic.files import house
from bot.hooks.channel import running as webhooks
from bot.host import Host
from bot.records import chats, hooks, pauses
from bot.records.opened import undeliverable
from bot.records.store import Store
from bot.settings import Settings, SettingsError
from bot.telegram import channel
from bot.telegram.safety import alert
from bot.web.app import app
from dialogs.hear.answers import ready
from dialogs.session import Session
from knowledge.lexicon import languages, lexicon
from knowledge.signed import demand

LOG = logging.getLogger(__name__)
HOUR = 3600.0
WIPE = 5.0  # seconds between two tries to empty the log of the database
AGAIN = 60.0  # seconds to the next try where nothing could be deleted
SETTLED = 3  # seconds after the start: whoever waited for it comes first


class Web(uvicorn.Server):
    """uvicorn raises a caught signal again when it is done, which would end the process
    before the other channels have stopped; so the signals are ours."""

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield

    def leave(self) -> None:
        self.should_exit = True


async def serve(settings: Settings) -> None:
    """Run until stopped by a signal. Raises SettingsError, KnowledgeError."""
    logging.basicConfig(level=logging.WARNING, format="%(asctime)s %(name)s %(levelname)s %(message)s")
    if "clinics" in settings.model_fields_set and not settings.clinics.is_dir():
        raise SettingsError(f"SI_SCREEN_CLINICS is wrong: there is no folder {settings.clinics}")
    own = house(settings.clinics, settings.own())
    if settings.require_signed:
        demand(own.knowledge["calibrated"], datetime.now(UTC).date())
    listening = bound(settings)
    store = opened(settings)
    host = Host(own, store, alert=alert(settings.safety_chat), require_signed=settings.require_signed)
    host.https = settings.address.startswith("https://")
    server = Web(uvicorn.Config(
        app(host), log_level="warning", access_log=False, timeout_graceful_shutdown=5,
    ))
    for name in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(name, server.leave)
    where, port = listening.getsockname()[:2]
    sys.stdout.write(f"SI Screen listens at http://{where}:{port} (Ctrl-C stops it)\n")
    running = await channel.start(host, settings) if settings.bot_token else None
    sys.stdout.write("Telegram: polling.\n" if running else "Telegram: off. Set BOT_TOKEN to turn it on.\n")
    for line in warnings(host):
        sys.stdout.write(f"{line}\n")
    sys.stdout.flush()
    cleaning, warming = asyncio.create_task(clean(host)), asyncio.create_task(warm())
    try:
        async with webhooks(host, settings.webhook_local):
            await server.serve(sockets=[listening])
    finally:
        cleaning.cancel()
        warming.cancel()
        await asyncio.gather(cleaning, warming, return_exceptions=True)
        try:
            if running:
                await channel.stop(running)
        finally:
            store.close()


async def warm() -> None:
    """Nobody who types first waits for the words to be read (0.4 s a language). What is there for good is then left
    out of the search for garbage, which would halt a message for 0.1 s now and then."""
    await asyncio.sleep(SETTLED)
    for lang in languages():
        await asyncio.to_thread(lexicon, lang)
        await asyncio.to_thread(ready, lang)
    gc.collect()
    gc.freeze()


def warnings(host: Host) -> list[str]:
    """What the operator should know at the start, a line each."""
    found = []
    nobody = [f"clinic {clinic.id}" if clinic.id else "chats without a clinic"
              for clinic in host.house.clinics.values() if not clinic.safety_name]
    if nobody:
        found.append(f"Warning: nobody is named who gets reports of problems from {', '.join(nobody)}. "
                     "Set SI_SCREEN_SAFETY_NAME and SI_SCREEN_SAFETY_CONTACT.")
    paused = [pause.clinic or "everywhere" for pause in pauses.listed(host.store.db) if pause.until is None]
    if paused:
        found.append(f"Warning: advice is paused: {', '.join(paused)}. To go on: si-screen pause --resume")
    found += [f"Warning: webhooks of clinic {one.clinic} do not get through ({one.came}). "
              f"Why: si-screen webhook test --clinic {one.clinic}" for clinic in host.house.clinics.values()
              for one in hooks.troubled(host.store.db, clinic)]
    stuck = undeliverable(host.store.db)
    if stuck:
        found.append(f"Warning: {stuck} summaries could not be delivered. Which: si-screen therapist list")
    lost = [one.id for one in host.house.clinics.values()
            if one.mode == "intake" and not host.receivers(Session(id="", clinic=one.id))]
    if lost:
        found.append(f"Warning: nobody gets the answers of clients of {', '.join(lost)}, which only take answers in. "
                     "Add somebody: si-screen staff add, or si-screen therapist invite")
    strangers = host.strangers()
    if strangers:
        found.append(f"Warning: {strangers} chats are kept for good, since {chats.STRANGE}.")
    own = [f"{one.id} (signed by {one.own.signed_by})" for one in host.house.clinics.values() if one.own]
    if own:
        found.append(f"Warning: clinics with questions and rules of their own: {', '.join(own)}. "
                     "Changing rules may change who answers for the whole product.")
    return found


def bound(settings: Settings) -> socket.socket:
    """The listening socket, bound before anything else is started."""
    wanted = [settings.port] if settings.port is not None else [8080, 0]
    for port in wanted:
        family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
        # With the protocol named, asyncio turns TCP_NODELAY on; else each reply waits 40 ms.
        found = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
        found.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            found.bind((settings.host, port))
            found.listen(2048)  # whoever reads the printed address can connect at once
        except OSError as fault:
            found.close()
            why = fault.strerror
        else:
            return found
    raise SettingsError(f"SI_SCREEN_PORT {wanted[-1]} on {settings.host} can't be used: {why}")


def opened(settings: Settings) -> Store:
    try:
        return Store(settings.data / "si-screen.db")
    except Exception as fault:
        raise SettingsError(f"SI_SCREEN_DATA {settings.data} can't be used: {fault}") from None


async def clean(host: Host) -> None:
    """Forget, once an hour, the chats that nobody has touched for their clinic's time. What is deleted goes from the
    log of the database as soon as nobody else reads that. No fault ends it."""
    next_time = 0.0
    while True:
        try:
            if time.monotonic() >= next_time:
                count = host.expire(time.time())
                next_time = time.monotonic() + HOUR
                if count:
                    LOG.warning("retention: %d chats were past their time and were deleted", count)
            host.store.wipe()
        except Exception as fault:  # a locked or full disk passes
            LOG.error("retention can't go on (%s), next try in %d s", type(fault).__name__, AGAIN)
            await asyncio.sleep(AGAIN)
        await asyncio.sleep(WIPE)
