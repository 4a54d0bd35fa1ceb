"""Every client through a channel, and what is judged of it."""

from collections.abc import Callable

from dialogs.house import House
from dialogs.simulate.chat import Channel, Core, Run, run
from dialogs.simulate.clients import Client, changed_labels
from dialogs.simulate.personas import PERSONAS
from dialogs.simulate.report import Report


def played(found: list[Client], name: str, begin: Callable[[], Channel], house: House, seed: int) -> list[Run]:
    """One persona, a new chat for each client."""
    knowledge = house.knowledge["calibrated"]  # only for what is asked, which both profiles share
    return [run(client, name, PERSONAS[name], begin(), knowledge, seed) for client in found]


def judged(
    found: list[Client], house: House, names: list[str],
    channel: str = "core", begin: Callable[[], Channel] | None = None, seed: int = 1,
) -> Report:
    """The plain chats and those of the personas `names`, all compared with plain ones through
    the core. Raises KnowledgeError."""
    core = played(found, "plain", lambda: Core(house), house, seed)
    plain = played(found, "plain", begin, house, seed) if begin else core
    begin = begin or (lambda: Core(house))
    others = {name: played(found, name, begin, house, seed) for name in names if name != "plain"}
    labelled = [client for client in found if client.label]
    return Report(
        channel, seed, house.knowledge, plain, {one.client.id: one for one in core}, others,
        changed_labels(labelled) if labelled else [],
    )
