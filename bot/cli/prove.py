"""`si-screen prove`: walk every conversation and prove what must hold."""

import json
import time
from datetime import UTC, datetime
from pathlib import Path

from bot.cli.shared import PROFILES, Arguments, Commands
from dialogs.proof.certificate import certificate
from dialogs.proof.prove import Proof, milder, prove
from knowledge.build import knowledge
from knowledge.models import Knowledge


def add(commands: Commands) -> None:
    prove = commands.add_parser("prove", help="walk every conversation and prove what must hold")
    prove.add_argument("--certificate", type=Path, metavar="FILE",
                       help="also write a certificate that tools/verify.py can check alone")
    prove.set_defaults(run=run)


def run(arguments: Arguments) -> int:
    """Every property in both profiles, with what was covered; 1 if one fails."""
    proofs: dict[str, tuple[Knowledge, Proof, float]] = {}
    failed = False
    for profile in PROFILES:
        started = time.perf_counter()
        k = knowledge(profile)
        proofs[profile] = k, prove(k), time.perf_counter() - started
        report(profile, *proofs[profile][1:])
        failed = failed or bool(proofs[profile][1].counterexamples())
    for example in milder(knowledge("calibrated"), knowledge("strict")):
        print(f"  FAILS: strict is never milder than calibrated: {example}")
        failed = True
    print("some property fails" if failed else "every property holds, and strict is never milder than calibrated")
    if arguments.certificate and not failed:
        found = certificate(proofs, datetime.now(UTC))
        arguments.certificate.write_text(json.dumps(found, ensure_ascii=False, separators=(",", ":")) + "\n", "utf-8")
        print(f"{arguments.certificate}: content {found['hash'][:16]}..., "
              f"{sum(p['counts']['places'] for p in found['profiles'].values())} places")
    return 1 if failed else 0


def report(profile: str, proof: Proof, seconds: float) -> None:
    walked = proof.walked
    print(f"{profile}: {walked.conversations:.3g} conversations of {walked.shortest} to {walked.longest} screens, "
          f"merged into {walked.places} places; {proof.rules} rules, {proof.places} places in all; {seconds:.1f} s")
    for name, examples in proof.holds:
        print(f"  {'FAILS' if examples else 'holds'}: {name}")
        for example in examples[:20]:
            print(f"    {example}")
