"""Many case files through a pool of processes: a bounded window, and one bad case file is one named failure."""

from __future__ import annotations

import multiprocessing
import os
from collections.abc import Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Executor, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from ..model.case import CaseFile
from ..model.errors import AnjuanError, WorkerLost, WorkError
from ..plugin.manager import Plugins
from ..reading.pages import PageReader
from ..reading.read import DEFAULT_ENGINE, page_reader, read_case
from ..reading.sources import Source

TASKS_PER_WORKER = 64  # recycling contains the memory growth that every PDF library shows


@dataclass(frozen=True, slots=True)
class Setup:
    """What a worker needs to read: names and paths only, so that it crosses any border."""

    plugin_paths: tuple[str, ...]
    spec: tuple[tuple[str, str], ...]
    cache: str | None
    engine: str = DEFAULT_ENGINE


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of one source: a case file with the problems of single files, or one error."""

    source: Source
    case: CaseFile | None
    problems: tuple[AnjuanError, ...] = ()


def read_many(sources: Sequence[Source], setup: Setup, *, workers: int | None = None) -> Iterator[Outcome]:
    """Read case files, as they finish.

    Args:
        workers: processes; 1 reads in this process; None takes one a core.
    """
    count = workers or min(os.cpu_count() or 1, max(len(sources), 1))
    if count <= 1:
        for source in sources:
            yield read_one(source, setup)
        return
    lost: list[Source] = []
    pending = list(reversed(sources))
    while pending:
        with _pool(count) as pool:
            yield from _window(pool, pending, setup, count, lost)
    for source in lost:
        # One at a time, so that the one that kills its worker is known by name.
        with _pool(1) as pool:
            try:
                yield pool.submit(read_one, source, setup).result()
            except BrokenProcessPool:
                error = WorkerLost("读取进程异常终止", source.source, "单独检查该案卷；必要时拆分后重试")
                yield Outcome(source, None, (error,))


def _pool(count: int) -> ProcessPoolExecutor:
    return ProcessPoolExecutor(
        count, mp_context=multiprocessing.get_context("spawn"), max_tasks_per_child=TASKS_PER_WORKER
    )


def _window(
    pool: Executor, pending: list[Source], setup: Setup, count: int, lost: list[Source]
) -> Iterator[Outcome]:
    """Outcomes until all is done or the pool breaks; what was in flight then goes to `lost`."""
    running: dict[Future[Outcome], Source] = {}
    while pending or running:
        while pending and len(running) < 2 * count:
            source = pending.pop()
            try:
                running[pool.submit(read_one, source, setup)] = source
            except BrokenProcessPool:
                lost.extend([source, *running.values()])
                return
        done, _ = wait(running, return_when=FIRST_COMPLETED)
        for future in done:
            source = running.pop(future)
            try:
                yield future.result()
            except BrokenProcessPool:
                lost.extend([source, *running.values()])
                return


def read_one(source: Source, setup: Setup) -> Outcome:
    """Read one case file in this process; an error of ours is an outcome, never an exception."""
    try:
        plugins, reader = _tools(setup)
        found = read_case(source, plugins, reader)
        return Outcome(source, found.case, found.problems)
    except AnjuanError as error:
        return Outcome(source, None, (error,))
    except Exception as error:  # a loader or extractor of a stranger may raise anything
        what = f"读取案卷时出错：{type(error).__name__}"
        return Outcome(
            source, None, (WorkError(what, source.source, "单独检查该案卷，并把此提示反馈给维护者"),)
        )


@cache
def _tools(setup: Setup) -> tuple[Plugins, PageReader]:
    plugins = Plugins.discover(setup.plugin_paths)
    if plugins.spec != setup.spec:
        raise WorkError("工作进程的插件与主进程不同", "", "在各工作机上安装相同的插件和版本")
    return plugins, page_reader(plugins, Path(setup.cache) if setup.cache else None, setup.engine)
