"""`si-screen webhook`: the secrets of the clinics' webhooks, a test of each, and what waits."""

import asyncio
import contextlib
import time
from collections.abc import Sequence

from bot.cli.shared import Arguments, Commands, clinic_of, kept, minute
from bot.clinic.files import clinics
from bot.records import hooks
from bot.records.hooks import Endpoint
from bot.records.store import Store
from bot.settings import SettingsError, settings
from dialogs.house import Clinic

ACTS = {
    "list": "every address: when it was tried, what came back, what waits",
    "secret": "the secret of an address, for the program that receives",
    "rotate": "a new secret; the old one signs too for 24 hours",
    "test": "send a signed test event, and say what came back and what to do",
}


def add(commands: Commands) -> None:
    own = commands.add_parser("webhook", help="events for the systems of a clinic")
    acts = own.add_subparsers(dest="act", required=True, metavar="ACT")
    for name, what in ACTS.items():
        act = acts.add_parser(name, help=what)
        act.add_argument("--clinic", required=name != "list", metavar="ID")
        if name != "list":
            act.add_argument("--url", default="", metavar="URL", help="only this one of the clinic's addresses")
    own.set_defaults(run=run)


def run(arguments: Arguments) -> int:
    """0 fine, 1 an address does not take events. Raises SettingsError, KnowledgeError."""
    found, now = settings(), time.time()
    known = clinics(found.clinics, found.own())
    with contextlib.closing(kept(found)) as store:
        if arguments.act == "list":
            ids = [arguments.clinic] if arguments.clinic else sorted(known)
            rows = [(id, hook.url, hook.events) for id in ids for hook in clinic_of(id, known, found.clinics).hooks]
            print("\n".join(line(store, hooks.endpoint(store.db, id, url), events) for id, url, events in rows)
                  or "No clinic file names a webhook. How: docs/webhooks.md")
            return 0
        urls = chosen(clinic_of(arguments.clinic, known, found.clinics), arguments.url)
        if arguments.act == "test":
            fine = [tested(store, arguments.clinic, url, found.webhook_local) for url in urls]
            return 0 if all(fine) else 1
        for url in urls:
            if arguments.act == "rotate":
                hooks.rotate(store.db, arguments.clinic, url, now)
            print(f"{url}\n  {hooks.endpoint(store.db, arguments.clinic, url).secret}")
        if arguments.act == "rotate":
            print(f"Give it to the receiver before {minute(now + hooks.OVERLAP)}: until then the secret before signs "
                  "too. If the old one is known to others, rotate once more, and it ends at once.")
    return 0


def chosen(clinic: Clinic, url: str) -> Sequence[str]:
    """The addresses that are meant, each once."""
    urls = list(dict.fromkeys(hook.url for hook in clinic.hooks))
    if not urls:
        raise SettingsError(f"the file of clinic '{clinic.id}' names no webhook; add `hooks` to it (docs/webhooks.md)")
    if url and url not in urls:
        raise SettingsError(f"--url is wrong: the file of clinic '{clinic.id}' has {', '.join(urls)}")
    return [url] if url else urls


def line(store: Store, one: Endpoint, events: Sequence[str]) -> str:
    """One address, with what waits and what is stuck."""
    told = [f"{one.clinic}  {one.url}  {' '.join(events)}"]
    told += [f"last try {minute(one.tried)}: {one.came}"] if one.tried else ["not tried yet"]
    counts = {state: hooks.count(store.db, one, state) for state in ("sent", "due", "dead")}
    told += [f"{counts['sent']} sent"] if counts["sent"] else []
    told += [f"{counts['due']} waiting"] if counts["due"] else []
    told += [f"{counts['dead']} given up, kept until it works"] if counts["dead"] else []
    if one.disabled is not None:
        told += [f"DISABLED {minute(one.disabled)}, to turn it on: si-screen webhook test --clinic {one.clinic}"]
    elif one.failing is not None:
        told += [f"failing since {minute(one.failing)}"]
    return "  ".join(told)


def tested(store: Store, clinic: str, url: str, local: bool) -> bool:
    """One test event, signed as any other; one that gets through turns the address on again."""
    from bot.hooks.post import posting, sent  # only here: they load the network libraries
    from bot.hooks.say import told

    to, now = hooks.endpoint(store.db, clinic, url), time.time()

    async def send() -> bool:
        async with posting(local) as post:
            came = await sent(post, to, hooks.made(clinic, "webhook.test", now))
        print(f"{url}\n  {told(came)}")
        if came.kind != "fine":
            return False
        hooks.succeeded(store.db, to, came.text, now)
        again = hooks.enable(store.db, to, now)
        if to.disabled is not None or again:
            print(f"  It is on again. {again} events that were given up are sent now, if SI Screen runs.")
        return True

    return asyncio.run(send())
