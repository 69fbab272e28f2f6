"""`python -m benchmarks.reading DIR`: what is read off answer-keyed case files, electronic and scanned apart.

DIR is what `python -m benchmarks.casefiles --out DIR` makes: `cases/`, a batch, and `keys/`. The batch goes through
the public command; pages as read are kept in the user's cache folder, so that a scan is recognised once.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from .compare import SURE, Score, f1, f1_interval, score, share
from .table import Row, least, show

COMMAND = "import sys; from anjuan.faces.cli import main; sys.exit(main())"
BANDS = (0.97, 0.9, 0.85, 0.7, 0.5, 0.0)
BARS = {"electronic": (0.97, 0.97), "scanned": (0.92, 0.93)}  # F1 of facts, share of kinds
SPLIT_BAR, SURE_BAR = 0.95, 0.98
WORST = 12


def cache_home() -> Path:
    """Where measurements keep what is slow to make again."""
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "anjuan"


def page_cache() -> Path:
    """Where pages as read are kept between calls."""
    return cache_home() / "accuracy"


def anjuan(*arguments: str | Path, quiet: bool = False) -> int:
    """Run the command as a user would; its output goes where ours goes, errors always. Gives the exit code."""
    sys.stdout.flush()
    words = [sys.executable, "-c", COMMAND, *map(str, arguments)]
    return subprocess.run(words, stdout=subprocess.DEVNULL if quiet else None).returncode


def readings(batch: Path, *, each: Sequence[Path] = (), engine: str = "") -> list[dict[str, Any]]:
    """Lines of `anjuan read --json` for a batch, or for single case files of it."""
    named = ("--engine", engine) if engine else ()
    with tempfile.TemporaryDirectory(prefix="anjuan-reading-") as name:
        out = Path(name) / "read.jsonl"
        anjuan("read", *(each or [batch]), "--json", "--out", out, "--cache", page_cache(), *named)
        return lines_of(out)


def lines_of(file: Path) -> list[dict[str, Any]]:
    """All lines of a JSONL file; none where it is missing."""
    if not file.is_file():
        return []
    return [json.loads(line) for line in file.read_text("utf-8").splitlines() if line.strip()]


def keys_in(folder: Path, only: Sequence[str] = ()) -> list[dict[str, Any]]:
    """Answer keys by id."""
    keys = [json.loads(file.read_text("utf-8")) for file in sorted(folder.glob("*.json"))]
    return [key for key in keys if not only or key["case"] in only]


def scores_of(keys: Sequence[Mapping[str, Any]], lines: Sequence[Mapping[str, Any]]) -> list[Score]:
    """One comparison a key; a case file that was not read counts as read empty."""
    by_source = {line["source"].rsplit("/", 1)[-1]: line for line in lines}
    return [score(key, by_source.get(key["source"].rsplit("/", 1)[-1])) for key in keys]


# ---- what is printed --------------------------------------------------------------------


def report(scores: Sequence[Score]) -> None:
    """Facts, kinds and boundaries of case files of one form."""
    right, wrong, missed = totals(scores)
    low, high = f1_interval(scores)
    print(f"  facts  precision {share(right, right + wrong)}  recall {share(right, right + missed)}")
    print(f"         F1 {f1(right, wrong, missed):.3f} [{low:.3f}, {high:.3f}] over {len(scores)} case files")
    sure = [one for file in scores for one in file.sayings if one.confidence >= SURE]
    print(f"  wrong and confident (>= {SURE}): {share(sum(not one.right for one in sure), len(sure))}")
    papers = sum(one.papers for one in scores)
    print(f"  kinds right {share(sum(one.kinds_right for one in scores), papers)}")
    print(f"  papers cut exactly {share(sum(one.split_right for one in scores), papers)}")


def calibration(scores: Sequence[Score]) -> None:
    """Right of said, by band of confidence."""
    print("  confidence   right/said")
    high = 1.01
    for low in BANDS:
        said = [one.right for file in scores for one in file.sayings if low <= one.confidence < high]
        print(f"  {low:.2f} - {min(high, 1.0):.2f}  {share(sum(said), len(said)) if said else '-'}")
        high = low


def worst(scores: Sequence[Score]) -> None:
    """The facts and the layouts that lose most; names that the keys do not have."""
    facts: dict[str, Counter[str]] = {}
    for one in scores:
        for kind in ("right", "wrong", "missed"):
            for name, count in getattr(one, kind).items():
                facts.setdefault(name, Counter())[kind] += count
    lossy = [(name, count) for name, count in facts.items() if count["missed"] or count["wrong"]]
    lossy.sort(key=lambda pair: -(pair[1]["missed"] + pair[1]["wrong"]))
    if lossy:
        print(f"  {'missed':>6}{'wrong':>7}{'right':>7}  worst facts")
    for name, count in lossy[:WORST]:
        print(f"  {count['missed']:6}{count['wrong']:7}{count['right']:7}  {name}")
    layouts: dict[str, list[Score]] = {}
    for one in scores:
        layouts.setdefault(one.layout, []).append(one)
    by_f1 = sorted((f1(*totals(own)), name, len(own)) for name, own in layouts.items())
    if len(by_f1) > 1:
        print("  worst layouts: " + ", ".join(f"{name} {value:.3f} ({n})" for value, name, n in by_f1[:8]))
    unkeyed: Counter[str] = sum((one.unkeyed for one in scores), Counter())
    # Only names that other keys have: the reader's own facts are in no key.
    strange = [(name, count) for name, count in unkeyed.most_common() if name in facts][:WORST]
    if strange:
        names = ", ".join(f"{name} {count}" for name, count in strange)
        print(f"  sure facts that the key of the same case file does not have (not counted above): {names}")


def totals(scores: Sequence[Score]) -> tuple[int, int, int]:
    """Right, wrong and missed values over several case files."""
    counts = [one.counts for one in scores]
    return sum(c[0] for c in counts), sum(c[1] for c in counts), sum(c[2] for c in counts)


def forms(scores: Sequence[Score]) -> Iterator[tuple[str, list[Score]]]:
    """Electronic and scanned case files, where there are any."""
    for form in ("electronic", "scanned"):
        own = [one for one in scores if one.form == form]
        if own:
            yield form, own


def bars(scores: Sequence[Score]) -> Iterator[Row]:
    """The figures that the reader must reach."""
    for form, own in forms(scores):
        facts_bar, kinds_bar = BARS[form]
        papers = sum(one.papers for one in own) or 1
        yield least(f"{form}: F1 of facts", f1(*totals(own)), facts_bar, digits=3)
        yield least(f"{form}: kinds right", sum(one.kinds_right for one in own) / papers, kinds_bar, digits=3)
    papers = sum(one.papers for one in scores) or 1
    yield least("papers cut exactly", sum(one.split_right for one in scores) / papers, SPLIT_BAR, digits=3)
    sure = [one.right for file in scores for one in file.sayings if one.confidence >= SURE]
    yield least(f"right of said with {SURE} and more", sum(sure) / (len(sure) or 1), SURE_BAR, digits=3)


def shown(scores: Sequence[Score], *, verbose: bool = False, tell: Callable[[str], None] = print) -> bool:
    """Print everything; True when the bars are reached."""
    for form, own in forms(scores):
        tell(f"\n{form}: {len(own)} case files")
        report(own)
        calibration(own)
        worst(own)
    if verbose:
        for one in scores:
            for note in one.notes:
                tell(f"{one.case} {one.layout} {note}")
    return show(list(bars(scores)))


def main() -> int:
    """Print the tables; 1 where a bar is not reached, 2 where the call is wrong."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.reading", description=__doc__)
    parser.add_argument("folder", type=Path, help="folder with cases/ and keys/")
    parser.add_argument("--only", nargs="*", default=[], help="ids of case files")
    parser.add_argument("--verbose", action="store_true", help="name each value that is amiss")
    parser.add_argument("--engine", default="", help="what recognises (the program's own choice)")
    call = parser.parse_args()
    keys = keys_in(call.folder / "keys", call.only)
    if not keys:
        print(f"no answer keys in {call.folder / 'keys'}", file=sys.stderr)
        return 2
    batch = call.folder / "cases"
    each = [batch / key["source"].removeprefix("cases/") for key in keys] if call.only else ()
    lines = readings(batch, each=each, engine=call.engine)
    return 0 if shown(scores_of(keys, lines), verbose=call.verbose) else 1


if __name__ == "__main__":
    sys.exit(main())
