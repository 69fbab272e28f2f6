"""Case files to measure with, of any length, bound from the pages of the samples: they need no fonts and no maker."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import islice
from pathlib import Path

import pypdfium2 as pdfium

SAMPLES = Path(__file__).resolve().parents[1] / "samples"
REGISTERS = SAMPLES / "registers"
BOUND = tuple(SAMPLES / "cases" / f"s{n:02}.pdf" for n in (2, 3, 9, 10, 12, 13, 14, 15, 17))
SCANS = tuple(SAMPLES / "cases" / f"s{n:02}.pdf" for n in (4, 5))


def electronic(folder: Path, files: int, pages: int) -> list[Path]:
    """Write `files` bound electronic case files of `pages` pages, each several samples in one."""
    folder.mkdir(parents=True, exist_ok=True)
    paths = [folder / f"bound{number:03}.pdf" for number in range(files)]
    for number, path in enumerate(paths):
        turn = number % len(BOUND)
        bind(BOUND[turn:] + BOUND[:turn], path, pages)
    return paths


def scanned(folder: Path, files: int, pages: int) -> list[Path]:
    """Write `files` scans of `pages` pages each from those of the samples, no two files alike."""
    folder.mkdir(parents=True, exist_ok=True)
    singles = [(path, index) for path in SCANS for index in range(page_count(path))]
    paths = [folder / f"scan{number:03}.pdf" for number in range(files)]
    for number, path in enumerate(paths):
        document = pdfium.PdfDocument.new()
        for page in range(pages):
            # A whole round of the pages begins each time at another one.
            turn = number * pages + page
            source, index = singles[(turn + turn // len(singles)) % len(singles)]
            _append(document, source, [index])
        document.save(path)
        document.close()
    return paths


def bind(sources: Sequence[Path], target: Path, pages: int) -> None:
    """Write the first `pages` pages of `sources`, taken again from the start where they do not suffice."""
    document = pdfium.PdfDocument.new()
    turn = 0
    while len(document) < pages:
        source = sources[turn % len(sources)]
        _append(document, source, list(islice(range(page_count(source)), pages - len(document))))
        turn += 1
    document.save(target)
    document.close()


def page_count(path: Path) -> int:
    """Pages of a PDF."""
    document = pdfium.PdfDocument(path)
    try:
        return len(document)
    finally:
        document.close()


def _append(document: pdfium.PdfDocument, source: Path, pages: list[int]) -> None:
    opened = pdfium.PdfDocument(source)
    try:
        document.import_pages(opened, pages)
    finally:
        opened.close()
