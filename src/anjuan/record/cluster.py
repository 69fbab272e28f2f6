"""Reading on other machines, through a scheduler of dask.distributed (extra `cluster`)."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, ThreadPoolExecutor
from contextlib import contextmanager
from typing import Any

from ..model.errors import MissingExtra, SetupError

PATIENCE = 10  # seconds for a scheduler to answer


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
        slots = sum(client.nthreads().values())
        if not slots:
            raise SetupError("调度器上没有工作进程", address, "在各工作机上运行 dask worker 后重试")
        yield client.get_executor(pure=False), slots
    finally:
        client.close()


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
