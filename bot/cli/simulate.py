"""`si-screen simulate`: clients with a known truth go through the real chat; a report comes out."""

import json
from pathlib import Path

from bot.cli.shared import PROFILES, Arguments, Commands
from bot.clinic.files import house
from bot.settings import SettingsError
from bot.simulated.channels import CHANNELS, channel
from dialogs.house import Clinic
from dialogs.simulate.clients import GROUPS, clients
from dialogs.simulate.personas import PERSONAS
from dialogs.simulate.report import as_data, lines
from dialogs.simulate.runs import judged, played
from dialogs.simulate.transcript import transcript


def add(commands: Commands) -> None:
    simulate = commands.add_parser("simulate", help="clients with a known truth go through the chat; a report")
    simulate.add_argument("--clients", choices=[*GROUPS, "all"], default="all", help="which stories (all)")
    simulate.add_argument("--persona", choices=[*PERSONAS, "all"], default="all",
                          help="how the truth is told (all); plain is always there, to compare with")
    simulate.add_argument("--channel", choices=CHANNELS, default="core", help="through what (core)")
    simulate.add_argument("--profile", choices=PROFILES, help="one for all; without it by country, as it is served")
    simulate.add_argument("--seed", type=int, default=1, help="another one, other ways of telling (1)")
    simulate.add_argument("--list", action="store_true", help="only name the clients")
    simulate.add_argument("--json", action="store_true", help="the report for programs")
    simulate.add_argument("--transcript", metavar="ID", help="only the chat of one client, in full")
    simulate.set_defaults(run=run)


def run(arguments: Arguments) -> int:
    """Print the report; 1 if a threshold is missed or a persona ends where it must not."""
    own = house(Path("no-clinics"), Clinic(profile=arguments.profile))
    found = [
        client for group in GROUPS if arguments.clients in (group, "all")
        for client in clients(group, own.knowledge["calibrated"])
    ]
    if arguments.list:
        for client in found:
            print(f"{client.id}  {client.label or client.expect:20} {client.about}")
        return 0
    with channel(arguments.channel, own) as begin:
        if arguments.transcript:
            chosen = [client for client in found if client.id == arguments.transcript]
            if not chosen:
                raise SettingsError(f"--transcript is wrong: there is no client '{arguments.transcript}'; see --list")
            name = "plain" if arguments.persona == "all" else arguments.persona
            print("\n".join(transcript(played(chosen, name, begin, own, arguments.seed)[0])))
            return 0
        names = list(PERSONAS) if arguments.persona == "all" else [arguments.persona]
        report = judged(found, own, names, arguments.channel, None if arguments.channel == "core" else begin,
                        arguments.seed)
    if arguments.json:
        print(json.dumps(as_data(report), indent=1, ensure_ascii=False))
    else:
        print("\n".join(lines(report)))
    return 0 if report.holds() else 1
