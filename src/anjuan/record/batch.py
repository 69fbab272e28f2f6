"""Many case files through any executor: a bounded window, and one bad case file is one named failure."""

from __future__ import annotations

import os
import shutil
import socket
import tempfile
from collections.abc import Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, BrokenExecutor, CancelledError, Executor, Future, wait
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from ..model.case import CaseFile
from ..model.errors import AnjuanError, SetupError, TooLarge, UnreadableFile, WorkError, near
from ..model.limits import Limits, limited
from ..plugin.manager import Plugins
from ..reading.read import DEFAULT_ENGINE, page_reader, read_case
from ..reading.sources import Source
from .lanes import Lanes
from .notes import Note
from .watch import TURN, watch


@dataclass(frozen=True, slots=True)
class Setup:
    """What a worker needs to read: names, paths and numbers only, so that it crosses any border."""

    plugin_paths: tuple[str, ...]
    spec: tuple[tuple[str, str], ...]
    cache: str | None
    engine: str = DEFAULT_ENGINE
    limits: Limits = field(default_factory=Limits)

    @classmethod
    def of(
        cls, plugins: Plugins, cache: Path | None = None, engine: str = "", limits: Limits | None = None
    ) -> Setup:
        """The setup for a set of plugins.

        Args:
            engine: name of the OCR engine; empty for the default.

        Raises:
            SetupError: no plugin has an engine of that name.
        """
        if engine and engine not in plugins.engines:
            hint = near(engine, plugins.engines) or "可用：" + "、".join(plugins.engines)
            raise SetupError(f"没有名为 {engine} 的识别引擎", "engine", hint)
        folder = str(cache.resolve()) if cache else None
        return cls(plugins.paths, plugins.spec, folder, engine or DEFAULT_ENGINE, limits or Limits())


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of one source: a case file with the problems of single files, or one error."""

    source: Source
    case: CaseFile | None
    problems: tuple[AnjuanError, ...] = ()


def read_many(
    sources: Sequence[Source],
    setup: Setup,
    *,
    executor: Executor | None = None,
    workers: int | None = None,
) -> Iterator[Outcome]:
    """Read case files, as they finish.

    A worker that dies costs no other case file: those it was reading are tried once more, one at a time, and the
    one that ends its worker again is a `WorkerLost` of its own.

    Args:
        executor: what reads, such as an executor of a cluster; None starts processes here. Of an executor only
            `submit` is used; one that breaks is replaced by processes here.
        workers: case files read at a time; None takes one a core. 0 without an executor reads in this process,
            where nothing ends a page that hangs.
    """
    if not sources:
        return
    if executor is None and workers == 0:
        for source in sources:
            yield read_one(source, setup)
        return
    count = workers or min(os.cpu_count() or 1, len(sources))
    with _scratch(setup) as folder, ExitStack() as stack:
        yield from _Batch(setup, folder, count, stack, executor).outcomes(sources)


@contextmanager
def _scratch(setup: Setup) -> Iterator[str]:
    """A folder for notes and temporary files; in the cache, since what is in it is as confidential."""
    if setup.cache:
        Path(setup.cache).mkdir(parents=True, exist_ok=True)
    folder = tempfile.mkdtemp(prefix="running-" if setup.cache else "anjuan-", dir=setup.cache)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@dataclass(slots=True)
class _Batch:
    """One run of `read_many`."""

    setup: Setup
    folder: str
    count: int
    stack: ExitStack
    executor: Executor | None
    lost: list[Source] = field(default_factory=list)

    def outcomes(self, sources: Sequence[Source]) -> Iterator[Outcome]:
        pending = list(reversed(sources))
        running: dict[Future[Outcome], Source] = {}
        self.stack.callback(lambda: [future.cancel() for future in running])
        self._fill(running, pending)
        while running:
            done, _ = wait(running, return_when=FIRST_COMPLETED)
            found = [self._outcome(future, running.pop(future), last=False) for future in done]
            self._fill(running, pending)  # before anybody takes his time over the outcomes
            yield from (one for one in found if one is not None)
        for source in self.lost:
            again = self._outcome(self._submit(source), source, last=True)
            if again is not None:
                yield again

    def _fill(self, running: dict[Future[Outcome], Source], pending: list[Source]) -> None:
        # Nothing waits in a queue of our own processes, where it might wait long while another one is idle;
        # on other machines the way is long, and two for each slot keep them busy.
        window = self.count if isinstance(self.executor, Lanes | None) else 2 * self.count
        while pending and len(running) < window:
            source = pending.pop()
            running[self._submit(source)] = source

    def _submit(self, source: Source) -> Future[Outcome]:
        try:
            return self._hands().submit(read_watched, source, self.setup, self.folder, _here())
        except BrokenExecutor:
            self.executor = None
            return self._submit(source)
        except Exception as error:  # a cluster that went away
            failed: Future[Outcome] = Future()
            failed.set_exception(error)
            return failed

    def _hands(self) -> Executor:
        if self.executor is None:
            self.executor = self.stack.enter_context(Lanes(self.count, self.folder))
        return self.executor

    def _outcome(self, future: Future[Outcome], source: Source, *, last: bool) -> Outcome | None:
        """What came of a future; None when its case file is to be tried once more.

        `read_watched` gives errors as outcomes, so that an exception is one of the worker or of the way to it.
        """
        try:
            return future.result()
        except (Exception, CancelledError) as error:
            note = Note.of(Path(self.folder), source)
            if not last and not note.left()[1]:
                self.lost.append(source)
                return None
            kind = "" if isinstance(error, BrokenExecutor) else _kind(error)
            return Outcome(source, None, (note.error(source, self.setup.limits, kind),))


def _kind(error: BaseException) -> str:
    return str(error) if isinstance(error, ConnectionError) else type(error).__name__


def _here() -> str:
    return f"{socket.gethostname()} {os.getpid()}"


def read_watched(source: Source, setup: Setup, folder: str, caller: str) -> Outcome:
    """Read one case file for an executor, under the watch of the process.

    Args:
        folder: where notes are left.
        caller: the process that wants it. One that reads in threads of its own is not ended by the watch.
    """
    if caller == _here():
        with TURN:
            return read_one(source, setup)
    note = Note.of(Path(folder), source)
    if note.left()[1]:  # the scheduler tries again what ended its worker for a reason
        return Outcome(source, None, (note.error(source, setup.limits),))
    if not source.path.exists():
        where = f"{source.source}（{socket.gethostname()}）"
        step = "把案卷放在各工作机以同一路径都能打开的共享盘上"
        return Outcome(source, None, (WorkError("工作机上找不到案卷的路径", where, step),))
    with watch().over(note, setup.limits):
        return read_one(source, setup)


def read_one(source: Source, setup: Setup) -> Outcome:
    """Read one case file in this process; an error of ours is an outcome, never an exception."""
    try:
        plugins = _plugins(setup.plugin_paths, setup.spec)
        reader = page_reader(plugins, Path(setup.cache) if setup.cache else None, setup.engine)
        with limited(setup.limits):
            found = read_case(source, plugins, reader)
        return Outcome(source, found.case, found.problems)
    except AnjuanError as error:
        return Outcome(source, None, (error,))
    except MemoryError:
        step = "在 [limits] 中调高 memory_bytes，或拆成几个文件"
        return Outcome(source, None, (TooLarge("读取时内存不够", source.source, step),))
    except OSError as error:
        what = f"文件打不开：{error.strerror or type(error).__name__}"
        return Outcome(source, None, (UnreadableFile(what, source.source, "检查文件的权限和磁盘后重试"),))
    except Exception as error:  # a loader or extractor of a stranger may raise anything
        what = f"读取案卷时出错：{type(error).__name__}"
        return Outcome(
            source, None, (WorkError(what, source.source, "单独检查该案卷，并把此提示反馈给维护者"),)
        )


@cache
def _plugins(paths: tuple[str, ...], spec: tuple[tuple[str, str], ...]) -> Plugins:
    plugins = Plugins.discover(paths)
    if plugins.spec != spec:
        raise WorkError("工作进程的插件与主进程不同", "", "在各工作机上安装相同的插件和版本")
    return plugins
