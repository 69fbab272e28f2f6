"""Scans: throughput against the bare engine, and the second run over what was read."""

from __future__ import annotations

import multiprocessing
import os
import shutil
import subprocess
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from time import perf_counter, process_time
from typing import Any

import pypdfium2 as pdfium

from anjuan import Plugins, clean_seals
from anjuan.reading.pages import OCR_PIXELS
from anjuan.reading.read import page_reader, read_case
from anjuan.reading.sources import find_sources
from anjuan.record.review import Review
from anjuan.record.run import evaluate

from .memory import peak_bytes


@dataclass(frozen=True, slots=True)
class Share:
    """What one worker needed for the same pages both ways, in seconds, and its peak memory in bytes.

    A page takes seconds, long enough for other work on the machine to fall on one side only. As a worker has
    one thread, processor time tells what it would need on a core of its own.
    """

    pages: int
    bare: float
    ours: float
    bare_cpu: float
    ours_cpu: float
    threads: float
    peak: int


def ocr_shares(paths: Sequence[Path]) -> list[Share]:
    """One process a core, each with its part of the one-page scans."""
    cores = min(os.cpu_count() or 1, len(paths))
    context = multiprocessing.get_context("spawn")
    pools = [ProcessPoolExecutor(1, mp_context=context) for _ in range(cores)]
    try:
        parts = [pool.submit(_share, paths[number::cores]) for number, pool in enumerate(pools)]
        return [part.result() for part in parts]
    finally:
        for pool in pools:
            pool.shutdown()


def _share(paths: Sequence[Path]) -> Share:
    """Read each page both ways, taking turns at who begins; the first page once before, as a warm-up."""
    plugins = Plugins.discover()
    reader = page_reader(plugins, None)
    engine = _library()
    sources = find_sources(paths)
    read_case(sources[0], plugins, reader)
    seconds, processor = {"bare": 0.0, "ours": 0.0}, {"bare": 0.0, "ours": 0.0}
    start, cpu = perf_counter(), process_time()
    for number, source in enumerate(sources):
        for way in ("bare", "ours") if number % 2 else ("ours", "bare"):
            before, before_cpu = perf_counter(), process_time()
            if way == "bare":
                _bare(source.path, engine)
            else:
                read_case(source, plugins, reader)
            seconds[way] += perf_counter() - before
            processor[way] += process_time() - before_cpu
    threads = (process_time() - cpu) / (perf_counter() - start)
    return Share(
        pages=len(sources),
        bare=seconds["bare"],
        ours=seconds["ours"],
        bare_cpu=processor["bare"],
        ours_cpu=processor["ours"],
        threads=threads,
        peak=peak_bytes(),
    )


def _library() -> Any:
    """The library's own object with the models of its wheel, and nothing of ours around it."""
    import logging

    import rapidocr

    logging.getLogger("RapidOCR").setLevel(logging.ERROR)
    models = Path(rapidocr.__file__).parent / "models"
    found = {"Det": "*det_small*.onnx", "Rec": "*rec_small*.onnx", "Cls": "*cls*.onnx"}
    paths = {f"{key}.model_path": str(sorted(models.rglob(name))[0]) for key, name in found.items()}
    one = {f"EngineConfig.onnxruntime.{key}_op_num_threads": 1 for key in ("intra", "inter")}
    return rapidocr.RapidOCR(params={**paths, **one, "Global.log_level": "error"})


def _bare(path: Path, engine: Any) -> None:
    """Rendering, seal cleaning, recognition."""
    document = pdfium.PdfDocument(path)
    page = document[0]
    width, height = page.get_size()
    bitmap = page.render(scale=min((OCR_PIXELS / (width * height)) ** 0.5, 6.0))
    engine(clean_seals(bitmap.to_numpy()[:, :, :3]))
    page.close()
    document.close()


@dataclass(frozen=True, slots=True)
class Peer:
    """Processor seconds of engines for the same scans, and of a peer by the clock (None: not installed)."""

    pages: int
    accurate: float
    adaptive: float
    peer: float | None


def engines_side_by_side(paths: Sequence[Path], folder: Path) -> Peer:
    """Each page through both engines, taking turns at who begins, then all of them through the peer."""
    plugins = Plugins.discover()
    readers = {name: page_reader(plugins, None, name) for name in ("rapidocr", "adaptive")}
    sources = find_sources(paths)
    spent = dict.fromkeys(readers, 0.0)
    for reader in readers.values():
        read_case(sources[0], plugins, reader)
    for number, source in enumerate(sources):
        for name in list(readers)[:: 1 if number % 2 else -1]:
            before = process_time()
            read_case(source, plugins, readers[name])
            spent[name] += process_time() - before
    return Peer(len(sources), spent["rapidocr"], spent["adaptive"], _ocrmypdf(paths, folder))


def _ocrmypdf(paths: Sequence[Path], folder: Path) -> float | None:
    """Seconds of OCRmyPDF with tesseract on one process and one thread."""
    command = shutil.which("ocrmypdf")
    if command is None or shutil.which("tesseract") is None:
        return None
    folder.mkdir(parents=True, exist_ok=True)
    start = perf_counter()
    for path in paths:
        words = [
            command,
            "-q",
            "-l",
            "chi_sim",
            "--force-ocr",
            "--jobs",
            "1",
            str(path),
            str(folder / path.name),
        ]
        done = subprocess.run(words, env={**os.environ, "OMP_THREAD_LIMIT": "1"}, capture_output=True)
        if done.returncode:
            return None
    return perf_counter() - start


def first_and_second(paths: Sequence[Path], registers: Path, folder: Path) -> tuple[float, float]:
    """Seconds of the first evaluation of scans, and of one over the same files unchanged (median of 3)."""
    review = Review.open_or_make(folder, profile="general", registers=str(registers))

    def run() -> float:
        start = perf_counter()
        summary = evaluate(paths, review)
        if summary.problems:
            raise RuntimeError(f"not read: {summary.problems[0][1]}")
        return perf_counter() - start

    return run(), median(run() for _ in range(3))
