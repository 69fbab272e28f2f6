"""Register files: encodings, headings and units; nothing is dropped in silence, nothing is guessed."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

import pytest
import xlsxwriter
from hypothesis import given
from hypothesis import strategies as st

from anjuan.model.errors import RegisterError
from anjuan.reading.tables import load_registers
from anjuan.rules.registers import TABLES, Registers, parse_cell

OFFICERS = (
    "姓名,执法证号,所在单位,证件类别,有效期起,有效期止,状态\n"
    "甲某,19000000001,南屏市市场监督管理局,行政执法证,2020-01-01,,有效\n"
    "\n"
    "乙某,19000000002,南屏市市场监督管理局,行政执法证,2021年3月5日,2026/3/4,有效\n"
)
HEARING = (
    "适用机关,对单位罚款标准{unit},对个人罚款标准（元）,依据,有效期起,有效期止\n全省,{sum},5000,某办法,,\n"
)


def load(
    folder: Path, text: str = OFFICERS, name: str = "officers.csv", encoding: str = "utf-8"
) -> Registers:
    (folder / name).write_bytes(text.encode(encoding))
    return load_registers(folder)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
@pytest.mark.parametrize("name", ["officers.csv", "执法证件.csv", "Officers.CSV"])
def test_encodings_and_names_give_the_same_rows(encoding: str, name: str, tmp_path: Path) -> None:
    found = load(tmp_path, name=name, encoding=encoding)
    first, second = found.rows("officers")
    assert (first.text("name"), first.text("certificate"), first.date("valid_to")) == (
        "甲某",
        "19000000001",
        None,
    )
    assert second.date("valid_from") == date(2021, 3, 5)
    assert (second.number, second.evidence.locator, second.evidence.file) == (4, "row 4", name)
    assert second.quote.startswith("乙某，19000000002，南屏市市场监督管理局")
    assert found.warnings == ()


def test_xlsx_is_the_same_as_csv(tmp_path: Path) -> None:
    book = xlsxwriter.Workbook(tmp_path / "officers.xlsx", {"default_date_format": "yyyy-mm-dd"})
    sheet = book.add_worksheet()
    sheet.write_row(0, 0, ["南屏市市场监督管理局执法人员名册"])
    sheet.write_row(1, 0, ["name", " 执法证号 ", "agency", "kind", "valid_from", "valid_to", "status"])
    sheet.write_row(
        2, 0, ["甲某", 19000000001, "南屏市市场监督管理局", "行政执法证", date(2020, 1, 1), "", "有效"]
    )
    end = datetime(2026, 3, 4)
    sheet.write_row(
        4, 0, ["乙某", "19000000002", "南屏市市场监督管理局", "行政执法证", "2021-03-05", end, "有效"]
    )
    book.add_worksheet("旧").write(0, 0, "x")
    book.close()
    found = load_registers(tmp_path)
    (tmp_path / "csv").mkdir()
    assert found.digest == load(tmp_path / "csv").digest
    assert [row.number for row in found.rows("officers")] == [3, 5]
    assert "旧" in found.warnings[0]


def test_moments_are_the_same_in_both_formats(tmp_path: Path) -> None:
    columns = [column.name for column in TABLES["recordings"][1] if not column.optional]
    cells = ["案1", "某局", "检查", "甲某", "2024-03-04 10:05", "2024-03-04 10:50:30", "2024-03-05 00:00:01"]
    csv = load(tmp_path, f"{','.join(columns)}\n{','.join(cells)}\n", "recordings.csv").rows("recordings")[0]
    book = xlsxwriter.Workbook(tmp_path / "recordings.xlsx", {"default_date_format": "yyyy-mm-dd hh:mm:ss"})
    sheet = book.add_worksheet()
    sheet.write_row(0, 0, columns)
    sheet.write_row(1, 0, [*cells[:4], *(datetime.fromisoformat(one) for one in cells[4:])])
    book.close()
    (tmp_path / "recordings.csv").unlink()
    assert load_registers(tmp_path).rows("recordings")[0].cells == csv.cells
    assert csv.cells["stored"] == datetime(2024, 3, 5, 0, 0, 1)


@pytest.mark.parametrize(
    ("unit", "sum_", "value", "at_threshold"),
    [
        ("（元）", "50000", 50000, True),
        ("（万元，含本数）", "5", 50000, True),
        ("（单位：万元）（不含本数）", "5.5", 55000, False),
        ("", '"50,000元"', 50000, True),
    ],
)
def test_words_in_brackets_are_unit_and_inclusiveness(
    unit: str, sum_: str, value: int, at_threshold: bool, tmp_path: Path
) -> None:
    row = load(tmp_path, HEARING.format(unit=unit, sum=sum_), "听证标准.csv").rows("hearing_thresholds")[0]
    assert row.number_of("fine_organisation") == value
    assert row.reaches("fine_organisation", Decimal(value)) is at_threshold
    assert row.reaches("fine_organisation", Decimal(value + 1)) is True
    assert row.reaches("fine_person", Decimal(5000)) is True


def test_another_unit_is_refused(tmp_path: Path) -> None:
    with pytest.raises(RegisterError, match="元或万元"):
        load(tmp_path, HEARING.format(unit="（千元）", sum="5"), "听证标准.csv")


def test_a_missing_column_names_the_near_heading(tmp_path: Path) -> None:
    with pytest.raises(RegisterError, match=r"执法证号（certificate）.*officers\.csv.*相近的有：执法证件号"):
        load(tmp_path, OFFICERS.replace("执法证号", "执法证件号"))


def test_an_optional_column_may_be_absent(tmp_path: Path) -> None:
    row = load(tmp_path, HEARING.format(unit="", sum="5000"), "听证标准.csv").rows("hearing_thresholds")[0]
    assert row.number_of("confiscation") is None


def test_an_extra_column_is_kept_out_and_named(tmp_path: Path) -> None:
    lines = OFFICERS.splitlines()
    text = "\n".join([f"{lines[0]},身份证号码", f"{lines[1]},440000199001010000"])
    found = load(tmp_path, text)
    assert "officers.csv：列“身份证号码”未使用" in found.warnings[0]
    assert "440000199001010000" not in repr(found.rows("officers"))


def test_two_headings_of_one_column_are_refused(tmp_path: Path) -> None:
    with pytest.raises(RegisterError, match=r"“姓名”和“name”是同一列"):
        load(tmp_path, "姓名,name,执法证号\n")


def test_every_unreadable_cell_is_named_with_file_row_and_column(tmp_path: Path) -> None:
    text = OFFICERS.replace("2020-01-01", "长期").replace("19000000002", "1.90000E+10")
    with pytest.raises(RegisterError, match="2 处问题") as caught:
        load(tmp_path, text)
    assert "officers.csv:2:有效期起：“长期”不是日期" in str(caught.value)
    assert "officers.csv:4:执法证号" in str(caught.value)


def test_a_long_number_that_a_spreadsheet_rounded_is_refused(tmp_path: Path) -> None:
    book = xlsxwriter.Workbook(tmp_path / "officers.xlsx")
    sheet = book.add_worksheet()
    sheet.write_row(0, 0, OFFICERS.splitlines()[0].split(","))
    sheet.write_row(1, 0, ["甲某", 440000199001010123, "某局", "证", "2020-01-01", "", "有效"])
    book.close()
    with pytest.raises(RegisterError, match=r"officers\.xlsx:2:执法证号"):
        load_registers(tmp_path)


def test_unknown_files_are_named_and_doubles_refused(tmp_path: Path) -> None:
    (tmp_path / "说明.txt").write_text("x", "utf-8")
    (tmp_path / "offcers.csv").write_text("x", "utf-8")
    (tmp_path / "~$officers.xlsx").write_text("x", "utf-8")
    first, second = load(tmp_path).warnings
    assert "offcers.csv" in first
    assert "相近的有：officers" in first
    assert "说明.txt" in second
    with pytest.raises(RegisterError, match=r"officers\.csv 与 执法证件\.csv"):
        load(tmp_path, name="执法证件.csv")


@pytest.mark.parametrize("data", [b"", b"\xff\xfe\x00", b"PK\x03\x04 broken", b'a,"b\n'])
@pytest.mark.parametrize("name", ["officers.csv", "officers.xlsx"])
def test_a_broken_file_is_an_error_with_its_name(data: bytes, name: str, tmp_path: Path) -> None:
    (tmp_path / name).write_bytes(data)
    with pytest.raises(RegisterError, match=name):
        load_registers(tmp_path)
    with pytest.raises(RegisterError, match="找不到"):
        load_registers(tmp_path / "nowhere")


def test_the_digest_is_that_of_the_cells(tmp_path: Path) -> None:
    lines = OFFICERS.splitlines()
    (tmp_path / "a").mkdir()
    (tmp_path / "b").mkdir()
    turned = load(tmp_path / "a", "\n".join([lines[0], lines[3], lines[1]])).digest
    assert turned == load(tmp_path).digest
    assert turned != load(tmp_path / "b", OFFICERS.replace("2026/3/4", "2026/3/5")).digest


CALENDAR = "日期,性质\n" + "".join(f"2027-{month:02}-01,放假\n" for month in range(1, 12))


def test_a_calendar_year_of_the_user_is_whole_or_refused(tmp_path: Path) -> None:
    calendar = load(tmp_path, CALENDAR, "calendar.csv").calendar()
    assert not calendar.is_working_day(date(2027, 10, 1))
    assert calendar.is_working_day(date(2027, 10, 8))
    with pytest.raises(RegisterError, match="2027 年只有 10 个放假日"):
        load(tmp_path, CALENDAR.replace("2027-11-01,放假", "2027-11-06,上班"), "calendar.csv").calendar()


@given(
    st.dates(date(1990, 1, 1), date(2099, 12, 31)),
    st.sampled_from(["%Y-%m-%d", "%Y/%m/%d", "%Y年%m月%d日", "%Y.%m.%d"]),
)
def test_days_are_read_in_every_usual_form(day: date, form: str) -> None:
    assert parse_cell(day.strftime(form), "date", "x") == day


@given(st.decimals(0, 10**9, places=2), st.sampled_from(["{}", "{:,}", "{}元", " {} "]))
def test_sums_are_read_in_every_usual_form(value: Decimal, form: str) -> None:
    assert parse_cell(form.format(value), "number", "x") == value
