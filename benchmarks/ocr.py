"""`python -m benchmarks.ocr`: engines on pages made to look scanned, against the text that is known to be on them.

Each page of the electronic samples goes through the next profile of defects (`degraded.py`) and is read by every
engine, in turns. Recall is by character of the true rows, wherever an engine cuts its lines; a line is exact
when it stands in the text of the page letter by letter. Exit 1 when the adaptive engine is over its bars.
"""

from __future__ import annotations

import argparse
import os
import re
import shutil
import subprocess
import sys
import tempfile
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from time import process_time
from typing import Any

import cv2
import numpy as np
import pypdfium2 as pdfium
from PIL import Image
from rapidfuzz import fuzz

from anjuan import OcrEngine, Plugins
from anjuan.reading.pages import OCR_PIXELS

from .degraded import Glyph, Scan, scans
from .papers import BOUND
from .table import Row, least, show

ENGINES = ("rapidocr", "adaptive", "tesseract")
BANDS = (0.97, 0.9, 0.85, 0.7, 0.5, 0.0)
TIMES, LOSS = 2.0, 0.01
PEER = "OCRmyPDF with tesseract"


@dataclass(slots=True)
class Tally:
    """What came of the pages for one engine; `bands` counts lines said and exact by confidence."""

    seconds: float = 0.0
    pages: int = 0
    letters: float = 0.0
    read: float = 0.0
    unreadable: int = 0
    lost: Counter[str] = field(default_factory=Counter)
    said: Counter[float] = field(default_factory=Counter)
    exact: Counter[float] = field(default_factory=Counter)

    @property
    def recall(self) -> float:
        """Share of the characters of the true rows that were read."""
        return self.read / (self.letters or 1)

    def add(self, scan: Scan, texts: Iterable[tuple[str, float]]) -> None:
        """Count one page: texts of lines with their confidence."""
        truth = [row for row in map(plain, rows_of(scan.glyphs)) if len(row) > 1]
        lines = [(plain(text), confidence) for text, confidence in texts]
        whole = "\n".join(line for line, _ in lines)
        self.pages += 1
        for row in truth:
            share = (
                fuzz.partial_ratio(row, whole) / 100
                if len(whole) >= len(row)
                else fuzz.ratio(row, whole) / 100
            )
            self.letters += len(row)
            self.read += share * len(row)
            self.lost[scan.profile] += share < 0.5
        known = "".join(truth)
        for line, confidence in lines:
            if line:
                band = next(one for one in BANDS if confidence >= one)
                self.said[band] += 1
                self.exact[band] += line in known


def plain(text: str) -> str:
    """Letters and figures, and the points between figures."""
    text = unicodedata.normalize("NFKC", text).replace("○", "〇")
    return "".join(re.findall(r"(?<=\d)[.,](?=\d)|[^\W_]", text))


def rows_of(glyphs: Sequence[Glyph]) -> Iterator[str]:
    """Characters that follow one another at one height."""
    row: list[Glyph] = []
    for glyph in glyphs:
        if row and (
            abs(glyph.y - row[-1].y) > 0.6 * glyph.height or abs(glyph.x - row[-1].x) > 3 * glyph.height
        ):
            yield "".join(one.char for one in row)
            row = []
        row.append(glyph)
    yield "".join(one.char for one in row)


def fitted(pixels: Any) -> Image.Image:
    """A page as large as it is read."""
    scale = (OCR_PIXELS / (pixels.shape[0] * pixels.shape[1])) ** 0.5
    if scale < 1:
        pixels = cv2.resize(pixels, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    return Image.fromarray(np.ascontiguousarray(pixels[:, :, ::-1]))


def spent() -> float:
    """Processor seconds of this process and of those it waited for."""
    times = os.times()
    return process_time() + times.children_user + times.children_system


def measured(engines: Sequence[OcrEngine], pages: int, seed: int) -> dict[str, Tally]:
    """All engines over the same pages, the first page once before as a warm-up."""
    found = {engine.name: Tally() for engine in engines}
    peer = peer_command()
    if peer:
        found[PEER] = Tally()
    for number, scan in enumerate(scans(BOUND, pages, seed)):
        picture = fitted(scan.pixels)
        for engine in engines:
            if not number:
                engine.lines(picture)
            before = spent()
            lines = engine.lines(picture)
            tally = found[engine.name]
            tally.seconds += spent() - before
            tally.unreadable += sum(not line.text for line in lines)
            tally.add(scan, ((line.text, line.confidence) for line in lines))
        if peer:
            before = spent()
            text = peer_text(peer, picture)
            found[PEER].seconds += spent() - before
            found[PEER].add(scan, ((line, 1.0) for line in text.splitlines()))
    return found


def peer_command() -> list[str]:
    """OCRmyPDF on one process, or nothing where it is not installed."""
    command = shutil.which("ocrmypdf")
    if command is None or shutil.which("tesseract") is None:
        return []
    return [command, "-q", "-l", "chi_sim", "--force-ocr", "--output-type", "pdf", "--jobs", "1"]


def peer_text(command: Sequence[str], picture: Image.Image) -> str:
    """The text layer that the peer puts on a page."""
    with tempfile.TemporaryDirectory(prefix="anjuan-peer-") as name:
        source, target = Path(name) / "in.pdf", Path(name) / "out.pdf"
        picture.save(source, "PDF", resolution=175, quality=92)
        environment = {**os.environ, "OMP_THREAD_LIMIT": "1"}
        subprocess.run([*command, str(source), str(target)], env=environment, capture_output=True, check=True)
        document = pdfium.PdfDocument(target)
        text = str(document[0].get_textpage().get_text_range())
        document.close()
        return text


def main() -> int:
    """Print the tables; 1 where the adaptive engine is slower or worse than its bars."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.ocr", description=__doc__)
    parser.add_argument("--pages", type=int, default=27, help="pages, three for each profile (27)")
    parser.add_argument("--seed", type=int, default=8)
    parser.add_argument("--engines", nargs="+", default=ENGINES, choices=ENGINES)
    parser.add_argument("--calibrate", action="store_true", help="exact lines by confidence too")
    call = parser.parse_args()
    plugins = Plugins.discover()
    found = measured([plugins.engines[name] for name in call.engines], call.pages, call.seed)
    print(
        f"{call.pages} pages\n{'':26}{'cpu s/page':>11}{'recall':>8}{'lost rows':>10}{'unreadable':>11}  lost by profile"
    )
    for name, tally in found.items():
        lost = ", ".join(f"{profile} {count}" for profile, count in tally.lost.items() if count)
        figures = f"{tally.seconds / tally.pages:11.2f}{tally.recall:8.4f}{sum(tally.lost.values()):10}"
        print(f"{name:26}{figures}{tally.unreadable:11}  {lost}")
        if call.calibrate and name != PEER:
            print(
                "  exact of said:",
                ", ".join(f">= {b} {tally.exact[b]}/{tally.said[b]}" for b in BANDS if tally.said[b]),
            )
    if PEER not in found:
        print(f"{PEER}: not installed")
    if not {"rapidocr", "adaptive"} <= set(found):
        return 0
    accurate, adaptive = found["rapidocr"], found["adaptive"]
    rows: list[Row] = [
        least("adaptive: times faster than rapidocr", accurate.seconds / adaptive.seconds, TIMES),
        least("adaptive: recall less that of rapidocr", adaptive.recall - accurate.recall, -LOSS, digits=4),
    ]
    return 0 if show(rows) else 1


if __name__ == "__main__":
    sys.exit(main())
