"""How much memory reading takes: of one process, of all that work together, and over a long batch."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from threading import Event, Thread

import psutil

from .papers import REGISTERS, electronic
from .table import Row, most

MB = 1_000_000
EVERY = 0.02  # seconds between looks
FLAT_BAR = 1.05


def peak_bytes() -> int:
    """The most memory that this process held since it started."""
    status = Path("/proc/self/status")
    if status.is_file():
        # Not getrusage: on Linux its figure of a spawned process begins with that of its parent.
        line = next(line for line in status.read_text("ascii").splitlines() if line.startswith("VmHWM"))
        return int(line.split()[1]) * 1024
    if sys.platform == "win32":
        return int(psutil.Process().memory_info().peak_wset)
    import resource

    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss  # macOS counts in bytes


def workers() -> list[psutil.Process]:
    """The processes below this one."""
    return psutil.Process().children(recursive=True)


def everyone() -> list[psutil.Process]:
    """This process and those below it."""
    return [psutil.Process(), *workers()]


@contextmanager
def peak_of(processes: Callable[[], Iterable[psutil.Process]]) -> Iterator[list[int]]:
    """The most memory that processes hold together meanwhile, in the one place of a list; set it to 0 to begin
    anew."""
    peak, done = [0], Event()

    def look() -> None:
        while not done.wait(EVERY):
            peak[0] = max(peak[0], _resident(processes()))

    thread = Thread(target=look, daemon=True)
    thread.start()
    try:
        yield peak
    finally:
        done.set()
        thread.join()


def _resident(processes: Iterable[psutil.Process]) -> int:
    total = 0
    for process in processes:
        with suppress(psutil.Error):  # it has ended meanwhile
            total += process.memory_info().rss
    return total


def flat_rows(folder: Path, files: int, pages: int) -> Iterator[Row]:
    """What all processes hold over a long batch: does a later third take more than the first?"""
    paths = electronic(folder / "cases", files, pages)
    for number, path in enumerate(paths):  # a comment each, so that none is read from the cache of another
        path.write_bytes(path.read_bytes() + b"\n%% %d\n" % number)
    first, middle, last = _thirds(paths, folder / "review")
    name = f"memory: {files} x {pages} pages, 2 workers"
    for third, peak in (("first", first), ("middle", middle), ("last", last)):
        yield Row(f"{name}, {third} third", f"{peak / MB:.0f} MB")
    yield most(f"{name}, last to first", last / first, FLAT_BAR, "", 3)


def _thirds(paths: Sequence[Path], folder: Path) -> list[int]:
    """Peaks of all processes in the thirds of an evaluation, as the case files end."""
    from anjuan.record.review import Review  # not above: a measured worker imports this module
    from anjuan.record.run import evaluate

    peaks = [0, 0, 0]
    with peak_of(everyone) as peak:

        def turn(name: str, done: int, total: int) -> None:
            third = min(3 * (done - 1) // total, 2)
            peaks[third], peak[0] = max(peaks[third], peak[0]), 0

        review = Review.open_or_make(folder, profile="general", registers=str(REGISTERS))
        summary = evaluate(paths, review, workers=2, progress=turn)
    if len(summary.scored) != len(paths):
        raise RuntimeError(f"not scored: {summary.problems[:3]}")
    return peaks
