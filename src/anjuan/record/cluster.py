"""Reading on other machines, through a scheduler of dask.distributed (extra `cluster`)."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from contextlib import contextmanager, suppress
from threading import Event, Lock, Thread
from typing import Any, ParamSpec, TypeVar

from ..model.errors import MissingExtra, SetupError

P = ParamSpec("P")
T = TypeVar("T")
PATIENCE = 10  # seconds for a scheduler to answer
ABSENCE = 60.0  # seconds without workers, or without the scheduler, after which the cluster is given up
EVERY = 2.0  # seconds between looks
GONE = "调度器或工作进程没有了"


@contextmanager
def connected(address: str | None) -> Iterator[tuple[Executor | None, int]]:
    """An executor on the cluster behind a scheduler, and how many case files it reads at a time.

    Its workers must see the case files, the cache and the plugin files under the same paths, and have the same
    version of anjuan and of the plugins.

    Args:
        address: as `tcp://192.0.2.1:8786`; None gives no executor and 0.

    Raises:
        MissingExtra: dask.distributed is not installed.
        SetupError: nobody answers at that address, it is no address, or the scheduler has no workers.
    """
    if address is None:
        yield None, 0
        return
    client = _client(address)
    try:
        slots = _slots(client)
        if not slots:
            raise SetupError("调度器上没有工作进程", address, "在各工作机上运行 dask worker 后重试")
        with _Cluster(client) as cluster:
            yield cluster, slots
    finally:
        client.close()


class _Cluster(Executor):
    """The executor of a client, which does not wait for ever on a cluster that went away."""

    def __init__(self, client: Any) -> None:
        self._client = client
        self._inner: Executor = client.get_executor(pure=False)
        self._open: set[Future[Any]] = set()
        self._lock, self._ended = Lock(), Event()
        self._gone = False
        Thread(target=self._look, name="anjuan-cluster", daemon=True).start()

    def submit(self, fn: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> Future[T]:
        """Have it done by a worker.

        Raises:
            ConnectionError: the cluster was given up.
        """
        if self._gone:
            raise ConnectionError(GONE)
        outer: Future[T] = Future()
        with self._lock:
            self._open.add(outer)
        self._inner.submit(fn, *args, **kwargs).add_done_callback(lambda inner: self._pass(inner, outer))
        return outer

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        """Take no interest in what still runs; workers go on to the end of their case file."""
        self._ended.set()
        self._inner.shutdown(wait=False)

    def _pass(self, inner: Future[T], outer: Future[T]) -> None:
        with self._lock:
            if outer not in self._open:
                return
            self._open.discard(outer)
        if inner.cancelled():
            outer.set_exception(ConnectionError(GONE))
        elif (error := inner.exception()) is not None:
            outer.set_exception(error)
        else:
            outer.set_result(inner.result())

    def _look(self) -> None:
        seen = time.monotonic()
        while not self._ended.wait(EVERY):
            if _slots(self._client):
                seen = time.monotonic()
            elif time.monotonic() - seen > ABSENCE:
                self._gone = True
                with self._lock:
                    left, self._open = self._open, set()
                for future in left:
                    future.set_exception(ConnectionError(GONE))
                return


def _slots(client: Any) -> int:
    with suppress(Exception):  # of several kinds, when the scheduler is away
        return sum(client.nthreads().values())
    return 0


def _client(address: str) -> Any:
    try:
        from distributed import Client
    except ImportError:
        raise MissingExtra(
            "没有安装 dask.distributed，不能在多台机器上读取", "--scheduler", "pip install anjuan[cluster]"
        ) from None
    try:
        # In a thread, since a notebook has a loop of its own; and before the client, which waits without end
        # for something at that port that is no scheduler.
        with ThreadPoolExecutor(1) as thread:
            thread.submit(asyncio.run, _greet(address)).result()
        client: Callable[..., Any] = Client
        return client(address, timeout=PATIENCE, set_as_default=False)
    except Exception as error:  # OSError, ValueError, TimeoutError; more kinds from below them
        raise SetupError(
            f"连接不上调度器（{type(error).__name__}）",
            address,
            "核对地址，如 tcp://192.0.2.1:8786，并确认调度器正在运行",
        ) from None


async def _greet(address: str) -> None:
    from distributed.core import rpc

    reach: Callable[..., Any] = rpc

    async def ask() -> None:
        async with reach(address, timeout=PATIENCE) as scheduler:
            await scheduler.identity()

    await asyncio.wait_for(ask(), PATIENCE)
