"""Command line: make the case files and their keys, or check what was made."""

import argparse
import shutil
import sys
import tempfile
from pathlib import Path

from benchmarks.casefiles import check, faults, make, registers
from benchmarks.casefiles.plan import plans


def main() -> int:
    """Run; gives the exit status."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.casefiles", description=__doc__)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--electronic", type=int, default=160)
    parser.add_argument("--scanned", type=int, default=40)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--only", nargs="*", default=[])
    parser.add_argument(
        "--check", action="store_true", help="check the files in --out instead of making them"
    )
    parser.add_argument(
        "--list", action="store_true", help="only write registers and name the faults of each file"
    )
    call = parser.parse_args()
    if call.check:
        return check.run(call.out)
    every = plans(call.electronic, call.scanned, call.seed)
    turns = faults.schedule(every)
    chosen = [plan for plan in every if not call.only or plan.id in call.only]
    registers.write([make.story(plan, turns.get(plan.id, ())) for plan in every], call.out / "registers")
    if call.list:
        for plan in chosen:
            print(plan.id, plan.kind, plan.sector, *turns.get(plan.id, ("clean",)))
        return 0
    (call.out / "cases").mkdir(parents=True, exist_ok=True)
    work = Path(tempfile.mkdtemp(prefix="casefiles-"))
    try:
        for plan in chosen:
            make.make(plan, turns.get(plan.id, ()), call.out, work)
            print(plan.id, plan.kind, plan.style.name, plan.form, plan.packing, flush=True)
    finally:
        shutil.rmtree(work)
    return 0


if __name__ == "__main__":
    sys.exit(main())
