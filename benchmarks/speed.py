"""`make bench`: speed as ratios taken in one run, and the peak memory of a worker.

Each ratio compares with the libraries underneath on the same pages, in turns of a few seconds at most, so
that whatever else the machine does weighs on both sides alike. Exit 1 when a figure is over its bar.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from statistics import median
from time import perf_counter

from .electronic import electronic_round, facts_round, reader_peak
from .memory import MB, flat_rows
from .papers import REGISTERS, electronic, scanned
from .scans import engines_side_by_side, first_and_second, ocr_shares
from .scoring import scoring_rows
from .table import Row, least, most, show

ELECTRONIC_BAR, FACTS_BAR, OCR_BAR, AGAIN_BAR = 4.0, 10.0, 90.0, 100.0
MEMORY_OCR, MEMORY_TEXT = 1300.0, 300.0  # MB
ADAPTIVE_BAR = 2.0
PARTS = ("start", "electronic", "facts", "scoring", "ocr", "engines", "again", "memory")
VERSION = "import sys; from anjuan.faces.cli import main; sys.argv = ['anjuan', '--version']; main()"
IMPORTS = "import anjuan.record.run, anjuan.faces.cli; from anjuan import Plugins; Plugins.discover()"


def start_rows(repeat: int) -> Iterator[Row]:
    """The start of the command: what everything else is measured without."""
    for name, code in (("anjuan --version", VERSION), ("imports and plugins of evaluate", IMPORTS)):
        seconds = median(_run_seconds(code) for _ in range(repeat))
        yield Row(f"start: {name}", f"{seconds:.2f} s")


def _run_seconds(code: str) -> float:
    start = perf_counter()
    subprocess.run([sys.executable, "-c", code], check=True, stdout=subprocess.DEVNULL)
    return perf_counter() - start


def electronic_rows(folder: Path, files: int, pages: int, repeat: int) -> Iterator[Row]:
    """Reading and scoring of electronic case files in one process, and the memory of a worker."""
    paths = electronic(folder / "cases", files, pages)
    electronic_round(paths[:1], REGISTERS, folder / "warm-up")
    rounds = [electronic_round(paths, REGISTERS, folder / f"review{n}") for n in range(repeat)]
    total = files * pages
    scored = min(one.scored for one in rounds)
    base, ours = (median(getattr(one, side) for one in rounds) for side in ("base", "ours"))
    name = f"electronic: {files} x {pages} pages"
    yield Row(f"{name}, scored", f"{scored}", f">= {files}", scored == files)
    yield Row(f"{name}, characters a page", f"{rounds[0].characters / total:.0f}")
    yield Row(f"{name}, pypdfium2 alone", f"{1000 * base / total:.2f} ms/page")
    yield Row(f"{name}, read and scored", f"{1000 * ours / total:.2f} ms/page")
    yield most(f"{name}, ratio", median(one.ratio for one in rounds), ELECTRONIC_BAR)
    yield Row(f"{name}, ratio in processor time", f"{median(one.cpu_ratio for one in rounds):.2f}")
    peak = reader_peak(paths, folder / "cache")
    yield most("memory: worker without OCR", peak / MB, MEMORY_TEXT, " MB", 0)


def facts_rows(folder: Path, files: int, pages: int) -> Iterator[Row]:
    """From file to facts on one core against pdfplumber's text alone."""
    found = facts_round(electronic(folder / "cases", files, pages))
    name = f"facts: {files} x {pages} electronic pages"
    yield Row(f"{name}, facts", f"{found.facts}")
    yield Row(f"{name}, pdfplumber's text alone", f"{1000 * found.text / found.pages:.2f} ms/page")
    yield Row(f"{name}, from file to facts", f"{1000 * found.ours / found.pages:.2f} ms/page")
    yield least(f"{name}, times faster", found.ratio, FACTS_BAR, "", 1)


def ocr_rows(folder: Path, pages: int) -> Iterator[Row]:
    """Throughput on scans with one process a core, and the memory of a worker."""
    shares = ocr_shares(scanned(folder, pages, 1))
    count = sum(one.pages for one in shares)
    bare, ours = sum(one.bare_cpu for one in shares), sum(one.ours_cpu for one in shares)
    clock = sum(one.bare for one in shares) / sum(one.ours for one in shares)
    name = f"ocr: {count} pages, {len(shares)} processes"
    yield Row(f"{name}, bare engine", f"{bare / count:.2f} cpu s/page")
    yield Row(f"{name}, pipeline", f"{ours / count:.2f} cpu s/page")
    yield least(f"{name}, throughput kept", 100 * bare / ours, OCR_BAR, " %", 1)
    yield Row(f"{name}, the same by the clock", f"{100 * clock:.1f} %")
    yield most(f"{name}, threads of a process", max(one.threads for one in shares), 1.1)
    yield most("memory: worker with OCR", max(one.peak for one in shares) / MB, MEMORY_OCR, " MB", 0)


def engines_rows(folder: Path, pages: int) -> Iterator[Row]:
    """The adaptive engine against the accurate one through the whole pipeline, and a peer on the same scans."""
    found = engines_side_by_side(scanned(folder, pages, 1), folder / "peer")
    name = f"engines: {found.pages} pages"
    yield Row(f"{name}, rapidocr", f"{found.accurate / found.pages:.2f} cpu s/page")
    yield Row(f"{name}, adaptive", f"{found.adaptive / found.pages:.2f} cpu s/page")
    yield least(f"{name}, adaptive is times faster", found.accurate / found.adaptive, ADAPTIVE_BAR)
    peer = "not installed" if found.peer is None else f"{found.peer / found.pages:.2f} s/page"
    yield Row(f"{name}, OCRmyPDF with tesseract (text alone)", peer)


def again_rows(folder: Path, files: int, pages: int) -> Iterator[Row]:
    """The second evaluation of unchanged scans. On more pages the ratio only rises: what a run costs
    whatever it reads (plugins, law, registers) weighs on the short second run alone."""
    paths = scanned(folder / "cases", files, pages)
    first, second = first_and_second(paths, REGISTERS, folder / "review")
    name = f"again: {files} x {pages} scanned pages"
    yield Row(f"{name}, first run", f"{first:.2f} s")
    yield Row(f"{name}, second run", f"{second:.3f} s")
    yield least(f"{name}, times faster", first / second, AGAIN_BAR, "", 0)


def main() -> int:
    """Measure, print, and tell by the exit code whether all figures keep to their bars."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.speed", description=__doc__)
    parser.add_argument("--only", choices=PARTS, nargs="+", default=PARTS, help="parts to measure")
    parser.add_argument("--files", type=int, default=20, help="electronic case files (20)")
    parser.add_argument("--pages", type=int, default=100, help="pages of each (100)")
    parser.add_argument("--scans", type=int, default=12, help="scanned pages for the throughput (12)")
    parser.add_argument("--stored", type=int, default=400, help="stored case files to score again (400)")
    parser.add_argument("--repeat", type=int, default=3, help="rounds, of which the median counts (3)")
    parser.add_argument(
        "--full",
        action="store_true",
        help="second run over 200 scanned pages, not 16; 10,000 stored case files",
    )
    call = parser.parse_args()
    files, pages = (20, 10) if call.full else (2, 8)
    stored = 10_000 if call.full else call.stored
    with tempfile.TemporaryDirectory(prefix="anjuan-bench-") as name:
        folder = Path(name)
        measured = {
            "start": lambda: start_rows(call.repeat),
            "electronic": lambda: electronic_rows(folder / "electronic", call.files, call.pages, call.repeat),
            "facts": lambda: facts_rows(folder / "facts", max(call.files // 4, 1), call.pages),
            "scoring": lambda: scoring_rows(folder / "scoring", stored, call.repeat),
            "ocr": lambda: ocr_rows(folder / "ocr", call.scans),
            "engines": lambda: engines_rows(folder / "engines", call.scans),
            "again": lambda: again_rows(folder / "again", files, pages),
            "memory": lambda: flat_rows(folder / "memory", 300, 10),
        }
        rows = [row for part in PARTS if part in call.only for row in measured[part]()]
    return 0 if show(rows) else 1


if __name__ == "__main__":
    sys.exit(main())
