"""Score sheets that are not taken: each reason with the smallest input, and nothing left behind."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl  # type: ignore[import-untyped]
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from anjuan.model.errors import (
    AnjuanError,
    EncryptedFile,
    NotAllowed,
    SheetError,
    TooLarge,
    UnreadableFile,
    UnsafeArchive,
    WrongFileType,
)
from anjuan.model.limits import Limits, limited
from anjuan.record import chair
from anjuan.record.panel import Panel
from anjuan.record.review import Review
from anjuan.record.sheets import import_sheets
from anjuan.record.sheets_form import SEAL, SHEET

from .ole_files import ole
from .sheet_reviews import PEOPLE, SIGN, evaluate_again, filled, said, seat_two, small_review, written


@pytest.fixture
def review(tmp_path: Path) -> Review:
    return small_review(tmp_path)


def refused(review: Review, file: Path) -> AnjuanError:
    """Why a file was not taken; nothing was written."""
    with review.store() as store:
        before = store.heads()
    found = import_sheets(review, [file])
    assert (found.taken, found.exit_code) == ((), 1)
    with review.store() as store:
        assert store.heads() == before
    [error] = found.refused
    assert (error.code in str(error), file.name in error.where, error.next_step != "") == (True, True, True)
    assert list(found.lines()) == [str(error)]
    return error


CELLS: list[tuple[dict[str, Any], str, str]] = [
    # the machine's
    ({"B3": "c2"}, "B3", "机器填写的内容被改动"),
    ({"E3": "另一号"}, "E3", "机器填写的内容被改动"),
    ({"H2": "王芳"}, "H2", "机器填写的内容被改动"),
    ({"H3": "另一局"}, "H3", "机器填写的内容被改动"),
    ({"A8": "X"}, "A8", "机器填写的内容被改动"),
    ({"B8": None}, "B8", "机器填写的内容被改动"),
    ({"C8": 5}, "C8", "机器填写的内容被改动"),
    ({"C8": "四"}, "C8", "机器填写的内容被改动"),
    ({"D8": "符合"}, "D8", "机器填写的内容被改动"),
    ({"E8": 2.01}, "E8", "机器填写的内容被改动"),
    ({"E10": "0～2"}, "E10", "机器填写的内容被改动"),
    ({"F8": "没有问题"}, "F8", "机器填写的内容被改动"),
    ({"J6": "备注"}, "J6", "机器填写的内容被改动"),
    ({"K8": "另记"}, "K8", "表外多出内容"),
    ({"F9": "另记"}, "F9", "表外多出内容"),
    ({"A40": "另记"}, "A40", "表外多出内容"),
    ({"I8": "确认"}, "I8", "没有这一栏"),
    ({"H11": 0}, "H11", "没有这一栏"),
    # the reviewer's
    ({"G8": "合格"}, "G8", "不在可选的内容之内"),
    ({"G8": "pass"}, "G8", "不在可选的内容之内"),
    ({"G8": 1}, "G8", "不在可选的内容之内"),
    ({"G8": True}, "G8", "不在可选的内容之内"),
    ({"J8": "有理由"}, "G8", "没有选评查结论"),
    ({"H8": 1}, "G8", "没有选评查结论"),
    ({"G8": "不符合", "H8": -0.5, "J8": "x"}, "H8", "不在0至4之间"),
    ({"G8": "不符合", "H8": 4.01, "J8": "x"}, "H8", "不在0至4之间"),
    ({"G8": "不符合", "H8": 0.125, "J8": "x"}, "H8", "超过两位小数"),
    ({"G8": "不符合", "H8": "两分", "J8": "x"}, "H8", "不是数"),
    ({"G8": "不符合", "H8": "NaN", "J8": "x"}, "H8", "不是数"),
    ({"G8": "不符合", "H8": "Infinity", "J8": "x"}, "H8", "不是数"),
    ({"G8": "符合", "H8": 3, "J8": "x"}, "H8", "却扣了分"),
    ({"G10": "不适用", "I10": "确认", "J10": "x"}, "I10", "却确认了一票否决"),
    ({"G10": "不符合", "I10": "是", "J10": "x"}, "I10", "不在可选的内容之内"),
    ({"G8": "符合"}, "J8", "没有写明理由"),
    ({"G8": "不符合", "H8": 1}, "J8", "没有写明理由"),
    ({"G10": "符合"}, "J10", "没有写明理由"),
    ({"G11": "不符合", "I11": "确认"}, "J11", "没有写明理由"),
    ({"G8": "符合", "J8": "长" * 2001}, "J8", "超过2000字"),
    ({"H4": "可以"}, "H4", "只能填“是”或者“否”"),
    ({f"B{SIGN}": "王芳"}, f"B{SIGN}", "签名的不是表头所写"),
    ({f"E{SIGN}": "长" * 51}, f"E{SIGN}", "内容过长"),
    ({f"H{SIGN}": "昨天"}, f"H{SIGN}", "签名日期不成立"),
    ({f"H{SIGN}": "2026年2月30日"}, f"H{SIGN}", "签名日期不成立"),
    # what computes
    ({"G8": "=IF(1,\"符合\",\"\")"}, "G8", "单元格里是公式"),
    ({"D8": "=G8"}, "D8", "单元格里是公式"),
    ({"K40": "=1"}, "K40", "单元格里是公式"),
]  # fmt: skip


@pytest.mark.parametrize(("cells", "cell", "what"), CELLS)
def test_a_cell_that_does_not_hold(review: Review, cells: dict[str, Any], cell: str, what: str) -> None:
    error = refused(review, filled(review, {"G9": "符合", **cells}))
    assert (type(error), error.where) == (SheetError, f"x.xlsx：{SHEET}!{cell}")
    assert what in error.what


def test_all_problems_are_told_at_once_and_nothing_is_taken(review: Review) -> None:
    error = refused(review, filled(review, {"G9": "符合", "B3": "c9", "G8": "好", f"B{SIGN}": "王芳"}))
    assert error.what == "评查表有3处不能接收"
    assert [f"!{cell}：" in error.where for cell in ("B3", "G8", f"B{SIGN}")] == [True] * 3


def test_of_many_problems_the_first_are_named(review: Review) -> None:
    book = openpyxl.load_workbook(filled(review, {}))
    book[SHEET].delete_rows(8)
    moved = review.folder.parent / "moved.xlsx"
    book.save(moved)
    error = refused(review, moved)
    assert ("只列出前10处" in error.what, error.where.count("!")) == (True, 10)


def test_a_sheet_that_was_not_touched_is_taken(review: Review) -> None:
    assert import_sheets(review, [filled(review, {"H8": "  ", "G9": "符合", "H9": "３"})]).refused == ()


# ---- whose sheet, of what -----------------------------------------------------------------------


def sealed(review: Review, change: Callable[[Any], None]) -> Path:
    """A sheet with something done to its workbook."""
    target = filled(review, {"G9": "符合"})
    book = openpyxl.load_workbook(target)
    change(book)
    book.save(target)
    return target


def put(row: int, value: str) -> Callable[[Any], None]:
    def change(book: Any) -> None:
        book[SEAL].cell(row, 2).value = value

    return change


def renamed(book: Any) -> None:
    book[SHEET].title = "我的评查表"


def unsealed(book: Any) -> None:
    del book[SEAL]


def extended(book: Any) -> None:
    book.create_sheet("附页")["A1"] = "另有问题"


@pytest.mark.parametrize(
    ("change", "what"),
    [
        (renamed, f"没有名为“{SHEET}”的工作表"),
        (unsealed, f"没有名为“{SEAL}”的工作表"),
        (extended, "多出了有内容的工作表"),
        (put(1, "9"), "第9版表样"),
        (put(2, "c9"), "没有案卷“c9”"),
        (put(3, "王芳"), "封签不符"),
        (put(4, "sha256:0"), "封签不符"),
        (put(5, '{"A": 1}'), "封签不符"),
        (put(6, "0"), "封签不符"),
        (put(6, "甲"), "封签不符"),
        (put(5, "[1]"), "认不出是哪一份评查表"),
        (put(5, "{"), "认不出是哪一份评查表"),
        (put(5, '{"A": [1]}'), "认不出是哪一份评查表"),
    ],
)
def test_a_sheet_that_is_not_this_one(review: Review, change: Callable[[Any], None], what: str) -> None:
    error = refused(review, sealed(review, change))
    assert (type(error), what in error.what) == (SheetError, True)


def test_an_empty_sheet_more_does_no_harm(review: Review) -> None:
    assert import_sheets(review, [sealed(review, lambda book: book.create_sheet("Sheet2"))]).refused == ()


def test_any_other_workbook(review: Review, tmp_path: Path) -> None:
    openpyxl.Workbook().save(tmp_path / "other.xlsx")
    assert f"没有名为“{SHEET}”" in refused(review, tmp_path / "other.xlsx").what


def test_the_sheet_of_another_review(review: Review, tmp_path: Path) -> None:
    (tmp_path / "other").mkdir()
    other = small_review(tmp_path / "other", ())
    evaluate_again(other, "c1", "另字第1号")
    assert "封签不符" in refused(review, filled(other, {"G9": "符合"})).what


def test_evaluated_again_meanwhile(review: Review) -> None:
    sheet = filled(review, {"G9": "符合"})
    evaluate_again(review, "c1", "新字第2号")
    error = refused(review, sheet)
    assert (type(error), "已经重新评查" in error.what, "重新导出" in error.next_step) == (
        SheetError,
        True,
        True,
    )


def test_without_a_name(review: Review) -> None:
    error = refused(review, filled(review, {"G9": "符合"}, reviewer=None))
    assert (error.where, "没有写评查人员的姓名" in error.what) == (f"x.xlsx：{SHEET}!H2", True)
    error = refused(review, filled(review, {"H2": "名" * 51}, None, "y.xlsx"))
    assert "姓名过长" in error.what


def test_who_does_not_sit_on_the_file(tmp_path: Path) -> None:
    review = small_review(tmp_path, ("c1",), PEOPLE)
    sheet = filled(review, {"H2": "赵一", "G9": "符合"}, reviewer=None)
    blank = filled(review, {"H2": "赵一"}, None, "y.xlsx")
    unknown = filled(review, {"H2": "赵二"}, None, "z.xlsx")
    seated = seat_two(review)
    left = next(one.name for one in PEOPLE if one.name not in seated)
    for path in (sheet, blank):
        error = refused(review, written(path, {"H2": left}, path))
        assert (type(error), "没有分派给" in error.what) == (NotAllowed, True)
    error = refused(review, unknown)
    assert (type(error), "赵二" in error.what) == (NotAllowed, True)


def test_who_had_to_leave(tmp_path: Path) -> None:
    review = small_review(tmp_path, ("c1",), PEOPLE)
    first, _ = seat_two(review)
    sheet = filled(review, {"G9": "符合"}, first)
    with review.store() as store:
        chair.recuse(Panel.of(review, store), "c1", first, "与当事人有亲属关系", ["主任"])
    error = refused(review, sheet)
    assert (type(error), "回避" in error.what) == (NotAllowed, True)


def test_a_file_that_nobody_was_assigned_to(tmp_path: Path) -> None:
    review = small_review(tmp_path, ("c1", "c2"), PEOPLE)
    sheet = filled(review, {"G9": "符合", "H4": "是"})
    with review.store() as store:
        chair.assign(Panel.of(review, store), "组长", "7", ["c2"])
    error = refused(review, sheet)
    assert (type(error), "没有分派给" in error.what) == (NotAllowed, True)


# ---- what is no sheet at all --------------------------------------------------------------------


def test_what_is_not_there_or_no_workbook(review: Review, tmp_path: Path) -> None:
    assert type(refused(review, tmp_path / "none.xlsx")) is UnreadableFile
    text = tmp_path / "text.xlsx"
    text.write_text("评查表", encoding="utf-8")
    assert type(refused(review, text)) is WrongFileType


def test_a_damaged_one(review: Review) -> None:
    sheet = filled(review, {"G9": "符合"})
    sheet.write_bytes(sheet.read_bytes()[:-200])
    assert type(refused(review, sheet)) is UnreadableFile


def test_an_encrypted_one_and_one_of_the_old_kind(review: Review, tmp_path: Path) -> None:
    locked, old = tmp_path / "locked.xlsx", tmp_path / "old.xlsx"
    locked.write_bytes(ole({"EncryptionInfo": b"x" * 64, "EncryptedPackage": b"x" * 64}))
    assert type(refused(review, locked)) is EncryptedFile
    old.write_bytes(ole({"Workbook": b"\x09\x08\x10\x00" + b"\x00" * 16}))
    assert type(refused(review, old)) in (WrongFileType, UnreadableFile)


def packed(sheet: Path, change: Callable[[str, bytes], bytes], *more: tuple[str, bytes]) -> Path:
    """The same package with parts changed or added."""
    with zipfile.ZipFile(sheet) as before:
        parts = [(name, before.read(name)) for name in before.namelist()]
    with zipfile.ZipFile(sheet, "w", zipfile.ZIP_DEFLATED) as after:
        for name, body in parts:
            after.writestr(name, change(name, body))
        for name, body in more:
            after.writestr(name, body)
    return sheet


def same(name: str, body: bytes) -> bytes:
    return body


@pytest.mark.parametrize("part", ["xl/vbaProject.bin", "xl/macrosheets/sheet1.xml"])
def test_one_with_macros(review: Review, part: str) -> None:
    error = refused(review, packed(filled(review, {"G9": "符合"}), same, (part, b"<x/>")))
    assert (type(error), "宏" in error.what) == (WrongFileType, True)


def test_one_that_says_that_it_has_macros(review: Review) -> None:
    def change(name: str, body: bytes) -> bytes:
        return body.replace(b"spreadsheetml.sheet.main", b"sheet.macroEnabled.main")

    error = refused(review, packed(filled(review, {"G9": "符合"}), change))
    assert (type(error), "宏" in error.what) == (WrongFileType, True)


def test_one_with_a_document_type(review: Review) -> None:
    def change(name: str, body: bytes) -> bytes:
        mark = b'<!DOCTYPE x [<!ENTITY a "b">]>'
        return mark + body if name.endswith("workbook.xml") else body

    assert type(refused(review, packed(filled(review, {"G9": "符合"}), change))) is UnsafeArchive


def test_one_over_the_caps(review: Review) -> None:
    with limited(Limits(cells=50)):
        assert type(refused(review, filled(review, {"G9": "符合"}))) is TooLarge
    assert type(refused(review, filled(review, {"XFD1048576": "x"}))) is TooLarge


def test_the_others_go_on(tmp_path: Path) -> None:
    review = small_review(tmp_path, ("c1", "c2"))
    good, bad = filled(review, {"G9": "符合"}), filled(review, {"G9": "好"}, name="bad.xlsx")
    found = import_sheets(review, [bad, good])
    assert ([one.file for one in found.taken], len(found.refused), found.exit_code) == (["x.xlsx"], 1, 1)
    assert len(said(review)) == 1


# ---- whatever stands in a cell ------------------------------------------------------------------

VALUES = st.one_of(
    st.none(),
    st.booleans(),
    st.sampled_from(["符合", "不符合", "不适用", "确认", "不确认", "是", "否", "—", " ", "２", "1e1", "-0"]),
    st.integers(-5, 10**20),
    st.floats(allow_nan=False, allow_infinity=False),
    st.datetimes(),
    st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=8),
)
FIELDS = st.sampled_from(
    ["G8", "H8", "J8", "G9", "H9", "J9", "G10", "H10", "I10", "J10", "G11", "I11", "J11"]
)


@settings(max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(cells=st.dictionaries(FIELDS, VALUES, max_size=5))
def test_whatever_stands_in_a_field_is_taken_whole_or_named(review: Review, cells: dict[str, Any]) -> None:
    before = len(said(review))
    found = import_sheets(review, [filled(review, cells)])
    if found.refused:
        [error] = found.refused
        assert (type(error), f"{SHEET}!" in error.where) == (SheetError, True)
        assert len(said(review)) == before
        return
    for who, item, verdict, points, _, reason in said(review)[before:]:
        assert (who, item in "ABCD", verdict in ("pass", "fail", "not_applicable")) == ("李明", True, True)
        assert reason
        assert points is None or 0 <= float(points) <= 4
