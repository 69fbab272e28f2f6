"""`make accuracy`: facts, kinds and boundaries, recall and false deductions, on all papers whose answers are known.

Five parts: generated case files as read (made into the user's cache folder when they are missing), the faults planted in
them, the answer-keyed case files beside the repository, published decisions, and generated pages with damage. All go
through the public command line; recognised pages are kept in the user's cache folder, so that a second call recognises
nothing again.
"""

from __future__ import annotations

import argparse
import hashlib
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

from . import damage, planted, real
from .compare import Score
from .reading import (
    anjuan,
    cache_home,
    forms,
    keys_in,
    page_cache,
    readings,
    report,
    scores_of,
    totals,
    worst,
)
from .reading import shown as shown_reading
from .table import Row, most, show

SHARED = Path(__file__).resolve().parents[2] / "shared"
CASES, KEYS, REGISTERS, TOOL = (
    SHARED / "data" / "cases",
    SHARED / "data" / "keys",
    SHARED / "data" / "registers",
    SHARED / "tools" / "score_cases.py",
)
GENERATOR = Path(__file__).parent / "casefiles"
PLANTED_PROFILE = "jiangmen"  # general and the items of the overlay
DAMAGED = 12  # case files whose pages are damaged
WRONG_BARS = {"electronic": 3.0, "scanned": 8.0}  # wrong values in a hundred that are said
PARTS = ("generated", "planted", "shared", "real", "damage")


def generated_set() -> Path:
    """The full generated set; made again when the generator changed."""
    sources = sorted(GENERATOR.rglob("*.py"))
    digest = hashlib.sha256(b"".join(file.read_bytes() for file in sources)).hexdigest()[:12]
    folder = cache_home() / f"casefiles-{digest}"
    if not (folder / "made").is_file():
        print(f"making the generated case files into {folder}", file=sys.stderr)
        shutil.rmtree(folder, ignore_errors=True)
        made = subprocess.run(
            [sys.executable, "-m", "benchmarks.casefiles", "--out", str(folder)], stdout=sys.stderr
        )
        made.check_returncode()
        (folder / "made").touch()
    return folder


def generated(*, verbose: bool) -> bool:
    """The generated set against its bars."""
    folder = generated_set()
    print(f"\n== generated case files ==\n{folder}")
    return shown_reading(scores_of(keys_in(folder / "keys"), readings(folder / "cases")), verbose=verbose)


# ---- the case files beside the repository -------------------------------------------------


def evaluated(review: Path, profile: str) -> Path | None:
    """Evaluate all case files into `review` and export; the exported lines, or None when the call was wrong."""
    kept = page_cache()
    if kept.is_dir():
        shutil.copytree(kept, review / "cache")
    code = anjuan("evaluate", CASES, "--review", review, "--profile", profile, "--registers", REGISTERS)
    if code not in (0, 1) or anjuan("export", "--review", review, "--format", "jsonl"):
        return None
    shutil.copytree(review / "cache", kept, dirs_exist_ok=True)
    return review / "out" / "evaluations.jsonl"


def wrong_bars(scores: Sequence[Score]) -> Iterator[Row]:
    """Wrong values in a hundred that are said."""
    for form, own in forms(scores):
        right, wrong, _ = totals(own)
        value = 100 * wrong / ((right + wrong) or 1)
        yield most(f"{form}: wrong in 100 said ({wrong}/{right + wrong})", value, WRONG_BARS[form])


def keyed(call: argparse.Namespace, folder: Path) -> bool:
    """The shared case files: what was read, then what was deducted, by the tool that lies beside them."""
    print("\n== answer-keyed case files ==")
    lines = evaluated(call.review or folder / "review", call.profile)
    if lines is None:
        return False
    only = [name.strip() for name in (call.only or "").split(",") if name.strip()]
    scores = scores_of(
        keys_in(KEYS, only), readings(CASES)
    )  # read, whether or not there is a table to score by
    for form, own in forms(scores):
        print(f"\n{form}: {len(own)} case files")
        report(own)
        worst(own)
    held = show(list(wrong_bars(scores)))
    scoring = [sys.executable, str(TOOL), str(lines), "--verbose"]
    if only:
        (folder / "only.txt").write_text(",".join(only), encoding="utf-8")
        scoring += ["--only", str(folder / "only.txt")]
    sys.stdout.flush()
    return subprocess.run(scoring).returncode == 0 and held


def main() -> int:
    """Run the parts; 0 when all bars are reached, 1 when not, 2 when the papers are not there."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.accuracy", description=__doc__)
    parser.add_argument("--part", choices=PARTS, action="append", help="only this part; may be repeated")
    parser.add_argument("--profile", default="general", help="scoring profile (general)")
    parser.add_argument("--only", help="ids of the shared case files to score, with commas")
    parser.add_argument(
        "--review", type=Path, help="keep the review of the shared case files in this new folder"
    )
    parser.add_argument("--verbose", action="store_true", help="name each generated value that is amiss")
    call = parser.parse_args()
    parts = call.part or PARTS
    if {"shared", "real"} & set(parts) and not (CASES.is_dir() and TOOL.is_file()):
        print(f"no answer-keyed case files: {SHARED} is missing", file=sys.stderr)
        return 2
    held = [generated(verbose=call.verbose)] if "generated" in parts else []
    if "planted" in parts:
        print("\n== planted faults ==")
        held.append(planted.measured(generated_set(), PLANTED_PROFILE, verbose=call.verbose))
    with tempfile.TemporaryDirectory(prefix="anjuan-accuracy-") as name:
        if "shared" in parts:
            held.append(keyed(call, Path(name)))
    if "real" in parts:
        print("\n== published decisions ==")
        held.append(real.main() == 0)
    if "damage" in parts:
        print("\n== damaged pages ==")
        held.append(damage.run(generated_set(), DAMAGED))
    return 0 if all(held) else 1


if __name__ == "__main__":
    sys.exit(main())
