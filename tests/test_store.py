"""The store: an append-only ledger, rulings that come back whole, tampering that is found."""

from __future__ import annotations

import sqlite3
from decimal import Decimal
from pathlib import Path

import pytest

from anjuan import Ruling, Verdict
from anjuan.model.errors import StoreError, Tampered, UnknownCase
from anjuan.record.store import Store

LINE = {
    "id": "a",
    "case": "某罚〔2024〕1号",
    "source": "cases/a",
    "digest": "sha256:1",
    "items": [],
    "stamp": {"plugins": {}},
}


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store.at(tmp_path)


def rows(store: Store) -> sqlite3.Connection:
    return sqlite3.connect(store.url.removeprefix("sqlite:///"))


def test_an_evaluation_is_noted_once(store: Store) -> None:
    first = store.put_evaluation("k1", LINE)
    assert store.put_evaluation("k1", LINE) == first
    assert [entry.action for entry in store.entries()] == ["evaluated"]
    assert store.lines() == [LINE]


def test_a_new_key_makes_a_new_current_line(store: Store) -> None:
    store.put_evaluation("k1", LINE)
    store.put_evaluation("k2", {**LINE, "items": [1]})
    assert store.lines()[0]["items"] == [1]
    store.put_evaluation("k1", LINE)
    assert store.lines()[0]["items"] == []


def test_one_key_with_two_results_is_refused(store: Store) -> None:
    store.put_evaluation("k1", LINE)
    with pytest.raises(Tampered):
        store.put_evaluation("k1", {**LINE, "items": [1]})


def test_a_line_is_found_by_id_or_number_and_an_ambiguous_one_is_refused(store: Store) -> None:
    store.put_evaluation("k1", LINE)
    assert store.line("a") == store.line("某罚〔2024〕1号")
    store.put_evaluation("k2", {**LINE, "id": "b", "digest": "sha256:2"})
    with pytest.raises(UnknownCase, match="a、b"):
        store.line("某罚〔2024〕1号")
    with pytest.raises(UnknownCase, match="AJ-108"):
        store.line("无此案")


@pytest.mark.parametrize("veto", [None, True, False])
def test_a_ruling_comes_back_whole_and_its_reason_stays_out_of_the_ledger(
    store: Store, veto: bool | None
) -> None:
    store.put_evaluation("k1", LINE)
    ruling = Ruling("a", "PO-P17", "评查员甲", Verdict.FAIL, "当事人张三逾期", Decimal("2.5"), veto)
    store.put_ruling(ruling, "sha256:e")
    assert store.rulings() == [ruling]
    assert all("张三" not in str(entry.payload) for entry in store.entries())


@pytest.mark.parametrize("sql", ["UPDATE ledger SET actor = 'x'", "DELETE FROM ledger"])
def test_the_database_refuses_to_change_the_ledger(store: Store, sql: str) -> None:
    store.put_evaluation("k1", LINE)
    with rows(store) as db, pytest.raises(sqlite3.IntegrityError, match="append-only"):
        db.execute(sql)


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE ledger SET payload = '{}' WHERE seq = 1",
        "UPDATE ledger SET at = '2000-01-01T00:00:00+00:00' WHERE seq = 2",
        "UPDATE ledger SET actor = '乙' WHERE seq = 1",
        "DELETE FROM ledger WHERE seq = 1",
        "UPDATE evaluations SET body = body || ' '",
        "DELETE FROM evaluations",
    ],
)
def test_tampering_behind_the_triggers_is_found(store: Store, sql: str) -> None:
    digest = store.put_evaluation("k1", LINE)
    store.put_ruling(Ruling("a", "PO-P17", "评查员甲", Verdict.PASS, "有延期审批"), digest)
    assert store.broken() == []
    with rows(store) as db:
        for act in ("update", "delete"):
            db.execute(f"DROP TRIGGER ledger_no_{act}")
        db.execute(sql)
    assert store.broken()


def test_heads_change_with_every_entry(store: Store) -> None:
    store.put_evaluation("k1", LINE)
    before = store.head_of_heads()
    store.append("a", "评查员甲", "read", {})
    assert store.head_of_heads() != before


def test_failures_are_told_once_and_end_with_an_evaluation(store: Store) -> None:
    for _ in range(2):
        store.note_failure("a", "cases/a", "AJ-101", "PDF 已损坏")
    assert store.failures() == {"a": "PDF 已损坏"}
    assert len(list(store.entries())) == 1
    store.put_evaluation("k1", LINE)
    assert store.failures() == {}


def test_a_store_of_a_newer_version_is_refused(store: Store) -> None:
    with rows(store) as db:
        db.execute("UPDATE meta SET value = '999'")
    with pytest.raises(StoreError, match="更新版本"):
        Store(store.url)
