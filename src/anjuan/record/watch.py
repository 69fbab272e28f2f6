"""What watches over a reading process: it ends one that hangs, eats the memory, or has lost its parent.

A thread looks several times a second. It can, because what reads for long (pdfium, onnxruntime, OpenCV) lets
other threads run meanwhile. What does not, such as a regular expression that never ends, is ended by the timer
of `faulthandler`, which needs no interpreter.

Resident memory is polled and not capped with `setrlimit`: onnxruntime near such a cap fails single pages
(measured: with RLIMIT_DATA or RLIMIT_AS at what it takes, 13 and 12 of 14 pages were given back as
unreadable), so that the result would depend on the memory of the machine. Only at twice the cap, where polling
was too slow, the kernel refuses.
"""

from __future__ import annotations

import contextlib
import faulthandler
import multiprocessing
import os
import signal
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from threading import Lock, Thread

from ..model.limits import Limits
from ..reading.pulse import Step, heard_by
from .notes import HUNG, OVER, Note

TICK = 0.1  # seconds between looks
START = 60.0  # seconds beyond the cap for loading plugins at the first case file
GRACE = 1.0  # seconds by which the timer lets the thread go first, since it knows the reason
ENDED = 70  # exit code
TURN = Lock()  # one case file at a time in a process, since PDF readers bear no two threads
PER_CORE = 128 * 1024 * 1024  # bytes that OpenBLAS sets aside for each core and hardly ever touches


@dataclass(frozen=True, slots=True)
class Work:
    """One case file that is read now."""

    note: Note
    caps: Limits


class Watch:
    """The thread, one in a process, and what it looks at."""

    def __init__(self) -> None:
        self._timer = Lock()
        self._work: Work | None = None
        self._now: tuple[Step | None, float] = (None, 0.0)
        self._armed: Step | None = None
        self._nowhere = os.open(os.devnull, os.O_WRONLY)
        Thread(target=self._look, name="anjuan-watch", daemon=True).start()

    @contextmanager
    def over(self, note: Note, caps: Limits) -> Iterator[None]:
        """Read one case file under watch; others in this process wait."""
        with TURN, _memory(caps.memory_bytes), note, heard_by(self._hear):
            first = Step("sort", "", None, caps.page_seconds + START)
            self._now = (first, time.monotonic())
            self._work = Work(note, caps)
            self._hear(first)
            try:
                yield
            finally:
                with self._timer:
                    self._work = None
                    faulthandler.cancel_dump_traceback_later()

    def _hear(self, step: Step) -> None:
        self._now = (step, time.monotonic())
        work = self._work
        if work is not None:
            work.note.at(step)
            if step.kind != "page":  # of pages there are hundreds a second: the thread sets their timer
                self._arm(work, step, step.seconds)

    def _arm(self, work: Work, step: Step, seconds: float) -> None:
        with self._timer:
            if self._work is work:
                file = work.note.stream or self._nowhere
                faulthandler.dump_traceback_later(seconds + GRACE, exit=True, file=file)
                self._armed = step

    def _look(self) -> None:
        parent = multiprocessing.parent_process()
        while True:
            if parent is None:
                time.sleep(TICK)
            else:
                parent.join(TICK)
                if not parent.is_alive():
                    _end()
            work, (step, since) = self._work, self._now
            if work is not None and step is not None:
                self._judge(work, step, since)

    def _judge(self, work: Work, step: Step, since: float) -> None:
        rest = since + step.seconds - time.monotonic()
        cap = work.caps.memory_bytes
        if rest < 0 and self._now[0] is step:
            work.note.because(HUNG)
            _end()
        if cap and resident() > cap:
            work.note.because(OVER)
            _end()
        if step is not self._armed and step.kind == "page":
            self._arm(work, step, max(rest, 0.0))


@cache
def watch() -> Watch:
    """The watch of this process, begun at the first call."""
    return Watch()


def begin(scratch: str) -> None:
    """Make this process a worker of ours: watched, and with its temporary files where the parent clears up."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent ends it
    tempfile.tempdir = os.environ["TMPDIR"] = scratch
    watch()


def _end() -> None:
    for process in _below(os.getpid()):
        with contextlib.suppress(OSError):
            os.kill(process, signal.SIGKILL)
    os._exit(ENDED)


@contextmanager
def _memory(cap: int) -> Iterator[None]:
    """The kernel refuses memory at twice the cap, where it can."""
    if not cap or sys.platform != "linux":
        yield
        return
    import resource

    soft, hard = resource.getrlimit(resource.RLIMIT_DATA)
    most = 2 * cap + PER_CORE * (os.cpu_count() or 1)
    most = most if hard == resource.RLIM_INFINITY else min(most, hard)
    resource.setrlimit(resource.RLIMIT_DATA, (most, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_DATA, (soft, hard))


def resident() -> int:
    """Resident bytes of this process and the programs it started; on macOS the most it ever had; else 0."""
    if sys.platform == "darwin":
        import resource

        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return sum(map(_resident, (os.getpid(), *_below(os.getpid()))))


def _resident(process: int) -> int:
    try:
        return int(Path(f"/proc/{process}/statm").read_bytes().split()[1]) * os.sysconf("SC_PAGE_SIZE")
    except (OSError, AttributeError):  # ended meanwhile; no such system
        return 0


def _below(process: int) -> list[int]:
    """Ids of the processes that one started, and of theirs; none where the system does not tell."""
    found: list[int] = []
    with contextlib.suppress(OSError):
        for task in os.listdir(f"/proc/{process}/task"):
            with contextlib.suppress(OSError):  # a thread or process that ended meanwhile
                for child in Path(f"/proc/{process}/task/{task}/children").read_bytes().split():
                    found += [int(child), *_below(int(child))]
    return found
