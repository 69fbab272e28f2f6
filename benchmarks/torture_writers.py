"""Many writers at once: is every acknowledged entry there once, and how fast against the bare database?"""

from __future__ import annotations

import multiprocessing
import sqlite3
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from multiprocessing.synchronize import Barrier
from pathlib import Path
from queue import Empty
from time import perf_counter
from typing import Any

from anjuan import Ruling, Verdict
from anjuan.record.store import Store

from .servers import Server
from .table import Row, least

RATIO_BAR = 0.3
SHARE = "share of the bare database"
TURNS = 4
WAIT = 600  # seconds after which a turn is given up
STAY = 20  # entries after which a reviewer goes on to the next case file
AHEAD = 5  # case files by which one reviewer is ahead of another: each has two
FILES = 100
REASON = "询问笔录没有被询问人逐页签名，按评查标准扣分；当事人对事实没有异议，情节轻微。"

Acknowledged = list[tuple[str, int, str]]
Queue = Any
_FORK = multiprocessing.get_context("fork")  # the library is loaded once, not once a writer


def writers_rows(
    name: str, new_url: Callable[[], str], bare: Callable[[], str], writers: int, entries: int
) -> Iterator[Row]:
    """Write on shared case files and on a single one, count, and compare with the bare database.

    Each writer does both in turns, so that whatever else the machine does weighs on both alike. The chain of one
    case file is written one after the other by its nature, so that it has no figure of its own.
    """
    each = max(entries // TURNS, 1)
    total = writers * each * TURNS
    url = new_url()
    theirs, ours, acknowledged = _together(url, bare(), writers, each, FILES)
    head = f"writers: {name}, {writers} x {each * TURNS} on {FILES} files"
    yield from _kept(head, url, acknowledged, total)
    yield Row(f"{head}, bare durable commits", f"{total / theirs:.0f}/s")
    yield Row(f"{head}, acknowledged entries with their texts", f"{total / ours:.0f}/s")
    yield least(f"{head}, {SHARE}", theirs / ours, RATIO_BAR)
    few, url = max(each // TURNS, 1), new_url()
    acknowledged = _together(url, bare(), writers, few, 1)[2]
    total = writers * few * TURNS
    yield from _kept(f"writers: {name}, {writers} x {few * TURNS} on one file", url, acknowledged, total)


def _kept(head: str, url: str, acknowledged: Acknowledged, total: int) -> Iterator[Row]:
    with Store(url) as store:
        kept = [(one.stream, one.seq, one.hash) for one in store.entries()]
        reasons = Counter(store.texts().values())
        broken = store.broken()
    told = set(acknowledged)
    yield Row(f"{head}, acknowledged", f"{len(told)}", f"{total}", len(told) == total)
    yield _none(f"{head}, lost", len(told - set(kept)))
    yield _none(f"{head}, doubled", sum(count - 1 for count in reasons.values()) + len(kept) - total)
    yield _none(f"{head}, places that do not hold", len(broken))


def _none(name: str, count: int) -> Row:
    return Row(name, f"{count}", "0", count == 0)


def sqlite_bare(folder: Path) -> Callable[[], str]:
    """Makes bare SQLite databases, as durable as ours."""
    made = iter(range(1000))

    def make() -> str:
        file = folder / f"bare{next(made)}.db"
        with _bare_sqlite(str(file)) as db:
            db.execute(_BARE_TABLE)
        return str(file)

    return make


def postgres_bare(server: Server) -> Callable[[], str]:
    """Makes bare databases on a server."""
    import psycopg

    def make() -> str:
        server.url()
        dsn = server.dsn(f"review{server.made}")
        with psycopg.connect(dsn) as db:
            db.execute(_BARE_TABLE.encode())
        return dsn

    return make


_BARE_TABLE = "CREATE TABLE t (stream TEXT, seq INTEGER, payload TEXT, PRIMARY KEY (stream, seq))"


def _bare_sqlite(file: str) -> sqlite3.Connection:
    db = sqlite3.connect(file, timeout=60, isolation_level=None)
    db.execute("PRAGMA journal_mode=WAL")
    db.execute("PRAGMA synchronous=FULL")
    return db


def _bare_commit(place: str) -> Callable[[int, int], None]:
    """A durable commit of a row of the same size, with the driver alone."""
    if "=" in place:
        import psycopg

        server = psycopg.connect(place)

        def on_server(number: int, seq: int) -> None:
            server.execute("INSERT INTO t VALUES (%s, %s, %s)", (f"w{number}", seq, REASON * 4))
            server.commit()

        return on_server
    file = _bare_sqlite(place)

    def here(number: int, seq: int) -> None:
        file.execute("BEGIN IMMEDIATE")
        file.execute("INSERT INTO t VALUES (?, ?, ?)", (f"w{number}", seq, REASON * 4))
        file.execute("COMMIT")

    return here


def writer(url: str, place: str, number: int, each: int, files: int, ready: Barrier, done: Queue) -> None:
    """A reviewer who rules on items of shared case files, and the same number of bare commits before each turn."""
    acknowledged: Acknowledged = []
    bare = _bare_commit(place)
    with Store(url) as store:
        store.heads()
        for turn in range(TURNS):
            ready.wait(WAIT)
            for n in range(turn * each, (turn + 1) * each):
                bare(number, n)
            ready.wait(WAIT)
            for n in range(turn * each, (turn + 1) * each):
                case = f"case{(number * AHEAD + n // STAY) % files}"
                ruling = Ruling(case, "PO-P17", f"评查员{number}", Verdict.PASS, f"{REASON}{number}/{n}")
                entry = store.put_ruling(ruling, "sha256:" + "0" * 64)
                acknowledged.append((entry.stream, entry.seq, entry.hash))
        ready.wait(WAIT)
    done.put(acknowledged)


def _together(url: str, place: str, writers: int, each: int, files: int) -> tuple[float, float, Acknowledged]:
    """Seconds of the bare commits and of the entries, and what was acknowledged."""
    Store(url).close()
    ready, done = _FORK.Barrier(writers + 1), _FORK.Queue()
    processes = [
        _FORK.Process(target=writer, args=(url, place, number, each, files, ready, done))
        for number in range(writers)
    ]
    for process in processes:
        process.start()
    theirs = ours = 0.0
    ready.wait(WAIT)
    for _ in range(TURNS):
        begun = perf_counter()
        ready.wait(WAIT)
        middle = perf_counter()
        ready.wait(WAIT)
        theirs, ours = theirs + middle - begun, ours + perf_counter() - middle
    acknowledged = [one for _ in processes for one in _answer(done, processes)]
    for process in processes:
        process.join()
    return theirs, ours, acknowledged


def _answer(done: Queue, processes: Sequence[Any]) -> Acknowledged:
    """What the next writer says that ends; without waiting for one that failed."""
    while True:
        try:
            found: Acknowledged = done.get(timeout=5)
            return found
        except Empty:
            if any(process.exitcode not in (None, 0) for process in processes):
                raise RuntimeError("a writer failed") from None
