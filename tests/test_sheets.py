"""Score sheets as XLSX: written, filled in, and taken."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path

import openpyxl  # type: ignore[import-untyped]
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from anjuan import Ruling, Verdict
from anjuan.model.case import Evidence
from anjuan.model.errors import NotAllowed, SetupError, StoreError, Tampered
from anjuan.model.result import Finding, ItemScore, ScoredFinding
from anjuan.record import ledger
from anjuan.record.panel import Panel
from anjuan.record.review import Review
from anjuan.record.sheets import Imported, export_sheets, import_sheets
from anjuan.record.sheets_form import AGREED, SEAL, SHEET, _finding, _why
from anjuan.record.standing import state_in

from .sheet_reviews import (
    PEOPLE,
    ROW,
    SIGN,
    evaluate_again,
    filled,
    said,
    seat_two,
    small_review,
    written,
)


@pytest.fixture
def review(tmp_path: Path) -> Review:
    return small_review(tmp_path)


@pytest.fixture
def panelled(tmp_path: Path) -> Review:
    return small_review(tmp_path, ("c1", "c2"), PEOPLE)


def taken(review: Review, *files: Path) -> Imported:
    found = import_sheets(review, files)
    assert found.refused == ()
    return found


# ---- what is written ----------------------------------------------------------------------------


def test_a_sheet_is_a_form_to_fill_in_print_and_sign(review: Review, tmp_path: Path) -> None:
    [path] = export_sheets(review, tmp_path / "out", "李明")
    assert path.name == "评查表_c1_李明.xlsx"
    book = openpyxl.load_workbook(path)
    sheet = book[SHEET]
    assert (book.sheetnames, book[SEAL].sheet_state) == ([SHEET, SEAL], "veryHidden")
    assert [sheet[cell].value for cell in ("A1", "B2", "B3", "E3", "H3", "H2")] == [
        "试用案卷评查评分表", "试评", "c1", "c1字第1号", "某市某局", "李明",
    ]  # fmt: skip
    row = ROW["A"]
    assert [sheet.cell(row, column).value for column in range(1, 7)] == [
        "A", "甲项", 4, "不符合", 2,
        "缺少签名；位置：行政处罚决定书第1页；依据：《试用案卷评查标准（2026.1）》A 甲项",
    ]  # fmt: skip
    assert sheet.cell(ROW["C"], 1).value == "▲C"
    assert sheet.cell(ROW["C"], 4).value == "待人工判断\n一票否决待判断"
    assert sheet.cell(ROW["D"], 4).value == "推定符合"
    assert [sheet.cell(SIGN, column).value for column in (1, 4, 7)] == [
        "评查人员\n签名",
        "评查组长\n签名",
        "日期",
    ]
    assert (sheet.page_setup.orientation, sheet.page_setup.paperSize, sheet.page_setup.fitToHeight) == (
        "landscape", 9, 0,
    )  # fmt: skip
    assert (sheet.freeze_panes, sheet.print_title_rows, sheet["F8"].alignment.wrap_text) == (
        "C7",
        "$6:$6",
        True,
    )
    assert {sheet["A1"].font.name, sheet["F8"].font.name} == {"宋体", "仿宋"}


def test_only_the_cells_of_the_reviewer_are_open(review: Review, tmp_path: Path) -> None:
    [path] = export_sheets(review, tmp_path / "out", "李明")
    sheet = openpyxl.load_workbook(path)[SHEET]
    assert sheet.protection.sheet
    opened = {cell.coordinate for row in sheet for cell in row if not cell.protection.locked}
    fields = {f"{column}{ROW[item]}" for item in "ABCD" for column in "GJ"}
    fields |= {"H8", "H9", "H10", "I10", "I11", "H4", "I4", "J4"}
    fields |= {f"{column}{SIGN}" for column in "BCEFHIJ"}
    assert opened == fields
    rules = {
        str(one.sqref): (one.type, one.formula1, one.formula2)
        for one in sheet.data_validations.dataValidation
    }
    assert rules["G8"] == ("list", '"符合,不符合,不适用"', None)
    assert rules["H8"] == ("decimal", "0", "4")
    assert rules["I10"] == ("list", '"确认,不确认"', None)
    assert rules["H4"] == ("list", '"是,否"', None)


def test_without_assignments_everybody_gets_every_file(panelled: Review, tmp_path: Path) -> None:
    named = [one.name for one in export_sheets(panelled, tmp_path / "out", "李明")]
    assert named == ["评查表_c1_李明.xlsx", "评查表_c2_李明.xlsx"]
    assert [one.name for one in export_sheets(panelled, tmp_path / "out")] == [
        "评查表_c1.xlsx",
        "评查表_c2.xlsx",
    ]
    with pytest.raises(NotAllowed, match="李朋"):
        export_sheets(panelled, tmp_path / "out", "李朋")


def test_with_assignments_only_who_sits_on_a_file(panelled: Review, tmp_path: Path) -> None:
    seat_two(panelled)
    with panelled.store() as store:
        seats = {case: set(state_in(store, case).reviewers) for case in ("c1", "c2")}
    for person in PEOPLE:
        named = {one.name for one in export_sheets(panelled, tmp_path / person.name, person.name)}
        assert named == {f"评查表_{case}_{person.name}.xlsx" for case in seats if person.name in seats[case]}
    assert len(export_sheets(panelled, tmp_path / "all")) == 4


def test_who_sits_on_no_file_gets_none(tmp_path: Path) -> None:
    review = small_review(tmp_path, ("c1",), PEOPLE)
    seated = seat_two(review)
    left = next(one.name for one in PEOPLE if one.name not in seated)
    with pytest.raises(NotAllowed, match="没有分派给"):
        export_sheets(review, tmp_path / "out", left)


def test_equal_input_gives_equal_bytes_and_a_filled_sheet_is_never_replaced(
    review: Review, tmp_path: Path
) -> None:
    out = tmp_path / "out"
    [path] = export_sheets(review, out, "李明")
    body = path.read_bytes()
    assert export_sheets(review, out, "李明") == [path]
    assert path.read_bytes() == body
    written(path, {"G8": "符合", "J8": "已补签"}, path)
    mine = path.read_bytes()
    assert [one.name for one in export_sheets(review, out, "李明")] == ["评查表_c1_李明_2.xlsx"]
    assert path.read_bytes() == mine
    assert sorted(one.suffix for one in out.iterdir()) == [".xlsx", ".xlsx"]


def test_names_that_no_file_may_have(tmp_path: Path) -> None:
    review = small_review(tmp_path, ("a/b:1", "a-b-1"))
    found = export_sheets(review, tmp_path / "out", "李明")
    assert [one.name for one in found] == ["评查表_a-b-1_李明.xlsx", "评查表_a-b-1_李明_2.xlsx"]


def test_a_folder_that_cannot_be_made(review: Review, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x", encoding="utf-8")
    with pytest.raises(SetupError, match="文件夹建不成"):
        export_sheets(review, tmp_path / "file", "李明")


def test_another_standard_by_now_is_refused(review: Review, tmp_path: Path) -> None:
    table = tmp_path / "trial.toml"
    table.write_text(table.read_text("utf-8").replace("甲项", "改项"), encoding="utf-8")
    with pytest.raises(Tampered, match="标准不符"):
        export_sheets(review, tmp_path / "out", "李明")


# ---- there and back -----------------------------------------------------------------------------


def test_what_was_filled_in_is_entered_and_told(review: Review) -> None:
    sheet = filled(
        review,
        {
            "G8": "符合", "J8": "第1页已有签名",
            "G9": "符合",
            "G10": "不符合", "H10": 1.5, "I10": "不确认", "J10": "第2页\n缺日期",
            f"B{SIGN}": "李 明", f"H{SIGN}": date(2026, 3, 5),
        },
    )  # fmt: skip
    [one] = taken(review, sheet).taken
    assert said(review) == [
        ("李明", "A", "pass", None, None, "第1页已有签名"),
        ("李明", "B", "pass", None, None, AGREED),
        ("李明", "C", "fail", "1.5", False, "第2页\n缺日期"),
    ]
    assert list(one.lines()) == [
        "x.xlsx：案卷 c1，李明，录入3项，其中与机器不同2项",
        "  A（G8）：符合（机器：不符合，2分，与机器不同）",
        "  B（G9）：符合（机器：符合，3分，与机器一致）",
        "  C（G10）：不符合，保留1.5分，不确认一票否决（机器：待人工判断，0～3分，与机器不同）",
    ]


def test_a_second_import_brings_nothing(review: Review) -> None:
    sheet = filled(review, {"G8": "符合", "J8": "已补签"})
    taken(review, sheet)
    with review.store() as store:
        heads = store.heads()
    [one] = taken(review, sheet, sheet).taken[:1]
    assert (one.new, list(one.lines())) == (False, ["x.xlsx：案卷 c1，李明，没有新内容"])
    with review.store() as store:
        assert store.heads() == heads


def test_the_next_sheet_bears_what_was_said(review: Review, tmp_path: Path) -> None:
    with review.store() as store:
        earlier = Ruling("c1", "C", "李明", Verdict.FAIL, "=缺日期", Decimal("1.5"), True)
        store.put_ruling(earlier, store.current_digests()["c1"])
    [path] = export_sheets(review, tmp_path / "again", "李明")
    sheet = openpyxl.load_workbook(path)[SHEET]
    assert [sheet[cell].value for cell in ("G10", "H10", "I10", "J10")] == ["不符合", 1.5, "确认", "=缺日期"]
    assert sheet["J10"].data_type == "s"
    [one] = taken(review, written(path, {"G10": "符合", "H10": None, "I10": None}, tmp_path / "y.xlsx")).taken
    assert one.changes[0].before == "不符合，保留1.5分，确认一票否决"
    [path] = export_sheets(review, tmp_path / "third", "李明")
    [one] = taken(review, written(path, {"J10": "改了理由"}, tmp_path / "z.xlsx")).taken
    assert one.changes[0].text() == (
        "C（G10）：符合，改动了理由（机器：待人工判断，0～3分，与机器不同，原意见：符合）"
    )


def test_an_older_sheet_does_not_take_back_what_was_said_later(review: Review, tmp_path: Path) -> None:
    first = filled(review, {"G8": "符合", "J8": "已补签"})
    taken(review, first)
    [path] = export_sheets(review, tmp_path / "again", "李明")
    taken(review, written(path, {"G8": "不适用", "J8": "不需要签名"}, tmp_path / "y.xlsx"))
    [one] = taken(review, first).taken
    assert (one.new, "录入过" in one.notes[0]) == (False, True)
    [one] = taken(review, path).taken  # filled with the opinion before, and left alone
    assert (one.new, "没有改动" in one.notes[0]) == (False, True)
    blank = written(path, {"G8": None, "J8": None}, tmp_path / "z.xlsx")
    [one] = taken(review, blank).taken
    assert (one.new, "留空" in one.notes[0]) == (False, True)
    assert len(said(review)) == 2


def test_a_sheet_without_a_name_takes_the_one_that_is_written(review: Review) -> None:
    sheet = filled(review, {"H2": "李 明", "G9": "符合"}, reviewer=None)
    [one] = taken(review, sheet).taken
    assert (one.reviewer, said(review)[0][0]) == ("李明", "李明")


def test_a_folder_of_sheets(panelled: Review, tmp_path: Path) -> None:
    export_sheets(panelled, tmp_path / "out", "李明")
    (tmp_path / "out" / "~$评查表_c1_李明.xlsx").write_text("x", encoding="utf-8")
    (tmp_path / "out" / "说明.txt").write_text("x", encoding="utf-8")
    assert [one.case for one in taken(panelled, tmp_path / "out").taken] == ["c1", "c2"]


def test_submitting(panelled: Review) -> None:
    first, second = seat_two(panelled)
    sheet = filled(panelled, {"G9": "符合", "H4": "是"}, first)
    [one] = taken(panelled, sheet).taken
    assert (one.submitted, "已提交" in next(one.lines())) == (True, True)
    assert one.notes == ("提交时还有影响等次的评查项没有评查：C",)
    with panelled.store() as store:
        state = state_in(store, "c1")
    assert (state.submitted, state.submissions[0].entries) == ((first,), 1)
    assert taken(panelled, sheet).taken[0].new is False
    late = filled(panelled, {"G8": "符合", "J8": "补记"}, first, "late.xlsx")
    [error] = import_sheets(panelled, [late]).refused
    assert ("AJ-403" in str(error), "已经提交" in error.what, "late.xlsx" in error.where) == (
        True,
        True,
        True,
    )
    assert len(said(panelled)) == 1
    assert taken(panelled, filled(panelled, {"H4": "否"}, second)).taken[0].submitted is False


def test_submitting_where_nobody_was_assigned_is_not_needed(review: Review) -> None:
    [one] = taken(review, filled(review, {"G9": "符合", "H4": "是"})).taken
    assert (one.submitted, one.notes) == (False, ("本评查项目没有分派评查人员，意见已经生效，不需要提交",))


def test_what_others_said_is_on_no_sheet(panelled: Review) -> None:
    first, second = seat_two(panelled)
    taken(panelled, filled(panelled, {"G8": "符合", "J8": "只有我知道", "H4": "是"}, first))
    path = filled(panelled, {}, second, "y.xlsx")
    cells = [cell.value for row in openpyxl.load_workbook(path)[SHEET] for cell in row]
    assert not any("只有我知道" in str(one) for one in cells)


def test_an_entry_in_the_room_and_one_on_paper(panelled: Review) -> None:
    first, _ = seat_two(panelled)
    sheet = filled(panelled, {"G8": "符合", "J8": "已补签"}, first)
    with panelled.store() as store:
        panel = Panel.of(panelled, store)
        digest = panel.sitting("c1").digest
        panel.enter(Ruling("c1", "A", first, Verdict.FAIL, "确实没有", Decimal(1)), digest)
    [one] = taken(panelled, sheet).taken
    assert one.changes[0].before == "不符合，保留1分"
    assert [line[2] for line in said(panelled)] == ["fail", "pass"]


def test_nothing_is_half_done_when_the_store_gives_up(
    review: Review, monkeypatch: pytest.MonkeyPatch
) -> None:
    sheet = filled(review, {"G8": "符合", "J8": "已补签", "G9": "符合"})
    add, count = ledger.add, [0]

    def fails(*told: object) -> object:
        count[0] += 1
        if count[0] == 2:
            raise StoreError("磁盘已满", "", "腾出空间")
        return add(*told)  # type: ignore[arg-type]

    monkeypatch.setattr(ledger, "add", fails)
    [error] = import_sheets(review, [sheet]).refused
    assert (type(error), said(review)) == (StoreError, [])
    monkeypatch.undo()
    assert len(taken(review, sheet).taken[0].changes) == 2


def test_the_file_evaluated_again_asks_again(review: Review, tmp_path: Path) -> None:
    taken(review, filled(review, {"G9": "符合"}))
    evaluate_again(review, "c1", "新字第2号")
    [path] = export_sheets(review, tmp_path / "again", "李明")
    assert openpyxl.load_workbook(path)[SHEET]["E3"].value == "新字第2号"
    assert taken(review, path).taken[0].new is False


# ---- whatever people write ----------------------------------------------------------------------

TEXTS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x7f"), min_size=1, max_size=40)


@settings(max_examples=10, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=TEXTS)
@example(text="_x0041_")
@example(text="=1+1")
@example(text="一\r\n二\r三\x0b")
@example(text="001")
@example(text="1e5")
@example(text="TRUE")
@example(text="x" * 3_000)
@example(text="𠮷" * 40_000)
def test_a_reason_comes_back_as_it_was_said(review: Review, tmp_path: Path, text: str) -> None:
    with review.store() as store:
        panel = Panel.of(review, store)
        digest = panel.sitting("c1").digest
        store.put_ruling(Ruling("c1", "A", "李明", Verdict.PASS, text), digest)
    [path] = export_sheets(review, tmp_path / f"h{len(list(tmp_path.iterdir()))}", "李明")
    before = len(said(review))
    assert taken(review, path).taken[0].new is False
    assert len(said(review)) == before


def test_pages_of_one_paper_stand_together() -> None:
    places = [
        Evidence("d1", "a.pdf", page, absent=absent)
        for page, absent in ((18, False), (17, False), (18, False), (3, True))
    ]
    found = Finding(Verdict.PASS, "已核对", (*places, Evidence("", "officers.csv", None)), check="x.y")
    told = _finding(found, {"d1": "行政处罚决定书"})
    assert told == "已核对；位置：行政处罚决定书第17、18页、officers.csv"


def test_what_the_machine_says_is_no_longer_than_there_is_room() -> None:
    def item(*messages: str) -> ItemScore:
        found = tuple(ScoredFinding(Finding(Verdict.PASS, one, check="x.y"), Decimal(0)) for one in messages)
        return ItemScore("A", "甲", "s", "d", Decimal(1), Decimal(1), Decimal(1), Verdict.PASS, False, found)

    assert _why(item("一", "", "二"), {}) == "一\n二"
    assert _why(item("长" * 400, "长" * 200, "三"), {}) == "长" * 400 + "\n另有2处，用 anjuan explain 查看"
    assert _why(item("长" * 501), {}) == "长" * 500 + "……"
