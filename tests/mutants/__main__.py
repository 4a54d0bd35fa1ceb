"""`python -m tests.mutants`: plant every fault; 1 if one survives, 2 if the shipped content fails already.

With --write the counts also go into docs/mutants.md."""

import sys
import time

from knowledge.load import version
from tests.mutants.killers import Killers
from tests.mutants.run import every, faults, report, shipped
from tools.docs import ROOT, filled

DOCUMENT = ROOT / "docs" / "mutants.md"


def main(write: bool) -> int:
    begun = time.monotonic()
    killers = Killers(shipped())
    broken = killers.of_shipped()
    if broken:
        print(f"nothing was planted: the shipped content fails already ({broken}); mend that first")
        return 2
    table, lines, code = report(every(faults(), killers))
    print("\n".join([table, *lines]))
    print(f"content {version()}, {time.monotonic() - begun:.0f} s")
    if write:
        told = f"Content {version()}.\n\n{table}"
        DOCUMENT.write_text(filled(DOCUMENT, counts=told), encoding="utf-8")
    return code


if __name__ == "__main__":
    sys.exit(main("--write" in sys.argv[1:]))
