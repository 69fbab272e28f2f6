"""`python -m samples.maker --out DIR`: write cases, registers and the answer file."""

from __future__ import annotations

import argparse
import json
import shutil
from pathlib import Path

from .cases import sample_cases
from .expected import expected
from .pack import write_case, write_damaged
from .registers import write_registers


def main() -> None:
    """Write all samples; what an earlier run left in these places is removed first."""
    parser = argparse.ArgumentParser(prog="python -m samples.maker", description=__doc__)
    parser.add_argument(
        "--out", type=Path, default=Path("samples"), help="folder for cases/, registers/, expected.json"
    )
    parser.add_argument(
        "--only", nargs="*", default=[], help="ids of the cases to write; others stay as they are"
    )
    args = parser.parse_args()
    specs = sample_cases()
    folder = args.out / "cases"
    if not args.only:
        for part in (folder, args.out / "registers"):
            shutil.rmtree(part, ignore_errors=True)
    folder.mkdir(parents=True, exist_ok=True)
    for spec in specs:
        if not args.only or spec.id in args.only:
            write_case(spec, folder)
            print(spec.id, spec.packing, spec.authority.name, ",".join(sorted(spec.faults)) or "clean")
    if not args.only or "s18" in args.only:
        write_damaged(specs[-1], folder / "s18.pdf")
    write_registers(specs, args.out / "registers")
    answers = expected(specs) | {
        "s18": {
            "damaged": True,
            "clean": False,
            "packing": "truncated PDF",
            "faults": [],
            "open": [],
            "facts": {},
        }
    }
    text = json.dumps(answers, ensure_ascii=False, indent=1)
    (args.out / "expected.json").write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
