"""Spreadsheets: each sheet a table, cells as a person sees them; what would take all memory is refused."""

from __future__ import annotations

import contextlib
import datetime as dt
import struct
import zipfile
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from anjuan import AnjuanError, Limits, Ole
from anjuan.builtin.loaders.sheet import SheetLoader
from anjuan.model.limits import limited
from anjuan.reading.formats import shown
from anjuan.reading.sheets import cell_text

from .ole_files import ole, record, xls


def lines(path: Path) -> list[tuple[str, int, str]]:
    (page,) = SheetLoader().pages(path, path.name)
    assert (page.page, page.read) == (None, "text-layer")
    return [(line.locator, line.cell, line.text) for line in page.lines]


def workbook(path: Path, fill: Callable[[openpyxl.Workbook], None]) -> Path:
    book = openpyxl.Workbook()
    fill(book)
    book.save(path)
    return path


def code_of(path: Path) -> str:
    with pytest.raises(AnjuanError) as caught:
        lines(path)
    assert path.name in caught.value.where
    return caught.value.code


def test_sheets_are_tables_and_cells_read_as_they_are_shown(tmp_path: Path) -> None:
    def fill(book: openpyxl.Workbook) -> None:
        sheet = book.active
        assert sheet is not None
        sheet.append(["案号", "日期", "金额"])
        sheet.append(["某罚〔2024〕1号", dt.date(2024, 3, 5), 5000])
        sheet["B3"], sheet["C3"], sheet["D3"] = 0.5, 1234.5, dt.datetime(2024, 3, 5, 9, 30)
        sheet["B3"].number_format, sheet["C3"].number_format = "0%", '#,##0.00"元"'
        sheet["A5"] = "第一行\n第二行"
        book.create_sheet("空")
        book.create_sheet("另")["B2"] = True

    assert lines(workbook(tmp_path / "a.xlsx", fill)) == [
        ("table 1 row 1", 0, "案号"),
        ("table 1 row 1", 1, "日期"),
        ("table 1 row 1", 2, "金额"),
        ("table 1 row 2", 3, "某罚〔2024〕1号"),
        ("table 1 row 2", 4, "2024-03-05"),
        ("table 1 row 2", 5, "5000"),
        ("table 1 row 3", 6, "50%"),
        ("table 1 row 3", 7, "1,234.50元"),
        ("table 1 row 3", 8, "2024-03-05 09:30"),
        ("table 1 row 5", 9, "第一行"),
        ("table 1 row 5", 9, "第二行"),
        ("table 3 row 2", 10, "TRUE"),
    ]


@pytest.mark.parametrize("name", ["a.xls", "a.et", "a.xlsx"])
def test_a_workbook_in_records_is_read_whatever_its_name(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_bytes(xls([["案号", 5000.0], ["某罚〔2024〕1号", 0.3]]))
    assert [text for _, _, text in lines(tmp_path / name)] == ["案号", "5000", "某罚〔2024〕1号", "0.3"]


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (440799199001011234.0, "4.40799199001011E+17"),  # its last digits are lost: no number to go by
        (0.1 + 0.2, "0.3"),
        (-5.0, "-5"),
        (1e300, "1.00000000000000E+300"),
        (dt.datetime(2024, 3, 5), "2024-03-05"),
        (dt.datetime(2024, 3, 5, 9, 30, 7), "2024-03-05 09:30:07"),
        (dt.time(9, 30), "09:30"),
        (dt.timedelta(hours=25, minutes=3), "25:03"),
        ("  文字 ", "文字"),
        ("", ""),
    ],
)
def test_values_of_cells(value: object, text: str) -> None:
    assert cell_text(value) == text


@pytest.mark.parametrize(
    ("value", "code", "text"),
    [
        (1234.567, "[$¥-804]#,##0.00", "¥1,234.57"),
        (-3.0, "0.00;[Red]-0.00", "-3.00"),
        (-3.0, "0.0", "-3.0"),
        (3.0, "0.0##", "3.0"),
        (3.25, "0.0##", "3.25"),
        (12.0, "第0号", "第12号"),
        (12.0, r"0\元", "12元"),
        (0.125, "0.0%", "12.5%"),
        (5.0, "General", None),
        (5.0, "yyyy/m/d", None),
        (5.0, "@", None),
        (5.0, "", None),
    ],
)
def test_number_formats(value: float, code: str, text: str | None) -> None:
    assert shown(value, code) == text


@given(st.floats(allow_nan=False, allow_infinity=False), st.text('#0?,.%;_*[]"\\元$E@-', max_size=12))
def test_any_format_shows_something_or_nothing(value: float, code: str) -> None:
    assert shown(value, code) is None or isinstance(shown(value, code), str)


def far(book: openpyxl.Workbook) -> None:
    sheet = book.active
    assert sheet is not None
    sheet["A1"], sheet["XFD1048576"] = 1, 2


def test_a_single_cell_in_the_last_corner_is_refused(tmp_path: Path) -> None:
    assert code_of(workbook(tmp_path / "a.xlsx", far)) == "AJ-106"


@pytest.mark.parametrize(
    "body",
    [
        xls([["a"]], extent=record(0x0200, struct.pack("<IIHHH", 0, 65536, 0, 65535, 0))),
        xls([["a"]], extent=record(0x0200, struct.pack("<IIHHH", 0xFF000000, 2, 0, 1, 0))),
        xls([["a"]], more=record(0x00FC, struct.pack("<II", 1, 0xFFFFFFFF))),
        xls([["a"]], more=record(0x0203, struct.pack("<HHHd", 65535, 65535, 0, 1.0))),
    ],
)
def test_records_that_promise_more_than_there_is_never_reach_the_reader(tmp_path: Path, body: bytes) -> None:
    (tmp_path / "a.xls").write_bytes(body)
    assert code_of(tmp_path / "a.xls") in ("AJ-101", "AJ-106")


def test_caps_on_cells_hold_over_all_sheets(tmp_path: Path) -> None:
    def fill(book: openpyxl.Workbook) -> None:
        for number in range(3):
            sheet = book.create_sheet(f"S{number}")
            sheet["A1"], sheet["B2"] = 1, 2

    path = workbook(tmp_path / "a.xlsx", fill)
    with limited(Limits(cells=11)):
        assert code_of(path) == "AJ-106"
    with limited(Limits(cells=12)):
        assert len(lines(path)) == 6


def test_a_document_type_is_refused(tmp_path: Path) -> None:
    path = workbook(tmp_path / "a.xlsx", lambda book: None)
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr("xl/extra.xml", "<!DOCTYPE a><a/>")
    assert code_of(path) == "AJ-105"


def test_locked_and_foreign_files_are_told_apart(tmp_path: Path) -> None:
    bad = {
        "locked.xlsx": (ole({"EncryptedPackage": bytes(5000), "EncryptionInfo": bytes(100)}), "AJ-102"),
        "locked.xls": (xls([["a"]], more=record(0x002F, bytes(6))), "AJ-102"),
        "word.xls": (ole({"WordDocument": bytes(5000)}), "AJ-104"),
        "text.xlsx": (b"a,b\n", "AJ-104"),
        "cut.xlsx": (workbook(tmp_path / "whole.xlsx", lambda book: None).read_bytes()[:900], "AJ-101"),
        "cut.xls": (xls([["a"]])[:1000], "AJ-104"),
    }
    for name, (body, code) in bad.items():
        (tmp_path / name).write_bytes(body)
        assert code_of(tmp_path / name) == code, name


@given(st.data())
def test_wrong_bytes_end_in_lines_or_in_an_error_of_ours(
    tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    body = bytearray(xls([["案号", 5000.0], ["甲", 0.3]]))
    for _ in range(data.draw(st.integers(1, 4))):
        body[data.draw(st.integers(0, len(body) - 1))] = data.draw(st.sampled_from([0, 1, 127, 128, 255]))
    path = tmp_path_factory.mktemp("xls") / "a.xls"
    path.write_bytes(bytes(body))
    with contextlib.suppress(AnjuanError):
        assert all(where.startswith("table ") for where, _, _ in lines(path))


@given(st.data())
def test_a_damaged_compound_file_gives_what_is_left_of_it(data: st.DataObject) -> None:
    body = bytearray(ole({"WordDocument": b"x" * 5000, "Small": b"y" * 100}))
    assert Ole(bytes(body)).read("small") == b"y" * 100
    assert Ole(bytes(body)).read("worddocument", 3) == b"xxx"
    for _ in range(data.draw(st.integers(1, 6))):
        body[data.draw(st.integers(8, len(body) - 1))] = data.draw(st.integers(0, 255))
    found = Ole(bytes(body[: data.draw(st.integers(0, len(body)))]))
    assert all(len(found.read(name)) <= len(body) for name in found.names)
