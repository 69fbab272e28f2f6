"""The process pool that reads when no other executor is given."""

from __future__ import annotations

import multiprocessing
from collections.abc import Callable
from concurrent.futures import Executor, Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from types import TracebackType
from typing import ParamSpec, TypeVar

from .watch import begin

P = ParamSpec("P")
T = TypeVar("T")
TASKS_PER_WORKER = 64  # recycling contains the memory growth that every PDF library shows


class Lanes(Executor):
    """Processes of which each is a pool of its own: one that dies takes no work of the others along.

    In one pool of several processes the death of one ends them all, and hours of recognition with them.
    A process starts with the first work for its lane.
    """

    def __init__(self, count: int, scratch: str) -> None:
        """Args:
        count: processes at most. scratch: folder for their temporary files, which the caller removes.
        """
        self._lanes = [_Lane(scratch) for _ in range(count)]

    def submit(self, fn: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> Future[T]:
        """Have the lane do it that has the least to do."""
        lane = min(self._lanes, key=lambda one: one.busy)
        try:
            return lane.submit(fn, *args, **kwargs)
        except BrokenProcessPool:  # it died since its last work
            lane.close()
            return lane.submit(fn, *args, **kwargs)

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        """End the processes when their work is done."""
        for lane in self._lanes:
            lane.close(wait=wait, cancel=cancel_futures)

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None:
        if kind is not None:  # nobody waits for the results
            for lane in self._lanes:
                lane.kill()
        self.shutdown(cancel_futures=kind is not None)


class _Lane:
    def __init__(self, scratch: str) -> None:
        self._scratch = scratch
        self._pool: ProcessPoolExecutor | None = None
        self._running: list[Future[object]] = []
        self._tasks = 0

    @property
    def busy(self) -> int:
        """How much it has to do."""
        self._running = [one for one in self._running if not one.done()]
        return len(self._running)

    def submit(self, fn: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> Future[T]:
        if self._tasks >= TASKS_PER_WORKER and not self.busy:
            self.close()
        if self._pool is None:
            context = multiprocessing.get_context("spawn")
            # The initializer watches a process that never gets work, too: it must not outlive its parent.
            self._pool = ProcessPoolExecutor(
                1, mp_context=context, initializer=begin, initargs=(self._scratch,)
            )
            self._tasks = 0
        future = self._pool.submit(fn, *args, **kwargs)
        self._tasks += 1
        self._running.append(future)  # type: ignore[arg-type]  # futures of one kind of result
        return future

    def close(self, *, wait: bool = True, cancel: bool = False) -> None:
        if self._pool is not None:
            self._pool.shutdown(wait=wait, cancel_futures=cancel)
            self._pool, self._running = None, []

    def kill(self) -> None:
        for process in list((getattr(self._pool, "_processes", None) or {}).values()):
            process.kill()
