"""Reading on a cluster of processes: the same bytes as the pool, whatever happens to its workers."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import sys
import warnings
from collections.abc import Iterator
from concurrent.futures import Future
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from anjuan.faces.cli import main
from anjuan.model.errors import MissingExtra, SetupError
from anjuan.model.limits import Limits
from anjuan.record import cluster
from anjuan.record.cluster import connected
from anjuan.record.export import export
from anjuan.record.review import Review
from anjuan.record.run import Progress, evaluate

from .conftest import SAMPLES

ODD = Path(__file__).parent / "plugins" / "odd.py"


@contextmanager
def local_cluster() -> Iterator[Any]:
    from distributed import LocalCluster

    with warnings.catch_warnings():
        # distributed leaves sockets of killed workers to the garbage collector
        warnings.filterwarnings("ignore", category=ResourceWarning)
        with LocalCluster(
            n_workers=2, threads_per_worker=1, processes=True, dashboard_address=None, silence_logs=50
        ) as found:
            yield found


@pytest.fixture
def cases(tmp_path: Path) -> Path:
    """Some that are scored, a torn one, and one that hangs."""
    folder = tmp_path / "cases"
    folder.mkdir()
    for name in ("s02.pdf", "s03.pdf", "s09.pdf"):
        shutil.copy(SAMPLES / "cases" / name, folder)
    (folder / "s05.odd").write_text("sleep", encoding="utf-8")
    (folder / "s04.pdf").write_bytes(b"%PDF-1.4 torn")
    return folder


def evaluated(
    cases: Path, folder: Path, address: str | None = None, progress: Progress | None = None
) -> tuple[bytes, list[tuple[str, str]]]:
    """What is exported, and what is told of those that were not read."""
    review = Review.open_or_make(folder, limits=Limits(page_seconds=2))
    with connected(address) as (executor, slots):
        summary = evaluate(
            [cases],
            review,
            each=True,
            plugin_paths=[ODD],
            executor=executor,
            workers=slots or 2,
            progress=progress,
        )
    problems = [(source, str(error)) for source, error in summary.problems]
    return export(review, "jsonl")[0].read_bytes(), problems


def test_a_cluster_gives_the_same_bytes_though_its_workers_are_killed(cases: Path, tmp_path: Path) -> None:
    expected = evaluated(cases, tmp_path / "pool")
    with local_cluster() as found:

        def kill(name: str, done: int, total: int) -> None:
            if done == 1:
                for worker in found.workers.values():
                    os.kill(worker.pid, signal.SIGKILL)

        given = evaluated(cases, tmp_path / "cluster", found.scheduler_address, kill)
    assert expected[0].count(b"\n") == 3
    assert [source for source, _ in expected[1]] == ["cases/s04.pdf", "cases/s05.odd"]
    assert "第 2 页" in expected[1][1][1]
    assert given == expected


def test_a_cluster_without_the_package_names_the_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "distributed", None)
    with pytest.raises(MissingExtra, match=r"pip install anjuan\[cluster\]"), connected("tcp://127.0.0.1:1"):
        pass


@pytest.mark.parametrize("address", ["", "nonsense", "xyz://a:1", "tcp://127.0.0.1:port"])
def test_what_is_no_address_is_refused(address: str) -> None:
    with pytest.raises(SetupError, match="连接不上"), connected(address):
        pass


def test_nobody_there_is_told_soon_and_nothing_is_written(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    monkeypatch.setattr(cluster, "PATIENCE", 1)
    with socket.create_server(("127.0.0.1", 0)) as silent:  # answers the call and says nothing
        address = f"tcp://127.0.0.1:{silent.getsockname()[1]}"
        words = ("evaluate", str(SAMPLES / "cases" / "s02.pdf"), "--review", str(tmp_path / "review"))
        monkeypatch.setattr("sys.argv", ["anjuan", *words, "--scheduler", address])
        with pytest.raises(SystemExit) as ended:
            main()
    error = capsys.readouterr().err
    assert ended.value.code == 2
    assert ("AJ-200" in error, address in error) == (True, True)
    assert not (tmp_path / "review").exists()


class Away:
    """A client whose scheduler went away: nothing that was given to it ever ends."""

    def get_executor(self, **options: bool) -> Away:
        return self

    def submit(self, *call: object) -> Future[None]:
        return Future()

    def shutdown(self, wait: bool) -> None:
        assert not wait

    def nthreads(self) -> dict[str, int]:
        raise OSError("nobody there")


def test_a_cluster_that_went_away_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cluster, "ABSENCE", 0.1)
    monkeypatch.setattr(cluster, "EVERY", 0.05)
    with cluster._Cluster(Away()) as executor:
        with pytest.raises(ConnectionError, match="没有了"):
            executor.submit(os.getpid).result(30)
        with pytest.raises(ConnectionError, match="没有了"):
            executor.submit(os.getpid)
