"""Electronic case files: against what pypdfium2 needs for text and boxes, and pdfplumber for the text alone."""

from __future__ import annotations

import multiprocessing
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter, process_time

import pypdfium2 as pdfium

from anjuan import Plugins
from anjuan.reading.read import page_reader, read_case
from anjuan.reading.sources import find_sources
from anjuan.record.batch import Setup, read_one
from anjuan.record.review import Review
from anjuan.record.run import evaluate

from .memory import peak_bytes


@dataclass(slots=True)
class Round:
    """Seconds of one run over all files, by the clock and of this process, for both sides."""

    base: float = 0.0
    base_cpu: float = 0.0
    ours: float = 0.0
    ours_cpu: float = 0.0
    scored: int = 0
    characters: int = 0

    @property
    def ratio(self) -> float:
        """How many times as long as pypdfium2 alone."""
        return self.ours / self.base

    @property
    def cpu_ratio(self) -> float:
        """The same in processor time, which other work on the machine sways less."""
        return self.ours_cpu / self.base_cpu


def text_and_boxes(path: Path) -> int:
    """What pypdfium2 alone does: the text of every page and the box of every character; gives their number."""
    count = 0
    document = pdfium.PdfDocument(path)
    for index in range(len(document)):
        page = document[index]
        text = page.get_textpage()
        text.get_text_range()
        characters = text.count_chars()
        for character in range(characters):
            text.get_charbox(character)
        count += characters
        text.close()
        page.close()
    document.close()
    return count


def electronic_round(paths: Sequence[Path], registers: Path, folder: Path) -> Round:
    """Evaluate all files in this process; after each one pypdfium2 has its turn on the same file."""
    found = Round()
    by_id = {path.stem: path for path in paths}

    def turn(name: str, done: int, total: int) -> None:
        start, cpu = perf_counter(), process_time()
        found.characters += text_and_boxes(by_id[name])
        found.base += perf_counter() - start
        found.base_cpu += process_time() - cpu

    review = Review.open_or_make(folder, profile="general", registers=str(registers))
    start, cpu = perf_counter(), process_time()
    summary = evaluate(paths, review, workers=0, progress=turn)
    found.ours = perf_counter() - start - found.base
    found.ours_cpu = process_time() - cpu - found.base_cpu
    found.scored = len(summary.scored)
    return found


@dataclass(slots=True)
class Facts:
    """Seconds of processor time for the same pages: text by pdfplumber, and all of ours from file to facts."""

    pages: int = 0
    facts: int = 0
    text: float = 0.0
    ours: float = 0.0

    @property
    def ratio(self) -> float:
        """How many times as long pdfplumber takes."""
        return self.text / self.ours


def plumbed(path: Path) -> int:
    """What a user of pdfplumber does: the text of every page; gives the number of pages."""
    import pdfplumber

    with pdfplumber.open(path) as document:
        for page in document.pages:
            page.extract_text()
            page.close()
        return len(document.pages)


def facts_round(paths: Sequence[Path]) -> Facts:
    """Read all files to facts on one core, without a cache; after each one pdfplumber has its turn on it."""
    found, plugins = Facts(), Plugins.discover()
    reader = page_reader(plugins, None)
    sources = find_sources(paths)
    read_case(sources[0], plugins, reader)  # imports, and what is worked out once
    plumbed(paths[0])
    for path, source in zip(paths, sources, strict=True):
        start = process_time()
        found.facts += len(read_case(source, plugins, reader).case.facts)
        found.ours += process_time() - start
        start = process_time()
        found.pages += plumbed(path)
        found.text += process_time() - start
    return found


def reader_peak(paths: Sequence[Path], cache: Path) -> int:
    """Peak memory in bytes of a worker of the pool that read all files one after another."""
    plugins = Plugins.discover()
    setup = Setup(plugins.paths, plugins.spec, str(cache))
    with ProcessPoolExecutor(1, mp_context=multiprocessing.get_context("spawn")) as pool:
        for source in find_sources(paths):
            outcome = pool.submit(read_one, source, setup).result()
            if outcome.case is None:
                raise RuntimeError(f"not read: {outcome.problems[0]}")
        return pool.submit(peak_bytes).result()
