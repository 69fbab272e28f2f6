"""Spreadsheets (XLSX, XLS, ET) as texts in rows, within the caps."""

from __future__ import annotations

import io
import re
import struct
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

from ..model.errors import EncryptedFile, TooLarge, UnreadableFile, WrongFileType
from ..model.limits import limits
from .formats import Formats, column_number, formats_of, shown
from .ole import OLE, Ole
from .packed import Packed

_CELL = re.compile(rb"""<(?:\w+:)?c\s[^>]{0,300}?\br\s*=\s*["']([A-Za-z]{1,9})(\d+)["']""")
_ROW = re.compile(rb"""<(?:\w+:)?row\s[^>]{0,300}?\br\s*=\s*["'](\d+)["']""")
_CELLS = frozenset(
    (0x0006, 0x00BD, 0x00BE, 0x00D6, 0x00FD, 0x0201, 0x0203, 0x0204, 0x0205, 0x027E, 0x0206, 0x0406)
)
_SEVERAL = frozenset((0x00BD, 0x00BE))  # records of several cells end with their last column
_BEGIN, _FILEPASS, _DIMENSIONS, _STRINGS = 0x0809, 0x002F, 0x0200, 0x00FC
_MOST_ROWS, _MOST_COLUMNS = 65_536, 256  # of a sheet in records
_EXACT = 15  # digits that a number of a spreadsheet keeps
_NARROW = 11  # digits that a cell of the common width shows


@dataclass(frozen=True, slots=True)
class SheetRow:
    """One row that holds something: its number from 1, and column from 0 → text, in order."""

    number: int
    cells: tuple[tuple[int, str], ...]

    def texts(self) -> list[str]:
        """Texts of all columns up to the last one; empty where a cell is."""
        found = dict(self.cells)
        return [found.get(column, "") for column in range(max(found, default=-1) + 1)]


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet with the rows that hold something.

    Attributes:
        merged: merged cells as first row, first column, last row, last column; rows from 1, columns from 0.
    """

    name: str
    rows: tuple[SheetRow, ...]
    merged: tuple[tuple[int, int, int, int], ...] = ()


def read_sheets(file: Path, name: str, *, shown: bool = True) -> tuple[Sheet, ...]:
    """All sheets of a workbook, cells as a person would see them: days without a time, whole numbers without `.0`.

    Args:
        shown: False gives figures as they are kept, not as the format of their cell rounds or dresses them.

    Raises:
        WrongFileType: no workbook; EncryptedFile; UnreadableFile: damaged; TooLarge: over a cap.
    """
    from python_calamine import CalamineWorkbook, PasswordError

    formats = _inspect(file, name)
    try:
        # By content: an XLS under the name of an XLSX is read as what it is.
        with file.open("rb") as stream:
            book = CalamineWorkbook.from_filelike(io.BytesIO(stream.read()))
    except PasswordError:
        raise EncryptedFile("表格已加密，需要密码", name, "请解除密码后重新提交") from None
    except BaseException as error:
        raise _damaged(error, name) from None
    with book:
        return tuple(_sheets(book, formats if shown else Formats(), name))


def _damaged(error: BaseException, name: str) -> BaseException:
    """What a reader of workbooks raises on a damaged one, as an error of ours; a stop by the user stays one."""
    if isinstance(error, Exception) or type(error).__name__ == "PanicException":
        return UnreadableFile("表格已损坏，无法打开", name, "请重新另存为 .xlsx")
    return error


def _sheets(book: Any, formats: Formats, name: str) -> Iterator[Sheet]:
    from python_calamine import SheetTypeEnum

    left = limits().cells
    for number, about in enumerate(book.sheets_metadata):
        if about.typ != SheetTypeEnum.WorkSheet:
            continue
        try:
            sheet = book.get_sheet_by_index(number)
        except BaseException as error:
            raise _damaged(error, name) from None
        left -= sheet.width * sheet.height
        if left < 0:
            raise TooLarge(f"表格超过上限 {limits().cells} 格", name, "删去空白行列，或拆成几个文件后重试")
        grid = sheet.to_python(skip_empty_area=True)
        yield Sheet(about.name, tuple(_rows(grid, sheet.start or (0, 0), formats, number)), _merged(sheet))


def _merged(sheet: Any) -> tuple[tuple[int, int, int, int], ...]:
    return tuple((a[0] + 1, a[1], b[0] + 1, b[1]) for a, b in sheet.merged_cell_ranges or ())


def _rows(grid: list[list[Any]], start: tuple[int, int], formats: Formats, sheet: int) -> Iterator[SheetRow]:
    for number, row in enumerate(grid, start[0]):
        cells = tuple(
            (column, text)
            for column, value in enumerate(row, start[1])
            if (text := cell_text(value, formats.of(sheet, number, column)))
        )
        if cells:
            yield SheetRow(number + 1, cells)


def cell_text(value: object, code: str = "") -> str:
    """A value of a cell as it stands on the sheet, by the code of its number format where it has one.

    >>> cell_text(45000.0), cell_text(datetime(2024, 3, 5))
    ('45000', '2024-03-05')
    """
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float | int):
        return (shown(value, code) if code and abs(value) < 1e15 else None) or _number(value)
    if isinstance(value, datetime):
        bare = value.time() == time()
        return value.date().isoformat() if bare else value.isoformat(" ", _precision(value.second))
    if isinstance(value, time):
        return value.isoformat(_precision(value.second))
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, timedelta):
        minutes, seconds = divmod(int(value.total_seconds()), 60)
        return f"{minutes // 60}:{minutes % 60:02}" + (f":{seconds:02}" if seconds else "")
    return str(value).strip()


def _precision(seconds: int) -> str:
    return "seconds" if seconds else "minutes"


def _number(value: float) -> str:
    if float(value).is_integer():
        digits = str(int(value))
        if len(digits.lstrip("-")) <= _EXACT:
            return digits
        return f"{value:.{_EXACT - 1}E}"  # the last digits of a longer one are lost: no invented number
    return f"{value:.{_EXACT}g}" if len(repr(value)) <= _NARROW + 2 else f"{value:.{_NARROW}g}"


def _inspect(file: Path, name: str) -> Formats:
    """The number formats of a workbook; what would make its reader take more memory than there is, is refused.

    The reader keeps a sheet as one rectangle: a single cell in the last corner would cost gigabytes.
    """
    with file.open("rb") as stream:
        head = stream.read(8)
    if head == OLE:
        if file.stat().st_size > limits().office_bytes:
            raise TooLarge("表格过大", name, "拆成几个文件后重试")
        _inspect_old(Ole.open(file), name)
        return Formats()
    if not head.startswith(b"PK"):
        raise WrongFileType("扩展名是表格，内容却不是", name, "另存为 .xlsx 后重新提交")
    with Packed(file, name, "XLSX") as package:
        if not any(part.lower().endswith("workbook.xml") for part in package.parts):
            raise WrongFileType("扩展名是表格，内容却不是", name, "另存为 .xlsx 后重新提交")
        for part in package.parts:
            if part.lower().endswith((".xml", ".rels")):
                body = package.checked(part)
                if "/worksheets/" in f"/{part}".lower():
                    rows = [_row(row) for row in _ROW.findall(body)]
                    places = [(_row(row), column_number(letters)) for letters, row in _CELL.findall(body)]
                    _inspect_extent(rows, places, name)
        return formats_of(package)


def _inspect_old(book: Ole, name: str) -> None:
    """The same for a workbook in records (XLS, ET)."""
    if "encryptedpackage" in book.names:
        raise EncryptedFile("表格已加密，需要密码", name, "请解除密码后重新提交")
    if not book.names & {"workbook", "book"}:
        raise WrongFileType("扩展名是表格，内容却不是", name, "另存为 .xlsx 后重新提交")
    body = book.read("workbook") or book.read("book")
    at, places = 0, list[tuple[int, int]]()
    while at + 4 <= len(body):
        kind, size = struct.unpack_from("<HH", body, at)
        record = body[at + 4 : at + 4 + size]
        if kind == _FILEPASS:
            raise EncryptedFile("表格已加密，需要密码", name, "请解除密码后重新提交")
        if not _sound(kind, record, len(body)):
            raise UnreadableFile("表格已损坏，无法打开", name, "请重新另存为 .xlsx")
        if kind == _BEGIN:
            _inspect_extent([], places, name)
            places.clear()
        elif kind in _CELLS and len(record) >= 6:
            row, column = struct.unpack_from("<HH", record)
            last = struct.unpack_from("<H", record, len(record) - 2)[0] if kind in _SEVERAL else column
            places += [(row, column), (row, max(column, last))]
        at += 4 + size
    _inspect_extent([], places, name)


def _sound(kind: int, record: bytes, size: int) -> bool:
    """False for a record that promises more than a workbook of that many bytes can hold: memory is taken for it."""
    if kind == _DIMENSIONS and len(record) >= 12:
        top, bottom, left, right = struct.unpack_from("<IIHH", record)
        return bool(top <= bottom <= _MOST_ROWS and left <= right <= _MOST_COLUMNS)
    if kind == _STRINGS and len(record) >= 8:
        return bool(struct.unpack_from("<I", record, 4)[0] <= size)
    return True


def _inspect_extent(rows: list[int], places: list[tuple[int, int]], name: str) -> None:
    rows = rows + [row for row, _ in places]
    columns = [column for _, column in places] or [0]
    high = max(rows, default=0) - min(rows, default=0) + 1
    wide = max(columns) - min(columns) + 1
    if high * wide > limits().cells:
        raise TooLarge(f"表格超过上限 {limits().cells} 格", name, "删去空白行列，或拆成几个文件后重试")


def _row(digits: bytes) -> int:
    return int(digits[:12])  # a longer one is over any cap as well
