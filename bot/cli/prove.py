"""`si-screen prove`: walk every conversation and prove what must hold."""

from bot.cli.shared import PROFILES, Arguments, Commands
from dialogs.prove import milder, prove
from knowledge.build import knowledge


def add(commands: Commands) -> None:
    commands.add_parser("prove", help="walk every conversation and prove what must hold").set_defaults(run=run)


def run(_: Arguments) -> int:
    """Every property in both profiles, with what was covered; 1 if one fails."""
    failed = False
    for profile in PROFILES:
        proof = prove(knowledge(profile))
        walked = proof.walked
        print(f"{profile}: {walked.conversations:.3g} conversations of {walked.shortest} to {walked.longest} screens, "
              f"merged into {walked.places} places; {proof.rules} rules, {proof.places} places in all")
        for name, examples in proof.holds:
            print(f"  {'FAILS' if examples else 'holds'}: {name}")
            for example in examples[:20]:
                print(f"    {example}")
        failed = failed or bool(proof.counterexamples())
    for example in milder(knowledge("calibrated"), knowledge("strict")):
        print(f"  FAILS: strict is never milder than calibrated: {example}")
        failed = True
    print("some property fails" if failed else "every property holds, and strict is never milder than calibrated")
    return 1 if failed else 0
