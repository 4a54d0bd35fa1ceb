"""`python -m tests.mutants`: plant every fault; 1 if one survives, 2 if the shipped content fails already."""

import sys
import time

from tests.mutants.killers import Killers
from tests.mutants.run import every, faults, report, shipped


def main() -> int:
    begun = time.monotonic()
    killers = Killers(shipped())
    broken = killers.of_shipped()
    if broken:
        print(f"nothing was planted: the shipped content fails already ({broken}); mend that first")
        return 2
    found = faults()
    lines, code = report(every(found, killers))
    print("\n".join(lines))
    print(f"{len(found)} faults in {time.monotonic() - begun:.0f} s")
    return code


if __name__ == "__main__":
    sys.exit(main())
