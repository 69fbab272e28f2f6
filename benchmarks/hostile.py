"""`make hostile`: every hostile file in ../shared, read by a worker as `anjuan read` reads it; one line a class.

Each file must end in a verdict: read, partly read with the pages named, or refused with a code and a reason, within
the seconds and the memory of the bars, measured on all processes that read. A file with many pages to recognise
keeps to the time through `file_seconds`: what is left out then is named, page by page. `--defaults` reads with
the caps a user has who sets none.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from time import perf_counter

from anjuan import Plugins
from anjuan.model.errors import WorkerLost, WorkError
from anjuan.model.limits import Limits
from anjuan.reading.sources import find_sources
from anjuan.record.batch import Outcome, Setup, read_many
from anjuan.record.lanes import Lanes

from .memory import MB, peak_of, workers

HOSTILE = Path(__file__).resolve().parents[2] / "shared" / "data" / "hostile"
SECONDS, BYTES = 20.0, 1_000_000_000
# The last page that is begun in time may take its own seconds beyond those of the file.
CAPS = Limits(page_seconds=8, ocr_seconds=10, file_seconds=5, memory_bytes=900 * MB)


@dataclass(slots=True)
class Line:
    """What came of the files of one class; `bad` names those that miss a bar, with the reason."""

    files: int = 0
    read: int = 0
    partly: int = 0
    refused: Counter[str] = field(default_factory=Counter)
    lost: int = 0
    slow: int = 0
    large: int = 0
    slowest: float = 0.0
    peak: int = 0
    bad: list[str] = field(default_factory=list)

    def take(self, name: str, outcome: Outcome, seconds: float, peak: int) -> None:
        """Count one file."""
        self.files += 1
        self.slowest, self.peak = max(self.slowest, seconds), max(self.peak, peak)
        if seconds > SECONDS:
            self.slow += 1
            self.bad.append(f"{name}: {seconds:.1f} s")
        if peak > BYTES:
            self.large += 1
            self.bad.append(f"{name}: {peak / MB:.0f} MB")
        if outcome.case is not None:
            pages = [page for document in outcome.case.documents for page in document.pages]
            whole = not outcome.problems and not any(page.failed for page in pages)
            self.read, self.partly = self.read + whole, self.partly + (not whole)
            return
        error = outcome.problems[0]
        if isinstance(error, WorkerLost):
            self.lost += 1
        else:
            self.refused[error.code] += 1
        # A worker that ended itself says after how long or at which size; one that crashed does not.
        crashed = "异常终止" in error.what if isinstance(error, WorkerLost) else isinstance(error, WorkError)
        if crashed or not (error.what and error.where and error.next_step):
            self.bad.append(f"{name}: {error}")

    def __str__(self) -> str:
        codes = " ".join(f"{code}x{count}" for code, count in sorted(self.refused.items()))
        return (
            f"{self.files:6}{self.read:6}{self.partly:8}{sum(self.refused.values()):9}{self.lost:6}"
            f"{self.slow:7}{self.large:7}{self.slowest:9.1f} s{self.peak / MB:7.0f} MB  {codes}"
        )


def measured(folder: Path, setup: Setup, scratch: str, line: Line, verbose: bool) -> None:
    """Read all files of one class, one after another in one worker as long as it lives."""
    with Lanes(1, scratch) as lanes, peak_of(workers) as peak:
        for path in sorted(one for one in folder.rglob("*") if one.is_file()):
            peak[0], start = 0, perf_counter()
            (outcome,) = read_many(find_sources([path]), setup, executor=lanes, workers=1)
            seconds = perf_counter() - start
            line.take(f"{folder.name}/{path.name}", outcome, seconds, peak[0])
            if verbose:
                told = "; ".join(map(str, outcome.problems)) or "read"
                print(f"  {path.name}: {seconds:.1f} s, {peak[0] / MB:.0f} MB, {told}")


def main() -> int:
    """Read all, print, and tell by the exit code whether each file ended as it must."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.hostile", description=__doc__)
    parser.add_argument("--engine", default="", help="OCR engine (the default one)")
    parser.add_argument("--only", nargs="+", help="classes to read")
    parser.add_argument("--defaults", action="store_true", help="the caps of a user who sets none")
    parser.add_argument("--verbose", action="store_true", help="a line a file")
    call = parser.parse_args()
    if not HOSTILE.is_dir():
        print(f"no hostile files: {HOSTILE} is missing", file=sys.stderr)
        return 2
    plugins = Plugins.discover()
    setup = Setup.of(plugins, engine=call.engine, limits=Limits() if call.defaults else CAPS)
    print(f"engine {setup.engine}; bars: {SECONDS:.0f} s and {BYTES / MB:.0f} MB a file, no crash")
    print(f"{'':8}{'files':>6}{'read':>6}{'partly':>8}{'refused':>9}{'lost':>6}", end="")
    print(f"{'>' + format(SECONDS, '.0f') + ' s':>7}{'> 1 GB':>7}{'slowest':>11}{'peak':>10}  codes")
    bad: list[str] = []
    with tempfile.TemporaryDirectory(prefix="anjuan-hostile-") as scratch:
        for folder in sorted(one for one in HOSTILE.iterdir() if one.is_dir()):
            if call.only is None or folder.name in call.only:
                line = Line()
                measured(folder, setup, scratch, line, call.verbose)
                print(f"{folder.name:8}{line}", flush=True)
                bad += line.bad
    print(*(f"over the bar: {one}" for one in bad), sep="\n")
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
