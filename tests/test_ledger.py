"""The ledger in bad times: clocks that go back, full disks, lost servers, many writers, kills, tampering, cut ends."""

from __future__ import annotations

import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from sqlalchemy import Connection, event

from anjuan import Ruling, Verdict
from anjuan.faces.cli import main
from anjuan.model.codec import dumps
from anjuan.model.errors import SetupError, StoreError, Tampered
from anjuan.record import ledger
from anjuan.record.heads import heads_text, read_heads
from anjuan.record.store import Store
from benchmarks.servers import Server, server

from .databases import behind

ROOT = Path(__file__).parent.parent
NOON = datetime(2026, 5, 4, 12, tzinfo=UTC)


@pytest.fixture
def store(store_url: str) -> Iterator[Store]:
    with Store(store_url) as opened:
        yield opened


def rule(store: Store, n: int, case: str = "a") -> ledger.Entry:
    return store.put_ruling(Ruling(case, "PO-P17", "评查员甲", Verdict.PASS, f"第{n}次"), "sha256:e")


# ---- the clock --------------------------------------------------------------------------


def test_a_clock_that_went_back_is_noted_and_nothing_is_refused(store_url: str) -> None:
    times = iter([NOON, NOON - timedelta(days=1), NOON - timedelta(hours=1), NOON + timedelta(hours=1)])
    with Store(store_url, clock=lambda: next(times)) as store:
        for payload in ({"n": 1}, {}, {"n": 2}, {"n": 3}):
            store.append("a", "甲", "submitted", payload)
        entries = list(store.entries())
        assert [one.at[11:16] for one in entries] == ["12:00", "12:00", "12:00", "13:00"]
        assert [one.payload for one in entries] == [
            {"n": 1},
            {"clock": "2026-05-03T12:00:00+00:00"},
            {"n": 2, "clock": "2026-05-04T11:00:00+00:00"},
            {"n": 3},
        ]
        assert store.broken() == []
        assert [note.split("：")[0] for note in store.clock_notes()] == ["台账 a 第 2 条", "台账 a 第 3 条"]


WORDS = st.text(st.characters(exclude_categories=()), max_size=12)


@pytest.mark.parametrize("database", ["sqlite", "postgresql"])
@settings(max_examples=25, suppress_health_check=list(HealthCheck))
@given(actor=WORDS, value=WORDS, text=WORDS)
@example(actor="\0甲", value='\0\x1f\x7f"\\\ud800', text="\0")
def test_whatever_people_write_is_kept_whole_by_both(
    database: str,
    postgres: Server,
    tmp_path_factory: pytest.TempPathFactory,
    actor: str,
    value: str,
    text: str,
) -> None:
    store = _shared(database, postgres, tmp_path_factory)
    digest = store.put_text(text)
    entry = store.append("a", actor, "settled", {"v": value, "reason": digest})
    last = list(store.entries(stream="a"))[-1]
    assert last == entry
    assert entry.payload["v"] == value.encode("utf-8", "replace").decode()
    assert store.text_of(digest) == ledger.clean(text)
    assert entry.hash == ledger.hash_of(
        "a", entry.seq, entry.at, entry.actor, "settled", dumps(entry.payload), entry.prev
    )


_STORES: dict[str, Store] = {}


def _shared(database: str, postgres: Server, folders: pytest.TempPathFactory) -> Store:
    """One store for all examples."""
    if database not in _STORES:
        url = postgres.url() if database == "postgresql" else f"sqlite:///{folders.mktemp('s') / 'review.db'}"
        _STORES[database] = Store(url)
    return _STORES[database]


def test_several_entries_are_written_together_or_not_at_all(store: Store) -> None:
    one = store.put_text("同一理由")
    steps: list[tuple[str, dict[str, Any]]] = [("settled", {"reason": one}), ("answered", {"reason": one})]
    store.append_all("a", "甲", steps)
    assert [entry.seq for entry in store.entries()] == [1, 2]
    with pytest.raises(TypeError):
        store.append_all("a", "甲", [("settled", {"n": 1}), ("answered", {"n": object()})])
    assert (len(list(store.entries())), store.broken()) == (2, [])


# ---- disks and servers ------------------------------------------------------------------


def test_a_full_disk_is_told_and_leaves_nothing_half_done(tmp_path: Path) -> None:
    with Store.at(tmp_path) as store:
        rule(store, 1)
        before = list(store.entries()), store.texts()

        def full(db: Connection) -> None:
            raw: Any = db.connection.driver_connection
            pages = raw.execute("PRAGMA page_count").fetchone()[0]
            raw.execute(f"PRAGMA max_page_count = {pages}")

        event.listen(store._db.engine, "begin", full)
        with pytest.raises(StoreError, match=r"AJ-400.*磁盘已满"):
            store.append("a", "甲", "settled", {"reason": store.put_text("长" * 50_000)})
        event.remove(store._db.engine, "begin", full)
    with Store.at(tmp_path) as store:
        assert (list(store.entries()), store.texts(), store.broken()) == (*before, [])
        rule(store, 2)


def test_a_damaged_file_is_told(tmp_path: Path) -> None:
    Store.at(tmp_path).close()
    (tmp_path / "review.db").write_bytes(b"no database at all" * 100)
    with pytest.raises(Tampered, match="损坏"):
        Store.at(tmp_path)


def test_a_server_that_starts_again_loses_and_doubles_nothing() -> None:
    with server(durable=False) as running, Store(running.url()) as store:
        for n in range(5):
            rule(store, n)
        running.stop(signal.SIGQUIT)  # a crash: all connections are gone
        starting = Thread(target=running.start)
        starting.start()
        rule(store, 5)
        starting.join()
        assert [store.texts()[one.payload["reason"]] for one in store.entries()] == [
            f"第{n}次" for n in range(6)
        ]
        assert store.broken() == []


def test_a_server_that_stays_away_is_told_in_one_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("anjuan.record.database.WAIT", 0.001)
    with server(durable=False) as running, Store(running.url()) as store:
        rule(store, 1)
        running.stop(signal.SIGQUIT)
        with pytest.raises(StoreError, match=r"AJ-400.*已经确认的记录都在"):
            rule(store, 2)
        running.start()
        rule(store, 3)
        assert sorted(store.texts().values()) == ["第1次", "第3次"]


def test_an_answer_that_was_lost_does_not_write_twice(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    """The entry is on the disk, and the connection breaks before the program hears of it."""
    real: Callable[..., Any] = ledger.add
    calls: list[int] = []

    def breaks(db: Connection, *words: Any) -> ledger.Entry:
        made: ledger.Entry = real(db, *words)
        calls.append(1)
        if len(calls) == 1:
            raw: Any = db.connection.driver_connection
            raw.commit()
            if store._db.postgres:
                raw.close()
                raw.execute("SELECT 1")
            raise store._db.engine.dialect.loaded_dbapi.IntegrityError("lost")
        return made

    monkeypatch.setattr(ledger, "add", breaks)
    entry = rule(store, 1)
    assert list(store.entries()) == [entry]
    assert (len(calls), store.broken()) == (1, [])


# ---- torture, small ---------------------------------------------------------------------


@pytest.mark.parametrize("database", ["sqlite", "postgresql"])
def test_writers_kills_and_tampering_in_small(database: str) -> None:
    sizes = ["--writers", "6", "--entries", "8", "--kills", "8", "--changes", "120", "--rows", "12"]
    call = [sys.executable, "-m", "benchmarks.torture", "--database", database, "--ledger", "60", *sizes]
    said = subprocess.run([*call, "--seed", "5", "--no-speed"], cwd=ROOT, capture_output=True, text=True)
    assert said.returncode == 0, said.stdout + said.stderr


# ---- printed heads ----------------------------------------------------------------------


def test_a_cut_end_is_found_by_printed_heads_only(store: Store, tmp_path: Path) -> None:
    for n in range(4):
        store.append("a", "甲", "submitted", {"n": n})
    store.append("b", "甲", "submitted", {})
    printed = store.numbered_heads()
    store.append("a", "甲", "submitted", {"n": 4})
    assert store.cut_against(dict(printed)) == []
    entry = list(store.entries(stream="a"))[1]
    behind(
        store,
        "DELETE FROM ledger WHERE stream = 'a' AND seq > 2",
        f"UPDATE heads SET seq = 2, hash = '{entry.hash}' WHERE stream = 'a'",
        "DELETE FROM ledger WHERE stream = 'b'",
        "DELETE FROM heads WHERE stream = 'b'",
    )
    assert store.broken() == []
    assert store.cut_against(dict(printed)) == [
        "台账 a 第 2 条之后被截去，印出时有 4 条",
        "台账 b 的记录全部缺失",
    ]


def test_heads_change_with_every_entry(store: Store) -> None:
    rule(store, 1)
    before = store.head_of_heads()
    rule(store, 2)
    assert store.head_of_heads() != before
    assert store.heads() == {"a": list(store.entries())[-1].hash}


def test_heads_come_back_from_their_file(tmp_path: Path) -> None:
    heads = {"案卷一": (3, "a" * 64), "b": (12, "0" * 64)}
    file = tmp_path / "heads.txt"
    for encoding in ("utf-8", "utf-8-sig", "utf-16", "gb18030"):
        file.write_text(heads_text(heads), encoding=encoding)
        assert read_heads(file) == heads
    file.write_text(heads_text(heads).replace("aaa", "aab", 1), encoding="utf-8")
    with pytest.raises(SetupError, match="总校验值不符"):
        read_heads(file)
    file.write_text("随便一行\n", encoding="utf-8")
    with pytest.raises(SetupError, match="第 1 行"):
        read_heads(file)
    with pytest.raises(SetupError, match="找不到"):
        read_heads(tmp_path / "none.txt")


def test_the_command_prints_heads_and_compares(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def call(*words: object) -> tuple[int, str]:
        monkeypatch.setattr("sys.argv", ["anjuan", "verify", "--review", str(tmp_path), *map(str, words)])
        with pytest.raises(SystemExit) as ended:
            main()
        out, err = capsys.readouterr()
        return int(ended.value.code or 0), out + err

    (tmp_path / "review.toml").write_text('name = "试用"\n', encoding="utf-8")
    with Store.at(tmp_path) as store:
        for n in range(3):
            store.append("a", "甲", "submitted", {"n": n})
    assert call("--heads", tmp_path / "heads.txt")[0] == 0
    assert call("--heads")[1] == (tmp_path / "heads.txt").read_text("utf-8")
    status, said = call("--against", tmp_path / "heads.txt")
    assert (status, "与印出的链头相符" in said) == (0, True)
    assert call(tmp_path / "heads.txt")[0] == 2
    with Store.at(tmp_path) as store:
        behind(store, "DELETE FROM ledger WHERE seq = 3")
    status, said = call("--against", tmp_path / "heads.txt")
    assert (status, "台账 a 第 2 条之后被截去" in said) == (1, True)
