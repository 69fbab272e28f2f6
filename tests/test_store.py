"""The store: an append-only ledger, rulings that come back whole, the same on both databases."""

from __future__ import annotations

import json
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal
from pathlib import Path

import pytest
from sqlalchemy.exc import DBAPIError

from anjuan import Ruling, Verdict
from anjuan.model.case import CaseFile
from anjuan.model.errors import MissingExtra, NetworkShare, SetupError, StoreError, Tampered, UnknownCase
from anjuan.record.share import kind_of, linux_mounts
from anjuan.record.store import Store

from .databases import behind

LINE = {
    "id": "a",
    "case": "某罚〔2024〕1号",
    "source": "cases/a",
    "digest": "sha256:1",
    "items": [],
    "stamp": {"plugins": {}},
}
CASE = CaseFile("a", "某罚〔2024〕1号", "cases/a", "penalty", "ordinary", "某局", (), ())


@pytest.fixture
def store(store_url: str) -> Iterator[Store]:
    with Store(store_url) as opened:
        yield opened


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
    assert store.broken() == []


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


def test_a_text_is_kept_with_the_entry_that_names_it_under_a_digest_nobody_can_guess(store: Store) -> None:
    first, second, unused = (store.put_text("同意") for _ in range(3))
    assert len({first, second, unused}) == 3
    assert store.text_of(first) == "同意"
    assert store.texts() == {}
    store.append("a", "甲", "settled", {"reason": first, "more": [{"quote": second}]})
    assert store.texts() == {first: "同意", second: "同意"}
    assert store.broken() == []
    with Store(store.url) as other:
        assert (other.text_of(first), other.text_of(unused)) == ("同意", None)


def test_a_case_file_and_its_newest_input_are_noted(store: Store) -> None:
    digest = store.put_case(CASE, "")
    for _ in range(2):
        store.put_case(CASE, "i1")
        store.put_case(CASE, "")
    assert [entry.payload["input"] for entry in store.entries(action="read")] == ["", "i1"]
    assert store.known("i1", "a") == CASE == store.case(digest, "a")
    assert store.broken() == []


def test_what_was_purged_leaves_its_digest_and_may_come_again(store: Store) -> None:
    digest = store.put_case(CASE, "i1")
    evaluation = store.put_evaluation("k1", LINE)
    store.put_ruling(Ruling("a", "PO-P17", "评查员甲", Verdict.PASS, "有延期审批"), evaluation)
    reason = next(iter(store.texts()))
    for one in (digest, evaluation, reason):
        store.purge("a", one, "档案员")
    assert (store.case(digest, "a"), store.known("i1", "a"), store.lines()) == (None, None, [])
    assert (store.text_of(reason), store.broken()) == (None, [])
    with pytest.raises(UnknownCase):
        store.purge("b", digest, "档案员")
    store.put_case(CASE, "i1")
    store.put_evaluation("k1", LINE)
    assert store.known("i1", "a") == CASE
    assert (store.lines(), store.broken()) == ([LINE], [])


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE ledger SET actor = 'x'",
        "DELETE FROM ledger",
        "UPDATE evaluations SET body = 'x'",
        "UPDATE evaluations SET key = 'x', body = ''",
        "DELETE FROM evaluations",
        "UPDATE texts SET body = 'x'",
        "UPDATE texts SET digest = 'x', body = '', salt = ''",
        "DELETE FROM texts",
        "UPDATE cases SET id = 'x'",
        "DELETE FROM cases",
        "INSERT INTO ledger SELECT stream, 9, at, actor, action, payload, prev, hash FROM ledger WHERE seq = 1",
        "INSERT INTO ledger SELECT stream, 4, at, actor, action, payload, prev, hash FROM ledger WHERE seq = 1",
    ],
)
def test_the_database_refuses_to_change_the_record(store: Store, sql: str) -> None:
    store.put_case(CASE, "i1")
    digest = store.put_evaluation("k1", LINE)
    store.put_ruling(Ruling("a", "PO-P17", "评查员甲", Verdict.PASS, "有延期审批"), digest)
    before = list(store.entries())
    with pytest.raises(DBAPIError, match="append-only"), store._db._writer.begin() as db:
        db.exec_driver_sql(sql)
    assert (list(store.entries()), store.broken()) == (before, [])


def test_replacing_is_refused_too(tmp_path: Path) -> None:
    with Store.at(tmp_path) as store:
        store.put_evaluation("k1", LINE)
        for table in ("ledger", "evaluations"):
            sql = f"INSERT OR REPLACE INTO {table} SELECT * FROM {table}"
            with pytest.raises(DBAPIError, match="append-only"), store._db._writer.begin() as db:
                db.exec_driver_sql(sql)


def test_the_server_refuses_to_empty_a_table(postgres: object, store_url: str) -> None:
    with Store(store_url) as store:
        store.put_evaluation("k1", LINE)
        if not store._db.postgres:
            return
        with pytest.raises(DBAPIError, match="append-only"), store._db._writer.begin() as db:
            db.exec_driver_sql("TRUNCATE ledger")


def test_a_trigger_that_is_gone_is_named(store: Store) -> None:
    on = " ON ledger" if store._db.postgres else ""
    with store._db._writer.begin() as db:
        db.exec_driver_sql(f"DROP TRIGGER ledger_no_update{on}")
    assert store.broken() == ["评查库缺少防改触发器 ledger_no_update，或者它被改动"]


@pytest.mark.parametrize(
    ("sql", "named"),
    [
        ("UPDATE ledger SET payload = '{}' WHERE seq = 1", "台账 a 第 1 条：内容与校验值不符"),
        (
            "UPDATE ledger SET at = '2000-01-01T00:00:00+00:00' WHERE seq = 2",
            "台账 a 第 2 条：内容与校验值不符",
        ),
        ("DELETE FROM ledger WHERE seq = 1", "台账 a 缺第 1 条"),
        ("DELETE FROM ledger WHERE seq = 2", "台账 a 第 1 条之后被截去，或其后的记录被改动"),
        ("UPDATE evaluations SET body = body || ' '", " 被改动"),
        ("DELETE FROM evaluations", " 缺失"),
        ("UPDATE texts SET salt = 'x'", " 被改动"),
        ("DELETE FROM texts", " 缺失"),
        ("UPDATE heads SET seq = 7", "台账 a 第 2 条之后被截去，或其后的记录被改动"),
        ("UPDATE texts SET body = '', salt = ''", " 被改动"),
        ("UPDATE evaluations SET body = ''", " 的正文被清空，台账没有记录"),
    ],
)
def test_tampering_behind_the_triggers_is_found_and_named(store: Store, sql: str, named: str) -> None:
    digest = store.put_evaluation("k1", LINE)
    store.put_ruling(Ruling("a", "PO-P17", "评查员甲", Verdict.PASS, "有延期审批"), digest)
    assert store.broken() == []
    behind(store, sql)
    assert any(one.endswith(named) for one in store.broken()), store.broken()


def test_a_refusal_of_the_database_is_one_sentence(store: Store) -> None:
    store.put_evaluation("k1", LINE)
    with pytest.raises(StoreError, match="只能增加"):
        store._db.write(lambda db: db.exec_driver_sql("DELETE FROM ledger"))


def test_failures_are_told_once_and_end_with_an_evaluation(store: Store) -> None:
    for _ in range(2):
        store.note_failure("a", "cases/a", "AJ-101", "PDF 已损坏")
    assert store.failures() == {"a": "PDF 已损坏"}
    assert len(list(store.entries())) == 1
    store.note_failure("a", "cases/a", "AJ-101", "PDF 加密")
    assert store.failures() == {"a": "PDF 加密"}
    store.put_evaluation("k1", LINE)
    assert store.failures() == {}


def test_a_store_of_a_newer_version_is_refused(store: Store) -> None:
    behind(store, "UPDATE meta SET value = '999'")
    with pytest.raises(StoreError, match="更新版本"):
        Store(store.url)


@pytest.mark.parametrize(
    "sql", ["UPDATE meta SET value = 'x'", "UPDATE meta SET value = '1'", "DELETE FROM meta"]
)
def test_a_changed_number_is_named_and_no_step_is_done_twice(store: Store, sql: str) -> None:
    behind(store, sql)
    assert any("版本标记" in one for one in store.broken())
    with pytest.raises(Tampered, match="版本标记"):
        Store(store.url)


def test_several_may_make_the_store_at_once(store_url: str) -> None:
    with ThreadPoolExecutor(6) as pool:
        for store in pool.map(lambda _: Store(store_url), range(6)):
            store.append("a", "甲", "submitted", {})
            store.close()
    with Store(store_url) as store:
        assert (len(list(store.entries())), store.broken()) == (6, [])


FIRST = Path(__file__).parent / "data" / "review_first.sql"


def first_version(folder: Path) -> Path:
    """A store as the first version left it."""
    import sqlite3

    file = folder / "review.db"
    with sqlite3.connect(file) as db:
        db.executescript(FIRST.read_text("utf-8"))
    db.close()
    return file


def test_a_store_of_the_first_version_opens_and_goes_on(tmp_path: Path) -> None:
    first_version(tmp_path)
    for _ in range(2):
        with Store.at(tmp_path) as store:
            assert store.broken() == []
            assert [entry.action for entry in store.entries(stream="a")][:4] == [
                "evaluated", "reviewed", "evaluated", "read",
            ]  # fmt: skip
            assert store.rulings()[0].reason == "有延期审批"
            assert store.failures() == {"b": "PDF 已损坏"}
            assert store.known("i1", "a") is not None
            store.append("a", "甲", "submitted", {})


def test_an_empty_store_of_the_first_version_that_was_stopped_early_opens(tmp_path: Path) -> None:
    import sqlite3

    with sqlite3.connect(tmp_path / "review.db") as db:
        db.execute("CREATE TABLE texts (digest VARCHAR(80) NOT NULL PRIMARY KEY, body TEXT NOT NULL)")
    db.close()
    with Store.at(tmp_path) as store:
        store.append("a", "甲", "submitted", {})
        assert store.broken() == []


@pytest.mark.parametrize("url", ["mysql://h/x", "postgresql://h/x", "nonsense"])
def test_another_kind_of_database_is_refused(url: str) -> None:
    with pytest.raises(SetupError, match=r"postgresql\+psycopg"):
        Store(url)


def test_a_missing_driver_names_the_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(__import__("sys").modules, "psycopg", None)
    with pytest.raises(MissingExtra, match=r"anjuan\[postgres\]"):
        Store("postgresql+psycopg://anjuan@h/x")


def test_a_server_that_is_not_there_is_told_without_the_password(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="连接不上") as refused:
        Store(f"postgresql+psycopg://anjuan:secret@/x?host={tmp_path}")
    assert "secret" not in str(refused.value)


@pytest.mark.parametrize(
    ("path", "kind"), [("/srv/share/a", "cifs"), ("/srv/shared", ""), ("/srv/a b/c", "nfs4"), ("/", "")]
)
def test_a_share_is_told_by_its_mount(path: str, kind: str) -> None:
    table = (
        "21 1 8:1 / / rw - ext4 /dev/sda1 rw\n"
        "22 21 0:40 / /srv/share rw,relatime shared:1 - cifs //server/share rw\n"
        "23 21 0:41 / /srv/a\\040b rw - nfs4 server:/b rw\n"
    )
    assert kind_of(path, linux_mounts(table)) == kind


def test_a_share_is_refused_with_the_ways_out(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("anjuan.record.share._mounts", lambda: [("/", "nfs4")])
    with pytest.raises(NetworkShare, match=r"AJ-404.*postgresql\+psycopg.*评分表"):
        Store.at(tmp_path)
    assert not (tmp_path / "review.db").exists()


def test_the_ledger_keeps_no_line_of_a_cell(store: Store) -> None:
    from anjuan.model.errors import NotAllowed
    from anjuan.model.result import AD_HOC

    with pytest.raises(NotAllowed):
        store.put_evaluation("k1", json.loads(json.dumps({**LINE, "stamp": {"plugins": {AD_HOC: "x"}}})))
    assert list(store.entries()) == []
