"""Many case files at once: whatever a file does to its worker costs one case file, by name and with the reason."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from concurrent.futures import Executor, Future, ProcessPoolExecutor, ThreadPoolExecutor
from dataclasses import replace
from multiprocessing import get_context
from pathlib import Path

import pytest

from anjuan import Plugins
from anjuan.model.codec import case_digest
from anjuan.model.limits import Limits
from anjuan.reading import pulse
from anjuan.reading.pulse import LATE
from anjuan.reading.read import page_reader, read_case
from anjuan.reading.sources import Source, find_sources
from anjuan.record import lanes
from anjuan.record.batch import Outcome, Setup, read_many, read_watched
from anjuan.record.lanes import Lanes

ODD = Path(__file__).parent / "plugins" / "odd.py"
CAPS = Limits(page_seconds=2, ocr_seconds=1, memory_bytes=300_000_000)
BAD = {
    "hang": ("sleep", "AJ-303", "读取一页超过 2 秒", "hang.odd 第 2 页", "page_seconds"),
    "regex": ("regex", "AJ-303", "读取一页超过 2 秒", "regex.odd 第 2 页", "page_seconds"),
    "memory": ("memory", "AJ-303", "内存超过 300 MB", "memory.odd 第 2 页", "memory_bytes"),
    "dead": ("die", "AJ-303", "读取进程异常终止", "dead.odd 第 2 页", "单独检查"),
    "bug": ("raise", "AJ-300", "RuntimeError", "bug.odd", "反馈给维护者"),
    "gulp": ("gulp", "AJ-106", "内存不够", "gulp.odd", "memory_bytes"),
}
LINUX_ONLY = {"gulp"} if sys.platform != "linux" else set()  # elsewhere nobody refuses the memory


@pytest.fixture(scope="module")
def odd() -> Setup:
    return replace(Setup.of(Plugins.discover([ODD])), limits=CAPS)


def papers(folder: Path, **files: str) -> list[Source]:
    folder.mkdir(exist_ok=True)
    for name, text in files.items():
        (folder / f"{name}.odd").write_text(text, encoding="utf-8")
    return find_sources([folder], each=True)


def read_with(
    sources: list[Source], setup: Setup, executor: Executor | None = None, workers: int | None = 2
) -> dict[str, Outcome]:
    found = list(read_many(sources, setup, executor=executor, workers=workers))
    assert len(found) == len(sources)
    return {one.source.id: one for one in found}


@pytest.fixture(scope="module")
def batch(odd: Setup, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Outcome]:
    folder = tmp_path_factory.mktemp("batch")
    setup = replace(odd, cache=str(folder / "cache"))
    bad = {name: BAD[name][0] for name in BAD if name not in LINUX_ONLY}
    sources = papers(folder / "cases", good1="x", good2="y", once=f"once {folder / 'mark'}", **bad)
    found = read_with(sources, setup, workers=3)
    left = [file.name for file in (folder / "cache").iterdir() if file.name.startswith("running-")]
    assert left == []  # of dead workers, too
    return found


@pytest.mark.parametrize("name", sorted(set(BAD) - LINUX_ONLY))
def test_a_bad_one_is_named_with_file_page_and_reason(batch: dict[str, Outcome], name: str) -> None:
    _, code, what, where, step = BAD[name]
    assert batch[name].case is None
    (error,) = batch[name].problems
    assert error.code == code
    assert what in error.what
    assert error.where.endswith(where)
    assert step in error.next_step


@pytest.mark.parametrize("name", ["good1", "good2", "once"])
def test_the_others_are_read_and_so_is_one_whose_worker_died_once(
    batch: dict[str, Outcome], name: str
) -> None:
    case = batch[name].case
    assert case is not None
    assert [page.page for document in case.documents for page in document.pages] == [1, 2]


def test_a_page_that_is_recognised_too_long_is_named(odd: Setup, tmp_path: Path) -> None:
    from PIL import Image

    (tmp_path / "cases").mkdir()
    frame = Image.new("L", (40, 40), 255)
    frame.save(tmp_path / "cases" / "scan.tif", save_all=True, append_images=[frame])
    sources = find_sources([tmp_path / "cases"])
    (outcome,) = read_many(sources, replace(odd, engine="slow"))
    (error,) = outcome.problems
    assert (error.code, error.what) == ("AJ-303", "识别一页超过 1 秒没有完成，已中止")
    assert error.where == "cases 中的 scan.tif 第 1 页"
    assert "ocr_seconds" in error.next_step


class Refusing(Executor):
    """A cluster that went away."""

    def submit(self, fn: Callable[..., object], /, *args: object, **kwargs: object) -> Future[object]:  # type: ignore[override]
        raise ConnectionError("gone")


def digests(found: dict[str, Outcome]) -> dict[str, str]:
    return {name: case_digest(one.case) if one.case else str(one.problems[0]) for name, one in found.items()}


def test_any_executor_gives_the_same(odd: Setup, tmp_path: Path) -> None:
    sources = papers(tmp_path / "cases", bug="raise", **{f"good{n}": str(n) for n in range(9)})
    here = digests(read_with(sources, odd, workers=0))
    with ThreadPoolExecutor(4) as threads:
        assert digests(read_with(sources, odd, threads)) == here
    assert digests(read_with(sources[:3], odd, workers=3)) == {
        name: here[name] for name in sorted(here) if name in {one.id for one in sources[:3]}
    }


def test_a_broken_executor_is_replaced(odd: Setup, tmp_path: Path) -> None:
    sources = papers(tmp_path / "cases", adead="die", good1="1", good2="2", good3="3")
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
        found = read_with(sources, odd, pool, 1)
    assert [name for name, one in sorted(found.items()) if one.case is None] == ["adead"]
    assert found["adead"].problems[0].code == "AJ-303"


def test_an_executor_that_takes_nothing_leaves_each_case_file_named(odd: Setup, tmp_path: Path) -> None:
    found = read_with(papers(tmp_path / "cases", a="1", b="2"), odd, Refusing())
    assert all("gone" in one.problems[0].what for one in found.values())


def test_a_path_that_the_worker_does_not_see_is_told(odd: Setup, tmp_path: Path) -> None:
    sources = papers(tmp_path / "cases", a="1")
    (tmp_path / "cases" / "a.odd").unlink()
    (error,) = read_watched(sources[0], odd, str(tmp_path), "another machine").problems
    assert "找不到" in error.what
    assert "同一路径" in error.next_step


def test_a_worker_with_other_plugins_refuses(odd: Setup, tmp_path: Path) -> None:
    other = replace(odd, spec=(*odd.spec, ("someone", "2")))
    (error,) = read_with(papers(tmp_path / "cases", a="1"), other, workers=0)["a"].problems
    assert "插件" in error.what


def test_nobody_waits_for_a_page_when_the_results_are_not_wanted(odd: Setup, tmp_path: Path) -> None:
    patient = replace(odd, limits=Limits())
    sources = papers(tmp_path / "cases", a="x", b="sleep")
    found = read_many(sources, patient, workers=2)
    assert next(found).source.id == "a"
    start = time.monotonic()
    found.close()  # type: ignore[attr-defined]
    assert time.monotonic() - start < 5


def test_processes_are_renewed(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(lanes, "TASKS_PER_WORKER", 2)
    with Lanes(1, str(tmp_path)) as own:
        used = [own.submit(os.getpid).result(60) for _ in range(3)]
    assert used[0] == used[1] != used[2]


PARENT = """
import os, sys, time
from anjuan.record.lanes import Lanes
if __name__ == "__main__":
    lanes = Lanes(1, sys.argv[1])
    print(lanes.submit(os.getpid).result(), flush=True)
    if sys.argv[2] == "busy":
        lanes.submit(time.sleep, 600)
    time.sleep(600)
"""


def alive(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    status = Path(f"/proc/{process}/stat")
    return not status.is_file() or status.read_text().rpartition(")")[2].split()[0] != "Z"


@pytest.mark.parametrize("state", ["busy", "idle"])
def test_no_worker_outlives_a_killed_parent(tmp_path: Path, state: str) -> None:
    script = tmp_path / "parent.py"
    script.write_text(PARENT, encoding="utf-8")
    command = [sys.executable, str(script), str(tmp_path), state]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as parent:
        assert parent.stdout is not None
        worker = int(parent.stdout.readline())
        assert alive(worker)
        parent.send_signal(signal.SIGKILL)
    until = time.monotonic() + 10
    while alive(worker) and time.monotonic() < until:
        time.sleep(0.05)
    assert not alive(worker)


class Counting:
    """An engine that takes ten seconds a page by the clock it is given."""

    name, version = "counting", "1"

    def __init__(self) -> None:
        self.now = 0.0

    def monotonic(self) -> float:
        return self.now

    def lines(self, image: object) -> tuple[()]:
        self.now += 10
        return ()


@pytest.mark.parametrize(("cap", "unread"), [(15, [3, 4, 5]), (4, [2]), (0, [])])
def test_pages_beyond_the_time_of_a_file_are_named_and_not_kept(
    monkeypatch: pytest.MonkeyPatch, plugins: Plugins, tmp_path: Path, cap: int, unread: list[int]
) -> None:
    from PIL import Image

    from anjuan.model.limits import limited

    engine = Counting()
    monkeypatch.setattr(pulse, "time", engine)
    frame = Image.new("L", (40, 40), 255)
    frame.save(tmp_path / "scan.tif", save_all=True, append_images=[frame] * 4)
    (source,) = find_sources([tmp_path / "scan.tif"])
    reader = replace(page_reader(plugins, tmp_path / "cache"), engine=engine)
    with limited(Limits(file_seconds=cap)):
        found = read_case(source, plugins, reader)
    pages = [page for document in found.case.documents for page in document.pages]
    assert [page.page for page in pages if page.read.startswith(LATE)] == unread
    assert [error.code for error in found.problems] == ["AJ-106"] * bool(unread)
    if unread:
        assert f"第 {'、'.join(map(str, unread))} 页" in found.problems[0].what
    assert (tmp_path / "cache").exists() != bool(unread)
