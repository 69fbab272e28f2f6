"""`python -m benchmarks.planted DIR`: faults that were planted against what the program deducts, by form.

DIR is what `python -m benchmarks.casefiles --out DIR` makes. A planted fault is found when its item has a verdict that
the key accepts (`fail` unless it says otherwise). An item that fails and is neither planted nor touched by what was
planted is a false deduction.
"""

from __future__ import annotations

import argparse
import json
import shutil
import sys
import tempfile
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from math import sqrt
from pathlib import Path
from typing import Any

from .reading import anjuan, lines_of, page_cache
from .table import Row, least, most, show

RECALL_BARS = {"electronic": 0.95, "scanned": 0.90}
FALSE_BAR, UPPER_BAR = 0.05, 0.1
NORMAL = 1.96  # two-sided 95%


@dataclass(slots=True)
class Tally:
    """Counts over the case files of one form."""

    files: int = 0
    clean: int = 0
    planted: int = 0
    found: int = 0
    false_clean: list[int] = field(default_factory=list)
    false_all: int = 0
    unsure: int = 0
    items: int = 0
    missed: Counter[str] = field(default_factory=Counter)
    wrong: Counter[str] = field(default_factory=Counter)


def evaluations(folder: Path, profile: str, only: Sequence[str]) -> dict[str, dict[str, Any]]:
    """Evaluation lines by id, made through the public command."""
    with tempfile.TemporaryDirectory(prefix="anjuan-planted-") as name:
        review, kept = Path(name) / "review", page_cache()
        if kept.is_dir():
            review.mkdir()
            (review / "cache").symlink_to(kept, target_is_directory=True)
        batch = folder / "cases"
        if only:
            batch = Path(name) / "cases"
            batch.mkdir()
            for one in (one for one in (folder / "cases").iterdir() if one.name.split(".")[0] in only):
                (shutil.copytree if one.is_dir() else shutil.copy)(one, batch / one.name)
        given: tuple[str | Path, ...] = ()
        if (folder / "registers").is_dir():
            given = ("--registers", folder / "registers")
        code = anjuan("evaluate", batch, "--review", review, "--profile", profile, *given, quiet=True)
        if code not in (0, 1):
            sys.exit(f"anjuan evaluate ended with {code}")
        anjuan("export", "--review", review, "--format", "jsonl", quiet=True)
        return {line["id"]: line for line in lines_of(review / "out" / "evaluations.jsonl")}


def tallied(
    keys: Iterable[Mapping[str, Any]], lines: Mapping[str, Mapping[str, Any]], *, verbose: bool = False
) -> dict[str, Tally]:
    """Counts by form; a keyed case file that was not scored counts as missed."""
    found: dict[str, Tally] = {}
    for key in keys:
        tally = found.setdefault(key["form"], Tally())
        _count(tally, key, lines.get(key["case"]), verbose=verbose)
    return found


def _count(tally: Tally, key: Mapping[str, Any], line: Mapping[str, Any] | None, *, verbose: bool) -> None:
    rows = {row["item"]: row for row in line["items"]} if line else {}
    tally.files += 1
    tally.items += len(rows)
    tally.unsure += sum(row["verdict"] in ("unsure", "error") for row in rows.values())
    planted = [one for one in key["must_fail"] if not rows or one["item"] in rows]
    for one in planted:
        verdict = rows.get(one["item"], {}).get("verdict", "missing")
        tally.planted += 1
        if verdict in one.get("accept", ["fail"]):
            tally.found += 1
            continue
        tally.missed[one["item"]] += 1
        if verbose:
            print(
                f"missed {key['case']} {one['item']} {verdict} {one['why']} | {_said(rows.get(one['item']))}"
            )
    allowed = {one["item"] for one in key["must_fail"]} | set(key.get("may_be_anything", ()))
    wrong = [row for row in rows.values() if row["verdict"] == "fail" and row["item"] not in allowed]
    tally.false_all += len(wrong)
    tally.wrong.update(row["item"] for row in wrong)
    if key["clean"]:
        tally.clean += 1
        tally.false_clean.append(len(wrong))
    if verbose:
        for row in wrong:
            print(f"false {key['case']} {row['item']} | {_said(row)}")


def _said(row: Mapping[str, Any] | None) -> str:
    if row is None:
        return ""
    return " / ".join(one["message"] for one in row["findings"] if one["verdict"] != "pass")[:160]


def upper(counts: Sequence[int]) -> float:
    """Upper end of the 95% interval of the mean of counts (normal; for all zero, three in the number of files)."""
    size = len(counts)
    if not size:
        return 1.0
    mean = sum(counts) / size
    if not mean:
        return 3 / size
    spread = sqrt(sum((one - mean) ** 2 for one in counts) / max(size - 1, 1))
    return mean + NORMAL * spread / sqrt(size)


def report(tallies: Mapping[str, Tally]) -> bool:
    """Print counts and bars; True when all bars are reached."""
    rows: list[Row] = []
    for form, one in sorted(tallies.items()):
        print(f"\n{form}: {one.files} case files, {one.clean} clean; unsure {one.unsure}/{one.items} items")
        print("  missed: " + (", ".join(f"{item} {n}" for item, n in one.missed.most_common()) or "none"))
        print("  false:  " + (", ".join(f"{item} {n}" for item, n in one.wrong.most_common()) or "none"))
        recall = one.found / (one.planted or 1)
        rows.append(least(f"{form}: recall ({one.found}/{one.planted})", recall, RECALL_BARS[form], digits=3))
        mean = sum(one.false_clean) / (one.clean or 1)
        name = f"{form}: false deductions a clean file ({sum(one.false_clean)}/{one.clean})"
        rows.append(most(name, mean, FALSE_BAR, digits=3))
        rows.append(most(f"{form}: upper end of its interval", upper(one.false_clean), UPPER_BAR, digits=3))
        rows.append(Row(f"{form}: false deductions in all", f"{one.false_all}"))
    return show(rows)


def measured(folder: Path, profile: str, only: Sequence[str] = (), *, verbose: bool = False) -> bool:
    """Evaluate and report; True when all bars are reached."""
    keys = [json.loads(file.read_text("utf-8")) for file in sorted((folder / "keys").glob("*.json"))]
    keys = [key for key in keys if not only or key["case"] in only]
    return report(tallied(keys, evaluations(folder, profile, only), verbose=verbose))


def main() -> int:
    """0 when all bars are reached, 1 when not."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.planted", description=__doc__)
    parser.add_argument("folder", type=Path, help="folder with cases/ and keys/")
    parser.add_argument("--profile", default="general", help="scoring profile (general)")
    parser.add_argument("--only", nargs="*", default=[], help="ids of case files")
    parser.add_argument(
        "--verbose", action="store_true", help="name each fault missed and each false deduction"
    )
    call = parser.parse_args()
    return 0 if measured(call.folder, call.profile, call.only, verbose=call.verbose) else 1


if __name__ == "__main__":
    sys.exit(main())
